# SPDX-License-Identifier: MIT
"""Which diagrams a document shows: all hubs of a small network, the largest of a big one."""

from collections.abc import Mapping, Sequence

import msgspec

from x400fix.documents.diagrams.links import draw_links
from x400fix.documents.diagrams.pool_map import pool_map
from x400fix.documents.diagrams.shapes import Picture
from x400fix.documents.ticket import TicketView
from x400fix.documents.topology import HubView, find_hubs

SMALL_NETWORK = 40
"""Up to how many servers every hub is drawn, also one with a single pair; and how many ranges."""

MOST_HUBS = 12
LEAST_PAIRS = 3
"""In a bigger network: how many hubs at most, and with how many pairs at least."""


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """A hub before and after; each is one picture, or several if one would be too long.

    ``changes`` is False if nothing is in conflict there, so that both are the same.
    """

    hub: HubView
    changes: bool
    links: int
    conflicts: Sequence[int]
    before: Sequence[Picture]
    after: Sequence[Picture]


class Diagrams(msgspec.Struct, frozen=True, kw_only=True):
    """All diagrams of a document."""

    spreads: tuple[Spread, ...]
    pool: tuple[Picture, ...]

    def by_name(self) -> Mapping[str, Picture]:
        """Each picture by its name, such as ``before-1``, ``after-1`` or ``pool-1``."""
        parts = (part for each in self.spreads for part in (each.before, each.after))
        return {each.name: each for part in (*parts, self.pool) for each in part}


def find_diagrams(view: TicketView) -> Diagrams:
    """The diagrams of a ticket: all hubs that are drawn, and the pool."""
    spreads = []
    for number, hub in enumerate(drawn_hubs(find_hubs(view.pairs)), 1):
        conflicts = _conflicts(hub)
        spreads.append(
            Spread(
                hub=hub,
                changes=bool(conflicts),
                links=sum(len(pair.links) for pair in hub.pairs),
                conflicts=conflicts,
                before=[*draw_links(hub, f"before-{number}", is_after=False)],
                after=[*draw_links(hub, f"after-{number}", is_after=True)],
            )
        )
    pools = view.plan.pools if len(view.plan.pools) <= SMALL_NETWORK else ()
    return Diagrams(spreads=tuple(spreads), pool=tuple(pool_map(pools)))


def drawn_hubs(hubs: Sequence[HubView]) -> Sequence[HubView]:
    """The hubs that have a picture; those without are in the tables only."""
    servers = {
        name for hub in hubs for pair in hub.pairs for name in (pair.near.name, pair.far.name)
    }
    if len(servers) <= SMALL_NETWORK:
        return hubs
    big = [hub for hub in hubs if len(hub.pairs) >= LEAST_PAIRS and _conflicts(hub)]
    return big[:MOST_HUBS]


def _conflicts(hub: HubView) -> list[int]:
    ends = (end for pair in hub.pairs for link in pair.links for end in (link.near, link.far))
    return sorted({end.conflict for end in ends} - {0})
