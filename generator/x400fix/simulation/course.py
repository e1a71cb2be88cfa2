# SPDX-License-Identifier: MIT
"""A plan as the simulation runs it, network by network."""

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from x400fix.inventory.addresses import IP_ADDRESS, number_of
from x400fix.plan.model import AddressValue, Assignment, NameLine, Place, Step
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.simulation.changes import Course, Deed, Part, Promise, SetOverride, Sheet, Stage
from x400fix.simulation.network import Dialled, NameTable, Network
from x400fix.step_kinds import Effect, StepKind

Positions = Mapping[tuple[str, str], int]
"""The places in the world of connectors, by server and directory name in capitals."""


class PlannedWork(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a plan that the simulation runs; ``known`` are servers whose NIC is known."""

    places: Sequence[Place]
    assignments: Sequence[Assignment]
    strategy: Strategy
    address_mode: AddressMode
    reassign_all: bool
    known: Collection[str]
    dns: NameTable


def course_of(work: PlannedWork) -> Course:
    """The course of a plan."""
    servers = {place.name: place for place in work.places}
    changing = [each for each in work.assignments if each.is_changed]

    def part_of(network: Network) -> Part:
        names = {*network.homes, *network.callers} & servers.keys()
        own = {name: servers[name] for name in sorted(names)}
        positions: Positions = {
            (str(network.connectors[i].server), network.connectors[i].name.upper()): i
            for i in network.tcp
        }
        moved = [each for each in changing if (each.server, each.connector.upper()) in positions]
        sheets = {name: _sheet(place, positions) for name, place in own.items()}
        steps = tuple(_stages(own, positions))
        steps_at: dict[str, list[Stage]] = {}
        for step in steps:
            steps_at.setdefault(step.place, []).append(step)
        return Part(
            sheet_of=sheets.__getitem__,
            stages=lambda: iter(steps),
            stages_at=lambda name: iter(steps_at.get(name, ())),
            promises=lambda: _promises(moved, positions, work, network),
            moved=array(
                "i", sorted(positions[each.server, each.connector.upper()] for each in moved)
            ),
        )

    return Course(part_of=part_of, strategy=work.strategy, waiver=_waiver(work), dns=work.dns)


def _waiver(work: PlannedWork) -> str:
    """The option by which a plan gives up that every call is answered, or empty."""
    if work.reassign_all:
        return "--reassign-all"
    is_by_name = work.address_mode is AddressMode.LMHOSTS
    return "--address-mode lmhosts" if is_by_name else ""


def _stages(own: Mapping[str, Place], positions: Positions) -> Iterator[Stage]:
    """The steps at some places in order of time.

    A server that the inputs do not have is asked to add addresses: that step does what a NIC script
    does.
    """
    waiting = {name for name, place in own.items() if place.nic}
    steps: list[tuple[Step, str]] = [
        (step, name) for name, place in own.items() for step in place.steps
    ]
    for step, name in sorted(steps, key=lambda pair: pair[0].number):
        effect = step.kind.effect
        if name in waiting and (effect is Effect.LIST or step.kind is StepKind.REQUEST):
            waiting.discard(name)
            effect = Effect.LIST
        index = positions[name, step.connector.upper()] if effect is Effect.ADDRESS else -1
        yield Stage(step.number, Deed[effect.name], name, step.minutes, index)


def _promises(
    moved: Sequence[Assignment], positions: Positions, work: PlannedWork, network: Network
) -> Iterator[Promise]:
    """The new address of each connector that gets one, or what its alias leads to."""
    aliases = {
        (place.name, line.name): line.address for place in work.places for line in place.lmhosts
    }
    for each in moved:
        text = each.new_address or aliases.get((each.server, each.alias), "")
        if text:
            is_known = bool(each.new_address) or each.owner in work.known
            is_open = each.action == "manual" or not is_known or each.owner not in network.callers
            yield Promise(
                positions[each.server, each.connector.upper()],
                number_of(text),
                each.owner,
                is_open,
            )


def _sheet(place: Place, positions: Positions) -> Sheet:
    """What is changed at one place."""
    nic = place.nic
    return Sheet(
        place=place.name,
        before=_numbers(nic.before) if nic else (),
        after=_numbers(nic.after) if nic else (),
        added=_numbers(nic.added) if nic else (),
        stops_mail=any(step.kind is StepKind.SERVER_RESTART for step in place.steps),
        hosts=name_table(place.hosts),
        lmhosts=name_table(place.lmhosts),
        overrides=tuple(
            SetOverride(
                positions[place.name, each.connector.upper()],
                number_of(each.address),
                each.scripted,
            )
            for each in place.overrides
        ),
        addresses={
            positions[place.name, each.connector.upper()]: (
                _dialled(each.before),
                _dialled(each.after) if each.after else None,
            )
            for each in place.address_attributes
        },
    )


def _dialled(value: AddressValue) -> Dialled:
    return number_of(value.value) if value.type == IP_ADDRESS else value.value


def name_table(lines: Sequence[NameLine]) -> NameTable:
    """Lines of a name file, or what DNS knows, as the simulation looks names up in them."""
    return NameTable((number_of(line.address), line.name) for line in lines)


def _numbers(texts: Sequence[str]) -> tuple[int, ...]:
    """The addresses of a list such as ``10.20.1.10/24``."""
    return tuple(number_of(text.partition("/")[0]) for text in texts)
