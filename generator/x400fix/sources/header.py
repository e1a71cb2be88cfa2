# SPDX-License-Identifier: MIT
"""Finds the header of a table, and by its column names the delimiter of the whole table.

Nothing is guessed from the records. The header is the first line that is neither blank nor a
comment; Excel's own ``sep=;`` may stand before it, as the very first line. A sample::

    sep=;
    # as of the night of the change
    connector;server;address
"""

import csv
import re
from collections.abc import Callable, Sequence
from typing import NoReturn

import msgspec

from x400fix.problems import InputError, Place, Problem, UsageError, shown
from x400fix.sources.fault import LINES_AHEAD, find_fault
from x400fix.sources.feed import LineFeed

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
