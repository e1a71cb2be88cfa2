# SPDX-License-Identifier: MIT
"""What the bytes of a file show as a whole."""

import pytest

from tests.namefiles import FILES
from x400fix.namefiles.lines import split_lines
from x400fix.namefiles.traits import Traits, find_traits, mark_length, why_not_mergeable


def traits_of(name: str) -> Traits:
    """The facts about a file of the corpus."""
    return find_traits(FILES[name], split_lines(FILES[name]))


@pytest.mark.parametrize(
    ("name", "true"),
    [
        ("classic-sample", {"is_ended"}),
        ("empty", {"is_ended"}),
        ("last-line-not-ended", set()),
        ("last-line-ended-by-cr", {"is_ended", "has_bare_cr", "has_mixed_endings"}),
        ("unix-endings", {"is_ended", "has_bare_lf"}),
        ("utf8-mark", {"is_ended", "has_bom"}),
        ("nul-byte", {"is_ended", "has_nul"}),
        ("ctrl-z-at-the-end", {"has_ctrl_z"}),
        ("ctrl-z-inside", {"is_ended", "has_ctrl_z"}),
    ],
)
def test_a_file_shows_its_facts(name: str, true: set[str]) -> None:
    """Those that are true, and no other."""
    traits = traits_of(name)
    flags = {
        *("has_bom", "has_nul", "is_utf16", "has_ctrl_z", "is_ended"),
        *("has_bare_cr", "has_bare_lf", "has_mixed_endings"),
    }
    assert {flag for flag in flags if getattr(traits, flag)} == true


def test_mixed_endings_are_seen() -> None:
    """All three of them."""
    assert traits_of("mixed-endings").endings == {b"\r\n", b"\n", b"\r"}


@pytest.mark.parametrize("name", ["utf16-with-mark", "utf16-without-mark", "utf16-big-endian"])
def test_unicode_is_seen_with_and_without_a_mark(name: str) -> None:
    """Every other byte is mostly NUL."""
    assert traits_of(name).is_utf16


def test_a_single_nul_is_not_taken_for_unicode() -> None:
    """It takes more than half of every other byte."""
    assert not find_traits(b"\0", ()).is_utf16


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("utf16-with-mark", "UTF-16"),
        ("utf16-without-mark", "UTF-16"),
        ("utf8-mark", "byte order mark"),
        ("nul-byte", "NUL"),
        ("ctrl-z-inside", "Ctrl-Z"),
        ("all-bytes", "NUL"),
    ],
)
def test_a_file_that_is_no_plain_text_takes_no_block(name: str, reason: str) -> None:
    """The reason names what it is."""
    assert reason in (why_not_mergeable(traits_of(name)) or "")


@pytest.mark.parametrize("name", ["empty", "mixed-endings", "high-bytes", "swapped-fields"])
def test_other_files_take_a_block(name: str) -> None:
    """Odd lines and line endings are no obstacle."""
    assert why_not_mergeable(traits_of(name)) is None


def test_only_the_first_line_has_a_byte_order_mark() -> None:
    """The same bytes further below are part of a name."""
    first, second = split_lines(b"\xef\xbb\xbfa\n\xef\xbb\xbfb")
    assert (mark_length(first), mark_length(second)) == (3, 0)
    assert mark_length(split_lines(b"a")[0]) == 0
