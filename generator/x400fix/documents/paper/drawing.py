# SPDX-License-Identifier: MIT
"""Pictures on paper: the shapes that the page shows too, as wide as the column."""

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from x400fix.documents.diagrams.shapes import Box, Curve, Label, Picture, Shape, text_width
from x400fix.documents.paper.fonts import BOLD, PLAIN, drawable, width_of
from x400fix.documents.paper.looks import BAD, CARE, GOOD, HEIGHT, INK, PAPER, RULE, SOFT, TINT
from x400fix.documents.paper.signs import draw_sign

Dash = tuple[float, ...]
Line = tuple[Color, float, Dash]

_ROUND = 3
_MOST_OF_PAGE = 0.9
_PLAIN_LINE: Line = (SOFT, 1.2, ())
_LINES: dict[str, Line] = {
    "conflict": (BAD, 2, (6, 3)),
    "new": (GOOD, 2, ()),
    "open": (CARE, 2, (2, 3)),
    "hub": (SOFT, 2, ()),
    "elsewhere": (SOFT, 1, (5, 3)),
    "pill-conflict": (BAD, 2, ()),
    "pill-new": (GOOD, 2, ()),
    "pill-open": (CARE, 1, (3, 2)),
    "cell-free": (RULE, 1, ()),
    "cell-given": (GOOD, 2.5, ()),
    "cell-excluded": (SOFT, 1, (2, 2)),
}
_FILLS = {"hub": TINT, "server": TINT, "cell-used": SOFT, "cell-excluded": TINT}

_BOLD = {"name", "range", "address-conflict", "address-new", "number-given"}
_SIZES = {"name": 12, "site": 10}
_SIZES_OF_FAMILIES = {"address": 10, "number": 8.5}
_USUAL_SIZE = 11
_COLOURS = {
    "site": SOFT,
    "address-conflict": BAD,
    "address-new": GOOD,
    "address-open": CARE,
    "number-used": PAPER,
    "number-free": SOFT,
    "number-excluded": SOFT,
}

_LEAST = 0.75
"""How much smaller letters may become, before a text is cut."""


class Drawing(Flowable):
    """A picture with its width made that of the column, or less if it were too high for a page."""

    def __init__(self, picture: Picture) -> None:
        """Take a picture."""
        super().__init__()
        self.spaceAfter = 6.0
        self._picture = picture

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803
        """The size of the whole, which is drawn in one piece."""
        picture = self._picture
        self._scale = min(aW / picture.width, HEIGHT * _MOST_OF_PAGE / picture.height)
        self.width, self.height = aW, picture.height * self._scale
        return self.width, self.height

    def draw(self) -> None:
        """Draw the shapes in their order."""
        canvas = self.canv
        canvas.saveState()
        canvas.scale(self._scale, self._scale)
        canvas.translate(0, self._picture.height)
        for shape in self._picture.shapes:
            canvas.saveState()
            _draw(canvas, shape)
            canvas.restoreState()
        canvas.restoreState()


def _draw(canvas: Canvas, shape: Shape) -> None:
    """Draw one shape; a picture counts its units downwards, and paper upwards."""
    match shape:
        case Box():
            _set_line(canvas, shape.kind)
            canvas.setFillColor(_FILLS.get(shape.kind, PAPER))
            canvas.roundRect(
                shape.x, -shape.y - shape.height, shape.width, shape.height, _ROUND, fill=1
            )
        case Curve():
            _set_line(canvas, shape.kind)
            (ax, ay), (bx, by), (cx, cy), (dx, dy) = shape.points
            canvas.bezier(ax, -ay, bx, -by, cx, -cy, dx, -dy)
        case Label():
            _write(canvas, shape)
        case _:
            canvas.translate(shape.x, -shape.y)
            draw_sign(canvas, shape.kind, shape.number)


def _set_line(canvas: Canvas, kind: str) -> None:
    colour, width, dash = _LINES.get(kind, _PLAIN_LINE)
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(width)
    canvas.setDash(list(dash))


def _write(canvas: Canvas, label: Label) -> None:
    """Write a text in the room that the layout has reckoned for it."""
    font = BOLD if label.kind in _BOLD else PLAIN
    family = label.kind.partition("-")[0]
    usual = _SIZES.get(label.kind) or _SIZES_OF_FAMILIES.get(family, _USUAL_SIZE)
    room = text_width(label.text, 1) * usual
    text = _cut(drawable(label.text), font, usual * _LEAST, room)
    size = min(usual, usual * room / max(width_of(text, font, usual), 1))
    canvas.setFont(font, size)
    canvas.setFillColor(_COLOURS.get(label.kind, INK))
    draw = {"middle": canvas.drawCentredString, "end": canvas.drawRightString}
    draw.get(label.anchor, canvas.drawString)(label.x, -label.y, text)


def _cut(text: str, font: str, size: float, room: float) -> str:
    """A text as far as it has room in its smallest size, with three dots where it is cut."""
    if width_of(text, font, size) <= room:
        return text
    while text and width_of(f"{text}…", font, size) > room:
        text = text[:-1]
    return f"{text}…"
