# SPDX-License-Identifier: MIT
"""The only place that prints: results on stdout, talk on stderr, both without control codes."""

import contextlib
import io
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TextIO

import typer

from x400fix.problems import Problem, Severity, escaped

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


class Console:
    """Prints for one run."""

    def __init__(
        self,
        *,
        quiet: bool = False,
        verbose: bool = False,
        no_color: bool = False,
        as_data: bool = False,
    ) -> None:
        """``quiet`` leaves errors only, ``verbose`` adds notes on what is done.

        With ``as_data`` the result, and what is wrong with a run, is JSON on stdout.
        """
        self._quiet = quiet
        self._verbose = verbose
        self._no_color = no_color or bool(os.environ.get("NO_COLOR"))
        self.as_data = as_data
        self.before_printing: Callable[[], None] = lambda: None
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # A name that the terminal cannot show must not end the run; what the stream still
                # holds and cannot write is told later.
                with contextlib.suppress(OSError):
                    stream.reconfigure(errors="backslashreplace")

    def result(self, text: str) -> None:
        """Print a result."""
        self.before_printing()
        with _as_long_as_read():
            sys.stdout.write(escaped(text, kept="\n"))

    def data(self, chunks: Iterable[bytes]) -> None:
        """Print data for another program, byte for byte."""
        self.before_printing()
        with _as_long_as_read():
            sys.stdout.flush()
            for chunk in chunks:
                sys.stdout.buffer.write(chunk)

    def data_object(self, parts: Iterable[tuple[str, object]]) -> None:
        """Print a JSON object, key by key, with each item of a list on a line of its own."""
        from x400fix.plan.encoding import encode_object

        self.data([*encode_object(parts), b"\n}\n"])

    def say(self, text: str) -> None:
        """Tell the person something, unless quiet."""
        if not self._quiet:
            self.report(text)

    def report(self, text: str) -> None:
        """Tell the person of a failure, also when quiet."""
        self._tell(escaped(text, kept="\n"))

    def detail(self, text: str) -> None:
        """Tell the person what only --verbose asks for."""
        if self._verbose:
            self.say(text)

    def problems(self, problems: Iterable[Problem]) -> None:
        """Tell all problems, the count last; quiet leaves the errors."""
        counts = Counter[Severity]()
        for problem in problems:
            severity = problem.severity
            counts[severity] += 1
            if severity is Severity.ERROR or not self._quiet:
                line = escaped(str(problem))
                head, word, rest = line.partition(f" {severity} ")
                self._tell(f"{head}{self._painted(word, severity)}{rest}")
        if counts[Severity.ERROR] or (counts and not self._quiet):
            several = [(each, counts[each]) for each in Severity if counts[each]]
            self._tell(", ".join(f"{n} {each}{'s' if n > 1 else ''}" for each, n in several))

    def _painted(self, word: str, severity: Severity) -> str:
        return typer.style(word, fg=_COLOURS[severity], bold=True) if self._is_coloured else word

    def _tell(self, line: str) -> None:
        """Print a line on stderr; where nobody can read it, the exit status has to do."""
        self.before_printing()
        try:
            sys.stderr.write(f"{line}\n")
        except OSError:
            silence(sys.stderr)

    @property
    def _is_coloured(self) -> bool:
        dumb = os.environ.get("TERM") == "dumb"
        return not self._no_color and not dumb and sys.stderr.isatty()

    @property
    def is_watched(self) -> bool:
        """Whether a line may show how the run gets on: as with colours, it needs control codes."""
        return self._is_coloured and not self._quiet and not self.as_data


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of a table whose columns are as wide as their widest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


@contextlib.contextmanager
def _as_long_as_read() -> Iterator[None]:
    """Go on with the run when the reader of a pipe, such as head, has seen enough."""
    try:
        yield
    except BrokenPipeError:
        silence(sys.stdout)


def open_missing_streams() -> None:
    """Give a run that was started without stdout or stderr streams that lead nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 -- open to the end


def silence(stream: TextIO) -> None:
    """Lead a stream that cannot be written nowhere, so that what it holds does not fail at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
