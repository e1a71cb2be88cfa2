# SPDX-License-Identifier: MIT
"""A plan as the simulation runs it."""

import pytest
from x400fix.planning.course import StepReader, waiver_of

from tests.builders import ident_of, inventory, pair, server, servers, settings
from tests.plans import Made, between, called, mail_a, make
from tests.simulations import at, course, number
from x400fix.inventory.connectors import Connector
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.settings.settings import Settings
from x400fix.simulation.changes import ExpectedAddress, PlaceChanges, SetOverride, in_order
from x400fix.simulation.network import NameTable
from x400fix.step_kinds import Effect, StepKind

NAMED = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)


def changes_at(made: Made, place: str) -> PlaceChanges:
    """What a plan changes at one place."""
    return course(made).changes[place]


def lines(table: NameTable) -> dict[str, str]:
    """Names with their addresses, as hex numbers."""
    return {name: f"{address:X}" for address, name in table.lines}


@pytest.mark.parametrize(
    ("mode", "reassign_all", "waiver"),
    [
        (AddressMode.IP, False, ""),
        (AddressMode.HOSTS, False, ""),
        (AddressMode.LMHOSTS, False, "--address-mode lmhosts"),
        (AddressMode.IP, True, "--reassign-all"),
        (AddressMode.LMHOSTS, True, "--reassign-all"),
    ],
)
def test_an_option_may_give_up_that_every_call_is_answered(
    mode: AddressMode, waiver: str, *, reassign_all: bool
) -> None:
    """The plan and the model name it alike."""
    assert waiver_of(mode, reassign_all=reassign_all) == waiver
    made = make(pair(), settings(address_mode=mode, reassign_all=reassign_all))
    assert course(made).waiver == waiver


@pytest.mark.parametrize(("chosen", "way"), [(settings(), "address"), (NAMED, "hostname")])
def test_a_course_names_its_strategy(chosen: Settings, way: str) -> None:
    """Which then need not be supposed."""
    assert course(make(pair(), chosen)).strategy == way


EFFECTS = {
    StepKind.NIC_SCRIPT: Effect.LIST,
    StepKind.NIC_HAND: Effect.LIST,
    StepKind.SERVER_RESTART: Effect.RESTART_SERVER,
    StepKind.HOSTS: Effect.HOSTS,
    StepKind.HOSTS_HAND: Effect.HOSTS,
    StepKind.LMHOSTS: Effect.LMHOSTS,
    StepKind.LMHOSTS_HAND: Effect.LMHOSTS,
    StepKind.LMHOSTS_OPTIONAL: Effect.LMHOSTS,
    StepKind.OVERRIDE_SCRIPT: Effect.OVERRIDES,
    StepKind.OVERRIDE_HAND: Effect.OVERRIDES_BY_HAND,
    StepKind.ADDRESS: Effect.ADDRESS,
    StepKind.ADDRESS_OPEN: Effect.ADDRESS,
    StepKind.MTA_RESTART: Effect.RESTART_MTA,
}
LOOKING = {
    *(StepKind.SNAPSHOT, StepKind.CHECK_BEFORE, StepKind.NIC_COMPARE, StepKind.REQUEST),
    *(StepKind.MAPPING, StepKind.CHECK_AFTER, StepKind.OVERRIDE_READ, StepKind.TEST),
    *(StepKind.WATCH, StepKind.UNPACK),
}


@pytest.mark.parametrize("kind", StepKind, ids=lambda kind: kind.slug)
def test_every_kind_of_step_does_something_or_only_looks(kind: StepKind) -> None:
    """None is forgotten: a step by hand does what the script does."""
    read = StepReader({"TO A 1": 2}, has_list=False)
    step = read(3, kind.slug, "to b 1" if kind in LOOKING else "to a 1")
    assert step.effect is EFFECTS.get(kind, Effect.NOTHING)
    assert (kind in EFFECTS) is not (kind in LOOKING)
    assert step.number == 3
    assert step.index == (2 if step.effect is Effect.ADDRESS else -1)


def test_a_server_that_nobody_knows_is_asked_for_its_new_addresses_once() -> None:
    """Any further request, or a request at a server with a script, changes no list."""
    request, script = StepKind.REQUEST.slug, StepKind.NIC_SCRIPT.slug
    for has_list, kinds, effects in (
        (False, [request], [Effect.NOTHING]),
        (True, [request, request], [Effect.LIST, Effect.NOTHING]),
        (True, [script, request], [Effect.LIST, Effect.NOTHING]),
    ):
        read = StepReader({}, has_list=has_list)
        assert [read(at, kind, "").effect for at, kind in enumerate(kinds)] == effects


def test_the_steps_are_those_of_the_plan_in_order_of_time() -> None:
    """With the connector that an Address step is about."""
    made = make(pair(3))
    steps = in_order(course(made).changes.values())
    planned = [(step.number, step.server) for step in made.plan.steps]
    assert [(step.number, changes.place) for step, changes in steps] == planned
    connectors = made.plan.world.connectors
    changed = [ident_of(connectors[s.index]) for s, _ in steps if s.effect is Effect.ADDRESS]
    assert changed == [f"{step.server}/{step.connector}" for step in made.steps(StepKind.ADDRESS)]


def test_each_network_gets_the_changes_at_its_own_servers() -> None:
    """Steps of other servers are not in it."""
    rows = [
        f"{home}/{n} 10.20.{at}.10 {far}"
        for home, far, at in (("MAIL-A", "MAIL-B", 2), ("MAIL-C", "MAIL-D", 4))
        for n in "12"
    ]
    facts = [server(f"MAIL-{name} 10.20.{at}.10/24") for at, name in enumerate("ABCD", 1)]
    made = make(inventory(rows, facts), settings(["10.20.2.32/28", "10.20.4.32/28"]))
    parts = [course(made).within(network) for network in made.plan.world.networks()]
    assert [[changes.place for changes in part] for part in parts] == [
        ["MAIL-A", "MAIL-B"],
        ["MAIL-C", "MAIL-D"],
    ]
    assert [[list(changes.addresses) for changes in part] for part in parts] == [
        [[1], []],
        [[3], []],
    ]


def test_a_place_has_the_lists_of_the_nic() -> None:
    """The services are out of service from the writing to the restart."""
    changes = changes_at(make(pair()), "MAIL-B")
    before, new = number("10.20.2.10"), number("10.20.2.32")
    assert (changes.before, changes.after, changes.added) == ((before,), (before, new), (new,))
    assert changes.stops_mail


def test_a_nic_that_nobody_knows_has_only_what_is_added() -> None:
    """Then no restart is planned either."""
    rows = ["MAIL-A/One 10.20.4.10 PX", "MAIL-A/Two 10.20.4.10 PX"]
    made = make(inventory(rows, servers()), settings(["PX=10.20.4.32/28"]))
    changes = changes_at(made, "PX")
    assert (changes.before, changes.after, changes.added) == ((), (), (number("10.20.4.32"),))
    assert not changes.stops_mail
    (step,) = [step for step in changes.steps if step.effect is Effect.LIST]
    assert made.plan.steps[step.number - 1].kind is StepKind.REQUEST


def test_a_server_that_takes_its_list_at_once_stops_nothing() -> None:
    """Windows 2000 and later."""
    here = mail_a(os=server("X", os="Windows 2000").os, adapter="LAN")
    changes = changes_at(make(between(here)), "MAIL-A")
    assert changes.added
    assert not changes.stops_mail


def test_a_place_without_new_addresses_has_no_lists() -> None:
    """More names for one address change no NIC."""
    changes = changes_at(make(pair(), NAMED), "MAIL-B")
    assert (changes.before, changes.after, changes.added) == ((), (), ())


def test_a_place_has_the_old_and_the_new_addresses_of_connectors() -> None:
    """Numbers, names, and nothing where somebody else decides."""
    made = make(pair())
    assert changes_at(made, "MAIL-A").addresses == {
        at(made, "MAIL-A/To B 2"): (number("10.20.2.10"), number("10.20.2.32"))
    }
    by_name = make(pair(), settings(address_mode=AddressMode.HOSTS))
    assert changes_at(by_name, "MAIL-A").addresses == {
        at(by_name, "MAIL-A/To B 2"): (number("10.20.2.10"), "MAIL-B-X2")
    }
    rows = ["MAIL-A/One MAIL-D MAIL-D", "MAIL-A/Two MAIL-D MAIL-D"]
    by_hand = make(inventory(rows, [*servers(), server("MAIL-D dhcp")]))
    assert changes_at(by_hand, "MAIL-A").addresses == {1: ("MAIL-D", None)}


def test_a_place_has_the_lines_of_the_name_files() -> None:
    """HOSTS with the kept name first, then the aliases; LMHOSTS with the aliases."""
    rows = ["MAIL-A/One MAIL-B MAIL-B", "MAIL-A/Two MAIL-B MAIL-B"]
    made = make(inventory(rows, servers()), settings(address_mode=AddressMode.HOSTS))
    changes = changes_at(made, "MAIL-A")
    assert lines(changes.hosts) == {"MAIL-B": "A14020A", "MAIL-B-X2": "A140220"}
    assert lines(changes.lmhosts) == {"MAIL-B-X2": "A140220"}


def test_a_place_has_the_overrides_by_script_and_by_hand() -> None:
    """An unsafe directory name is set by hand."""
    rows: list[str | Connector] = [
        *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
        "MAIL-B/A_first 10.20.1.10 MAIL-A",
        called("back\\slash", "MAIL-B/x 10.20.1.10 MAIL-A peer=Two"),
    ]
    newer = server("MAIL-B 10.20.2.10/24", exchange="5.5 SP4")
    made = make(inventory(rows, [server("MAIL-A 10.20.1.10/24"), newer]))
    assert set(changes_at(made, "MAIL-B").overrides) == {
        SetOverride(at(made, "MAIL-B/A first"), number("10.20.2.10"), is_scripted=True),
        SetOverride(at(made, "MAIL-B/back\\slash"), number("10.20.2.32"), is_scripted=False),
    }
    effects = {step.effect for step in changes_at(made, "MAIL-B").steps}
    assert {Effect.OVERRIDES, Effect.OVERRIDES_BY_HAND} <= effects


def expected(made: Made) -> dict[str, ExpectedAddress]:
    """Where the new addresses of a plan are to lead, by connector."""
    connectors, changes = made.plan.world.connectors, course(made).changes.values()
    found = (each for place in changes for each in place.expected)
    return {ident_of(connectors[each.index]): each for each in found}


def test_every_new_address_is_expected_at_its_owner() -> None:
    """By home server."""
    assert expected(make(pair())) == {
        "MAIL-A/To B 2": ExpectedAddress(1, number("10.20.2.32"), "MAIL-B", is_open=False),
        "MAIL-B/To A 2": ExpectedAddress(3, number("10.20.1.32"), "MAIL-A", is_open=False),
    }


@pytest.mark.parametrize(
    ("owner", "is_open"), [("MAIL-B 10.20.2.10/24", False), ("MAIL-B", True)], ids=["nic", "no-nic"]
)
def test_a_further_name_leads_to_the_primary_address(owner: str, *, is_open: bool) -> None:
    """Where nobody knows the owner's NIC, nobody can see that it answers there."""
    rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"]
    made = make(inventory(rows, ["MAIL-A 10.20.1.10/24", owner]), NAMED)
    assert expected(made) == {
        "MAIL-A/Two": ExpectedAddress(1, number("10.20.2.10"), "MAIL-B", is_open=is_open)
    }


@pytest.mark.parametrize(
    ("row", "pool", "owner", "is_open"),
    [
        pytest.param("172.16.9.9", "172.16.9.32/28", "172.16.9.9", False, id="foreign"),
        pytest.param("172.16.9.9 PX", "172.16.9.32/28", "PX", False, id="unknown-server"),
        pytest.param("10.9.0.1 MAIL-C via=FW1", "FW1=10.9.0.32/28", "FW1", True, id="firewall"),
    ],
)
def test_owners_without_a_known_nic_are_expected_to_answer(
    row: str, pool: str, owner: str, *, is_open: bool
) -> None:
    """Nobody of the inputs can be seen to, where it is not a partner of the network."""
    found = inventory([f"MAIL-A/One {row}", f"MAIL-A/Two {row}"], servers())
    made = make(found, settings([pool]))
    (address,) = expected(made).values()
    assert (address.owner, address.is_open) == (owner, is_open)
    assert not made.plan.proof.fails


def test_a_plan_for_somebody_else_to_decide_expects_nothing() -> None:
    """But the connector is among those that change."""
    rows = ["MAIL-A/One MAIL-D MAIL-D", "MAIL-A/Two MAIL-D MAIL-D"]
    made = make(inventory(rows, [*servers(), server("MAIL-D dhcp")]))
    assert expected(made) == {}
    assert list(changes_at(made, "MAIL-A").addresses) == [1]
