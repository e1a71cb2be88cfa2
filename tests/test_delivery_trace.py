# SPDX-License-Identifier: MIT
"""One call followed rule by rule."""

import pytest

from tests.builders import pair, server
from tests.deliveries import Scene, number, scene, world_of
from x400fix.simulation.calls import Match, Origin
from x400fix.simulation.rules import NO_PEER, Rule
from x400fix.simulation.trace import Trace, trace_call, trace_return

A, B = "MAIL-A 10.20.1.10/24", "MAIL-B 10.20.2.10/24"
TO_B, TO_A = "MAIL-A/To_B 10.20.2.10 MAIL-B", "MAIL-B/To_A 10.20.1.10 MAIL-A"


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
    assert alone is NO_PEER
