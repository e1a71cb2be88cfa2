# SPDX-License-Identifier: MIT
"""The account of a plan that was read back: the same as when it was made."""

from collections.abc import Iterable, Iterator, Mapping

from x400fix.model.window import parse_window
from x400fix.plan.document.document import AssignmentRecord, ConflictRecord, Document
from x400fix.plan.document.places import ServerRecord, StepRecord
from x400fix.plan.nic import Vehicle
from x400fix.render.account import Account, ConflictLine, PlaceLine, StepLine, member_line

Key = tuple[str, str]


def account_of_document(document: Document) -> Account:
    """What is told of a plan; KeyError or ValueError if its parts do not fit together."""
    options = document.options
    steps = {line.number: line for line in sorted(_steps(document.servers), key=_number)}
    conflicts = [*_conflicts(document)]
    return Account(
        ticket=options.ticket,
        owner=options.owner,
        contact=options.facts.contact,
        window=parse_window(options.window) if options.window else None,
        minimal=options.minimal,
        summary=document.summary,
        inputs=document.inputs,
        problems=document.problems,
        assumptions=document.assumptions,
        alternatives=document.alternatives,
        proof=document.proof,
        places=[*map(_place, document.servers)],
        connectors=lambda: iter(document.connectors),
        assignments=lambda: iter(document.assignments),
        conflicts=lambda: iter(conflicts),
        steps=lambda: iter(steps.values()),
        backwards=lambda: reversed(steps.values()),
        step=steps.__getitem__,
        routes=lambda: iter(document.routes),
        outages=lambda: iter(document.outages),
        diffs=document.name_diffs,
    )


def _steps(places: Iterable[ServerRecord]) -> Iterator[StepLine]:
    for place in places:
        for step in place.steps:
            yield _step(step, place)


def _number(line: StepLine) -> int:
    return line.number


def _step(step: StepRecord, place: ServerRecord) -> StepLine:
    return StepLine(
        number=step.number,
        place=place.name,
        folder=place.folder,
        kind=step.kind,
        who=step.who,
        minutes=step.minutes,
        wave=step.wave,
        waits_for=step.waits_for,
        connector=step.connector,
    )


def _place(place: ServerRecord) -> PlaceLine:
    nic = place.nic
    return PlaceLine(
        name=place.name,
        folder=place.folder,
        os=place.os,
        exchange=place.exchange,
        addresses=len(nic.added) if nic else 0,
        is_nic_by_hand=nic is not None and nic.vehicle == Vehicle.HAND,
        hosts=len(place.hosts),
        overrides=len(place.overrides),
    )


def _conflicts(document: Document) -> Iterator[ConflictLine]:
    """Each conflict with what becomes of its connectors."""
    assigned = {(each.server, each.connector): each for each in document.assignments}
    return (_conflict(record, assigned) for record in document.conflicts)


def _conflict(record: ConflictRecord, assigned: Mapping[Key, AssignmentRecord]) -> ConflictLine:
    members = [assigned[record.server, name] for name in record.connectors]
    return ConflictLine(
        server=record.server,
        address=record.address,
        owner=record.owner,
        members=[
            member_line(each.action, each.connector, each.address_value, each.reason)
            for each in members
        ],
    )
