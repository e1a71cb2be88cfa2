# SPDX-License-Identifier: MIT
"""The pictures of TICKET.PDF, and signs that can be told apart without colour.

An octagon is a conflict, a diamond a new address, a circle one that is kept, a broken circle one
that is decided later; the squares are those of the map of the pool.
"""

from collections.abc import Mapping, Sequence

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph

from x400fix.documents import pdf_styles as look
from x400fix.documents.diagrams.shapes import Box, Curve, Label, Picture, Shape, text_width
from x400fix.documents.pdf_styles import drawable

_Points = Sequence[tuple[float, float]]
_Line = tuple[Color, float, tuple[float, ...]]

_OCTAGON = ((-4, 10), (4, 10), (10, 4), (10, -4), (4, -10), (-4, -10), (-10, -4), (-10, 4))
_DIAMOND = ((0, 9), (9, 0), (0, -9), (-9, 0))
_CORNER = ((1, 10), (10, 10), (10, 1))
_SQUARE = ((-10, 10), (10, 10), (10, -10), (-10, -10))
_STRIKE = ((-10, -10), (10, 10))

# ---- signs


def _set_line(
    canvas: Canvas, colour: Color, width: float = 1.4, dash: Sequence[float] = ()
) -> None:
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(width)
    canvas.setDash([*dash])


def _polygon(canvas: Canvas, points: _Points, fill: Color | None, line: Color | None) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.setFillColor(fill or look.PAPER)
    _set_line(canvas, line or look.INK)
    canvas.drawPath(path, fill=int(fill is not None), stroke=int(line is not None))


_BRICKS: Sequence[_Points] = (
    ((-7, 8), (7, 8), (7, -8), (-7, -8)),
    *(((-7, at), (7, at)) for at in (3, -2)),
    *(((x, top), (x, top - 5)) for x, top in ((0, 8), (-4, 3), (4, 3), (0, -2))),
)
_SIGNS: Mapping[str, Sequence[tuple[_Points, Color | None, Color | None]]] = {
    "conflict": [(_OCTAGON, look.BAD, None)],
    "new": [(_DIAMOND, look.GOOD, None)],
    "given": [(_SQUARE, look.PAPER, look.GOOD), (_CORNER, look.GOOD, None)],
    "used": [(_SQUARE, look.SOFT, None)],
    "excluded": [(_SQUARE, look.TINT, look.RULE), (_STRIKE, None, look.SOFT)],
    "free": [(_SQUARE, look.PAPER, look.RULE)],
    "cell-given": [(_CORNER, look.GOOD, None)],
    "cell-excluded": [(_STRIKE, None, look.SOFT)],
    "firewall": [(points, look.PAPER, look.INK) for points in _BRICKS],
    "box": [(_SQUARE, None, look.INK)],
}
"""Each sign as polygons with what fills them and their line; 20 units wide around the origin."""
_CIRCLES = {
    "kept": (5, look.PAPER, look.INK, ()),
    "open": (9, look.PAPER, look.CARE, (3, 2)),
    "dot": (2.5, look.INK, look.INK, ()),
}
"""Those that are circles: the radius, what fills it, the colour of the line, and its dashes."""


def _draw_sign(canvas: Canvas, kind: str, number: str = "") -> None:
    """Draw a sign around the origin; some kinds of marks have none."""
    for points, fill, line in _SIGNS.get(kind, ()):
        _polygon(canvas, points, fill, line)
    if kind in _CIRCLES:
        radius, fill, line, dash = _CIRCLES[kind]
        _set_line(canvas, line, dash=dash)
        canvas.setFillColor(fill)
        canvas.circle(0, 0, radius, fill=1)
    if kind in {"conflict", "open"}:
        canvas.setFillColor(look.CARE if kind == "open" else look.PAPER)
        canvas.setFont(look.BOLD, 9.5)
        canvas.drawCentredString(0, -3.5, "?" if kind == "open" else number or "!")


class Signed(Paragraph):
    """A paragraph with a sign left of it; its bullet text, which no split loses, is the sign."""

    def draw(self) -> None:
        """Draw the sign at the height of the first line."""
        sign, self.bulletText = self.bulletText, None
        super().draw()
        size = self.style.fontSize
        self.canv.translate(size * 0.55, self.height - size * 0.72)
        self.canv.scale(size / 20, size / 20)
        _draw_sign(self.canv, sign or "")


# ---- pictures

_LINES: Mapping[str, _Line] = {
    "conflict": (look.BAD, 2, (6, 3)),
    "new": (look.GOOD, 2, ()),
    "open": (look.CARE, 2, (2, 3)),
    "hub": (look.SOFT, 2, ()),
    "elsewhere": (look.SOFT, 1, (5, 3)),
    "pill-conflict": (look.BAD, 2, ()),
    "pill-new": (look.GOOD, 2, ()),
    "pill-open": (look.CARE, 1, (3, 2)),
    "cell-free": (look.RULE, 1, ()),
    "cell-given": (look.GOOD, 2.5, ()),
    "cell-excluded": (look.SOFT, 1, (2, 2)),
}
_PLAIN_LINE: _Line = (look.SOFT, 1.2, ())
_FILLS = {**dict.fromkeys(("hub", "server", "cell-excluded"), look.TINT), "cell-used": look.SOFT}
_SIZES = {"name": 12, "site": 10, "at": 10, "address": 10, "number": 8.5}
_BOLD = {"name", "range", "address-conflict", "address-new", "number-given"}
_COLOURS = {
    **dict.fromkeys(("site", "at", "number-free", "number-excluded"), look.SOFT),
    "address-conflict": look.BAD,
    "address-new": look.GOOD,
    "address-open": look.CARE,
    "number-used": look.PAPER,
}
_LEAST = 0.6
"""How much smaller letters may become, before a text is cut."""


class Drawing(Flowable):
    """A picture as wide as the page, or less if it were too high for it."""

    def __init__(self, picture: Picture) -> None:
        super().__init__()
        self.spaceAfter = 6.0
        self._picture = picture
        self._scale = min(look.WIDTH / picture.width, look.HEIGHT * 0.9 / picture.height)
        self.width, self.height = look.WIDTH, picture.height * self._scale

    def draw(self) -> None:
        """Draw the shapes in their order."""
        self.canv.scale(self._scale, self._scale)
        self.canv.translate(0, self._picture.height)
        for shape in self._picture.shapes:
            self.canv.saveState()
            _draw(self.canv, shape)
            self.canv.restoreState()


def _draw(canvas: Canvas, shape: Shape) -> None:
    """Draw one shape; a picture counts its units downwards, and paper upwards."""
    match shape:
        case Box():
            _set_line(canvas, *_LINES.get(shape.kind, _PLAIN_LINE))
            canvas.setFillColor(_FILLS.get(shape.kind, look.PAPER))
            bottom = -shape.y - shape.height
            canvas.roundRect(shape.x, bottom, shape.width, shape.height, 3, fill=1)
        case Curve():
            _set_line(canvas, *_LINES.get(shape.kind, _PLAIN_LINE))
            (ax, ay), (bx, by), (cx, cy), (dx, dy) = shape.points
            canvas.bezier(ax, -ay, bx, -by, cx, -cy, dx, -dy)
        case Label():
            _write(canvas, shape)
        case _:
            canvas.translate(shape.x, -shape.y)
            _draw_sign(canvas, shape.kind, shape.number)


def _write(canvas: Canvas, label: Label) -> None:
    """Write a text in the room that its layout has for it: smaller if need be, or cut."""
    font = look.BOLD if label.kind in _BOLD else look.PLAIN
    usual = _SIZES.get(label.kind.partition("-")[0], 11)
    room = label.width or text_width(label.text, 1) * usual
    text = shown = drawable(label.text)
    while text and stringWidth(shown, font, usual * _LEAST) > room:
        text = text[:-1]
        shown = f"{text}…"
    canvas.setFont(font, min(usual, usual * room / max(stringWidth(shown, font, usual), 1)))
    canvas.setFillColor(_COLOURS.get(label.kind, look.INK))
    draw = {"middle": canvas.drawCentredString, "end": canvas.drawRightString}
    draw.get(label.anchor, canvas.drawString)(label.x, -label.y, shown)
