# SPDX-License-Identifier: MIT
"""One row of servers.csv is one server with its facts."""

import pytest

from tests.reading import complaints, read, read_well

INVENTORY = "connector,server,address\nOne,MAIL-A,mail-b\n"


def test_a_row_tells_the_facts_of_a_server() -> None:
    """The name is read like any computer name, under any of its headers."""
    servers = read_well(INVENTORY, "Name;Exchange Version;NIC\nmail-b;5.0 SP2;El90x1\n").servers
    assert list(servers) == ["MAIL-A", "MAIL-B"]
    assert str(servers["MAIL-B"].exchange) == "5.0 SP2"
    assert servers["MAIL-B"].adapter == "El90x1"


def test_a_server_alone_in_its_row_is_known() -> None:
    """It may be the remote server of a connector."""
    assert "MAIL-B" in read_well(INVENTORY, "server\nMAIL-B\n").servers


def test_a_server_may_have_several_rows() -> None:
    """As long as they agree."""
    servers = read_well(INVENTORY, "server,site,os\nB,EAST,\nB,,NT 3.51\nB,EAST,\n").servers
    assert (servers["B"].site, str(servers["B"].os)) == ("EAST", "NT 3.51")


def test_rows_of_one_server_must_agree() -> None:
    """The later one is pointed at."""
    assert complaints(INVENTORY, "server,site\nB,EAST\nb,WEST\n") == [
        (
            "servers.csv:3:2: error X4-E019: site of B: 'WEST' here, "
            "but 'EAST' at servers.csv:2:2: make them agree (cell B3)"
        )
    ]


@pytest.mark.parametrize(
    ("row", "problems"),
    [
        ("MAIL B,5.9", ["servers.csv:2:1: error X4-E015", "servers.csv:2:2: error X4-E021"]),
        ("01-Mar,", ["servers.csv:2:1: error X4-E016"]),
        (",5.0", ["servers.csv:2:1: error X4-E032"]),
        ("MAIL-B,5.9", ["servers.csv:2:2: error X4-E021"]),
    ],
)
def test_every_wrong_cell_is_told(row: str, problems: list[str]) -> None:
    """Also the facts of a server whose name is wrong."""
    found = complaints(INVENTORY, f"server,exchange\n{row}\n")
    assert [problem[: len("servers.csv:2:1: error X4-E015")] for problem in found] == problems


def test_a_server_with_a_wrong_name_is_none() -> None:
    """Nothing is known of it."""
    inventory, _ = read(INVENTORY, "server,site\nMAIL B,EAST\n")
    assert inventory is not None
    assert list(inventory.servers) == ["MAIL-A"]


def test_without_the_column_server_no_row_is_read() -> None:
    """The inventory is read all the same."""
    inventory, problems = read(INVENTORY, "site,exchange\nEAST,5.9\n")
    assert inventory is not None
    assert len(inventory.connectors) == 1
    assert problems == [
        (
            "servers.csv:1: error X4-E006: the required column server is missing; "
            "the header has 'site', 'exchange'"
        )
    ]
