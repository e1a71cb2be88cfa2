# SPDX-License-Identifier: MIT
"""What the simulation found, as documents and the console show it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from x400fix.documents.step_texts import wrapped
from x400fix.plan.model import CallRule, Outage, Plan, Proof
from x400fix.simulation.rules import Status

_TITLES = (
    ("Proven", Status.WORKS),
    ("Claimed by KB 200588 only", Status.CLAIMED),
    ("Not confirmed by a source", Status.UNCERTAIN),
    ("Down", Status.DOWN),
)


class RuleGroup(msgspec.Struct, frozen=True):
    """Rules with one status, each with the number of directions for which it holds afterwards."""

    title: str
    rules: tuple[tuple[CallRule, int], ...]


def find_rule_groups(plan: Plan) -> list[RuleGroup]:
    """The rules that hold afterwards, the proven ones first; only ``Down`` is left out if empty."""
    met = Counter(
        name for route in plan.routes for name in (route.after.outgoing, route.after.incoming)
    )
    groups = [
        RuleGroup(
            title,
            tuple(
                (rule, met[rule.name])
                for rule in plan.proof.rules
                if rule.status == status and met[rule.name]
            ),
        )
        for title, status in _TITLES
    ]
    return groups if groups[-1].rules else groups[:-1]


_WIDTH = 78
_MOST_BREACHES = 20
"""How many places of a breach the console names; PLAN.json has all of them."""


def proof_values(proof: Proof) -> Mapping[str, object]:
    """Requirements with what was found, the counts of routes, and the rules that were met."""
    return {
        "obligations": [
            (
                _paragraph(f"{each.outcome}: {each.text}", each.sources),
                [(at.server, at.connector, at.step) for at in each.breaches[:_MOST_BREACHES]],
                max(0, len(each.breaches) - _MOST_BREACHES),
            )
            for each in proof.obligations
        ],
        "counts": [
            (status.value, getattr(proof.before, name), getattr(proof.after, name))
            for status in Status
            for name in (status.name.lower(),)
        ],
        "rules": [
            _paragraph(f"{rule.name} ({rule.status}): {rule.reason}", rule.sources)
            for rule in proof.rules
        ],
    }


def outage_rows(
    outages: Iterable[Outage], titles: Mapping[int, str]
) -> list[tuple[int, str, int, int, str]]:
    """Step, server, minutes, routes and title of each step in which something is out of service."""
    return [(at.step, at.server, at.minutes, at.routes, titles[at.step]) for at in outages]


def _paragraph(text: str, sources: Sequence[str]) -> str:
    """A sentence with its sources, on as many lines as it takes."""
    return wrapped(f"{text} {', '.join(sources)}".rstrip(), _WIDTH, 4)
