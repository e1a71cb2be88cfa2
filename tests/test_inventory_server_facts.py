# SPDX-License-Identifier: MIT
"""What rows and servers.csv say of a server, and contradictions in it."""

import pytest

from tests.reading import complaints, read, read_well
from x400fix.inventory.addresses import NicAddress
from x400fix.inventory.connectors import Role, Server
from x400fix.inventory.names import ServerName
from x400fix.inventory.server_facts import Fact, Facts
from x400fix.inventory.versions import parse_exchange, parse_operating_system
from x400fix.problems import Place, ProblemList

HEADER = "connector,server,address,site,exchange,os,adapter,addresses,gateway,roles\n"


def server(text: str) -> Server:
    """The one server that sound rows describe."""
    (found,) = read_well(text).servers.values()
    return found


def test_a_server_has_all_its_facts() -> None:
    """Each in its type."""
    row = (
        "One,mail-a,MAIL-B,EAST,5.0 SP2,NT 4.0 SP5,El90x1,10.2.0.10/24 10.2.0.11,10.2.0.1,wins ras"
    )
    assert server(HEADER + row) == Server(
        name=ServerName("MAIL-A"),
        site="EAST",
        exchange=parse_exchange("5.0 SP2"),
        os=parse_operating_system("NT 4.0 SP5"),
        adapter="El90x1",
        addresses=(NicAddress(0x0A02000A, 24), NicAddress(0x0A02000B)),
        gateway=0x0A020001,
        roles=(Role.RAS, Role.WINS),
    )


def test_a_server_without_facts_has_none() -> None:
    """Missing facts never stop a plan."""
    assert server("connector,server,address\nOne,MAIL-A,MAIL-B") == Server(
        name=ServerName("MAIL-A")
    )


def test_a_server_may_have_dhcp() -> None:
    """Then it has no list of addresses."""
    found = server(HEADER + "One,MAIL-A,MAIL-B,,,,,dhcp")
    assert found.uses_dhcp
    assert found.addresses == ()


def test_facts_may_stand_on_any_row_of_the_server() -> None:
    """Each row adds what it tells; empty cells tell nothing."""
    found = server(
        HEADER
        + "One,MAIL-A,MAIL-B,,5.0 SP2,,,,,\n"
        + "Two,mail-a,MAIL-B,EAST, ,,,,,\n"
        + "Three,MAIL-A,MAIL-B,,,NT 3.51,,,,\n"
    )
    assert (found.site, str(found.exchange), str(found.os)) == ("EAST", "5.0 SP2", "NT 3.51")


@pytest.mark.parametrize(
    ("column", "one", "other"),
    [
        ("exchange", "5.0 SP2", "Exchange Server 5.0 Service Pack 2"),
        ("os", "NT 4.0", "Windows NT Server 4.0"),
        ("addresses", "10.2.0.10/24", "10.2.0.10/255.255.255.0;"),
        ("roles", "wins dns", "DNS, WINS"),
        ("site", "EAST", " EAST "),
    ],
)
def test_facts_agree_by_their_meaning(column: str, one: str, other: str) -> None:
    """The same version or list in another form is no contradiction."""
    header = f"connector,server,address,{column}\n"
    server(f'{header}One,MAIL-A,MAIL-B,"{one}"\nTwo,MAIL-A,MAIL-B,"{other}"\n')


@pytest.mark.parametrize(
    ("column", "one", "other"),
    [
        ("site", "EAST", "WEST"),
        ("exchange", "5.5", "5.5 SP1"),
        ("os", "NT 4.0 SP4", "NT 4.0 SP5"),
        ("adapter", "El90x1", "El90x2"),
        ("addresses", "10.2.0.10/24 10.2.0.11/24", "10.2.0.11/24 10.2.0.10/24"),
        ("addresses", "10.2.0.10/24", "10.2.0.10"),
        ("addresses", "10.2.0.10", "dhcp"),
        ("gateway", "10.2.0.1", "10.2.0.2"),
        ("roles", "wins", "wins dns"),
    ],
)
def test_facts_that_disagree_are_an_error(column: str, one: str, other: str) -> None:
    """Both texts and both places are named; nobody can tell which row is right."""
    text = (
        f"connector,server,address,{column}\n"
        f'One,MAIL-A,MAIL-B,"{one}"\nTwo,MAIL-A,MAIL-B,\nThree,mail-a,MAIL-B,"{other}"\n'
    )
    expected = (
        f"inventory.csv:4:4: error X4-E019: {column} of MAIL-A: '{other}' here, "
        f"but '{one}' at inventory.csv:2:4: make them agree (cell D4)"
    )
    assert expected in complaints(text)


def test_every_row_that_disagrees_is_told() -> None:
    """Each one against the first."""
    text = "connector,server,address,site\n" + "".join(
        f"C{number},MAIL-A,MAIL-B,{site}\n"
        for number, site in enumerate(("EAST", "WEST", "EAST", "NORTH"))
    )
    assert [line.partition(" ")[0] for line in complaints(text)] == [
        "inventory.csv:3:4:",
        "inventory.csv:5:4:",
    ]


def test_facts_of_both_files_come_together() -> None:
    """A server of servers.csv needs no connector."""
    inventory = read_well(
        "connector,server,address,os\nOne,MAIL-A,MAIL-B,NT 3.51\n",
        "server,site\nmail-a,EAST\nMAIL-C,WEST\n",
    )
    assert list(inventory.servers) == ["MAIL-A", "MAIL-C"]
    assert inventory.servers["MAIL-A"].site == "EAST"
    assert str(inventory.servers["MAIL-A"].os) == "NT 3.51"


def test_the_two_files_must_agree() -> None:
    """servers.csv is read first."""
    assert complaints(
        "connector,server,address,site\nOne,MAIL-A,MAIL-B,EAST\n",
        "server,site\nMAIL-A,WEST\n",
    ) == [
        (
            "inventory.csv:2:4: error X4-E019: site of MAIL-A: 'EAST' here, "
            "but 'WEST' at servers.csv:2:2: make them agree (cell D2)"
        )
    ]


@pytest.mark.parametrize(("column", "text"), [("exchange", "5.5 SP1?"), ("os", "NT 4.0 planned")])
def test_a_version_in_question_is_unknown(column: str, text: str) -> None:
    """With a warning, once for each server."""
    inventory, problems = read(
        f"connector,server,address,{column}\nOne,MAIL-A,MAIL-B,{text}\nTwo,MAIL-A,MAIL-B,{text}\n"
    )
    assert problems == [
        (
            f"inventory.csv:2:4: warning X4-W103: {column} '{text}' is not a fact: "
            "the version counts as unknown (cell D2)"
        )
    ]
    assert inventory is not None
    found = inventory.servers["MAIL-A"]
    assert (found.exchange, found.os) == (None, None)


def test_a_version_that_disagrees_with_itself_is_a_warning() -> None:
    """The build decides."""
    text = "5.0 SP2 (Build 1458.5)"
    inventory, problems = read(f"connector,server,address,exchange\nOne,MAIL-A,MAIL-B,{text}\n")
    why = "release and build do not belong together; the build decides"
    taken = "so it is taken as 5.0 SP1 (build 1458)"
    assert problems == [
        f"inventory.csv:2:4: warning X4-W104: exchange '{text}': {why}, {taken} (cell D2)"
    ]
    assert inventory is not None
    assert inventory.servers["MAIL-A"].exchange == parse_exchange(text)


def test_wrong_facts_are_told_once_for_equal_rows() -> None:
    """Forty connectors of one server do not tell the same forty times."""
    rows = "".join(f"C{number},MAIL-A,MAIL-B,5.9,OS/2\n" for number in range(3))
    problems = complaints("connector,server,address,exchange,os\n" + rows)
    assert [problem[:35] for problem in problems] == [
        "inventory.csv:2:4: warning X4-W103:",
        "inventory.csv:2:5: warning X4-W103:",
    ]


@pytest.mark.parametrize("row", [",MAIL-A,MAIL-B,5.9", "One,MAIL A,MAIL-B,5.9", "One,MAIL-A,,5.9"])
def test_facts_of_a_row_that_is_wrong_elsewhere_are_checked_too(row: str) -> None:
    """All problems come at once."""
    problems = complaints("connector,server,address,exchange\n" + row)
    assert "X4-W103" in problems[1]
    assert len(problems) == 2


def test_facts_of_a_row_that_is_wrong_elsewhere_belong_to_its_server() -> None:
    """The server is known, and a contradiction is told in the same run."""
    inventory, problems = read(
        "connector,server,address,site\n,MAIL-A,MAIL-B,EAST\nTwo,MAIL-A,MAIL-B,WEST\n"
    )
    assert [problem[19:32] for problem in problems] == ["error X4-E032", "error X4-E019"]
    assert inventory is not None
    assert inventory.servers["MAIL-A"].site == "EAST"


def test_a_fact_knows_where_it_was_told_first() -> None:
    """Later checks point there."""
    facts = Facts(ProblemList())
    first, second = Place("servers.csv", 2, 2), Place("inventory.csv", 2, 4)
    for place in (first, second):
        facts.add(ServerName("MAIL-A"), "site", Fact("EAST", "EAST", place))
    assert facts.place_of(ServerName("MAIL-A"), "site") == first


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
        ("MAIL B,5.9", ["servers.csv:2:1: error X4-E015", "servers.csv:2:2: warning X4-W103"]),
        ("01-Mar,", ["servers.csv:2:1: error X4-E016"]),
        (",5.0", ["servers.csv:2:1: error X4-E032"]),
        ("MAIL-B,5.9", ["servers.csv:2:2: warning X4-W103"]),
    ],
)
def test_every_wrong_cell_is_told(row: str, problems: list[str]) -> None:
    """Also the facts of a server whose name is wrong."""
    found = complaints(INVENTORY, f"server,exchange\n{row}\n")
    assert [": ".join(problem.split(": ")[:2]) for problem in found] == problems


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


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ("5.0", "5.0 SP2"),
        ("5.0 SP2", "5.0 SP2 build 1460"),
        ("5.0", "Build 1460"),
        ("5.5 SP3", "5.5.2650.24"),
    ],
)
def test_a_version_that_says_more_is_taken(less: str, more: str) -> None:
    """In either order; an imprecise one contradicts nothing."""
    for texts in ((less, more), (more, less)):
        rows = "".join(f"C{n},A,x,{text}\n" for n, text in enumerate(texts))
        found = read_well("connector,server,address,exchange\n" + rows)
        assert found.servers["A"].exchange == parse_exchange(more)


@pytest.mark.parametrize("system", ["NT 4.0 SP5", "NT 4.0 SP6a"])
def test_a_system_that_says_more_is_taken(system: str) -> None:
    """So for Windows, too."""
    found = read_well(f"connector,server,address,os\nOne,A,x,NT 4.0\nTwo,A,x,{system}\n")
    assert str(found.servers["A"].os) == system
