# SPDX-License-Identifier: MIT
"""What stands still when, and what becomes of the mail routes."""

from collections.abc import Iterable, Iterator, Mapping

from x400fix.documents.ticket_values import PairOutage, RouteView, ServerOutage, Standstill
from x400fix.plan.model import Document, RouteRecord, RoutesRecord
from x400fix.planning.steps import Step
from x400fix.simulation.rules import Status
from x400fix.step_kinds import StepKind

_FIELDS: Mapping[str, str] = {
    Status.WORKS: "works",
    Status.CLAIMED: "claimed",
    Status.UNCERTAIN: "uncertain",
    Status.ONE_WAY: "one_way",
    Status.DOWN: "down",
}


def find_server_outages(document: Document, steps: Mapping[int, Step]) -> Iterator[ServerOutage]:
    """Each server that stands still, the longest first, then by name."""
    found: dict[str, list[int]] = {}
    minutes: dict[str, int] = {}
    for outage in document.outages:
        found.setdefault(outage.server, []).append(outage.step)
        minutes[outage.server] = minutes.get(outage.server, 0) + outage.minutes
    order = sorted(found, key=lambda server: (-minutes[server], server))
    for server, numbers in ((server, found[server]) for server in order):
        kinds = [steps[number].kind for number in numbers]
        yield ServerOutage(
            server=server,
            minutes=minutes[server],
            restarts=kinds.count(StepKind.SERVER_RESTART),
            mta_restarts=kinds.count(StepKind.MTA_RESTART),
            steps=tuple(numbers),
        )


def find_pair_outages(document: Document) -> Iterator[PairOutage]:
    """The routes between each two servers, those that stand still first, then by name."""
    pairs: dict[tuple[str, str], list[RouteRecord]] = {}
    for route in document.routes:
        pairs.setdefault((min(ends := (route.server, route.partner)), max(ends)), []).append(route)
    found = [
        PairOutage(
            server=one or other,
            partner=other if one else "",
            routes=len(routes),
            minutes=max(route.minutes for route in routes),
            before=_tally(route.before.status for route in routes),
            after=_tally(route.after.status for route in routes),
        )
        for (one, other), routes in pairs.items()
    ]
    return iter(sorted(found, key=lambda pair: (-pair.minutes, pair.server, pair.partner)))


def _tally(statuses: Iterable[str]) -> RoutesRecord:
    counts = dict.fromkeys(_FIELDS.values(), 0)
    for status in statuses:
        counts[_FIELDS[status]] += 1
    return RoutesRecord(**counts)


def find_standstills(document: Document, heads: Iterable[tuple[Step, str]]) -> Iterator[Standstill]:
    """Each step in which routes stand still, with the time at which it begins."""
    waiting = {outage.step: outage for outage in document.outages}
    begins = 0
    for step, title in heads:
        outage = waiting.get(step.number)
        if outage is not None:
            yield Standstill(
                step=step.number,
                server=outage.server,
                title=title,
                begins=begins,
                minutes=outage.minutes,
                routes=outage.routes,
            )
        begins += step.minutes


def find_routes(document: Document) -> Iterator[RouteView]:
    """The route of each connector, as long as somebody stands still or it changes."""
    for route in document.routes:
        if route.minutes or route.turns or route.before != route.after:
            yield RouteView(
                server=route.server,
                connector=route.connector,
                partner=route.partner,
                minutes=route.minutes,
                before=route.before.status,
                after=route.after.status,
                settles=route.turns[-1].step if route.turns else 0,
            )
