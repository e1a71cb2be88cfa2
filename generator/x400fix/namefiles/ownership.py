# SPDX-License-Identifier: MIT
"""Which lines of a name file are ours."""

from collections.abc import Sequence

from x400fix.namefiles.blocks import find_blocks
from x400fix.namefiles.lines import RawLine


def own_line_numbers(lines: Sequence[RawLine]) -> frozenset[int]:
    """The numbers of the lines in sound blocks of ours, their markers included."""
    return frozenset(
        line.number
        for block in find_blocks(lines).sound
        for line in lines[block.begin : block.end + 1]
    )
