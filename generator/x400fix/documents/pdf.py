# SPDX-License-Identifier: MIT
"""TICKET.PDF: what TICKET.HTML shows, on sheets of A4.

The template bundle/TICKET.PDF has a line for each part of the document; here they become what
reportlab's platypus sets: paragraphs, tables, pictures.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import msgspec
from reportlab import platypus
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, LongTable, Paragraph

from x400fix.documents import pdf_styles as look
from x400fix.documents.decision import plain_text
from x400fix.documents.diagrams.diagrams import Diagrams, find_diagrams
from x400fix.documents.diagrams.shapes import Picture
from x400fix.documents.outages import tally
from x400fix.documents.pdf_drawings import Drawing, Signed
from x400fix.documents.rendering import Renderer
from x400fix.documents.ticket import TicketView
from x400fix.plan.model import PlanProblem

_Story = Iterator[Flowable]
_Cell = str | list[Flowable]


def ticket_pdf(view: TicketView) -> bytes:
    """The bytes of TICKET.PDF."""
    look.prepare()
    title, diagrams = f"{view.ticket} {plain_text(view.title)}".strip(), find_diagrams(view)
    text = Renderer(look.markup).text("bundle/TICKET.PDF", _values(view, diagrams))
    parts = _flowables(text.split("\n"), diagrams.by_name())
    data = io.BytesIO()
    name = f"Change ticket {view.ticket}".rstrip()
    document = _document(data, title, f"{name}, plan checksum {view.checksum}")
    document.build([*parts], None, _Numbered)
    return data.getvalue()


# ---- what the template is given


def _values(view: TicketView, diagrams: Diagrams) -> Mapping[str, object]:
    steps = {head.step.number for head in view.heads}
    characters = {*msgspec.json.encode(view.plan).decode()}
    return {
        "view": view,
        "plan": view.plan,
        "words": view.words,
        "unsaid": view.words["field.unsaid"][0],
        "window": view.window,
        "diagrams": diagrams,
        "has_escapes": any(look.drawable(character) != character for character in characters),
        "tally": tally,
        "step": lambda number: look.link(f"step-{number}", number) if number in steps else "",
        "plain": plain_text,
        "kb": lambda sources: look.soft(" (", ", ".join(sources), ")") if sources else "",
        "chip": look.chip,
        "note": look.note,
        "typed": look.typed,
        "code": look.code,
        "prose": look.prose,
        "problems": [*map(_problem, view.plan.problems)],
    }


def _problem(problem: PlanProblem) -> look.Markup:
    """What was found in the inputs or by planning, and where."""
    line = f", line {problem.line}" if problem.line and "!" not in problem.cell else ""
    cell = f", cell {problem.cell}" if problem.cell else ""
    code = look.Markup(f"<b>{look.markup(problem.code)}</b>")
    return look.markup(code, " ", problem.message, " ", look.note(problem.file, line, cell))


# ---- from lines to flowables

_SIGN = re.compile("<([a-z]+)/>")


def _flowables(lines: Iterable[str], pictures: Mapping[str, Picture]) -> _Story:
    """What lines of the template stand for; the last one ends a table, too."""
    head, rows = "", list[list[_Cell]]()
    for line in (*filter(None, lines), "end"):
        kind, *parts = (part.strip(" ") for part in line.split("|"))
        if kind == "row":
            rows.append([*parts])
        elif kind.startswith("+"):
            cell = rows[-1].pop() or []
            rows[-1].append([*cell, _paragraph(kind[1:], parts[0])])
        else:
            yield from _table(head, rows) if head else ()
            head, rows = line if kind.startswith("table") else "", []
            yield from _alone(kind, parts, pictures)


def _alone(kind: str, parts: Sequence[str], pictures: Mapping[str, Picture]) -> _Story:
    """What a line stands for that is no part of a table."""
    if kind == "across":
        widths = [look.WIDTH * len(part) / sum(map(len, parts)) for part in parts]
        across = _Rows([[[_paragraph("cell", part)] for part in parts]], widths, style=look.CLOSE)
        across.keepWithNext = 1
        yield across
    elif kind == "picture":
        yield Drawing(pictures[parts[0]])
    elif kind == "page":
        yield platypus.PageBreak()
    elif kind == "space":
        yield platypus.Spacer(0, 8)
    elif parts and not kind.startswith("table"):
        if kind in _ROOM:
            yield platypus.CondPageBreak(_ROOM[kind])
        yield _paragraph(kind, parts[0])


def _paragraph(style: str, text: str) -> Paragraph:
    """A text, with the sign that it begins with left of it."""
    if style in _LEVELS:
        return _Heading(text, look.STYLES[style])
    if sign := _SIGN.match(text):
        return Signed(text[sign.end() :], look.STYLES[f"{style}-sign"], sign[1])
    return Paragraph(text, look.STYLES[style])


_ROOM = {"h2": 100.0, "caption": 90.0}
"""How much room a page has to have left for a heading, its text, and the first rows of a table.

reportlab keeps a heading with what follows, but then moves a table to the next page as a whole.
"""
_LEVELS = {"h1": 0, "h2": 0, "h3": 1}


class _Heading(Paragraph):
    def draw(self) -> None:
        super().draw()
        title, level = self.getPlainText(), _LEVELS[self.style.name]
        self.canv.bookmarkHorizontal(title, 0, self.height)
        self.canv.addOutlineEntry(title, title, level, closed=level > 0)


_ROWS_AT_ONCE = 400
"""A table is copied at every page that it goes on to, so a very long one is several."""


class _Rows(LongTable):
    """A table that tears a row only if a whole page has no room for it."""

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803
        self.splitInRow = int(availHeight > look.HEIGHT - 1)
        return super().split(availWidth, availHeight)


class _Column(msgspec.Struct, frozen=True):
    title: str
    width: float
    style: str
    end: str


_COLUMN = re.compile(r" *(.*) (-?)([0-9]+)(c?) *")


def _columns(heads: Sequence[str]) -> Iterator[_Column]:
    """The columns of a table, as wide as their shares; behind one with a ``c`` commands stand."""
    found = [found.groups() for found in map(_COLUMN.fullmatch, heads) if found]
    unit = look.WIDTH / sum(int(share) for _, _, share, _ in found)
    for at, (title, minus, share, mark) in enumerate(found):
        style = "typed" if mark else "cell" if at else "head"
        yield _Column(title, int(share) * unit, style, "-right" if minus else "")


def _table(head: str, rows: Iterable[Sequence[_Cell]]) -> _Story:
    """A table, in several if it is very long; a number behind its name is the least of a row."""
    name, *heads = head.split("|")
    columns = [*_columns(heads)]
    style = [
        *(("ALIGN", (at, 0), (at, -1), "RIGHT") for at, each in enumerate(columns) if each.end),
        *(
            ("FONTNAME", (at, 1), (at, -1), look.STYLES[each.style].fontName)
            for at, each in enumerate(columns)
        ),
    ]
    titles = [_cell(each.title, "head", each) for each in columns]
    least, waiting = int(name.removeprefix("table").strip() or 0), iter(rows)
    several = iter(lambda: [*islice(waiting, _ROWS_AT_ONCE)], [])
    for some in (next(several, []), *several):
        cells = (
            [_cell(each, column.style, column) for each, column in zip(row, columns, strict=True)]
            for row in some
        )
        yield _Rows(
            [titles, *cells],
            [each.width for each in columns],
            repeatRows=1,
            style=[*look.TABLE, *style],
            minRowHeights=[0, *[least] * len(some)],
            spaceAfter=6,
        )


def _cell(cell: _Cell, style: str, column: _Column) -> _Cell:
    """What stands in a cell; a text that has room on one line, and no markup, is drawn as it is."""
    if isinstance(cell, list):
        return cell
    font, room = look.STYLES[style].fontName, column.width - 2 * look.CELL_PADDING
    if "<" not in cell and "&" not in cell and stringWidth(cell, font, look.CELL) <= room:
        return cell
    return [_paragraph(f"{style}{column.end}", cell)]


# ---- pages


def _document(data: io.BytesIO, title: str, footer: str) -> platypus.BaseDocTemplate:
    frame = platypus.Frame(look.MARGIN, look.FOOT, look.WIDTH, look.HEIGHT, 0, 0, 0, 0)
    sheet = platypus.PageTemplate(
        "sheet", [frame], onPageEnd=lambda canvas, _: _foot(canvas, footer)
    )
    return platypus.BaseDocTemplate(
        data,
        pagesize=look.PAGE,
        pageTemplates=[sheet],
        title=title,
        subject=footer,
        author="x400fix",
        creator="x400fix",
        initialFontName=look.PLAIN,
        lang="en",
        displayDocTitle=1,
        invariant=1,
        pageCompression=0,  # builds of zlib differ in the bytes that they pack a text into
    )


_COUNT = "count"
_NUMBER_AT = look.MARGIN + look.WIDTH - 20


def _foot(canvas: Canvas, text: str) -> None:
    """Draw what stands at the foot of every page, with a place for the count of pages."""
    canvas.setFillColor(look.SOFT)
    canvas.setFont(look.PLAIN, look.NOTE)
    canvas.drawString(look.MARGIN, look.FOOT_LINE, text)
    canvas.drawRightString(_NUMBER_AT, look.FOOT_LINE, f"{canvas.getPageNumber()}")
    canvas.doForm(_COUNT)


class _Numbered(Canvas):
    """A canvas that knows at the end how many pages there are, and says so on each."""

    def save(self) -> None:
        self.beginForm(_COUNT)
        self.setFillColor(look.SOFT)
        self.setFont(look.PLAIN, look.NOTE)
        self.drawString(_NUMBER_AT, look.FOOT_LINE, f" / {self.getPageNumber() - 1}")
        self.endForm()
        super().save()
