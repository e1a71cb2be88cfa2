# SPDX-License-Identifier: MIT
"""What does not change in a window: connectors, how they belong together, what name files say."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from x400fix.inventory.addresses import Address
from x400fix.inventory.connectors import Connector, Inventory, Link, Server, Stack
from x400fix.inventory.topology import Directory


class NameTable:
    """The lines of a name file in their order; the first match wins, in both directions.

    Of several names on one line the first is the official one, which a reverse lookup gives
    (windows.md 2.5 and 2.6; Q193380).
    """

    def __init__(self, lines: Iterable[tuple[int, str]] = ()) -> None:
        """``lines`` are addresses, each with the names that stand behind it."""
        self.lines = tuple(lines)
        # Made by the first question: most files are never asked.
        self._numbers: dict[str, int] = {}
        self._names: dict[int, str] = {}

    def number_of(self, name: str) -> int | None:
        """The address that a name has; letter case does not matter."""
        self._index()
        return self._numbers.get(name.lower())

    def name_of(self, number: int) -> str:
        """The official name of an address, or empty."""
        self._index()
        return self._names.get(number, "")

    def _index(self) -> None:
        if self.lines and not self._names:
            for number, names in self.lines:
                for name in names.split():
                    self._numbers.setdefault(name.lower(), number)
                    self._names.setdefault(number, name)


NO_NAMES = NameTable()


Dialled = int | str
"""An Address: an IP address as a number, or a Remote host name as it is written."""

_SERVERS_KEPT = 64

NOBODY_THERE = -1
"""Stands for the peer of a connector that has none in the inputs."""


class World:
    """All connectors of an inventory by their places in it, and the other end of each.

    ``peers`` has NOBODY_THERE where the inputs have no other end. ``hosts`` and ``lmhosts`` are
    the name files that servers have now, where the inputs have them.
    """

    def __init__(  # noqa: PLR0913 -- what the stages before know
        self,
        inventory: Inventory,
        directory: Directory,
        partners: Sequence[str],
        links: Sequence[Link | None],
        *,
        hosts: Mapping[str, NameTable] = {},
        lmhosts: Mapping[str, NameTable] = {},
    ) -> None:
        """``partners`` and ``links`` are in the inventory's order."""
        self.hosts, self.lmhosts = hosts, lmhosts
        self.connectors: Sequence[Connector] = inventory.connectors
        self.servers: Mapping[str, Server] = inventory.servers
        self.directory = directory
        self.partners = partners
        self.peers = array("i", [NOBODY_THERE]) * len(partners)
        places: dict[int, int] = {}
        for index, link in enumerate(links):
            if link is not None and link.second is not None:
                far = places.pop(id(link), None)
                if far is None:
                    places[id(link)] = index
                else:
                    self.peers[index], self.peers[far] = far, index

    def networks(self) -> Iterator["Network"]:
        """The TCP connectors in parts that have no server in common, each to be run on its own."""
        roots: dict[str, str] = {}
        for index, connector in enumerate(self.connectors):
            if connector.stack is Stack.TCP:
                near = _root(roots, connector.server)
                # Every foreign MTA is one of its own, so it connects nothing.
                far = _root(roots, self.partners[index] or connector.server)
                roots[max(near, far)] = min(near, far)
        members: dict[str, array[int]] = {}
        for index, connector in enumerate(self.connectors):
            if connector.stack is Stack.TCP:
                members.setdefault(_root(roots, connector.server), array("i")).append(index)
        for root in sorted(members):
            yield Network(self, members.pop(root))

    def whole(self) -> "Network":
        """All TCP connectors as one network."""
        return Network(self, [i for i, e in enumerate(self.connectors) if e.stack is Stack.TCP])


def _root(roots: dict[str, str], server: str) -> str:
    """The name that stands for all servers connected to one, its way there made short."""
    root = server
    while (above := roots.setdefault(root, root)) != root:
        root = above
    while server != root:
        roots[server], server = root, roots[server]
    return root


class Network:
    """TCP connectors that may meet each other's calls, by their places in the world.

    ``homes`` has the connectors of each server, ``callers`` those that lead to it;
    ``dials_firewall`` those whose Address is a proxy firewall's, ``behind_firewall`` their other
    ends as well. ``upgraded`` and ``selectors`` are what an alternative supposes.
    """

    def __init__(self, world: World, members: Sequence[int]) -> None:
        """``members`` are the connectors, in their order."""
        self.world = world
        self.connectors, self.partners = world.connectors, world.partners
        self.directory, self.servers = world.directory, world.servers
        self.tcp = members
        self.upgraded: frozenset[str] = frozenset()
        self.selectors: Mapping[int, bytes] = {}
        self.homes: dict[str, array[int]] = {}
        self.callers: dict[str, array[int]] = {}
        for index in members:
            server, partner = self.connectors[index].server, self.partners[index]
            self.homes.setdefault(server, array("i")).append(index)
            self.callers.setdefault(partner, array("i")).append(index)
        self._grouped: dict[str, Mapping[str, Sequence[int]]] = {}
        names = {*self.homes, *self.callers}
        self._affected = frozenset(name for name in names if self._is_affected(name))
        self._known_nics = frozenset(name for name in names if self._has_addresses(name))
        self.dials_firewall = frozenset(self._find_firewalled())
        peers = {self.world.peers[index] for index in self.dials_firewall}
        self.behind_firewall = self.dials_firewall | peers
        self.presumed_primaries = self._presume_primaries()
        self._presumed_holders: dict[int, list[str]] = {}
        for name, number in self.presumed_primaries.items():
            self._presumed_holders.setdefault(number, []).append(name)

    def peer(self, index: int) -> int | None:
        """The connector at the other end of a link, or None."""
        peer = self.world.peers[index]
        return None if peer == NOBODY_THERE else peer

    def dialled(self, index: int) -> Dialled:
        """The Address of a connector as the inputs have it."""
        address = self.connectors[index].address
        return address.text if address.number is None else address.number

    def number_given(self, name: str) -> int | None:
        """The IP address that the inputs themselves give for a name."""
        key = self.directory.address_key(Address(name))
        return key if isinstance(key, int) else None

    def needs_own_address(self, server: str) -> bool:
        """Whether a server's connectors need an Address each: before 5.5 SP1, or unknown."""
        return server in self._affected and server not in self.upgraded

    def knows_nic(self, server: str) -> bool:
        """Whether the inputs have the addresses of a server's NIC."""
        return server in self._known_nics

    def _is_affected(self, server: str) -> bool:
        facts = self.servers.get(server)
        return facts is None or facts.needs_unique_address

    def _has_addresses(self, server: str) -> bool:
        facts = self.servers.get(server)
        return facts is not None and bool(facts.addresses)

    def outgoing_selector(self, index: int) -> bytes:
        """Field B of KB 198772."""
        return self.selectors.get(index) or self.connectors[index].selectors.outgoing

    def slices(self) -> Iterator["Network"]:
        """The connectors between two servers, for each two that have any; the rest is shared."""
        for server in self.homes:
            for partner, near in self._by_partner(server).items():
                far = self._by_partner(partner).get(server, ()) if partner else ()
                if not far or server < partner:
                    yield self._part(array("i", sorted((*near, *far))))

    def without(self, gone: AbstractSet[int]) -> "Network":
        """The same network without some of its connectors."""
        return self._part(array("i", (index for index in self.tcp if index not in gone)))

    def _part(self, members: Sequence[int]) -> "Network":
        """Some of the connectors; who is dialled where is what all of them say."""
        part = Network(self.world, members)
        part.presumed_primaries = self.presumed_primaries
        part._presumed_holders = self._presumed_holders
        return part

    def suppose(self, upgraded: Iterable[str], selectors: Mapping[int, bytes]) -> "Network":
        """The same network if servers were at 5.5 SP1, and had other outgoing T selectors."""
        supposed = self._part(self.tcp)
        supposed.upgraded, supposed.selectors = frozenset(upgraded), selectors
        return supposed

    def presumed_holder(self, number: int, partner: str) -> str:
        """Which server is taken to have an address that no NIC of the inputs has.

        Empty if the inputs have the partner's NIC; else the one server that is dialled there, or
        the partner itself.
        """
        if not partner or self.knows_nic(partner):
            return ""
        holders = self._presumed_holders.get(number, ())
        return holders[0] if len(holders) == 1 else partner

    def pair(self, index: int) -> list[int]:
        """All connectors between the two servers of one, of both of them."""
        server, partner = self.connectors[index].server, self.partners[index]
        near = self._by_partner(server)[partner]
        return [*near, *(self._by_partner(partner).get(server, ()) if partner else ())]

    def _by_partner(self, server: str) -> Mapping[str, Sequence[int]]:
        """The connectors of a server by their partners.

        Only the last servers are kept: a plan goes through them one after the other.
        """
        found = self._grouped.get(server)
        if found is None:
            grouped: dict[str, list[int]] = {}
            for index in self.homes.get(server, ()):
                grouped.setdefault(self.partners[index], []).append(index)
            found = self._grouped[server] = grouped
            if len(self._grouped) > _SERVERS_KEPT:
                del self._grouped[next(iter(self._grouped))]
        return found

    def touching(self, server: str) -> list[int]:
        """All connectors of a server, and those of others that call it."""
        return [*self.homes.get(server, ()), *self.callers.get(server, ())]

    def _find_firewalled(self) -> Iterator[int]:
        """Connectors whose own Address is a proxy firewall's."""
        for index in self.tcp:
            connector = self.connectors[index]
            if connector.via or self.directory.firewall_of(connector.server, connector.address):
                yield index

    def _presume_primaries(self) -> dict[str, int]:
        """The one IP address that each server is dialled at, where the inputs lack its NIC."""
        dialled: dict[str, set[int]] = {}
        for index in self.tcp:
            number, partner = self.connectors[index].address.number, self.partners[index]
            is_direct = index not in self.behind_firewall and number is not None
            if partner and is_direct and not self.knows_nic(partner):
                dialled.setdefault(partner, set()).add(number or 0)
        return {name: min(found) for name, found in dialled.items() if len(found) == 1}
