# SPDX-License-Identifier: MIT
"""Published cases: what the articles report, and what the model makes of the same configuration."""

import pytest

from tests.builders import inventory, pair, server, settings
from tests.plans import make
from tests.simulations import Scene, number, scene, world_of
from x400fix.inventory.connectors import Role
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.simulation.calls import Match, Origin, Way, find_source, incoming, outgoing
from x400fix.simulation.proof import tally
from x400fix.simulation.rules import Status
from x400fix.simulation.run import Statuses

A, B = "MAIL-A 10.20.1.10/24", "MAIL-B 10.20.2.10/24"
LINK = ("MAIL-A/To_B 10.20.2.10 MAIL-B", "MAIL-B/To_A 10.20.1.10 MAIL-A")
REMOTE_MTA = "145.245.193.27"
"""The caller of KB 193380, which event 9301 shows as 91F5C11B."""


def counted(statuses: Statuses) -> dict[Status, int]:
    """How many routes are what."""
    return dict(tally(statuses))


def test_q200588_connectors_with_one_address_stop_all_of_the_stack() -> None:
    """Several TCP connectors with one Address give constant socket errors, and none works.

    Also the one to another server, whose Address nobody else has: it uses the same stack.
    """
    rows = [
        *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
        *("MAIL-A/Other 10.20.3.10 MAIL-C", "MAIL-C/Back 10.20.1.10 MAIL-A"),
    ]
    made = make(inventory(rows, [A, B, "MAIL-C 10.20.3.10/24"]))
    assert counted(made.planned.proof.record.before) == {Status.DOWN: 4}


def test_q200588_an_address_each_at_both_ends_lets_all_work() -> None:
    """Its first remedy, which needs a second address on each server.

    That mail passes over the second connector is the claim of this article alone.
    """
    made = make(pair())
    assert counted(made.planned.proof.record.before) == {Status.DOWN: 4}
    assert counted(made.planned.proof.record.after) == {Status.CLAIMED: 2, Status.UNCERTAIN: 2}


def test_q200588_a_second_host_name_for_one_address_is_allowed() -> None:
    """Its second remedy: a second host name in the LMHOSTS file."""
    chosen = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)
    made = make(pair(), chosen)
    assert counted(made.planned.proof.record.before) == {Status.DOWN: 4}
    assert Status.DOWN not in counted(made.planned.proof.record.after)


@pytest.mark.parametrize(
    ("here", "there", "collides"),
    [
        pytest.param("4.0 SP5", "4.0 SP5", True, id="4.0"),
        pytest.param("5.0 SP2", "5.0 SP2", True, id="5.0"),
        pytest.param("5.5", "5.5", True, id="5.5"),
        pytest.param("5.5 SP1", "5.5 SP1", False, id="5.5-sp1"),
        pytest.param("5.0 SP2", "5.5 SP1", True, id="mixed"),
    ],
)
def test_q200588_the_limit_is_lifted_by_55_sp1(here: str, there: str, *, collides: bool) -> None:
    """Exchange Server 5.5 SP1 allows multiple connectors to one address."""
    found = Scene(world_of(pair(2, here, there)))
    assert ("MAIL-A" in found.state.colliding) is collides


def test_q189345_a_call_is_matched_by_the_callers_address() -> None:
    """The address of the caller is compared with the Address of each connector: then it is met."""
    found = scene(LINK, [A, B])
    assert found.answer("MAIL-A", "10.20.2.10") == ["MAIL-A/To B"]
    assert found.rule("MAIL-B/To A") == "own-address"


def test_q189345_a_first_9301_is_no_failure_where_the_name_matches() -> None:
    """The event may come although the call is then accepted, by the name of its address."""
    rows = ["MAIL-A/To_B MAIL-B MAIL-B", LINK[1]]
    found = scene(rows, [A, B], hosts={"MAIL-A": ["10.20.2.10 MAIL-B"]})
    answer = incoming(found.state, "MAIL-A", number("10.20.2.10"))
    assert (found.idents(answer.connectors), answer.match) == (["MAIL-A/To B"], Match.NAME)
    assert "9202" not in answer.events


def test_q193380_no_match_gives_9301_with_the_address_then_the_name_then_9202() -> None:
    """91F5C11B is 145.245.193.27; 52656D6F74654D5441 is RemoteMTA; then socket error 0."""
    rows = ["MAIL-A/To_Remote remotemta.example.com REMOTEMTA"]
    found = scene(rows, [A], hosts={"MAIL-A": [f"{REMOTE_MTA} RemoteMTA"]})
    assert found.answer("MAIL-A", REMOTE_MTA)[:3] == [
        "9301 91F5C11B",
        "9301 52656D6F74654D5441",
        "9202",
    ]


@pytest.mark.parametrize(
    ("hosts", "dns", "way"),
    [
        pytest.param([f"{REMOTE_MTA} RemoteMTA"], [], Way.HOSTS, id="hosts"),
        pytest.param([], [f"{REMOTE_MTA} RemoteMTA"], Way.DNS, id="dns"),
        pytest.param(
            [f"{REMOTE_MTA} RemoteMTA"],
            [f"{REMOTE_MTA} other.example.com"],
            Way.HOSTS,
            id="hosts-goes-first",
        ),
    ],
)
def test_q193380_the_name_comes_from_hosts_then_from_dns(
    hosts: list[str], dns: list[str], way: Way
) -> None:
    """The local HOSTS file first, then DNS if it is in use; exactly the Address is accepted."""
    rows = ["MAIL-A/To_Remote RemoteMTA REMOTEMTA"]
    found = scene(rows, [A], hosts={"MAIL-A": hosts}, dns=dns)
    answer = incoming(found.state, "MAIL-A", number(REMOTE_MTA))
    assert (answer.match, answer.looked_up.way) == (Match.NAME, way)


def test_q193380_a_missing_reverse_entry_fails_one_direction_only() -> None:
    """Mail goes out, because the name resolves; what comes in is refused."""
    rows = ["MAIL-A/To_B MAIL-B.example.com MAIL-B", LINK[1]]
    hosts = {"MAIL-A": ["10.20.2.9 MAIL-B", "10.20.2.10 mail-b"]}
    found = scene(rows, [A, B], hosts=hosts)
    assert found.rule("MAIL-B/To A") == "nobody"
    assert found.answer("MAIL-B", "10.20.1.10") == ["MAIL-B/To A"]


def two_addresses() -> Scene:
    """MAIL-B has two addresses, and MAIL-A knows it by the first."""
    second = server("MAIL-B 10.20.2.10/24 10.20.2.41/24", exchange="5.5 SP2")
    return scene(LINK, [A, second])


def test_q197378_calls_from_the_second_address_are_refused() -> None:
    """About half of the calls came from the other address and failed: the system chooses."""
    found = two_addresses()
    assert found.answer("MAIL-A", "10.20.2.10") == ["MAIL-A/To B"]
    assert found.answer("MAIL-A", "10.20.2.41")[0] == "9301 0A140229"
    assert found.rule("MAIL-B/To A") == "several-addresses"


def test_q197378_an_override_sets_where_the_calls_come_from() -> None:
    """Build 2431 and later; the MTA reads it when it starts."""
    found = two_addresses()
    found.state.set_override(found.at("MAIL-B/To A"), number("10.20.2.10"))
    assert found.rule("MAIL-B/To A") == "not-read"
    found.state.restart_mta("MAIL-B")
    assert found.rule("MAIL-B/To A") == "override"


def test_q197378_an_override_that_is_not_the_partners_address_surely_fails() -> None:
    """The Address at the other end has to be the same."""
    found = two_addresses()
    found.set_override("MAIL-B/To A", "10.20.2.41")
    assert found.rule("MAIL-B/To A") == "nobody"


def cluster(address: str, hosts: list[str]) -> Scene:
    """NCOSTEST is a cluster whose virtual server has 10.20.2.50, its node 10.20.2.10."""
    node = server("NCOSTEST 10.20.2.10/24", roles=(Role.CLUSTER,))
    rows = [f"MAIL-A/To_Cluster {address} NCOSTEST", "NCOSTEST/To_A MAIL-A MAIL-A"]
    return scene(rows, [A, node], hosts={"MAIL-A": hosts})


def test_q169113_a_cluster_calls_from_its_node_and_is_refused() -> None:
    """The other side has the virtual server's address; 4E434F5354455354 is NCOSTEST."""
    found = cluster("10.20.2.50", [])
    events = found.answer("MAIL-A", "10.20.2.10")
    assert events[:3] == ["9301 0A14020A", "9301 4E434F5354455354", "9202"]
    assert find_source(found.state, found.at("NCOSTEST/To A"))[1] is Origin.ROLE


def test_q169113_host_names_on_both_sides_are_the_cure() -> None:
    """The name of the node's address is the Address."""
    found = cluster("NCOSTEST", ["10.20.2.10 NCOSTEST"])
    assert found.answer("MAIL-A", "10.20.2.10") == ["MAIL-A/To Cluster"]


def behind_firewalls() -> Scene:
    """Each side has the inner address of its own proxy firewall as Address."""
    rows = ["MAIL-A/To_B 10.20.1.1 MAIL-B via=FW1", "MAIL-B/To_A 10.20.2.1 MAIL-A via=FW2"]
    return scene(rows, [A, B])


def test_q199326_the_called_server_sees_the_firewall_as_the_caller() -> None:
    """The Address on both sides is the inside address of the firewall."""
    found = behind_firewalls()
    assert found.answer("MAIL-A", "10.20.1.1") == ["MAIL-A/To B"]
    assert "9202" in found.answer("MAIL-A", "10.20.2.10")


def test_q199326_its_mappings_decide_who_gets_a_call() -> None:
    """No input tells them, so nothing is promised."""
    found = behind_firewalls()
    assert (found.rule("MAIL-A/To B"), found.rule("MAIL-B/To A")) == ("firewall", "firewall")


@pytest.mark.parametrize(
    ("address", "is_met"),
    [
        pytest.param("MAIL-B", False, id="short-name"),
        pytest.param("mail-b.example.com", True, id="full-name"),
        pytest.param("10.20.2.10", True, id="ip-address"),
    ],
)
def test_q162674_dns_gives_full_names_so_a_short_one_is_refused(
    address: str, *, is_met: bool
) -> None:
    """With DNS alone and a short host name the caller sees event 9221, error 10054."""
    rows = [f"MAIL-A/To_B {address} MAIL-B", LINK[1]]
    found = scene(rows, [A, B], dns=["10.20.2.10 mail-b.example.com"])
    answer = found.answer("MAIL-A", "10.20.2.10")
    assert (answer == ["MAIL-A/To B"]) is is_met
    assert (answer[-1] == "9221 at the caller") is not is_met


@pytest.mark.parametrize(
    ("os", "origin", "rule"),
    [
        pytest.param("NT 3.51", Origin.FIRST, "own-address", id="nt-3.51"),
        pytest.param("NT 4.0 SP5", Origin.PRESUMED_FIRST, "several-addresses", id="nt-4.0"),
    ],
)
def test_q149399_windows_nt_35x_always_calls_from_the_first_address(
    os: str, origin: Origin, rule: str
) -> None:
    """Even to other subnets; fixed in Windows NT 4.0."""
    found = scene(LINK, [A, server("MAIL-B 10.20.2.10/24 10.30.2.10/24", os=os)])
    source = find_source(found.state, found.at("MAIL-B/To A"))
    assert source == (number("10.20.2.10"), origin)
    assert found.rule("MAIL-B/To A") == rule


def test_q149399_what_comes_from_the_first_is_refused_by_who_knows_the_second() -> None:
    """The other side has the address of its own subnet."""
    rows = ["MAIL-A/To_B 10.20.1.11 MAIL-B", LINK[1]]
    found = scene(rows, [A, server("MAIL-B 10.20.2.10/24 10.20.1.11/24", os="NT 3.51")])
    assert found.rule("MAIL-B/To A") == "nobody"


@pytest.mark.parametrize(
    ("here", "there", "rule"),
    [
        pytest.param("out=L1", "out=L1", "selectors", id="alike-and-own"),
        pytest.param("out=L1", "out=L9", "alike", id="not-the-same-at-both-ends"),
        pytest.param("", "", "alike", id="blank"),
    ],
)
def test_q198772_t_selectors_tell_links_apart_from_55_sp1(here: str, there: str, rule: str) -> None:
    """Both servers at 5.5 SP1: the outgoing T selector is the same at both ends of a link."""
    rows = [
        *(f"MAIL-A/One 10.20.2.10 MAIL-B {here}", "MAIL-A/Two 10.20.2.10 MAIL-B out=L2"),
        *(f"MAIL-B/One 10.20.1.10 MAIL-A {there}", "MAIL-B/Two 10.20.1.10 MAIL-A out=L2"),
    ]
    found = scene(rows, [server(each, exchange="5.5 SP1") for each in (A, B)])
    assert found.rule("MAIL-A/One") == rule


@pytest.mark.parametrize(
    ("selectors", "rule"), [("own=A out=L1 in=N", "selectors"), ("own=A out=L1", "alike")]
)
def test_q198772_an_older_caller_has_the_newer_servers_own_selector(
    selectors: str, rule: str
) -> None:
    """Mixed: field B is the same at both ends, and field C of the older is A of the newer."""
    rows = [
        f"MAIL-A/One 10.20.2.10 MAIL-B {selectors}",
        "MAIL-A/Two 10.20.2.11 MAIL-B out=L2",
        *("MAIL-B/One 10.20.1.10 MAIL-A own=N out=L1", "MAIL-B/Two 10.20.1.10 MAIL-A out=L2"),
    ]
    newer = server("MAIL-B 10.20.2.10/24 10.20.2.11/24", exchange="5.5 SP1")
    assert scene(rows, [A, newer]).rule("MAIL-A/One") == rule


def test_q138086_a_node_status_query_gives_the_real_name_and_no_alias() -> None:
    """The machine answers with its own computer name, whatever LMHOSTS calls it."""
    rows = ["MAIL-A/To_B MAIL-B-X2 MAIL-B", LINK[1]]
    found = scene(rows, [A, B], lmhosts={"MAIL-A": ["10.20.2.10 MAIL-B-X2"]})
    assert outgoing(found.state, found.at("MAIL-A/To B")).called.way is Way.LMHOSTS
    assert "9301 4D41494C2D42" in found.answer("MAIL-A", "10.20.2.10")


@pytest.mark.parametrize(
    ("build", "is_logged"),
    [("5.5.2353.1", True), ("5.5.2354.1", False), ("5.5.2620.1", False), ("5.5.2621.1", True)],
)
def test_q234962_some_builds_never_log_9301(build: str, *, is_logged: bool) -> None:
    """Builds 2354 to 2620; event 9202 comes all the same."""
    found = scene(LINK, [server(A, exchange=build), B])
    events = found.answer("MAIL-A", REMOTE_MTA)
    assert ("9301 91F5C11B" in events) is is_logged
    assert "9202" in events
