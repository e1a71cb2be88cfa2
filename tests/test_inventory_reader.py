# SPDX-License-Identifier: MIT
"""From bytes to an Inventory: one row is one connector, every wrong cell is reported."""

import csv
import io
import re
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inventories import Case, inventories
from tests.inventories.case import Row, csv_text
from tests.inventories.words import COLUMNS
from tests.reading import complaints, read, read_well
from x400fix.inventory.addresses import Address
from x400fix.inventory.columns import INVENTORY_COLUMNS, SERVER_COLUMNS
from x400fix.inventory.connectors import Connector, Inventory, Selectors, Stack
from x400fix.inventory.names import ServerName
from x400fix.inventory.reader import read_sources
from x400fix.inventory.text_file import SourceFile
from x400fix.problems import ProblemList

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


GOOD = b"connector,server,address\nOne,A,x\n"


def lines(inventory: bytes, servers: bytes | None = None) -> tuple[bool, list[str]]:
    """Whether there is an inventory, and the problems."""
    problems = ProblemList()
    facts = SourceFile(name="servers.csv", data=servers) if servers is not None else None
    found = read_sources(SourceFile(name="inventory.csv", data=inventory), facts, problems)
    return found is not None, [str(problem) for problem in problems]


def test_an_inventory_that_is_no_table_is_none() -> None:
    """There is nothing to go on with."""
    is_there, problems = lines(b"")
    assert not is_there
    assert problems == [
        (
            "inventory.csv: error X4-E004: there is no table in this file: "
            "begin it with a line of column names (connector, server, address)"
        )
    ]


def test_an_inventory_that_is_no_text_is_none() -> None:
    """A document, say."""
    is_there, problems = lines(b"%PDF-1.4")
    assert not is_there
    assert [problem[:29] for problem in problems] == ["inventory.csv: error X4-E002:"]


def test_the_inventory_is_read_although_the_other_file_cannot_be() -> None:
    """All problems of all files come at once."""
    is_there, problems = lines(GOOD, b"%PDF-1.4")
    assert is_there
    assert [problem[:27] for problem in problems] == ["servers.csv: error X4-E002:"]


def test_the_problems_of_all_files_come_at_once() -> None:
    """The facts are read first, so that the inventory is compared with them."""
    found = complaints("connector,server,address\n,A,10.1\n", "server,exchange\nA B,5.9\n")
    assert [problem.partition(": ")[0] for problem in found] == [
        "servers.csv:2:1",
        "servers.csv:2:2",
        "inventory.csv:2:1",
        "inventory.csv:2:3",
    ]


def test_each_file_is_understood_as_it_was_given() -> None:
    """Delimiter and encoding belong to the file."""
    problems = ProblemList()
    source = SourceFile(
        name="inventory.csv",
        data="connector!server!address\nZürich!A!x\n".encode("utf-16"),
        delimiter="!",
        encoding="utf-16",
    )
    facts = SourceFile(name="servers.csv", data=b"server;site\nA;EAST\n")
    inventory = read_sources(source, facts, problems)
    assert list(problems) == []
    assert inventory is not None
    assert inventory.connectors[0].name == "Zürich"
    assert inventory.servers["A"].site == "EAST"


def test_the_inventory_knows_its_file() -> None:
    """Problems that come later name it."""
    inventory, _ = read("connector,server,address\nOne,A,x\n")
    assert inventory is not None
    assert inventory.file == "inventory.csv"


def test_a_header_alone_is_an_error() -> None:
    """An inventory without a row is most likely an export that failed."""
    _, problems = read("connector,server,address\n")
    (problem,) = problems
    assert problem == (
        "inventory.csv:1: error X4-E004: there is a header, but no row: one row is one X.400 "
        "Connector"
    )


HEADER = "connector,server,address,remote_server,stack\n"


def suggestions(rows: str, servers: str | None = None) -> list[str]:
    """The errors of remote servers that may be mistyped, without their place."""
    found = complaints(HEADER + rows, servers)
    return [
        problem.split("X4-E033: ")[1].partition(" If it")[0]
        for problem in found
        if "X4-E033" in problem
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


def test_a_remote_server_that_may_be_mistyped_is_an_error() -> None:
    """It points at the cell, and proposes the server that is known."""
    assert complaints(HEADER + "One,SEATTLE,x,DENVRE\nTwo,DENVER,x,SEATTLE\n") == [
        (
            "inventory.csv:2:4: error X4-E033: remote_server 'DENVRE' is in no server column: "
            "did you mean DENVER? If it is another server, give it a row of its own in --servers "
            "(cell D2)"
        )
    ]


def test_a_server_of_the_other_file_is_proposed_too() -> None:
    """It needs no connector."""
    assert suggestions("One,SEATTLE,x,DENVRE\n", "server\nDENVER\n") == [
        "remote_server 'DENVRE' is in no server column: did you mean DENVER?"
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


def test_what_contradicts_is_told_behind_twenty_unknown_names() -> None:
    """Only the comparing of names ends there."""
    partners = [f"{letter * 4}{end}" for letter in "ABCDEFGHIJ" for end in "XYZ"]
    rows = "".join(f"C{n:02},HOME,x{n},{name}\n" for n, name in enumerate(partners))
    (problem,) = complaints(HEADER + rows + "Last,HOME,y,HOME\n")
    assert problem.startswith("inventory.csv:32:4: error X4-E029: ")
    facts = "server,addresses\nOSLO,10.2.0.10/24\nHOME,\n"
    (problem,) = complaints(HEADER + rows + "Last,HOME,10.2.0.10,BERN\n", facts)
    assert problem.startswith("inventory.csv:32:4: error X4-E033: remote_server 'BERN', but ")


def test_an_address_of_three_servers_names_the_first_one_each_time() -> None:
    """Nobody is left out of the sentence."""
    rows = "One,A,x,10.2.0.10\nTwo,B,y,10.2.0.10\nThree,C,z,10.2.0.10\n"
    found = complaints("connector,server,address,addresses\n" + rows)
    assert [problem.split(": ")[2] for problem in found] == [
        "address 10.2.0.10 of B is also an address of A",
        "address 10.2.0.10 of C is also an address of A",
    ]


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


NAMES = [column.name for column in INVENTORY_COLUMNS]
FACTS = [column.name for column in SERVER_COLUMNS]
PROBLEM = re.compile(r"(?:inventory|servers)\.csv(?::[0-9]+(?::[0-9]+)?)?: (?:error|warning|note) ")

# What people, spreadsheets and attackers write, in any column.
cells = st.one_of(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(
        (
            *("", " ", "-", "?", "MAIL-A", "mail-b", "TCP", "TP4", "X25", "5.5 SP1", "NT 4.0 SP5"),
            *("10.20.1.10", "10.20.1.10/24", "010.1", "0x0A", "10.1", "10.20.1.10.", "1.92E+11"),
            *(
                "10.20.1.10/24 10.20.1.11/24",
                "10.0.0.1/0.0.0.255",
                "dhcp",
                "wins ras",
                "0x4C",
                "0x",
            ),
            *("01-Mar", "Mar-01", "#REF!", "12345678", "5.5 SP1 planned", "4.0.994.2", "2010"),
            *("=cmd|' /C calc'!A0", "\x1b[31m", "a\u202eb", "x" * 70, "9" * 5000, "\\\\MAIL-A"),
        )
    ),
)


def table(names: list[str], rows: list[list[str]]) -> str:
    """A CSV text that holds exactly these cells, apart from line breaks."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(names)
    writer.writerows([[" ".join(cell.splitlines()) for cell in row] for row in rows])
    return file.getvalue()


def tables(names: list[str]) -> st.SearchStrategy[str]:
    """Tables with some of the columns and anything in them."""
    chosen = st.lists(st.sampled_from(names), unique=True, min_size=1)
    return chosen.flatmap(
        lambda header: st.builds(
            table,
            st.just(header),
            st.lists(
                st.lists(cells, min_size=len(header), max_size=len(header)),
                max_size=4,
            ),
        )
    )


def without_lines(inventory: Inventory) -> Inventory:
    """The inventory without what tells the order of its rows."""
    return msgspec.structs.replace(
        inventory,
        connectors=tuple(
            msgspec.structs.replace(connector, line=0) for connector in inventory.connectors
        ),
    )


@given(tables(NAMES), st.none() | tables(FACTS))
def test_whatever_the_cells_hold_it_is_read_or_told(inventory: str, servers: str | None) -> None:
    """Nothing but problems comes of it, and each is one line of printable text."""
    _, problems = read(inventory, servers)
    for problem in problems:
        assert PROBLEM.match(problem)
        assert problem.isprintable()


@given(tables(NAMES))
def test_what_was_read_is_sound_whatever_stands_beside_it(text: str) -> None:
    """Every connector has a server that is known, and names that can be shown."""
    inventory, _ = read(text)
    for connector in inventory.connectors if inventory else ():
        assert connector.server in inventory.servers  # type: ignore[union-attr]
        assert connector.name.isprintable()
        assert connector.address.text.isprintable()


@given(inventories(), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_changes_the_inventory(case: Case, random: Random) -> None:
    """Nor which problems there are, but for the lines that they name."""
    one, problems = read(case.text)
    shuffled: list[Row] = list(case.rows)
    random.shuffle(shuffled)
    other, others = read(csv_text(shuffled, COLUMNS))
    assert one is not None
    assert other is not None
    assert without_lines(one) == without_lines(other)
    codes = [sorted(re.findall("X4-[A-Z0-9]+", "\n".join(told))) for told in (problems, others)]
    assert codes[0] == codes[1]


@given(inventories(), st.permutations(COLUMNS))
def test_the_order_of_columns_never_changes_the_inventory(case: Case, names: list[str]) -> None:
    """Only where the columns stand differs."""
    one, _ = read(case.text)
    other, _ = read(csv_text(case.rows, names))
    assert one is not None
    assert other is not None
    assert other == msgspec.structs.replace(one, columns=other.columns)


@given(inventories())
def test_facts_may_as_well_stand_in_the_other_file(case: Case) -> None:
    """Rows and servers.csv tell the same of a server."""
    facts = [name for name in FACTS if name != "server"]
    stripped = [
        {name: text for name, text in row.items() if name not in facts} for row in case.rows
    ]
    servers = [
        {name: row.get(name, "") for name in FACTS}
        for row in case.rows
        if any(row.get(name) for name in facts)
    ]
    one, problems = read(case.text)
    other, others = read(csv_text(stripped, COLUMNS), csv_text(servers, FACTS))
    assert one == (other and msgspec.structs.replace(other, facts_table=None))
    assert len(problems) == len(others)
