# SPDX-License-Identifier: MIT
"""Who is connected to whom, before and after, as pairs of servers gathered at hubs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from x400fix.model.connectors import Stack
from x400fix.plan.document.document import AssignmentRecord, ConnectorRecord, Document
from x400fix.render.dossier.conflicts import Key
from x400fix.render.dossier.values import ConflictView, End, HubView, LinkView, PairView


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
