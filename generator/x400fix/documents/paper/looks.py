# SPDX-License-Identifier: MIT
"""How things look on paper: sizes in points, colours as on the page, and styles of paragraphs."""

from reportlab.lib.colors import HexColor, white
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle

from x400fix.documents.paper.fonts import BOLD, PLAIN, TYPED, TYPED_BOLD

PAGE = A4
# A sheet of Letter is 50 points lower than one of A4: what is printed on it unscaled loses 25 of
# them above and below, and printers leave a margin of their own.
MARGIN, HEAD, FOOT, FOOT_LINE = 40.0, 44.0, 60.0, 43.0
WIDTH = PAGE[0] - 2 * MARGIN
HEIGHT = PAGE[1] - HEAD - FOOT

INK, SOFT, RULE, TINT = (HexColor(f"#{code}") for code in ("1b1f24", "565f69", "b8c0c8", "eef1f4"))
BAD, GOOD, CARE = (HexColor(f"#{code}") for code in ("a8201a", "17612c", "7a4a00"))
PAPER = white

BODY, CARD, CELL, NOTE = 8.2, 7.5, 7.0, 6.2
_LEADING = 1.3
BESIDE = 3.0
"""What parts a number from the text of the next column."""


def _style(
    name: str, size: float, *, font: str = PLAIN, before: float = 0, after: float = 3
) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=font,
        fontSize=size,
        leading=size * _LEADING,
        textColor=INK,
        spaceBefore=before,
        spaceAfter=after,
        splitLongWords=1,
    )


_LEFT = (
    _style("body", BODY),
    _style("card", CARD, after=2),
    _style("cell", CELL, after=0),
    _style("head", CELL, font=BOLD, after=0),
    _style("caption", BODY, font=BOLD, before=5, after=2),
    _style("h1", 16, font=BOLD, after=5),
    _style("h2", 12, font=BOLD, before=10, after=4),
    _style("h3", 9, font=BOLD, before=6, after=2),
)
_RIGHT = tuple(
    ParagraphStyle(f"{style.name}-right", parent=style, alignment=TA_RIGHT, rightIndent=BESIDE)
    for style in _LEFT
    if style.name in {"cell", "head"}
)

_HANGING = 2 * CELL
_FILES = tuple(
    ParagraphStyle(
        name,
        parent=_style("line", CELL, font=font, after=0),
        textColor=colour,
        leftIndent=_HANGING,
        firstLineIndent=-_HANGING,
    )
    for name, font, colour in (
        ("same", TYPED, INK),
        ("added", TYPED_BOLD, GOOD),
        ("removed", TYPED, BAD),
    )
)

STYLES = {style.name: style for style in (*_LEFT, *_RIGHT, *_FILES)}
"""The look of paragraphs by what they are for."""

LEADS = {"caption", "h1", "h2", "h3"}
"""Styles of what must not stand alone at the foot of a page."""
