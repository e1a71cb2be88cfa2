# SPDX-License-Identifier: MIT
"""Free text that a reader sees has nothing hidden in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from x400fix.documents.rendering import visible


@pytest.mark.parametrize("text", ["", "To Cádiz 2", "東京", "=1+1", "שלום", "a\\b"])
def test_what_can_be_printed_stays_as_it_is(text: str) -> None:
    """In any script."""
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("a\r\nb\tc", r"a\r\nb\tc"),
        ("abc\u202egpj.exe", r"abc\u202egpj.exe"),
        ("a\u200bb\ufeff", r"a\u200bb\ufeff"),
        ("\ud800", r"\ud800"),
        ("\0", r"\x00"),
        ("A\u3164", r"A\u3164"),
        ("A\u115f", r"A\u115f"),
        ("A\u2800", r"A\u2800"),
        ("A\ufe0f", r"A\ufe0f"),
        ("A\u034f", r"A\u034f"),
        ("A\U000e0101", r"A\U000e0101"),
    ],
)
def test_what_cannot_be_printed_is_an_escape(text: str, shown: str) -> None:
    """Control codes, turns of direction, halves of a pair, and what fonts draw as nothing."""
    assert visible(text) == shown


@given(st.text())
def test_everything_can_be_printed(text: str) -> None:
    """Nothing is left that a program would obey, and nothing is lost."""
    assert visible(text).isprintable()
    assert len(visible(text)) >= len(text)
