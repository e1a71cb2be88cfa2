# SPDX-License-Identifier: MIT
"""Which Address changes come between two restarts of the MTAs.

A TCP stack with one collision left works for no connector (Q200588), so nothing can be tested at a
server before the last of its Addresses has changed, nor through a connector before that is true of
both its ends. A wave of the kind ``auto`` completes as few servers as give one connector to test.
"""

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

import msgspec

from x400fix.allocation.assignments import Draft, OwnerKind
from x400fix.inventory.connectors import connector_key
from x400fix.plan.schedule import Waves
from x400fix.planning.places import PlaceDraft
from x400fix.settings.choices import Wave

Routes = Iterable[tuple[str, str]]
"""The home server and the partner of TCP connectors; no partner where none is known."""


class WaveDraft(msgspec.Struct, frozen=True):
    """What one wave changes, and which MTAs restart although nothing changes there (Q306959).

    ``network`` names the servers that are connected, in any number of hops: its waves follow each
    other, because one wrong Address can block all connectors of an MTA (Q193760).
    """

    network: str
    drafts: Sequence[Draft]
    servers: Sequence[str]
    others: Sequence[str]


def plan_waves(places: Iterable[PlaceDraft], routes: Routes, wave: Wave) -> list[WaveDraft]:
    """The waves in their order."""
    moved: dict[str, Sequence[Draft]] = {each.name: each.moved for each in places if each.moved}
    routes = [
        *routes,
        *((a.connector.server, _far(a)) for drafts in moved.values() for a in drafts),
    ]
    networks = _find_networks(routes)
    if wave is Wave.AUTO:
        groups = [
            [draft for server in servers for draft in moved[server]]
            for servers in _complete(moved, routes, networks)
        ]
    else:
        groups = _grouped(moved, wave)
    return [_wave(drafts, moved, networks) for drafts in groups]


def times_of(waves: Iterable[WaveDraft]) -> Waves:
    """When each server changes and restarts for the last time."""
    times = Waves({}, {})
    for number, wave in enumerate(waves, 1):
        times.changed.update(dict.fromkeys(wave.servers, number))
        times.restarted.update(dict.fromkeys((*wave.servers, *wave.others), number))
    return times


def _far(draft: Draft) -> str:
    """The MTA at the other end; a row without a partner may share its Address with one that has."""
    if draft.partner or draft.owner.kind is not OwnerKind.SERVER:
        return draft.partner
    return draft.owner.name


def _wave(
    drafts: Sequence[Draft], moved: Mapping[str, object], networks: Mapping[str, str]
) -> WaveDraft:
    servers = sorted({draft.connector.server for draft in drafts})
    owners = {draft.owner.name for draft in drafts if draft.owner.kind is OwnerKind.SERVER}
    return WaveDraft(
        network=networks[servers[0]],
        drafts=drafts,
        servers=servers,
        # Not "owners - moved.keys()", which goes through all servers for each wave.
        others=sorted(owner for owner in owners if owner not in moved),
    )


def _grouped(moved: Mapping[str, Sequence[Draft]], wave: Wave) -> list[list[Draft]]:
    """The changes of each link, each pair of servers, or all."""
    groups: dict[tuple[str, ...], list[Draft]] = {}
    for draft in (each for drafts in moved.values() for each in drafts):
        key: tuple[str, ...] = ()
        if wave is Wave.PARTNER:
            key = tuple(sorted((draft.connector.server, draft.partner or draft.owner.name)))
        elif wave is Wave.CONNECTOR:
            key = connector_key(draft.link.first)
        groups.setdefault(key, []).append(draft)
    return [groups[key] for key in sorted(groups)]


def _complete(
    moved: Mapping[str, Sequence[Draft]], routes: Routes, networks: Mapping[str, str]
) -> Iterable[tuple[str, ...]]:
    """The servers whose Addresses change in each wave, the smallest wave of a network first.

    One server is enough if a partner of it has nothing left to change, else it takes two.
    """
    partners: dict[str, set[str]] = {server: set() for server in moved}
    ready: set[str] = set()
    for server, partner in routes:
        for one, other in ((server, partner), (partner, server)):
            if one in moved and other in moved and one != other:
                partners[one].add(other)
            elif one in moved:
                ready.add(one)

    def candidate(*servers: str) -> tuple[str, int, tuple[str, ...]]:
        return networks[servers[0]], sum(len(moved[each]) for each in servers), servers

    waiting = [candidate(server) for server in ready]
    waiting += [candidate(*pair) for one in moved for pair in ((one, two) for two in partners[one])]
    heapify(waiting)
    done: set[str] = set()
    while waiting:
        _, _, servers = heappop(waiting)
        if done.isdisjoint(servers):
            yield servers
            done.update(servers)
            for other in sorted({each for server in servers for each in partners[server]} - done):
                heappush(waiting, candidate(other))


def _find_networks(routes: Routes) -> Mapping[str, str]:
    """For each server the first name among those that it is connected with."""
    near: dict[str, set[str]] = {}
    for server, partner in routes:
        near.setdefault(server, set()).add(partner or server)
        near.setdefault(partner or server, set()).add(server)
    networks: dict[str, str] = {}
    for first in sorted(near):
        reached = [first] if first not in networks else []
        while reached:
            name = reached.pop()
            if name not in networks:
                networks[name] = first
                reached.extend(near[name])
    return networks
