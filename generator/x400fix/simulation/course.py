# SPDX-License-Identifier: MIT
"""A plan as the simulation runs it."""

from collections.abc import Iterator, Mapping, Sequence

from x400fix.allocation.assignments import Action
from x400fix.inventory.addresses import IP_ADDRESS, number_of
from x400fix.inventory.connectors import Stack
from x400fix.plan.model import AddressValue, Assignment, NameLine, Place
from x400fix.settings.choices import AddressMode
from x400fix.settings.settings import Settings
from x400fix.simulation.changes import Course, ExpectedAddress, PlaceChanges, SetOverride, Step
from x400fix.simulation.network import Dialled, NameTable, World
from x400fix.step_kinds import Effect, StepKind

Positions = Mapping[str, int]
"""Where the world has the connectors of one server, by directory name in capitals."""


def course_of(
    places: Sequence[Place], assignments: Sequence[Assignment], settings: Settings, world: World
) -> Course:
    """The course of the work at some places."""
    positions: dict[str, dict[str, int]] = {place.name: {} for place in places}
    for index, connector in enumerate(world.connectors):
        if connector.stack is Stack.TCP and connector.server in positions:
            positions[connector.server][connector.name.upper()] = index
    moved: dict[str, list[Assignment]] = {place.name: [] for place in places}
    for each in assignments:
        if each.is_changed:
            moved[each.server].append(each)
    return Course(
        changes={
            place.name: _changes(place, positions[place.name], moved[place.name], world)
            for place in places
        },
        strategy=settings.strategy,
        waiver=_waiver(settings),
    )


def _waiver(settings: Settings) -> str:
    """The option by which a plan gives up that every call is answered, or empty."""
    if settings.reassign_all:
        return "--reassign-all"
    is_by_name = settings.address_mode is AddressMode.LMHOSTS
    return "--address-mode lmhosts" if is_by_name else ""


def _changes(
    place: Place, positions: Positions, moved: Sequence[Assignment], world: World
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
        hosts=_name_table(place.hosts),
        lmhosts=_name_table(place.lmhosts),
        overrides=[
            SetOverride(positions[each.connector.upper()], number_of(each.address), each.scripted)
            for each in place.overrides
        ],
        addresses={
            positions[name]: (_dialled(each.before), _dialled(each.after) if each.after else None)
            for name in (assignment.connector.upper() for assignment in moved)
            for each in (values[name],)
        },
        expected=list(_expected(place, positions, moved, world)),
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
        index = positions[step.connector.upper()] if effect is Effect.ADDRESS else -1
        yield Step(step.number, effect, index, step.minutes)


def _expected(
    place: Place, positions: Positions, moved: Sequence[Assignment], world: World
) -> Iterator[ExpectedAddress]:
    """The new address of each connector that gets one, or what its alias leads to."""
    aliases = {line.name: line.address for line in place.lmhosts}
    for each in moved:
        text = each.new_address or aliases.get(each.alias, "")
        if text:
            owner = world.servers.get(each.owner)
            is_known = bool(each.new_address or (owner and owner.addresses))
            is_open = each.action is Action.MANUAL or not is_known
            index = positions[each.connector.upper()]
            yield ExpectedAddress(index, number_of(text), each.owner, is_open)


def _dialled(value: AddressValue) -> Dialled:
    return number_of(value.value) if value.type == IP_ADDRESS else value.value


def _name_table(lines: Sequence[NameLine]) -> NameTable:
    """Lines of a name file, as the simulation looks names up in them."""
    return NameTable((number_of(line.address), line.name) for line in lines)


def _numbers(texts: Sequence[str]) -> tuple[int, ...]:
    """The addresses of a list such as ``10.20.1.10/24``."""
    return tuple(number_of(text.partition("/")[0]) for text in texts)
