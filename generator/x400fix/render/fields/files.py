# SPDX-License-Identifier: MIT
"""The files below FIELDS: one for each field of a ticket, and what they are."""

import re
from collections.abc import Iterator

import msgspec

from x400fix.model.choices import Profile, TicketField
from x400fix.render.dossier.dossier import Dossier
from x400fix.render.environment import Renderer
from x400fix.render.fields.profiles import ATTACHMENTS, FIELDS, STRICT, FieldRow
from x400fix.render.fields.shortening import field_length, shorten
from x400fix.render.fields.values import field_values
from x400fix.render.visible import visible


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
