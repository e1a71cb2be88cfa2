# SPDX-License-Identifier: MIT
"""The inventory given back as a workbook: every problem in its cell, and a sheet that lists all.

Values are as they were read; formats and formulas of a workbook are not kept.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from x400fix.documents.rendering import visible
from x400fix.documents.workbook import (
    BOOK_OPTIONS,
    CREATED,
    MOST_ROWS,
    cell_text,
    fit,
    same_everywhere,
    write_text,
)
from x400fix.problems import Problem, Severity

_MOST_COLUMNS = 16_384
_LIST = "x400fix"
_HEADS = ("severity", "code", "place", "message")
_FILLS = {Severity.ERROR: "#FFC7CE", Severity.WARNING: "#FFEB9C", Severity.NOTE: "#DDEBF7"}
_RANKS = [*_FILLS]
_TEXT = {"num_format": "@", "valign": "top"}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]|^'|'$")
_NAME_LENGTH = 31


Marks = Mapping[tuple[int, int], Sequence[Problem]]
Looks = dict[Severity | None, Format]


def marked_workbook(
    rows: Iterable[Sequence[str]],
    problems: Sequence[Problem],
    *,
    file: str,
    sheet: str,
    understood: str,
) -> bytes:
    """The rows, from the first line of the file or the sheet on, with the problems of that file."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, BOOK_OPTIONS) as book:
        book.set_properties({"title": "Marked by x400fix", "created": CREATED})
        looks: Looks = {None: book.add_format(_TEXT)}
        looks |= {each: book.add_format({**_TEXT, "bg_color": _FILLS[each]}) for each in Severity}
        _write_rows(book.add_worksheet(_sheet_name(sheet)), rows, _marks(problems, file), looks)
        _write_list(book.add_worksheet(_LIST), understood, problems, looks)
    return same_everywhere(data)


def _write_rows(page: Worksheet, rows: Iterable[Sequence[str]], marks: Marks, looks: Looks) -> None:
    widths: dict[int, int] = {}
    for row, column in marks:
        widths[row] = max(widths.get(row, 0), column)
    for row, cells in enumerate(islice(rows, MOST_ROWS), 1):
        some = [*cells, *[""] * (widths.get(row, 0) - len(cells))]
        for column, cell in enumerate(some[:_MOST_COLUMNS], 1):
            if (row, column) not in marks:
                write_text(page, row - 1, column - 1, cell_text(cell), looks[None])
            elif cell:
                look = looks[_worst(marks[row, column])]
                write_text(page, row - 1, column - 1, cell_text(cell), look)
            else:
                page.write_blank(row - 1, column - 1, None, looks[_worst(marks[row, column])])
    for (row, column), found in marks.items():
        if row <= MOST_ROWS and column <= _MOST_COLUMNS:
            page.write_comment(row - 1, column - 1, _comment(found), {"author": _LIST})


def _write_list(
    page: Worksheet, understood: str, problems: Iterable[Problem], looks: Looks
) -> None:
    page.set_column(0, 1, 10)
    page.set_column(2, 2, 30)
    page.set_column(3, 3, 120)
    lines = understood.split("\n")
    for number, line in enumerate(lines):
        write_text(page, number, 0, cell_text(line), looks[None])
    rows = [(str(each.severity), each.code, str(each.where), each.message) for each in problems]
    for number, texts in enumerate([_HEADS, *rows][: MOST_ROWS - len(lines)], len(lines)):
        for column, text in enumerate(texts):
            is_mark = column == 0 and texts is not _HEADS
            look = looks[Severity(text) if is_mark else None]
            write_text(page, number, column, cell_text(text), look)


def _sheet_name(name: str) -> str:
    """A name that a sheet can have, and no other sheet has."""
    plain = _FORBIDDEN.sub("_", visible(name))[:_NAME_LENGTH]
    return plain if plain and plain.lower() not in {_LIST, "history"} else "inventory"


def _marks(problems: Iterable[Problem], file: str) -> Marks:
    """The problems of each cell of the file."""
    marks: dict[tuple[int, int], list[Problem]] = {}
    for each in problems:
        if each.where.file == file and each.where.line and each.where.field:
            marks.setdefault((each.where.line, each.where.field), []).append(each)
    return marks


def _worst(problems: Iterable[Problem]) -> Severity:
    return min((each.severity for each in problems), key=_RANKS.index)


def _comment(problems: Iterable[Problem]) -> str:
    return fit("\n".join(visible(f"{p.severity} {p.code}: {p.message}") for p in problems))
