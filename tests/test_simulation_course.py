# SPDX-License-Identifier: MIT
"""What the simulation runs of a plan: what its folders, steps and assignments say, and no more."""

from tests.builders import inventory, pair, servers, settings
from tests.plans import Made, called, make
from tests.simulations import at, broken, number, replacing
from x400fix.plan.model import Route
from x400fix.step_kinds import Effect, StepKind

UNKNOWN = settings(["172.16.9.32/28"])
"""A range near the address at which MAIL-A dials a server that the inventory does not have."""


def effects(made: Made, place: str) -> list[Effect]:
    """What the steps at a place do."""
    steps = made.planned.course.changes[place].steps
    return [step.effect for step in steps if step.effect is not Effect.NOTHING]


def route(made: Made, ident: str) -> Route:
    """The route of a connector."""
    return next(each for each in made.plan.routes if f"{each.server}/{each.connector}" == ident)


def test_only_connectors_that_change_are_moved() -> None:
    """Those that are kept have a line in the folder, and stay as they are."""
    made = make(pair(3))
    moved = {at(made, f"MAIL-A/To B {which}") for which in (2, 3)}
    assert set(made.planned.course.changes["MAIL-A"].addresses) == moved


def test_a_connector_of_the_same_name_on_another_stack_is_another_one() -> None:
    """The plan names connectors; only those of TCP change."""
    rows = ["MAIL-A/To_B_2 490001AA MAIL-B stack=TP4"]
    found = inventory([*pair().connectors, *rows], servers())
    assert broken(make(found), {}) == {}


def test_an_unknown_server_adds_addresses_once() -> None:
    """It is asked for more, at another address of its own; that puts nothing on its NIC."""
    rows = [
        *("MAIL-A/One 172.16.9.9 PX", "MAIL-A/Two 172.16.9.9 PX"),
        *("MAIL-C/One 10.99.0.1 PX", "MAIL-C/Two 10.99.0.1 PX"),
    ]
    made = make(inventory(rows, servers()), UNKNOWN)
    assert len(made.steps(StepKind.REQUEST, at="PX")) == 2
    assert effects(made, "PX") == [Effect.LIST]


def test_an_unknown_server_has_to_have_its_new_addresses() -> None:
    """The plan asks it to add them, so they are no open question."""
    rows = ["MAIL-A/One 172.16.9.9 PX", "MAIL-A/Two 172.16.9.9 PX"]
    made = make(inventory(rows, servers()), UNKNOWN)
    assert broken(made, {}) == {}
    wrong = {"PX": replacing(added=(number("172.16.9.33"),))}
    assert broken(made, wrong)["as-planned"] == ["MAIL-A/Two"]


def test_a_firewall_that_the_inventory_describes_is_still_asked() -> None:
    """Its administrator adds the addresses; others dial it as a server."""
    rows = [
        *("MAIL-A/One 10.9.0.1 PX via=FW1", "MAIL-A/Two 10.9.0.1 PX via=FW1"),
        "MAIL-A/Three 10.9.0.2 FW1",
    ]
    made = make(inventory(rows, ["FW1 10.9.0.2/24"]), settings(["FW1=10.9.0.32"]))
    assert broken(made, {}) == {}


def test_what_dns_knows_takes_part() -> None:
    """A reverse lookup asks it after HOSTS (Q193380)."""
    rows = ["MAIL-A/1 b.example.com MAIL-B", "MAIL-B/1 10.20.1.10 MAIL-A"]
    dns = ((number("10.20.2.10"), "b.example.com"),)
    without, with_dns = (make(inventory(rows, servers()), settings(dns=each)) for each in ((), dns))
    assert route(without, "MAIL-B/1").before.outgoing != "name-of-caller"
    assert route(with_dns, "MAIL-B/1").before.outgoing == "name-of-caller"


def test_an_override_that_is_set_by_hand_counts_like_a_scripted_one() -> None:
    """A directory name that no script can have is typed in."""
    there = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"]
    after = []
    for names in (("One", "Two"), ("O%ne", "T%wo")):
        back = [called(name, "MAIL-B/To_A 10.20.1.10 MAIL-A") for name in names]
        made = make(inventory([*there, *back], servers(exchange_b="5.5 SP4")))
        by_hand = names != ("One", "Two")
        assert bool(made.steps(StepKind.OVERRIDE_HAND)) is by_hand
        assert bool(made.steps(StepKind.OVERRIDE_SCRIPT)) is not by_hand
        after.append([route(made, f"MAIL-B/{name}").after for name in names])
    assert after[0] == after[1]
