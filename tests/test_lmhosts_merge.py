# SPDX-License-Identifier: MIT
"""Our block in LMHOSTS files, hostile ones included."""

import pytest
from hypothesis import given

from tests.namefiles import FILES, TICKET, block_of, blocks, name_files, sane_files
from x400fix.inventory.addresses import address_text
from x400fix.lmhosts.document import parse_lmhosts
from x400fix.lmhosts.merge import merge, merge_fault, remove, taken


@given(data=name_files, block=blocks)
def test_merging_twice_changes_nothing(data: bytes, block: bytes) -> None:
    """Whatever the file was before, unless it takes no block at all."""
    document = parse_lmhosts(data)
    if merge_fault(document, TICKET) is None:
        merged = merge(document, TICKET, block)
        again = parse_lmhosts(merged)
        assert merge_fault(again, TICKET) is None
        assert merge(again, TICKET, block) == merged


@given(data=name_files, first=blocks, second=blocks)
def test_removing_the_block_gives_the_bytes_of_before(
    data: bytes, first: bytes, second: bytes
) -> None:
    """After any number of merges; a block that was there before is gone as well."""
    document = parse_lmhosts(data)
    if merge_fault(document, TICKET) is None:
        merged = merge(parse_lmhosts(merge(document, TICKET, first)), TICKET, second)
        before = remove(document, TICKET)
        assert remove(parse_lmhosts(merged), TICKET) == before
        assert before == data or b"# x400fix BEGIN CHG0417" in data


@given(data=sane_files, block=blocks)
def test_removing_the_block_gives_the_bytes_of_an_ordinary_file(data: bytes, block: bytes) -> None:
    """Also where its last line was not ended."""
    document = parse_lmhosts(data)
    merged = merge(document, TICKET, block)
    assert merged.startswith(data)
    assert merged.endswith(b"# x400fix END CHG0417\r\n")
    assert remove(parse_lmhosts(merged), TICKET) == data


@given(data=name_files, block=blocks)
def test_what_others_take_does_not_depend_on_our_block(data: bytes, block: bytes) -> None:
    """Otherwise a second plan would move its own names."""
    document = parse_lmhosts(data)
    if merge_fault(document, TICKET) is None:
        merged = parse_lmhosts(merge(document, TICKET, block))
        assert taken(merged, TICKET) == taken(document, TICKET)


def test_a_new_block_stands_at_the_end() -> None:
    """Where #PRE entries belong (RK-LMH, Q142061)."""
    block = block_of(TICKET, b"10.20.1.41 MAIL-B-X2 #PRE")
    data = FILES["classic-sample"]
    merged = merge(parse_lmhosts(data), TICKET, block)
    assert merged == data + block
    assert parse_lmhosts(merged).preloaded == 4


@pytest.mark.parametrize(
    ("name", "names", "numbers"),
    [
        ("block-of-this-ticket", {"MAIL-B"}, {"10.20.1.10"}),
        ("block-of-another-ticket", {"MAIL-B", "MAIL-B-X2"}, {"10.20.1.10", "10.20.1.41"}),
        ("tags-without-blanks", {"MAIL-B", "MAIL-C", "MAIL-D", "CORP"}, {"10", "11", "12"}),
        (
            "surplus-fields",
            {"MAIL-B", "MAIL-B2"},
            {"10.20.1.10", "10.20.1.77"},
        ),
        (
            "swapped-fields",
            {"MAIL-B", "3COM", "MAIL-C", "MAIL-D"},
            {"10.20.1.10", "10.20.1.11", "10.20.1.12"},
        ),
        ("keyword-like-comments", set(), set()),
        ("includes", set(), set()),
    ],
)
def test_names_and_addresses_of_others_are_taken(
    name: str, names: set[str], numbers: set[str]
) -> None:
    """Domains, surplus fields and malformed lines too; comments are not."""
    found = taken(parse_lmhosts(FILES[name]), TICKET)
    assert found.names == names
    full = {number if "." in number else f"10.20.1.{number}" for number in numbers}
    assert {address_text(number) for number in found.numbers} == full


def test_the_domain_of_a_malformed_line_is_taken() -> None:
    """Somebody meant it."""
    assert taken(parse_lmhosts(b"MAIL-B #DOM:corp"), TICKET).names == {"MAIL-B", "CORP"}
