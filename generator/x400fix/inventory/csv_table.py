# SPDX-License-Identifier: MIT
"""A CSV file as records with their places: separator, header, lines, and what is wrong with one.

Nothing is guessed from the records. The header is the first line that is neither blank nor a
comment; Excel's own ``sep=;`` may come before it, as the very first line. A sample::

    sep=;
    # as of the night of the change
    connector;server;address

A record is one physical line, because no value may hold a line break. So a quotation mark that is
not closed on its line is wrong in any case; what differs is what the person did:

- a value really holds a line break (Alt+Enter in Excel): the record goes on over the next lines;
- the closing mark was forgotten: the next lines are records of their own, which must not be lost.

Only what csv.reader refuses is looked at so closely; reading then goes on, so that all problems
are reported at once.
"""

import contextlib
import csv
import re
from collections.abc import Iterator, Sequence
from typing import NoReturn

import msgspec

from x400fix.inventory.columns import Column, count_known, required_names
from x400fix.inventory.text_file import Text
from x400fix.problems import InputError, Place, Problem, ProblemList, UsageError, shown

_NAMED = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_TRIED = tuple(_NAMED.values())
_USABLE = r'[^"#\w\s]|\t'
_EXCEL_SEP = re.compile(rf'"?sep=({_USABLE})"?[\s,;|]*', re.IGNORECASE)
# A spreadsheet writes a blank row as delimiters alone, some with empty quotation marks between.
_BLANK = re.compile(r'[\s,;|"]*')
_COMMENT = re.compile(r'[\s"]*#')
_SHOWN_CELLS = 5
# Possessive, so that neither a closing mark is taken back nor time is lost in trying.
_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
_LINE_END = re.compile(r"\r\n|\r|\n")
_LINES_AHEAD = 32
"""How many lines after the first are looked at for the closing quotation mark."""


def parse_delimiter(value: str) -> str:
    """Turn the value of ``--delimiter`` into its character; UsageError if it cannot be one."""
    character = (_NAMED | {"\\t": "\t"}).get(value.lower(), value)
    if re.fullmatch(_USABLE, character) is None:
        message = (
            f"{shown(value)} is not a delimiter: "
            "write comma, semicolon, tab, pipe or one character that no value contains"
        )
        raise UsageError([Problem(code="X4-E005", message=message, where=Place("--delimiter"))])
    return character


def read_table(
    text: Text, *, columns: Sequence[Column], delimiter: str | None, problems: ProblemList
) -> "Table":
    """Read up to the header; InputError if there is none that can be understood."""
    sep = _EXCEL_SEP.fullmatch(text.lines[0]) if text.lines else None
    for number, line in enumerate(text.lines, 1):
        if (sep and number == 1) or _BLANK.fullmatch(line) or _COMMENT.match(line):
            continue
        where = Place(text.file, number, 0, number - bool(sep))
        chosen = _choose_delimiter(line, columns, delimiter or (sep and sep[1]), where)
        return Table(text.lines, where, chosen, problems)
    message = (
        "there is no table in this file: "
        f"begin it with a line of column names ({', '.join(required_names(columns))})"
    )
    raise InputError([Problem(code="X4-E004", message=message, where=Place(text.file))])


def _show_delimiter(delimiter: str) -> str:
    """Show the character as a person calls it."""
    return "TAB" if delimiter == "\t" else f"'{delimiter}'"


def _choose_delimiter(
    line: str, columns: Sequence[Column], forced: str | None, where: Place
) -> str:
    """Take the delimiter under which most names are known; among equals, the most cells."""
    splits = {d: _split_loosely(line, d) for d in ((forced,) if forced else _TRIED)}
    known = {d: count_known(cells, columns) for d, cells in splits.items()}
    chosen = max(splits, key=lambda d: (known[d], len(splits[d])))
    if not known[chosen]:
        _refuse_header(splits[chosen], columns, forced, where)
    return chosen


def _split_loosely(line: str, delimiter: str) -> list[str]:
    """Split well enough to compare delimiters; what is broken is reported for the one chosen."""
    try:
        return next(csv.reader([line], delimiter=delimiter))
    except csv.Error:
        return line.split(delimiter)


def _refuse_header(
    cells: Sequence[str], columns: Sequence[Column], forced: str | None, where: Place
) -> NoReturn:
    """Say what was seen, what was expected, and how to name another delimiter."""
    seen = ", ".join(shown(cell) for cell in cells[:_SHOWN_CELLS])
    more = ", …" if len(cells) > _SHOWN_CELLS else ""
    under = f" (split at {_show_delimiter(forced)})" if forced else ""
    message = (
        f"there is no known column name in {seen}{more}{under}: "
        f"the header needs columns such as {', '.join(required_names(columns))}; "
        "if another character separates them, give it with --delimiter"
    )
    raise InputError([Problem(code="X4-E005", message=message, where=where)])


class Table:
    """A header and the records under it; the records can be gone through once."""

    def __init__(
        self, lines: Sequence[str], header_place: Place, delimiter: str, problems: ProblemList
    ) -> None:
        """Read the header; InputError if it is broken."""
        self.header_place = header_place
        self._lines = lines
        self.delimiter = delimiter
        self.problems = problems
        self._passed = header_place.line - 1
        # Lines that a spreadsheet does not count: ``sep=``, and all of a record but its first.
        self._rowless = header_place.line - header_place.row
        header = next(self._split_lines(), None)
        if header is None:
            fault = self._find_fault()
            place = msgspec.structs.replace(header_place, field=fault.field)
            raise InputError([Problem(code=fault.code, message=fault.message, where=place)])
        while not header[-1].strip():
            del header[-1]
        self.header = tuple(header)

    def place(self, line: int, field: int = 0) -> Place:
        """The place of a field, counted from 1, of the record that was given last."""
        return Place(self.header_place.file, line, field, line - self._rowless)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Give line and fields (as many as the header has) of each record that is not blank.

        Broken records are left out and noted as problems.
        """
        width = len(self.header)
        while self._passed < len(self._lines):
            for found in self._split_lines():
                fields = found if len(found) == width else self._fit(found)
                if any(map(str.strip, fields)):
                    yield self._passed, fields
            if self._passed < len(self._lines):
                self._pass_fault()

    def _split_lines(self) -> Iterator[list[str]]:
        """Split lines up to the end, or to one that is no whole record."""
        rest = range(self._passed, len(self._lines))
        reader = csv.reader(
            map(self._lines.__getitem__, rest), delimiter=self.delimiter, strict=True
        )
        before = self._passed
        with contextlib.suppress(csv.Error):
            for passed, fields in enumerate(reader, before + 1):
                if before + reader.line_num > passed:
                    return
                self._passed = passed
                yield fields

    def _fit(self, fields: list[str]) -> list[str]:
        """Make it as many fields as the header has; no field at all if values would be lost."""
        width = len(self.header)
        for number, value in enumerate(fields[width:], width + 1):
            if value.strip():
                message = (
                    f"value {shown(value)} is one too many, the header has {width} columns: most "
                    "likely an earlier value of this record contains "
                    f"{_show_delimiter(self.delimiter)}; put that value in quotation marks"
                )
                self.problems.add("X4-E009", message, self.place(self._passed, number))
                return []
        return fields[:width] + [""] * (width - len(fields))

    def _find_fault(self) -> "_Fault":
        """What is wrong with the next record."""
        line, *following = self._lines[self._passed : self._passed + 1 + _LINES_AHEAD]
        return _find_fault(line, following, self.delimiter)

    def _pass_fault(self) -> None:
        """Note what is wrong with the next record, and pass its lines."""
        fault = self._find_fault()
        place = self.place(self._passed + 1, fault.field)
        self.problems.add(fault.code, fault.message, place)
        self._passed += fault.lines
        self._rowless += fault.lines - 1


class _Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a record, at which field, and how many lines the record takes."""

    code: str
    field: int
    message: str
    lines: int = 1


class _Span(msgspec.Struct, frozen=True):
    """A field as it is in the text; ``end`` is -1 if its quotation mark is never closed."""

    start: int
    end: int


def _find_fault(line: str, following: Sequence[str], delimiter: str) -> _Fault:
    """Explain why csv.reader refused the record that begins at this line."""
    text = line + "".join(following)
    spans = list(_find_spans(text, delimiter))
    last = spans[-1]
    is_whole = last.end >= 0 and text[last.end : last.end + 1] in {"", "\r", "\n"}
    broken = next((s for s in spans if s.end < 0 or s.end > len(line.rstrip("\r\n"))), None)
    culprit = broken or last
    number = spans.index(culprit) + 1
    if not is_whole or (broken and _is_forgotten(text[broken.start : last.end])):
        return _Fault(code="X4-E008", field=number, message=_tell_quote(line, culprit))
    if broken:
        return _Fault(
            code="X4-E010",
            field=number,
            message=(
                f"value {shown(_unquote(text[broken.start : broken.end]))} contains a line break: "
                "write it on one line"
            ),
            lines=1 + len(_LINE_END.findall(text, 0, last.end)),
        )
    return _find_too_long(line, spans)


def _find_spans(text: str, delimiter: str) -> Iterator[_Span]:
    """Give the fields of the first record, up to its end or to the first that is broken."""
    unquoted = re.compile(f"[^{re.escape(delimiter)}\r\n]*+")
    start = 0
    while True:
        found = (_QUOTED if text.startswith('"', start) else unquoted).match(text, start)
        end = found.end() if found else -1
        yield _Span(start, end)
        if not found or not text.startswith(delimiter, end):
            return
        start = end + 1


def _is_forgotten(rest: str) -> bool:
    """Whether the mark was closed by accident, by one that opens a value of a later record.

    Whole values and whole lines hold an even number of marks; the forgotten one makes it odd.
    """
    return rest.count('"') % 2 == 1


def _tell_quote(line: str, culprit: _Span) -> str:
    """Say what became of the quotation mark that opens the field."""
    content = line.rstrip("\r\n")
    opening = f"the quotation mark that opens {shown(content[culprit.start :])}"
    if 0 <= culprit.end <= len(content):
        return (
            f"{opening} is closed before {shown(content[culprit.end :])}: "
            'close it at the end of the value, and write a quotation mark inside a value as ""'
        )
    return f"{opening} is not closed on its line: close it at the end of the value"


def _unquote(field: str) -> str:
    """The value that the quoted field stands for."""
    return field[1:-1].replace('""', '"')


def _find_too_long(line: str, spans: Sequence[_Span]) -> _Fault:
    """Name the longest field: length is the one thing that is left to refuse a whole record for."""
    longest = max(spans, key=lambda span: span.end - span.start)
    value = line[longest.start : longest.end]
    size = f"it has {len(value)} characters, far more than any column takes"
    return _Fault(
        code="X4-E011",
        field=spans.index(longest) + 1,
        message=f"value {shown(value)} is too long: {size}",
    )
