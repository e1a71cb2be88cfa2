# SPDX-License-Identifier: MIT
"""What the font of the PDF lacks is written so that it is missed by nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from x400fix.documents.paper.fonts import (
    BOLD,
    PLAIN,
    drawable,
    load_fonts,
    markup,
    typed,
    width_of,
)


@pytest.mark.parametrize("text", ["To Cádiz 2", "Ñandú ß £ € „“", "a\\b <&>", "a\xa0b", ""])
def test_western_european_letters_are_drawn(text: str) -> None:
    """And all of ASCII."""
    assert drawable(text) == text


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("東京", r"\u6771\u4eac"),
        ("שלום 1", r"\u05e9\u05dc\u05d5\u05dd 1"),
        ("→", r"\u2192"),
        ("e\u0301", r"e\u0301"),
        ("\U0001f4e8", r"\U0001f4e8"),
        ("a\x1bb\n", r"a\x1bb\n"),
        ("\u202e\ufeff\xad", r"\u202e\ufeff\xad"),
        ("\ud800", r"\ud800"),
    ],
)
def test_other_characters_are_escapes(text: str, drawn: str) -> None:
    """Also those that would be obeyed, and halves of pairs."""
    assert drawable(text) == drawn


@given(st.text(st.characters(codec=None)))
def test_only_characters_of_the_font_are_drawn(text: str) -> None:
    """Nothing is left that a reader of the file would have to supply, and nothing is lost."""
    drawn = drawable(text)
    assert {ord(c) for c in drawn} <= load_fonts()
    assert len(drawn) >= len(text)


@given(st.text(st.characters(codec=None)))
def test_markup_holds_no_signs_of_markup(text: str) -> None:
    """But those that stand for such signs."""
    escaped = markup(text)
    assert "<" not in escaped
    assert escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == drawable(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\tb", "a       b"), ("Cádiz “1” €", "Cádiz “1” €"), ("Łódź", r"\u0141ód\u017a")],
)
def test_lines_of_files_have_letters_that_every_reader_has(text: str, shown: str) -> None:
    """Those of Windows-1252; for others there are escapes."""
    assert typed(text) == shown


def test_bold_letters_are_wider() -> None:
    """So widths are those of the font that is asked for."""
    load_fonts()
    assert 0 < width_of("10.20.1.10", PLAIN, 7) < width_of("10.20.1.10", BOLD, 7)
    assert width_of("", PLAIN, 7) == 0
