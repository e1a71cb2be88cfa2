# SPDX-License-Identifier: MIT
"""The decision page: counts become a risk level, and words come from their template.

A line is ``name: text``; a name may have several texts, and a line that begins with a blank goes on
with the text before it::

    go: The new addresses are reserved, and CHECK BEFORE
     finds none of them in use.
"""

from collections.abc import Mapping, Sequence

import msgspec

from x400fix.documents.outages import find_pair_outages, find_server_outages
from x400fix.documents.ticket_values import Annex, Decision, Risk, RiskInput
from x400fix.plan.model import Document, RouteRecord
from x400fix.planning.steps import Step
from x400fix.problems import Severity
from x400fix.settings.ticket_facts import TicketGroups
from x400fix.simulation.requirements import Outcome
from x400fix.simulation.rules import Status
from x400fix.step_kinds import StepKind, Who

Words = Mapping[str, tuple[str, ...]]


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
    "why",
    "topology",
    "addresses",
    "steps",
    "outages",
    "proof",
    "tests",
    "back-out",
    "risks",
    "alternatives",
    "inputs",
    "name-files",
    "evidence",
)
"""The names of the annexes in their order.

A plan with nothing to do has ``why`` and ``inputs``; ``name-files`` stands only where some change.
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
    ("failed", "high"),
    ("short", "high"),
    ("lost", "high"),
    ("open", "medium"),
    ("restarts", "medium"),
    ("unproven", "medium"),
    ("assumptions", "medium"),
    ("warnings", "medium"),
    ("standing", "low"),
    ("manual", "low"),
)
"""The counts that the risk level rests on, and the level that each leads to if it is not 0.

More than half of all routes standing still at a time lead to medium.
"""

_STANDING = {Status.DOWN, Status.ONE_WAY}


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """The counts that the words of a decision page name."""

    places: int
    routes: int
    down: int
    failed: int
    short: int
    lost: int
    open: int
    restarts: int
    unproven: int
    assumptions: int
    warnings: int
    standing: int
    manual: int
    back_out: int


def count_document(document: Document, back_out: int, short: int) -> Counts:
    """The counts of a plan.

    ``back_out`` is how many minutes its back-out takes, ``short`` how many a window lacks.
    """
    outcomes = [each.outcome for each in document.proof.obligations]
    after = document.proof.after
    before = document.proof.before
    return Counts(
        places=len(document.servers),
        routes=len(document.routes),
        down=before.down + before.one_way,
        failed=outcomes.count(Outcome.FAILS) + outcomes.count(Outcome.WAIVED),
        short=short,
        lost=sum(map(_is_lost, document.routes)),
        open=outcomes.count(Outcome.OPEN),
        restarts=document.summary.server_restarts,
        unproven=after.claimed + after.uncertain,
        assumptions=len(document.assumptions),
        warnings=sum(each.severity == Severity.WARNING for each in document.problems),
        standing=max((each.routes for each in document.outages), default=0),
        manual=sum(each.manual_steps for each in document.alternatives if each.chosen),
        back_out=back_out,
    )


def _is_lost(route: RouteRecord) -> bool:
    """Whether mail passes now, and does not, or not both ways, afterwards."""
    return route.before.status not in _STANDING and route.after.status in _STANDING


def risk_level(counts: Counts) -> str:
    """The highest level that an input leads to."""
    reached = {_level(name, level, counts) for name, level in RISK_INPUTS}
    return max(reached, key=LEVELS.index)


def _level(name: str, level: str, counts: Counts) -> str:
    """The level that an input leads to."""
    if not getattr(counts, name):
        return LEVELS[0]
    if name == "standing" and 2 * counts.standing > counts.routes:
        return LEVELS[1]
    return level


def find_risk(counts: Counts, words: Words) -> Risk:
    """The risk with its inputs."""
    return Risk(
        level=risk_level(counts),
        sentence=words["risk"][0],
        rule=words["risk.rule"][0],
        inputs=tuple(
            RiskInput(
                name=name,
                text=words[f"risk.{name}"][0],
                value=value,
                level=_level(name, level, counts),
            )
            for name, level in RISK_INPUTS
            for value in (int(getattr(counts, name)),)
        ),
    )


def find_roles(document: Document) -> Sequence[str]:
    """Who carries steps out, in the order in which the kinds of steps are."""
    present: Mapping[str, None] = dict.fromkeys(
        step.who for place in document.servers for step in place.steps
    )
    return list(dict.fromkeys(kind.who for kind in StepKind if kind.who in present))


def group_names(groups: TicketGroups) -> Mapping[str, str]:
    """Who carries steps out, and what their group is called, if somebody said so."""
    return {
        Who.SERVER: groups.windows,
        Who.EXCHANGE: groups.exchange,
        Who.NETWORK: groups.network,
        Who.PARTNER: groups.partner,
    }


def make_decision(
    document: Document, words: Words, counts: Counts, steps: Mapping[int, Step]
) -> Decision:
    """The decision page."""
    return Decision(
        purpose=words["purpose"],
        risk=find_risk(counts, words),
        minutes=document.summary.minutes,
        outages=tuple(find_server_outages(document, steps)),
        pairs=tuple(find_pair_outages(document)),
        go=words["go"],
        no_go=words["no_go"],
        back_out_minutes=counts.back_out,
        latest_back_out=words["latest"][0],
        success=words["success"],
        inaction=words["inaction"],
        assumptions=(*document.assumptions, *words["assumption"]),
        signatures=words["sign"],
        alarm=words.get("alarm", ()),
    )
