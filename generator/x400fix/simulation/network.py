# SPDX-License-Identifier: MIT
"""What does not change in a window: connectors, how they belong together, what name files say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property

from x400fix.inventory.addresses import Address
from x400fix.inventory.connectors import Connector, Server, Stack
from x400fix.verdicts.conflicts import Judgement

Dialled = int | str
"""An Address: an IP address as a number, or a Remote host name as it is written."""


class NameTable:
    """The lines of a name file in their order; the first match wins, in both directions.

    Of several names on one line the first is the official one, which a reverse lookup gives
    (windows.md 2.5 and 2.6; Q193380).
    """

    def __init__(self, lines: Iterable[tuple[int, str]] = ()) -> None:
        """``lines`` are addresses, each with the names that follow it."""
        self.lines = tuple(lines)

    def number_of(self, name: str) -> int | None:
        """The address that a name has; letter case does not matter."""
        return self._index[0].get(name.lower()) if self.lines else None

    def name_of(self, number: int) -> str:
        """The official name of an address, or empty."""
        return self._index[1].get(number, "") if self.lines else ""

    @cached_property
    def _index(self) -> tuple[dict[str, int], dict[int, str]]:
        """Both directions, made by the first question: most files are never asked."""
        numbers: dict[str, int] = {}
        official: dict[int, str] = {}
        for number, names in self.lines:
            for name in names.split():
                numbers.setdefault(name.lower(), number)
                official.setdefault(number, name)
        return numbers, official


NO_NAMES = NameTable()


class World:
    """All connectors of an inventory by their places in it, and the other end of each.

    ``peers`` has None where the inputs have no other end. ``hosts`` and ``lmhosts`` are the
    existing name files of servers, where the inputs have them; ``dns`` is what DNS knows.
    """

    def __init__(
        self,
        judgement: Judgement,
        *,
        hosts: Mapping[str, NameTable] = {},
        lmhosts: Mapping[str, NameTable] = {},
        dns: NameTable = NO_NAMES,
    ) -> None:
        """Begin with what an inventory is found to be."""
        self.hosts, self.lmhosts, self.dns = hosts, lmhosts, dns
        self.connectors: Sequence[Connector] = judgement.inventory.connectors
        self.servers: Mapping[str, Server] = judgement.inventory.servers
        self.directory = judgement.directory
        self.first = judgement.first
        self.partners = judgement.partners
        self.peers: list[int | None] = [None] * len(self.partners)
        waiting: dict[int, int] = {}
        for index, link in enumerate(judgement.links):
            if link is not None and link.second is not None:
                far = waiting.pop(id(link), None)
                if far is None:
                    waiting[id(link)] = index
                else:
                    self.peers[index], self.peers[far] = far, index

    def with_name_files(
        self, *, hosts: Mapping[str, NameTable], lmhosts: Mapping[str, NameTable]
    ) -> "World":
        """The same world, in which some servers have other name files."""
        other = copy(self)
        other.hosts, other.lmhosts = {**self.hosts, **hosts}, {**self.lmhosts, **lmhosts}
        return other

    def networks(self) -> Iterator["Network"]:
        """The TCP connectors in parts that have no server in common: each is run on its own."""
        roots: dict[str, str] = {}
        tcp = [index for index, each in enumerate(self.connectors) if each.stack is Stack.TCP]
        for index in tcp:
            server = self.connectors[index].server
            near = _root(roots, server)
            # Every foreign MTA is one of its own, so it connects nothing.
            far = _root(roots, self.partners[index] or server)
            roots[max(near, far)] = min(near, far)
        members: dict[str, list[int]] = {}
        for index in tcp:
            members.setdefault(_root(roots, self.connectors[index].server), []).append(index)
        for root in sorted(members):
            yield Network(self, members[root])


def _root(roots: dict[str, str], server: str) -> str:
    """The name that is used for all servers connected to one, its way there made short."""
    root = server
    while (above := roots.setdefault(root, root)) != root:
        root = above
    while server != root:
        roots[server], server = root, roots[server]
    return root


class Network:
    """TCP connectors that may meet each other's calls, by their places in the world.

    ``dialled`` has their Addresses, ``homes`` the connectors of each server, ``through`` those
    that come from or lead to it, ``pairs`` those between two servers; ``called`` are the
    partners. ``known_nics`` are the servers whose NIC the inputs have, ``affected`` those whose
    connectors need an Address each: before 5.5 SP1, or of an unknown version.
    ``dials_firewall`` are the connectors whose Address is a proxy firewall's,
    ``behind_firewall`` their other ends as well. ``presumed_primaries`` has the one IP address
    at which a server is dialled whose NIC the inputs do not have.
    """

    def __init__(self, world: World, members: Sequence[int]) -> None:
        """``members`` are the connectors, in their order."""
        self.world = world
        self.connectors, self.partners, self.peers = world.connectors, world.partners, world.peers
        self.tcp = members
        self.dialled: dict[int, Dialled] = {}
        self.homes: dict[str, list[int]] = {}
        self.through: dict[str, list[int]] = {}
        self.pairs: dict[tuple[str, str], list[int]] = {}
        for index in members:
            address = self.connectors[index].address
            self.dialled[index] = address.text if address.number is None else address.number
            server, partner = self.ends(index)
            self.homes.setdefault(server, []).append(index)
            self.pairs.setdefault(self.pair(index), []).append(index)
            for end in {server, partner} - {""}:
                self.through.setdefault(end, []).append(index)
        self.called = frozenset(self.partners[index] for index in members)
        facts = {name: world.servers.get(name) for name in self.through}
        self.known_nics = frozenset(name for name, each in facts.items() if each and each.addresses)
        self.affected = frozenset(
            name for name, each in facts.items() if each is None or each.needs_unique_address
        )
        self.dials_firewall = frozenset(index for index in members if self._dials_firewall(index))
        self.behind_firewall = self.dials_firewall | {self.peers[i] for i in self.dials_firewall}
        self.presumed_primaries = self._presume_primaries()
        self._presumed_holders: dict[int, list[str]] = {}
        for name, number in self.presumed_primaries.items():
            self._presumed_holders.setdefault(number, []).append(name)

    def ends(self, index: int) -> tuple[str, str]:
        """The home server of a connector and its partner, empty if that is a foreign MTA."""
        return self.connectors[index].server, self.partners[index]

    def pair(self, index: int) -> tuple[str, str]:
        """The two servers of a connector, alike for both directions."""
        server, partner = self.ends(index)
        return (server, partner) if server < partner else (partner, server)

    def number_given(self, name: str) -> int | None:
        """The IP address that the inputs themselves give for a name."""
        key = self.world.directory.address_key(Address(name))
        return key if isinstance(key, int) else None

    def presumed_holder(self, number: int, partner: str) -> str:
        """Which server is taken to have an address that no NIC of the inputs has.

        Empty if the inputs have the partner's NIC; else the one server that is dialled there, or
        the partner itself.
        """
        if not partner or partner in self.known_nics:
            return ""
        holders = self._presumed_holders.get(number, ())
        return holders[0] if len(holders) == 1 else partner

    def _dials_firewall(self, index: int) -> bool:
        # The new Address of a plan that was begun before is a firewall's if the old one was.
        first = self.world.first
        connector = first.inventory.connectors[index]
        firewall = first.directory.firewall_of(connector.server, connector.address)
        return bool(connector.via or firewall)

    def _presume_primaries(self) -> dict[str, int]:
        found: dict[str, set[int]] = {}
        for index in self.tcp:
            address, partner = self.dialled[index], self.partners[index]
            is_direct = index not in self.behind_firewall and isinstance(address, int)
            if partner and is_direct and partner not in self.known_nics:
                found.setdefault(partner, set()).add(int(address))
        return {name: min(numbers) for name, numbers in found.items() if len(numbers) == 1}
