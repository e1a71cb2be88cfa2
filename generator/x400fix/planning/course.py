# SPDX-License-Identifier: MIT
"""A plan as the model of deliveries runs it."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from x400fix.allocation.assignments import Action, Assignment
from x400fix.inventory.addresses import Address
from x400fix.planning.names import NameEntry, aliased_number
from x400fix.planning.places import Work
from x400fix.planning.steps import Step
from x400fix.settings.choices import AddressMode
from x400fix.settings.settings import Settings
from x400fix.simulation.changes import Course, Deed, Part, Promise, SetOverride, Sheet, Stage
from x400fix.simulation.network import Dialled, NameTable, Network
from x400fix.step_kinds import StepKind

_DEEDS: Mapping[str, Deed] = {
    StepKind.NIC_SCRIPT.slug: Deed.LIST,
    StepKind.NIC_HAND.slug: Deed.LIST,
    StepKind.SERVER_RESTART.slug: Deed.RESTART_SERVER,
    StepKind.HOSTS.slug: Deed.HOSTS,
    StepKind.LMHOSTS.slug: Deed.LMHOSTS,
    StepKind.LMHOSTS_OPTIONAL.slug: Deed.LMHOSTS,
    StepKind.HOSTS_HAND.slug: Deed.HOSTS,
    StepKind.LMHOSTS_HAND.slug: Deed.LMHOSTS,
    StepKind.OVERRIDE_SCRIPT.slug: Deed.OVERRIDES,
    StepKind.OVERRIDE_HAND.slug: Deed.OVERRIDES_BY_HAND,
    StepKind.ADDRESS.slug: Deed.ADDRESS,
    StepKind.ADDRESS_OPEN.slug: Deed.ADDRESS,
    StepKind.MTA_RESTART.slug: Deed.RESTART_MTA,
}

_SHEETS = 32
"""How many places' sheets are kept at a time."""


class StageFinder:
    """Tells what each step does to the state.

    A server that nobody knows is asked to add addresses: that step does what a NIC script does.
    """

    def __init__(self, network: Network, with_list: Iterable[str]) -> None:
        """``with_list`` are the places whose NIC gets addresses."""
        self._network = network
        self._waiting = set(with_list)
        self._named: dict[str, dict[str, int]] = {}

    def __call__(self, number: int, kind: str, place: str, minutes: int, connector: str) -> Stage:
        """``kind`` and ``connector`` are as PLAN.json names them."""
        deed = _DEEDS.get(kind, Deed.NOTHING)
        if place in self._waiting and (deed is Deed.LIST or kind == StepKind.REQUEST.slug):
            self._waiting.discard(place)
            deed = Deed.LIST
        index = self._find(place, connector) if deed is Deed.ADDRESS else -1
        return Stage(number, deed, place, minutes, index)

    def _find(self, place: str, connector: str) -> int:
        """The place in the world of a server's connector; only the last servers are kept."""
        named = self._named.pop(place, None)
        if named is None:
            homes, connectors = self._network.homes[place], self._network.connectors
            named = {connectors[index].name.upper(): index for index in homes}
        self._named[place] = named
        if len(self._named) > _SHEETS:
            del self._named[next(iter(self._named))]
        return named[connector.upper()]


def waiver_of(address_mode: str, *, reassign_all: bool) -> str:
    """The option by which a plan gives up that every call is answered, or empty."""
    if reassign_all:
        return "--reassign-all"
    return "--address-mode lmhosts" if address_mode == AddressMode.LMHOSTS else ""


def course_of(works: Sequence[Work], steps: Sequence[Step], settings: Settings) -> Course:
    """The course of a plan that is just made."""
    named = {str(work.name): work for work in works}
    by_place: dict[str, list[Step]] = {}
    for step in steps:
        by_place.setdefault(step.server, []).append(step)
    restarting = {str(s.server) for s in steps if s.kind is StepKind.SERVER_RESTART}

    def part_of(network: Network) -> Part:
        places = sorted({*network.homes, *network.callers} & named.keys())
        own = {place: named[place] for place in places}
        moved = array("i", sorted(_moved(own.values(), network)))
        return Part(
            sheet_of=lru_cache(_SHEETS)(
                lambda place: _sheet(own[place], network, stops_mail=place in restarting)
            ),
            stages=lambda: _stages(own, by_place, network),
            stages_at=lambda place: _stages(_only(own, place), by_place, network),
            promises=lambda: _promises(own.values(), network, settings),
            moved=moved,
        )

    return Course(
        part_of=part_of,
        strategy=settings.strategy,
        waiver=waiver_of(settings.address_mode, reassign_all=settings.reassign_all),
        dns=NameTable(settings.dns),
    )


def _only(own: Mapping[str, Work], place: str) -> Mapping[str, Work]:
    """The work at one place, if there is any."""
    return {place: own[place]} if place in own else {}


def _positions(place: str, network: Network) -> dict[int, int]:
    """The places in the world of one server's connectors, by what they are."""
    return {id(network.connectors[index]): index for index in network.homes.get(place, ())}


def _moved(works: Iterable[Work], network: Network) -> Iterator[int]:
    for work in works:
        positions = _positions(work.name, network)
        yield from (positions[id(assignment.connector)] for assignment in work.moved)


def _promises(works: Iterable[Work], network: Network, settings: Settings) -> Iterator[Promise]:
    """The new address of each connector that gets one."""
    for work in works:
        positions = _positions(work.name, network)
        for assignment in work.moved:
            number = assignment.address or aliased_number(assignment, settings.strategy)
            if number is not None:
                index, owner = positions[id(assignment.connector)], assignment.owner.name
                is_open = _is_open(assignment) or owner not in network.callers
                yield Promise(index, number, owner, is_open)


def _is_open(assignment: Assignment) -> bool:
    """Whether the inputs cannot show that the owner answers at the address."""
    server = assignment.owner.server
    is_known = assignment.address is not None or (server is not None and bool(server.addresses))
    return assignment.action is Action.MANUAL or not is_known


def _stages(
    own: Mapping[str, Work], by_place: Mapping[str, Sequence[Step]], network: Network
) -> Iterator[Stage]:
    """The steps at some places, in order of time, as the model has them."""
    find_stage = StageFinder(network, {place for place, work in own.items() if work.nic})
    steps = (step for place in own for step in by_place.get(place, ()))
    for step in sorted(steps, key=lambda step: step.number):
        kind = step.kind
        yield find_stage(step.number, kind.slug, step.server, step.minutes, step.connector)


def _sheet(work: Work, network: Network, *, stops_mail: bool) -> Sheet:
    """What is changed at one place."""
    nic = work.nic
    positions = _positions(work.name, network)
    return Sheet(
        place=work.name,
        before=tuple(each.number for each in nic.before) if nic else (),
        after=tuple(each.number for each in nic.after) if nic else (),
        added=tuple(each.number for each in nic.added) if nic else (),
        stops_mail=stops_mail,
        hosts=_table(work.hosts),
        lmhosts=_table(work.lmhosts),
        overrides=tuple(
            SetOverride(positions[id(each.connector)], each.number, each.is_scripted)
            for each in work.overrides
        ),
        addresses={
            positions[id(each.connector)]: (_dialled(each.connector.address), _value(each))
            for each in work.moved
        },
    )


def _table(entries: Iterable[NameEntry]) -> NameTable:
    return NameTable((entry.number, entry.name) for entry in entries)


def _dialled(address: Address) -> Dialled:
    return address.text if address.number is None else address.number


def _value(assignment: Assignment) -> Dialled | None:
    """What a connector dials afterwards."""
    value = assignment.value
    return None if value is None else _dialled(value)
