# SPDX-License-Identifier: MIT
"""ASSIGN.XLSX: assignments, steps, pool and problems of a plan as sheets of one workbook.

Counts and numbers are written as numbers, all else as strings: no name becomes a formula, a link or
a number.
"""

import datetime as dt
import io
import textwrap
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

import msgspec
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from x400fix import __version__
from x400fix.allocation.pool import merge, parse_range
from x400fix.documents.csv_files import assign_rows
from x400fix.documents.rendering import visible
from x400fix.documents.step_texts import StepHead
from x400fix.documents.ticket import TicketView
from x400fix.plan.model import Plan

MOST_ROWS = 1_048_576
"""What one sheet holds, its head included."""
MOST_UNITS = 32_767
"""What one cell holds, in units of UTF-16."""

CREATED = dt.datetime(1980, 1, 1)  # noqa: DTZ001 -- the library adds the zone itself
BOOK_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_TEXT = {"num_format": "@", "valign": "top", "text_wrap": True}
_NUMBER = {"num_format": "0", "valign": "top"}
_HEAD = {"num_format": "@", "valign": "top", "bold": True, "bg_color": "#D9E1F2", "bottom": 1}
_A4 = 9
_MARGINS = (0.4, 0.4, 0.5, 0.7)  # inches: left, right, top, bottom
_UNIX = 3


Cell = str | int
"""An empty text is no cell; only a line feed breaks a line of a text."""
_WIDEST, _ARROW = 60, 4
"""How many letters a column has room for at most, and what the arrow of a filter needs."""
_LINE, _HIGHEST = 15, 408
"""The points of a line, and of the highest row that there is."""


class Sheet(msgspec.Struct, frozen=True):
    """One sheet: what its tab says, the headings of its columns, and its rows without the head."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def make_workbook(
    sheets: Iterable[Sheet], *, title: str, footer: str, most_rows: int = MOST_ROWS
) -> bytes:
    """The bytes of a workbook; what does not fit on a sheet is on a next one, such as ``steps 2``.

    ``footer`` is printed below each page as it is; an ampersand would be a command there.
    """
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, BOOK_OPTIONS) as book:
        book.set_properties({"title": title, "created": CREATED})
        looks = [book.add_format(each) for each in (_HEAD, _TEXT, _NUMBER)]
        for sheet in sheets:
            rows = [[_shown(cell) for cell in row] for row in sheet.rows]
            widths = _find_widths(sheet.columns, rows)
            for number, start in zip(count(1), range(0, max(len(rows), 1), most_rows - 1)):
                page = book.add_worksheet(f"{sheet.title} {number}" if number > 1 else sheet.title)
                some = rows[start : start + most_rows - 1]
                for at, row in enumerate([sheet.columns, *some]):
                    _write_row(page, at, row, widths, looks)
                _arrange(page, widths, len(some))
                page.set_footer(f"&L&8{footer}&R&8&A, &P / &N")
    return same_everywhere(data)


def _shown(cell: Cell) -> Cell:
    return cell if isinstance(cell, int) else cell_text(cell)


def cell_text(text: str) -> str:
    """A text as a cell can hold it: what hides in it is escaped, and it is cut where it is long."""
    return fit("\n".join(map(visible, text.split("\n"))))


def fit(text: str) -> str:
    """The text, or what of it goes into a cell with an ellipsis behind it."""
    units = text.encode("utf-16-le")
    if len(units) <= MOST_UNITS * 2:
        return text
    return units[: (MOST_UNITS - 1) * 2].decode("utf-16-le", "ignore") + "…"


def _find_widths(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Sequence[int]:
    """How many letters each column has room for: as many as its longest line, if those are few."""
    widths = [len(heading) + _ARROW for heading in columns]
    for row in rows:
        for at, cell in enumerate(row):
            longest = max(map(len, str(cell).split("\n")))
            widths[at] = max(widths[at], min(longest + 1, _WIDEST))
    return widths


def _write_row(
    page: Worksheet, row: int, cells: Sequence[Cell], widths: Sequence[int], looks: Sequence[Format]
) -> None:
    """Write the cells of a row, and make it as high as the text in it that has the most lines."""
    head, text, number = looks
    lines = 1
    for at, cell in enumerate(cells):
        look = head if row == 0 else text
        if isinstance(cell, int):
            page.write_number(row, at, cell, number)
        else:
            write_text(page, row, at, cell, look)
            if len(cell) > widths[at] or "\n" in cell:
                lines = max(lines, sum(_count_lines(each, widths[at]) for each in cell.split("\n")))
    if lines > 1:
        page.set_row(row, min(lines * _LINE, _HIGHEST))


def write_text(page: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    """Write a text that is no formula, link or number; an empty one is no cell."""
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter takes such a string for XML of its own making; in runs it is escaped.
        page.write_rich_string(row, column, text[:1], text[1:2], text[2:], look)
    elif text:
        page.write_string(row, column, text, look)


def _count_lines(line: str, width: int) -> int:
    return max(len(textwrap.wrap(line, width - 1)), 1)


def _arrange(page: Worksheet, widths: Sequence[int], last: int) -> None:
    for at, width in enumerate(widths):
        page.set_column(at, at, width)
    right = len(widths) - 1
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, last, right)
    page.ignore_errors({"number_stored_as_text": f"A1:{chr(ord('A') + right)}{last + 1}"})
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(*_MARGINS)
    page.fit_to_pages(1, 0)


def same_everywhere(data: io.BytesIO) -> bytes:
    """The workbook without traces of the system and the build of zlib that made it."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(data) as made, zipfile.ZipFile(fixed, "w") as book:
        for entry in made.infolist():
            content = made.read(entry)
            entry.create_system = _UNIX
            entry.compress_type = zipfile.ZIP_STORED
            book.writestr(entry, content)
    return fixed.getvalue()


_STEPS = ("number", "server", "folder", "title", "who", "minutes", "wave", "waits_for")
_POOL = ("range", "owner", "state", "address", "count", "given_to")
_PROBLEMS = ("severity", "code", "message", "file", "line", "field", "cell")


def workbook_file(view: TicketView) -> bytes:
    """The bytes of ASSIGN.XLSX."""
    plan = view.plan
    columns, *assignments = assign_rows(plan.assignments)
    problems = [
        (
            *(each.severity.value, each.code, each.message, each.file),
            *(each.line or "", each.field or "", each.cell),
        )
        for each in plan.problems
    ]
    sheets = (
        Sheet("assignments", columns, [_assignment(row) for row in assignments]),
        Sheet("steps", _STEPS, list(map(_step, view.heads))),
        Sheet("pool", _POOL, list(_pool(plan))),
        Sheet("problems", _PROBLEMS, problems),
    )
    footer = f"x400fix {__version__} / PLAN.json {view.checksum}"
    return make_workbook(sheets, title="ASSIGN.XLSX", footer=footer)


def _assignment(row: Sequence[str]) -> Sequence[Cell]:
    *texts, step = row
    return (*map(visible, texts), int(step) if step else "")


def _step(head: StepHead) -> Sequence[Cell]:
    """The cells of a step; its commands, checks and undo are in STEPS.TXT."""
    step, place = head.step, head.place
    return (
        *(step.number, place.name, place.folder, visible(head.title), step.who),
        *(step.minutes, step.wave or "", head.waits),
    )


def _pool(plan: Plan) -> Iterator[Sequence[Cell]]:
    """Each address of a range that is not free, each exclusion, and how many are free."""
    given_to: dict[str, list[str]] = {}
    for each in plan.assignments:
        given_to.setdefault(each.new_address, []).append(f"{each.server}/{each.connector}")
    for part in plan.pools:
        for address in part.given:
            names = "\n".join(map(visible, given_to.get(address, ())))
            yield part.range, part.owner, "given", address, 1, names
        for address in part.used:
            yield part.range, part.owner, "used", address, 1, ""
        excluded = list(map(parse_range, part.excluded))
        for taken in excluded:
            yield part.range, part.owner, "excluded", taken.text, taken.size, ""
        whole, singles = parse_range(part.range), map(parse_range, (*part.given, *part.used))
        spans = merge(
            (max(each.first, whole.first), min(each.last, whole.last))
            for each in (*excluded, *singles)
            if each.overlaps(whole)
        )
        free = whole.size - sum(last - first + 1 for first, last in spans)
        yield part.range, part.owner, "free", "", free, ""
