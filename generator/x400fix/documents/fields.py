# SPDX-License-Identifier: MIT
"""The files below FIELDS: one for each field of a ticket, and what they are."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from x400fix.allocation.assignments import Action, OwnerKind
from x400fix.documents.csv_cells import csv_cell
from x400fix.documents.decision import group_names
from x400fix.documents.field_profiles import ATTACHMENTS, FIELDS, STRICT, FieldRow
from x400fix.documents.rendering import Renderer, visible
from x400fix.documents.shortening import field_length, shorten
from x400fix.documents.ticket import Dossier
from x400fix.documents.ticket_values import StepHead
from x400fix.plan.model import FactRecord
from x400fix.plan.schedule import Schedule
from x400fix.problems import Severity
from x400fix.settings.choices import Profile, Strategy, TicketField
from x400fix.settings.ticket_facts import TicketGroups
from x400fix.settings.window import Window, duration_text

_CHANGES, _IMPACTS = "changes", "impacts"


def affected_rows(dossier: Dossier) -> Iterator[str]:
    """First the places where something is changed, then the servers whose mail waits."""
    facts = {fact.server: fact for fact in dossier.document.facts}
    places = {place.name: place for place in dossier.places()}
    for name, place in places.items():
        yield _row(name, place.kind, _CHANGES, facts.get(name, _NO_FACT), place.new_addresses)
    waiting = {
        name
        for route in dossier.routes()
        if route.minutes
        for name in (route.server, route.partner)
    }
    for name in sorted(waiting - places.keys() - {""}):
        yield _row(name, OwnerKind.SERVER, _IMPACTS, facts.get(name, _NO_FACT), ())


def _row(name: str, kind: str, relation: str, fact: FactRecord, new: tuple[str, ...]) -> str:
    """One item; ``new`` are addresses that it gets."""
    addresses = (" ".join(fact.addresses), " ".join(new))
    cells = (name, kind, relation, *addresses, fact.site, fact.os, fact.exchange)
    return ",".join(csv_cell(visible(cell)) for cell in cells)


_NO_FACT = FactRecord(server="")


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


class FieldText(msgspec.Struct, frozen=True, kw_only=True):
    """The text of one field, as long as it may be."""

    row: FieldRow
    name: str
    text: str
    limit: int


def field_files(dossier: Dossier, profile: Profile) -> Iterator[tuple[str, bytes]]:
    """The path and the bytes of each file below FIELDS."""
    texts = tuple(find_texts(dossier, profile))
    for each in texts:
        yield f"FIELDS/{each.name}", _encode(each.text)
    values = {
        "version": dossier.version,
        "ticket": dossier.ticket,
        "profile": profile.value,
        "names": {each.row.field.value: each.name for each in texts},
        "has_window": dossier.window is not None,
        "index": [_index_row(profile, each) for each in texts],
        "attachments": [each.title for each in ATTACHMENTS[profile]],
    }
    yield "FIELDS/INDEX.TXT", _encode(Renderer(visible).text("fields/INDEX.TXT", values))


def find_texts(dossier: Dossier, profile: Profile) -> Iterator[FieldText]:
    """The text of each field, cut where it is too long for the field."""
    renderer = Renderer(visible)
    values = field_values(dossier)
    limits = dossier.document.options.facts.limits
    for row in FIELDS:
        limit = limits.get(row.field, row.limit(profile))
        is_table = row.field is TicketField.AFFECTED
        text = renderer.text(f"fields/{row.field}.{'csv' if is_table else 'txt'}", values)
        if not is_table:
            ending = f"See annex {dossier.annexes[row.annex].number} of the ticket."
            text = shorten(text.rstrip("\n"), limit, ending)
        yield FieldText(row=row, name=_file_name(row, profile), text=text, limit=limit)


def _file_name(row: FieldRow, profile: Profile) -> str:
    """The field's name in capitals; tables have a name that passes, where a system is strict."""
    stem = re.sub("[^A-Z0-9]+", "-", row.label(profile).upper())
    if row.field is TicketField.AFFECTED:
        return f"{stem}.CSV.TXT" if profile in STRICT else f"{stem}.CSV"
    return f"{stem}.TXT"


def _index_row(profile: Profile, each: FieldText) -> tuple[str, str, int, str, str]:
    """File, field, characters, limit, and the key that sets the limit."""
    is_table = each.row.field is TicketField.AFFECTED
    return (
        each.name,
        each.row.label(profile),
        field_length(each.text),
        str(each.limit or "-"),
        "-" if is_table else each.row.field.value,
    )


def _encode(text: str) -> bytes:
    """A text as it is pasted from a file of Windows; its last line is ended."""
    return (text.rstrip("\n") + "\n").replace("\n", "\r\n").encode("utf-8")
