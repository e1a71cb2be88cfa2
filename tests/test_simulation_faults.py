# SPDX-License-Identifier: MIT
"""A plan with one fault in it violates at least one requirement, which names the place.

A fault is put into what the simulation runs of a plan, with everything else as planned.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.builders import ident_of, inventory, pair, server, servers, settings
from tests.inventories import Case, inventories
from tests.inventories.plans import chosen_for, planned, plans, read
from tests.plans import Made, make
from tests.simulations import failing, number
from x400fix.allocation.assignments import Action
from x400fix.inventory.connectors import Inventory
from x400fix.plan.model import Assignment, Breach
from x400fix.settings.choices import AddressMode, Strategy, Wave
from x400fix.settings.settings import Settings
from x400fix.simulation.changes import ExpectedAddress, PlaceChanges, Step
from x400fix.simulation.network import Dialled, NameTable, Network
from x400fix.simulation.proof import Proof, prove
from x400fix.simulation.requirements import Outcome
from x400fix.step_kinds import Effect

# Many plans have no place for a fault, so that each example takes several.
LAWS = limits(
    max_examples=limits().max_examples // 2,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
NOBODYS = number("10.250.0.77")
"""An address that no inventory and no pool has."""


class Injected(NamedTuple):
    """Changes with a fault; a failing requirement has to name one of the connectors or the step."""

    changes: Sequence[PlaceChanges]
    connectors: frozenset[int] = frozenset()
    step: int = 0

    def is_named_by(self, breach: Breach, made: Made) -> bool:
        """Whether a breach is about the fault."""
        named = {ident_of(made.planned.world.connectors[index]) for index in self.connectors}
        is_connector = f"{breach.server}/{breach.connector}" in named
        return is_connector or 0 < breach.step == self.step


class Planned:
    """One network with what a plan does there; ``owners`` are those of the conflicts there."""

    def __init__(self, made: Made, network: Network) -> None:
        self.network = network
        self.changes = {each.place: each for each in made.planned.course.within(network)}
        owners = {
            f"{conflict.server}/{name}": conflict.owner
            for conflict in made.plan.conflicts
            for name in conflict.connectors
        }
        given = {f"{each.server}/{each.connector}": each for each in made.plan.assignments}
        idents = {index: ident_of(network.connectors[index]) for index in network.tcp}
        self.assignments = {i: given[ident] for i, ident in idents.items() if ident in given}
        self.owners = {i: owners[idents[i]] for i in self.assignments}
        self.last_step = len(made.steps())

    def moves(self) -> Iterator[tuple[int, Assignment]]:
        """The connectors that get an Address, and whose other end is known."""
        for index, each in self.assignments.items():
            if each.action is Action.MOVE and self.network.peers[index] is not None:
                yield index, each

    def kept(self) -> Iterator[tuple[int, Assignment]]:
        """The connectors that keep an Address that others of their server move away from."""
        moving = {(each.server, each.owner) for _, each in self.moves()}
        for index, each in self.assignments.items():
            is_one = (each.server, self.owners[index]) in moving
            if each.action is Action.KEEP and self.network.peers[index] is not None and is_one:
                yield index, each

    def around(self, *indexes: int) -> frozenset[int]:
        """Connectors with their other ends, and with those that were in the same conflict."""
        ours = {(self.assignments[i].server, self.owners[i]) for i in indexes}
        group = {
            index
            for index, each in self.assignments.items()
            if (each.server, self.owners[index]) in ours
        }
        peers = (self.network.peers[index] for index in group)
        return frozenset({*group, *(peer for peer in peers if peer is not None)})

    def list_step(self, place: str) -> int:
        """The number of the step that writes the list of a place's NIC; 0 if none does."""
        steps = self.changes[place].steps if place in self.changes else ()
        return next((step.number for step in steps if step.effect is Effect.LIST), 0)

    def is_direct(self, index: int) -> bool:
        """Whether a connector has the Address of its partner itself."""
        connector = self.network.connectors[index]
        holder = self.network.world.directory.holder_of(connector.address)
        return index not in self.network.dials_firewall and holder == self.network.partners[index]

    def moving(self, addresses: Mapping[int, Dialled]) -> PlaceChanges:
        """Connectors of one server that change at the end of the plan."""
        (place,) = {self.network.connectors[index].server for index in addresses}
        planned = self.changes[place]
        values = {
            index: (self.network.dialled[index], address) for index, address in addresses.items()
        }
        steps = [Step(self.last_step + 1, Effect.ADDRESS, index) for index in addresses]
        restart = Step(self.last_step + 2, Effect.RESTART_MTA)
        return replace(
            planned,
            addresses={**planned.addresses, **values},
            steps=[*planned.steps, *steps, restart],
        )


def _with(changes: PlaceChanges, address: int) -> PlaceChanges:
    """Changes whose NIC gets one more address."""
    after = (*changes.after, address) if changes.after else ()
    return replace(changes, after=after, added=(*changes.added, address))


def _without(changes: PlaceChanges, address: int) -> PlaceChanges:
    """Changes whose NIC does not get an address."""
    lists = (changes.after, changes.added)
    after, added = (tuple(n for n in each if n != address) for each in lists)
    return replace(changes, after=after, added=added)


def put_on_the_wrong_nic(plan: Planned) -> Iterator[Injected]:
    """A new address gets onto another server's NIC."""
    listed = [each for each in plan.changes.values() if plan.list_step(each.place)]
    for index, each in plan.moves():
        address = number(each.new_address) if each.new_address else -1
        owners = [own for own in listed if own.place == each.owner and address in own.added]
        for own in owners:
            for other in listed:
                if other is not own and address not in other.added:
                    wrong = [_without(own, address), _with(other, address)]
                    yield Injected(wrong, frozenset({index}))


def move_the_kept_one_too(plan: Planned) -> Iterator[Injected]:
    """It gets an address of its own, which its owner's NIC gets and the plan expects there."""
    for index, _ in plan.kept():
        owner = plan.owners[index]
        if plan.list_step(owner):
            moving = plan.moving({index: NOBODYS})
            expected = ExpectedAddress(index, NOBODYS, owner, is_open=False)
            moving = replace(moving, expected=[*moving.expected, expected])
            if moving.place == owner:
                changes = [_with(moving, NOBODYS)]
            else:
                changes = [moving, _with(plan.changes[owner], NOBODYS)]
            yield Injected(changes, plan.around(index))


def put_an_alias_beside_a_primary_in_hosts(plan: Planned) -> Iterator[Injected]:
    """Where HOSTS has the aliases; it is read before LMHOSTS (Q172218)."""
    for index, each in plan.moves():
        planned = plan.changes[each.server]
        has_line = any(name == each.alias for _, name in planned.hosts.lines)
        old = plan.network.dialled[index]
        primary = plan.network.number_given(old) if isinstance(old, str) else old
        if has_line and each.address_value == each.alias and primary is not None:
            hosts = NameTable([(primary, each.alias), *planned.hosts.lines])
            yield Injected([replace(planned, hosts=hosts)], frozenset({index}))


def forget_one_end(plan: Planned) -> Iterator[Injected]:
    """Its Address step sets the old value."""
    for index, each in plan.moves():
        planned = plan.changes[each.server]
        old = planned.addresses[index][0]
        addresses = {**planned.addresses, index: (old, old)}
        yield Injected([replace(planned, addresses=addresses)], frozenset({index}))


def lose_a_primary(plan: Planned) -> Iterator[Injected]:
    """The list of the NIC afterwards lacks its first address."""
    for place in {each.owner: None for _, each in plan.moves()}:
        step = plan.list_step(place)
        planned = plan.changes[place] if step else None
        if planned and planned.before:
            yield Injected([replace(planned, after=planned.after[1:])], step=step)


def cross_new_addresses(plan: Planned) -> Iterator[Injected]:
    """Two connectors to different partners get each other's, and so does what is expected."""
    moves = list(plan.moves())
    for index, each in moves:
        for other, far in moves:
            is_one_server = each.server == far.server
            if index < other and is_one_server and each.remote_server != far.remote_server:
                planned = plan.changes[each.server]
                (old, new), (far_old, far_new) = planned.addresses[index], planned.addresses[other]
                addresses = {**planned.addresses, index: (old, far_new), other: (far_old, new)}
                crossed = {index: other, other: index}
                expected = [
                    replace(each, index=crossed.get(each.index, each.index))
                    for each in planned.expected
                ]
                wrong = replace(planned, addresses=addresses, expected=expected)
                yield Injected([wrong], frozenset({index, other}))


def cross_kept_addresses(plan: Planned) -> Iterator[Injected]:
    """Each of two partners' calls meets the connector to the other one then."""
    kept = [(index, each) for index, each in plan.kept() if plan.is_direct(index)]
    for index, each in kept:
        for other, far in kept:
            is_one_server = each.server == far.server
            if index < other and is_one_server and each.remote_server != far.remote_server:
                old, far_old = plan.network.dialled[index], plan.network.dialled[other]
                moving = plan.moving({index: far_old, other: old})
                yield Injected([moving], plan.around(index, other))


def mistake_the_list_before(plan: Planned) -> Iterator[Injected]:
    """What the undo of a list puts back is not what was there."""
    for place in {each.owner: None for _, each in plan.moves()}:
        step = plan.list_step(place)
        if step:
            planned = plan.changes[place]
            for before in ((*planned.before, NOBODYS), planned.before[1:], planned.before[::-1]):
                if before != planned.before:
                    yield Injected([replace(planned, before=before)], step=step)


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


def ways_to(fault: Fault, made: Made) -> list[Injected]:
    """Every way to put a fault into a plan."""
    networks = made.planned.world.networks()
    return [injected for network in networks for injected in fault(Planned(made, network))]


def run_with(made: Made, injected: Injected) -> Proof:
    """The proof of a plan with a fault."""
    planned = made.planned.course
    changes = {**planned.changes, **{each.place: each for each in injected.changes}}
    return prove(made.planned.world, replace(planned, changes=changes))


def is_found(made: Made, injected: Injected) -> bool:
    """Whether a requirement that fails names the fault."""
    results = run_with(made, injected).results
    breaches = (each for r in results if r.outcome == Outcome.FAILS for each in r.breaches)
    return any(injected.is_named_by(breach, made) for breach in breaches)


@st.composite
def plans_with_hosts(draw: st.DrawFn) -> Made:
    """A plan whose aliases are in HOSTS."""
    case: Case = draw(inventories())
    found = planned(read(case.text), chosen_for(case, {"address_mode": AddressMode.HOSTS}))
    assume(found)
    assert found
    return found


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
@LAWS
@given(data=st.data())
def test_a_plan_with_one_fault_violates_a_requirement_that_names_it(
    fault: Fault, data: st.DataObject
) -> None:
    """Whatever the inventory, the options, and the connector or server with the fault."""
    needs_hosts = fault is put_an_alias_beside_a_primary_in_hosts
    made = data.draw(plans_with_hosts() if needs_hosts else plans())
    assert not made.planned.proof.fails
    ways = ways_to(fault, made)
    assume(ways)
    assert is_found(made, ways[data.draw(st.integers(0, len(ways) - 1))])


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
    assert not made.planned.proof.fails
    injected = ways_to(fault, made)[0]
    assert failing(run_with(made, injected)) == failed


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
    assert all(is_found(made, injected) for injected in ways)


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
        assert all(run_with(made, injected).fails for injected in ways_to(fault, made))
