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
        *("MAIL-A prepare", "MAIL-A check-before", "MAIL-A go"),
        *("MAIL-B prepare", "MAIL-B check-before", "MAIL-B go"),
        *("MAIL-A nic-script", "MAIL-A server-restart"),
        *("MAIL-B nic-script", "MAIL-B server-restart"),
        *("MAIL-A check-after", "MAIL-B check-after"),
        *("MAIL-A address", "MAIL-A mta-restart", "MAIL-B address", "MAIL-B mta-restart"),
        *("MAIL-A test", "MAIL-B test", "MAIL-A watch", "MAIL-B watch"),
    ]


@pytest.mark.parametrize(
    ("owner", "kinds"),
    [
        pytest.param(
            server("MAIL-B 10.20.2.10/24", os="NT 3.51"),
            ["nic-script", "server-restart"],
            id="nt-restarts",
        ),
        pytest.param(
            server("MAIL-B 10.20.2.10/24", os="Windows 2000"),
            ["nic-script"],
            id="windows-2000-does-not",
        ),
        pytest.param(
            server("MAIL-B 10.20.2.10/24", os=""),
            ["nic-by-hand", "server-restart"],
            id="unknown-system-may",
        ),
        pytest.param(
            server("MAIL-B 10.20.2.10/24", os="Windows 2000", adapter=""),
            ["nic-by-hand"],
            id="by-hand",
        ),
        pytest.param(server("MAIL-B"), ["nic-by-hand", "server-restart"], id="unknown-list"),
    ],
)
def test_the_steps_at_a_nic_follow_what_is_known_of_it(owner: Server, kinds: list[str]) -> None:
    """Windows NT reads new addresses only when it starts (Q120642, Q140552)."""
    rows = [f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"]
    made = make(inventory(rows, [servers()[0], owner]))
    shown = (StepKind.NIC_SCRIPT, StepKind.NIC_HAND, StepKind.SERVER_RESTART)
    assert [step.kind for step in made.steps(*shown, at="MAIL-B")] == kinds


def test_mode_ip_has_no_step_for_names() -> None:
    """No connector needs the entries then."""
    made = make(pair())
    assert made.steps(StepKind.LMHOSTS, StepKind.LMHOSTS_OPTIONAL, StepKind.HOSTS) == []


def test_mode_hosts_offers_lmhosts_last() -> None:
    """The names are known to HOSTS by then."""
    made = make(pair(), settings(address_mode=AddressMode.HOSTS))
    assert [step.kind for step in made.steps()[-2:]] == [StepKind.LMHOSTS_OPTIONAL] * 2
    assert made.steps(StepKind.LMHOSTS) == []


def test_a_server_that_no_script_can_name_gets_its_names_by_hand() -> None:
    """NAMES.CMD compares the computer's name first."""
    rows = [f"$MAIL/{at} mail-b MAIL-B" for at in "12"]
    found = inventory(rows, [server("$MAIL 10.20.1.10/24"), server("MAIL-B 10.20.2.10/24")])
    made = make(found, settings(address_mode=AddressMode.LMHOSTS))
    kinds = [step.kind for step in made.steps(at="$MAIL")]
    assert kinds[3:5] == [StepKind.HOSTS_HAND, StepKind.LMHOSTS_HAND]
    assert not made.steps(StepKind.HOSTS, StepKind.LMHOSTS)


def test_mode_lmhosts_offers_nothing_at_the_end() -> None:
    """The entries are there already."""
    made = make(pair(), settings(address_mode=AddressMode.LMHOSTS))
    assert made.steps(StepKind.LMHOSTS_OPTIONAL) == []


def test_the_hostname_strategy_touches_no_nic() -> None:
    """More names for one address take no address and no restart of a server."""
    chosen = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)
    assert make(pair(), chosen).step_order() == [
        *("MAIL-A prepare", "MAIL-A go", "MAIL-B prepare", "MAIL-B go"),
        *("MAIL-A lmhosts", "MAIL-B lmhosts"),
        *("MAIL-A address", "MAIL-A mta-restart", "MAIL-B address", "MAIL-B mta-restart"),
        *("MAIL-A test", "MAIL-B test", "MAIL-A watch", "MAIL-B watch"),
    ]


def test_renamed_scripts_of_a_place_that_is_no_server_of_ours_get_their_names_back() -> None:
    """A partner is given CHECK.CMD only, and that is all that has to be prepared there."""
    rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
    pool = ["172.16.9.9=172.16.9.32/28"]
    for pack, kinds in (
        (Pack.SAFE, ["prepare", "check-before", "request", "go"]),
        (Pack.PLAIN, ["check-before", "request", "go"]),
    ):
        made = make(inventory(rows, ["MAIL-A 10.20.1.10/24"]), settings(pool, pack=pack))
        assert [step.kind for step in made.steps(at="172.16.9.9")] == kinds


def test_a_place_without_scripts_has_no_names_to_give_back() -> None:
    """A firewall is told what to map, and that is all."""
    rows = [f"MAIL-A/{at} 10.9.0.1 MAIL-{at} via=FW1" for at in "BC"]
    made = make(inventory(rows, ["MAIL-A 10.20.1.10/24"]), settings([], pack=Pack.SAFE))
    assert made.place("FW1").address_attributes == ()
    assert made.steps(StepKind.PREPARE, at="FW1") == []


def test_each_place_signs_and_the_last_signature_opens_the_window() -> None:
    """Of a firewall whoever adds the mappings signs."""
    rows = [f"MAIL-A/{at} 10.9.0.1 MAIL-{at} via=FW1" for at in "BC"]
    made = make(inventory(rows, ["MAIL-A 10.20.1.10/24"]), settings([]))
    firewall, own = made.steps(StepKind.GO)
    assert [made.place_of(each) for each in (firewall, own)] == ["FW1", "MAIL-A"]
    assert (firewall.who, own.who) == (Who.NETWORK, Who.SERVER)
    assert own.waits_for == (firewall.number, own.number - 1)
    (first, *_) = made.steps(StepKind.ADDRESS_OPEN)
    assert first.waits_for == (own.number,)


def test_overrides_are_set_before_the_mta_restarts_that_reads_them() -> None:
    """Before that the new value does not count (Q197378)."""
    rows = [
        *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
        *("MAIL-B/One 10.20.1.10 MAIL-A", "MAIL-B/-x 10.20.1.10 MAIL-A"),
    ]
    made = make(inventory(rows, servers("5.0 SP2", "5.5 SP4")))
    script, hand = made.steps(StepKind.OVERRIDE_SCRIPT, StepKind.OVERRIDE_HAND, at="MAIL-B")
    (restart,) = made.steps(StepKind.MTA_RESTART, at="MAIL-B")
    assert {script.number, hand.number} <= made.before(restart)


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


def test_a_hub_changes_with_its_smallest_partner_and_the_others_one_by_one() -> None:
    """Nothing works at a stack before its last collision is gone (Q200588)."""
    made = make(three_partners())
    changes = [(made.place_of(step), step.wave) for step in made.steps(*CHANGES)]
    assert changes == [("FAR-1", 1), *[("HOME", 1)] * 3, *[("FAR-2", 2)] * 2]
    restarts = [(made.place_of(step), step.wave) for step in made.steps(StepKind.MTA_RESTART)]
    assert restarts == [("FAR-1", 1), ("HOME", 1), ("FAR-2", 2)]
    tests = [(made.place_of(step), step.wave) for step in made.steps(StepKind.TEST)]
    assert tests == [("FAR-1", 1), ("HOME", 1), ("FAR-2", 2), ("HOME", 2)]


def test_one_server_is_a_wave_if_a_partner_of_it_has_nothing_to_change() -> None:
    """The newer one only restarts its MTA (Q306959)."""
    rows = [
        *(
            f"OLD/{far}_{at} 10.20.{n}.10 {far}"
            for n, far in ((2, "NEW"), (3, "FAR"))
            for at in "12"
        ),
        *(f"{far}/{at} 10.20.1.10 OLD" for far in ("NEW", "FAR") for at in "12"),
    ]
    facts = [
        server("OLD 10.20.1.10/24"),
        *(server("NEW 10.20.2.10/24", exchange="5.5 SP4"), server("FAR 10.20.3.10/24")),
    ]
    made = make(inventory(rows, facts))
    waves = {(made.place_of(step), step.wave) for step in made.steps(*CHANGES)}
    assert waves == {("OLD", 1), ("FAR", 2)}
    restarts = [(made.place_of(step), step.wave) for step in made.steps(StepKind.MTA_RESTART)]
    assert restarts == [("OLD", 1), ("NEW", 1), ("FAR", 2)]


def test_a_wave_in_which_nothing_can_be_tested_has_no_test() -> None:
    """With one wave a link the hub's stack is free only after the last."""
    made = make(three_partners(), settings(wave=Wave.CONNECTOR))
    assert {step.wave for step in made.steps(*CHANGES)} == {1, 2, 3}
    assert {step.wave for step in made.steps(StepKind.TEST)} == {3}


def test_a_step_that_would_wait_for_many_waits_for_the_row_that_holds_them() -> None:
    """And so is every one after it that would, by way of the first."""
    names = [f"S{number}" for number in range(8)]
    rows = [
        f"{here}/{far}_{at} 10.20.{number}.10 {far}"
        for here in ("S0", "S7")
        for number, far in enumerate(names)
        if far not in {here, "S0", "S7"}
        for at in "12"
    ]
    facts = [f"{name} 10.20.{number}.10/24" for number, name in enumerate(names)]
    pool = [f"10.20.{number}.32/27" for number in range(8)]
    made = make(inventory(rows, facts), settings(pool))
    first, second = made.steps(StepKind.CHECK_AFTER)
    nics = made.steps(StepKind.NIC_SCRIPT, StepKind.SERVER_RESTART)
    assert first.waits_for == tuple(range(nics[0].number, nics[-1].number + 1))
    assert second.waits_for == (first.number,)


def test_a_partner_restarts_its_mta_although_nothing_changes_there() -> None:
    """Q306959 restarts both MTAs."""
    rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"]
    made = make(inventory(rows, servers()))
    assert made.step_order(StepKind.MTA_RESTART) == ["MAIL-A mta-restart", "MAIL-B mta-restart"]


def test_a_foreign_mta_is_asked_for_addresses_and_never_restarted() -> None:
    """Its administrator does what has to be done there, before the window."""
    rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
    made = make(inventory(rows, ["MAIL-A 10.20.1.10/24"]), settings(["172.16.9.9=172.16.9.32/28"]))
    assert made.step_order() == [
        *("172.16.9.9 check-before", "172.16.9.9 request", "172.16.9.9 go"),
        *("MAIL-A prepare", "MAIL-A go"),
        *("MAIL-A check-after", "MAIL-A address", "MAIL-A mta-restart", "MAIL-A test"),
        "MAIL-A watch",
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
    """After the last step of the window there."""
    made = make(three_partners())
    assert made.step_order(StepKind.WATCH) == ["FAR-1 watch", "FAR-2 watch", "HOME watch"]
    tests = tuple(step.number for step in made.steps(StepKind.TEST))
    for step in made.steps(StepKind.WATCH):
        assert step.waits_for == tests


def test_a_watch_waits_for_a_row_if_the_tests_have_many_gaps() -> None:
    """From the first to the last test of all waves; a server without a test waits for its own."""
    names = [f"F{number}" for number in range(6)]
    rows = [f"{far}/{at} 10.20.1.10 HUB" for far in names for at in "12"]
    rows += [f"HUB/{far}_{at} 10.20.{n}.10 {far}" for n, far in enumerate(names, 2) for at in "12"]
    facts = ["HUB 10.20.1.10/24", *(f"{far} 10.20.{n}.10/24" for n, far in enumerate(names, 2))]
    made = make(inventory(rows, facts), settings([f"10.20.{n}.32/27" for n in range(1, 8)]))
    first, *_, last = made.steps(StepKind.TEST)
    for step in made.steps(StepKind.WATCH):
        assert step.waits_for == tuple(range(first.number, last.number + 1))


def test_of_very_many_tests_the_first_watch_waits_for_all_and_the_others_for_it() -> None:
    """A list of all tests at each server would grow with the square of their number."""
    pairs = [(f"A{n}", f"B{n}", f"10.20.{n}") for n in range(101)]
    rows = [f"{one}/{at} {net}.10 {two}" for one, two, net in pairs for at in "12"]
    facts = [f"{two} {net}.10/24" for _, two, net in pairs]
    pool = [f"{net}.32/28" for *_, net in pairs]
    made = make(inventory(rows, facts), settings(pool, wave=Wave.ALL))
    tests = {step.number for step in made.steps(StepKind.TEST)}
    first, *others = made.steps(StepKind.WATCH)
    assert set(first.waits_for) >= tests
    for step in others:
        assert first.number in step.waits_for
        assert len(step.waits_for) <= 2


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
        kind=StepKind.PREPARE,
        who="Windows administrator",
        minutes=30,
        wave=0,
        waits_for=(),
        connector="",
        assignment=0,
    )
    assert last.kind is StepKind.WATCH
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
    chosen = settings(facts=TicketFacts(minutes={"server-restart": 61, "test": 7}))
    usual, told = make(pair()), make(pair(), chosen)
    longer = 2 * (61 - StepKind.SERVER_RESTART.minutes + 7 - StepKind.TEST.minutes)
    assert told.plan.summary.minutes == usual.plan.summary.minutes + longer
    assert {step.minutes for step in told.steps(StepKind.SERVER_RESTART)} == {61}
    assert {step.minutes for step in told.steps(StepKind.MTA_RESTART)} == {10}
    assert {each.minutes for each in told.plan.outages} == {5, 61, 10}
