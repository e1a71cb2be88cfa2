# SPDX-License-Identifier: MIT
"""A plan as the simulation runs it."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from x400fix.allocation.assignments import Action
from x400fix.inventory.addresses import IP_ADDRESS, number_of
from x400fix.inventory.connectors import Stack
from x400fix.plan.model import AddressValue, Assignment, NameLine, Place
from x400fix.plan.model import Step as PlannedStep
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.simulation.changes import Course, ExpectedAddress, PlaceChanges, SetOverride, Step
from x400fix.simulation.network import Dialled, NameTable, World
from x400fix.step_kinds import Effect, StepKind

Positions = Mapping[str, int]
"""Where the world has the connectors of one server, by directory name in capitals."""


class PlannedWork(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a plan that the simulation runs; ``known`` are servers whose NIC is known."""

    places: Sequence[Place]
    assignments: Sequence[Assignment]
    strategy: Strategy
    address_mode: AddressMode
    reassign_all: bool
    known: Collection[str]
    dns: NameTable


def course_of(work: PlannedWork, world: World) -> Course:
    """The course of a plan."""
    positions: dict[str, dict[str, int]] = {place.name: {} for place in work.places}
    for index, connector in enumerate(world.connectors):
        if connector.stack is Stack.TCP and connector.server in positions:
            positions[connector.server][connector.name.upper()] = index
    moved: dict[str, list[Assignment]] = {place.name: [] for place in work.places}
    for each in work.assignments:
        if each.is_changed:
            moved[each.server].append(each)
    return Course(
        changes={
            place.name: _changes(place, positions[place.name], moved[place.name], work.known)
            for place in work.places
        },
        strategy=work.strategy,
        waiver=_waiver(work),
        dns=work.dns,
    )


def _waiver(work: PlannedWork) -> str:
    """The option by which a plan gives up that every call is answered, or empty."""
    if work.reassign_all:
        return "--reassign-all"
    is_by_name = work.address_mode is AddressMode.LMHOSTS
    return "--address-mode lmhosts" if is_by_name else ""


def _changes(
    place: Place, positions: Positions, moved: Sequence[Assignment], known: Collection[str]
) -> PlaceChanges:
    """What is changed at one place."""
    nic = place.nic
    values = {each.connector.upper(): each for each in place.address_attributes}
    return PlaceChanges(
        place=place.name,
        steps=list(_steps(place, positions)),
        before=_numbers(nic.before) if nic else (),
        after=_numbers(nic.after) if nic else (),
        added=_numbers(nic.added) if nic else (),
        stops_mail=any(step.kind is StepKind.SERVER_RESTART for step in place.steps),
        hosts=name_table(place.hosts),
        lmhosts=name_table(place.lmhosts),
        overrides=[
            SetOverride(positions[each.connector.upper()], number_of(each.address), each.scripted)
            for each in place.overrides
        ],
        addresses={
            positions[name]: (_dialled(each.before), _dialled(each.after) if each.after else None)
            for name in (assignment.connector.upper() for assignment in moved)
            for each in (values[name],)
        },
        expected=list(_expected(place, positions, moved, known)),
    )


def _steps(place: Place, positions: Positions) -> Iterator[Step]:
    """The steps at a place, as far as the simulation is concerned.

    A server that the inputs do not have is asked to add addresses: that step does what a NIC script
    does.
    """
    has_list = place.nic is not None
    for step in place.steps:
        effect = step.kind.effect
        if has_list and (effect is Effect.LIST or step.kind is StepKind.REQUEST):
            has_list = False
            effect = Effect.LIST
        yield Step(step.number, effect, _index(step, positions))


def _index(step: PlannedStep, positions: Positions) -> int:
    """The connector whose Address a step sets, or -1."""
    return positions[step.connector.upper()] if step.kind.effect is Effect.ADDRESS else -1


def _expected(
    place: Place, positions: Positions, moved: Sequence[Assignment], known: Collection[str]
) -> Iterator[ExpectedAddress]:
    """The new address of each connector that gets one, or what its alias leads to."""
    aliases = {line.name: line.address for line in place.lmhosts}
    for each in moved:
        text = each.new_address or aliases.get(each.alias, "")
        if text:
            is_known = bool(each.new_address) or each.owner in known
            is_open = each.action is Action.MANUAL or not is_known
            index = positions[each.connector.upper()]
            yield ExpectedAddress(index, number_of(text), each.owner, is_open)


def _dialled(value: AddressValue) -> Dialled:
    return number_of(value.value) if value.type == IP_ADDRESS else value.value


def name_table(lines: Sequence[NameLine]) -> NameTable:
    """Lines of a name file, or what DNS knows, as the simulation looks names up in them."""
    return NameTable((number_of(line.address), line.name) for line in lines)


def _numbers(texts: Sequence[str]) -> tuple[int, ...]:
    """The addresses of a list such as ``10.20.1.10/24``."""
    return tuple(number_of(text.partition("/")[0]) for text in texts)
