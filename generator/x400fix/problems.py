# SPDX-License-Identifier: MIT
"""What is wrong with an input: problems as data, the exceptions that carry them, their codes."""

import difflib
import enum
import os
import re
import string
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache

import msgspec


class Severity(enum.StrEnum):
    """How much a problem weighs: an error stops the run, a warning does so with ``--strict``."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_SEVERITIES = {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTE}


def column_letters(number: int) -> str:
    """What a spreadsheet program calls a column, counted from 1: A, Z, AA."""
    letters = ""
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


class Place(msgspec.Struct, frozen=True):
    """Where a problem stands.

    ``line`` is the physical line and ``field`` the number of the field in it, both from 1;
    ``row`` is the row that a spreadsheet program shows for the same record. In a workbook ``sheet``
    is the name of the sheet, and line and row are the same.
    """

    file: str
    line: int = 0
    field: int = 0
    row: int = 0
    sheet: str = ""

    @property
    def cell(self) -> str:
        """The spreadsheet's name of the cell, such as ``D7``; empty if the place is no cell."""
        if not self.field or not self.row:
            return ""
        return f"{self._on_sheet}{column_letters(self.field)}{self.row}"

    @property
    def _on_sheet(self) -> str:
        """The name of the sheet as a reference begins with it, in quotes where it needs them."""
        if not self.sheet or self.sheet.isidentifier():
            return f"{self.sheet}!" if self.sheet else ""
        name = self.sheet.replace("'", "''")
        return f"'{name}'!"

    def __str__(self) -> str:
        """``file:line:field``, as far as it is known, or ``file:Sheet1!C7``."""
        if self.sheet:
            row = f"{self._on_sheet}{self.line}" if self.line else self._on_sheet[:-1]
            return f"{self.file}:{self.cell or row}"
        numbers = [str(number) for number in (self.line, self.field) if number]
        return ":".join([_TOO_LONG.sub(r"\1\2…", self.file), *numbers])


def place_of(file: str, line: int, field: int, cell: str) -> Place:
    """A place whose row and sheet are told by the name of its cell."""
    sheet, _, corner = cell.rpartition("!")
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    row = int(corner.lstrip(string.ascii_uppercase) or 0)
    return Place(file, line, field, row, sheet)


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
        is_said = self.where.sheet or not self.where.cell
        cell = "" if is_said else f" (cell {self.where.cell})"
        return f"{self.where}: {self.severity} {self.code}: {self.message}{cell}"

    def with_base_name(self) -> "Problem":
        """The same problem without the folder of its file, so that a plan names no folder."""
        place = msgspec.structs.replace(self.where, file=base_name(self.where.file))
        return msgspec.structs.replace(self, where=place)


MOST_ERRORS = 1_000
"""How many errors are kept: an input with an error in every cell is told by its first ones."""


class ProblemList:
    """Collects the problems of all inputs, so that they are told at once.

    Errors beyond the first MOST_ERRORS are counted only, which takes no memory.
    """

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        """Begin with some, if there are any."""
        self._problems: list[Problem] = []
        self._errors = 0
        self.extend(problems)

    def add(self, code: str, message: str, where: Place) -> None:
        """Note one problem; ``code`` has its long text among the templates."""
        self.extend([Problem(code=code, message=message, where=where)])

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note several problems."""
        for problem in problems:
            is_error = problem.severity is Severity.ERROR
            self._errors += is_error
            if not is_error or self._errors <= MOST_ERRORS:
                self._problems.append(problem)

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

        found = sorted(self._problems, key=order)
        if self._errors > MOST_ERRORS:
            # There is enough to correct before a warning matters.
            found = [each for each in found if each.severity is Severity.ERROR]
            message = (
                f"{self._errors - MOST_ERRORS} more errors were found and are not listed: correct "
                "these first; if every row has them, a column may be read as another one"
            )
            last = max((problem.where for problem in found), key=lambda where: where.line)
            found.append(Problem(code="X4-E034", message=message, where=Place(last.file)))
        return iter(found)

    @property
    def has_errors(self) -> bool:
        """Whether one of the problems is an error."""
        return self._errors > 0


class X400FixError(Exception):
    """An expected failure: it is told as problems and ends with ``status``."""

    status = 70

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Carry the problems to the one place that prints them."""
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems[:5]))


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
    return "".join(c if c in kept else _escape(c) for c in text)


@cache
def _escape(letter: str) -> str:
    return letter if is_visible(letter) else ascii(letter)[1:-1]


def as_text(path: str) -> str:
    """A path as messages and data name it: bytes in it that are no text are escaped."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def base_name(path: str) -> str:
    """The name of a file without its folder, as text."""
    return as_text(os.path.basename(path))  # noqa: PTH119 -- text, not a path to open


def shown(value: str) -> str:
    """A value as a message shows it: in single quotes, on one line, long ones cut."""
    text = escaped(value[: _SHOWN_LENGTH + 1])
    if len(value) > _SHOWN_LENGTH or len(text) > _ESCAPED_LENGTH:
        text = escaped(value[: _SHOWN_LENGTH - 1])[:_ESCAPED_LENGTH] + "…"
    return f"'{text}'"


def shortened(message: str) -> str:
    """What a library says, with the beginning only of long values."""
    return _LONG_VALUE.sub(r"\1\2\3…", message)


def character(letter: str) -> str:
    """A character by its number and name, where its look does not tell what it is."""
    return f"U+{ord(letter):04X} {unicodedata.name(letter, '')}".rstrip()


def shown_by_letter(value: str) -> str:
    """A value as a message shows it, and what its first letter that is not ASCII is called."""
    strange = next((letter for letter in value if not letter.isascii()), "")
    return f"{shown(value)} with {character(strange)}" if strange else shown(value)


def listed(values: Sequence[str], most: int = 5) -> str:
    """The first values as a message lists them, and how many more there are."""
    return first_of([shown(value) for value in values[:most]], len(values))


def first_of(texts: Sequence[str], count: int, between: str = ", ") -> str:
    """Some texts of ``count`` as a message lists them, and how many more there are."""
    more = f" and {count - len(texts)} more" if count > len(texts) else ""
    return between.join(texts) + more


MOST_COMPARED = 100
"""How many characters of a text count where it is compared or shown."""


def closest(text: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """What a text is most likely a typing error of; empty for nothing.

    Of a long one only the beginning counts: comparing takes as long as both are long together.
    """
    close = difflib.get_close_matches(text[:MOST_COMPARED], known, n=1, cutoff=cutoff)
    return next(iter(close), "")


# Cyrillic, then Greek letters, dashes and apostrophes, and what they look like.
_LOOKALIKES = str.maketrans(
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421"
    "\u0422\u0423\u0425\u0430\u0435\u0456\u0458\u043e\u0440\u0441\u0443\u0445"
    "\u0455"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4"
    "\u03a5\u03a7"
    "\u2010\u2011\u2012\u2013\u2014\u2212\u2019\u2018",
    "ABESIJKMHOPCTYXaeijopcyxsABEZHIKMNOPTYX------''",
)


def look_of(text: str) -> str:
    """What texts that look alike have in common, without regard to letter case."""
    plain = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES)
    return " ".join(plain.split()).upper()


def difference(seen: str, right: str) -> str:
    """How a text differs from one that looks like it; empty if they do not look alike.

    Letters of other alphabets, dashes, blanks and Unicode forms look alike.
    """
    if seen == right or look_of(seen) != look_of(right):
        return ""
    same = [one == other for one, other in zip(seen, right, strict=False)]
    at = same.index(False) if False in same else len(same)
    there = [character(text[at]) if at < len(text) else "no character" for text in (seen, right)]
    return f"character {at + 1} is {there[0]}, not {there[1]}"


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
_ESCAPED_LENGTH = 99
_LONG_VALUE = re.compile(r"""(['"`])((?:(?!\1).){60})(?:(?!\1).){41,}|(\S{60})\S{41,}""")
# A path, or a part of one, that no system takes.
_TOO_LONG = re.compile(r"\A(.{60}).{4036,}|([^/\\]{60})[^/\\]{196,}", re.DOTALL)
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
