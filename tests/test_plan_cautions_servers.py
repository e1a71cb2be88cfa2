# SPDX-License-Identifier: MIT
"""Warnings about one server: each with its trigger, and a case without."""

import pytest

from tests.builders import POOL, inventory, server, servers, settings
from tests.plans import Made, between, make
from x400fix.inventory.connectors import Role, Server

HOME = "MAIL-A 10.20.1.10/24"


def of(here: Server, count: int = 2) -> Made:
    """The plan of a server with a number of connectors to and from MAIL-B."""
    return make(between(here, count=count))


CASES = [
    pytest.param(server(HOME, os="NT 4.0 SP3"), "X4-W120", "NT 4.0 SP3 is below SP4", id="sp3"),
    pytest.param(
        server(HOME, os="NT 4.0"), "X4-W120", "NT 4.0 has no service pack stated", id="no-sp"
    ),
    pytest.param(
        server(HOME, exchange="5.0", os="Windows 2000"),
        "X4-W121",
        "Exchange 5.0 on Windows 2000",
        id="old-on-2000",
    ),
    pytest.param(
        server(HOME, exchange="5.5", os="Windows Server 2003"),
        "X4-W121",
        "Exchange 5.5 on Windows Server 2003",
        id="5.5-rtm-on-2003",
    ),
    pytest.param(
        server(HOME, adapter=""), "X4-W123", "no NIC script can be written: the ad", id="no-adapter"
    ),
    pytest.param(
        server(f"{HOME} 10.99.1.5/24"), "X4-W124", "in more than one subnet", id="two-subnets"
    ),
    pytest.param(server(HOME, roles=(Role.RAS,)), "X4-W126", "role ras: ", id="ras"),
    pytest.param(server(HOME, roles=(Role.WINS,)), "X4-W126", "role wins: ", id="wins"),
    pytest.param(server(HOME, roles=(Role.DNS,)), "X4-W126", "role dns: ", id="dns"),
    pytest.param(
        server(HOME, roles=(Role.DHCP_SERVER,)), "X4-W126", "role dhcp-server: ", id="dhcp-server"
    ),
    pytest.param(
        server(HOME, roles=(Role.PROXY_CLIENT,)), "X4-W126", "role proxy-client: ", id="proxy"
    ),
    pytest.param(server(HOME, roles=(Role.CLUSTER,)), "X4-W126", "role cluster: ", id="cluster"),
    pytest.param(server(HOME, exchange="5.5 SP4"), "X4-W127", "9318 and 9322", id="5.5-sp4"),
    pytest.param(server(HOME, exchange="5.5.2410.1"), "X4-W128", "may never log", id="build-2410"),
    pytest.param(server(HOME, exchange="5.5 SP2"), "X4-W128", "may never log", id="5.5-sp2"),
]


@pytest.mark.parametrize(("here", "code", "message"), CASES)
def test_a_fact_of_a_server_warns(here: Server, code: str, message: str) -> None:
    """With the name of the server before it."""
    found = [each for each in of(here).messages(code) if each.startswith("MAIL-A: ")]
    assert any(message in each for each in found), found


def test_a_plain_server_gives_no_warning() -> None:
    """NT 4.0 SP5 and Exchange 5.0 SP2, everything known."""
    assert set(of(server(HOME)).codes) <= {"X4-W112"}


@pytest.mark.parametrize(
    ("here", "code"),
    [
        pytest.param(server(HOME, os="NT 4.0 SP4"), "X4-W120", id="sp4"),
        pytest.param(server(HOME, os="NT 3.51 SP3"), "X4-W120", id="nt-3.51"),
        pytest.param(server(HOME, os=""), "X4-W120", id="no-system"),
        pytest.param(server(HOME, exchange="5.0"), "X4-W121", id="old-on-nt"),
        pytest.param(server(HOME, exchange="", os="Windows 2000"), "X4-W121", id="no-version"),
        pytest.param(server(HOME, exchange="5.0", os=""), "X4-W121", id="old-on-unknown"),
        pytest.param(server(f"{HOME} 10.20.1.11/24"), "X4-W124", id="one-subnet"),
        pytest.param(server(HOME, exchange="5.5"), "X4-W127", id="5.5-bare"),
        pytest.param(server(HOME, exchange=""), "X4-W127", id="no-exchange"),
        pytest.param(server(HOME, exchange="5.0"), "X4-W128", id="5.0"),
    ],
)
def test_a_fact_that_comes_close_does_not_warn(here: Server, code: str) -> None:
    """The other side of each limit."""
    assert code not in of(here).codes


def test_a_newer_server_that_rightly_owns_addresses_is_not_asked_about() -> None:
    """5.5 SP3 and later run on Windows 2000."""
    there = server("MAIL-B 10.20.2.10/24", exchange="5.5 SP3", os="Windows 2000")
    assert "X4-W121" not in make(between(server(HOME), there)).codes


def test_more_than_a_hundred_preloaded_names_warn() -> None:
    """NetBT preloads the first hundred (Q102725)."""
    pool = settings(["10.20.1.32-10.20.1.250", "10.20.2.32-10.20.2.250"])
    for count, warns in ((101, False), (102, True)):
        made = make(between(server(HOME, exchange="5.0 SP2"), count=count), pool)
        assert ("X4-W122" in made.codes) is warns


@pytest.mark.parametrize(
    ("os", "count", "warns"),
    [
        pytest.param("NT 3.51", 6, False, id="five-more"),
        pytest.param("NT 3.51", 7, True, id="six-more"),
        pytest.param("NT 4.0 SP5", 7, False, id="nt-4.0"),
    ],
)
def test_more_addresses_than_control_panel_takes_warn(os: str, count: int, *, warns: bool) -> None:
    """Five additional ones on NT 3.51 (Q155111)."""
    messages = of(server(HOME, os=os, adapter="Elnk31"), count).messages("X4-W125")
    assert len(messages) == warns
    assert all(each.startswith("MAIL-A: 6 additional addresses") for each in messages)


@pytest.mark.parametrize(
    ("role", "warns"),
    [
        (Role.RAS, True),
        (Role.CLUSTER, True),
        (Role.PROXY_CLIENT, True),
        (Role.WINS, False),
        (Role.DNS, False),
        (Role.DHCP_SERVER, False),
    ],
)
def test_a_role_that_changes_where_calls_come_from_warns_without_new_addresses_too(
    role: Role, *, warns: bool
) -> None:
    """The others matter only when the NIC gets more addresses."""
    rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"]
    found = inventory(rows, [server(HOME, roles=(role,)), servers()[1]])
    assert bool(make(found).messages("X4-W126")) is warns


def test_a_cluster_whose_addresses_are_left_to_hand_still_warns() -> None:
    """It is named as the reason, and as a role."""
    there = server("MAIL-B 10.20.2.10/24", roles=(Role.CLUSTER,))
    made = make(between(server(HOME), there))
    assert made.messages("X4-W126")[0].startswith("MAIL-B: role cluster: ")


def test_nobody_is_warned_of_a_firewall_or_a_foreign_mta() -> None:
    """The inputs say nothing of them."""
    rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
    made = make(inventory(rows, [HOME]), settings(["172.16.9.9=172.16.9.32/28", *POOL]))
    assert {each for each in made.codes if each.startswith("X4-W12")} == set()
