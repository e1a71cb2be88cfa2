# SPDX-License-Identifier: MIT
"""Blocks go in and out of a file, and leave no trace."""

import pytest
from hypothesis import given

from tests.namefiles import FILES, OTHER, TICKET, block_of, blocks, name_files, remove, sane_files
from x400fix.namefiles.documents import parse_name_file
from x400fix.namefiles.existing import NameFileKind
from x400fix.namefiles.merge import merge, merge_fault
from x400fix.namefiles.used_names import used_names

BLOCK = block_of(TICKET, b"10.20.1.42 MAIL-B-X3 #PRE")
NOTED = BLOCK.replace(b"CHG0417\r\n", b"CHG0417\r\n# x400fix UNENDED CHG0417\r\n", 1)


def put_in(data: bytes, block: bytes = BLOCK, block_id: str = TICKET) -> bytes:
    """An LMHOSTS file with a block."""
    return merge(parse_name_file(NameFileKind.LMHOSTS, data), block_id, block)


def take_out(data: bytes, block_id: str = TICKET) -> bytes:
    """An LMHOSTS file without a block."""
    return remove(parse_name_file(NameFileKind.LMHOSTS, data), block_id)


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
        ("ctrl-z-inside", "it holds a Ctrl-Z (byte 1A), after which a reader may see nothing"),
    ],
)
def test_a_fault_tells_why_a_file_takes_no_block(name: str, reason: str | None) -> None:
    """What is wrong with the whole comes before what is wrong with the markers."""
    assert merge_fault(parse_name_file(NameFileKind.LMHOSTS, FILES[name]), TICKET) == reason


# ---- laws of both kinds


@pytest.mark.parametrize("kind", NameFileKind)
@given(data=name_files, first=blocks, second=blocks)
def test_a_block_is_merged_and_removed_without_a_trace(
    kind: NameFileKind, data: bytes, first: bytes, second: bytes
) -> None:
    """Whatever the file was before, unless it takes no block; what others use stays the same."""
    document = parse_name_file(kind, data)
    if merge_fault(document, TICKET) is None:
        once = merge(document, TICKET, first)
        assert merge(parse_name_file(kind, once), TICKET, first) == once
        again = parse_name_file(kind, merge(parse_name_file(kind, once), TICKET, second))
        assert merge_fault(again, TICKET) is None
        one, other = used_names(again, TICKET), used_names(document, TICKET)
        assert (one.names, one.numbers, one.remarks) == (other.names, other.numbers, other.remarks)
        assert one.unread.keys() == other.unread.keys()
        before = remove(document, TICKET)
        assert remove(again, TICKET) == before
        assert before == data or b"# x400fix BEGIN CHG0417" in data


@pytest.mark.parametrize("kind", NameFileKind)
@given(data=sane_files, block=blocks)
def test_removing_the_block_gives_the_bytes_of_an_ordinary_file(
    kind: NameFileKind, data: bytes, block: bytes
) -> None:
    """In LMHOSTS it was at the end, in HOSTS at the top, where no line needs to be ended for it."""
    merged = merge(parse_name_file(kind, data), TICKET, block)
    if kind is NameFileKind.HOSTS:
        assert merged == block + data
    else:
        assert merged.startswith(data)
        assert merged.endswith(b"# x400fix END CHG0417\r\n")
    assert remove(parse_name_file(kind, merged), TICKET) == data


def test_our_first_line_of_hosts_wins_the_lookup_by_address() -> None:
    """An older line of the same address would give another official name (Q193380)."""
    data = b"127.0.0.1 localhost\r\n10.20.1.10 mail-b.corp.example mail-b\r\n"
    block = block_of(TICKET, b"10.20.1.10      mail-b")
    first: dict[str, str] = {}
    for _, entry in parse_name_file(
        NameFileKind.HOSTS, merge(parse_name_file(NameFileKind.HOSTS, data), TICKET, block)
    ).entries():
        first.setdefault(entry.address.text, entry.names[0].text)
    assert first == {"10.20.1.10": "mail-b", "127.0.0.1": "localhost"}
