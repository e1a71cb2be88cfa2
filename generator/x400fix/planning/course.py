# SPDX-License-Identifier: MIT
"""A plan as the simulation runs it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from x400fix.allocation.assignments import Action, Assignment
from x400fix.inventory.addresses import Address
from x400fix.planning.names import NameEntry, aliased_number
from x400fix.planning.places import Work
from x400fix.planning.steps import Step as PlannedStep
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.settings.settings import Settings
from x400fix.simulation.changes import (
    Course,
    Effect,
    ExpectedAddress,
    PlaceChanges,
    SetOverride,
    Step,
)
from x400fix.simulation.network import Dialled, NameTable, World
from x400fix.step_kinds import StepKind

_EFFECTS: Mapping[str, Effect] = {
    StepKind.NIC_SCRIPT.slug: Effect.LIST,
    StepKind.NIC_HAND.slug: Effect.LIST,
    StepKind.SERVER_RESTART.slug: Effect.RESTART_SERVER,
    StepKind.HOSTS.slug: Effect.HOSTS,
    StepKind.LMHOSTS.slug: Effect.LMHOSTS,
    StepKind.LMHOSTS_OPTIONAL.slug: Effect.LMHOSTS,
    StepKind.HOSTS_HAND.slug: Effect.HOSTS,
    StepKind.LMHOSTS_HAND.slug: Effect.LMHOSTS,
    StepKind.OVERRIDE_SCRIPT.slug: Effect.OVERRIDES,
    StepKind.OVERRIDE_HAND.slug: Effect.OVERRIDES_BY_HAND,
    StepKind.ADDRESS.slug: Effect.ADDRESS,
    StepKind.ADDRESS_OPEN.slug: Effect.ADDRESS,
    StepKind.MTA_RESTART.slug: Effect.RESTART_MTA,
}


class StepReader:
    """Finds what each step at one place does to the state.

    A server of which the inputs have no NIC is asked to add addresses: that step does what a NIC
    script does.
    """

    def __init__(self, positions: Mapping[str, int], *, has_list: bool) -> None:
        """``positions`` are the place's connectors by directory name in capitals."""
        self._positions = positions
        self._is_waiting = has_list

    def __call__(self, number: int, kind: str, connector: str) -> Step:
        """``kind`` and ``connector`` are as PLAN.json names them."""
        effect = _EFFECTS.get(kind, Effect.NOTHING)
        if self._is_waiting and (effect is Effect.LIST or kind == StepKind.REQUEST.slug):
            self._is_waiting = False
            effect = Effect.LIST
        index = self._positions[connector.upper()] if effect is Effect.ADDRESS else -1
        return Step(number, effect, index)


def waiver_of(address_mode: str, *, reassign_all: bool) -> str:
    """The option by which a plan gives up that every call is answered, or empty."""
    if reassign_all:
        return "--reassign-all"
    return "--address-mode lmhosts" if address_mode == AddressMode.LMHOSTS else ""


def course_of(
    world: World, works: Sequence[Work], steps: Sequence[PlannedStep], settings: Settings
) -> Course:
    """The course of a plan that is just made; the steps are in order of time."""
    by_place: dict[str, list[PlannedStep]] = {}
    for step in steps:
        by_place.setdefault(step.server, []).append(step)
    positions = {id(connector): index for index, connector in enumerate(world.connectors)}
    changes = (
        _changes(work, by_place.get(work.name, ()), positions, settings.strategy) for work in works
    )
    return Course(
        changes={each.place: each for each in changes},
        strategy=settings.strategy,
        waiver=waiver_of(settings.address_mode, reassign_all=settings.reassign_all),
        dns=NameTable(settings.dns),
    )


def _changes(
    work: Work, steps: Sequence[PlannedStep], positions: Mapping[int, int], strategy: Strategy
) -> PlaceChanges:
    """What is changed at one place."""
    nic, moved = work.nic, work.moved
    indexes = [positions[id(each.connector)] for each in moved]
    names = {each.connector.name.upper(): at for each, at in zip(moved, indexes, strict=True)}
    read_step = StepReader(names, has_list=nic is not None)
    return PlaceChanges(
        place=work.name,
        steps=[read_step(step.number, step.kind.slug, step.connector) for step in steps],
        before=tuple(each.number for each in nic.before) if nic else (),
        after=tuple(each.number for each in nic.after) if nic else (),
        added=tuple(each.number for each in nic.added) if nic else (),
        stops_mail=any(step.kind is StepKind.SERVER_RESTART for step in steps),
        hosts=_table(work.hosts),
        lmhosts=_table(work.lmhosts),
        overrides=[
            SetOverride(positions[id(each.connector)], each.number, each.is_scripted)
            for each in work.overrides
        ],
        addresses={
            index: (_dialled(each.connector.address), _value(each))
            for index, each in zip(indexes, moved, strict=True)
        },
        expected=[
            found
            for index, each in zip(indexes, moved, strict=True)
            for found in _expected(index, each, strategy)
        ],
    )


def _expected(index: int, assignment: Assignment, strategy: Strategy) -> Iterator[ExpectedAddress]:
    """The new address of a connector, if it gets one."""
    number = assignment.address or aliased_number(assignment, strategy)
    if number is not None:
        yield ExpectedAddress(index, number, assignment.owner.name, _is_open(assignment))


def _is_open(assignment: Assignment) -> bool:
    """Whether the inputs cannot show that the owner answers at the address."""
    server = assignment.owner.server
    is_known = assignment.address is not None or (server is not None and bool(server.addresses))
    return assignment.action is Action.MANUAL or not is_known


def _table(entries: Iterable[NameEntry]) -> NameTable:
    return NameTable((entry.number, entry.name) for entry in entries)


def _dialled(address: Address) -> Dialled:
    return address.text if address.number is None else address.number


def _value(assignment: Assignment) -> Dialled | None:
    """What a connector dials afterwards."""
    value = assignment.value
    return None if value is None else _dialled(value)
