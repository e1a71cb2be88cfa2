# SPDX-License-Identifier: MIT
"""A plan as the records of PLAN.json, each made when it is written."""

from collections.abc import Iterable, Iterator, Sequence

from x400fix.delivery.nametable import NameTable
from x400fix.model.addresses import address_text
from x400fix.model.assignments import Action, Assignment, Remembered
from x400fix.model.connectors import NO_SELECTORS, Selectors
from x400fix.plan.attributes import address_type
from x400fix.plan.block import BlockId
from x400fix.plan.document.document import (
    FORMAT,
    VERSION,
    AssignmentRecord,
    ConnectorRecord,
    EarlierRecord,
    EndRecord,
    InputRecord,
    LinkRecord,
    ProblemRecord,
    SummaryRecord,
)
from x400fix.plan.document.places import SelectorsRecord
from x400fix.plan.document.proof import OutageRecord
from x400fix.plan.document.writing import EncodedList, encode_list
from x400fix.plan.make import Judgement, Plan
from x400fix.plan.records.conflicts import conflict_records
from x400fix.plan.records.places import (
    fact_record,
    merges_at,
    server_record,
    steps_by_work,
    table_records,
)
from x400fix.plan.records.pools import pool_records
from x400fix.plan.records.proof import outage_records, proof_record, route_records, standstills
from x400fix.plan.records.summary import options_record
from x400fix.problems import Problem


def plan_parts(  # noqa: PLR0913 -- one parameter for each source
    plan: Plan,
    inputs: Sequence[InputRecord],
    problems: Iterable[Problem],
    summary: SummaryRecord,
    block_id: BlockId,
    *,
    diffs: Iterable[Sequence[str]],
) -> Iterator[tuple[str, object]]:
    """The keys and values of PLAN.json in their order; long lists come as iterators.

    When they are written, ``block_id`` has become what the name files need, and so can ``diffs``
    be made, which show what the entries change in name files.
    """
    yield "format", FORMAT
    yield "version", VERSION
    yield "inputs", tuple(inputs)
    yield "options", options_record(plan.settings)
    yield "summary", summary
    yield "assumptions", plan.assumptions
    yield "connectors", connector_records(plan.judgement)
    servers = plan.judgement.inventory.servers.values()
    yield "facts", (fact_record(server, plan.world) for server in servers)
    yield "dns", table_records(NameTable(plan.settings.dns))
    yield "links", _link_records(plan)
    yield "conflicts", conflict_records(plan)
    yield "pools", tuple(pool_records(plan))
    yield "assignments", EncodedList(block_id.follow(encode_list(assignment_records(plan))))
    yield "block_id", str(block_id)
    yield "earlier", tuple(_earlier_records(plan))
    yield (
        "servers",
        (server_record(work, steps, merges_at(plan, work)) for work, steps in steps_by_work(plan)),
    )
    yield "alternatives", plan.alternatives
    yield "proof", proof_record(plan.proof, plan.world)
    yield "routes", route_records(plan.proof, plan.world, standstills(outages_of(plan)))
    yield "outages", outages_of(plan)
    yield "name_diffs", iter(diffs)
    yield "problems", tuple(map(problem_record, problems))


def connector_records(judgement: Judgement) -> Iterator[ConnectorRecord]:
    """Every connector with its verdict, in the order of the inventory."""
    for connector, partner, finding in zip(
        judgement.inventory.connectors,
        judgement.partners,
        judgement.findings.findings,
        strict=True,
    ):
        row = finding.row
        yield ConnectorRecord(
            server=connector.server,
            connector=connector.name,
            stack=connector.stack,
            address=connector.address.text,
            remote_server=partner,
            via=connector.via,
            verdict=row.verdict,
            row=row.number,
            added_rows=finding.added,
            reason=row.reason,
            sources=row.sources,
            selectors=_selectors_record(connector.selectors),
        )


def _selectors_record(selectors: Selectors) -> SelectorsRecord | None:
    if selectors == NO_SELECTORS:
        return None
    return SelectorsRecord(
        own=selectors.own.hex(),
        outgoing=selectors.outgoing.hex(),
        incoming=selectors.incoming.hex(),
    )


def outages_of(plan: Plan) -> Iterator[OutageRecord]:
    """Each step in which a server or its MTA stands still."""
    return outage_records(plan.proof, ((step.server, step.minutes) for step in plan.steps))


def _link_records(plan: Plan) -> Iterator[LinkRecord]:
    for connector, link in zip(
        plan.judgement.inventory.connectors, plan.judgement.links, strict=True
    ):
        if link and link.first is connector:
            ends = (link.first, link.second) if link.second else (link.first,)
            yield LinkRecord(
                ends=tuple(EndRecord(server=end.server, connector=end.name) for end in ends)
            )


def assignment_records(plan: Plan) -> Iterator[AssignmentRecord]:
    """The assignments in the inventory's order, as PLAN.json and ASSIGN.csv have them."""
    for work, steps in steps_by_work(plan):
        numbers = {id(step.assignment): step.number for step in steps if step.wave}
        for assignment in work.own:
            yield _assignment_record(assignment, work.folder, numbers.get(id(assignment), 0))


def _assignment_record(assignment: Assignment, folder: str, number: int) -> AssignmentRecord:
    keeps = assignment.action is Action.KEEP
    connector = assignment.connector
    value = assignment.value
    return AssignmentRecord(
        action=assignment.action,
        server=connector.server,
        connector=connector.name,
        remote_server=assignment.partner,
        owner="" if keeps else assignment.owner.name,
        old_address=connector.address.text,
        new_address="" if assignment.address is None else address_text(assignment.address),
        alias=assignment.alias,
        address_type=address_type(value) if value else "",
        address_value=value.text if value else "",
        reason=assignment.reason,
        folder=folder if number else "",
        step=number,
    )


def _earlier_records(plan: Plan) -> Iterator[EarlierRecord]:
    for (server, connector), earlier in plan.earlier.items():
        yield _earlier_record(server, connector, earlier)


def _earlier_record(server: str, connector: str, earlier: Remembered) -> EarlierRecord:
    return EarlierRecord(
        action=earlier.action,
        server=server,
        connector=connector,
        owner=earlier.owner,
        new_address="" if earlier.address is None else address_text(earlier.address),
        alias=earlier.alias,
    )


def problem_record(problem: Problem) -> ProblemRecord:
    """A problem without the folder of its file, so that a plan names no folder."""
    problem = problem.with_base_name()
    place = problem.where
    return ProblemRecord(
        code=problem.code,
        severity=problem.severity,
        message=problem.message,
        file=place.file,
        line=place.line,
        field=place.field,
        cell=place.cell,
    )
