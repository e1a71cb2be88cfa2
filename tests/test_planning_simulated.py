# SPDX-License-Identifier: MIT
"""What the simulation says of a plan: requirements, rules, routes and outages."""

import pytest

from tests.builders import inventory, pair, server, servers, settings
from tests.plans import Made, between, make
from x400fix.inventory.connectors import Inventory
from x400fix.plan.model import Breach, Directions, Outage, Proof, Route, RouteCounts
from x400fix.plan.schedule import timeline
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.settings.settings import Settings
from x400fix.simulation.requirements import REQUIREMENTS
from x400fix.simulation.rules import RULES
from x400fix.step_kinds import StepKind


def routes(made: Made) -> dict[str, Route]:
    """The routes of a plan by connector."""
    return {f"{route.server}/{route.connector}": route for route in made.plan.routes}


def proof_of(made: Made) -> Proof:
    return made.plan.proof


def half_open() -> Inventory:
    """Two connectors behind a firewall, and two with a DHCP owner."""
    rows = [
        *("MAIL-A/One 10.9.0.1 MAIL-B via=FW1", "MAIL-A/Two 10.9.0.1 MAIL-C via=FW1"),
        "MAIL-A/Tp4 490001AA MAIL-D stack=TP4",
    ]
    return inventory(rows, servers())


def test_every_requirement_has_its_outcome() -> None:
    """In their order, with their texts and articles."""
    record = proof_of(make(pair()))
    found = [(each.name, each.text, each.sources) for each in record.obligations]
    assert found == [(each.name, each.text, each.sources) for each in REQUIREMENTS]
    assert {each.outcome for each in record.obligations} == {"holds"}


def test_what_is_given_up_names_the_option() -> None:
    """A requirement that holds anyway does not."""
    record = proof_of(make(pair(), settings(reassign_all=True)))
    found = {each.name: each.outcome for each in record.obligations}
    assert found["answered"] == found["one-kept"] == "given up by --reassign-all"
    assert found["no-collision"] == "holds"


def test_a_breach_is_a_connector_or_a_step() -> None:
    """What is open is marked as such."""
    record = proof_of(make(half_open()))
    (collision,) = [each for each in record.obligations if each.name == "no-collision"]
    assert collision.outcome == "open"
    assert collision.breaches == (Breach(server="MAIL-A", connector="Two", step=0, is_open=True),)


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
    assert record.before == RouteCounts(down=4)
    assert record.after == RouteCounts(claimed=2, uncertain=2)


def test_outages_have_the_place_and_the_minutes_of_their_steps() -> None:
    """A list, a server's restart and its MTA's; routes that are down already lose nothing."""
    made = make(pair())
    stops = {StepKind.NIC_SCRIPT, StepKind.SERVER_RESTART, StepKind.MTA_RESTART}
    assert made.plan.outages == tuple(
        Outage(step=step.number, server=place, minutes=step.minutes, routes=0, down=4)
        for place, step in timeline(made.plan)
        if step.kind in stops
    )


def test_a_route_shows_before_after_and_its_turns() -> None:
    """It is down already, so that it loses nothing while its servers restart."""
    made = make(pair())
    restarts = made.steps(StepKind.MTA_RESTART)
    route = routes(made)["MAIL-A/To B 2"]
    assert (route.partner, route.minutes) == ("MAIL-B", 0)
    assert route.before == Directions(outgoing="collision", incoming="collision", status="down")
    assert route.after == Directions(outgoing="same-pair", incoming="same-pair", status="claimed")
    assert [(turn.step, turn.status) for turn in route.turns] == [(restarts[-1].number, "claimed")]
    assert (route.turns[-1].outgoing, route.turns[-1].incoming) == ("same-pair", "same-pair")


def test_a_route_that_passes_mail_waits_while_either_of_its_servers_is_out_of_service() -> None:
    """MAIL-B restarts with 5 and 20 minutes for its NIC, and its MTA with 10."""
    rows = [*(f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"), "MAIL-B/C 10.20.3.10 MAIL-C"]
    made = make(inventory(rows, servers()))
    assert routes(made)["MAIL-B/C"].minutes == 35
    assert {(each.server, each.routes, each.down) for each in made.plan.outages} == {
        ("MAIL-A", 0, 2),
        ("MAIL-B", 1, 2),
    }


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


def outcomes(made: Made) -> dict[str, str]:
    """The outcome of each requirement."""
    return {each.name: each.outcome for each in made.plan.proof.obligations}


@pytest.mark.parametrize(
    ("mode", "reassign_all", "outcome"),
    [
        (AddressMode.IP, False, "holds"),
        (AddressMode.HOSTS, False, "holds"),
        (AddressMode.LMHOSTS, False, "given up by --address-mode lmhosts"),
        (AddressMode.LMHOSTS, True, "given up by --reassign-all"),
    ],
)
def test_an_option_may_give_up_that_every_call_is_answered(
    mode: AddressMode, outcome: str, *, reassign_all: bool
) -> None:
    """LMHOSTS takes no part in a reverse lookup; without a kept link no call is matched."""
    found = pair(2, "5.0 SP2", "5.5 SP4")
    made = make(found, settings(address_mode=mode, reassign_all=reassign_all))
    assert outcomes(made)["answered"] == outcome


BY_NAME = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)


@pytest.mark.parametrize(
    ("row", "owner", "chosen"),
    [
        pytest.param("10.20.2.10 MAIL-B", "MAIL-B 10.20.2.10/24", settings(), id="nic"),
        pytest.param("172.16.9.9", "X", settings(["172.16.9.9=172.16.9.32"]), id="foreign"),
        pytest.param("172.16.9.9 PX", "X", settings(["PX=172.16.9.32"]), id="unknown-server"),
        pytest.param("10.9.0.1 PX via=FW1", "X", settings(["FW1=10.9.0.32"]), id="firewall"),
        pytest.param("10.20.2.10 MAIL-B", "MAIL-B 10.20.2.10/24", BY_NAME, id="name"),
        pytest.param("10.20.2.10 MAIL-B", "MAIL-B", BY_NAME, id="name-of-unknown-nic"),
    ],
)
def test_a_new_address_leads_to_its_owner_as_far_as_it_can_be_seen(
    row: str, owner: str, chosen: Settings
) -> None:
    """An unknown server is asked to add it; a foreign MTA or a firewall cannot be looked into."""
    rows = [f"MAIL-A/One {row}", f"MAIL-A/Two {row}"]
    made = make(inventory(rows, ["MAIL-A 10.20.1.10/24", owner]), chosen)
    assert outcomes(made)["as-planned"] == "holds"


def test_a_server_that_takes_its_list_at_once_stops_nothing() -> None:
    """Windows 2000 and later are not restarted."""
    here = server("MAIL-A 10.20.1.10/24", os="Windows 2000", adapter="LAN")
    made = make(between(here))
    kinds = {
        made.steps()[each.step - 1].kind for each in made.plan.outages if each.server == here.name
    }
    assert kinds == {StepKind.MTA_RESTART}


def test_what_is_done_by_hand_counts_like_what_a_script_does() -> None:
    """Names, overrides and lists: the routes afterwards are the same."""
    rows = [
        *("{}/One mail-b MAIL-B", "{}/Two mail-b MAIL-B"),
        *("MAIL-B/One 10.20.1.10 {}", "MAIL-B/Two 10.20.1.10 {}"),
    ]
    after = []
    for name in ("MAIL-A", "$MAIL"):
        known = [
            server(f"{name} 10.20.1.10/24"),
            server(
                "MAIL-B 10.20.2.10/24", exchange="5.5 SP4", adapter="" if name == "$MAIL" else "x"
            ),
        ]
        made = make(
            inventory([row.format(name) for row in rows], known),
            settings(address_mode=AddressMode.HOSTS),
        )
        by_hand = {StepKind.HOSTS_HAND, StepKind.NIC_HAND} & {step.kind for step in made.steps()}
        assert bool(by_hand) is (name == "$MAIL")
        after.append(made.plan.proof.after)
    assert after[0] == after[1]


def test_routes_of_networks_that_never_meet_do_not_touch_each_other() -> None:
    """An outage counts the routes of its own servers only."""
    rows = [
        f"{home}/{n} 10.20.{at}.10 {far}"
        for home, far, at in (("MAIL-A", "MAIL-B", 2), ("MAIL-C", "MAIL-D", 4))
        for n in "12"
    ]
    facts = [server(f"MAIL-{name} 10.20.{at}.10/24") for at, name in enumerate("ABCD", 1)]
    made = make(inventory(rows, facts), settings(["10.20.2.32/28", "10.20.4.32/28"]))
    assert {(each.routes, each.down) for each in made.plan.outages} == {(0, 2)}
    assert made.plan.proof.before == RouteCounts(down=4)
