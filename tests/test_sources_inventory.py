# SPDX-License-Identifier: MIT
"""One row is one connector; every wrong cell of every row is told."""

import pytest

from tests.reading import complaints, read, read_well
from x400fix.inventory.addresses import Address
from x400fix.inventory.connectors import NO_SELECTORS, Connector, Selectors, Stack
from x400fix.inventory.names import ServerName

ALL = (
    "connector,server,address,remote_server,peer_connector,via,stack,"
    "stack_t_selector,t_selector,t_selector_in\n"
)


def connector(text: str) -> Connector:
    """The one connector of a sound inventory."""
    (found,) = read_well(text).connectors
    return found


def test_a_row_is_a_connector() -> None:
    """Each cell in its type, with the line of the row."""
    row = " X400 to B ,mail-a, 10.20.2.10,mail-b, X400 to A,fw1,tcp,A,0x4231,\n"
    assert connector("# as of tonight\n" + ALL + row) == Connector(
        name="X400 to B",
        server=ServerName("MAIL-A"),
        address=Address("10.20.2.10", 0x0A14020A),
        stack=Stack.TCP,
        remote="MAIL-B",
        peer="X400 to A",
        via="FW1",
        selectors=Selectors(own=b"A", outgoing=b"B1"),
        line=3,
    )


def test_the_required_cells_are_enough() -> None:
    """Whatever else is known of a connector is empty then."""
    assert connector("connector,server,address\nOne,MAIL-A,mail-b\n") == Connector(
        name="One", server=ServerName("MAIL-A"), address=Address("mail-b"), line=2
    )


@pytest.mark.parametrize("row", ["One,MAIL-A,mail-b", "One,MAIL-A,mail-b,,", "One,MAIL-A,mail-b, "])
def test_a_short_row_is_filled_with_empty_cells(row: str) -> None:
    """Spreadsheets leave empty cells at the end out."""
    assert connector(ALL + row).remote == ""


def test_columns_may_stand_in_any_order_under_any_name() -> None:
    """The header decides what a cell is."""
    found = connector("N-Address;Site;Home Server;RDN\nmail-b;x;MAIL-A;One\n")
    assert (found.name, found.server, found.address.text) == ("One", "MAIL-A", "mail-b")


@pytest.mark.parametrize("stack", ["TP4", "X25", "x.25", "RAS"])
@pytest.mark.parametrize(
    "address", ["47.0005.80", "010.1", "10.20.1.10.", "x" * 200, "", "0x4", "10202010", "=A1"]
)
def test_the_address_of_another_stack_is_taken_as_it_is(stack: str, address: str) -> None:
    """TP4, X.25 and RAS connectors are out of scope, so nothing of theirs stops a plan."""
    text = f"connector,server,stack,address\nOne,MAIL-A,{stack},{address}\n"
    assert connector(text).address == Address(address)


def test_the_same_text_is_an_address_of_tcp_only() -> None:
    """Equal cells of different stacks are not mixed up."""
    text = "connector,server,stack,address\nOne,MAIL-A,TP4,10.20.1.10\nTwo,MAIL-A,,10.20.1.10\n"
    assert [found.address.number for found in read_well(text).connectors] == [None, 0x0A14010A]


def test_connectors_without_selectors_share_one_value() -> None:
    """There are many of them."""
    rows = "One,MAIL-A,mail-b,,,,,,,\nTwo,MAIL-A,mail-c,,,,,0x,,\n"
    assert all(found.selectors is NO_SELECTORS for found in read_well(ALL + rows).connectors)


def test_connectors_that_differ_in_one_cell_are_not_mixed_up() -> None:
    """What equal rows have in common is read once."""
    rows = [
        "One,MAIL-A,mail-b,MAIL-B,,,,,,",
        "One,MAIL-C,mail-b,MAIL-B,,,,,,",
        "Two,MAIL-A,mail-d,MAIL-B,,,,,,",
        "Three,MAIL-A,mail-b,MAIL-D,,,,,,",
        "Four,MAIL-A,mail-b,MAIL-B,Peer,,,,,",
        "Five,MAIL-A,mail-b,MAIL-B,,FW1,,,,",
        "Six,MAIL-A,mail-b,MAIL-B,,,TP4,,,",
        "Seven,MAIL-A,mail-b,MAIL-B,,,,A,,",
        "Eight,MAIL-A,mail-b,MAIL-B,,,,,B,",
        "Nine,MAIL-A,mail-b,MAIL-B,,,,,,C",
        "Ten,MAIL-A,mail-b,MAIL-B,,,,,,",
    ]
    together = {(c.server, c.name): c for c in read_well(ALL + "\n".join(rows)).connectors}
    for line, row in enumerate(rows, 2):
        alone = connector(ALL + "\n" * (line - 2) + row)
        assert together[alone.server, alone.name] == alone


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("connector", "x" * 65, "X4-E014"),
        ("connector", "", "X4-E032"),
        ("server", "MAIL A", "X4-E015"),
        ("server", "01-Mar", "X4-E016"),
        ("server", " ", "X4-E032"),
        ("address", "10.1", "X4-E012"),
        ("address", "a" * 51, "X4-E013"),
        ("address", "10202010", "X4-E016"),
        ("address", "", "X4-E032"),
        ("remote_server", "MAIL/B", "X4-E015"),
        ("remote_server", "Mar-01", "X4-E016"),
        ("peer_connector", "a\u200bb", "X4-E014"),
        ("via", "a\u200bb", "X4-E017"),
        ("stack", "IPX", "X4-E020"),
        ("stack_t_selector", "0x4", "X4-E028"),
        ("t_selector", "0x4", "X4-E028"),
        ("t_selector_in", "0x4", "X4-E028"),
    ],
)
def test_a_wrong_cell_is_told_at_its_place(column: str, text: str, code: str) -> None:
    """With its line, its field and its cell."""
    names = ALL.strip().split(",")
    cells = {"connector": "One", "server": "MAIL-A", "address": "mail-b"} | {column: text}
    field = names.index(column) + 1
    (problem,) = complaints(ALL + ",".join(cells.get(name, "") for name in names))
    assert problem.startswith(f"inventory.csv:2:{field}: error {code}: ")
    assert problem.endswith(f" (cell {'ABCDEFGHIJ'[field - 1]}2)")


def test_all_wrong_cells_of_a_row_are_told() -> None:
    """In the order in which they stand."""
    row = "a\u200bb,MAIL A,10.1,MAIL/B,a\u200bb,a\u200bb,IPX,0x4,0x4,0x4"
    problems = complaints(ALL + row)
    assert [problem.split(":")[2] for problem in problems] == [str(n) for n in range(1, 11)]


def test_a_wrong_stack_leaves_the_address_to_tcp() -> None:
    """Most likely it is one."""
    problems = complaints("connector,server,stack,address\nOne,MAIL-A,TPC,010.0.0.1\n")
    assert [problem[19:32] for problem in problems] == ["error X4-E020", "error X4-E012"]


def test_other_stacks_are_checked_too() -> None:
    """What of them reaches a list is printable."""
    text = "connector,server,stack,address\nOne,MAIL A,TP4,47\u200b\n"
    problems = complaints(text)
    assert [problem[19:32] for problem in problems] == ["error X4-E015", "error X4-E017"]


def test_sound_rows_are_read_beside_wrong_ones() -> None:
    """So that what no single row can tell is told in the same run."""
    inventory, problems = read(
        "connector,server,address\nOne,MAIL-A,10.1\nTwo,MAIL-A,mail-b\nthree,,mail-b\n"
    )
    assert inventory is not None
    assert [found.name for found in inventory.connectors] == ["Two"]
    assert len(problems) == 2


def test_without_a_required_column_no_row_is_read() -> None:
    """Every row would be wrong in the same way."""
    inventory, problems = read("connector,server,site\nOne,MAIL A,EAST\n")
    assert inventory is not None
    assert inventory.connectors == ()
    assert problems == [
        (
            "inventory.csv:1: error X4-E006: the required column address is missing; "
            "the header has 'connector', 'server', 'site'"
        )
    ]


def test_the_inventory_knows_where_its_columns_stand() -> None:
    """Problems that come later point at cells too."""
    inventory = read_well("sep=;\naddress;server;connector\nmail-b;MAIL-A;One\n")
    (found,) = inventory.connectors
    place = inventory.place(found, "address")
    assert (str(place), place.cell) == ("inventory.csv:3:1", "A2")
