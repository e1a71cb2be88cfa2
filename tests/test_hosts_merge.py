# SPDX-License-Identifier: MIT
"""Our block in HOSTS files, hostile ones included."""

from hypothesis import given

from tests.namefiles import TICKET, block_of, blocks, name_files, sane_files
from x400fix.hosts.document import parse_hosts
from x400fix.hosts.merge import merge, merge_fault, remove, taken
from x400fix.inventory.addresses import address_text


@given(data=name_files, block=blocks)
def test_merging_twice_changes_nothing(data: bytes, block: bytes) -> None:
    """Whatever the file was before, unless it takes no block at all."""
    document = parse_hosts(data)
    if merge_fault(document, TICKET) is None:
        merged = merge(document, TICKET, block)
        again = parse_hosts(merged)
        assert merge_fault(again, TICKET) is None
        assert merge(again, TICKET, block) == merged
        assert taken(again, TICKET) == taken(document, TICKET)
        assert remove(again, TICKET) == remove(document, TICKET)


@given(data=sane_files, block=blocks)
def test_removing_the_block_gives_the_bytes_of_before(data: bytes, block: bytes) -> None:
    """No line needs to be ended for a block at the top."""
    merged = merge(parse_hosts(data), TICKET, block)
    assert merged == block + data
    assert remove(parse_hosts(merged), TICKET) == data


def test_our_first_line_wins_the_lookup_by_address() -> None:
    """An older line of the same address would give another official name (Q193380)."""
    data = b"127.0.0.1 localhost\r\n10.20.1.10 mail-b.corp.example mail-b\r\n"
    block = block_of(TICKET, b"10.20.1.10      mail-b")
    first: dict[str, str] = {}
    for _, entry in parse_hosts(merge(parse_hosts(data), TICKET, block)).entries():
        first.setdefault(entry.address.text, entry.names[0].text)
    assert first == {"10.20.1.10": "mail-b", "127.0.0.1": "localhost"}


def test_names_and_addresses_of_others_are_taken() -> None:
    """Every name of a line, and what a malformed line holds; comments are not."""
    data = b"10.20.1.10 mail-b.corp b # c\r\nd 10.20.1.11\r\n# 10.20.1.12 e\r\n"
    found = taken(parse_hosts(data + block_of(TICKET, b"10.20.1.41 MAIL-B-X2")), TICKET)
    assert found.names == {"MAIL-B.CORP", "MAIL-B", "B", "D"}
    assert {address_text(number) for number in found.numbers} == {"10.20.1.10", "10.20.1.11"}
