# SPDX-License-Identifier: MIT
"""Which connector of each conflict keeps its present address, at both ends of its link.

Incoming calls are matched by the caller's primary address (Q193380, Q189345), so a pair in which
every connector moved would have nobody to answer.
"""

import difflib
from collections.abc import Iterable, Sequence

from x400fix.allocation.assignments import Action, Memory
from x400fix.inventory.connectors import Inventory, Link, connector_key
from x400fix.problems import Place, ProblemList, shown
from x400fix.verdicts.conflicts import Conflict

End = tuple[str, str]


def _ends(link: Link) -> tuple[End, ...]:
    """The one or two ends of a link."""
    return tuple(connector_key(end) for end in (link.first, link.second) if end)


def parse_keep(texts: Iterable[str], inventory: Inventory, problems: ProblemList) -> frozenset[End]:
    """Read the values of ``--keep``, SERVER/CONNECTOR; one that names no connector is an error."""
    known = {connector_key(connector): connector for connector in inventory.connectors}
    found = set()
    for text in texts:
        server, _, name = text.partition("/")
        key = (server.strip().upper(), name.strip().upper())
        if key in known:
            found.add(key)
            continue
        names = [c.name for c in inventory.connectors if c.server == key[0]]
        if names:
            close = difflib.get_close_matches(name.strip(), names, n=1, cutoff=0)
            hint = f"did you mean {shown(f'{key[0]}/{close[0]}')}?"
        else:
            hint = "write SERVER/CONNECTOR with a server and a connector of the inventory"
        problems.add("X4-E054", f"{shown(text)} names no connector: {hint}", Place("--keep"))
    return frozenset(found)


class Keeping:
    """Chooses by ``--keep`` first, then by an earlier plan, then the smallest link."""

    def __init__(
        self,
        inventory: Inventory,
        links: Sequence[Link | None],
        wanted: frozenset[End],
        memory: Memory,
    ) -> None:
        """Prepare for all conflicts of an inventory."""
        self._connectors = inventory.connectors
        self._links = links
        self._wanted = wanted
        self._memory = memory

    def choose(self, conflict: Conflict, problems: ProblemList) -> int:
        """The member that keeps its address."""
        wanted = [i for i in conflict.members if self._is_wanted(i)] if self._wanted else []
        if len(wanted) > 1:
            names = ", ".join(shown(self._connectors[index].name) for index in wanted)
            message = (
                f"the links of {names} at {conflict.server} share one Address, "
                "so only one of them can be kept: leave the others out"
            )
            problems.add("X4-E055", message, Place("--keep"))
        return min(wanted or self._as_before(conflict.members), key=self._order)

    def _is_wanted(self, index: int) -> bool:
        """Whether --keep names an end of this connector's link."""
        return not self._wanted.isdisjoint(_ends(self._link(index)))

    def _as_before(self, members: Sequence[int]) -> Sequence[int]:
        """The members that an earlier plan kept, else those to which it assigned nothing."""
        if not self._memory:
            return members
        earlier = {i: self._memory.get(connector_key(self._connectors[i])) for i in members}
        kept = [i for i, each in earlier.items() if each and each.action is Action.KEEP]
        free = [i for i, each in earlier.items() if not each or not each.alias]
        return kept or free or members

    def _order(self, index: int) -> tuple[End, int]:
        """The order of links, which is that of their smaller ends."""
        return connector_key(self._link(index).first), index

    def _link(self, index: int) -> Link:
        """The link of a connector; one in a conflict always has one."""
        return self._links[index] or Link(self._connectors[index])
