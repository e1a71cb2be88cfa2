# SPDX-License-Identifier: MIT
"""Columns are as wide as their texts need, and together as wide as the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from x400fix.documents.paper.columns import column_widths
from x400fix.documents.paper.fonts import BOLD, load_fonts, width_of

load_fonts()
WHOLE, SIZE = 500.0, 7.0
SENTENCE = "several words that together need more than one line of any column here " * 4


def test_columns_with_room_for_all_share_what_is_left() -> None:
    """In the proportion of what they need."""
    short, long = column_widths([["Step", "1"], ["Connector", "To Cádiz 2"]], WHOLE, SIZE)
    assert short + long == pytest.approx(WHOLE)
    assert width_of("To Cádiz 2", BOLD, SIZE) < long
    assert short < long


def test_a_column_that_needs_little_gets_it() -> None:
    """However much the others need."""
    widths = column_widths(
        [["Step", "103"], ["Address", "10.20.1.10"], ["Do", SENTENCE]], WHOLE, SIZE
    )
    assert sum(widths) == pytest.approx(WHOLE)
    assert widths[0] > width_of("Step", BOLD, SIZE)
    assert widths[1] > width_of("10.20.1.10", BOLD, SIZE)
    assert widths[2] > WHOLE * 0.8


def test_two_long_columns_share_the_rest() -> None:
    """Neither is left with one word a line."""
    widths = column_widths([["What", SENTENCE], ["Why", SENTENCE * 3]], WHOLE, SIZE)
    assert widths[0] > WHOLE * 0.3
    assert widths[1] > widths[0]


def test_words_that_have_no_room_share_the_width() -> None:
    """They are broken; no column vanishes."""
    widths = column_widths([["W" * 200], ["W" * 200], ["W" * 200], ["id"]], WHOLE, SIZE)
    assert sum(widths) == pytest.approx(WHOLE)
    assert widths[0] == pytest.approx(widths[2])
    assert widths[3] > 0


def test_a_sign_is_not_parted_from_its_address() -> None:
    """However little room the column has."""
    address = "MM 10.20.1.140"
    widths = column_widths([["W" * 50], ["W" * 50], ["Now", address]], WHOLE, SIZE)
    alone = column_widths([["W" * 50], ["W" * 50], ["Now", "10.20.1.140"]], WHOLE, SIZE)
    assert widths[2] > alone[2]


def test_a_column_to_write_in_has_room_for_a_hand() -> None:
    """Though nothing but its heading stands there."""
    widths = column_widths([["Server", "MAIL-A"], ["Date", "", ""], ["Why", SENTENCE]], WHOLE, SIZE)
    assert widths[1] > width_of("Date", BOLD, SIZE)
    assert column_widths([["Server", "A"], ["Date", ""]], WHOLE, SIZE)[1] > WHOLE * 0.5


@given(st.lists(st.lists(st.text(max_size=60), min_size=1, max_size=4), min_size=1, max_size=12))
def test_columns_fill_the_width(columns: list[list[str]]) -> None:
    """Whatever stands in them, and none is without width."""
    widths = column_widths(columns, WHOLE, SIZE)
    assert sum(widths) == pytest.approx(WHOLE)
    assert min(widths) > 0
