# SPDX-License-Identifier: MIT
"""Signs of their own shape, which can be told apart without colour; and texts that begin with one.

They are those of the page: an octagon is a conflict, a diamond a new address, a circle one that is
kept, a broken circle one that somebody has still to decide.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from x400fix.documents.paper.fonts import BOLD
from x400fix.documents.paper.looks import BAD, CARE, GOOD, INK, PAPER, RULE, SOFT, TINT
from x400fix.documents.paper.tree import Element

Points = Sequence[tuple[float, float]]

_OCTAGON: Points = ((-4, 10), (4, 10), (10, 4), (10, -4), (4, -10), (-4, -10), (-10, -4), (-10, 4))
_DIAMOND: Points = ((0, 9), (9, 0), (0, -9), (-9, 0))
_CORNER: Points = ((1, 10), (10, 10), (10, 1))
_SQUARE: Points = ((-10, 10), (10, 10), (10, -10), (-10, -10))
_NUMBER = 9.5
_LINE = 1.4
_INDENT = 1.5  # of the size of letters


def _polygon(canvas: Canvas, points: Points, fill: Color | None, line: Color | None) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    if fill:
        canvas.setFillColor(fill)
    if line:
        canvas.setStrokeColor(line)
    canvas.drawPath(path, fill=int(fill is not None), stroke=int(line is not None))


def _conflict(canvas: Canvas, number: str) -> None:
    _polygon(canvas, _OCTAGON, BAD, None)
    canvas.setFillColor(PAPER)
    canvas.setFont(BOLD, _NUMBER)
    canvas.drawCentredString(0, -3.5, number or "!")


def _open(canvas: Canvas, number: str) -> None:  # noqa: ARG001 -- a sign as the others
    canvas.setStrokeColor(CARE)
    canvas.setFillColor(PAPER)
    canvas.setDash(3, 2)
    canvas.circle(0, 0, 9, fill=1)
    canvas.setFillColor(CARE)
    canvas.setFont(BOLD, _NUMBER)
    canvas.drawCentredString(0, -3.5, "?")


def _circle(canvas: Canvas, radius: float, fill: Color) -> None:
    canvas.setStrokeColor(INK)
    canvas.setFillColor(fill)
    canvas.circle(0, 0, radius, fill=1)


def _given(canvas: Canvas, number: str) -> None:  # noqa: ARG001 -- a sign as the others
    _polygon(canvas, _SQUARE, PAPER, GOOD)
    _polygon(canvas, _CORNER, GOOD, None)


def _excluded(canvas: Canvas, number: str) -> None:  # noqa: ARG001 -- a sign as the others
    _polygon(canvas, _SQUARE, TINT, RULE)
    canvas.setStrokeColor(SOFT)
    canvas.line(-10, -10, 10, 10)


Sign = Callable[[Canvas, str], None]

SIGNS: Mapping[str, Sign] = {
    "conflict": _conflict,
    "new": lambda canvas, _: _polygon(canvas, _DIAMOND, GOOD, None),
    "kept": lambda canvas, _: _circle(canvas, 5, PAPER),
    "open": _open,
    "given": _given,
    "used": lambda canvas, _: _polygon(canvas, _SQUARE, SOFT, None),
    "excluded": _excluded,
    "free": lambda canvas, _: _polygon(canvas, _SQUARE, PAPER, RULE),
    "cell-given": lambda canvas, _: _polygon(canvas, _CORNER, GOOD, None),
    "cell-excluded": lambda canvas, _: canvas.line(-10, -10, 10, 10),
    "box": lambda canvas, _: _polygon(canvas, _SQUARE, None, INK),
    "indent": lambda *_: None,
    "dot": lambda canvas, _: _circle(canvas, 2.5, INK),
}
"""Each sign by its name; all are 20 units wide and high around their middle."""


def draw_sign(canvas: Canvas, kind: str, number: str = "") -> None:
    """Draw a sign around the origin; some kinds of marks have none."""
    canvas.saveState()
    canvas.setLineWidth(_LINE)
    sign = SIGNS.get(kind)
    if sign:
        sign(canvas, number)
    canvas.restoreState()


def sign_of(children: Iterable[Element | str]) -> str:
    """The sign with which a line of the page begins, if it begins with one."""
    for child in children:
        if isinstance(child, Element):
            if child.tag == "input":
                return "box"
            if "sign" in child.classes:
                names = next(child.elements()).classes
                return next(name for name in SIGNS if names & {name, f"cell-{name}"})
            return sign_of(child.children)
        if child.strip():
            return ""
    return ""


class Signed(Flowable):
    """A paragraph with a sign at its left."""

    def __init__(self, sign: str, text: Flowable, size: float) -> None:
        """Take the sign, none for what is left of a split paragraph, and the size of letters."""
        super().__init__()
        self.spaceBefore, self.spaceAfter = text.getSpaceBefore(), text.getSpaceAfter()
        self.sign = sign
        self._text = text
        self._size = size

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 -- reportlab's
        """The size of the paragraph and the room for the sign."""
        width, self.height = self._text.wrap(aW - self._size * _INDENT, aH)
        self.width = width + self._size * _INDENT
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803 -- reportlab's
        """The paragraph split, with the sign at its first part."""
        parts = self._text.split(aW - self._size * _INDENT, aH)
        signs = [self.sign, *[""] * len(parts)]
        return [Signed(sign, part, self._size) for sign, part in zip(signs, parts, strict=False)]

    def draw(self) -> None:
        """Draw the sign at the height of the first line."""
        size = self._size
        self.canv.saveState()
        self.canv.translate(size * 0.55, self.height - size * 0.72)
        self.canv.scale(size / 20, size / 20)
        draw_sign(self.canv, self.sign)
        self.canv.restoreState()
        self._text.drawOn(self.canv, size * _INDENT, 0)
