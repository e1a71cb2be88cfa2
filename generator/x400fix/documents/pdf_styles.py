# SPDX-License-Identifier: MIT
r"""What TICKET.PDF looks like: fonts, colours, styles, and the markup of texts.

The font is Bitstream Vera, which reportlab brings along; it is embedded in the file and has the
letters of Western Europe. Any other character is written as an escape such as ``\u6771``: where the
reader's computer has to supply a letter it may be missing, and nobody would notice.
"""

import re
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib.colors import HexColor, white
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont

PLAIN, BOLD, _ITALIC, _BOLD_ITALIC = "Vera", "VeraBd", "VeraIt", "VeraBI"
_TYPED, _TYPED_BOLD = "Courier", "Courier-Bold"
"""For lines of files; every PDF reader has them."""

PAGE = A4
# A sheet of Letter is 50 points lower than one of A4: printed on it unscaled, a page loses 25 of
# them above and below, and printers leave a margin of their own.
MARGIN, HEAD, FOOT, FOOT_LINE = 40.0, 44.0, 60.0, 43.0
WIDTH = PAGE[0] - 2 * MARGIN
HEIGHT = PAGE[1] - HEAD - FOOT

INK, SOFT, RULE, TINT = (HexColor(f"#{code}") for code in ("1b1f24", "565f69", "b8c0c8", "eef1f4"))
BAD, GOOD, CARE = (HexColor(f"#{code}") for code in ("a8201a", "17612c", "7a4a00"))
PAPER = white

BODY, CELL, NOTE = 8.2, 7.0, 6.2
SIGN = 1.5
"""The room of a sign left of its text, in font sizes."""

# ---- styles


def _style(name: str, size: float, **more: Any) -> ParagraphStyle:  # noqa: ANN401
    usual: dict[str, Any] = {"fontName": PLAIN, "textColor": INK, "leading": size * 1.3}
    return ParagraphStyle(name, fontSize=size, **{**usual, **more})


def _signed(style: ParagraphStyle) -> ParagraphStyle:
    """The same with room for a sign, which is drawn where others have their bullet."""
    return style.clone(f"{style.name}-sign", leftIndent=style.fontSize * SIGN, bulletFontSize=0.1)


_HANGING: dict[str, Any] = {"leftIndent": 2 * CELL, "firstLineIndent": -2 * CELL}
_TEXTS = (
    _style("body", BODY, spaceAfter=3),
    _style("cell", CELL),
    _style("head", CELL, fontName=BOLD),
    _style("caption", BODY, spaceBefore=5, spaceAfter=2, fontName=BOLD),
)
STYLES = {
    style.name: style
    for style in (
        *_TEXTS,
        *map(_signed, _TEXTS),
        _style("cell-right", CELL, alignment=TA_RIGHT),
        _style("typed", CELL, fontName=_TYPED),
        _style("head-right", CELL, fontName=BOLD, alignment=TA_RIGHT),
        _style("figure", BODY, spaceBefore=5, spaceAfter=2, fontName=BOLD, keepWithNext=1),
        _style("h1", 16, spaceAfter=5, fontName=BOLD),
        _style("h2", 12, spaceBefore=10, spaceAfter=4, fontName=BOLD),
        _style("h3", 9, spaceBefore=6, spaceAfter=2, fontName=BOLD, keepWithNext=1),
        _style("same", CELL, fontName=_TYPED, **_HANGING),
        _style("added", CELL, fontName=_TYPED_BOLD, textColor=GOOD, **_HANGING),
        _style("removed", CELL, fontName=_TYPED, textColor=BAD, **_HANGING),
    )
}
"""The paragraph styles by what they are for."""

Command = tuple[Any, ...]
"""What reportlab's tables call a command of their style."""


def _every_cell(padding: float, above: float, *more: Command) -> Sequence[Command]:
    """The style of tables with these paddings at the sides, and above and below."""
    whole = ((0, 0), (-1, -1))
    return (
        ("VALIGN", *whole, "TOP"),
        ("FONT", *whole, PLAIN, CELL, CELL * 1.3),
        ("TEXTCOLOR", *whole, INK),
        ("LEFTPADDING", *whole, padding),
        ("RIGHTPADDING", *whole, padding),
        ("TOPPADDING", *whole, above),
        ("BOTTOMPADDING", *whole, above),
        *more,
    )


CELL_PADDING = 3.0
TABLE = _every_cell(
    CELL_PADDING,
    2,
    ("FONTNAME", (0, 0), (-1, 0), BOLD),
    ("BACKGROUND", (0, 0), (-1, 0), TINT),
    ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
)
"""A table of texts whose first row is its head."""
CLOSE = _every_cell(0, 0, ("RIGHTPADDING", (0, 0), (-1, -1), CELL_PADDING))
"""Texts side by side, with nothing around them."""

# ---- fonts


class _Stopped(TimeStamp):
    """The year 2000 in UTC; reportlab's own would look for another time in the environment."""

    def __init__(self, invariant: int | bool | None = None) -> None:  # noqa: FBT001 -- as above it
        del invariant
        self.t = 946_684_800.0
        self.lt = time.gmtime(self.t)
        self.YMDhms = tuple(self.lt)[:6]
        self.dhh = self.dmm = 0
        self.tzname = "UTC"


@cache
def prepare() -> frozenset[int]:
    """Stop reportlab's clock and load the fonts; gives the code points that all of them have."""
    vars(pdfdoc)["TimeStamp"] = _Stopped
    # Not by name: reportlab would look in the current folder and in those of the system first.
    folder = Path(reportlab.__file__).parent / "fonts"
    names = (PLAIN, BOLD, _ITALIC, _BOLD_ITALIC)
    # What is not given here is taken from the environment.
    fonts = [TTFont(name, str(folder / f"{name}.ttf"), asciiReadable=True) for name in names]
    for font in fonts:
        registerFont(font)
    registerFontFamily(PLAIN, *names)
    return frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in fonts))


@cache
def drawable(text: str) -> str:
    """The text with each character that the font does not have as an escape."""
    return text if text.isascii() and text.isprintable() else "".join(map(_drawn, text))


def _drawn(character: str) -> str:
    is_known = character.isprintable() and ord(character) in prepare()
    return character if is_known or character == "\xa0" else ascii(character)[1:-1]


# ---- markup

_BLANKS = re.compile(" {2,}")
_CHIPS = {
    **dict.fromkeys(("works", "holds"), GOOD),
    **dict.fromkeys(("claimed", "open", "uncertain"), CARE),
    **dict.fromkeys(("down", "fails", "one direction only"), BAD),
}


class Markup(str):
    """Markup of reportlab's paragraphs, in which texts are escaped already."""

    __slots__ = ()


def markup(*parts: object) -> Markup:
    """Texts and markup in a row; each blank of a text counts, and no stroke parts it."""
    return Markup(
        "".join(part if isinstance(part, Markup) else _escaped(str(part)) for part in parts)
    )


def _escaped(text: str) -> str:
    kept = _BLANKS.sub(lambda blanks: "\xa0" * len(blanks[0]), drawable(text))
    return escape(kept, {"|": "&#124;"})


def typed(line: str) -> Markup:
    """A line of a file, with all of its blanks."""
    return Markup(code(line.expandtabs()).replace(" ", "\xa0") or "\xa0")


def code(text: str) -> Markup:
    """What is typed or compared letter by letter; it is ASCII unless somebody edited the plan."""
    shown = drawable(text).encode("ascii", "backslashreplace").decode("ascii")
    return markup(shown)


_COMMANDS = re.compile(
    r"--[a-z][a-z-]*(?: [A-Z][\w.]+)?|SERVERS\\\S+|\b[A-Z][A-Z0-9]+\.(?:[A-Z]{3,4}|json)\b"
    r"|\.(?:OLD|NEW)\b|\bSHA256SUMS\b|\bCHECK (?:BEFORE|AFTER)\b"
)


def prose(text: str) -> Markup:
    """A sentence of our own, with options, names of files and commands as they are typed."""
    return Markup(_COMMANDS.sub(rf'<font face="{_TYPED}">\g<0></font>', markup(text)))


def soft(*parts: object) -> Markup:
    """A part that stands back."""
    return Markup(f'<font color="{SOFT.hexval()}">{markup(*parts)}</font>')


def note(*parts: object) -> Markup:
    """Something small on a line of its own."""
    return Markup(f'<br/><font size="{NOTE}" color="{SOFT.hexval()}">{markup(*parts)}</font>')


def chip(status: str) -> Markup:
    """A status such as ``works`` or ``down`` in the colour of what it says."""
    colour = _CHIPS.get(status.lower(), SOFT)
    return Markup(f'<font color="{colour.hexval()}"><b>{markup(status)}</b></font>')


def link(target: str, *parts: object) -> Markup:
    """A link to a place of this document."""
    return Markup(f'<a href="#{target}" color="{INK.hexval()}">{markup(*parts)}</a>')
