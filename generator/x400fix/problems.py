# SPDX-License-Identifier: MIT
"""What is wrong with an input: problems as data, the exceptions that carry them, their codes."""

import enum
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import msgspec


class Severity(enum.StrEnum):
    """How much a problem weighs: an error stops the run, a warning does so with ``--strict``."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_SEVERITIES = {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTE}


class Place(msgspec.Struct, frozen=True):
    """Where a problem stands.

    ``line`` is the physical line and ``field`` the number of the field in it, both from 1;
    ``row`` is the row that a spreadsheet program shows for the same record.
    """

    file: str
    line: int = 0
    field: int = 0
    row: int = 0

    @property
    def cell(self) -> str:
        """The spreadsheet's name of the cell, such as ``D7``; empty if the place is no cell."""
        if not self.field or not self.row:
            return ""
        letters, rest = "", self.field
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(ord("A") + digit) + letters
        return f"{letters}{self.row}"

    def __str__(self) -> str:
        """``file:line:field``, as far as it is known."""
        numbers = [str(number) for number in (self.line, self.field) if number]
        return ":".join([self.file, *numbers])


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One finding about an input: its stable code, its place, the value seen and what is right."""

    code: str
    message: str
    where: Place

    @property
    def severity(self) -> Severity:
        """The severity that the letter in the code stands for."""
        return _SEVERITIES[self.code[3]]

    def __str__(self) -> str:
        """The one line that a person reads."""
        cell = f" (cell {self.where.cell})" if self.where.cell else ""
        return f"{self.where}: {self.severity} {self.code}: {self.message}{cell}"

    def with_base_name(self) -> "Problem":
        """The same problem without the folder of its file, so that a plan names no folder."""
        place = msgspec.structs.replace(self.where, file=base_name(self.where.file))
        return msgspec.structs.replace(self, where=place)


class ProblemList:
    """Collects the problems of all inputs, so that they are told at once."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        """Begin with some, if there are any."""
        self._problems = list(problems)

    def add(self, code: str, message: str, where: Place) -> None:
        """Note one problem; ``code`` has its long text among the templates."""
        self._problems.append(Problem(code=code, message=message, where=where))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note several problems."""
        self._problems.extend(problems)

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Note what the block refuses, and go on behind it."""
        try:
            yield
        except X400FixError as error:
            self.extend(error.problems)

    def __iter__(self) -> Iterator[Problem]:
        """All problems in the order of their places: file as noted first, then line and field."""
        files: dict[str, int] = {}
        for problem in self._problems:
            files.setdefault(problem.where.file, len(files))

        def order(problem: Problem) -> tuple[object, ...]:
            where = problem.where
            return files[where.file], where.line, where.field, problem.code, problem.message

        return iter(sorted(self._problems, key=order))

    @property
    def has_errors(self) -> bool:
        """Whether one of the problems is an error."""
        return any(problem.severity is Severity.ERROR for problem in self._problems)


class X400FixError(Exception):
    """An expected failure: it is told as problems and ends with ``status``."""

    status = 70

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Carry the problems to the one place that prints them."""
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


class UsageError(X400FixError):
    """Options that do not go together or do not mean anything."""

    status = 2


class InputError(X400FixError):
    """An input cannot be accepted."""

    status = 3


class PlanningError(X400FixError):
    """The input is sound, but no plan can be made of it."""

    status = 4


class OutputError(X400FixError):
    """A file or folder cannot be written."""

    status = 5


class BadValueError(ValueError):
    """One value is not what its column holds; the reader knows the place and makes the problem."""

    def __init__(self, code: str, message: str) -> None:
        """Carry the code of the problem and the sentence that explains it."""
        super().__init__(message)
        self.code = code
        self.message = message


def is_visible(text: str) -> bool:
    """Whether nothing in a text hides, or is obeyed by what shows it.

    Beside what Python calls not printable (control codes, line breaks, what turns the direction of
    writing round) that is what fonts show as nothing: fillers, joiners and selectors of variants,
    which Unicode calls default ignorable, and the blank of Braille. Two names that differ in them
    only would look alike.
    """
    return text.isprintable() and (text.isascii() or not _INVISIBLE.search(text))


def escaped(text: str, *, kept: str = "") -> str:
    r"""The text with each character that is not visible as an escape such as ``\u202e``.

    ``kept`` are characters that stay all the same, such as line breaks.
    """
    if is_visible(text):
        return text
    return "".join(c if c in kept or is_visible(c) else ascii(c)[1:-1] for c in text)


def as_text(path: str) -> str:
    """A path as messages and data name it: bytes in it that are no text are escaped."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def base_name(path: str) -> str:
    """The name of a file without its folder, as text."""
    return as_text(os.path.basename(path))  # noqa: PTH119 -- text, not a path to open


def shown(value: str) -> str:
    """A value as a message shows it: in single quotes, on one line, long ones cut."""
    text = value if len(value) <= _SHOWN_LENGTH else value[: _SHOWN_LENGTH - 1] + "…"
    return f"'{escaped(text)}'"


def readable(text: str, *, most: int, code: str, kept: str = "") -> str:
    """A text that a person can read as a whole; BadValueError if it is long or something hides."""
    if len(text) > most:
        size = f"it has {len(text)} characters, at most {most} are possible"
        raise BadValueError(code, f"{shown(text)} is too long: {size}")
    if escaped(text, kept=kept) != text:
        message = f"{shown(text)} holds a control or invisible character: remove it"
        raise BadValueError(code, message)
    return text


_SHOWN_LENGTH = 60
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
