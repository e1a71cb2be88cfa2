# SPDX-License-Identifier: MIT
"""The order of the steps, after the change-window procedure of the domain reference."""

import re

import pytest

from tests.builders import inventory, pair, server, servers, settings
from tests.plans import make
from x400fix.inventory.connectors import Inventory, Server
from x400fix.plan.model import Step
from x400fix.settings.choices import AddressMode, Pack, Strategy, Wave
from x400fix.settings.ticket_facts import TicketFacts
from x400fix.step_kinds import StepKind, Who

CHANGES = (StepKind.ADDRESS, StepKind.ADDRESS_OPEN)


def three_partners() -> Inventory:
    """HOME with two and three connectors to each of two partners, and back."""
    rows = [
        *(
            f"HOME/To_{far}_{at} 10.20.{far}.10 FAR-{far}"
            for far in (1, 2)
            for at in range(far + 1)
        ),
        *(f"FAR-{far}/Back_{at} 10.20.3.10 HOME" for far in (1, 2) for at in range(far + 1)),
    ]
    return inventory(rows, ["FAR-1 10.20.1.10/24", "FAR-2 10.20.2.10/24", "HOME 10.20.3.10/24"])


def test_the_two_servers_of_kb_200588_have_these_steps() -> None:
    """Addresses answer before anything points at them, and Addresses change last."""
    assert make(pair()).step_order() == [
        *("MAIL-A snapshot", "MAIL-B snapshot", "MAIL-A check-before", "MAIL-B check-before"),
        *("MAIL-A nic-compare", "MAIL-A nic-script", "MAIL-A server-restart"),
        *("MAIL-B nic-compare", "MAIL-B nic-script", "MAIL-B server-restart"),
        *("MAIL-A check-after", "MAIL-B check-after"),
        *("MAIL-A address", "MAIL-B address", "MAIL-A mta-restart", "MAIL-B mta-restart"),
        *("MAIL-A test", "MAIL-B test", "MAIL-A watch", "MAIL-B watch"),
        *("MAIL-A lmhosts-optional", "MAIL-B lmhosts-optional"),
    ]


def test_the_nic_is_compared_with_the_plan_before_it_is_changed() -> None:
    """A list that changed since the inventory would lose an address."""
    made = make(pair())
    for script in made.steps(StepKind.NIC_SCRIPT):
        (compare,) = made.steps(StepKind.NIC_COMPARE, at=made.place_of(script))
        assert script.number == compare.number + 1


@pytest.mark.parametrize(
    ("owner", "kinds"),
    [
        pytest.param(
            server("MAIL-B 10.20.2.10/24", os="NT 3.51"),
            ["nic-compare", "nic-script", "server-restart"],
            id="nt-restarts",
        ),
        pytest.param(
            server("MAIL-B 10.20.2.10/24", os="Windows 2000"),
            ["nic-compare", "nic-script"],
            id="windows-2000-does-not",
        ),
        pytest.param(
            server("MAIL-B 10.20.2.10/24", os=""),
            ["nic-compare", "nic-by-hand", "server-restart"],
            id="unknown-system-may",
        ),
        pytest.param(
            server("MAIL-B 10.20.2.10/24", os="Windows 2000", adapter=""),
            ["nic-compare", "nic-by-hand"],
            id="by-hand",
        ),
        pytest.param(
            server("MAIL-B"), ["nic-by-hand", "server-restart"], id="unknown-list-has-no-compare"
        ),
    ],
)
def test_the_steps_at_a_nic_follow_what_is_known_of_it(owner: Server, kinds: list[str]) -> None:
    """Windows NT reads new addresses only when it starts (Q120642, Q140552)."""
    rows = [f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"]
    made = make(inventory(rows, [servers()[0], owner]))
    shown = (StepKind.NIC_COMPARE, StepKind.NIC_SCRIPT, StepKind.NIC_HAND, StepKind.SERVER_RESTART)
    assert [step.kind for step in made.steps(*shown, at="MAIL-B")] == kinds


def test_mode_ip_offers_lmhosts_last() -> None:
    """No connector needs the entries then."""
    made = make(pair())
    assert [step.kind for step in made.steps()[-2:]] == [StepKind.LMHOSTS_OPTIONAL] * 2
    assert made.steps(StepKind.LMHOSTS) == []


def test_a_server_that_no_script_can_name_gets_its_names_by_hand() -> None:
    """NAMES.CMD compares the computer's name first."""
    rows = [f"$MAIL/{at} mail-b MAIL-B" for at in "12"]
    found = inventory(rows, [server("$MAIL 10.20.1.10/24"), server("MAIL-B 10.20.2.10/24")])
    made = make(found, settings(address_mode=AddressMode.LMHOSTS))
    kinds = [step.kind for step in made.steps(at="$MAIL")]
    assert kinds[2:4] == [StepKind.HOSTS_HAND, StepKind.LMHOSTS_HAND]
    assert not made.steps(StepKind.HOSTS, StepKind.LMHOSTS)


def test_mode_lmhosts_offers_nothing_at_the_end() -> None:
    """The entries are there already."""
    made = make(pair(), settings(address_mode=AddressMode.LMHOSTS))
    assert made.steps(StepKind.LMHOSTS_OPTIONAL) == []


def test_the_hostname_strategy_touches_no_nic() -> None:
    """More names for one address take no address and no restart of a server."""
    chosen = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)
    assert make(pair(), chosen).step_order() == [
        *("MAIL-A snapshot", "MAIL-B snapshot", "MAIL-A lmhosts", "MAIL-B lmhosts"),
        *("MAIL-A address", "MAIL-B address", "MAIL-A mta-restart", "MAIL-B mta-restart"),
        *("MAIL-A test", "MAIL-B test", "MAIL-A watch", "MAIL-B watch"),
    ]


def test_scripts_that_were_renamed_get_their_names_back_first() -> None:
    """At each place that has some, before anything else is done there."""
    rows = [*(f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"), "MAIL-B/Back 10.20.1.10 MAIL-A"]
    made = make(inventory(rows, servers()), settings(pack=Pack.SAFE))
    assert made.step_order()[:4] == [
        *("MAIL-A unpack", "MAIL-B unpack", "MAIL-A snapshot", "MAIL-B snapshot"),
    ]
    plain = make(inventory(rows, servers()), settings())
    assert made.step_order()[2:] == plain.step_order()


def test_a_place_without_scripts_has_no_names_to_give_back() -> None:
    """A firewall is told what to map, and that is all."""
    rows = [f"MAIL-A/{at} 10.9.0.1 MAIL-{at} via=FW1" for at in "BC"]
    made = make(inventory(rows, ["MAIL-A 10.20.1.10/24"]), settings([], pack=Pack.SAFE))
    assert made.place("FW1").address_attributes == ()
    assert made.steps(StepKind.UNPACK) == []


def test_overrides_are_read_before_they_are_set_and_set_before_addresses_change() -> None:
    """An older value must be able to come back; the MTA's restart makes the new one count."""
    rows = [
        *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
        *("MAIL-B/One 10.20.1.10 MAIL-A", "MAIL-B/-x 10.20.1.10 MAIL-A"),
    ]
    made = make(inventory(rows, servers("5.0 SP2", "5.5 SP4")))
    kinds = (StepKind.OVERRIDE_READ, StepKind.OVERRIDE_SCRIPT, StepKind.OVERRIDE_HAND)
    read, script, hand = made.steps(*kinds, at="MAIL-B")
    assert [each.kind for each in (read, script, hand)] == list(kinds)
    assert script.waits_for == hand.waits_for == (read.number,)
    (change,) = made.steps(StepKind.ADDRESS)
    assert {script.number, hand.number} <= made.before(change)


@pytest.mark.parametrize(
    ("name", "kind"), [("One", StepKind.OVERRIDE_SCRIPT), ("-x", StepKind.OVERRIDE_HAND)]
)
def test_there_is_only_the_way_of_setting_overrides_that_is_needed(
    name: str, kind: StepKind
) -> None:
    """All names safe, or none."""
    rows = [
        *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
        *(f"MAIL-B/{name} 10.20.1.10 MAIL-A", f"MAIL-B/{name}2 10.20.1.10 MAIL-A"),
    ]
    made = make(inventory(rows, servers("5.0 SP2", "5.5 SP4")))
    both = (StepKind.OVERRIDE_SCRIPT, StepKind.OVERRIDE_HAND)
    assert [step.kind for step in made.steps(*both)] == [kind]


WAVES = [
    pytest.param(Wave.CONNECTOR, 3, id="connector"),
    pytest.param(Wave.PARTNER, 2, id="partner"),
    pytest.param(Wave.ALL, 1, id="all"),
]


@pytest.mark.parametrize(("wave", "count"), WAVES)
def test_a_wave_is_a_link_a_pair_or_everything(wave: Wave, count: int) -> None:
    """What changes between two restarts of the MTAs."""
    made = make(three_partners(), settings(wave=wave))
    assert sorted({step.wave for step in made.steps(*CHANGES)}) == list(range(1, count + 1))


def test_waves_of_strangers_do_not_wait_for_each_other() -> None:
    """Other teams can work at the same time."""
    rows = [
        f"{here}/{at} 10.20.{number}.10 {far}"
        for here, far, number in (("A1", "B1", 1), ("A2", "B2", 2))
        for at in "12"
    ]
    made = make(inventory(rows, ["B1 10.20.1.10/24", "B2 10.20.2.10/24"]))
    first, second = made.steps(StepKind.ADDRESS)
    assert (first.wave, second.wave) == (1, 2)
    done = {made.place_of(made.steps()[number - 1]) for number in made.before(second)}
    assert done == {"A2", "B2"}


def test_a_partner_restarts_its_mta_although_nothing_changes_there() -> None:
    """Q306959 restarts both MTAs."""
    rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"]
    made = make(inventory(rows, servers()))
    assert made.step_order(StepKind.MTA_RESTART) == ["MAIL-A mta-restart", "MAIL-B mta-restart"]


def test_a_foreign_mta_is_asked_for_addresses_and_never_restarted() -> None:
    """Its administrator does what has to be done there."""
    rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
    made = make(inventory(rows, ["MAIL-A 10.20.1.10/24"]), settings(["172.16.9.9=172.16.9.32/28"]))
    assert made.step_order() == [
        *("MAIL-A snapshot", "172.16.9.9 check-before", "172.16.9.9 request"),
        *("MAIL-A check-after", "MAIL-A address", "MAIL-A mta-restart", "MAIL-A test"),
        *("MAIL-A watch", "MAIL-A lmhosts-optional"),
    ]


def test_a_row_without_partner_restarts_the_owner_that_its_address_leads_to() -> None:
    """The row shares its Address with one that names the partner."""
    rows = ["A/One 10.9.0.1", "A/Two 10.9.0.1 B", "B/Back 10.9.0.1 A"]
    chosen = settings(["B=10.9.0.32/28"], keep=("A/Two",))
    made = make(inventory(rows, []), chosen)
    assert made.assignment("A/One").remote_server == ""
    assert made.step_order(StepKind.MTA_RESTART) == ["A mta-restart", "B mta-restart"]


def test_a_firewall_gets_a_mapping_for_each_connector() -> None:
    """One pair of mappings a partner (Q199326)."""
    rows = [f"MAIL-A/{at} 10.9.0.1 MAIL-{at} via=FW1" for at in "BCD"]
    made = make(inventory(rows, ["MAIL-A 10.20.1.10/24"]), settings([]))
    mappings = made.steps(StepKind.MAPPING)
    assert [(made.place_of(step), step.connector) for step in mappings] == [
        ("FW1", "C"),
        ("FW1", "D"),
    ]
    opened = made.steps(StepKind.ADDRESS_OPEN)
    assert [step.connector for step in opened] == ["C", "D"]
    assert {step.number for step in mappings} <= made.before(opened[0])


def test_a_mapping_with_a_known_address_leaves_nothing_open() -> None:
    """A range of the pool was meant for the firewall."""
    rows = [f"MAIL-A/{at} 10.9.0.1 MAIL-{at} via=FW1" for at in "BC"]
    made = make(inventory(rows, ["MAIL-A 10.20.1.10/24"]), settings(["FW1=10.9.0.32/28"]))
    assert made.steps(StepKind.ADDRESS_OPEN) == []
    assert [step.connector for step in made.steps(StepKind.ADDRESS)] == ["C"]


def test_an_owner_is_asked_once_for_all_connectors_with_one_reason() -> None:
    """A server with DHCP needs a fixed address first."""
    rows = [f"MAIL-A/{at} MAIL-B MAIL-B" for at in "123"]
    made = make(inventory(rows, [server("MAIL-A 10.20.1.10/24"), server("MAIL-B dhcp")]))
    assert made.step_order(StepKind.REQUEST) == ["MAIL-B request"]
    assert [step.connector for step in made.steps(StepKind.ADDRESS_OPEN)] == ["2", "3"]


def test_every_server_that_is_touched_is_watched_afterwards() -> None:
    """Also the connectors that did not change."""
    made = make(three_partners())
    assert made.step_order(StepKind.WATCH) == ["FAR-1 watch", "FAR-2 watch", "HOME watch"]
    last = {made.place_of(step): step.number for step in made.steps(StepKind.TEST)}
    for step in made.steps(StepKind.WATCH):
        here = made.place_of(step)
        neighbours = last if here == "HOME" else ("HOME", here)
        assert step.waits_for == tuple(sorted(last[name] for name in neighbours))


def test_a_server_without_a_test_is_watched_after_its_own_last_step() -> None:
    """A home server that only keeps what it has takes part in no wave."""
    rows = [
        *("MAIL-A/One MAIL-B MAIL-B", "MAIL-A/Two MAIL-B MAIL-B"),
        *("FW1/One 10.20.1.10 MAIL-A", "FW1/Two 10.20.1.99 MAIL-A"),
        *("MAIL-C/One 10.9.0.1 MAIL-A via=FW1", "MAIL-C/Two 10.9.0.1 MAIL-B via=FW1"),
    ]
    made = make(inventory(rows, servers()), settings())
    (watch,) = made.steps(StepKind.WATCH, at="FW1")
    kinds = {made.steps()[number - 1].kind for number in watch.waits_for}
    assert kinds == {StepKind.MAPPING, StepKind.TEST}


def test_every_kind_of_step_is_done_by_one_of_four_roles_and_takes_time() -> None:
    """Its name is what PLAN.json calls it, and leads to its texts."""
    assert {kind.who for kind in StepKind} == {who.value for who in Who}
    assert all(kind.minutes > 0 for kind in StepKind)
    assert all(re.fullmatch("[a-z-]+", kind) for kind in StepKind)


def test_kinds_that_no_script_carries_out_are_by_hand() -> None:
    """Checks, restarts and tests change nothing, so they are not counted."""
    assert {str(kind) for kind in StepKind if kind.is_by_hand} == {
        *("nic-by-hand", "request", "mapping", "hosts-by-hand", "lmhosts-by-hand"),
        *("override-by-hand", "address", "address-open"),
    }


def test_a_step_has_who_does_it_how_long_and_what_it_waits_for() -> None:
    """In order of time at each place; what it waits for is named once, in order."""
    made = make(pair(3))
    first, *_, last = made.place("MAIL-A").steps
    assert first == Step(
        number=1,
        kind=StepKind.SNAPSHOT,
        who="Windows administrator",
        minutes=20,
        wave=0,
        waits_for=(),
        connector="",
        assignment=0,
    )
    assert last.kind is StepKind.LMHOSTS_OPTIONAL
    for place in made.plan.servers:
        assert [each.number for each in place.steps] == sorted(each.number for each in place.steps)
    assert all([*step.waits_for] == sorted(set(step.waits_for)) for step in made.steps())


@pytest.mark.parametrize("kind", [StepKind.ADDRESS_OPEN, StepKind.MAPPING])
def test_a_step_about_one_connector_names_it(kind: StepKind) -> None:
    """So that it is found in the title."""
    rows = [f"MAIL-A/{at} 10.9.0.1 FAR-{at} via=FW1" for at in ("One", "Two")]
    made = make(inventory(rows, ["MAIL-A"]), settings([]))
    (step,) = made.steps(kind)
    assert step.connector == made.assignment_of(step).connector == "Two"


def test_a_request_is_about_all_connectors_to_an_owner() -> None:
    """It carries one of them for the reason only, so its title names none."""
    rows = ["MAIL-A/One MAIL-B MAIL-B", "MAIL-A/Two MAIL-B MAIL-B"]
    made = make(inventory(rows, [server("MAIL-A 10.20.1.10/24"), server("MAIL-B dhcp")]))
    (request,) = made.steps(StepKind.REQUEST)
    assert made.assignment_of(request).connector == "Two"
    assert request.connector == ""


def test_minutes_of_the_config_file_replace_those_of_the_kind() -> None:
    """In the steps, in their sum, and in outages."""
    chosen = settings(facts=TicketFacts(minutes={"server-restart": 61, "watch": 7}))
    usual, told = make(pair()), make(pair(), chosen)
    longer = 2 * (61 - StepKind.SERVER_RESTART.minutes + 7 - StepKind.WATCH.minutes)
    assert told.plan.summary.minutes == usual.plan.summary.minutes + longer
    assert {step.minutes for step in told.steps(StepKind.SERVER_RESTART)} == {61}
    assert {step.minutes for step in told.steps(StepKind.MTA_RESTART)} == {10}
    assert {each.minutes for each in told.plan.outages} == {5, 61, 10}
