# SPDX-License-Identifier: MIT
"""What becomes of the calls of one connector: every rule, with the least that leads to it."""

import re

import pytest

from tests.builders import pair, server
from tests.simulations import Scene, number, scene, world_of
from x400fix.inventory.connectors import Role, Server
from x400fix.simulation import rules
from x400fix.simulation.calls import Match, Origin
from x400fix.simulation.outcomes import Trace, judge_return, trace_call, trace_return
from x400fix.simulation.rules import RULES, Rule, Status, route_status

A, B, C = "MAIL-A 10.20.1.10/24", "MAIL-B 10.20.2.10/24", "MAIL-C 10.20.3.10/24"
TO_B, TO_A = "MAIL-A/To_B 10.20.2.10 MAIL-B", "MAIL-B/To_A 10.20.1.10 MAIL-A"
Rows = list[str]


def calling(rows: Rows, *servers: str | Server, hosts: dict[str, list[str]] | None = None) -> str:
    """The rule of the calls of MAIL-B's connector ``To A``."""
    return scene(rows, servers, hosts=hosts).rule("MAIL-B/To A")


@pytest.mark.parametrize(
    ("rows", "servers", "rule"),
    [
        pytest.param([TO_B, TO_A], [A, B], "own-address", id="own-address"),
        pytest.param(["MAIL-A/To_B MAIL-B MAIL-B", TO_A], [A, B], "node-status", id="node-status"),
        pytest.param(["MAIL-A/To_B mail-b MAIL-B", TO_A], [A, B], "letter-case", id="letter-case"),
        pytest.param(
            ["MAIL-A/To_B mail-b.example.com MAIL-B", TO_A], [A, B], "nobody", id="other-name"
        ),
        pytest.param(
            [TO_B, "MAIL-B/To_A MAIL-A MAIL-A"], [A, B], "name-presumed", id="name-presumed"
        ),
        pytest.param([TO_B, TO_A], [B], "addresses-presumed", id="called-nic-unknown"),
        pytest.param([TO_B, TO_A], [A], "addresses-presumed", id="own-nic-unknown"),
        pytest.param(
            ["MAIL-A/To_B MAIL-B MAIL-B", TO_A],
            [A, server("MAIL-B")],
            "addresses-presumed",
            id="nobody-knows-the-source",
        ),
        pytest.param(
            [TO_B, TO_A], [A, B + " 10.20.2.41/24"], "several-addresses", id="several-addresses"
        ),
        pytest.param(
            ["MAIL-A/To_B 10.20.2.41 MAIL-B", TO_A],
            [A, B + " 10.20.2.41/24"],
            "another-address",
            id="another-of-several",
        ),
        pytest.param(
            ["MAIL-A/To_B 10.20.2.99 MAIL-B", TO_A],
            [A, B + " 10.20.2.41/24"],
            "nobody",
            id="none-of-several",
        ),
        pytest.param(["MAIL-A/To_B 10.20.2.99 MAIL-B", TO_A], [A, B], "nobody", id="nobody"),
        pytest.param([TO_B, TO_A], [A, server(B, roles=(Role.CLUSTER,))], "role", id="role"),
        pytest.param(
            ["MAIL-A/To_B 10.20.2.99 MAIL-B", TO_A],
            [A, server(B, roles=(Role.CLUSTER,))],
            "another-address",
            id="role-elsewhere",
        ),
        pytest.param([TO_A], [A, B], "no-peer", id="no-peer"),
        pytest.param(["MAIL-B/To_A 172.16.9.9"], [A, B], "foreign", id="foreign"),
        pytest.param(["MAIL-B/To_A 10.20.1.99 MAIL-A", TO_B], [A, B], "no-server", id="no-server"),
        pytest.param(
            ["MAIL-B/To_A 10.20.3.10 MAIL-A", TO_B], [A, B, C], "wrong-server", id="wrong-server"
        ),
    ],
)
def test_what_becomes_of_the_calls_of_a_connector(
    rows: Rows, servers: list[str | Server], rule: str
) -> None:
    """The least certain thing on the way decides."""
    assert calling(rows, *servers) == rule


def test_the_name_of_the_caller_works_if_a_file_gives_exactly_the_address() -> None:
    """HOSTS or DNS (Q193380)."""
    rows, hosts = ["MAIL-A/To_B Mail-B MAIL-B", TO_A], {"MAIL-A": ["10.20.2.10 Mail-B"]}
    assert calling(rows, A, B, hosts=hosts) == "name-of-caller"


def test_a_call_that_meets_another_connector_of_the_same_two_servers_is_claimed() -> None:
    """Both of MAIL-B's connectors call from one address, and only one has it."""
    rows = [TO_B, "MAIL-A/To_B_2 10.20.2.32 MAIL-B", TO_A, "MAIL-B/To_A_2 10.20.1.10 MAIL-A"]
    found = scene(rows, [A, B])
    assert found.meets("MAIL-B/To A 2") == ["MAIL-A/To B"]
    assert found.rule("MAIL-B/To A 2") == "same-pair"


def test_a_call_that_meets_a_connector_to_somebody_else_is_down() -> None:
    """Event 51 there (Q166308)."""
    rows = ["MAIL-A/To_C 10.20.2.10 MAIL-C", "MAIL-A/To_B 10.20.2.99 MAIL-B", TO_A]
    assert calling(rows, A, B, C) == "wrong-partner"


def test_a_call_that_may_meet_somebody_elses_connector_is_down() -> None:
    """One of several with the address leads to another partner, and none is the own peer."""
    rows = [
        *("MAIL-A/To_C 10.20.2.10 MAIL-C", "MAIL-A/To_B_2 10.20.2.10 MAIL-B"),
        *("MAIL-A/To_B 10.20.2.99 MAIL-B peer=To_A", TO_A, "MAIL-B/To_A_2 10.20.1.10 MAIL-A"),
    ]
    assert calling(rows, A, B, C) == "wrong-partner"


def test_a_call_that_comes_from_its_override_works() -> None:
    """The Address at the other end is the same (Q197378)."""
    found = scene(["MAIL-A/To_B 10.20.2.41 MAIL-B", TO_A], [A, B + " 10.20.2.41/24"])
    found.set_override("MAIL-B/To A", "10.20.2.41")
    assert found.rule("MAIL-B/To A") == "override"


def test_what_the_mta_has_not_read_is_uncertain() -> None:
    """An Address or an override, until the MTA restarts (Q306959)."""
    found = scene([TO_B, TO_A], [A, B])
    found.state.set_address(found.at("MAIL-B/To A"), number("10.20.1.10"))
    assert found.rule("MAIL-B/To A") == "not-read"
    assert found.rule("MAIL-A/To B") == "own-address"


def test_what_somebody_else_decides_is_open_before_and_after_the_mta_restarts() -> None:
    """The plan has no Address for it."""
    found = scene([TO_B, TO_A], [A, B])
    found.state.set_address(found.at("MAIL-B/To A"), None)
    assert found.rule("MAIL-B/To A") == "open"
    found.state.restart_mta("MAIL-B")
    assert found.rule("MAIL-B/To A") == "open"


def firewalled() -> Scene:
    """MAIL-A reaches MAIL-B through a proxy firewall; MAIL-B dials MAIL-A straight."""
    return scene(["MAIL-A/To_B 10.9.0.1 MAIL-B via=FW1", TO_A], [A, B, C])


def test_a_firewall_hides_who_gets_a_call_and_who_is_seen_to_make_it() -> None:
    """At both ends (Q199326)."""
    found = firewalled()
    assert (found.rule("MAIL-A/To B"), found.rule("MAIL-B/To A")) == ("firewall", "firewall")


def test_a_firewall_at_the_other_end_does_not_hide_where_a_call_goes() -> None:
    """The connector itself has an Address that is not the firewall's."""
    found = firewalled()
    found.set_address("MAIL-B/To A", "10.20.3.10")
    assert found.rule("MAIL-B/To A") == "wrong-server"


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("MAIL-A/1 172.16.9.9", "foreign"),
        ("MAIL-A/1 10.9.0.1 MAIL-B via=FW1", "firewall"),
        ("MAIL-A/1 10.20.2.10 MAIL-B", "no-peer"),
    ],
)
def test_what_becomes_of_calls_to_a_connector_whose_other_end_nobody_knows(
    row: str, rule: str
) -> None:
    """There is no connector whose calls could be followed."""
    found = scene([row], [A, B])
    assert judge_return(found.network, 0).name == rule


def selectors(near: str, far: str, other: str = "out=L2", exchange: str = "5.5 SP1") -> str:
    """The rule of a call between two links with one Address, MAIL-A being the older or not."""
    rows = [
        *(f"MAIL-A/1 10.20.2.10 MAIL-B {near}", f"MAIL-A/2 10.20.2.11 MAIL-B {other}"),
        *(f"MAIL-B/1 10.20.1.10 MAIL-A {far}", f"MAIL-B/2 10.20.1.10 MAIL-A {other}"),
    ]
    newer = server(B + " 10.20.2.11/24", exchange="5.5 SP1")
    return scene(rows, [server(A, exchange=exchange), newer]).rule("MAIL-A/1")


@pytest.mark.parametrize(
    ("near", "far", "other", "rule"),
    [
        pytest.param("out=L1", "out=L1", "out=L2", "selectors", id="own"),
        pytest.param("out=L1", "out=L1", "out=L1", "alike", id="shared"),
        pytest.param("out=L1", "out=L9", "out=L2", "alike", id="not-matching"),
        pytest.param("", "", "out=L2", "alike", id="blank"),
        pytest.param("in=L1", "in=L1", "out=L2", "alike", id="incoming-counts-nothing"),
    ],
)
def test_t_selectors_have_to_match_and_to_differ(
    near: str, far: str, other: str, rule: str
) -> None:
    """Both servers at 5.5 SP1 or later: only field B is looked at (Q198772)."""
    assert selectors(near, far, other) == rule


@pytest.mark.parametrize(
    ("near", "rule"),
    [
        pytest.param("out=L1 in=N", "selectors", id="incoming"),
        pytest.param("out=L1 in=X", "alike", id="another-incoming"),
        pytest.param("out=L1", "alike", id="outgoing-stands-in"),
    ],
)
def test_an_older_caller_also_announces_whom_it_calls(near: str, rule: str) -> None:
    """Its field C, or B if C is blank, is the newer server's field A (Q198772)."""
    assert selectors(near, "own=N out=L1", exchange="5.0 SP2") == rule


def test_an_older_caller_without_incoming_selector_uses_the_outgoing_one() -> None:
    """Which then is the newer server's own."""
    assert selectors("out=N", "own=N out=N", exchange="5.0 SP2") == "selectors"


def test_selectors_matter_only_where_several_connectors_are_met() -> None:
    """A server before 5.5 SP1 does not look at them, and one connector needs none."""
    older = [server(each, exchange="5.0 SP2") for each in (A, B)]
    rows = [TO_B, "MAIL-A/2 10.20.2.10 MAIL-B", TO_A, "MAIL-B/2 10.20.1.10 MAIL-A"]
    assert calling(rows, *older) == "own-address"
    assert calling([TO_B, TO_A], *(server(e, exchange="5.5 SP1") for e in (A, B))) == "own-address"


def test_a_call_is_followed_from_its_address_to_the_connector_that_it_meets() -> None:
    """With where it comes from, and by what it is matched."""
    found = scene([TO_B, TO_A], [A, B])
    trace = trace_call(found.state, found.at("MAIL-A/To B"))
    assert (trace.caller, trace.address) == (0, number("10.20.2.10"))
    assert (trace.call.server, trace.call.origin) == ("MAIL-B", Origin.ONLY)
    assert trace.answer
    assert (found.idents(trace.answer.connectors), trace.answer.match) == (
        ["MAIL-B/To A"],
        Match.ADDRESS,
    )
    assert (trace.colliding, trace.is_behind_firewall, trace.rule.name) == (
        (),
        False,
        "own-address",
    )


@pytest.mark.parametrize(
    ("rows", "servers"),
    [
        pytest.param(["MAIL-A/To_B 10.20.2.77 MAIL-B"], [A, B], id="nobody-is-reached"),
        pytest.param(["MAIL-A/To_B 10.20.2.10 MAIL-B"], [B], id="nobody-knows-the-source"),
    ],
)
def test_a_call_that_cannot_be_followed_has_no_answer(rows: list[str], servers: list[str]) -> None:
    """To whom it goes, or where it comes from, has to be known."""
    assert trace_call(scene(rows, servers).state, 0).answer is None


def test_collisions_on_the_way_are_named_by_their_servers() -> None:
    """They hide whatever else becomes of the call (Q200588)."""
    found = Scene(world_of(pair()))
    assert trace_call(found.state, 0).colliding == ("MAIL-A", "MAIL-B")
    found.set_address("MAIL-A/To B 2", "10.20.2.32")
    trace = trace_call(found.state, 0)
    assert (trace.colliding, trace.rule.name) == (("MAIL-B",), "collision")


def test_a_firewall_on_the_way_is_told() -> None:
    """At either end (Q199326)."""
    found = scene(["MAIL-A/To_B 10.9.0.1 MAIL-B via=FW1", TO_A], [A, B])
    for index in (0, 1):
        trace = trace_call(found.state, index)
        assert (trace.is_behind_firewall, trace.rule.name) == (True, "firewall")


def test_the_way_back_is_the_call_of_the_other_end() -> None:
    """Without another end there is nothing to follow."""
    found = scene([TO_B, TO_A, "MAIL-A/To_C 10.20.3.10 MAIL-C"], [A, server(B)])
    back = trace_return(found.state, found.at("MAIL-A/To B"))
    assert isinstance(back, Trace)
    assert back.caller == found.at("MAIL-B/To A")
    alone = trace_return(found.state, found.at("MAIL-A/To C"))
    assert isinstance(alone, Rule)
    assert alone is rules.NO_PEER


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_has_a_reason_and_its_articles(rule: Rule) -> None:
    """Each row names its source."""
    assert rule.reason.endswith(".")
    assert rule.sources
    assert all(re.fullmatch(r"Q\d{6}", source) for source in rule.sources)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_no_rule_says_one_direction_only(rule: Rule) -> None:
    """A direction cannot be one of two."""
    assert rule.status is not Status.ONE_WAY


def test_what_q200588_alone_says_is_claimed() -> None:
    """Whether calls over a second connector are accepted on 4.0 and 5.0 is its claim only."""
    assert [rule.name for rule in RULES if rule.status is Status.CLAIMED] == ["same-pair"]
    assert "Q200588" in rules.SAME_PAIR.sources


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [
        (rules.OWN_ADDRESS, rules.OVERRIDE, Status.WORKS),
        (rules.OWN_ADDRESS, rules.SAME_PAIR, Status.CLAIMED),
        (rules.SAME_PAIR, rules.ROLE, Status.UNCERTAIN),
        (rules.OWN_ADDRESS, rules.ROLE, Status.UNCERTAIN),
        (rules.OWN_ADDRESS, rules.NOBODY, Status.ONE_WAY),
        (rules.ROLE, rules.NOBODY, Status.ONE_WAY),
        (rules.WRONG_SERVER, rules.NOBODY, Status.DOWN),
    ],
)
def test_a_route_is_as_good_as_the_worse_direction(one: Rule, other: Rule, status: Status) -> None:
    """If one of them is down it is one direction only; the order of the two does not matter."""
    assert route_status(one, other) is status
    assert route_status(other, one) is status
