# SPDX-License-Identifier: MIT
"""The conflicts of a plan with their connectors, and the rows of the truth table that were met."""

from collections.abc import Iterator, Mapping, Sequence

from x400fix.conflicts.situation import Verdict
from x400fix.links import Directory
from x400fix.model.connectors import Inventory
from x400fix.plan.document.document import AssignmentRecord, ConnectorRecord, Document
from x400fix.render.dossier.values import ConflictView, Member, RowView

Key = tuple[str, str]

_CONFLICTS = {Verdict.CONFLICT, Verdict.ASSUMED}
_BY_ENDPOINT = {10, 13}
"""Rows of the truth table that look at the endpoint, whatever the Address is written as."""
_NOTHING_FOUND = 1


def find_conflict_views(document: Document, inventory: Inventory) -> tuple[ConflictView, ...]:
    """Each conflict of a plan, in the order of its first connector."""
    directory = Directory(inventory)
    groups: dict[tuple[str, int | str, str], list[ConnectorRecord]] = {}
    for record, connector in zip(document.connectors, inventory.connectors, strict=True):
        if record.verdict in _CONFLICTS:
            text = "" if record.row in _BY_ENDPOINT else record.address.lower()
            key = (record.server, directory.address_key(connector.address), text)
            groups.setdefault(key, []).append(record)
    assigned = {(each.server, each.connector): each for each in document.assignments}
    return tuple(
        _conflict(number, members, assigned) for number, members in enumerate(groups.values(), 1)
    )


def _conflict(
    number: int, members: Sequence[ConnectorRecord], assigned: Mapping[Key, AssignmentRecord]
) -> ConflictView:
    first = members[0]
    return ConflictView(
        number=number,
        server=first.server,
        address=first.address,
        row=first.row,
        verdict=first.verdict,
        reason=first.reason,
        sources=first.sources,
        members=tuple(_member(each, assigned) for each in members),
    )


def _member(record: ConnectorRecord, assigned: Mapping[Key, AssignmentRecord]) -> Member:
    given = assigned[record.server, record.connector]
    return Member(
        server=record.server,
        connector=record.connector,
        partner=record.remote_server,
        action=given.action,
        address=record.address,
        value=given.address_value,
        reason=given.reason,
    )


def find_rows(document: Document) -> Iterator[RowView]:
    """The rows of the truth table that were met, but for the one that finds nothing."""
    found: dict[tuple[int, str, str], int] = {}
    sources: dict[tuple[int, str, str], tuple[str, ...]] = {}
    for record in document.connectors:
        key = (record.row, record.verdict, record.reason)
        found[key] = found.get(key, 0) + 1
        sources[key] = record.sources
    for (number, verdict, reason), count in sorted(found.items()):
        if number != _NOTHING_FOUND:
            yield RowView(
                number=number,
                verdict=verdict,
                reason=reason,
                sources=sources[number, verdict, reason],
                connectors=count,
            )
