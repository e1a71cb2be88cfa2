# SPDX-License-Identifier: MIT
"""A plan that was read back, as the model of deliveries runs it."""

from array import array
from collections.abc import Container, Iterator, Mapping, Sequence

from x400fix.allocation.assignments import Action
from x400fix.inventory.addresses import IP_ADDRESS, parse_ipv4
from x400fix.plan.model import (
    AssignmentRecord,
    AttributeValue,
    Document,
    NameRecord,
    ServerRecord,
    StepRecord,
)
from x400fix.planning.course import StageFinder, waiver_of
from x400fix.simulation.changes import Course, Part, Promise, SetOverride, Sheet, Stage
from x400fix.simulation.network import Dialled, NameTable, Network
from x400fix.step_kinds import StepKind

Positions = Mapping[tuple[str, str], int]
"""The places in the world of connectors, by server and directory name in capitals."""


def course_of_document(document: Document) -> Course:
    """The course of a plan that was read back; KeyError or ValueError if it contradicts itself."""
    servers = {record.name: record for record in document.servers}
    changing = [record for record in document.assignments if record.action != Action.KEEP]
    known = {fact.server for fact in document.facts if fact.addresses}

    def part_of(network: Network) -> Part:
        places = {*network.homes, *network.callers} & servers.keys()
        own = {place: servers[place] for place in sorted(places)}
        positions: Positions = {
            (str(network.connectors[i].server), network.connectors[i].name.upper()): i
            for i in network.tcp
        }
        moved = [each for each in changing if (each.server, each.connector.upper()) in positions]
        sheets = {place: _sheet(record, positions) for place, record in own.items()}
        return Part(
            sheet_of=sheets.__getitem__,
            stages=lambda: _stages(own, network),
            stages_at=lambda place: _stages({place: own[place]} if place in own else {}, network),
            promises=lambda: _promises(moved, positions, servers, known, network.callers),
            moved=array(
                "i", sorted(positions[each.server, each.connector.upper()] for each in moved)
            ),
        )

    options = document.options
    return Course(
        part_of=part_of,
        strategy=options.strategy,
        waiver=waiver_of(options.address_mode, reassign_all=options.reassign_all),
        dns=_table(document.dns),
    )


def _stages(own: Mapping[str, ServerRecord], network: Network) -> Iterator[Stage]:
    """The steps at some places in order of time."""
    find_stage = StageFinder(network, {place for place, record in own.items() if record.nic})
    steps: list[tuple[StepRecord, str]] = [
        (step, place) for place, record in own.items() for step in record.steps
    ]
    for step, place in sorted(steps, key=lambda pair: pair[0].number):
        yield find_stage(step.number, step.kind, place, step.minutes, step.connector)


def _promises(
    moved: Sequence[AssignmentRecord],
    positions: Positions,
    servers: Mapping[str, ServerRecord],
    known: set[str],
    partners: Container[str],
) -> Iterator[Promise]:
    """The new address of each connector that gets one, or what its alias leads to."""
    for record in moved:
        aliases = {entry.name: entry.address for entry in servers[record.server].lmhosts}
        text = record.new_address or aliases.get(record.alias, "")
        if text:
            is_known = bool(record.new_address) or record.owner in known
            is_known = is_known and record.owner in partners
            yield Promise(
                positions[record.server, record.connector.upper()],
                _number(text),
                record.owner,
                record.action == Action.MANUAL or not is_known,
            )


def _sheet(record: ServerRecord, positions: Positions) -> Sheet:
    """What is changed at one place."""
    nic = record.nic
    return Sheet(
        place=record.name,
        before=_numbers(nic.before) if nic else (),
        after=_numbers(nic.after) if nic else (),
        added=_numbers(nic.added) if nic else (),
        stops_mail=any(step.kind == StepKind.SERVER_RESTART.slug for step in record.steps),
        hosts=_table(record.hosts),
        lmhosts=_table(record.lmhosts),
        overrides=tuple(
            SetOverride(
                positions[record.name, each.connector.upper()],
                _number(each.address),
                each.scripted,
            )
            for each in record.overrides
        ),
        addresses={
            positions[record.name, each.connector.upper()]: (
                _dialled(each.before),
                _dialled(each.after) if each.after else None,
            )
            for each in record.address_attributes
        },
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
