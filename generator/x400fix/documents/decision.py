# SPDX-License-Identifier: MIT
"""The decision page: counts become a risk level, and words come from their template.

A line is ``name: text``; a name may have several texts, and a line that begins with a blank goes on
with the text before it::

    go: The new addresses are reserved, and CHECK BEFORE
     finds none of them in use.
"""

from collections.abc import Mapping, Sequence

import msgspec

from x400fix.documents.step_texts import StepHead
from x400fix.plan.model import Plan, Route
from x400fix.problems import Severity
from x400fix.settings.ticket_facts import TicketGroups
from x400fix.simulation.requirements import Outcome
from x400fix.simulation.rules import Status
from x400fix.step_kinds import StepKind, Who

Words = Mapping[str, tuple[str, ...]]


class Annex(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the ticket behind its decision page; ``name`` is the same in every document."""

    number: int
    name: str
    title: str
    intro: tuple[str, ...]


class RiskInput(msgspec.Struct, frozen=True):
    """A count that the risk level rests on, and the level that it leads to; ``low`` if zero."""

    text: str
    value: int
    level: str


class Risk(msgspec.Struct, frozen=True, kw_only=True):
    """The risk: ``level`` is low, medium or high, the highest that an input leads to."""

    level: str
    sentence: str
    rule: str
    inputs: tuple[RiskInput, ...]


def read_words(text: str) -> Words:
    """The texts of each name, in their order."""
    found: dict[str, list[str]] = {}
    texts: list[str] = []
    for line in filter(str.strip, text.split("\n")):
        if line.startswith(" "):
            texts[-1] = f"{texts[-1]} {line.strip()}"
        else:
            name, _, first = line.partition(": ")
            texts = found.setdefault(name, [])
            texts.append(first.strip())
    return {name: tuple(texts) for name, texts in found.items()}


ANNEXES = (
    *("why", "topology", "addresses", "steps", "outages", "proof", "tests", "back-out", "risks"),
    *("alternatives", "inputs", "name-files", "evidence"),
)
"""The names of the annexes in their order.

A plan with nothing to do has ``why`` and ``inputs``; ``name-files`` is there only if some change.
"""

_OF_NOTHING = ("why", "inputs")


def find_annexes(words: Words, *, nothing_to_do: bool, name_files: bool) -> Mapping[str, Annex]:
    """The annexes of a plan by name, in their order."""
    names = [
        name
        for name in (_OF_NOTHING if nothing_to_do else ANNEXES)
        if name != "name-files" or name_files
    ]
    return {
        name: Annex(
            number=number,
            name=name,
            title=words[f"annex.{name}"][0],
            intro=words.get(f"intro.{name}", ()),
        )
        for number, name in enumerate(names, 1)
    }


LEVELS = ("low", "medium", "high")

RISK_INPUTS = (
    *(("failed", "high"), ("short", "high"), ("lost", "high"), ("open", "medium")),
    *(("restarts", "medium"), ("unproven", "medium"), ("assumptions", "medium")),
    *(("warnings", "medium"), ("standing", "low"), ("manual", "low")),
)
"""The counts that the risk level rests on, and the level that each leads to if it is not 0.

More than half of all routes out of service at a time lead to medium.
"""

_NOT_BOTH_WAYS = {Status.DOWN, Status.ONE_WAY}


Counts = Mapping[str, int]


def count_plan(plan: Plan, short: int) -> Counts:
    """The counts that the risk and the words rest on; ``short`` is what a window lacks."""
    outcomes = [each.outcome for each in plan.proof.obligations]
    before, after = plan.proof.before, plan.proof.after
    return {
        "places": len(plan.servers),
        "routes": len(plan.routes),
        "down": before.down + before.one_way,
        "failed": outcomes.count(Outcome.FAILS) + outcomes.count(Outcome.WAIVED),
        "short": short,
        "lost": sum(map(_is_lost, plan.routes)),
        "open": outcomes.count(Outcome.OPEN),
        "restarts": plan.summary.server_restarts,
        "unproven": after.claimed + after.uncertain,
        "assumptions": len(plan.assumptions),
        "warnings": sum(each.severity is Severity.WARNING for each in plan.problems),
        "standing": max((each.routes for each in plan.outages), default=0),
        "manual": sum(each.manual_steps or 0 for each in plan.alternatives if each.chosen),
    }


def _is_lost(route: Route) -> bool:
    """Whether mail passes now, and does not, or not both ways, afterwards."""
    return route.before.status not in _NOT_BOTH_WAYS and route.after.status in _NOT_BOTH_WAYS


def risk_level(counts: Counts) -> str:
    """The highest level that an input leads to."""
    return max((_level(*row, counts) for row in RISK_INPUTS), key=LEVELS.index)


def _level(name: str, level: str, counts: Counts) -> str:
    """The level that an input leads to."""
    if not counts[name]:
        return LEVELS[0]
    if name == "standing" and 2 * counts[name] > counts["routes"]:
        return LEVELS[1]
    return level


def find_risk(counts: Counts, words: Words) -> Risk:
    """The risk with its inputs."""
    return Risk(
        level=risk_level(counts),
        sentence=words["risk"][0],
        rule=words["risk.rule"][0],
        inputs=tuple(
            RiskInput(words[f"risk.{name}"][0], counts[name], _level(name, level, counts))
            for name, level in RISK_INPUTS
        ),
    )


def find_roles(heads: Sequence[StepHead]) -> list[str]:
    """Who carries steps out, in the order of the table of kinds."""
    present = {head.step.who for head in heads}
    return list(dict.fromkeys(kind.who for kind in StepKind if kind.who in present))


def group_names(groups: TicketGroups) -> Mapping[str, str]:
    """Who carries steps out, and what their group is called, if it was given."""
    return {
        Who.SERVER: groups.windows,
        Who.EXCHANGE: groups.exchange,
        Who.NETWORK: groups.network,
        Who.PARTNER: groups.partner,
    }
