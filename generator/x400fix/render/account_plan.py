# SPDX-License-Identifier: MIT
"""The account of a plan that is just made."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from x400fix.model.assignments import Assignment
from x400fix.plan.document.document import InputRecord, SummaryRecord
from x400fix.plan.make import Plan
from x400fix.plan.nic import Vehicle
from x400fix.plan.records.conflicts import assigned_members
from x400fix.plan.records.plan import (
    assignment_records,
    connector_records,
    outages_of,
    problem_record,
)
from x400fix.plan.records.proof import proof_record, route_records, standstills
from x400fix.plan.steps import Step
from x400fix.plan.work import Work
from x400fix.problems import Problem
from x400fix.render.account import (
    Account,
    ConflictLine,
    MemberLine,
    PlaceLine,
    StepLine,
    member_line,
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
        places=[*map(_place, plan.works)],
        connectors=lambda: connector_records(plan.judgement),
        assignments=lambda: assignment_records(plan),
        conflicts=lambda: _conflicts(plan),
        steps=lambda: (_step(step, folders) for step in plan.steps),
        backwards=lambda: (_step(step, folders) for step in reversed(plan.steps)),
        step=lambda number: _step(plan.steps[number - 1], folders),
        routes=lambda: route_records(plan.proof, plan.world, standstills(outages_of(plan))),
        outages=lambda: outages_of(plan),
        diffs=diffs,
    )


def _step(step: Step, folders: Mapping[str, str]) -> StepLine:
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


def _place(work: Work) -> PlaceLine:
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


def _conflicts(plan: Plan) -> Iterator[ConflictLine]:
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
