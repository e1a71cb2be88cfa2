# SPDX-License-Identifier: MIT
"""What TICKET.TXT and RUNBOOK.TXT say of a plan.

Long lists are made when they are told, and never held whole: a plan may have very many connectors.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from x400fix.allocation.assignments import Action, Assignment
from x400fix.plan.model import (
    Alternative,
    AssignmentRecord,
    ConflictRecord,
    ConnectorRecord,
    Document,
    InputRecord,
    OutageRecord,
    ProblemRecord,
    ProofRecord,
    RouteRecord,
    ServerRecord,
    StepRecord,
    SummaryRecord,
)
from x400fix.plan.schedule import Task
from x400fix.planning.nic import Vehicle
from x400fix.planning.places import Work
from x400fix.planning.planning import Plan
from x400fix.planning.records import (
    assigned_members,
    assignment_records,
    connector_records,
    outages_of,
    problem_record,
    proof_record,
    route_records,
    standstills,
)
from x400fix.planning.steps import Step
from x400fix.problems import Problem
from x400fix.settings.window import Window, parse_window


class StepLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A step; ``connector`` is the one that its title names, empty if it names none."""

    number: int
    place: str
    folder: str
    kind: str
    who: str
    minutes: int
    wave: int
    waits_for: Sequence[int]
    connector: str

    @property
    def task(self) -> Task:
        """The step as a schedule has it."""
        return Task(self.place, self.kind, self.minutes, self.waits_for)


class PlaceLine(msgspec.Struct, frozen=True, kw_only=True):
    """A place where somebody works, and how much its files hold."""

    name: str
    folder: str
    os: str
    exchange: str
    addresses: int
    is_nic_by_hand: bool
    hosts: int
    overrides: int


class MemberLine(msgspec.Struct, frozen=True, kw_only=True):
    """A connector of a conflict; ``value`` and ``reason`` are empty where nothing is to be told."""

    action: str
    connector: str
    value: str
    reason: str


class ConflictLine(msgspec.Struct, frozen=True, kw_only=True):
    """Connectors of one server that its stack cannot tell apart."""

    server: str
    address: str
    owner: str
    members: Sequence[MemberLine]


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """All of it; what is called gives a new iterator, ``backwards`` that of the last step first."""

    ticket: str
    owner: str
    contact: str
    window: Window | None
    minimal: bool
    summary: SummaryRecord
    inputs: Sequence[InputRecord]
    problems: Iterable[ProblemRecord]
    assumptions: Sequence[str]
    alternatives: Sequence[Alternative]
    proof: ProofRecord
    places: Sequence[PlaceLine]
    connectors: Callable[[], Iterator[ConnectorRecord]]
    assignments: Callable[[], Iterator[AssignmentRecord]]
    conflicts: Callable[[], Iterator[ConflictLine]]
    steps: Callable[[], Iterator[StepLine]]
    backwards: Callable[[], Iterator[StepLine]]
    step: Callable[[int], StepLine]
    routes: Callable[[], Iterator[RouteRecord]]
    outages: Callable[[], Iterator[OutageRecord]]
    diffs: Iterable[Sequence[str]]


def member_line(action: str, connector: str, value: str, reason: str) -> MemberLine:
    """A member of a conflict: a kept one needs no value told, a reason only work by hand."""
    return MemberLine(
        action=action,
        connector=connector,
        value="" if action == Action.KEEP else value,
        reason=reason if action == Action.MANUAL else "",
    )


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


def account_of_plan(
    plan: Plan,
    summary: SummaryRecord,
    inputs: Sequence[InputRecord],
    problems: Sequence[Problem],
    diffs: Iterable[Sequence[str]],
) -> Account:
    """What is told of a plan; ``diffs`` are those of its name files."""
    folders = {str(work.name): work.folder for work in plan.works}
    return Account(
        ticket=plan.settings.ticket,
        owner=plan.settings.owner,
        contact=plan.settings.facts.contact,
        window=plan.settings.window,
        minimal=plan.settings.minimal,
        summary=summary,
        inputs=inputs,
        problems=map(problem_record, problems),
        assumptions=plan.assumptions,
        alternatives=plan.alternatives,
        proof=proof_record(plan.proof, plan.world),
        places=[*map(_account_plan_place, plan.works)],
        connectors=lambda: connector_records(plan.judgement),
        assignments=lambda: assignment_records(plan),
        conflicts=lambda: _account_plan_conflicts(plan),
        steps=lambda: (_account_plan_step(step, folders) for step in plan.steps),
        backwards=lambda: (_account_plan_step(step, folders) for step in reversed(plan.steps)),
        step=lambda number: _account_plan_step(plan.steps[number - 1], folders),
        routes=lambda: route_records(plan.proof, plan.world, standstills(outages_of(plan))),
        outages=lambda: outages_of(plan),
        diffs=diffs,
    )


def _account_plan_step(step: Step, folders: Mapping[str, str]) -> StepLine:
    return StepLine(
        number=step.number,
        place=step.server,
        folder=folders[step.server],
        kind=step.kind.slug,
        who=step.kind.who,
        minutes=step.minutes,
        wave=step.wave,
        waits_for=step.waits_for,
        connector=step.connector,
    )


def _account_plan_place(work: Work) -> PlaceLine:
    server, nic = work.server, work.nic
    return PlaceLine(
        name=work.name,
        folder=work.folder,
        os=str(server.os) if server and server.os else "",
        exchange=str(server.exchange) if server and server.exchange else "",
        addresses=len(nic.added) if nic else 0,
        is_nic_by_hand=nic is not None and nic.vehicle is Vehicle.HAND,
        hosts=len(work.hosts),
        overrides=len(work.overrides),
    )


def _account_plan_conflicts(plan: Plan) -> Iterator[ConflictLine]:
    """Each conflict with what becomes of its connectors."""
    for members in assigned_members(plan):
        first = members[0]
        yield ConflictLine(
            server=first.connector.server,
            address=first.connector.address.text,
            owner=first.owner.name,
            members=[*map(_member, members)],
        )


def _member(assignment: Assignment) -> MemberLine:
    value = assignment.value
    return member_line(
        assignment.action,
        assignment.connector.name,
        value.text if value else "",
        assignment.reason,
    )
