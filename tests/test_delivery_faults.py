# SPDX-License-Identifier: MIT
"""A plan with one fault in it fails at least one obligation, which names the place.

A fault is put into the part of a plan that the model runs, with everything else as planned.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tests.builders import ident_of, inventory, pair, server, servers, settings
from tests.deliveries import course, failing, number, reprove
from tests.inventories import Case, inventories
from tests.inventories.plans import chosen_for, planned, plans, read
from tests.plans import Made, make
from x400fix.allocation.assignments import Action, Draft
from x400fix.inventory.connectors import Inventory
from x400fix.settings.choices import AddressMode, Strategy, Wave
from x400fix.settings.settings import Settings
from x400fix.simulation.changes import Deed, Part, Promise, Sheet, Stage
from x400fix.simulation.network import Dialled, NameTable, Network
from x400fix.simulation.proof import Proof
from x400fix.simulation.requirements import Breach

# Many plans have no place for a fault, so that each example takes several.
LAWS = limits(
    max_examples=limits().max_examples // 2,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
NOBODYS = number("10.250.0.77")
"""An address that no inventory and no pool has."""


class Injected(NamedTuple):
    """A part with a fault; a failing obligation has to name one of the connectors or the step."""

    part: Part
    connectors: frozenset[int] = frozenset()
    step: int = 0

    def is_named_by(self, breach: Breach) -> bool:
        """Whether a breach is about the fault."""
        return breach.index in self.connectors or 0 < breach.step == self.step


class Planned:
    """One network with what a plan does there."""

    def __init__(self, made: Made, network: Network, part: Part) -> None:
        self.network, self.part = network, part
        places = {id(network.connectors[index]): index for index in network.tcp}
        self.assignments = {
            places[id(each.connector)]: each
            for each in made.plan.assignments
            if id(each.connector) in places
        }
        self.last_step = len(made.plan.steps)

    def moves(self) -> Iterator[tuple[int, Draft]]:
        """The connectors that get an Address, and whose other end is known."""
        for index, each in self.assignments.items():
            if each.action is Action.MOVE and each.link.second is not None:
                yield index, each

    def kept(self) -> Iterator[tuple[int, Draft]]:
        """The connectors that keep an Address that others of their server move away from."""
        moving = {(each.connector.server, each.owner) for _, each in self.moves()}
        for index, each in self.assignments.items():
            is_one = (each.connector.server, each.owner) in moving
            if each.action is Action.KEEP and each.link.second is not None and is_one:
                yield index, each

    def around(self, *indexes: int) -> frozenset[int]:
        """Connectors with their other ends, and with those that were in the same conflict."""
        ours = {(self.assignments[i].connector.server, self.assignments[i].owner) for i in indexes}
        group = {
            index
            for index, each in self.assignments.items()
            if (each.connector.server, each.owner) in ours
        }
        return frozenset({*group, *(self.network.world.peers[index] for index in group)} - {-1})

    def list_step(self, place: str) -> int:
        """The number of the step that writes the list of a place's NIC; 0 if none does."""
        numbers = (s.number for s in self.part.stages_at(place) if s.deed is Deed.LIST)
        return next(numbers, 0)

    def is_direct(self, index: int) -> bool:
        """Whether a connector has the Address of its partner itself."""
        connector = self.network.connectors[index]
        holder = self.network.directory.holder_of(connector.address)
        return index not in self.network.dials_firewall and holder == self.network.partners[index]

    def changed(
        self,
        *sheets: Sheet,
        stages: Sequence[Stage] = (),
        promises: Sequence[Promise] | None = None,
        moved: Sequence[int] = (),
    ) -> Part:
        """The part with other sheets, with stages at its end, and with other promises."""
        part, known = self.part, {sheet.place: sheet for sheet in sheets}
        return msgspec.structs.replace(
            part,
            sheet_of=lambda place: known.get(place) or part.sheet_of(place),
            stages=lambda: chain(part.stages(), stages),
            stages_at=lambda place: chain(
                part.stages_at(place), (each for each in stages if each.place == place)
            ),
            promises=part.promises if promises is None else lambda: iter(promises),
            moved=sorted((*part.moved, *moved)),
        )

    def moving(self, addresses: Mapping[int, Dialled]) -> tuple[Sheet, list[Stage]]:
        """Connectors of one server that change at the end of the plan."""
        (place,) = {self.network.connectors[index].server for index in addresses}
        sheet = self.part.sheet_of(place)
        values = {
            index: (self.network.dialled(index), address) for index, address in addresses.items()
        }
        steps = [Stage(self.last_step + 1, Deed.ADDRESS, place, 5, index) for index in addresses]
        restart = Stage(self.last_step + 2, Deed.RESTART_MTA, place, 10)
        changed = msgspec.structs.replace(sheet, addresses={**sheet.addresses, **values})
        return changed, [*steps, restart]


def _with(sheet: Sheet, address: int) -> Sheet:
    """A sheet whose NIC gets one more address."""
    after = (*sheet.after, address) if sheet.after else ()
    return msgspec.structs.replace(sheet, after=after, added=(*sheet.added, address))


def _without(sheet: Sheet, address: int) -> Sheet:
    """A sheet whose NIC does not get an address."""
    after, added = (tuple(n for n in each if n != address) for each in (sheet.after, sheet.added))
    return msgspec.structs.replace(sheet, after=after, added=added)


def put_on_the_wrong_nic(plan: Planned) -> Iterator[Injected]:
    """A new address gets onto another server's NIC."""
    places = {*plan.network.homes, *plan.network.callers}
    listed = sorted(place for place in places if plan.list_step(place))
    for index, each in plan.moves():
        owner = each.owner.name
        if each.address is None or owner not in listed:
            continue
        own = plan.part.sheet_of(owner)
        others = (plan.part.sheet_of(place) for place in listed if place != owner)
        for other in others:
            if each.address in own.added and each.address not in other.added:
                sheets = _without(own, each.address), _with(other, each.address)
                yield Injected(plan.changed(*sheets), frozenset({index}))


def move_the_kept_one_too(plan: Planned) -> Iterator[Injected]:
    """It gets an address of its own, which its owner's NIC gets and the plan promises."""
    for index, each in plan.kept():
        owner = each.owner.name
        if plan.list_step(owner):
            sheet, stages = plan.moving({index: NOBODYS})
            listed = _with(sheet if sheet.place == owner else plan.part.sheet_of(owner), NOBODYS)
            promise = Promise(index, NOBODYS, owner, is_open=False)
            part = plan.changed(
                sheet,
                listed,
                stages=stages,
                promises=[*plan.part.promises(), promise],
                moved=[index],
            )
            yield Injected(part, plan.around(index))


def put_an_alias_beside_a_primary_in_hosts(plan: Planned) -> Iterator[Injected]:
    """Where HOSTS has the aliases; it is read before LMHOSTS (Q172218)."""
    for index, each in plan.moves():
        sheet = plan.part.sheet_of(each.connector.server)
        has_line = any(name == each.alias for _, name in sheet.hosts.lines)
        if has_line and each.is_by_name and each.owner.primary is not None:
            hosts = NameTable([(each.owner.primary, each.alias), *sheet.hosts.lines])
            changed = msgspec.structs.replace(sheet, hosts=hosts)
            yield Injected(plan.changed(changed), frozenset({index}))


def forget_one_end(plan: Planned) -> Iterator[Injected]:
    """Its Address step sets the old value."""
    for index, each in plan.moves():
        sheet = plan.part.sheet_of(each.connector.server)
        old = sheet.addresses[index][0]
        addresses = {**sheet.addresses, index: (old, old)}
        changed = msgspec.structs.replace(sheet, addresses=addresses)
        yield Injected(plan.changed(changed), frozenset({index}))


def lose_a_primary(plan: Planned) -> Iterator[Injected]:
    """The list of the NIC afterwards lacks its first address."""
    for place in {each.owner.name: None for _, each in plan.moves()}:
        step = plan.list_step(place)
        sheet = plan.part.sheet_of(place) if step else None
        if sheet and sheet.before:
            changed = msgspec.structs.replace(sheet, after=sheet.after[1:])
            yield Injected(plan.changed(changed), step=step)


def cross_new_addresses(plan: Planned) -> Iterator[Injected]:
    """Two connectors to different partners get each other's, and so does what is promised."""
    moves = list(plan.moves())
    for index, each in moves:
        for other, far in moves:
            is_one_server = each.connector.server == far.connector.server
            if index < other and is_one_server and each.partner != far.partner:
                sheet = plan.part.sheet_of(each.connector.server)
                (old, new), (far_old, far_new) = sheet.addresses[index], sheet.addresses[other]
                addresses = {**sheet.addresses, index: (old, far_new), other: (far_old, new)}
                crossed = {index: other, other: index}
                promises = [
                    msgspec.structs.replace(each, index=crossed.get(each.index, each.index))
                    for each in plan.part.promises()
                ]
                changed = msgspec.structs.replace(sheet, addresses=addresses)
                part = plan.changed(changed, promises=promises)
                yield Injected(part, frozenset({index, other}))


def cross_kept_addresses(plan: Planned) -> Iterator[Injected]:
    """Each of two partners' calls meets the connector to the other one then."""
    kept = [(index, each) for index, each in plan.kept() if plan.is_direct(index)]
    for index, each in kept:
        for other, far in kept:
            is_one_server = each.connector.server == far.connector.server
            if index < other and is_one_server and each.partner != far.partner:
                old, far_old = plan.network.dialled(index), plan.network.dialled(other)
                sheet, stages = plan.moving({index: far_old, other: old})
                part = plan.changed(sheet, stages=stages, moved=[index, other])
                yield Injected(part, plan.around(index, other))


def mistake_the_list_before(plan: Planned) -> Iterator[Injected]:
    """What the undo of a list puts back is not what was there."""
    for place in {each.owner.name: None for _, each in plan.moves()}:
        step = plan.list_step(place)
        if step:
            sheet = plan.part.sheet_of(place)
            for before in ((*sheet.before, NOBODYS), sheet.before[1:], sheet.before[::-1]):
                if before != sheet.before:
                    changed = msgspec.structs.replace(sheet, before=before)
                    yield Injected(plan.changed(changed), step=step)


Fault = Callable[[Planned], Iterator[Injected]]
FAULTS: tuple[Fault, ...] = (
    put_on_the_wrong_nic,
    move_the_kept_one_too,
    put_an_alias_beside_a_primary_in_hosts,
    forget_one_end,
    lose_a_primary,
    cross_new_addresses,
    cross_kept_addresses,
    mistake_the_list_before,
)


def ways_to(fault: Fault, made: Made) -> list[tuple[Network, Injected]]:
    """Every way to put a fault into a plan."""
    parts = [(network, course(made).part_of(network)) for network in made.plan.world.networks()]
    return [
        (network, injected)
        for network, part in parts
        for injected in fault(Planned(made, network, part))
    ]


def run_with(made: Made, network: Network, injected: Injected) -> Proof:
    """The proof of a plan with a fault in one of its networks."""
    faulty = list(network.tcp)
    return reprove(made, lambda each, part: injected.part if list(each.tcp) == faulty else part)


@st.composite
def plans_with_hosts(draw: st.DrawFn) -> Made:
    """A plan whose aliases stand in HOSTS."""
    case: Case = draw(inventories())
    found = planned(read(case.text), chosen_for(case, {"address_mode": AddressMode.HOSTS}))
    assume(found)
    assert found
    return found


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
@LAWS
@given(data=st.data())
def test_a_plan_with_one_fault_fails_an_obligation_that_names_it(
    fault: Fault, data: st.DataObject
) -> None:
    """Whatever the inventory, the options, and the connector or server with the fault."""
    needs_hosts = fault is put_an_alias_beside_a_primary_in_hosts
    made = data.draw(plans_with_hosts() if needs_hosts else plans())
    assert not made.plan.proof.fails
    ways = ways_to(fault, made)
    assume(ways)
    network, injected = ways[data.draw(st.integers(0, len(ways) - 1))]
    failed = failing(run_with(made, network, injected))
    assert failed
    assert any(injected.is_named_by(breach) for found in failed.values() for breach in found)


def hub() -> Inventory:
    """MAIL-A with two links to MAIL-B and two to MAIL-C."""
    ways = (("A", "B", 2), ("B", "A", 1), ("A", "C", 3), ("C", "A", 1))
    rows = [
        f"MAIL-{home}/To_{far}_{at} 10.20.{net}.10 MAIL-{far}"
        for home, far, net in ways
        for at in (1, 2)
    ]
    return inventory(rows, [*servers(), server("MAIL-C 10.20.3.10/24")])


HOSTS = settings(address_mode=AddressMode.HOSTS)


@pytest.mark.parametrize(
    ("fault", "found", "chosen", "failed"),
    [
        pytest.param(
            put_on_the_wrong_nic,
            pair(),
            settings(),
            {"nothing-lost": ["MAIL-A/To B 2"], "as-planned": ["MAIL-A/To B 2"]},
            id="a-new-address-on-the-wrong-servers-nic",
        ),
        pytest.param(
            move_the_kept_one_too,
            pair(),
            settings(),
            {
                "answered": ["MAIL-B/To A 1", "MAIL-B/To A 2"],
                "one-kept": ["MAIL-A/To B 1", "MAIL-A/To B 2"],
            },
            id="the-kept-connector-moved-too",
        ),
        pytest.param(
            put_an_alias_beside_a_primary_in_hosts,
            pair(),
            HOSTS,
            {"as-planned": ["MAIL-A/To B 2"]},
            id="an-alias-beside-a-primary-in-hosts",
        ),
        pytest.param(
            forget_one_end,
            pair(),
            settings(),
            {
                "no-collision": ["MAIL-A/To B 1", "MAIL-A/To B 2"],
                "as-planned": ["MAIL-A/To B 2"],
            },
            id="one-end-forgotten",
        ),
        pytest.param(
            lose_a_primary,
            pair(),
            settings(),
            {
                "nothing-lost": ["MAIL-A/To B 1"],
                "nothing-taken": ["step 9"],
            },
            id="a-lost-primary",
        ),
        pytest.param(
            cross_new_addresses,
            hub(),
            settings(),
            {"nothing-lost": ["MAIL-A/To B 2", "MAIL-A/To C 2"]},
            id="new-addresses-crossed",
        ),
        pytest.param(
            cross_kept_addresses,
            hub(),
            settings(),
            {
                "nothing-lost": [
                    *("MAIL-A/To B 1", "MAIL-A/To C 1", "MAIL-B/To A 1", "MAIL-B/To A 2"),
                    *("MAIL-C/To A 1", "MAIL-C/To A 2"),
                ],
            },
            id="kept-addresses-crossed",
        ),
        pytest.param(
            mistake_the_list_before,
            pair(),
            settings(),
            {"undo": ["step 9"], "back-out": ["MAIL-A/To B 1"]},
            id="a-wrong-list-before",
        ),
    ],
)
def test_each_fault_fails_what_it_breaks(
    fault: Fault, found: Inventory, chosen: Settings, failed: dict[str, list[str]]
) -> None:
    """In a small plan, where it first fits."""
    made = make(found, chosen)
    assert not made.plan.proof.fails
    network, injected = ways_to(fault, made)[0]
    connectors = made.plan.world.connectors
    assert {
        name: [
            f"step {each.step}" if each.index < 0 else ident_of(connectors[each.index])
            for each in breaches
        ]
        for name, breaches in failing(run_with(made, network, injected)).items()
    } == failed


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
@pytest.mark.parametrize("wave", list(Wave))
@pytest.mark.parametrize("reassign_all", [False, True])
def test_options_do_not_hide_a_fault(fault: Fault, wave: Wave, *, reassign_all: bool) -> None:
    """Every way to put each fault into a plan for three servers is found out."""
    chosen = settings(address_mode=AddressMode.HOSTS, wave=wave, reassign_all=reassign_all)
    made = make(hub(), chosen)
    ways = ways_to(fault, made)
    needs_kept = fault in {move_the_kept_one_too, cross_kept_addresses}
    assert bool(ways) is not (needs_kept and reassign_all)
    for network, injected in ways:
        failed = failing(run_with(made, network, injected))
        assert any(injected.is_named_by(breach) for found in failed.values() for breach in found)


@pytest.mark.parametrize(
    ("strategy", "mode"),
    [(Strategy.HOSTNAME, AddressMode.LMHOSTS), (Strategy.ADDRESS, AddressMode.IP)],
)
@pytest.mark.parametrize("fault", [forget_one_end, cross_new_addresses])
def test_a_fault_is_found_whether_names_or_addresses_are_given(
    fault: Fault, strategy: Strategy, mode: AddressMode
) -> None:
    """Also where every connector moves."""
    for reassign_all in (False, True):
        chosen = settings(strategy=strategy, address_mode=mode, reassign_all=reassign_all)
        made = make(hub(), chosen)
        assert ways_to(fault, made)
        for network, injected in ways_to(fault, made):
            assert failing(run_with(made, network, injected))
