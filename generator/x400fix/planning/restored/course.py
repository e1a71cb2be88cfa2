# SPDX-License-Identifier: MIT
"""A plan that was read back, as the simulation runs it."""

from collections.abc import Iterator, Mapping, Sequence

from x400fix.allocation.assignments import Action
from x400fix.inventory.addresses import IP_ADDRESS, parse_ipv4
from x400fix.inventory.connectors import Stack
from x400fix.plan.model import (
    AssignmentRecord,
    AttributeValue,
    Document,
    NameRecord,
    ServerRecord,
)
from x400fix.planning.course import StepReader, waiver_of
from x400fix.simulation.changes import Course, ExpectedAddress, PlaceChanges, SetOverride
from x400fix.simulation.network import Dialled, NameTable, World
from x400fix.step_kinds import StepKind


def course_of_document(document: Document, world: World) -> Course:
    """The course of a plan that was read back; KeyError or ValueError if it contradicts itself."""
    positions: dict[str, dict[str, int]] = {}
    for index, connector in enumerate(world.connectors):
        if connector.stack is Stack.TCP:
            positions.setdefault(connector.server, {})[connector.name.upper()] = index
    moved: dict[str, list[AssignmentRecord]] = {record.name: [] for record in document.servers}
    for record in document.assignments:
        if record.action != Action.KEEP:
            moved[record.server].append(record)
    known = {fact.server for fact in document.facts if fact.addresses}
    options = document.options
    return Course(
        changes={
            server.name: _changes(server, positions.get(server.name, {}), moved[server.name], known)
            for server in document.servers
        },
        strategy=options.strategy,
        waiver=waiver_of(options.address_mode, reassign_all=options.reassign_all),
        dns=_table(document.dns),
    )


def _changes(
    server: ServerRecord,
    positions: Mapping[str, int],
    moved: Sequence[AssignmentRecord],
    known: set[str],
) -> PlaceChanges:
    """What is changed at one place; ``positions`` are those of its connectors."""
    nic = server.nic
    values = {each.connector.upper(): each for each in server.address_attributes}
    read_step = StepReader(positions, has_list=nic is not None)
    steps = sorted(server.steps, key=lambda step: step.number)
    return PlaceChanges(
        place=server.name,
        steps=[read_step(step.number, step.kind, step.connector) for step in steps],
        before=_numbers(nic.before) if nic else (),
        after=_numbers(nic.after) if nic else (),
        added=_numbers(nic.added) if nic else (),
        stops_mail=any(step.kind == StepKind.SERVER_RESTART.slug for step in steps),
        hosts=_table(server.hosts),
        lmhosts=_table(server.lmhosts),
        overrides=[
            SetOverride(positions[each.connector.upper()], _number(each.address), each.scripted)
            for each in server.overrides
        ],
        addresses={
            positions[name]: (_dialled(each.before), _dialled(each.after) if each.after else None)
            for name in (record.connector.upper() for record in moved)
            for each in (values[name],)
        },
        expected=list(_expected(server, positions, moved, known)),
    )


def _expected(
    server: ServerRecord,
    positions: Mapping[str, int],
    moved: Sequence[AssignmentRecord],
    known: set[str],
) -> Iterator[ExpectedAddress]:
    """The new address of each connector that gets one, or what its alias leads to."""
    aliases = {entry.name: entry.address for entry in server.lmhosts}
    for record in moved:
        text = record.new_address or aliases.get(record.alias, "")
        if text:
            is_known = bool(record.new_address) or record.owner in known
            yield ExpectedAddress(
                positions[record.connector.upper()],
                _number(text),
                record.owner,
                record.action == Action.MANUAL or not is_known,
            )


def _dialled(value: AttributeValue) -> Dialled:
    return _number(value.value) if value.type == IP_ADDRESS else value.value


def _table(entries: Sequence[NameRecord]) -> NameTable:
    return NameTable((_number(entry.address), entry.name) for entry in entries)


def _numbers(texts: Sequence[str]) -> tuple[int, ...]:
    """The addresses of a list such as ``10.20.1.10/24``."""
    return tuple(_number(text.partition("/")[0]) for text in texts)


def _number(text: str) -> int:
    return parse_ipv4(text, code="X4-E070")
