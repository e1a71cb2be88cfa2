# SPDX-License-Identifier: MIT
"""A CSV file as records with their places: separator, header, lines, and what is wrong with one.

The header is the first line that names two columns, else one; up to 20 lines of titles, comments
and Excel's own ``sep=;`` may come before it. A sample::

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

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import msgspec

from x400fix.inventory.cells import Partly
from x400fix.inventory.columns import NO_MAP, Column, HeaderMap, count_known, required_names
from x400fix.inventory.repairs import NOTE, Repair, is_as_above, is_no_value, one_form
from x400fix.inventory.text_file import SourceFile, decode
from x400fix.problems import (
    BadValueError,
    InputError,
    Place,
    Problem,
    ProblemList,
    UsageError,
    escaped,
    listed,
    shown,
)

_NAMED = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_TRIED = tuple(_NAMED.values())
_USABLE = r'[^"#\w\s]|\t'
_EXCEL_SEP = re.compile(rf'"?sep=({_USABLE})"?[\s,;|]*', re.IGNORECASE)
# A spreadsheet writes a blank row as delimiters alone, some with empty quotation marks between.
_BLANK = re.compile(r'[\s,;|"]*')
# A header may begin with a column of running numbers that is called "#".
_COMMENT = re.compile(r'[\s"]*#(?![\s"]*[,;|\t])')
MOST_TITLES = 20
"""How many lines of titles may come before the header."""
# Possessive, so that neither a closing mark is taken back nor time is lost in trying.
_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
_LINE_END = re.compile(r"\r\n|\r|\n")
_MOST_LEFT_OUT = 100
_FOOTER = re.compile(
    r"\W*(?:(?:grand |sub)?totals?|sum|count|number of|summe|gesamt\w*|anzahl|zwischensumme"
    r"|somme|nombre|sous-total|generated|exported|created|printed|report|end of|page|source|note"
    r"|as of|last updated?|copyright|confidential|erstellt|exportiert|gedruckt|stand|seite|quelle"
    r"|ende|hinweis|vertraulich|généré|exporté|imprimé|édité|fin|remarque"
    r"|\(?\d+ (?:rows?|records?|zeilen|datensätze|lignes?|connectors?|konnektoren)\b.*)(?:\W.*)?"
    r"|[-=_*+ ]+",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"[\d.,:/ %-]*")


def is_footer(fields: Sequence[str]) -> bool:
    """Whether a row says something of the table: a total, when it was made, a line of dashes.

    Its first text says so, and all others are numbers, so that no connector is taken for one.
    """
    texts = [text for text in map(str.strip, fields) if text]
    return _FOOTER.fullmatch(texts[0]) is not None and all(map(_FIGURE.fullmatch, texts[1:]))


def table_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """A table that is read as it was written: in UTF-8, each row ends with CRLF."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8")


_MOST_LINES = 33
"""How many lines of a record are looked at for the closing quotation mark."""


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
    source: SourceFile,
    columns: tuple[Column, ...],
    problems: ProblemList,
    mapped: HeaderMap = NO_MAP,
) -> "Table":
    """Read a file up to its header; InputError if there is none that can be understood."""
    lines = decode(source, problems)
    sep = _EXCEL_SEP.fullmatch(lines[0]) if lines else None
    forced = source.delimiter or (sep[1] if sep else None)
    spoken = (
        (number, line)
        for number, line in enumerate(lines, 1)
        if not ((sep and number == 1) or _BLANK.fullmatch(line) or _COMMENT.match(line))
    )
    candidates = [
        (number, *_choose_delimiter(line, columns, forced, mapped))
        for number, line in islice(spoken, MOST_TITLES + 1)
    ]
    if not candidates:
        message = (
            "there is no table in this file: "
            f"begin it with a line of column names ({', '.join(required_names(columns))})"
        )
        raise InputError([Problem(code="X4-E004", message=message, where=Place(source.name))])
    best = max(known for *_, known in candidates)
    number, delimiter, known = next(each for each in candidates if each[2] >= min(best, 2))
    where = Place(source.name, number, 0, number - bool(sep))
    if not known:
        raise _no_header(lines[number - 1], delimiter, columns, forced, where)
    titles = [each[0] for each in candidates if each[0] < number]
    return Table(lines, where, delimiter, problems, titles)


def _show_delimiter(delimiter: str) -> str:
    """Show the character as a person calls it."""
    return "TAB" if delimiter == "\t" else f"'{delimiter}'"


def _choose_delimiter(
    line: str, columns: tuple[Column, ...], forced: str | None, mapped: HeaderMap
) -> tuple[str, int]:
    """The delimiter under which most names are known, and how many; else the most cells."""
    splits = {d: _split_loosely(line, d) for d in ((forced,) if forced else _TRIED)}
    known = {d: count_known(cells, columns, mapped) for d, cells in splits.items()}
    chosen = max(splits, key=lambda d: (known[d], len(splits[d])))
    return chosen, known[chosen]


def _no_header(
    line: str, delimiter: str, columns: Sequence[Column], forced: str | None, where: Place
) -> InputError:
    """The error for a file whose first lines name no column."""
    seen = listed(_split_loosely(line, delimiter))
    under = f" (split at {_show_delimiter(forced)})" if forced else ""
    message = (
        f"there is no known column name in {seen}{under}: "
        f"the header needs columns such as {', '.join(required_names(columns))}; "
        'call them so or give --map "HEADER=COLUMN"; '
        "if another character separates them, give it with --delimiter"
    )
    return InputError([Problem(code="X4-E005", message=message, where=where)])


def _split_loosely(line: str, delimiter: str) -> list[str]:
    """Split well enough to compare delimiters; what is broken is reported for the one chosen."""
    try:
        return next(csv.reader([line], delimiter=delimiter))
    except csv.Error:
        return line.split(delimiter)


class Table:
    """A header and the records under it; the records can be gone through once."""

    def __init__(
        self,
        lines: Sequence[str],
        header_place: Place,
        delimiter: str,
        problems: ProblemList,
        titles: Iterable[int] = (),
    ) -> None:
        """Read the header; InputError if it is broken. ``titles`` are lines before it."""
        self.header_place = header_place
        self.delimiter = delimiter
        self.problems = problems
        self._lines = lines
        self._passed = header_place.line
        # Lines that a spreadsheet does not count: ``sep=``, and all of a record but its first.
        self._rowless = header_place.line - header_place.row
        try:
            header = self._split(lines[header_place.line - 1])
        except csv.Error:
            fault = _find_fault(lines[header_place.line - 1 :][:_MOST_LINES], delimiter)
            place = msgspec.structs.replace(header_place, field=fault.field)
            raise InputError(
                [Problem(code=fault.code, message=fault.message, where=place)]
            ) from None
        while not header[-1].strip():
            del header[-1]
        self.header = tuple(header)
        self.left_out: list[str] = []
        for number in titles:
            self.leave_out(number, _split_loosely(lines[number - 1], delimiter))

    def leave_out(self, line: int, fields: Iterable[str]) -> None:
        """Note a line that is no record, such as a title or a total."""
        text = escaped(" ".join(filter(None, map(str.strip, fields))))
        if len(self.left_out) < _MOST_LEFT_OUT:
            self.left_out.append(f"line {line} {shown(text)}")
        elif len(self.left_out) == _MOST_LEFT_OUT:
            self.left_out.append("and more")

    def place(self, line: int, field: int = 0) -> Place:
        """The place of a field, counted from 1, of the record that was given last."""
        return Place(self.header_place.file, line, field, line - self._rowless)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Give line and fields (as many as the header has) of each record that is not blank.

        Broken records are left out and noted as problems.
        """
        while self._passed < len(self._lines):
            self._passed += 1
            try:
                fields = self._fit(self._split(self._lines[self._passed - 1]))
            except csv.Error:
                self._pass_fault()
            else:
                if not any(map(str.strip, fields)):
                    continue
                if fields[0] == self.header[0] and tuple(fields) == self.header:
                    self.leave_out(self._passed, fields)
                else:
                    yield self._passed, fields

    def _split(self, line: str) -> list[str]:
        """The fields of a line; csv.Error if it is no whole record."""
        return next(csv.reader([line], delimiter=self.delimiter, strict=True))

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

    def _pass_fault(self) -> None:
        """Note what is wrong with the record at hand, and pass its other lines."""
        fault = _find_fault(self._lines[self._passed - 1 :][:_MOST_LINES], self.delimiter)
        self.problems.add(fault.code, fault.message, self.place(self._passed, fault.field))
        self._passed += fault.lines - 1
        self._rowless += fault.lines - 1


class CellReader:
    """Reads cells by the parsers of their columns, each text of a column once."""

    def __init__(self, table: Table, columns: Iterable[Column], found: Mapping[str, int]) -> None:
        """``found`` has the index of each column of the table; others are read as empty."""
        self._table = table
        columns = tuple(columns)
        self._absent = {each.name: each.empty for each in columns if each.name not in found}
        self._columns = [
            (each.name, found[each.name], dict[str, Any](), each)
            for each in columns
            if each.name in found
        ]

    def read(self, line: int, fields: Sequence[str]) -> dict[str, Any]:
        """The values of a record by column; a wrong cell becomes a problem and has no value."""
        values = dict(self._absent)
        for name, index, known, column in self._columns:
            text = fields[index].strip()
            if text in known:
                values[name] = known[text]
                continue
            try:
                values[name] = known[text] = self._parse(column, text, line, index)
            except BadValueError as error:
                place = self._table.place(line, index + 1)
                self._table.problems.add(error.code, error.message, place)
        return values

    def _parse(self, column: Column, text: str, line: int, index: int) -> object:
        """The value of a text; a note says what is repaired, or what of it is not read."""
        is_repeated = is_as_above(text)
        if is_repeated and column.is_of_its_row:
            message = f"{column.name} is {shown(text)}: write the value itself, in every row"
            raise BadValueError("X4-E032", message)
        if not text or is_repeated or is_no_value(text) or text.lower() in column.no_values:
            if column.is_required:
                seen = f"is {shown(text)}, which is no value" if text else "is empty"
                raise BadValueError("X4-E032", f"{column.name} {seen}; every row needs one")
            if text:
                means = f", so {column.empty} is presumed" if column.name == "stack" else ""
                message = f"{column.name} {shown(text)} is read as empty: it says no value{means}"
                self._note(NOTE, message, line, index)
            return column.empty
        plain = one_form(text)
        plain, why, code = column.repair(plain) if column.repair else Repair(plain)
        value = column.parse(plain)
        if why:
            message = f"{column.name} {shown(text)} is read as {shown(plain)}: {why}"
            self._note(code, message, line, index)
        if isinstance(value, Partly):
            self._note("X4-W103", value.message, line, index)
            return value.value
        return value

    def _note(self, code: str, message: str, line: int, index: int) -> None:
        self._table.problems.add(code, message, self._table.place(line, index + 1))


class _Fault(msgspec.Struct, frozen=True):
    """What is wrong with a record, at which field, and how many lines the record takes."""

    code: str
    field: int
    message: str
    lines: int = 1


def _find_fault(lines: Sequence[str], delimiter: str) -> _Fault:
    """Explain why csv.reader refused the record that begins with the first of the lines."""
    text, width = "".join(lines), len(lines[0].rstrip("\r\n"))
    spans = _find_spans(text, delimiter)
    end = spans[-1][1]
    is_whole = end >= 0 and text[end : end + 1] in {"", "\r", "\n"}
    broken = next((span for span in spans if not 0 <= span[1] <= width), None)
    longest = max(spans, key=lambda span: span[1] - span[0])
    culprit = broken or (longest if is_whole else spans[-1])
    field, value = spans.index(culprit) + 1, text[slice(*culprit)]
    # Whole values and lines have an even number of marks. An odd one says that the mark was closed
    # by accident, by one that opens a value of a later record.
    if not is_whole or (broken and text.count('"', broken[0], end) % 2):
        message = (
            f"the quotation mark that opens {shown(text[culprit[0] : width])} is not closed at the "
            'end of its value: close it there, and write a quotation mark inside a value as ""'
        )
        return _Fault("X4-E008", field, message)
    if broken:
        unquoted = value[1:-1].replace('""', '"')
        message = f"value {shown(unquoted)} contains a line break: write it on one line"
        return _Fault("X4-E010", field, message, 1 + len(_LINE_END.findall(text, 0, end)))
    size = f"it has {len(value)} characters, far more than any column takes"
    return _Fault("X4-E011", field, f"value {shown(value)} is too long: {size}")


def _find_spans(text: str, delimiter: str) -> list[tuple[int, int]]:
    """Start and end of the fields of the first record, up to the first whose end is unclear.

    The end is -1 if a quotation mark is never closed.
    """
    unquoted = re.compile(f"[^{re.escape(delimiter)}\r\n]*+")
    spans, start = [], 0
    while True:
        found = (_QUOTED if text.startswith('"', start) else unquoted).match(text, start)
        end = found.end() if found else -1
        spans.append((start, end))
        if not found or not text.startswith(delimiter, end):
            return spans
        start = end + 1
