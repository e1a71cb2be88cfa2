# SPDX-License-Identifier: MIT
"""TICKET.PDF from the text of TICKET.HTML and the pictures that stand in it."""

import io
from collections.abc import Mapping

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from x400fix.documents.diagrams.shapes import Picture
from x400fix.documents.paper.clock import stopped_clock
from x400fix.documents.paper.flow import Setter
from x400fix.documents.paper.fonts import PLAIN, drawable, load_fonts, width_of
from x400fix.documents.paper.leads import keep_leads
from x400fix.documents.paper.looks import FOOT, FOOT_LINE, HEIGHT, MARGIN, NOTE, PAGE, SOFT, WIDTH
from x400fix.documents.paper.tree import Element, read_tree

_COUNT = "count"
_ROOM_FOR_NUMBER = 40.0


def make_paper(page: str, pictures: Mapping[str, Picture], *, escapes: str) -> bytes:
    """The bytes of the PDF; ``escapes`` is said if a text has characters that the font lacks."""
    load_fonts()
    root = read_tree(page)
    if any(drawable(word) != word for text in root.texts() for word in text.split()):
        paragraph = Element("p", {})
        paragraph.children.append(escapes)
        next(root.find("header")).children.append(paragraph)
    title, footer = (drawable(next(root.find(tag)).text) for tag in ("h1", "footer"))
    frame = Frame(MARGIN, FOOT, WIDTH, HEIGHT, 0, 0, 0, 0)
    sheet = PageTemplate("sheet", [frame], onPageEnd=lambda canvas, _: _foot(canvas, footer))
    data = io.BytesIO()
    document = BaseDocTemplate(
        data,
        pagesize=PAGE,
        pageTemplates=[sheet],
        title=title,
        subject=footer,
        author="x400fix",
        creator="x400fix",
        initialFontName=PLAIN,
        lang="en",
        displayDocTitle=1,
        invariant=1,
        pageCompression=0,  # builds of zlib differ in the bytes that they pack a text into
    )
    story = [*keep_leads(Setter(root, pictures).blocks(root.children, WIDTH, "body"), WIDTH)]
    del root  # what is set needs it no more, and that of a large plan is large
    with stopped_clock():
        document.build(story, None, _Numbered)
    return data.getvalue()


def _foot(canvas: Canvas, text: str) -> None:
    """Draw what stands at the foot of every page, with a place for the count of pages."""
    room = WIDTH - _ROOM_FOR_NUMBER
    size = min(NOTE, NOTE * room / width_of(text, PLAIN, NOTE))
    canvas.setFillColor(SOFT)
    canvas.setFont(PLAIN, size)
    canvas.drawString(MARGIN, FOOT_LINE, text)
    canvas.setFont(PLAIN, NOTE)
    canvas.drawRightString(
        MARGIN + WIDTH - _ROOM_FOR_NUMBER / 2, FOOT_LINE, f"{canvas.getPageNumber()}"
    )
    canvas.doForm(_COUNT)


class _Numbered(Canvas):
    """A canvas that knows at the end how many pages there are, and says so on each."""

    def save(self) -> None:
        """Fill the place that is left on every page."""
        self.beginForm(_COUNT)
        self.setFillColor(SOFT)
        self.setFont(PLAIN, NOTE)
        left = MARGIN + WIDTH - _ROOM_FOR_NUMBER / 2
        self.drawString(left, FOOT_LINE, f" / {self.getPageNumber() - 1}")
        self.endForm()
        super().save()
