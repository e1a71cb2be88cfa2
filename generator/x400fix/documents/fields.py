# SPDX-License-Identifier: MIT
"""The files below FIELDS: one for each long field of a ticket, and INDEX.TXT with the short ones.

A text that is too long for its field is cut at the end of a sentence, and says so.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from x400fix.allocation.assignments import OwnerKind
from x400fix.documents.csv_files import csv_pieces
from x400fix.documents.decision import LEVELS, group_names, plain_text, works_now
from x400fix.documents.field_profiles import (
    ATTACHMENTS,
    CHOICES,
    FIELDS,
    STRICT,
    WORDS,
    FieldRow,
    field_limit,
)
from x400fix.documents.rendering import Renderer, visible
from x400fix.documents.step_texts import StepHead
from x400fix.documents.ticket import TicketView
from x400fix.plan.model import Plan, Route, ServerFacts
from x400fix.problems import Severity
from x400fix.settings.choices import Profile, TicketField
from x400fix.settings.ticket_facts import TicketGroups
from x400fix.step_kinds import Phase, StepKind

_AFFECTED = ("name", "class", "relation", "addresses", "new_addresses", "site", "os", "exchange")
_TASKS = (
    *("short_description", "change_task_type", "cmdb_ci", "assignment_group"),
    *("planned_start_date", "planned_end_date", "description"),
)
_NO_FACTS = ServerFacts(server="")
_TESTS = {StepKind.CHECK_AFTER, StepKind.TEST}


def affected_rows(view: TicketView) -> Iterator[Sequence[str]]:
    """The head; then the places where something is changed, then servers whose mail waits."""
    yield _AFFECTED
    places = {place.name: place for place in view.plan.servers}
    waiting = {
        name for route in view.routes if route.minutes for name in (route.server, route.partner)
    }
    known = {facts.server: facts for facts in view.plan.facts}
    for name in (*places, *sorted(waiting - places.keys() - {""})):
        facts, place = known.get(name, _NO_FACTS), places.get(name)
        old, new = _owned_addresses(view.plan, name)
        yield (
            *(name, place.kind if place else OwnerKind.SERVER, "changes" if place else "impacts"),
            " ".join(facts.addresses or old),
            " ".join(place.nic.added if place and place.nic else new),
            *(facts.site, facts.os, facts.exchange),
        )


def _owned_addresses(plan: Plan, owner: str) -> tuple[list[str], list[str]]:
    """What connectors to a firewall or a partner dial now, and the addresses that it gets."""
    owned = [each for each in plan.assignments if each.owner == owner and each.is_changed]
    old = {each.old_address: None for each in owned}
    return [*old], [*{each.new_address or "to be decided": None for each in owned}]


def task_rows(view: TicketView) -> Iterator[Sequence[str]]:
    """The head; then a change task for each step, with the names of ServiceNow's columns."""
    yield _TASKS
    groups, window = group_names(view.facts.groups), view.window
    for head in view.heads:
        step, place = head.step, head.place
        end, times = view.schedule.side_by_side.ends.get(step.number), ["", ""]
        if window and end is not None:
            times = [f"{window.moment(each)[:16]}:00" for each in (end - step.minutes, end)]
        waits = f", waits for {head.waits}" if head.waits else ""
        yield (
            *(f"{step.number}. {place.name}: {head.title}", _task_type(step.kind), place.name),
            groups[step.who] or step.who,
            *times,
            f"Step {step.number} in SERVERS/{place.folder}/STEPS.TXT{waits}",
        )


def _task_type(kind: StepKind) -> str:
    if kind in _TESTS:
        return "Testing"
    return _TASK_TYPES[kind.phase]


_TASK_TYPES = {
    Phase.PREPARATION: "Planning",
    Phase.WINDOW: "Implementation",
    Phase.AFTERWARDS: "Review",
}


class Role(msgspec.Struct, frozen=True):
    """Who does steps, what the group is called, and the steps."""

    who: str
    group: str
    heads: list[StepHead]


def field_values(view: TicketView) -> Mapping[str, object]:
    """The values of all fields."""
    unsaid = view.words["field.unsaid"][0]
    return {
        "view": view,
        "words": view.words,
        "facts": view.facts,
        "summary": view.plan.summary,
        "window": view.window,
        "window_text": view.window_text or unsaid,
        "unsaid": unsaid,
        "roles": find_roles(view.heads, view.facts.groups),
        "warnings": [each for each in view.plan.problems if each.severity is Severity.WARNING],
        "mail": find_mail(view),
        "plain": plain_text,
    }


def find_roles(heads: Sequence[StepHead], groups: TicketGroups) -> list[Role]:
    """Who does steps, in the order in which they first do one; then groups without any."""
    names = group_names(groups)
    found: dict[str, list[StepHead]] = {}
    for head in heads:
        found.setdefault(head.step.who, []).append(head)
    for who, group in names.items():
        if group:
            found.setdefault(who, [])
    return [Role(who, names[who], own) for who, own in found.items()]


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """What users notice: when it begins and ends, and what waits or is down between which sites.

    ``begin`` and ``end`` are empty without a window; ``minutes`` is the longest that mail waits.
    """

    begin: str
    end: str
    minutes: int
    waiting: str
    down: str


def find_mail(view: TicketView) -> Mail:
    """What users notice, with the times of the steps; what is down already has nothing to lose."""
    window, runs = view.window, (view.schedule.in_turn, view.schedule.side_by_side)
    # The times of the way of working that the window has room for; of none, if it has not.
    run = next((run for run in runs if window and run.fits(window)), None)
    spans = [
        (run.ends[each.step] - each.minutes, run.ends[each.step])
        for each in view.plan.outages
        if run
    ]
    waits = [each for each in view.plan.routes if each.minutes and works_now(each)]
    down = [each for each in view.plan.routes if not works_now(each)]
    sites = {facts.server: facts.site or _OURS for facts in view.plan.facts}
    return Mail(
        begin=window.moment(min(spans)[0]) if window and spans else "",
        end=window.moment(max(end for _, end in spans)) if window and spans else "",
        minutes=max((each.minutes for each in waits), default=0),
        waiting=_between(waits, sites),
        down=_between(down, sites),
    )


_MOST_PAIRS = 3
_OURS, _OTHERS = "our sites", "partners outside"


def _between(routes: Iterable[Route], sites: Mapping[str, str]) -> str:
    """Between which sites routes are, without the name of a server; empty if there are none."""
    ends = [(sites.get(each.server, _OURS), sites.get(each.partner, _OTHERS)) for each in routes]
    pairs = {(min(pair), max(pair)) for pair in ends}
    if len(pairs) > _MOST_PAIRS:
        pairs = {(_OURS, _OTHERS if _OTHERS in pair else _OURS) for pair in pairs}
    return " and ".join(_phrase(*pair) for pair in sorted(pairs))


def _phrase(one: str, other: str) -> str:
    if one != other:
        return f"between {one} and {other}"
    return f"between {one}" if one == _OURS else f"within {one}"


def word_values(
    view: TicketView, profile: Profile, values: Mapping[str, object]
) -> Sequence[tuple[str, str]]:
    """What stands in the fields that hold a word, a line or a date, by their names."""
    facts, window, counts = view.facts, view.window, view.counts
    choices, renderer = CHOICES[profile], Renderer(visible)
    stopping = counts["stopping"]
    impact = (stopping > 0) + (2 * stopping > counts["routes"])
    found = {
        "category": facts.category,
        "type": facts.type,
        "reason": "Maintenance",
        "service": facts.service,
        "risk": facts.risk.level or choices["risk"][LEVELS.index(view.risk.level)],
        "impact": choices["impact"][impact],
        "urgency": "High" if counts["down"] else "Medium",
        "start": window.moment(0) if window else "",
        "end": window.moment(window.minutes) if window else "",
        "group": facts.groups.exchange,
        "owner": view.owner,
        "approval": facts.groups.approval,
        "outage": renderer.text("fields/outage.txt", values).strip(),
        "cab": renderer.text("fields/cab.txt", values).strip(),
    }
    return [(names[profile], found[key]) for key, names in WORDS.items() if profile in names]


class FieldText(msgspec.Struct, frozen=True, kw_only=True):
    """The text of one field, as long as it may be."""

    row: FieldRow
    label: str
    file: str
    text: str
    limit: int


_INDEX = "INDEX.TXT"
_TABLES = {TicketField.AFFECTED: affected_rows, TicketField.TASKS: task_rows}


def field_files(view: TicketView, profile: Profile) -> Iterator[tuple[str, bytes]]:
    """The path and the bytes of each file below FIELDS."""
    values, renderer = field_values(view), Renderer(visible)
    texts = find_texts(view, profile, values)
    for each in texts:
        if not each.row.is_short:
            yield f"FIELDS/{each.file}", _encode(each.text)
    index = {
        **values,
        "profile": profile.value,
        "fields": word_values(view, profile, values),
        "texts": [(each, field_length(each.text)) for each in texts],
        "attachments": [each.title for each in ATTACHMENTS[profile]],
    }
    yield f"FIELDS/{_INDEX}", _encode(renderer.text("fields/INDEX.TXT", index))


def find_texts(
    view: TicketView, profile: Profile, values: Mapping[str, object]
) -> Sequence[FieldText]:
    """The text of each field that a system has, cut where it is too long for it.

    The description has the texts of those that it lacks.
    """
    lacking = [row for row in FIELDS if profile not in row.names and not row.is_table]
    texts = []
    for row in FIELDS:
        if profile not in row.names:
            continue
        rows = [row, *lacking] if row.field is TicketField.DESCRIPTION else [row]
        parts = [_whole(view, each, values) for each in rows]
        titles = ["", *(f"{each.title}\n" for each in lacking)]
        text = "\n\n".join(map("".join, zip(titles, parts, strict=False)))
        limit = view.facts.limits.get(row.field, field_limit(row, profile))
        annexes = [view.annexes[name].number for each in rows for name in each.annexes]
        texts.append(
            FieldText(
                row=row,
                label=row.names[profile],
                file=_file_name(row, profile),
                text=shorten(text, limit, cut_notice(text, annexes)),
                limit=limit,
            )
        )
    return texts


def _whole(view: TicketView, row: FieldRow, values: Mapping[str, object]) -> str:
    if row.is_table:
        data = b"".join(csv_pieces(_TABLES[row.field](view)))
        return data.decode("utf-8").replace("\r\n", "\n").rstrip()
    return Renderer(visible).text(f"fields/{row.field}.txt", values).rstrip("\n")


def _file_name(row: FieldRow, profile: Profile) -> str:
    """The field's name in capitals; tables have a name that passes, where a system is strict."""
    if row.is_short:
        return _INDEX
    stem = re.sub("[^A-Z0-9]+", "-", row.names[profile].upper())
    if row.is_table:
        return f"{stem}.CSV.TXT" if profile in STRICT else f"{stem}.CSV"
    return f"{stem}.TXT"


def _encode(text: str) -> bytes:
    """A text as it is pasted from a file of Windows; its last line is ended."""
    return (text.rstrip("\n") + "\n").replace("\n", "\r\n").encode("utf-8")


def cut_notice(text: str, annexes: Sequence[int]) -> str:
    """What a text ends with that is cut: how long it was, and where all of it is."""
    lines, numbers = text.count("\n") + 1, sorted({*annexes})
    where = f"ticket, annex{'es' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}"
    return f"Cut ({lines} lines): see {where}." if lines > 1 else f"Cut: see {where}."


_ENDS = re.compile(r"(?m)^\d+\.(?=\s)|(?P<end>[.!?](?=\s)|(?=\n))")
"""A number that begins a line of a list, which is none, or the end of a sentence or a line."""
_CUT = "..."
"""What ends a sentence that is cut."""


def field_length(text: str) -> int:
    """How many characters a field counts at most.

    A line break may count as two, as Windows writes it; what lies beyond the first 65536 characters
    of Unicode may too.
    """
    return len(text.encode("utf-16-le")) // 2 + text.count("\n")


def shorten(text: str, limit: int, ending: str) -> str:
    """The text if it fits, else as many of its sentences as fit together with ``ending``.

    A limit of 0 is none. If not even the first sentence fits, it is cut behind a word. After a
    whole line ``ending`` is on a line of its own.
    """
    if not limit or field_length(text) <= limit:
        return text
    room = _prefix(text, limit - field_length(f"\n{ending}"))
    ends = [found.end("end") for found in _ENDS.finditer(text, 0, room + 1)]
    cut = max((end for end in ends if end <= room), default=-1)
    kept = text[: max(cut, 0)].rstrip()
    if not kept:
        return _begin(text, limit, ending)
    between = "\n" if text[cut] == "\n" else " "
    return f"{kept}{between}{ending}"


def _begin(text: str, limit: int, ending: str) -> str:
    """The first words of a sentence; a very long one is cut where it must be."""
    room = _prefix(text, limit - field_length(f"{_CUT} {ending}"))
    word = text.rfind(" ", 0, room + 1)
    kept = text[: room if 2 * word < room else word].rstrip()
    return f"{kept}{_CUT} {ending}" if kept else ending[:limit]


def _prefix(text: str, room: int) -> int:
    """How many characters of a text take no more room."""
    taken = itertools.accumulate(map(field_length, text))
    return sum(1 for _ in itertools.takewhile(room.__ge__, taken))
