# SPDX-License-Identifier: MIT
"""What a picture consists of: in whole units from the upper left corner, in order of painting.

Kinds are names for the painter, which gives them colours, lines and type. Marks differ in shape and
not only in colour, so that a picture can be read without it.
"""

import unicodedata
from itertools import accumulate
from math import ceil
from typing import ClassVar

import msgspec

from x400fix.documents.rendering import visible

WIDTH = 720
"""The width of every picture: a column on paper, where a unit is a quarter of a millimetre."""

HEIGHT = 900
"""The height at which a picture ends and another one begins: a page of paper with its heading."""

NAME_SIZE, TEXT_SIZE, SMALL_SIZE = 12, 11, 10
_WIDE, _CAPITAL, _PLAIN, _FIXED = 1.0, 0.7, 0.57, 0.61
_WIDTHS = {
    **dict.fromkeys("@%mMW", _WIDE),
    **dict.fromkeys("#&+<=>^w~", 0.84),
    **dict.fromkeys("fijlrt.,:;'|!()[] ", 0.3),
}


class Box(msgspec.Struct, frozen=True):
    """A rectangle; ``kind`` is such as ``hub``, ``server``, ``pill-new`` or ``cell-free``."""

    form: ClassVar[str] = "box"

    x: int
    y: int
    width: int
    height: int
    kind: str


class Curve(msgspec.Struct, frozen=True):
    """A line from its first to its last point; the two between bend it."""

    form: ClassVar[str] = "curve"

    points: tuple[tuple[int, int], tuple[int, int], tuple[int, int], tuple[int, int]]
    kind: str


class Label(msgspec.Struct, frozen=True):
    """A text on one line at the height of its feet; ``anchor`` is start, middle or end.

    Letters of one that has a ``width`` are set as narrow as it takes.
    """

    form: ClassVar[str] = "label"

    x: int
    y: int
    text: str
    anchor: str
    kind: str
    width: int = 0


class Mark(msgspec.Struct, frozen=True):
    """A sign of its own shape around a point; ``number`` is in it, if it is not empty."""

    form: ClassVar[str] = "mark"

    x: int
    y: int
    kind: str
    number: str = ""


Shape = Box | Curve | Label | Mark


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture; ``name`` is its own within a document."""

    name: str
    height: int
    shapes: tuple[Shape, ...]
    width: int = WIDTH


def text_width(text: str, size: int) -> float:
    """About how wide a text is in the type of a system; a little more rather than less."""
    return size * sum(map(_character_width, text))


def _character_width(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return _WIDE
    is_large = character.isupper() or not character.isascii()
    return _WIDTHS.get(character, _CAPITAL if is_large else _PLAIN)


def fit(text: str, width: int, size: int = TEXT_SIZE) -> str:
    """A text as far as it has room, with three dots where it is cut."""
    shown = visible(text)
    if text_width(shown, size) <= width:
        return shown
    dots = _character_width("\u2026")
    starts = accumulate(map(_character_width, shown))
    most = sum(size * (start + dots) <= width for start in starts)
    return f"{shown[:most]}\u2026"


def address_width(text: str) -> int:
    """How wide an address is: it is small, and its letters are all of one width."""
    return ceil(len(text) * SMALL_SIZE * _FIXED)


def fit_address(text: str, width: int) -> str:
    """The same for addresses."""
    most = int(width / (SMALL_SIZE * _FIXED))
    shown = visible(text)
    return shown if len(shown) <= most else f"{shown[: most - 1]}\u2026"


_SIZES = {"name": NAME_SIZE, "site": SMALL_SIZE, "at": SMALL_SIZE}
_NARROWEST = 0.6
"""How much of their width letters keep at least, before a text is cut."""


def narrowed(label: Label, room: int) -> Label:
    """A label in its room: as it is, in narrower letters, or cut."""
    size = _SIZES.get(label.kind, TEXT_SIZE)
    most = int(room / _NARROWEST)
    if label.kind.startswith("address"):
        shown = fit_address(label.text, most)
        width = address_width(shown)
    else:
        shown = fit(label.text, most, size)
        width = ceil(text_width(shown, size))
    return msgspec.structs.replace(label, text=shown, width=room if width > room else 0)
