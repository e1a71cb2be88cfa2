# SPDX-License-Identifier: MIT
"""The letters of the PDF: Bitstream Vera, which reportlab brings along, is put into the file.

It has what Western European languages need. A character that it has no picture of is written as an
escape such as ``\u6771``, because a letter that a reader's computer has to supply may be missing
there, and must not be missing from a change ticket without a trace.
"""

from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import reportlab
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

PLAIN, BOLD, ITALIC, BOLD_ITALIC = "Vera", "VeraBd", "VeraIt", "VeraBI"
TYPED, TYPED_BOLD = "Courier", "Courier-Bold"
"""Of equal width, for lines of files; every reader of PDF has them."""

_BLANK = "\xa0"


@cache
def load_fonts() -> frozenset[int]:
    """Make the fonts known to reportlab, and give the code points that they have in common."""
    # Not by name: reportlab would look in the current folder and in those of the system first.
    folder = Path(reportlab.__file__).parent / "fonts"
    names = (PLAIN, BOLD, ITALIC, BOLD_ITALIC)
    # What is not said is taken from the environment.
    fonts = [TTFont(name, str(folder / f"{name}.ttf"), asciiReadable=True) for name in names]
    for font in fonts:
        registerFont(font)
    registerFontFamily(PLAIN, PLAIN, BOLD, ITALIC, BOLD_ITALIC)
    return frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in fonts))


@cache
def drawable(text: str) -> str:
    """The text with each character that the font does not have as an escape."""
    return text if text.isascii() and text.isprintable() else "".join(map(_drawn, text))


def _drawn(character: str) -> str:
    is_known = character.isprintable() and ord(character) in load_fonts()
    if is_known or character == _BLANK:
        return character
    return ascii(character)[1:-1]


def typed(text: str) -> str:
    """A line of a file with each character as an escape that not every reader of PDF can draw."""
    shown = drawable(text.expandtabs())
    if shown.isascii():
        return shown
    return "".join(ascii(c)[1:-1] if c.encode("cp1252", "ignore") == b"" else c for c in shown)


def markup(text: str) -> str:
    """The text as reportlab's paragraphs show it, whatever signs of their markup it holds."""
    return escape(drawable(text))


@cache
def width_of(text: str, font: str, size: float) -> float:
    """How wide a drawable text is, in points."""
    return stringWidth(text, font, size)
