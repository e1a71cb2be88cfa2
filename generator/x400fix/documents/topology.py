# SPDX-License-Identifier: MIT
"""Conflicts, places and links of a plan as a ticket shows them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

import msgspec

from x400fix.allocation.assignments import Action, OwnerKind
from x400fix.inventory.connectors import Stack
from x400fix.plan.model import Place, Plan, PlannedConnector
from x400fix.plan.schedule import Load

Key = tuple[str, str]


class AffectedPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A place where work is done, and how many connectors change or wait for work by hand there.

    ``outage`` is how many minutes it, or its MTA, is out of service.
    """

    place: Place
    load: Load
    site: str
    connectors: int
    by_hand: int
    outage: int


class End(msgspec.Struct, frozen=True, kw_only=True):
    """One end of a link: the connector there, and what it dials before and after.

    ``conflict`` is the number of its conflict, 0 if it is in none; ``after`` is empty if it has
    still to be decided. ``partner`` is at the other end; ``firewall`` is the one whose address is
    dialled, if it is not the partner's own.
    """

    server: str
    connector: str = ""
    before: str = ""
    after: str = ""
    action: str = ""
    conflict: int = 0
    partner: str = ""
    firewall: str = ""


class LinkView(msgspec.Struct, frozen=True, kw_only=True):
    """A link between two servers; ``far`` has no connector if none is known there."""

    near: End
    far: End


class Spot(msgspec.Struct, frozen=True):
    """A place in a diagram; one that the inventory does not know is a firewall, or a partner."""

    name: str
    site: str
    is_known: bool


class PairView(msgspec.Struct, frozen=True, kw_only=True):
    """Two servers and the links between them."""

    near: Spot
    far: Spot
    links: tuple[LinkView, ...]


class HubView(msgspec.Struct, frozen=True, kw_only=True):
    """A server with the pairs that are drawn with it, the hub always as ``near``."""

    spot: Spot
    pairs: tuple[PairView, ...]


_NOTHING_FOUND = 1


def number_conflicts(plan: Plan) -> Mapping[Key, int]:
    """The number of the conflict that a connector is in, by server and connector."""
    return {
        (each.server, name): number
        for number, each in enumerate(plan.conflicts, 1)
        for name in each.connectors
    }


def find_rows(plan: Plan) -> list[tuple[PlannedConnector, int]]:
    """A connector for each row of the truth table that found something, and how many met it."""
    found: dict[tuple[int, str, str], list[PlannedConnector]] = {}
    for each in plan.connectors:
        if each.row != _NOTHING_FOUND:
            found.setdefault((each.row, each.verdict, each.reason), []).append(each)
    return [(found[key][0], len(found[key])) for key in sorted(found)]


def find_places(plan: Plan, loads: Iterable[Load]) -> list[AffectedPlace]:
    """Each place, by name."""
    by_name = {load.place: load for load in loads}
    changed = Counter(each.server for each in plan.assignments if each.is_changed)
    asked = Counter(each.owner for each in plan.assignments if each.action is Action.MANUAL)
    sites = {facts.server: facts.site for facts in plan.facts}
    outages: Counter[str] = Counter()
    for each in plan.outages:
        outages[each.server] += each.minutes
    return [
        AffectedPlace(
            place=place,
            load=by_name[place.name],
            site=sites.get(place.name, ""),
            connectors=changed[place.name],
            by_hand=asked[place.name],
            outage=outages[place.name],
        )
        for place in plan.servers
    ]


def find_pairs(plan: Plan, conflicts: Mapping[Key, int]) -> list[PairView]:
    """The TCP links between each two servers, by name; ``near`` is the smaller of the two."""
    firewalls = {place.name for place in plan.servers if place.kind is OwnerKind.FIREWALL}
    firewalls |= {each.via for each in plan.connectors if each.via}
    ends = _find_ends(plan, conflicts, firewalls)
    connectors = {(each.server, each.connector): each for each in plan.connectors}
    pairs: dict[Key, list[LinkView]] = {}
    for link in plan.links:
        keys = [(end.server, end.connector) for end in link.ends]
        near = ends[keys[0]]
        if keys[1:]:
            far = ends[keys[1]]
        else:
            dialling = connectors[keys[0]]
            far = End(server=dialling.remote_server or near.firewall or dialling.address)
        if far.server < near.server:
            near, far = far, near
        pairs.setdefault((near.server, far.server), []).append(LinkView(near=near, far=far))
    sites = {facts.server: facts.site for facts in plan.facts}
    sites |= dict.fromkeys(firewalls - sites.keys(), "firewall")
    known = {facts.server for facts in plan.facts}
    spots = {name: Spot(name, sites.get(name, ""), name in known) for key in pairs for name in key}
    return [
        PairView(
            near=spots[near],
            far=spots[far],
            # Connectors of one conflict are next to each other.
            links=tuple(sorted(links, key=lambda link: (link.near.conflict, link.far.conflict))),
        )
        for (near, far), links in sorted(pairs.items())
    ]


def _find_ends(
    plan: Plan, conflicts: Mapping[Key, int], firewalls: Collection[str]
) -> Mapping[Key, End]:
    """The end at each connector: what it dials, and what becomes of that in its conflict."""
    ends = {
        (each.server, each.connector): End(
            server=each.server,
            connector=each.connector,
            before=each.address,
            after=each.address,
            partner=each.remote_server,
            firewall=each.via,
        )
        for each in plan.connectors
        if each.stack is Stack.TCP
    }
    for each in plan.assignments:
        key = each.server, each.connector
        ends[key] = msgspec.structs.replace(
            ends[key],
            after=each.address_value,
            action=each.action,
            conflict=conflicts[key],
            firewall=each.owner if each.owner in firewalls else ends[key].firewall,
        )
    return ends


def find_hubs(pairs: Iterable[PairView]) -> list[HubView]:
    """All pairs, each at one hub: always the server with the most pairs left, then by name."""
    left: dict[str, dict[str, PairView]] = {}
    for pair in pairs:
        left.setdefault(pair.near.name, {})[pair.far.name] = pair
        left.setdefault(pair.far.name, {})[pair.near.name] = turned(pair)
    hubs = []
    while left:
        name = min(left, key=lambda name: (-len(left[name]), name))
        own = left.pop(name)
        for partner in own:
            del left[partner][name]
            if not left[partner]:
                del left[partner]
        ordered = sorted(own.values(), key=lambda pair: (pair.far.site, pair.far.name))
        hubs.append(HubView(spot=ordered[0].near, pairs=tuple(ordered)))
    return hubs


def turned(pair: PairView) -> PairView:
    """The same pair seen from its other server."""
    links = tuple(LinkView(near=link.far, far=link.near) for link in pair.links)
    return PairView(near=pair.far, far=pair.near, links=links)
