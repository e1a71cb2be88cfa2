# SPDX-License-Identifier: MIT
"""The sheet of a workbook that holds the table, and its header and records."""

from collections.abc import Callable, Iterator, Sequence

from x400fix.inventory.columns import (
    INVENTORY_COLUMNS,
    Column,
    HeaderMap,
    SheetChoice,
    count_known,
    required_names,
)
from x400fix.inventory.table import MOST_TITLES, Table, header_at, no_table
from x400fix.inventory.text_file import SourceFile
from x400fix.inventory.workbook import Sheet, read_workbook
from x400fix.inventory.workbook_survey import NOT_CALCULATED
from x400fix.problems import InputError, Place, Problem, ProblemList, column_letters, listed, shown

_NOTE = "X4-N006"
_MOST_SPANS = 8
_LISTS = {"addresses", "subnet_masks", "roles"}
"""Columns whose values may stand below each other in a cell."""


class _Candidate:
    """A sheet, the rows that may be its header, and which of them is."""

    def __init__(self, sheet: Sheet, columns: tuple[Column, ...], mapped: HeaderMap) -> None:
        self.sheet = sheet
        self.rows = []
        for number, cells in enumerate(sheet.rows, 1):
            if _is_spoken(cells):
                self.rows.append(number)
            if len(self.rows) > MOST_TITLES:
                break
        counts = [count_known(sheet.rows[at - 1], columns, mapped) for at in self.rows]
        at = header_at(counts) if counts else 0
        self.known = counts[at] if counts else 0
        self.titles = self.rows[:at]
        self.line = self.rows[at] if self.rows else 0
        self.header = [*sheet.rows[self.line - 1]] if self.rows else []
        self.names = {mapped.column_of(cell, columns) for cell in self.header}

    def has(self, columns: tuple[Column, ...]) -> bool:
        """Whether its header has all that is required."""
        return self.known > 1 and self.names.issuperset(required_names(columns))


def _is_spoken(cells: Sequence[str]) -> bool:
    """Whether a row is neither blank nor a comment; "#" alone may be a header."""
    first = next((text for text in map(str.strip, cells) if text), "")
    return first == "#" or (first != "" and not first.startswith("#"))


def read_sheet(
    source: SourceFile,
    columns: tuple[Column, ...],
    problems: ProblemList,
    mapped: HeaderMap,
    choice: SheetChoice,
) -> "SheetTable":
    """Read a workbook up to the header of its table; InputError if there is none, or two."""
    sheets = read_workbook(source.data, source.name)
    names = choice.among([each.name for each in sheets])
    candidates = [_Candidate(each, columns, mapped) for each in sheets if each.name in names]
    chosen = _choose(candidates, columns, mapped, source.name)
    where = Place(source.name, chosen.line, 0, chosen.line, chosen.sheet.name)
    if not chosen.known:
        seen = listed([cell.strip() for cell in chosen.header if cell.strip()])
        message = (
            f"there is no known column name in {seen}: the header needs columns such as "
            f"{', '.join(required_names(columns))}; call them so or give --map "
            '"HEADER=COLUMN"; if the table is on another sheet, name that with --sheet'
        )
        raise InputError([Problem(code="X4-E005", message=message, where=where)])
    _tell(source, chosen.sheet, sheets, problems)
    table = SheetTable(chosen.sheet, chosen.header, where, problems)
    for index, cell in enumerate(table.header):
        name = mapped.column_of(cell, columns)
        table.names[index] = name or ""
    for title in chosen.titles:
        table.leave_out(title, chosen.sheet.rows[title - 1])
    return table


def _tell(source: SourceFile, sheet: Sheet, sheets: Sequence[Sheet], problems: ProblemList) -> None:
    """Note what of a workbook is read although it is hidden, and what is not."""
    where = Place(source.name, sheet=sheet.name)
    others = [each.name for each in sheets if each is not sheet and any(map(any, each.rows))]
    if others:
        message = f"this sheet is read, and not {listed(others)}"
        problems.add(_NOTE, message, where)
    hidden = [
        *(["the sheet"] if sheet.is_hidden else []),
        *_numbers("row", sheet.hidden_rows, str),
        *_numbers("column", sheet.hidden_columns, column_letters),
    ]
    if hidden:
        problems.add(_NOTE, f"hidden, and read all the same: {', '.join(hidden)}", where)
    if sheet.merged:
        rows = "row" if sheet.merged == 1 else f"{sheet.merged} rows"
        message = f"merged cells: their value counts for the {rows} below, too"
        problems.add(_NOTE, message, where)
    if source.delimiter or source.encoding:
        problems.add(_NOTE, "a workbook needs no --delimiter and no --encoding", where)


def _numbers(word: str, numbers: Sequence[int], show: Callable[[int], str]) -> list[str]:
    """Numbers that follow each other as ranges, such as rows 3 to 5."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    texts = [show(a) if a == b else f"{show(a)} to {show(b)}" for a, b in spans]
    more = [f"and {len(texts) - _MOST_SPANS} more"] if len(texts) > _MOST_SPANS else []
    plural = "s" if len(numbers) > 1 else ""
    return [f"{word}{plural} {', '.join([*texts[:_MOST_SPANS], *more])}"] if texts else []


def _choose(
    candidates: Sequence[_Candidate], columns: tuple[Column, ...], mapped: HeaderMap, file: str
) -> _Candidate:
    """The sheet whose header has all required columns, else the one that names the most."""
    with_rows = [each for each in candidates if each.rows]
    if not with_rows:
        raise no_table(columns, Place(file))
    best = [each for each in with_rows if each.has(columns)]
    if len(best) > 1 and columns is not INVENTORY_COLUMNS:
        # Server facts may be in the workbook of the inventory, which names servers, too.
        connectors = {
            each.sheet.name
            for each in best
            if _Candidate(each.sheet, INVENTORY_COLUMNS, mapped).has(INVENTORY_COLUMNS)
        }
        best = [each for each in best if each.sheet.name not in connectors] or best
    if not best:
        most = max(each.known for each in with_rows)
        best = [each for each in with_rows if each.known == most]
        best = best if most else best[:1]
    if len(best) > 1:
        names = listed([each.sheet.name for each in best], most=12)
        message = (
            f"more than one sheet could be the table: {names}; name the right one with --sheet"
        )
        raise InputError([Problem(code="X4-E037", message=message, where=Place(file))])
    return best[0]


class SheetTable(Table):
    """The header of a sheet and the records under it."""

    unit = "row"

    def __init__(
        self, sheet: Sheet, header: Sequence[str], place: Place, problems: ProblemList
    ) -> None:
        """Begin below the header."""
        cells = [*header]
        while not cells[-1].strip():
            del cells[-1]
        super().__init__([" ".join(cell.split()) for cell in cells], place, problems)
        self.names = [""] * len(cells)
        self._sheet = sheet
        self._without_header: set[int] = set()

    def place(self, line: int, field: int = 0) -> Place:
        """The cell of a row and a column, both counted from 1."""
        return Place(self.header_place.file, line, field, line, self.header_place.sheet)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Row and fields of each record; one with a cell that has no value is left out."""
        first, width = self.header_place.line, len(self.header)
        for line, cells in enumerate(self._sheet.rows[first:], first + 1):
            for field, value in enumerate(cells[width:], width + 1):
                if value.strip() and field not in self._without_header:
                    self._without_header.add(field)
                    message = f"{shown(value)} is in a column without a header, which is not read"
                    self.problems.add("X4-W101", message, self.place(line, field))
            fields = [*cells[:width], *[""] * (width - len(cells))]
            if self._is_whole(line, fields):
                yield line, fields

    def grid(self) -> Sequence[Sequence[str]]:
        """The cells of each row of the sheet."""
        return self._sheet.rows

    def _is_whole(self, line: int, fields: list[str]) -> bool:
        """Whether each cell that is read has one line with a value; else it is a problem."""
        faults = self._sheet.faults
        is_whole = True
        for index, name in enumerate(self.names):
            fault = faults.get((line, index + 1), "") if faults else ""
            if fault and name:
                what = fault if fault == NOT_CALCULATED else f"the error {shown(fault)}"
                message = f"{name} holds {what}: write the value, or open the file and save it anew"
                self.problems.add("X4-E039", message, self.place(line, index + 1))
                is_whole = False
            value = fields[index]
            if "\n" in value or "\r" in value:
                lines = value.split()
                fields[index] = " ".join(lines)
                if name and name not in _LISTS and len(value.strip().splitlines()) > 1:
                    message = f"value {shown(value)} contains a line break: write it on one line"
                    self.problems.add("X4-E010", message, self.place(line, index + 1))
                    is_whole = False
        return is_whole
