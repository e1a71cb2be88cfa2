# SPDX-License-Identifier: MIT
"""The only place that prints: results on stdout, talk on stderr, both without control codes.

Colours are for a terminal; NO_COLOR and FORCE_COLOR say otherwise.
"""

import contextlib
import io
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TextIO

import typer

from x400fix.cli.tables import GAP, lay_out, terminal_width
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
        self.is_quiet = quiet
        self._verbose = verbose
        self._no_color = no_color or bool(os.environ.get("NO_COLOR"))
        self._is_forced = os.environ.get("FORCE_COLOR", "") not in {"", "0"}
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
        self._print(escaped(text, kept="\n"))

    def table(self, rows: Sequence[Sequence[str]], colours: Mapping[str, str], column: int) -> None:
        """Print a table that fits the terminal; ``colours`` are those of words in one column."""
        painted = colours if self._has_colours(sys.stdout) else {}
        lines = []
        for cells in lay_out([[*map(escaped, row)] for row in rows], terminal_width()):
            word = cells[column].rstrip()
            if word in painted:
                colour = typer.style(word, fg=painted[word], bold=True)
                cells[column] = cells[column].replace(word, colour)
            lines.append(GAP.join(cells).rstrip() + "\n")
        self._print("".join(lines))

    def _print(self, text: str) -> None:
        self.before_printing()
        with _as_long_as_read():
            sys.stdout.write(text)

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
        if not self.is_quiet:
            self.report(text)

    def report(self, text: str) -> None:
        """Tell the person of a failure, also when quiet."""
        self._tell(escaped(text, kept="\n"))

    def detail(self, text: str) -> None:
        """Tell the person what only --verbose asks for."""
        if self._verbose:
            self.say(text)

    def problems(self, problems: Iterable[Problem]) -> None:
        """Tell all problems, the count last; quiet leaves the errors.

        Equal ones are one line, and of many lines the first are told, unless verbose.
        """
        problems = list(problems)
        counts = Counter(problem.severity for problem in problems)
        told = [each for each in problems if each.severity is Severity.ERROR or not self.is_quiet]
        lines = _one_by_one(told) if self._verbose else _together(told)
        left = 0
        if not self._verbose and len(lines) > MOST_LINES:
            # A warning must not hide an error, and the last line says that not all are there.
            last = len(lines) - 1
            ranked = sorted(range(last), key=lambda at: lines[at][0] is not Severity.ERROR)
            ranked.insert(0, last)
            left = len(lines) - MOST_LINES
            lines = [lines[at] for at in sorted(ranked[:MOST_LINES])]
        for severity, text in lines:
            head, word, rest = escaped(text).partition(f" {severity} ")
            self._tell(f"{head}{self._painted(word, severity)}{rest}")
        if left:
            self._tell(f"{left} more: --verbose and --json list them")
        if counts[Severity.ERROR] or (counts and not self.is_quiet):
            several = [(each, counts[each]) for each in Severity if counts[each]]
            self._tell(", ".join(f"{n} {each}{'s' if n > 1 else ''}" for each, n in several))

    def _painted(self, word: str, severity: Severity) -> str:
        is_painted = self._has_colours(sys.stderr)
        return typer.style(word, fg=_COLOURS[severity], bold=True) if is_painted else word

    def _tell(self, line: str) -> None:
        """Print a line on stderr; where nobody can read it, the exit status has to do."""
        self.before_printing()
        try:
            sys.stderr.write(f"{line}\n")
        except OSError:
            silence(sys.stderr)

    def _has_colours(self, stream: TextIO) -> bool:
        return not self._no_color and (self._is_forced or _is_terminal(stream))

    @property
    def is_watched(self) -> bool:
        """Whether a line may show how the run gets on: as with colours, it needs control codes."""
        is_plain = self._no_color or self.is_quiet or self.as_data
        return not is_plain and _is_terminal(sys.stderr)


def _is_terminal(stream: TextIO) -> bool:
    """Whether a stream leads to a terminal that knows control codes."""
    return os.environ.get("TERM") != "dumb" and stream.isatty()


MOST_LINES = 200
"""How many problems are told one by one."""
_MOST_EQUAL = 3


def _one_by_one(problems: Iterable[Problem]) -> list[tuple[Severity, str]]:
    return [(problem.severity, str(problem)) for problem in problems]


def _together(problems: Iterable[Problem]) -> list[tuple[Severity, str]]:
    """Each problem as a line; more than three that say the same are the line of the first."""
    equal: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        key = (problem.code, problem.message, problem.where.file)
        equal.setdefault(key, []).append(problem)
    lines = []
    for group in equal.values():
        if len(group) <= _MOST_EQUAL:
            lines += _one_by_one(group)
            continue
        places = [each.where.cell or f"line {each.where.line}" for each in group[1:4]]
        more = ", ..." if len(group) > 4 else ""  # noqa: PLR2004 -- those that are named
        text = f"{group[0]}, and the same {len(group) - 1} more times: {', '.join(places)}{more}"
        lines.append((group[0].severity, text))
    return lines


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
