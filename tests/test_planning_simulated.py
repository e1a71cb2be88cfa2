# SPDX-License-Identifier: MIT
"""What the model says of a plan as records of PLAN.json."""

from collections import Counter

import pytest
from x400fix.planning.records import (
    outage_records,
    proof_record,
    route_records,
    standstills,
)

from tests.builders import inventory, pair, server, servers, settings
from tests.plans import Made, make
from x400fix.inventory.connectors import Inventory
from x400fix.plan.model import (
    BreachRecord,
    DirectionsRecord,
    OutageRecord,
    ProofRecord,
    RouteRecord,
    RoutesRecord,
)
from x400fix.simulation.proof import routes_record
from x400fix.simulation.requirements import OBLIGATIONS
from x400fix.simulation.rules import RULES, Status
from x400fix.step_kinds import StepKind


def proof_of(made: Made) -> ProofRecord:
    return proof_record(made.plan.proof, made.plan.world)


def outages(made: Made) -> list[OutageRecord]:
    """What stands still in a plan."""
    times = ((step.server, step.kind.minutes) for step in made.plan.steps)
    return list(outage_records(made.plan.proof, times))


def routes(made: Made) -> dict[str, RouteRecord]:
    """The routes of a plan by connector."""
    found = route_records(made.plan.proof, made.plan.world, standstills(outages(made)))
    return {f"{route.server}/{route.connector}": route for route in found}


def half_open() -> Inventory:
    """Two connectors behind a firewall, and two with a DHCP owner."""
    rows = [
        *("MAIL-A/One 10.9.0.1 MAIL-B via=FW1", "MAIL-A/Two 10.9.0.1 MAIL-C via=FW1"),
        "MAIL-A/Tp4 490001AA MAIL-D stack=TP4",
    ]
    return inventory(rows, servers())


def test_every_obligation_is_told_with_its_outcome() -> None:
    """In their order, with their texts and articles."""
    record = proof_of(make(pair()))
    told = [(each.name, each.text, each.sources) for each in record.obligations]
    assert told == [(each.name, each.text, each.sources) for each in OBLIGATIONS]
    assert {each.outcome for each in record.obligations} == {"holds"}


def test_what_is_given_up_names_the_option() -> None:
    """An obligation that holds all the same does not."""
    record = proof_of(make(pair(), settings(reassign_all=True)))
    found = {each.name: each.outcome for each in record.obligations}
    assert found["answered"] == found["one-kept"] == "given up by --reassign-all"
    assert found["no-collision"] == "holds"


def test_a_breach_is_a_connector_or_a_step() -> None:
    """What is open is told as such."""
    record = proof_of(make(half_open()))
    (collision,) = [each for each in record.obligations if each.name == "no-collision"]
    assert collision.outcome == "open"
    assert collision.breaches == (
        BreachRecord(server="MAIL-A", connector="One", step=0, is_open=True),
        BreachRecord(server="MAIL-A", connector="Two", step=0, is_open=True),
    )


def test_only_rules_that_were_met_are_explained() -> None:
    """Before, after, or at any step in between; in the order of the table."""
    record = proof_of(make(pair()))
    names = [rule.name for rule in record.rules]
    assert names == ["same-pair", "several-addresses", "collision"]
    assert [rule.name for rule in RULES if rule.name in names] == names
    assert all(rule.reason.endswith(".") and rule.sources for rule in record.rules)


def test_a_rule_that_only_a_turn_meets_is_explained() -> None:
    """Between the two restarts the calls meet what is neither before nor after."""
    rows = [
        *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
        *("MAIL-B/One 10.20.1.10 MAIL-A", "MAIL-B/Two 10.20.1.10 MAIL-A"),
    ]
    facts = [server("MAIL-A 10.20.1.10/24"), server("MAIL-B 10.20.2.10/24", exchange="5.5 SP4")]
    made = make(inventory(rows, facts))
    turned = {turn.outgoing for route in routes(made).values() for turn in route.turns}
    turned |= {turn.incoming for route in routes(made).values() for turn in route.turns}
    assert turned <= {rule.name for rule in proof_of(made).rules}
    ends = {route.before for route in routes(made).values()}
    ends |= {route.after for route in routes(made).values()}
    assert turned - {each.outgoing for each in ends} - {each.incoming for each in ends}


def test_the_counts_of_routes_stand_for_before_and_after() -> None:
    """Each status has a name of its own in PLAN.json."""
    record = proof_of(make(pair()))
    assert record.before == RoutesRecord(down=4)
    assert record.after == RoutesRecord(claimed=2, uncertain=2)


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (Status.WORKS, "works"),
        (Status.CLAIMED, "claimed"),
        (Status.UNCERTAIN, "uncertain"),
        (Status.ONE_WAY, "one_way"),
        (Status.DOWN, "down"),
    ],
)
def test_every_status_is_counted_under_its_name(status: Status, name: str) -> None:
    """And nothing else is counted there."""
    counts = routes_record(Counter({status: 3}))
    assert {
        each: getattr(counts, each) for each in counts.__struct_fields__ if getattr(counts, each)
    } == {name: 3}


def test_outages_have_the_place_and_the_minutes_of_their_steps() -> None:
    """All others of the times that are handed in are left out."""
    made = make(pair())
    stops = {StepKind.NIC_SCRIPT, StepKind.SERVER_RESTART, StepKind.MTA_RESTART}
    assert outages(made) == [
        OutageRecord(step=step.number, server=step.server, minutes=step.kind.minutes, routes=4)
        for step in made.plan.steps
        if step.kind in stops
    ]


def test_standstills_are_added_up_for_each_server() -> None:
    """A list, the restart of the server and that of its MTA."""
    assert standstills(outages(make(pair()))) == {"MAIL-A": 35, "MAIL-B": 35}
    assert standstills([]) == {}


def test_a_route_tells_before_after_and_its_turns() -> None:
    """With the minutes for which either of its servers stands still."""
    made = make(pair())
    restarts = made.steps(StepKind.MTA_RESTART)
    route = routes(made)["MAIL-A/To B 2"]
    assert (route.partner, route.minutes) == ("MAIL-B", 70)
    assert route.before == DirectionsRecord(
        outgoing="collision", incoming="collision", status="down"
    )
    assert route.after == DirectionsRecord(
        outgoing="same-pair", incoming="same-pair", status="claimed"
    )
    assert [(turn.step, turn.status) for turn in route.turns] == [(restarts[-1].number, "claimed")]
    assert (route.turns[-1].outgoing, route.turns[-1].incoming) == ("same-pair", "same-pair")


def test_a_route_without_turns_has_none_and_other_stacks_have_no_route() -> None:
    """Turns belong to their own connectors, also behind one without."""
    rows = [
        *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
        *("MAIL-A/Zero 490001AA MAIL-B stack=TP4", "MAIL-C/One 10.20.4.10 MAIL-D"),
    ]
    made = make(inventory(rows, servers()))
    found = routes(made)
    assert list(found) == ["MAIL-A/One", "MAIL-A/Two", "MAIL-C/One"]
    assert [bool(route.turns) for route in found.values()] == [True, True, False]
    assert found["MAIL-C/One"].minutes == 0


def test_routes_with_the_same_rules_share_a_record() -> None:
    """A large plan has very many of them."""
    found = list(routes(make(pair())).values())
    assert found[0].before is found[3].before
