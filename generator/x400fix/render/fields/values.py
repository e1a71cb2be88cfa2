# SPDX-License-Identifier: MIT
"""What the templates of the fields show."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from x400fix.config.ticket import TicketGroups
from x400fix.model.assignments import Action
from x400fix.model.choices import Strategy
from x400fix.model.window import Window, duration_text
from x400fix.plan.schedule import Schedule
from x400fix.problems import Severity
from x400fix.render.dossier.decision import group_names
from x400fix.render.dossier.dossier import Dossier
from x400fix.render.dossier.values import StepHead
from x400fix.render.fields.affected import affected_rows

_SERVERS_NAMED = 3
_WINDOW_CODES = {"X4-W160", "X4-W161", "X4-W162"}


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """Who does steps, what the group is called, and how much that is."""

    who: str
    group: str
    steps: int
    minutes: int
    places: int


def field_values(dossier: Dossier) -> Mapping[str, object]:
    """The values of all fields; long lists are made when they are shown."""
    document, words, window = dossier.document, dossier.words, dossier.window
    options = document.options
    changing = sorted({each.server for each in document.assignments if each.action != Action.KEEP})
    paragraphs = options.facts.text_to_users.strip()
    warnings = [each for each in document.problems if each.severity == Severity.WARNING]
    return {
        "affected": affected_rows(dossier),
        "back_out": dossier.back_out(),
        "by_name": options.strategy == Strategy.HOSTNAME,
        "cautions": words["caution"],
        "changing": document.summary.moved + document.summary.by_hand,
        "checksum": dossier.checksum,
        "decision": dossier.decision,
        "duration": duration_text,
        "facts": options.facts,
        "how_undo_counts": words["field.undo"][0],
        "intro": {name: annex.intro for name, annex in dossier.annexes.items()},
        "owner": dossier.owner,
        "paragraphs": paragraphs.split("\n") if paragraphs else [],
        "places": dossier.places(),
        "roles": find_groups(dossier.heads(), options.facts.groups),
        "rows": dossier.rows,
        "schedule": dossier.schedule,
        "servers": _server_names(changing),
        "tests": dossier.tests(),
        "timed": timed_heads(dossier),
        "unsaid": words["field.unsaid"][0],
        "warnings": [f"{each.code}: {each.message}" for each in warnings],
        "why": dossier.annexes["why"].intro,
        "window": window is not None,
        "window_text": f"{window.moment(0)} to {window.moment(window.minutes)}"
        if window
        else words["field.unsaid"][0],
        "window_warnings": [each.message for each in warnings if each.code in _WINDOW_CODES],
        **(window_values(window, dossier.schedule) if window else {}),
    }


def window_values(window: Window, schedule: Schedule) -> Mapping[str, object]:
    """The moments that a board asks for, by way of working where they differ."""
    ways = {"in_turn": schedule.in_turn, "side_by_side": schedule.side_by_side}
    return {
        "start": window.moment(0),
        "end": window.moment(window.minutes),
        "done": {way: window.moment(run.minutes) for way, run in ways.items()},
    }


def timed_heads(dossier: Dossier) -> Iterator[tuple[StepHead, str]]:
    """Each step with the time at which it begins if each place has people of its own."""
    ends, window = dossier.schedule.side_by_side.ends, dossier.window
    for head in dossier.heads():
        begins = ends[head.number - 1] - head.minutes
        yield head, window.clock(begins) if window else ""


def find_groups(heads: Iterable[StepHead], groups: TicketGroups) -> Iterator[Role]:
    """Who does steps, in the order in which they first do one; then groups without any."""
    names = group_names(groups)
    found: dict[str, list[StepHead]] = {}
    for head in heads:
        found.setdefault(head.who, []).append(head)
    for who, own in found.items():
        yield Role(
            who=who,
            group=names[who],
            steps=len(own),
            minutes=sum(head.minutes for head in own),
            places=len({head.server for head in own}),
        )
    for who, group in names.items():
        if group and who not in found:
            yield Role(who=who, group=group, steps=0, minutes=0, places=0)


def _server_names(names: Sequence[str]) -> str:
    """A few names, or how many there are."""
    if len(names) > _SERVERS_NAMED:
        return f"{len(names)} servers"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
