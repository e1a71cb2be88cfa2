# SPDX-License-Identifier: MIT
"""What the model says of a plan, in the values that ticket and console show."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from x400fix.documents.server_pages import wrapped
from x400fix.plan.model import BreachRecord, OutageRecord, ProofRecord, RouteRecord, RoutesRecord
from x400fix.simulation.rules import Status

_WIDTH = 78
_MOST_BREACHES = 20
"""How many places of a breach are named; PLAN.json has all of them."""


def proof_values(proof: ProofRecord) -> Mapping[str, object]:
    """Obligations with what was found, the counts of routes, and the rules that were met."""
    return {
        "obligations": [
            (
                _paragraph(f"{record.outcome}: {record.text}", record.sources),
                [(each.server, each.connector, each.step) for each in _first(record.breaches)],
                max(0, len(record.breaches) - _MOST_BREACHES),
            )
            for record in proof.obligations
        ],
        "counts": _counts(proof.before, proof.after),
        "rules": [
            _paragraph(f"{rule.name} ({rule.status}): {rule.reason}", rule.sources)
            for rule in proof.rules
        ],
    }


def _paragraph(text: str, sources: Sequence[str]) -> str:
    """A sentence with its sources, on as many lines as it takes."""
    return wrapped(f"{text} {', '.join(sources)}".rstrip(), _WIDTH, 4)


def _first(breaches: Sequence[BreachRecord]) -> Sequence[BreachRecord]:
    return breaches[:_MOST_BREACHES]


def _counts(before: RoutesRecord, after: RoutesRecord) -> list[tuple[str, int, int]]:
    """How many routes are what, before and after."""
    return [
        (Status.WORKS, before.works, after.works),
        (Status.CLAIMED, before.claimed, after.claimed),
        (Status.UNCERTAIN, before.uncertain, after.uncertain),
        (Status.ONE_WAY, before.one_way, after.one_way),
        (Status.DOWN, before.down, after.down),
    ]


class StepTitles(Protocol):
    """What steps are called, by their numbers."""

    def __getitem__(self, number: int, /) -> str:
        """The title of one step."""
        ...


def outage_rows(
    outages: Iterable[OutageRecord], titles: StepTitles
) -> Iterator[tuple[int, str, int, int, str]]:
    """Step, server, minutes, routes and title of each step in which something stands still."""
    for outage in outages:
        yield outage.step, outage.server, outage.minutes, outage.routes, titles[outage.step]


def route_rows(routes: Iterable[RouteRecord]) -> Iterator[tuple[str, str, str, str, str, str]]:
    """The routes that the plan changes or stops for a while: what they are before and after."""
    for route in routes:
        if route.minutes or route.turns:
            since = next((t.step for t in reversed(route.turns)), 0)
            yield (
                route.server,
                route.connector,
                route.partner or "foreign MTA",
                route.before.status,
                f"{route.after.status} from step {since}" if since else route.after.status,
                f"{route.minutes} min",
            )
