# SPDX-License-Identifier: MIT
"""Our blocks, and the faults of their markers."""

import pytest

from tests.lint_cases import block, text
from tests.namefiles import FILES, OTHER, TICKET, block_of
from x400fix.namefiles.blocks import Block, Blocks, find_blocks, own_line_numbers
from x400fix.namefiles.lines import split_lines


def blocks_in(data: bytes) -> Blocks:
    """What is found in the bytes of a file."""
    return find_blocks(split_lines(data))


@pytest.mark.parametrize(
    ("name", "begin", "end"),
    [
        ("block-of-this-ticket", 1, 3),
        ("block-in-the-middle", 1, 3),
        ("block-with-unix-endings", 1, 3),
        ("block-not-ended", 1, 3),
        ("marker-with-blanks-behind", 0, 2),
    ],
)
def test_a_sound_block_is_found(name: str, begin: int, end: int) -> None:
    """By the places of its markers."""
    block = Block(block_id=TICKET, begin=begin, end=end, was_unended=False)
    found = blocks_in(FILES[name])
    assert found.sound == (block,)
    assert not found.faults
    assert found.sound_one(TICKET) == block
    assert found.sound_one(OTHER) is None


def test_blocks_of_several_tickets_are_told_apart() -> None:
    """Each has its id."""
    assert [block.block_id for block in blocks_in(FILES["two-blocks"]).sound] == [OTHER, TICKET]


def test_a_note_tells_that_the_line_before_was_not_ended() -> None:
    """It stands directly behind BEGIN."""
    (block,) = blocks_in(FILES["block-behind-an-unended-line"]).sound
    assert block.was_unended


@pytest.mark.parametrize(
    ("name", "line", "reason"),
    [
        ("block-without-end", 1, "there is no END"),
        ("block-without-begin", 2, "there is no BEGIN"),
        ("block-end-first", 1, "BEGIN and END do not enclose the others"),
        ("block-twice", 4, "there is more than one BEGIN"),
        ("marker-indented", 1, "a marker line is not as x400fix writes it"),
        ("marker-in-small-letters", 1, "a marker line is not as x400fix writes it"),
        ("marker-without-id", 1, "a marker line is not as x400fix writes it"),
        ("marker-with-more-behind", 1, "a marker line is not as x400fix writes it"),
        ("note-in-the-wrong-place", 3, "UNENDED belongs directly after BEGIN, once"),
        ("note-outside", 1, "BEGIN and END do not enclose the others"),
        ("note-alone", 1, "there is no BEGIN"),
        ("blocks-crossed", 3, "another marker is between BEGIN and END"),
    ],
)
def test_broken_markers_are_faults(name: str, line: int, reason: str) -> None:
    """Which are told, with the line that shows them."""
    fault = blocks_in(FILES[name]).fault_of(TICKET)
    assert fault
    assert (fault.line, fault.reason) == (line, reason)


def test_a_second_end_is_a_fault() -> None:
    """As a second BEGIN is."""
    fault = blocks_in(block_of(TICKET) + b"# x400fix END CHG0417").fault_of(TICKET)
    assert fault
    assert (fault.line, fault.reason) == (3, "there is more than one END")


def test_a_block_inside_another_is_the_fault_of_the_outer_one() -> None:
    """The inner one is sound."""
    found = blocks_in(FILES["block-inside-another"])
    assert [block.block_id for block in found.sound] == [TICKET]
    assert [(fault.block_id, fault.line) for fault in found.faults] == [(OTHER, 2)]
    assert found.fault_of(TICKET) is None


def test_the_fault_of_another_block_is_not_ours() -> None:
    """Its own merge is what it stops."""
    found = blocks_in(FILES["other-block-without-end"])
    assert found.fault_of(TICKET) is None
    assert found.fault_of(OTHER)


def test_the_lines_of_sound_blocks_are_ours_with_their_markers() -> None:
    """Those around them are not."""
    data = text("10.1.1.1 A") + block("10.1.1.2 B") + text("10.1.1.3 C")
    assert own_line_numbers(split_lines(data)) == {2, 3, 4}


def test_a_block_that_is_not_sound_is_nobodys() -> None:
    """Nobody can tell what belongs to it."""
    assert own_line_numbers(split_lines(text("# x400fix BEGIN A", "10.1.1.1 A"))) == frozenset()
