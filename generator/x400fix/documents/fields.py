# SPDX-License-Identifier: MIT
"""The files below FIELDS: one for each field of a ticket, and what they are.

A text that is too long for its field is cut at the end of a sentence.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from x400fix.allocation.assignments import OwnerKind
from x400fix.documents.csv_files import csv_bytes
from x400fix.documents.decision import group_names
from x400fix.documents.field_profiles import ATTACHMENTS, FIELDS, STRICT, FieldRow
from x400fix.documents.rendering import Renderer, visible
from x400fix.documents.step_texts import StepHead, number_list
from x400fix.documents.ticket import TicketView
from x400fix.plan.model import ServerFacts
from x400fix.problems import Severity
from x400fix.settings.choices import Profile, TicketField
from x400fix.settings.ticket_facts import TicketGroups
from x400fix.settings.window import duration_text

_AFFECTED = ("name", "class", "relation", "addresses", "new_addresses", "site", "os", "exchange")
_NO_FACTS = ServerFacts(server="")


def affected_rows(view: TicketView) -> Iterator[Sequence[str]]:
    """The head; then the places where something is changed, then servers whose mail waits."""
    yield _AFFECTED
    names = {place.name for place in view.plan.servers}
    waiting = {
        name for route in view.routes if route.minutes for name in (route.server, route.partner)
    }
    items: list[tuple[str, str, str, Sequence[str]]] = [
        (place.name, place.kind, "changes", place.nic.added if place.nic else ())
        for place in view.plan.servers
    ]
    items += [(name, OwnerKind.SERVER, "impacts", ()) for name in sorted(waiting - names - {""})]
    known = {facts.server: facts for facts in view.plan.facts}
    for name, kind, relation, new in items:
        facts = known.get(name, _NO_FACTS)
        addresses = (" ".join(facts.addresses), " ".join(new))
        yield (name, kind, relation, *addresses, facts.site, facts.os, facts.exchange)


class Role(msgspec.Struct, frozen=True):
    """Who does steps, what the group is called, and the steps."""

    who: str
    group: str
    heads: list[StepHead]


def field_values(view: TicketView) -> Mapping[str, object]:
    """The values of all fields."""
    window, unsaid = view.window, view.words["field.unsaid"][0]
    window_text = f"{window.moment(0)} to {window.moment(window.minutes)}" if window else unsaid
    return {
        "view": view,
        "plan": view.plan,
        "words": view.words,
        "facts": view.facts,
        "summary": view.plan.summary,
        "schedule": view.schedule,
        "window": window,
        "window_text": window_text,
        "unsaid": unsaid,
        "roles": find_roles(view.heads, view.facts.groups),
        "servers": sorted({each.server for each in view.plan.assignments if each.is_changed}),
        "warnings": [each for each in view.plan.problems if each.severity is Severity.WARNING],
        "duration": duration_text,
        "number_list": number_list,
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


class FieldText(msgspec.Struct, frozen=True, kw_only=True):
    """The text of one field, as long as it may be."""

    row: FieldRow
    name: str
    text: str
    limit: int


def field_files(view: TicketView, profile: Profile) -> Iterator[tuple[str, bytes]]:
    """The path and the bytes of each file below FIELDS."""
    texts = find_texts(view, profile)
    for each in texts:
        yield f"FIELDS/{each.name}", _encode(each.text)
    values = {
        "version": view.version,
        "ticket": view.ticket,
        "profile": profile.value,
        "names": {each.row.field.value: each.name for each in texts},
        "has_window": view.window is not None,
        "texts": [(each, each.row.label(profile), field_length(each.text)) for each in texts],
        "attachments": [each.title for each in ATTACHMENTS[profile]],
    }
    yield "FIELDS/INDEX.TXT", _encode(Renderer(visible).text("fields/INDEX.TXT", values))


def find_texts(view: TicketView, profile: Profile) -> list[FieldText]:
    """The text of each field, cut where it is too long for the field."""
    renderer, values = Renderer(visible), field_values(view)
    texts = []
    for row in FIELDS:
        limit = view.facts.limits.get(row.field, row.limit(profile))
        if row.field is TicketField.AFFECTED:
            text = csv_bytes(affected_rows(view)).decode("utf-8").replace("\r\n", "\n")
        else:
            ending = f"See annex {view.annexes[row.annex].number} of the ticket."
            whole = renderer.text(f"fields/{row.field}.txt", values)
            text = shorten(whole.rstrip("\n"), limit, ending)
        texts.append(FieldText(row=row, name=_file_name(row, profile), text=text, limit=limit))
    return texts


def _file_name(row: FieldRow, profile: Profile) -> str:
    """The field's name in capitals; tables have a name that passes, where a system is strict."""
    stem = re.sub("[^A-Z0-9]+", "-", row.label(profile).upper())
    if row.field is TicketField.AFFECTED:
        return f"{stem}.CSV.TXT" if profile in STRICT else f"{stem}.CSV"
    return f"{stem}.TXT"


def _encode(text: str) -> bytes:
    """A text as it is pasted from a file of Windows; its last line is ended."""
    return (text.rstrip("\n") + "\n").replace("\n", "\r\n").encode("utf-8")


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
