# SPDX-License-Identifier: MIT
"""What ``x400fix simulate`` does: read a plan, which runs it again, and report."""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from x400fix.cli.console import Console
from x400fix.cli.plan_paths import read_plan_bytes
from x400fix.cli.progress import progress
from x400fix.documents.rendering import Renderer, wrapped
from x400fix.plan.model import Plan, Route
from x400fix.plan.schedule import timeline
from x400fix.planning.plan_file import read_plan
from x400fix.simulation.rules import Status

FINDINGS = 1
_MOST_BREACHES = 20
"""How many places of a breach the console names; PLAN.json has all of them."""


def run(path: str, console: Console) -> int:
    """Report what becomes of each connector; the status says whether a requirement is violated."""
    with progress(console, f"running {path}"):
        planned = read_plan(*read_plan_bytes(path))
    plan = planned.plan
    if console.as_data:
        parts = [("proof", plan.proof), ("routes", plan.routes), ("outages", plan.outages)]
        console.data_object(parts)
    else:
        renderer = Renderer()
        console.table(_routes(plan), {}, 0)
        console.result(renderer.text("console/simulate.txt", _values(plan, renderer.step_titles)))
    return FINDINGS if planned.proof.fails else 0


def _routes(plan: Plan) -> Sequence[Sequence[str]]:
    """Every route as a row, both directions with the KB articles that they rest on."""
    named = {rule.name: " ".join((rule.name, *rule.sources)) for rule in plan.proof.rules}
    rows = [
        (
            *(route.server, route.connector, route.partner or "foreign", route.before.status),
            *(route.after.status, named[route.after.outgoing], named[route.after.incoming]),
        )
        for route in plan.routes
    ]
    return [("SERVER", "CONNECTOR", "PARTNER", "BEFORE", "AFTER", "OUT", "IN"), *rows]


def _values(plan: Plan, titles: Mapping[str, str]) -> Mapping[str, object]:
    """What the command prints below the routes."""
    kinds = [step.kind for _, step in timeline(plan)]
    return {
        "proof": plan.proof,
        "statuses": [*Status],
        "most": _MOST_BREACHES,
        "paragraph": _paragraph,
        "outages": [
            (*msgspec.structs.astuple(each), titles[kinds[each.step - 1]]) for each in plan.outages
        ],
        "turns": _turns(plan.routes),
    }


def _paragraph(text: str, sources: Sequence[str]) -> str:
    return wrapped(f"{text} {', '.join(sources)}".rstrip(), 78, 4)


def _turns(routes: Sequence[Route]) -> list[tuple[int, str, int]]:
    """Each step after which routes are another thing, what they are then, and how many."""
    counts = Counter[tuple[int, str]]()
    for route in routes:
        status = route.before.status
        for turn in route.turns:
            if turn.status != status:
                status = turn.status
                counts[turn.step, status] += 1
    return [(step, status, count) for (step, status), count in sorted(counts.items())]
