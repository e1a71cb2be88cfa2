# SPDX-License-Identifier: MIT
"""Conflicts, places and links of a plan as a ticket shows them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from x400fix.allocation.assignments import Action
from x400fix.documents.ticket_values import (
    AddressRow,
    ConflictView,
    End,
    HubView,
    LinkView,
    Member,
    PairView,
    PlaceView,
    RowView,
)
from x400fix.inventory.connectors import Inventory, Stack
from x400fix.inventory.topology import Directory
from x400fix.plan.model import AssignmentRecord, ConnectorRecord, Document, ServerRecord
from x400fix.planning.nic import Vehicle
from x400fix.verdicts.truth_table import Verdict

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


def find_places(document: Document) -> Iterator[PlaceView]:
    """Each place, by name."""
    sites = {fact.server: fact.site for fact in document.facts}
    changed: dict[str, int] = {}
    asked: dict[str, int] = {}
    for each in document.assignments:
        if each.action != Action.KEEP:
            changed[each.server] = changed.get(each.server, 0) + 1
        if each.action == Action.MANUAL:
            asked[each.owner] = asked.get(each.owner, 0) + 1
    for place in document.servers:
        yield _place(place, sites, changed=changed, asked=asked)


def _place(
    place: ServerRecord,
    sites: Mapping[str, str],
    *,
    changed: Mapping[str, int],
    asked: Mapping[str, int],
) -> PlaceView:
    nic = place.nic
    return PlaceView(
        name=place.name,
        folder=place.folder,
        kind=place.kind,
        site=sites.get(place.name, ""),
        os=place.os,
        exchange=place.exchange,
        new_addresses=nic.added if nic else (),
        is_nic_by_hand=nic is not None and nic.vehicle == Vehicle.HAND,
        connectors=changed.get(place.name, 0),
        hosts=len(place.hosts),
        overrides=len(place.overrides),
        by_hand=asked.get(place.name, 0),
        steps=len(place.steps),
        minutes=sum(step.minutes for step in place.steps),
    )


def find_addresses(document: Document) -> Iterator[AddressRow]:
    """The rows of the address table, as ASSIGN.csv has them."""
    sites = {fact.server: fact.site for fact in document.facts}
    for record in document.assignments:
        yield AddressRow(site=sites.get(record.server, ""), record=record)


def find_pairs(document: Document, conflicts: Iterable[ConflictView]) -> tuple[PairView, ...]:
    """The TCP links between each two servers, by name; ``near`` is the smaller of the two."""
    ends = _Ends(document, conflicts)
    pairs: dict[tuple[str, str], list[LinkView]] = {}
    for one, other in _links(document):
        near = ends.end_of(one)
        far = ends.end_of(other) if other else ends.unknown_end(one)
        if far.server < near.server:
            near, far = far, near
        pairs.setdefault((near.server, far.server), []).append(LinkView(near=near, far=far))
    sites = {fact.server: fact.site for fact in document.facts}
    return tuple(
        PairView(
            near=near,
            far=far,
            near_site=sites.get(near, ""),
            far_site=sites.get(far, ""),
            near_is_known=near in sites,
            far_is_known=far in sites,
            # Connectors of one conflict stand together.
            links=tuple(sorted(links, key=lambda link: (link.near.conflict, link.far.conflict))),
        )
        for (near, far), links in sorted(pairs.items())
    )


def _links(document: Document) -> Iterator[tuple[ConnectorRecord, ConnectorRecord | None]]:
    """The two ends of each link over TCP; a connector without a link is one of one end."""
    waiting = {
        (each.server, each.connector): each
        for each in document.connectors
        if each.stack == Stack.TCP
    }
    for link in document.links:
        ends = [waiting.pop((end.server, end.connector)) for end in link.ends]
        yield ends[0], ends[1] if ends[1:] else None
    yield from ((each, None) for each in waiting.values())


class _Ends:
    """Tells of each connector what it dials before and after, and its conflict."""

    def __init__(self, document: Document, conflicts: Iterable[ConflictView]) -> None:
        self._assigned: Mapping[Key, AssignmentRecord] = {
            (each.server, each.connector): each for each in document.assignments
        }
        self._conflicts = {
            (member.server, member.connector): conflict.number
            for conflict in conflicts
            for member in conflict.members
        }

    def end_of(self, record: ConnectorRecord) -> End:
        """The end at a connector of the inventory."""
        key = record.server, record.connector
        given = self._assigned.get(key)
        return End(
            server=record.server,
            connector=record.connector,
            before=record.address,
            after=given.address_value if given else record.address,
            action=given.action if given else "",
            conflict=self._conflicts.get(key, 0),
        )

    def unknown_end(self, record: ConnectorRecord) -> End:
        """The end at a partner of whom no connector is known."""
        return End(
            server=record.remote_server or record.via or record.address,
            connector="",
            before="",
            after="",
            action="",
            conflict=0,
        )


def find_hubs(pairs: Sequence[PairView]) -> tuple[HubView, ...]:
    """All pairs, each at one hub: always the server with the most pairs left, then by name."""
    left: dict[str, dict[str, PairView]] = {}
    for pair in pairs:
        left.setdefault(pair.near, {})[pair.far] = pair
        left.setdefault(pair.far, {})[pair.near] = turned(pair)
    hubs = []
    while left:
        name = min(left, key=lambda name: (-len(left[name]), name))
        own = left.pop(name)
        for partner in own:
            del left[partner][name]
            if not left[partner]:
                del left[partner]
        ordered = sorted(own.values(), key=lambda pair: (pair.far_site, pair.far))
        hubs.append(HubView(name=name, site=ordered[0].near_site, pairs=tuple(ordered)))
    return tuple(hubs)


def turned(pair: PairView) -> PairView:
    """The same pair seen from its other server."""
    return PairView(
        near=pair.far,
        far=pair.near,
        near_site=pair.far_site,
        far_site=pair.near_site,
        near_is_known=pair.far_is_known,
        far_is_known=pair.near_is_known,
        links=tuple(LinkView(near=link.far, far=link.near) for link in pair.links),
    )
