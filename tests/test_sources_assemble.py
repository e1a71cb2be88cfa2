# SPDX-License-Identifier: MIT
"""What no single row can tell is checked when all rows are read."""

import pytest

from tests.reading import complaints, read, read_well

HEADER = "connector,server,address,remote_server,stack\n"


def suggestions(rows: str, servers: str | None = None) -> list[str]:
    """The warnings of remote servers that may be mistyped, without their place."""
    found = complaints(HEADER + rows, servers)
    return [
        problem.split("X4-W102: ")[1].partition(" (cell")[0]
        for problem in found
        if "X4-W102" in problem
    ]


def test_connectors_stand_in_the_order_of_server_and_name() -> None:
    """In capitals, whatever the order of the rows."""
    rows = ["b,B,x", "a 10,B,x", "A 9,B,x", "z,a,x"]
    inventory = read_well("connector,server,address\n" + "\n".join(rows))
    assert [f"{c.server}/{c.name}" for c in inventory.connectors] == [
        "A/z",
        "B/a 10",
        "B/A 9",
        "B/b",
    ]


def test_servers_stand_in_the_order_of_their_names() -> None:
    """Also those of servers.csv."""
    inventory = read_well("connector,server,address\nOne,C,x\nTwo,A,x\n", "server\nD\nB\n")
    assert list(inventory.servers) == ["A", "B", "C", "D"]


def test_the_same_connector_twice_is_an_error() -> None:
    """Row 21 of the truth table: letter case does not make it another one."""
    assert complaints(HEADER + "To B,A,x\nOther,A,x\nTO B,a,y\n") == [
        (
            "inventory.csv:4:1: error X4-E018: connector 'TO B' of A is in line 2 already: "
            "one row is one connector (cell A4)"
        )
    ]


def test_each_repetition_of_a_connector_is_told() -> None:
    """Each points at the one before."""
    found = complaints(HEADER + "One,A,x\nOne,A,x\nOne,A,x\n")
    assert [problem.split(": ")[2].partition(":")[0] for problem in found] == [
        "connector 'One' of A is in line 2 already",
        "connector 'One' of A is in line 3 already",
    ]


@pytest.mark.parametrize("other", ["One,B,x,,", "Two,A,x,,", "One,A,x,,TP4", "One ,AB,x,,"])
def test_another_server_name_or_stack_makes_another_connector(other: str) -> None:
    """Two stacks of one server have directory names of their own."""
    assert len(read_well(HEADER + f"One,A,x,,\n{other}\n").connectors) == 2


def test_the_home_server_is_no_remote_server() -> None:
    """On any stack, in any case."""
    message = "is the connector's own home server: write the server at the other end"
    assert complaints(HEADER + "One,A,x,a,\nTwo,B,x,B,TP4\n") == [
        f"inventory.csv:2:4: error X4-E029: remote_server 'A' {message} (cell D2)",
        f"inventory.csv:3:4: error X4-E029: remote_server 'B' {message} (cell D3)",
    ]


def test_a_remote_server_that_may_be_mistyped_is_a_warning() -> None:
    """It points at the cell, and proposes the server that is known."""
    assert complaints(HEADER + "One,SEATTLE,x,DENVRE\nTwo,DENVER,x,SEATTLE\n") == [
        (
            "inventory.csv:2:4: warning X4-W102: remote_server 'DENVRE' is the server of no row: "
            "did you mean DENVER? (cell D2)"
        )
    ]


def test_a_server_of_the_other_file_is_proposed_too() -> None:
    """It needs no connector."""
    assert suggestions("One,SEATTLE,x,DENVRE\n", "server\nDENVER\n") == [
        "remote_server 'DENVRE' is the server of no row: did you mean DENVER?"
    ]


def test_a_remote_server_is_told_once() -> None:
    """However many connectors lead to it."""
    rows = "One,SEATTLE,x,DENVRE\nTwo,SEATTLE,x,DENVRE\nThree,DENVER,x,\n"
    assert len(suggestions(rows)) == 1


@pytest.mark.parametrize(
    "rows",
    [
        "One,SEATTLE,x,DENVER\nTwo,DENVER,x,SEATTLE\n",
        "One,SEATTLE,x,DENVER\n",
        "One,SEATTLE,x,\n",
        "One,MAIL-A,x,MAIL-B\n",
        "One,HUB01,x,HUB12\n",
        "One,HUB1MAIL,x,HUB2MAIL\n",
    ],
)
def test_a_partner_outside_the_inventory_is_no_mistake(rows: str) -> None:
    """Foreign servers have names of their own, or the next one of a series."""
    assert suggestions(rows) == []


def test_only_twenty_names_are_compared() -> None:
    """Thousands of foreign partners would take minutes, and nobody mistypes so many."""
    rows = "".join(f"C{n},SEATTLE,x,DENV{chr(ord('a') + n)}R\n" for n in range(26))
    assert len(suggestions(rows + "One,DENVER,x,SEATTLE\n")) == 20


def test_an_address_of_two_servers_is_a_warning() -> None:
    """At the later of the two names; the order of rows does not matter."""
    text = "connector,server,address,addresses\n"
    rows = ["One,B,x,10.2.0.10/24 10.2.0.11/24\n", "Two,A,x,10.2.0.11/24\n"]
    message = (
        "address 10.2.0.11 of B is also an address of A: it is taken as the address of neither"
    )
    assert complaints(text + "".join(rows)) == [
        f"inventory.csv:2:4: warning X4-W105: {message} (cell D2)"
    ]
    assert complaints(text + "".join(reversed(rows))) == [
        f"inventory.csv:3:4: warning X4-W105: {message} (cell D3)"
    ]


def test_an_address_of_one_server_on_many_rows_is_none_of_two() -> None:
    """Facts may stand on any row."""
    rows = "One,A,x,10.2.0.10/24\nTwo,A,x,10.2.0.10/24\n"
    read_well("connector,server,address,addresses\n" + rows)


def test_wrong_rows_do_not_count_as_connectors() -> None:
    """A second, correct row of the same name is no repetition."""
    _, problems = read(HEADER + "One,A,10.1\nOne,A,x\n")
    assert len(problems) == 1
