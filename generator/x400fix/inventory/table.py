# SPDX-License-Identifier: MIT
"""A table of an input, whatever file it comes from: a header, and records with their places.

The header is the first line that names two columns, else one; up to 20 lines of titles may come
before it, in a CSV file also comments and Excel's own ``sep=;``. A sample::

    sep=;
    # as of the night of the change
    connector;server;address
"""

import abc
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import msgspec

from x400fix.inventory.cells import Partly
from x400fix.inventory.columns import NO_MAP, Column, HeaderMap, count_known, required_names
from x400fix.inventory.csv_faults import MOST_LINES, Fault, find_fault
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

MOST_TITLES = 20
"""How many lines of titles may come before the header."""
MOST_COLUMNS = 1000
"""How many columns a header may have; what an unknown one may mean takes its time to find out."""
_MOST_LEFT_OUT = 100
_NAMED = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_TRIED = tuple(_NAMED.values())
_USABLE = r'[^"#\w\s]|\t'
_EXCEL_SEP = re.compile(rf'"?sep=({_USABLE})"?[\s,;|]*', re.IGNORECASE)
# A spreadsheet writes a blank row as delimiters alone, some with empty quotation marks between.
_BLANK = re.compile(r'[\s,;|"]*')
# A header may begin with a column of running numbers that is called "#".
_COMMENT = re.compile(r'[\s"]*#(?![\s"]*[,;|\t])')
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


def header_at(known: Sequence[int]) -> int:
    """Which of the first rows is the header, by how many columns each of them names.

    The first that names two, else one.
    """
    best = min(max(known), 2)
    return next(at for at, count in enumerate(known) if count >= best)


def no_table(columns: Iterable[Column], where: Place) -> InputError:
    """The error for a file that holds nothing that could be a header."""
    message = (
        "there is no table in this file: "
        f"begin it with a line of column names ({', '.join(required_names(columns))})"
    )
    return InputError([Problem(code="X4-E004", message=message, where=where)])


class Table(abc.ABC):
    """A header and the records under it; the records can be gone through once.

    A row is given as its line and its fields; what a file calls a line is its ``unit``.
    """

    unit = "line"

    def __init__(self, header: Sequence[str], place: Place, problems: ProblemList) -> None:
        """Begin before the first record; InputError for far too many columns."""
        if len(header) > MOST_COLUMNS:
            message = (
                f"the header has {len(header)} columns, at most {MOST_COLUMNS} are possible: leave "
                "out those that no column is, or name the right --delimiter"
            )
            raise InputError([Problem(code="X4-E005", message=message, where=place)])
        self.header = tuple(header)
        self.header_place = place
        self.problems = problems
        self.left_out: list[str] = []

    def leave_out(self, line: int, fields: Iterable[str]) -> None:
        """Note a line that is no record, such as a title or a total."""
        text = escaped(" ".join(filter(None, map(str.strip, fields))))
        if len(self.left_out) < _MOST_LEFT_OUT:
            self.left_out.append(f"{self.unit} {line} {shown(text)}")
        elif len(self.left_out) == _MOST_LEFT_OUT:
            self.left_out.append("and more")

    @abc.abstractmethod
    def place(self, line: int, field: int = 0) -> Place:
        """The place of a field, counted from 1, of the record that was given last."""

    @abc.abstractmethod
    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Line and fields of each row under the header, as many as the header has."""

    @abc.abstractmethod
    def grid(self) -> Iterable[Sequence[str]]:
        """The cells of each line of the file, whatever it is."""

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Give line and fields of each record: a row that is not blank, nor the header again."""
        for line, fields in self.rows():
            if not any(map(str.strip, fields)):
                continue
            if fields[0] == self.header[0] and tuple(fields) == self.header:
                self.leave_out(line, fields)
            else:
                yield line, fields


class CsvTable(Table):
    """The header of a CSV file and the records under it."""

    def __init__(
        self, lines: Sequence[str], place: Place, delimiter: str, problems: ProblemList
    ) -> None:
        """Read the header at its place; InputError if it is broken."""
        self.delimiter = delimiter
        self._lines = lines
        self._passed = place.line
        # Lines that a spreadsheet does not count: ``sep=``, and all of a record but its first.
        self._rowless = place.line - place.row
        try:
            header = self._split(lines[place.line - 1])
        except csv.Error:
            fault = self._find_fault(place.line)
            where = msgspec.structs.replace(place, field=fault.field)
            raise InputError(
                [Problem(code=fault.code, message=fault.message, where=where)]
            ) from None
        while not header[-1].strip():
            del header[-1]
        super().__init__(header, place, problems)

    def place(self, line: int, field: int = 0) -> Place:
        """The place of a field, counted from 1, of the record that was given last."""
        return Place(self.header_place.file, line, field, line - self._rowless)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Line and fields of each record; broken ones are left out and noted as problems."""
        while self._passed < len(self._lines):
            self._passed += 1
            if self._lines[self._passed - 1].isspace():
                continue
            try:
                yield self._passed, self._fit(self._split(self._lines[self._passed - 1]))
            except csv.Error:
                self._pass_fault()

    def grid(self) -> Iterable[Sequence[str]]:
        """The cells of each line of the file, whatever it is."""
        return (_split_loosely(line.rstrip("\r\n"), self.delimiter) for line in self._lines)

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

    def _find_fault(self, line: int) -> Fault:
        """What is wrong with the record that begins in a line."""
        return find_fault(self._lines[line - 1 : line - 1 + MOST_LINES], self.delimiter)

    def _pass_fault(self) -> None:
        """Note what is wrong with the record at hand, and pass its other lines."""
        fault = self._find_fault(self._passed)
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


# ---- CSV


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
) -> "CsvTable":
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
        raise no_table(columns, Place(source.name))
    best = header_at([known for *_, known in candidates])
    number, delimiter, known = candidates[best]
    where = Place(source.name, number, 0, number - bool(sep))
    if not known:
        raise _no_header(lines[number - 1], delimiter, columns, forced, where)
    table = CsvTable(lines, where, delimiter, problems)
    for title, *_ in candidates[:best]:
        table.leave_out(title, _split_loosely(lines[title - 1], delimiter))
    return table


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
