# SPDX-License-Identifier: MIT
"""A plan as the model of deliveries runs it."""

import pytest

from tests.builders import ident_of, inventory, pair, server, servers, settings
from tests.deliveries import course, number
from tests.plans import Made, between, called, mail_a, make
from x400fix.inventory.connectors import Connector
from x400fix.planning.course import StageFinder, waiver_of
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.settings.settings import Settings
from x400fix.simulation.changes import Deed, Part, Promise, SetOverride
from x400fix.simulation.network import NameTable
from x400fix.step_kinds import StepKind

NAMED = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)


def part_of(made: Made) -> Part:
    """What a plan does in its only network."""
    (network,) = made.plan.world.networks()
    return course(made).part_of(network)


def at(made: Made, ident: str) -> int:
    """The place of a connector in the world."""
    return [ident_of(each) for each in made.plan.world.connectors].index(ident)


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


DEEDS = {
    StepKind.NIC_SCRIPT: Deed.LIST,
    StepKind.NIC_HAND: Deed.LIST,
    StepKind.SERVER_RESTART: Deed.RESTART_SERVER,
    StepKind.HOSTS: Deed.HOSTS,
    StepKind.HOSTS_HAND: Deed.HOSTS,
    StepKind.LMHOSTS: Deed.LMHOSTS,
    StepKind.LMHOSTS_HAND: Deed.LMHOSTS,
    StepKind.LMHOSTS_OPTIONAL: Deed.LMHOSTS,
    StepKind.OVERRIDE_SCRIPT: Deed.OVERRIDES,
    StepKind.OVERRIDE_HAND: Deed.OVERRIDES_BY_HAND,
    StepKind.ADDRESS: Deed.ADDRESS,
    StepKind.ADDRESS_OPEN: Deed.ADDRESS,
    StepKind.MTA_RESTART: Deed.RESTART_MTA,
}
LOOKING = {
    *(StepKind.SNAPSHOT, StepKind.CHECK_BEFORE, StepKind.NIC_COMPARE, StepKind.REQUEST),
    *(StepKind.MAPPING, StepKind.CHECK_AFTER, StepKind.OVERRIDE_READ, StepKind.TEST),
    *(StepKind.WATCH, StepKind.UNPACK),
}


@pytest.mark.parametrize("kind", StepKind, ids=lambda kind: kind.slug)
def test_every_kind_of_step_does_something_or_only_looks(kind: StepKind) -> None:
    """None is forgotten: a step by hand does what the script does."""
    (network,) = make(pair()).plan.world.networks()
    find = StageFinder(network, ["MAIL-A"])
    stage = find(3, kind.slug, "MAIL-B", 15, "to b 1" if kind in LOOKING else "to a 1")
    assert stage.deed is DEEDS.get(kind, Deed.NOTHING)
    assert (kind in DEEDS) is not (kind in LOOKING)
    assert (stage.number, stage.place, stage.minutes) == (3, "MAIL-B", 15)
    assert stage.index == (2 if stage.deed is Deed.ADDRESS else -1)


def test_a_server_that_nobody_knows_is_asked_for_its_new_addresses_once() -> None:
    """Any further request, or a request at a server with a script, changes no list."""
    (network,) = make(pair()).plan.world.networks()
    find = StageFinder(network, ["MAIL-B"])
    request, script = StepKind.REQUEST.slug, StepKind.NIC_SCRIPT.slug
    assert find(1, request, "MAIL-A", 30, "").deed is Deed.NOTHING
    assert find(2, request, "MAIL-B", 30, "").deed is Deed.LIST
    assert find(3, request, "MAIL-B", 30, "").deed is Deed.NOTHING
    again = StageFinder(network, ["MAIL-B"])
    assert again(1, script, "MAIL-B", 5, "").deed is Deed.LIST
    assert again(2, request, "MAIL-B", 30, "").deed is Deed.NOTHING


def test_connectors_of_very_many_servers_are_found() -> None:
    """Only the last servers are remembered, which changes no answer."""
    rows = [f"MAIL-{home}/To_Hub 10.20.1.10 HUB" for home in range(40)]
    found = inventory(rows, ["HUB 10.20.1.10/24"])
    (network,) = make(found).plan.world.networks()
    find = StageFinder(network, [])
    for home in (*range(40), *range(40)):
        stage = find(1, StepKind.ADDRESS.slug, f"MAIL-{home}", 5, "TO HUB")
        assert network.connectors[stage.index].server == f"MAIL-{home}"


def test_the_stages_are_the_steps_in_order_of_time() -> None:
    """With the connector that an Address step is about."""
    made = make(pair(3))
    stages = list(part_of(made).stages())
    assert [stage.number for stage in stages] == [step.number for step in made.plan.steps]
    assert [stage.place for stage in stages] == [step.server for step in made.plan.steps]
    assert [stage.minutes for stage in stages] == [step.kind.minutes for step in made.plan.steps]
    connectors = made.plan.world.connectors
    changed = [ident_of(connectors[s.index]) for s in stages if s.deed is Deed.ADDRESS]
    assert changed == [f"{step.server}/{step.connector}" for step in made.steps(StepKind.ADDRESS)]


def test_the_stages_at_one_place_are_its_steps() -> None:
    """A place without work has none."""
    made = make(pair())
    part = part_of(made)
    numbers = [stage.number for stage in part.stages_at("MAIL-B")]
    assert numbers == [step.number for step in made.steps(at="MAIL-B")]
    assert list(part.stages_at("MAIL-Z")) == []


def test_each_network_gets_its_own_part_of_the_plan() -> None:
    """Steps of other servers are not in it."""
    rows = [
        f"{home}/{n} 10.20.{at}.10 {far}"
        for home, far, at in (("MAIL-A", "MAIL-B", 2), ("MAIL-C", "MAIL-D", 4))
        for n in "12"
    ]
    facts = [server(f"MAIL-{name} 10.20.{at}.10/24") for at, name in enumerate("ABCD", 1)]
    made = make(inventory(rows, facts), settings(["10.20.2.32/28", "10.20.4.32/28"]))
    parts = [course(made).part_of(network) for network in made.plan.world.networks()]
    places = [{stage.place for stage in part.stages()} for part in parts]
    assert places == [{"MAIL-A", "MAIL-B"}, {"MAIL-C", "MAIL-D"}]
    assert [list(part.moved) for part in parts] == [[1], [3]]


def test_a_sheet_has_the_lists_of_the_nic() -> None:
    """The services stand still from the writing to the restart."""
    sheet = part_of(make(pair())).sheet_of("MAIL-B")
    before, new = number("10.20.2.10"), number("10.20.2.32")
    assert (sheet.before, sheet.after, sheet.added) == ((before,), (before, new), (new,))
    assert sheet.stops_mail


def test_a_nic_that_nobody_knows_has_only_what_is_added() -> None:
    """Then no restart is planned either."""
    rows = ["MAIL-A/One 10.20.4.10 PX", "MAIL-A/Two 10.20.4.10 PX"]
    made = make(inventory(rows, servers()), settings(["PX=10.20.4.32/28"]))
    sheet = part_of(made).sheet_of("PX")
    assert (sheet.before, sheet.after, sheet.added) == ((), (), (number("10.20.4.32"),))
    assert not sheet.stops_mail
    (deed,) = [stage for stage in part_of(made).stages_at("PX") if stage.deed is Deed.LIST]
    assert made.plan.steps[deed.number - 1].kind is StepKind.REQUEST


def test_a_server_that_takes_its_list_at_once_stops_nothing() -> None:
    """Windows 2000 and later."""
    here = mail_a(os=server("X", os="Windows 2000").os, adapter="LAN")
    sheet = part_of(make(between(here))).sheet_of("MAIL-A")
    assert sheet.added
    assert not sheet.stops_mail


def test_a_place_without_new_addresses_has_no_lists() -> None:
    """More names for one address change no NIC."""
    sheet = part_of(make(pair(), NAMED)).sheet_of("MAIL-B")
    assert (sheet.before, sheet.after, sheet.added) == ((), (), ())


def test_a_sheet_has_the_old_and_the_new_addresses_of_connectors() -> None:
    """Numbers, names, and nothing where somebody else decides."""
    made = make(pair())
    assert part_of(made).sheet_of("MAIL-A").addresses == {
        at(made, "MAIL-A/To B 2"): (number("10.20.2.10"), number("10.20.2.32"))
    }
    by_name = make(pair(), settings(address_mode=AddressMode.HOSTS))
    assert part_of(by_name).sheet_of("MAIL-A").addresses == {
        at(by_name, "MAIL-A/To B 2"): (number("10.20.2.10"), "MAIL-B-X2")
    }
    rows = ["MAIL-A/One MAIL-D MAIL-D", "MAIL-A/Two MAIL-D MAIL-D"]
    by_hand = make(inventory(rows, [*servers(), server("MAIL-D dhcp")]))
    assert part_of(by_hand).sheet_of("MAIL-A").addresses == {1: ("MAIL-D", None)}


def test_a_sheet_has_the_lines_of_the_name_files() -> None:
    """HOSTS with the kept name first, then the aliases; LMHOSTS with the aliases."""
    rows = ["MAIL-A/One MAIL-B MAIL-B", "MAIL-A/Two MAIL-B MAIL-B"]
    made = make(inventory(rows, servers()), settings(address_mode=AddressMode.HOSTS))
    sheet = part_of(made).sheet_of("MAIL-A")
    assert lines(sheet.hosts) == {"MAIL-B": "A14020A", "MAIL-B-X2": "A140220"}
    assert lines(sheet.lmhosts) == {"MAIL-B-X2": "A140220"}


def test_a_sheet_has_the_overrides_by_script_and_by_hand() -> None:
    """An unsafe directory name is set by hand."""
    rows: list[str | Connector] = [
        *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
        "MAIL-B/A_first 10.20.1.10 MAIL-A",
        called("back\\slash", "MAIL-B/x 10.20.1.10 MAIL-A peer=Two"),
    ]
    newer = server("MAIL-B 10.20.2.10/24", exchange="5.5 SP4")
    made = make(inventory(rows, [server("MAIL-A 10.20.1.10/24"), newer]))
    assert set(part_of(made).sheet_of("MAIL-B").overrides) == {
        SetOverride(at(made, "MAIL-B/A first"), number("10.20.2.10"), is_scripted=True),
        SetOverride(at(made, "MAIL-B/back\\slash"), number("10.20.2.32"), is_scripted=False),
    }
    deeds = [stage.deed for stage in part_of(made).stages_at("MAIL-B")]
    assert {Deed.OVERRIDES, Deed.OVERRIDES_BY_HAND} <= set(deeds)


def promises(made: Made) -> dict[str, Promise]:
    """The promises of a plan by connector."""
    connectors = made.plan.world.connectors
    return {ident_of(connectors[each.index]): each for each in part_of(made).promises()}


def test_every_new_address_is_promised_of_its_owner() -> None:
    """It can be asked for again and again."""
    made = make(pair())
    part = part_of(made)
    assert list(part.promises()) == list(part.promises())
    assert promises(made) == {
        "MAIL-A/To B 2": Promise(1, number("10.20.2.32"), "MAIL-B", is_open=False),
        "MAIL-B/To A 2": Promise(3, number("10.20.1.32"), "MAIL-A", is_open=False),
    }
    assert list(part.moved) == [1, 3]


@pytest.mark.parametrize(
    ("owner", "is_open"), [("MAIL-B 10.20.2.10/24", False), ("MAIL-B", True)], ids=["nic", "no-nic"]
)
def test_a_further_name_is_promised_the_primary_address(owner: str, *, is_open: bool) -> None:
    """Where nobody knows the owner's NIC, nobody can see that it answers there."""
    rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"]
    made = make(inventory(rows, ["MAIL-A 10.20.1.10/24", owner]), NAMED)
    assert promises(made) == {
        "MAIL-A/Two": Promise(1, number("10.20.2.10"), "MAIL-B", is_open=is_open)
    }


@pytest.mark.parametrize(
    ("row", "pool", "promised"),
    [
        pytest.param("172.16.9.9", "172.16.9.32/28", ("172.16.9.9", True), id="foreign"),
        pytest.param("172.16.9.9 PX", "172.16.9.32/28", ("PX", False), id="unknown-server"),
        pytest.param("10.9.0.1 MAIL-C via=FW1", "FW1=10.9.0.32/28", ("FW1", True), id="firewall"),
    ],
)
def test_who_is_nobodys_partner_cannot_be_seen_to_answer(
    row: str, pool: str, promised: tuple[str, bool]
) -> None:
    """A foreign MTA or a firewall; an unknown server is asked to add the address."""
    found = inventory([f"MAIL-A/One {row}", f"MAIL-A/Two {row}"], servers())
    (promise,) = promises(make(found, settings([pool]))).values()
    assert (promise.owner, promise.is_open) == promised


def test_a_plan_for_somebody_else_to_decide_promises_nothing() -> None:
    """But the connector is among those that change."""
    rows = ["MAIL-A/One MAIL-D MAIL-D", "MAIL-A/Two MAIL-D MAIL-D"]
    made = make(inventory(rows, [*servers(), server("MAIL-D dhcp")]))
    assert promises(made) == {}
    assert list(part_of(made).moved) == [1]
