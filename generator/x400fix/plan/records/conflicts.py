# SPDX-License-Identifier: MIT
"""The conflicts of a plan with their connectors, as records of PLAN.json."""

from collections.abc import Iterator, Sequence

from x400fix.model.assignments import Assignment
from x400fix.plan.document.document import ConflictRecord
from x400fix.plan.make import Plan


def conflict_records(plan: Plan) -> Iterator[ConflictRecord]:
    """Each conflict by its first connector; those that an assignment is made for."""
    for members in assigned_members(plan):
        first = members[0]
        yield ConflictRecord(
            server=first.connector.server,
            address=first.connector.address.text,
            owner=first.owner.name,
            connectors=tuple(each.connector.name for each in members),
        )


def assigned_members(plan: Plan) -> Iterator[Sequence[Assignment]]:
    """The assignments of each conflict's connectors."""
    assigned = _by_position(plan)
    for conflict in plan.judgement.findings.conflicts:
        yield [found for index in conflict.members if (found := assigned[index])]


def _by_position(plan: Plan) -> Sequence[Assignment | None]:
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
