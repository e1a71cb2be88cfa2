# SPDX-License-Identifier: MIT
"""ASSIGN.XLSX: assignments, steps, pool and problems of a plan as sheets of one workbook.

Each cell is written as a string, so that no name becomes a formula, a link or a number.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

import msgspec
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from x400fix.allocation.pool import merge, parse_range
from x400fix.documents.csv_files import assign_rows
from x400fix.documents.rendering import visible
from x400fix.documents.step_texts import StepText
from x400fix.documents.ticket import TicketView
from x400fix.plan.model import Plan

MOST_ROWS = 1_048_576
"""What one sheet holds, its head included."""
MOST_UNITS = 32_767
"""What one cell holds, in units of UTF-16."""

_CREATED = dt.datetime(1980, 1, 1)  # noqa: DTZ001 -- the library adds the zone itself
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_TEXT = {"num_format": "@", "valign": "top", "text_wrap": True}
_HEAD = {"num_format": "@", "valign": "top", "bold": True, "bg_color": "#D9E1F2", "bottom": 1}
_A4 = 9
_MARGINS = (0.4, 0.4, 0.5, 0.7)  # inches: left, right, top, bottom
_UNIX = 3


Columns = Sequence[tuple[str, int]]
"""The heading of each column, and how many characters wide it is."""


class Sheet(msgspec.Struct, frozen=True):
    """One sheet: what its tab says, its columns, and its rows without the head."""

    title: str
    columns: Columns
    rows: Iterable[Sequence[str]]
    """Only a line feed breaks a line in a cell; other control codes are shown as escapes."""


def make_workbook(
    sheets: Iterable[Sheet], *, title: str, footer: str, most_rows: int = MOST_ROWS
) -> bytes:
    """The bytes of a workbook; what does not fit on a sheet is on a next one, such as ``steps 2``.

    ``footer`` is printed below each page as it is; an ampersand would be a command there.
    """
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, _OPTIONS) as book:
        book.set_properties({"title": title, "created": _CREATED})
        head, text = book.add_format(_HEAD), book.add_format(_TEXT)
        for sheet in sheets:
            for number, rows in enumerate(_parts(sheet.rows, most_rows - 1), 1):
                page = book.add_worksheet(f"{sheet.title} {number}" if number > 1 else sheet.title)
                last = 0
                for last, cells in enumerate(rows, 1):
                    for at, cell in enumerate(cells):
                        _write_cell(page, last, at, cell, text)
                _arrange(page, sheet.columns, last, head)
                page.set_footer(f"&L&8{footer}&R&8&A, &P / &N")
    return _same_everywhere(data)


def _parts(rows: Iterable[Sequence[str]], most: int) -> Iterator[Iterator[Sequence[str]]]:
    """The rows as one part at least, none of which is larger than a sheet."""
    waiting = iter(rows)
    yield islice(waiting, most)
    for first in waiting:
        yield chain([first], islice(waiting, most - 1))


def _write_cell(page: Worksheet, row: int, at: int, cell: str, look: Format) -> None:
    shown = _fit("\n".join(map(visible, cell.split("\n"))))
    if shown.startswith("<r>") and shown.endswith("</r>"):
        # XlsxWriter takes such a string for XML of its own making; in runs it is escaped.
        page.write_rich_string(row, at, shown[:1], shown[1:2], shown[2:], look)
    elif shown:
        page.write_string(row, at, shown, look)


def _fit(text: str) -> str:
    """The text, or what of it goes into a cell with an ellipsis behind it."""
    units = text.encode("utf-16-le")
    if len(units) <= MOST_UNITS * 2:
        return text
    return units[: (MOST_UNITS - 1) * 2].decode("utf-16-le", "ignore") + "…"


def _arrange(page: Worksheet, columns: Columns, last: int, head: Format) -> None:
    for at, (heading, width) in enumerate(columns):
        page.set_column(at, at, width)
        page.write_string(0, at, heading, head)
    right = len(columns) - 1
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, last, right)
    page.ignore_errors({"number_stored_as_text": f"A1:{chr(ord('A') + right)}{last + 1}"})
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(*_MARGINS)
    page.fit_to_pages(1, 0)


def _same_everywhere(data: io.BytesIO) -> bytes:
    """The workbook without traces of the system and the build of zlib that made it."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(data) as made, zipfile.ZipFile(fixed, "w") as book:
        for entry in made.infolist():
            content = made.read(entry)
            entry.create_system = _UNIX
            entry.compress_type = zipfile.ZIP_STORED
            book.writestr(entry, content)
    return fixed.getvalue()


ASSIGNMENTS = (
    *(("action", 9), ("server", 17), ("connector", 30), ("remote_server", 17), ("owner", 17)),
    *(("old_address", 16), ("new_address", 16), ("alias", 17), ("address_type", 13)),
    *(("address_value", 17), ("reason", 60), ("folder", 17), ("step", 6)),
)
"""The columns of ASSIGN.csv, and how wide they are."""
STEPS = (
    *(("number", 8), ("server", 17), ("folder", 17), ("title", 40), ("who", 24), ("minutes", 8)),
    *(("wave", 6), ("waits_for", 12), ("do", 60), ("expected", 40), ("check", 40), ("undo", 40)),
)
POOL = (
    *(("range", 28), ("owner", 17), ("state", 10), ("address", 28), ("count", 8)),
    ("given_to", 50),
)
PROBLEMS = (
    *(("severity", 10), ("code", 10), ("message", 90), ("file", 24), ("line", 8)),
    *(("field", 8), ("cell", 8)),
)


def workbook_file(view: TicketView) -> bytes:
    """The bytes of ASSIGN.XLSX."""
    plan = view.plan
    _, *assignments = assign_rows(plan.assignments)
    problems = (
        (
            *(each.severity, each.code, each.message, each.file),
            *(str(each.line or ""), str(each.field or ""), each.cell),
        )
        for each in plan.problems
    )
    sheets = (
        Sheet("assignments", ASSIGNMENTS, [[*map(visible, row)] for row in assignments]),
        Sheet("steps", STEPS, map(_step, view.steps)),
        Sheet("pool", POOL, _pool(plan)),
        Sheet("problems", PROBLEMS, problems),
    )
    footer = f"x400fix {view.version} / PLAN.json {view.checksum}"
    return make_workbook(sheets, title="ASSIGN.XLSX", footer=footer)


def _step(text: StepText) -> Sequence[str]:
    """The cells of a step, with each entry of its texts on a line of its own."""
    step, place = text.step, text.place
    parts = (text.do, text.expected, text.check, text.undo)
    return (
        *(str(step.number), place.name, place.folder, visible(text.title), step.who),
        *(str(step.minutes), str(step.wave), ", ".join(map(str, step.waits_for))),
        *("\n".join(map(visible, part)) for part in parts),
    )


def _pool(plan: Plan) -> Iterator[Sequence[str]]:
    """Each address of a range that is not free, each exclusion, and how many are free."""
    given_to: dict[str, list[str]] = {}
    for each in plan.assignments:
        given_to.setdefault(each.new_address, []).append(f"{each.server}/{each.connector}")
    for part in plan.pools:
        for address in part.given:
            names = "\n".join(map(visible, given_to.get(address, ())))
            yield part.range, part.owner, "given", address, "1", names
        for address in part.used:
            yield part.range, part.owner, "used", address, "1", ""
        excluded = list(map(parse_range, part.excluded))
        for taken in excluded:
            yield part.range, part.owner, "excluded", taken.text, str(taken.size), ""
        whole, singles = parse_range(part.range), map(parse_range, (*part.given, *part.used))
        spans = merge(
            (max(each.first, whole.first), min(each.last, whole.last))
            for each in (*excluded, *singles)
            if each.overlaps(whole)
        )
        free = whole.size - sum(last - first + 1 for first, last in spans)
        yield part.range, part.owner, "free", "", str(free), ""
