# SPDX-License-Identifier: MIT
"""Texts that are too long for their field end at a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from x400fix.documents.fields import field_length, shorten

ENDING = "See annex 4 of the ticket."
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(["One. ", "Two! ", "5.5 SP1 ", "x" * 30, "\n", "- a\n", "\U0001f4e8"])
    ).map("".join),
)


@given(TEXTS, st.integers(40, 120))
def test_a_field_takes_what_is_left(text: str, limit: int) -> None:
    """However it counts; what fits is not touched, and what does not is told where it goes on."""
    short = shorten(text, limit, ENDING)
    assert field_length(short) <= limit
    if field_length(text) <= limit:
        assert short == text
    else:
        assert short.endswith(ENDING)
        kept = short.removesuffix(ENDING).rstrip()
        assert text.startswith((kept, kept.removesuffix("...")))


@given(TEXTS)
def test_no_limit_is_none(text: str) -> None:
    """The generic profile has none."""
    assert shorten(text, 0, ENDING) == text


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("One is one. Two is two.", 23, "One is one. Two is two."),
        ("One is one. Two is two. " + "3" * 30, 52, f"One is one. Two is two. {ENDING}"),
        ("One is one. Two is two. " + "3" * 30, 51, f"One is one. Two is two. {ENDING}"),
        ("One is one. Two is two. " + "3" * 30, 49, f"One is one. {ENDING}"),
        ("For 5.5 SP1 see there. " + "x" * 60, 60, f"For 5.5 SP1 see there. {ENDING}"),
        ("- one\n- two\n- three and four\n- five", 34, f"- one\n{ENDING}"),
        ("1. One\n12. Two is two and no more of it\n", 38, f"1. One\n{ENDING}"),
        ("1. " + "x" * 60, 40, f"1. {'x' * 7}... {ENDING}"),
        ("x" * 60 + "\n", 40, f"{'x' * 10}... {ENDING}"),
        ("Give 8 X.400 Connectors an Address of their own", 43, f"Give 8 X.400... {ENDING}"),
        ("Give 8 X.400 Connectors an Address of their own", 42, f"Give 8 X.400... {ENDING}"),
        ("Give 8 X.400 Connectors an Address of their own", 41, f"Give 8... {ENDING}"),
        ("At 10. Or not.\nOr never. " + "x" * 30, 54, f"At 10. Or not.\nOr never. {ENDING}"),
        ("Why? Because! " + "x" * 60, 45, f"Why? Because! {ENDING}"),
        ("x" * 80, 40, f"{'x' * 10}... {ENDING}"),
        ("x" * 20 + "\n" + "y" * 40, 40, f"{'x' * 10}... {ENDING}"),
        ("\n" * 80, 40, ENDING),
    ],
)
def test_it_ends_at_the_last_sentence_that_fits(text: str, limit: int, short: str) -> None:
    """Or at the end of a line; a text without either is cut behind a word, if it has several."""
    assert shorten(text, limit, ENDING) == short


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), ("abc", 3), ("a\nb\n", 6), ("é漢", 2), ("\U0001f4e8", 2)]
)
def test_line_breaks_and_rare_characters_count_as_two(text: str, length: int) -> None:
    """As some systems count them."""
    assert field_length(text) == length
