# SPDX-License-Identifier: MIT
"""Which lines of a name file are ours."""

from tests.lint_cases import block, text
from x400fix.namefiles.lines import split_lines
from x400fix.namefiles.ownership import own_line_numbers


def test_the_lines_of_sound_blocks_are_ours_with_their_markers() -> None:
    """Those around them are not."""
    data = text("10.1.1.1 A") + block("10.1.1.2 B") + text("10.1.1.3 C")
    assert own_line_numbers(split_lines(data)) == {2, 3, 4}


def test_a_block_that_is_not_sound_is_nobodys() -> None:
    """Nobody can tell what belongs to it."""
    assert own_line_numbers(split_lines(text("# x400fix BEGIN A", "10.1.1.1 A"))) == frozenset()
