# SPDX-License-Identifier: MIT
"""What every server and connector of a network holds at one moment of a window."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from x400fix.simulation.network import NO_NAMES, Dialled, NameTable, Network


class State:
    """What is set, and what of it is in effect.

    A NIC's list comes into effect when the server starts (Q120642), overrides and Addresses when
    its MTA does (Q197378, Q306959): ``lists`` and ``answering``, ``overrides`` and
    ``calling_from``, ``address`` and ``running``. A list has the primary address first; of a NIC
    that the inputs do not have it holds only what was added. ``colliding`` are the servers with
    connectors that their TCP stack cannot tell apart, ``unread`` the connectors whose settings the
    MTA has not read since they were changed.
    """

    def __init__(self, network: Network) -> None:
        """Begin with what the inputs say."""
        self.network = network
        self.lists: dict[str, tuple[int, ...]] = {
            name: tuple(address.number for address in network.world.servers[name].addresses)
            for name in network.through
            if name in network.known_nics
        }
        self.answering = dict(self.lists)
        self.overrides: dict[int, int] = {}
        self.calling_from: dict[int, int] = {}
        self.running = dict(network.dialled)
        self._hosts: dict[str, NameTable] = {}
        self._lmhosts: dict[str, NameTable] = {}
        self._set: dict[int, Dialled | None] = {}
        self._left: set[int] = set()
        self.unread: set[int] = set()
        self._holders: dict[int, list[str]] = {}
        for server, numbers in self.answering.items():
            self._hold(server, numbers)
        self._dialling = {server: _Dialling(network) for server in network.homes}
        for index, address in self.running.items():
            self._dialling[network.connectors[index].server].enter(index, address)
        self.colliding = set(filter(self._collides, network.homes))

    # ---- what happens in a window

    def set_list(self, server: str, numbers: Sequence[int]) -> None:
        """Write the whole list of a NIC's addresses."""
        self.lists[server] = tuple(numbers)

    def restart_server(self, server: str) -> None:
        """Let the list of a NIC come into effect."""
        for number in set(self.answering.get(server, ())):
            self._holders[number].remove(server)
        self.answering[server] = self.lists.get(server, ())
        self._hold(server, self.answering[server])

    def set_hosts(self, server: str, lines: NameTable) -> None:
        """Put lines before all others of a HOSTS file: there the first match wins (Q193380)."""
        self._hosts[server] = lines

    def set_lmhosts(self, server: str, lines: NameTable) -> None:
        """Put lines behind all others of an LMHOSTS file."""
        self._lmhosts[server] = lines

    def set_override(self, index: int, number: int | None) -> None:
        """Set where a connector's calls come from, or let the system choose again."""
        if number is None:
            self.overrides.pop(index, None)
        else:
            self.overrides[index] = number
        self.unread.add(index)

    def set_address(self, index: int, address: Dialled | None) -> None:
        """Change what a connector's Stack tab shows; None leaves it to another administrator."""
        self._set[index] = address
        self.unread.add(index)

    def restart_mta(self, server: str) -> list[int]:
        """Let a server's Addresses and overrides come into effect; gives the changed ones."""
        changed = [index for index in self.network.homes.get(server, ()) if index in self.unread]
        self.unread.difference_update(changed)
        for index in changed:
            if index in self._set:
                self._dial(index, self._set[index])
            self.calling_from.pop(index, None)
            if index in self.overrides:
                self.calling_from[index] = self.overrides[index]
        return changed

    def _dial(self, index: int, address: Dialled | None) -> None:
        """Let a new Address come into effect; one that is open is any but the old one."""
        dialling = self._dialling[self.network.connectors[index].server]
        if index not in self._left:
            dialling.leave(index, self.running[index])
        self._left.add(index)
        if address is not None:
            del self._set[index]
            self._left.discard(index)
            dialling.enter(index, address)
            self.running[index] = address
        server = self.network.connectors[index].server
        (self.colliding.add if self._collides(server) else self.colliding.discard)(server)

    # ---- what the model asks

    def hosts(self, server: str) -> tuple[NameTable, NameTable]:
        """What a HOSTS file says, in the order of its lines: what was added, what was there."""
        return self._hosts.get(server, NO_NAMES), self.network.world.hosts.get(server, NO_NAMES)

    def lmhosts(self, server: str) -> tuple[NameTable, NameTable]:
        """What an LMHOSTS file says, in the order of its lines: what was there, what was added."""
        there = self.network.world.lmhosts.get(server, NO_NAMES)
        return there, self._lmhosts.get(server, NO_NAMES)

    def address(self, index: int) -> Dialled | None:
        """What a connector's Stack tab shows."""
        return self._set[index] if index in self._set else self.running[index]

    def is_open(self, index: int) -> bool:
        """Whether another administrator still has to decide a connector's Address."""
        return index in self._set and self._set[index] is None

    def holder(self, number: int) -> str:
        """The one server that answers at an address, or empty if none does, or several."""
        holders = self._holders.get(number)
        if holders:
            return holders[0] if len(holders) == 1 else ""
        holder = self.network.world.directory.owner_of(number)
        # A server of this network would be among the holders if it still had the address.
        return "" if holder in self.lists else holder

    def is_held(self, number: int) -> bool:
        """Whether any server answers at an address."""
        return bool(self._holders.get(number) or self.holder(number))

    def primary(self, server: str) -> int | None:
        """The address that a server is presumed to call from: the first one of its NIC."""
        if server in self.network.known_nics:
            answering = self.answering[server]
            return answering[0] if answering else None
        return self.network.presumed_primaries.get(server)

    def needs_own_address(self, server: str) -> bool:
        """Whether a server's connectors need an Address each."""
        return server in self.network.affected

    def outgoing_selector(self, index: int) -> bytes:
        """Field B of KB 198772."""
        return self.network.connectors[index].selectors.outgoing

    def holding(self, server: str, address: Dialled) -> Sequence[int]:
        """The connectors of a server whose Address is an IP address or, in any case, a name."""
        return self._dialling[server].holding(address) if server in self._dialling else ()

    def sharing(self, server: str, address: Dialled) -> Sequence[int]:
        """The connectors of a server that lead to the endpoint of an Address."""
        return self._dialling[server].sharing(address)

    def collisions(self) -> Iterator[tuple[int, ...]]:
        """Each group of connectors that their server's stack cannot tell apart (Q200588)."""
        for server, dialling in self._dialling.items():
            if server in self.colliding:
                yield from dialling.groups()

    def contents(self) -> Mapping[str, object]:
        """Everything that a window changes, for comparing two moments."""
        return {
            "lists": {server: numbers for server, numbers in self.lists.items() if numbers},
            "answering": {server: each for server, each in self.answering.items() if each},
            "hosts": {name: table.lines for name, table in self._hosts.items() if table.lines},
            "lmhosts": {name: table.lines for name, table in self._lmhosts.items() if table.lines},
            "overrides": dict(self.overrides),
            "calling_from": dict(self.calling_from),
            "addresses": dict(self._set),
            "running": dict(self.running),
        }

    def _collides(self, server: str) -> bool:
        return bool(self._dialling[server].colliding) and self.needs_own_address(server)

    def _hold(self, server: str, numbers: Iterable[int]) -> None:
        for number in set(numbers):
            self._holders.setdefault(number, []).append(server)


class _Dialling:
    """The connectors of one server by what they dial; ``colliding`` are the Addresses that clash.

    Two connectors collide if they have the same Address, letter case ignored, or if one has a
    name and another the IP address that the inputs themselves give for it; several names of one
    address are allowed (Q200588; rows 2 to 10 of the truth table).
    """

    __slots__ = ("_members", "_named", "_network", "colliding")

    def __init__(self, network: Network) -> None:
        self.colliding: set[Dialled] = set()
        self._network = network
        self._members: dict[Dialled, list[int]] = {}
        self._named: dict[Dialled, list[int]] = {}

    def holding(self, address: Dialled) -> Sequence[int]:
        return self._members.get(address.lower() if isinstance(address, str) else address, ())

    def sharing(self, address: Dialled) -> Sequence[int]:
        """The connectors with one endpoint, written in any way."""
        number = address if isinstance(address, int) else self._network.number_given(address)
        if number is None:
            return self.holding(address)
        return (*self._members.get(number, ()), *self._named.get(number, ()))

    def enter(self, index: int, address: Dialled) -> None:
        for table, key in self._entries(address):
            table.setdefault(key, []).append(index)
            self._compare(key)

    def leave(self, index: int, address: Dialled) -> None:
        for table, key in self._entries(address):
            table[key].remove(index)
            self._compare(key)

    def _entries(self, address: Dialled) -> list[tuple[dict[Dialled, list[int]], Dialled]]:
        """Under what an Address is entered: itself, and the IP address of a name."""
        if isinstance(address, int):
            return [(self._members, address)]
        number = self._network.number_given(address)
        named = [] if number is None else [(self._named, number)]
        return [(self._members, address.lower()), *named]

    def groups(self) -> Iterator[tuple[int, ...]]:
        for key, members in self._members.items():
            if key in self.colliding:
                yield tuple(sorted({*members, *self._named.get(key, ())}))

    def _compare(self, key: Dialled) -> None:
        count = len(self._members.get(key, ()))
        if count > 1 or (count and self._named.get(key)):
            self.colliding.add(key)
        else:
            self.colliding.discard(key)
