# SPDX-License-Identifier: MIT
"""What the simulation found, as documents show it."""

from collections import Counter

import msgspec

from x400fix.plan.model import CallRule, Plan
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
