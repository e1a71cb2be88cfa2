# SPDX-License-Identifier: MIT
"""Servers, connectors and links answer what the stages ask of them."""

import pytest

from x400fix.inventory.addresses import Address, NicAddress
from x400fix.inventory.connectors import Connector, Inventory, Link, Server, connector_key
from x400fix.inventory.names import ServerName
from x400fix.inventory.versions import Level, parse_exchange
from x400fix.problems import Place

PRIMARY = NicAddress(0x0A14010A, 24)


def connector(name: str, line: int = 2) -> Connector:
    """A connector of which only the name matters."""
    server = ServerName("MAIL-A")
    return Connector(name=name, server=server, address=Address("MAIL-B"), line=line)


@pytest.mark.parametrize(
    ("version", "level", "needs_unique_address"),
    [
        ("5.0 SP2", Level.BEFORE, True),
        ("5.5", Level.RTM, True),
        ("5.5 SP1", Level.LIFTED, False),
        ("2000", Level.LATER, False),
        ("", Level.UNKNOWN, True),
    ],
)
def test_a_server_needs_unique_addresses_before_55_sp1(
    version: str,
    level: Level,
    needs_unique_address: bool,  # noqa: FBT001 -- a row of the table
) -> None:
    """An unknown version counts as one with the limit."""
    exchange = parse_exchange(version) if version else None
    server = Server(name=ServerName("MAIL-A"), exchange=exchange)
    assert server.level is level
    assert server.needs_unique_address is needs_unique_address


def test_the_first_address_of_a_nic_is_the_primary() -> None:
    """It is the one that the server calls from (Q149399)."""
    addresses = (PRIMARY, NicAddress(0x0A140129, 24))
    assert Server(name=ServerName("MAIL-A"), addresses=addresses).primary == PRIMARY


def test_a_server_without_addresses_has_no_primary() -> None:
    """Nothing is presumed of it."""
    assert Server(name=ServerName("MAIL-A")).primary is None


def test_connectors_are_ordered_by_server_and_name_in_capitals() -> None:
    """Letter case decides nothing, and numbers are no numbers."""
    names = ["to b 10", "TO B 9", "To a"]
    ordered = sorted(map(connector, names), key=connector_key)
    assert [found.name for found in ordered] == ["To a", "to b 10", "TO B 9"]


def test_each_end_of_a_link_has_the_other() -> None:
    """Ends are told apart as objects: nothing else in the inventory is the same row."""
    first, second = connector("A", 2), connector("A", 3)
    link = Link(first, second)
    assert link.other_end(first) is second
    assert link.other_end(second) is first


def test_a_link_of_one_end_has_no_other() -> None:
    """The partner is foreign, or has fewer connectors."""
    alone = connector("A")
    assert Link(alone).other_end(alone) is None


@pytest.mark.parametrize(
    ("column", "place"),
    [
        ("address", Place("inventory.csv", 5, 3, 4)),
        ("remote_server", Place("inventory.csv", 5, 0, 4)),
    ],
)
def test_a_connector_has_a_place_for_each_column(column: str, place: Place) -> None:
    """A column that is not there leaves the line; the row is what the spreadsheet shows."""
    inventory = Inventory(
        connectors=(),
        servers={},
        file="inventory.csv",
        columns={"connector": 0, "address": 2},
        rows_hidden=1,
    )
    assert inventory.place(connector("A", 5), column) == place
