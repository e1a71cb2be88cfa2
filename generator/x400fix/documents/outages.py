# SPDX-License-Identifier: MIT
"""When mail routes are out of service, what becomes of them, and by which rules."""

from collections import Counter
from collections.abc import Sequence

import msgspec

from x400fix.documents.step_texts import StepHead
from x400fix.plan.model import CallRule, Outage, Plan, Route, RouteCounts
from x400fix.plan.schedule import Run
from x400fix.simulation.rules import Status


class PairOutage(msgspec.Struct, frozen=True, kw_only=True):
    """The mail routes between two servers that stop for a while: how many, and how long."""

    server: str
    partner: str
    routes: int
    minutes: int


class StepOutage(msgspec.Struct, frozen=True):
    """A step in which routes are out of service, and its minute if one person does all steps."""

    outage: Outage
    title: str
    begins: int


def find_pair_outages(plan: Plan) -> tuple[PairOutage, ...]:
    """The routes that stop between each two servers, the longest outage first, then by name."""
    pairs: dict[tuple[str, ...], list[Route]] = {}
    for route in (each for each in plan.routes if each.minutes):
        pairs.setdefault(tuple(sorted((route.server, route.partner))), []).append(route)
    found = [
        PairOutage(
            server=one or other,
            partner=other if one else "",
            routes=len(routes),
            minutes=max(route.minutes for route in routes),
        )
        for (one, other), routes in pairs.items()
    ]
    return tuple(sorted(found, key=lambda pair: (-pair.minutes, pair.server, pair.partner)))


def tally(counts: RouteCounts) -> str:
    """How many routes are what, such as ``3 claimed, 1 down``, without those that none is."""
    found = [
        f"{count} {name.replace('_', ' ')}"
        for name, count in msgspec.structs.asdict(counts).items()
        if count
    ]
    return ", ".join(found) or "none"


def find_step_outages(plan: Plan, heads: Sequence[StepHead], run: Run) -> list[StepOutage]:
    """Each step in which routes are out of service, with the time at which it begins."""
    return [
        StepOutage(each, head.title, run.ends[each.step] - head.step.minutes)
        for each in plan.outages
        for head in (heads[each.step - 1],)
    ]


_TITLES = (
    ("Proven", Status.WORKS),
    ("Claimed by KB 200588 only", Status.CLAIMED),
    ("Not confirmed by a source", Status.UNCERTAIN),
    ("Down", Status.DOWN),
)


def find_rule_groups(plan: Plan) -> list[tuple[str, list[tuple[CallRule, int]]]]:
    """The rules that hold afterwards, the proven ones first, and how many directions each has."""
    met = Counter(
        name for route in plan.routes for name in (route.after.outgoing, route.after.incoming)
    )
    rules = [(rule, met[rule.name]) for rule in plan.proof.rules if met[rule.name]]
    groups = (
        (title, [each for each in rules if each[0].status == status]) for title, status in _TITLES
    )
    return [group for group in groups if group[1]]
