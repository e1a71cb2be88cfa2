# SPDX-License-Identifier: MIT
"""A CSV file as records with their places: separator, header, lines.

Nothing is guessed from the records. The header is the first line that is neither blank nor a
comment; Excel's own ``sep=;`` may stand before it, as the very first line. A sample::

    sep=;
    # as of the night of the change
    connector;server;address

A record is one physical line (see ``fault``), so the way of a good record is short: csv.reader
splits it, its length is compared, it goes out. Only what csv.reader refuses, or what has a value
too many, is looked at closely; reading then goes on, so that all problems are told at once.
"""

import contextlib
import csv
import itertools
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import NoReturn

import msgspec

from x400fix.inventory.csv_errors import LINES_AHEAD, find_fault
from x400fix.inventory.text_file import Text
from x400fix.problems import InputError, Place, Problem, ProblemList, UsageError, shown


class LineFeed:
    """Gives each line once; what was only looked at is given later."""

    def __init__(self, lines: Iterator[str]) -> None:
        """Begin before the first line."""
        self._lines = lines
        self._ahead: deque[str] = deque()

    def __iter__(self) -> Iterator[str]:
        """Take lines; after looking ahead, begin a new loop."""
        return itertools.chain(self._drain(), self._lines)

    def look_ahead(self, count: int) -> list[str]:
        """Show the next lines, fewer at the end, without taking them."""
        missing = max(count - len(self._ahead), 0)
        self._ahead.extend(itertools.islice(self._lines, missing))
        return list(itertools.islice(self._ahead, count))

    def skip(self, count: int) -> None:
        """Take lines that were looked at."""
        for _ in range(count):
            self._ahead.popleft()

    def _drain(self) -> Iterator[str]:
        while self._ahead:
            yield self._ahead.popleft()


_NAMED = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_TRIED = tuple(_NAMED.values())
_USABLE = r'[^"#\w\s]|\t'
_EXCEL_SEP = re.compile(rf'"?sep=({_USABLE})"?[\s,;|]*', re.IGNORECASE)
# A spreadsheet writes a blank row as delimiters alone, some with empty quotation marks between.
_BLANK = re.compile(r'[\s,;|"]*')
_COMMENT = re.compile(r'[\s"]*#')
_SHOWN_CELLS = 5


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """What a kind of table calls its columns: counts known names, and lists those to propose."""

    count_known: Callable[[Sequence[str]], int]
    expected: tuple[str, ...]


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The cells as they were found, where they stand, and what parts them."""

    cells: tuple[str, ...]
    place: Place
    delimiter: str


def parse_delimiter(value: str) -> str:
    """Turn the value of ``--delimiter`` into its character; UsageError if it cannot be one."""
    character = (_NAMED | {"\\t": "\t"}).get(value.lower(), value)
    if re.fullmatch(_USABLE, character) is None:
        message = (
            f"{shown(value)} is not a delimiter: "
            "write comma, semicolon, tab, pipe or one character that stands in no value"
        )
        raise UsageError([Problem(code="X4-E005", message=message, where=Place("--delimiter"))])
    return character


def read_header(feed: LineFeed, file: str, columns: Columns, delimiter: str | None) -> Header:
    """Take all lines up to the header; InputError if there is none or it is not understood."""
    sep = _EXCEL_SEP.fullmatch("".join(feed.look_ahead(1)))
    for number, line in enumerate(feed, 1):
        if (sep and number == 1) or _BLANK.fullmatch(line) or _COMMENT.match(line):
            continue
        where = Place(file, number, 0, number - bool(sep))
        forced = delimiter or (sep and sep[1])
        chosen = _choose_delimiter(line, columns, forced, where)
        cells = _split_strictly(line, feed, chosen, where)
        return Header(cells=cells, place=where, delimiter=chosen)
    message = (
        "there is no table in this file: "
        f"begin it with a line of column names ({', '.join(columns.expected)})"
    )
    raise InputError([Problem(code="X4-E004", message=message, where=Place(file))])


def show_delimiter(delimiter: str) -> str:
    """Show the character as a person calls it."""
    return "TAB" if delimiter == "\t" else f"'{delimiter}'"


def _choose_delimiter(line: str, columns: Columns, forced: str | None, where: Place) -> str:
    """Take the delimiter under which most names are known; among equals, the most cells."""
    splits = {d: _split_loosely(line, d) for d in ((forced,) if forced else _TRIED)}
    known = {d: columns.count_known(cells) for d, cells in splits.items()}
    chosen = max(splits, key=lambda d: (known[d], len(splits[d])))
    if not known[chosen]:
        _refuse_header(splits[chosen], columns, forced, where)
    return chosen


def _split_loosely(line: str, delimiter: str) -> list[str]:
    """Split well enough to compare delimiters; what is broken is told for the one chosen."""
    try:
        return next(csv.reader([line], delimiter=delimiter))
    except csv.Error:
        return line.split(delimiter)


def _refuse_header(
    cells: Sequence[str], columns: Columns, forced: str | None, where: Place
) -> NoReturn:
    """Say what was seen, what was expected, and how to name another delimiter."""
    seen = ", ".join(shown(cell) for cell in cells[:_SHOWN_CELLS])
    more = ", …" if len(cells) > _SHOWN_CELLS else ""
    under = f" (split at {show_delimiter(forced)})" if forced else ""
    message = (
        f"no column name is known in {seen}{more}{under}: "
        f"the header is to name columns such as {', '.join(columns.expected)}; "
        "if another character stands between them, name it with --delimiter"
    )
    raise InputError([Problem(code="X4-E005", message=message, where=where)])


def _split_strictly(line: str, feed: LineFeed, delimiter: str, where: Place) -> tuple[str, ...]:
    """Split the header as the records will be split, and cut the blank cells at its end."""
    try:
        cells = next(csv.reader([line], delimiter=delimiter, strict=True))
    except csv.Error:
        fault = find_fault(line, feed.look_ahead(LINES_AHEAD), delimiter)
        place = msgspec.structs.replace(where, field=fault.field)
        raise InputError([Problem(code=fault.code, message=fault.message, where=place)]) from None
    while not cells[-1].strip():
        del cells[-1]
    return tuple(cells)


class Table:
    """A header and the records under it; the records can be gone through once."""

    def __init__(self, feed: LineFeed, header: Header, problems: ProblemList) -> None:
        """Stand after the header."""
        self.header = header.cells
        self.header_place = header.place
        self.delimiter = header.delimiter
        self._feed = feed
        self._problems = problems
        # Lines that a spreadsheet does not count: ``sep=``, and all of a record but its first.
        self._rowless = header.place.line - header.place.row
        self._unfinished = ""

    def place(self, line: int, row: int, field: int = 0) -> Place:
        """Where a field, counted from 1, of a record stands."""
        return Place(self.header_place.file, line, field, row)

    def __iter__(self) -> Iterator[tuple[int, int, list[str]]]:
        """Give line, row and fields (as many as the header has) of each record that is not blank.

        Broken records are left out and noted as problems.
        """
        width, line = len(self.header), self.header_place.line
        while True:
            rowless = self._rowless
            for found in self._split_lines():
                self._unfinished = ""
                line += 1
                fields = found if len(found) == width else self._fit(found, line)
                if any(map(str.strip, fields)):
                    yield line, line - rowless, fields
            if not self._unfinished:
                return
            line += self._pass_fault(line + 1)

    def _split_lines(self) -> Iterator[list[str]]:
        """Split lines up to the end, or to one that stays unfinished."""
        with contextlib.suppress(csv.Error):
            yield from csv.reader(self._single_lines(), delimiter=self.delimiter, strict=True)

    def _single_lines(self) -> Iterator[str]:
        """Give lines to csv.reader, but never a second one for the same record."""
        for line in self._feed:
            self._unfinished = line
            yield line
            if self._unfinished:
                return

    def _fit(self, fields: list[str], line: int) -> list[str]:
        """Make it as many fields as the header has; no field at all if values would be lost."""
        width = len(self.header)
        for number, value in enumerate(fields[width:], width + 1):
            if value.strip():
                place = self.place(line, line - self._rowless, number)
                self._problems.add("X4-E009", self._tell_surplus(value), place)
                return []
        return fields[:width] + [""] * (width - len(fields))

    def _tell_surplus(self, value: str) -> str:
        """Say what a value beyond the last column is, and what most likely led to it."""
        return (
            f"value {shown(value)} is one too many, the header has {len(self.header)} columns: "
            f"most likely an earlier value of this record holds {show_delimiter(self.delimiter)}; "
            "put that value in quotation marks"
        )

    def _pass_fault(self, line: int) -> int:
        """Note what is wrong with the unfinished record; give the number of lines that it takes."""
        fault = find_fault(self._unfinished, self._feed.look_ahead(LINES_AHEAD), self.delimiter)
        self._unfinished = ""
        place = self.place(line, line - self._rowless, fault.field)
        self._problems.add(fault.code, fault.message, place)
        self._feed.skip(fault.lines - 1)
        self._rowless += fault.lines - 1
        return fault.lines


def read_table(
    text: Text, *, columns: Columns, delimiter: str | None, problems: ProblemList
) -> Table:
    """Read up to the header; InputError if there is none that can be understood."""
    feed = LineFeed(text.lines)
    header = read_header(feed, text.file, columns, delimiter)
    return Table(feed, header, problems)
