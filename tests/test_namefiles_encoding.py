# SPDX-License-Identifier: MIT
"""What the bytes of a file show as a whole."""

import pytest

from tests.namefiles import FILES
from x400fix.namefiles.lines import Encoding, find_encoding, mark_length, split_lines
from x400fix.namefiles.merge import why_not_mergeable


def encoding_of(name: str) -> Encoding:
    """The facts about a file of the corpus."""
    return find_encoding(FILES[name])


@pytest.mark.parametrize(
    ("name", "true"),
    [
        ("classic-sample", set()),
        ("empty", set()),
        ("utf8-mark", {"has_mark"}),
        ("nul-byte", {"has_nul"}),
        ("ctrl-z-at-the-end", {"has_ctrl_z"}),
        ("ctrl-z-inside", {"has_ctrl_z"}),
    ],
)
def test_a_file_shows_its_facts(name: str, true: set[str]) -> None:
    """Those that are true, and no other."""
    encoding = encoding_of(name)
    assert {flag for flag in Encoding.__struct_fields__ if getattr(encoding, flag)} == true


@pytest.mark.parametrize("name", ["utf16-with-mark", "utf16-without-mark", "utf16-big-endian"])
def test_unicode_is_seen_with_and_without_a_mark(name: str) -> None:
    """Every other byte is mostly NUL."""
    assert encoding_of(name).is_utf16


def test_a_single_nul_is_not_taken_for_unicode() -> None:
    """It takes more than half of every other byte."""
    assert not find_encoding(b"\0").is_utf16


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
    assert reason in (why_not_mergeable(encoding_of(name)) or "")


@pytest.mark.parametrize("name", ["empty", "mixed-endings", "high-bytes", "swapped-fields"])
def test_other_files_take_a_block(name: str) -> None:
    """Odd lines and line endings are no obstacle."""
    assert why_not_mergeable(encoding_of(name)) is None


def test_only_the_first_line_has_a_byte_order_mark() -> None:
    """The same bytes further below are part of a name."""
    first, second = split_lines(b"\xef\xbb\xbfa\n\xef\xbb\xbfb")
    assert (mark_length(first), mark_length(second)) == (3, 0)
    assert mark_length(split_lines(b"a")[0]) == 0
