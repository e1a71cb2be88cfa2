# SPDX-License-Identifier: MIT
"""The values of TICKET.TXT and RUNBOOK.TXT, which are about the whole plan."""

from collections.abc import Iterator, Mapping, Sequence

from x400fix import __version__
from x400fix.model.assignments import Action, Assignment
from x400fix.model.connectors import Stack
from x400fix.plan.document import InputRecord, SummaryRecord
from x400fix.plan.make import Plan
from x400fix.plan.nic import Vehicle
from x400fix.plan.records import outages_of
from x400fix.plan.records_proof import proof_record, route_records, standstills
from x400fix.plan.steps import Step
from x400fix.plan.work import Work
from x400fix.problems import Problem
from x400fix.render.pages import number_list, step_title, wrapped
from x400fix.render.proof import outage_rows, proof_values, route_rows

_WIDTH = 78


def runbook_values(plan: Plan, titles: Mapping[str, str]) -> Mapping[str, object]:
    """What RUNBOOK.TXT shows: every step in order of time."""
    folders = {work.name: work.folder for work in plan.works}
    return {
        "version": __version__,
        "ticket": plan.settings.ticket,
        "steps": (
            (
                step.number,
                step.server,
                step_title(step, titles),
                step.kind.who,
                step.kind.minutes,
                number_list(step.waits_for),
                folders[step.server],
            )
            for step in plan.steps
        ),
    }


def ticket_values(
    plan: Plan,
    summary: SummaryRecord,
    inputs: Sequence[InputRecord],
    problems: Sequence[Problem],
    titles: Mapping[str, str],
) -> Mapping[str, object]:
    """What TICKET.TXT shows; ``titles`` are those of the kinds of steps."""
    return {
        "version": __version__,
        "ticket": plan.settings.ticket,
        "summary": summary,
        "minimal": plan.settings.minimal,
        "nothing_to_do": not plan.works,
        "verdicts": _verdict_counts(plan),
        "rows_found": _rows_found(plan),
        "conflicts": _conflicts(plan),
        "places": map(_place, plan.works),
        "steps": _steps(plan, titles),
        "tests": _tests(plan),
        "alternatives": _alternatives(plan),
        "proof": proof_values(proof_record(plan.proof, plan.world)),
        "outages": outage_rows(outages_of(plan), _Titles(plan.steps, titles)),
        "routes": route_rows(route_records(plan.proof, plan.world, standstills(outages_of(plan)))),
        "warnings": [_bullet(str(problem.with_base_name())) for problem in problems],
        "assumptions": [_bullet(text) for text in plan.assumptions],
        "inputs": [(record.kind.ljust(11), record.name, record.sha256) for record in inputs],
    }


class _Titles:
    """What each step is called, by its number."""

    def __init__(self, steps: Sequence[Step], titles: Mapping[str, str]) -> None:
        self._steps = steps
        self._titles = titles

    def __getitem__(self, number: int) -> str:
        """Steps are numbered from 1, in their order."""
        return step_title(self._steps[number - 1], self._titles)


def _bullet(text: str) -> str:
    """A sentence on as many lines as it takes behind a hyphen."""
    return wrapped(text, _WIDTH, 2)


def _verdict_counts(plan: Plan) -> list[tuple[str, int]]:
    """How many connectors have each verdict."""
    counts: dict[str, int] = {}
    for finding in plan.judgement.findings.findings:
        counts[finding.verdict] = counts.get(finding.verdict, 0) + 1
    return [(verdict.ljust(13), count) for verdict, count in sorted(counts.items())]


def _rows_found(plan: Plan) -> list[tuple[int, str, str, str, int]]:
    """The rows of the truth table that were met, row 1 left out, with how often."""
    counts: dict[int, int] = {}
    rows = {}
    for finding in plan.judgement.findings.findings:
        row = finding.row
        if row.number != 1:
            rows[id(row)] = row
            counts[id(row)] = counts.get(id(row), 0) + 1
    found = [
        (
            row.number,
            row.verdict.value,
            wrapped(row.reason, _WIDTH, 0),
            ", ".join(row.sources),
            counts[key],
        )
        for key, row in rows.items()
    ]
    return sorted(found)


def _conflicts(
    plan: Plan,
) -> Iterator[tuple[str, str, int, str, list[tuple[tuple[str, str, str], str]]]]:
    """Each conflict with what becomes of its connectors."""
    assigned = _by_position(plan)
    for conflict in plan.judgement.findings.conflicts:
        members = [found for index in conflict.members if (found := assigned[index])]
        first = members[0]
        yield (
            conflict.server,
            first.connector.address.text,
            len(members),
            first.owner.name,
            [_member_row(assignment) for assignment in members],
        )


def _by_position(plan: Plan) -> list[Assignment | None]:
    """The assignment of each connector, in the inventory's order, which both lists have."""
    waiting = iter(plan.assignments)
    following = next(waiting, None)
    found: list[Assignment | None] = []
    for connector in plan.judgement.inventory.connectors:
        is_assigned = following is not None and following.connector is connector
        found.append(following if is_assigned else None)
        if is_assigned:
            following = next(waiting, None)
    return found


def _member_row(assignment: Assignment) -> tuple[tuple[str, str, str], str]:
    """Action, name and new value if it changes; and why it is by hand, if it is."""
    value = assignment.value
    changes = value is not None and assignment.action is not Action.KEEP
    arrow = f" -> {value.text}" if value and changes else ""
    reason = ""
    if assignment.action is Action.MANUAL:
        reason = wrapped(assignment.reason, _WIDTH - 12, 12)
    return (assignment.action, assignment.connector.name, arrow), reason


def _place(work: Work) -> tuple[str, str, str, str, int, bool, int, int, int, int]:
    """One affected place, and how much is changed there."""
    server = work.server
    return (
        work.name,
        work.folder,
        str(server.os) if server and server.os else "",
        str(server.exchange) if server and server.exchange else "",
        len(work.nic.added) if work.nic else 0,
        work.nic is not None and work.nic.vehicle is Vehicle.HAND,
        len(work.moved),
        len(work.hosts),
        len(work.overrides),
        sum(a.action is Action.MANUAL for a in work.given),
    )


def _steps(plan: Plan, titles: Mapping[str, str]) -> Iterator[tuple[int, str, int, str]]:
    """Every step on a line: number, place, minutes and title."""
    for step in plan.steps:
        yield step.number, step.server, step.kind.minutes, step_title(step, titles)


def _tests(plan: Plan) -> Iterator[tuple[str, str, str, str, str]]:
    """Every TCP connector to or from an owner, and every one that changes."""
    judgement = plan.judgement
    owners = {a.owner.name for a in plan.assignments if a.action is not Action.KEEP}
    owners |= {work.name for work in plan.works if work.before}
    for connector, partner, assignment in zip(
        judgement.inventory.connectors, judgement.partners, _by_position(plan), strict=True
    ):
        touched = connector.server in owners or partner in owners or assignment
        if connector.stack is not Stack.TCP or not touched:
            continue
        value = assignment.value if assignment else connector.address
        yield (
            connector.server,
            connector.name,
            partner or "foreign MTA",
            value.text if value else "the address decided",
            "  CHANGED" if assignment and assignment.action is not Action.KEEP else "",
        )


def _alternatives(
    plan: Plan,
) -> Iterator[tuple[tuple[str, str], tuple[int, ...], tuple[int, ...], bool]]:
    """Each alternative: its name, the counts of what it takes, and of what the routes are then."""
    for alternative in plan.alternatives:
        routes = alternative.routes
        takes = (
            alternative.addresses,
            alternative.server_restarts,
            alternative.mta_restarts,
            alternative.manual_steps,
        )
        gives = (routes.works, routes.claimed, routes.uncertain, routes.one_way + routes.down)
        yield (
            (alternative.strategy, " --minimal" if alternative.minimal else ""),
            takes,
            gives,
            alternative.chosen,
        )
