# SPDX-License-Identifier: MIT
"""The names and addresses that name files use."""

import pytest

from tests.namefiles import FILES, OTHER, TICKET, block_of
from x400fix.inventory.addresses import address_text
from x400fix.namefiles.hosts import parse_hosts
from x400fix.namefiles.lmhosts import parse_lmhosts
from x400fix.namefiles.used_names import used_names


def test_only_the_block_of_the_id_is_ours() -> None:
    """Those of other tickets are not."""
    block = block_of(OTHER, b"10.20.1.41 B-X2") + block_of(TICKET, b"10.20.1.42 B-X3")
    for block_id, name in ((TICKET, "B-X2"), (OTHER, "B-X3")):
        assert used_names(parse_lmhosts(block), block_id).names == {name}
    assert used_names(parse_lmhosts(block), "CHG9").names == {"B-X2", "B-X3"}


def test_fields_are_addresses_or_names() -> None:
    """A doubtful address counts as each that it may be, a name with dots by its first part too."""
    found = used_names(parse_lmhosts(b"x 10.20.1.010 mail.corp 10.20.1 .x"), TICKET)
    assert {address_text(number) for number in found.numbers} == {"10.20.1.10", "10.20.1.8"}
    assert found.names == {"X", "MAIL.CORP", "MAIL", "10.20.1", "10", ".X"}


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
def test_names_and_addresses_of_others_are_used_names(
    name: str, names: set[str], numbers: set[str]
) -> None:
    """Domains, surplus fields and malformed lines too; comments are not."""
    found = used_names(parse_lmhosts(FILES[name]), TICKET)
    assert found.names == names
    full = {number if "." in number else f"10.20.1.{number}" for number in numbers}
    assert {address_text(number) for number in found.numbers} == full


def test_the_domain_of_a_malformed_line_is_used_names() -> None:
    """Somebody meant it."""
    assert used_names(parse_lmhosts(b"MAIL-B #DOM:corp"), TICKET).names == {"MAIL-B", "CORP"}


def test_hosts_lines_of_others_are_taken() -> None:
    """Every name of a line, and what a malformed line holds; comments are not."""
    data = b"10.20.1.10 mail-b.corp b # c\r\nd 10.20.1.11\r\n# 10.20.1.12 e\r\n"
    found = used_names(parse_hosts(data + block_of(TICKET, b"10.20.1.41 MAIL-B-X2")), TICKET)
    assert found.names == {"MAIL-B.CORP", "MAIL-B", "B", "D"}
    assert {address_text(number) for number in found.numbers} == {"10.20.1.10", "10.20.1.11"}


def test_the_names_of_ipv6_lines_are_taken() -> None:
    """Of these addresses none is ever given."""
    found = used_names(parse_hosts(b"2001:db8::10 srvb srvb.corp\r\n"), TICKET)
    assert found.names == {"SRVB", "SRVB.CORP"}
    assert not found.numbers
