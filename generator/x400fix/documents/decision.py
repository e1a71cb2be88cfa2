# SPDX-License-Identifier: MIT
"""The decision page: counts become a risk level, and words come from their template.

A line is ``name: text``; a name may have several texts, and a line that begins with a blank goes on
with the text before it::

    go: The new addresses are reserved, and CHECK BEFORE
     finds none of them in use.

The decision page is the lines ``row.LABEL``, one row for each label. They may have names of the
inventory in them: cut to a few words, so that no inventory makes the page longer than a sheet, and
between marks, so that each format can set them apart.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain

import msgspec

from x400fix.documents.rendering import visible
from x400fix.inventory.connectors import Stack
from x400fix.inventory.versions import parse_exchange
from x400fix.plan.model import Plan, Route
from x400fix.problems import Severity
from x400fix.settings.ticket_facts import TicketGroups
from x400fix.simulation.requirements import Outcome
from x400fix.simulation.rules import Status
from x400fix.step_kinds import Who

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


_OPEN, _CLOSE = "\u2068", "\u2069"
"""Unicode's own marks around a text that is not to change what is around it."""

_LETTERS = 8
"""How many letters a word has at most, on an average."""


def brief(text: str, words: int = 4) -> str:
    """As much of a text as a decision page has room for; what it would hide is shown."""
    shown = visible(text)
    kept = " ".join(shown.split()[:words])[: words * _LETTERS]
    return shown if kept == shown else f"{kept}\u2026"


def named(text: str, words: int = 4) -> str:
    """A text of the inventory or of the ticket, for a sentence of our own."""
    return f"{_OPEN}{brief(text, words)}{_CLOSE}"


def sentence_parts(text: str) -> Iterator[tuple[str, bool]]:
    """A sentence in parts, each with whether it is a name."""
    for start in text.split(_OPEN):
        name, mark, own = start.rpartition(_CLOSE)
        if mark:
            yield name, True
        if own:
            yield own, False


def plain_text(text: str) -> str:
    """A sentence without the marks of its names."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def decision_rows(words: Words) -> Mapping[str, tuple[str, ...]]:
    """The decision page: the texts of each row, by its label."""
    rows = ((name.partition("row."), texts) for name, texts in words.items())
    return {label: texts for (_, mark, label), texts in rows if mark}


ANNEXES = (
    *("topology", "addresses", "selectors", "steps", "outages", "proof", "tests", "back-out"),
    *("risks", "alternatives", "inputs", "name-files"),
)
"""The names of the annexes in their order.

``selectors`` is there only if some are proposed, ``name-files`` only if some change.
"""

_OF_NOTHING = ("findings", "selectors", "inputs")
"""Those of a plan with nothing to do."""


def number_annexes(plan: Plan) -> Mapping[str, int]:
    """The numbers of a plan's annexes by their names, in their order."""
    merged = any(use.merged for place in plan.servers for use in place.name_files)
    absent = {"" if plan.selectors else "selectors", "" if merged else "name-files"}
    names = _OF_NOTHING if plan.nothing_to_do else ANNEXES
    there = (name for name in names if name not in absent)
    return {name: number for number, name in enumerate(there, 1)}


def find_annexes(words: Words, numbers: Mapping[str, int]) -> Mapping[str, Annex]:
    """The annexes by name, with their words."""
    return {
        name: Annex(
            number=number,
            name=name,
            title=words[f"annex.{name}"][0],
            intro=words.get(f"intro.{name}", ()),
        )
        for name, number in numbers.items()
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
    """The counts that the risk and the words rest on; ``short`` is what a window lacks, if > 0."""
    outcomes = [each.outcome for each in plan.proof.obligations]
    before, after = plan.proof.before, plan.proof.after
    out_of_service = {each.server for each in plan.outages}
    return {
        "places": len(plan.servers),
        "routes": len(plan.routes),
        "down": before.down + before.one_way,
        "one_way": before.one_way,
        "failed": outcomes.count(Outcome.FAILS) + outcomes.count(Outcome.WAIVED),
        "short": max(short, 0),
        "lost": sum(works_now(each) and is_broken(each) for each in plan.routes),
        "open": outcomes.count(Outcome.OPEN),
        "restarts": plan.summary.server_restarts,
        "unproven": after.claimed + after.uncertain,
        "assumptions": len(plan.assumptions),
        "warnings": sum(each.severity is Severity.WARNING for each in plan.problems),
        "standing": max((each.routes for each in plan.outages), default=0),
        "manual": sum(each.manual_steps or 0 for each in plan.alternatives if each.chosen),
        "broken": sum(map(is_broken, plan.routes)),
        "stopping": sum(works_now(each) for each in plan.routes if each.minutes),
        "stopped": sum(
            not works_now(each) and not out_of_service.isdisjoint({each.server, each.partner})
            for each in plan.routes
        ),
        "older": len(_older_servers(plan)),
        "open_ends": sum(each.is_changed and not each.address_value for each in plan.assignments),
        "single_ends": _count_single_ends(plan),
        "others": sum(
            each.stack is not Stack.TCP and each.server in out_of_service
            for each in plan.connectors
        ),
    }


def _count_single_ends(plan: Plan) -> int:
    """How many connectors of a conflict have no known other end."""
    alone = (link.ends[0] for link in plan.links if len(link.ends) == 1)
    single = {(end.server, end.connector) for end in alone}
    return sum((each.server, each.connector) in single for each in plan.assignments)


def _older_servers(plan: Plan) -> set[str]:
    """The servers of links in conflict that are before 5.5 SP1, or of unknown version."""
    versions = {facts.server: facts.exchange for facts in plan.facts}
    servers = {name for each in plan.assignments for name in (each.server, each.remote_server)}
    texts = {name: versions.get(name, "") for name in servers - {""}}
    return {
        name for name, text in texts.items() if not text or parse_exchange(text).level.is_affected
    }


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
        rule=words["risk.rule"][0],
        inputs=tuple(
            RiskInput(words[f"risk.{name}"][0], counts[name], _level(name, level, counts))
            for name, level in RISK_INPUTS
        ),
    )


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two sites, or servers, with routes between them; ``routes`` are all there are."""

    places: tuple[str, str]
    routes: tuple[Route, ...]

    @property
    def minutes(self) -> int:
        """How long mail waits on a route that works today."""
        return max((each.minutes for each in self.routes if works_now(each)), default=0)

    def count_after(self, status: Status) -> int:
        """How many routes are this afterwards."""
        return sum(each.after.status == status for each in self.routes)


def works_now(route: Route) -> bool:
    """Whether mail passes today in both directions, as far as is known."""
    return route.before.status not in _NOT_BOTH_WAYS


def is_broken(route: Route) -> bool:
    """Whether mail does not pass, or not both ways, when all is done."""
    return route.after.status in _NOT_BOTH_WAYS


def find_site_pairs(plan: Plan) -> list[Pair]:
    """The routes between each two sites, by name; servers where their sites do not tell them apart.

    A foreign MTA has no name.
    """
    sites = {facts.server: facts.site for facts in plan.facts}
    found: dict[tuple[str, str], list[Route]] = {}
    for route in plan.routes:
        ends = route.server, route.partner
        near, far = (sites.get(end) or end for end in ends)
        if near == far:
            near, far = ends
        found.setdefault((min(near, far), max(near, far)), []).append(route)
    return [Pair(places=key, routes=tuple(found[key])) for key in sorted(found)]


def find_broken(pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs with routes that stay broken, those with the most that are down first."""
    broken = [pair for pair in pairs if any(map(is_broken, pair.routes))]
    broken.sort(key=lambda pair: pair.count_after(Status.ONE_WAY), reverse=True)
    broken.sort(key=lambda pair: pair.count_after(Status.DOWN), reverse=True)
    return broken


def find_common_place(pairs: Iterable[Pair]) -> str:
    """The place that all pairs have in common; empty if none."""
    common = [{*pair.places} for pair in pairs]
    return min(set.intersection(*common), default="") if common else ""


_ROOM = 280
"""How many words the title and the rows of a decision page may have."""


def room_left(words: Words) -> int:
    """How many more words there is room for; below 0 if there is none."""
    texts = (*words["title"], *chain(*decision_rows(words).values()))
    return _ROOM - sum(len(text.split()) for text in texts)


def pairs_with_room(room: int, *lists: Sequence[Pair]) -> Iterator[Sequence[Pair]]:
    """The first pairs of each list, as many as have room; at least one."""
    for pairs in lists:
        words = [*accumulate(map(_words_of, pairs))]
        shown = max(sum(count <= room for count in words), min(1, len(pairs)))
        room -= words[shown - 1] if shown else 0
        yield pairs[:shown]


def _words_of(pair: Pair) -> int:
    return sum(len(brief(each, 2).split()) + 1 for each in pair.places)


def group_names(groups: TicketGroups) -> Mapping[str, str]:
    """Who carries steps out, and what their group is called, if it was given."""
    return {
        Who.SERVER: groups.windows,
        Who.EXCHANGE: groups.exchange,
        Who.NETWORK: groups.network,
        Who.PARTNER: groups.partner,
    }
