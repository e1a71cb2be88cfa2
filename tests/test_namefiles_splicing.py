# SPDX-License-Identifier: MIT
"""Blocks go in and out of a file, and leave no trace."""

import pytest

from tests.namefiles import FILES, OTHER, TICKET, block_of
from x400fix.namefiles.lines import split_lines
from x400fix.namefiles.splicing import merge_fault, splice_in, splice_out
from x400fix.namefiles.traits import find_traits

BLOCK = block_of(TICKET, b"10.20.1.42 MAIL-B-X3 #PRE")
NOTED = BLOCK.replace(b"CHG0417\r\n", b"CHG0417\r\n# x400fix UNENDED CHG0417\r\n", 1)


def put_in(data: bytes, block: bytes = BLOCK, block_id: str = TICKET) -> bytes:
    """A file with a block at its end."""
    return splice_in(split_lines(data), block_id, block, is_first=False)


def take_out(data: bytes, block_id: str = TICKET) -> bytes:
    """A file without a block."""
    return splice_out(split_lines(data), block_id)


@pytest.mark.parametrize("data", [b"", b"A\r\n", b"A\n", b"\r\n"])
def test_a_new_block_comes_last(data: bytes) -> None:
    """Behind a line that is ended."""
    assert put_in(data) == data + BLOCK


@pytest.mark.parametrize("data", [b"A", b"A\r\nB", b"A\r", b" "])
def test_a_last_line_that_is_not_ended_is_ended_with_a_note(data: bytes) -> None:
    """A carriage return alone does not count as an end."""
    assert put_in(data) == data + b"\r\n" + NOTED
    assert take_out(put_in(data)) == data


def test_a_block_with_the_same_id_is_replaced_in_its_place() -> None:
    """All around it stays."""
    data = FILES["block-in-the-middle"]
    assert put_in(data) == b"# top\r\n" + BLOCK + b"10.20.1.10 MAIL-B\r\n"


def test_a_replaced_block_keeps_its_note() -> None:
    """So that the first bytes come back after any number of merges."""
    data = FILES["block-behind-an-unended-line"]
    assert put_in(data) == b"10.20.1.10 MAIL-B\r\n" + NOTED
    assert take_out(put_in(data)) == b"10.20.1.10 MAIL-B"


@pytest.mark.parametrize("ending", [b"\r\n", b"\n", b"\r"])
def test_the_added_line_end_goes_even_if_an_editor_changed_it(ending: bytes) -> None:
    """It is one line end, whichever."""
    data = b"A" + ending + b"".join(line + ending for line in NOTED.split(b"\r\n")[:-1])
    assert take_out(data) == b"A"


def test_the_added_line_end_stays_where_lines_follow() -> None:
    """They must not run into the line before."""
    data = FILES["block-behind-an-unended-line-and-more"]
    assert take_out(data) == b"10.20.1.10 MAIL-B\r\n10.20.1.12 LATER\r\n"


def test_blocks_taken_out_in_turn_give_the_first_bytes_back() -> None:
    """The last one in goes out first."""
    both = put_in(put_in(b"A"), block_of(OTHER), OTHER)
    assert take_out(take_out(both, OTHER)) == b"A"


def test_a_file_without_the_block_stays_as_it_is() -> None:
    """There is nothing to take out."""
    assert take_out(FILES["block-of-another-ticket"]) == FILES["block-of-another-ticket"]


@pytest.mark.parametrize("name", ["block-without-end", "marker-without-id"])
def test_broken_markers_are_never_touched(name: str) -> None:
    """Whoever asks nevertheless hears of it."""
    with pytest.raises(ValueError, match=r"no END|not as"):
        put_in(FILES[name])
    with pytest.raises(ValueError, match=r"no END|not as"):
        take_out(FILES[name])


@pytest.mark.parametrize(
    "block",
    [b"", b"10.20.1.41 X\r\n", block_of(OTHER), BLOCK + b"more\r\n", BLOCK[:-2], NOTED],
)
def test_only_a_whole_block_of_that_id_can_be_put_in(block: bytes) -> None:
    """Notes are made here, not by those who write blocks."""
    with pytest.raises(ValueError, match=TICKET):
        put_in(b"", block)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("two-blocks", None),
        ("other-block-without-end", None),
        ("block-twice", "line 4: the markers of block 'CHG0417': there is more than one BEGIN"),
        ("ctrl-z-inside", "it holds a Ctrl-Z (byte 1A), behind which a reader may see nothing"),
    ],
)
def test_a_fault_tells_why_a_file_takes_no_block(name: str, reason: str | None) -> None:
    """What is wrong with the whole comes before what is wrong with the markers."""
    lines = split_lines(FILES[name])
    assert merge_fault(find_traits(FILES[name], lines), lines, TICKET) == reason
