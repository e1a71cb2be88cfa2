# SPDX-License-Identifier: MIT
"""What every server and connector of a network holds at one moment of a window."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from x400fix.simulation.dialling import AddressBook, Dials
from x400fix.simulation.network import NO_NAMES, Dialled, NameTable, Network


class State:
    """What is set, and what of it is in effect.

    A NIC's list comes into effect when the server starts (Q120642), overrides and Addresses when
    its MTA does (Q197378, Q306959): ``lists`` and ``answering``, ``overrides`` and
    ``calling_from``, ``address`` and ``running``. A list has the primary address first; where
    nobody knows a NIC it holds only what was added.
    """

    def __init__(self, network: Network, dns: NameTable = NO_NAMES) -> None:
        """Begin with what the inputs say."""
        self.network = network
        self.dns = dns
        self.lists: dict[str, tuple[int, ...]] = {
            name: tuple(address.number for address in network.servers[name].addresses)
            for name in sorted({*network.homes, *network.callers})
            if network.knows_nic(name)
        }
        self.answering = dict(self.lists)
        # Only what differs from the inputs, as with the Addresses.
        self._hosts: dict[str, NameTable] = {}
        self._lmhosts: dict[str, NameTable] = {}
        self.overrides: dict[int, int] = {}
        self.calling_from: dict[int, int] = {}
        # Only what differs from the inputs: most of a large inventory never does.
        self._running = AddressBook(network)
        self._set: dict[int, Dialled | None] = {}
        self._unread: dict[str, set[int]] = {}
        self._holders: dict[int, str] = {}
        self._shared: dict[int, list[str]] = {}
        for server, numbers in self.answering.items():
            self._hold(server, numbers)
        self._dials = Dials(network, self._running)
        self._colliding = {
            server: self._dials.of(server).collisions
            for server in network.homes
            if network.needs_own_address(server)
        }

    # ---- what happens in a window

    def set_list(self, server: str, numbers: Sequence[int]) -> None:
        """Write the whole list of a NIC's addresses."""
        self.lists[server] = tuple(numbers)

    def restart_server(self, server: str) -> None:
        """Let the list of a NIC come into effect."""
        self._release(server, self.answering.get(server, ()))
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
        self._mark(index)

    def set_address(self, index: int, address: Dialled | None) -> None:
        """Change what a connector's Stack tab shows; None if somebody else has still to decide."""
        self._set[index] = address
        self._mark(index)

    def restart_mta(self, server: str) -> list[int]:
        """Let a server's Addresses and overrides come into effect; gives the changed ones."""
        changed = sorted(self._unread.pop(server, ()))
        dialling = self._dials.of(server)
        for index in changed:
            address = self._set.get(index)
            if address is not None:
                dialling.leave(index, self.running(index))
                del self._set[index]
                is_old = address == self.network.dialled(index)
                self._running.put(index, None if is_old else address)
                dialling.enter(index, address)
            self.calling_from.pop(index, None)
            if index in self.overrides:
                self.calling_from[index] = self.overrides[index]
        if server in self._colliding:
            self._colliding[server] = dialling.collisions
        return changed

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
        return self._set[index] if index in self._set else self.running(index)

    def running(self, index: int) -> Dialled:
        """The Address that the MTA read when it started."""
        changed = self._running.get(index)
        return self.network.dialled(index) if changed is None else changed

    def is_open(self, index: int) -> bool:
        """Whether somebody else has still to decide a connector's Address."""
        return bool(self._set) and index in self._set and self._set[index] is None

    def is_unread(self, index: int) -> bool:
        """Whether the MTA has not read a connector's settings since they were changed."""
        return index in self._unread.get(self.network.connectors[index].server, ())

    def holder(self, number: int) -> str:
        """The one server that answers at an address, or empty if none does, or several."""
        holder = self._holders.get(number)
        if holder is None:
            holder = self.network.directory.owner_of(number)
            # A server of this network no longer has it if it is not the holder.
            return "" if holder in self.lists else holder
        return "" if number in self._shared else holder

    def is_held(self, number: int) -> bool:
        """Whether any server answers at an address."""
        return number in self._holders or bool(self.holder(number))

    def primary(self, server: str) -> int | None:
        """The address that a server is presumed to call from: the first one of its NIC."""
        if self.network.knows_nic(server):
            answering = self.answering[server]
            return answering[0] if answering else None
        return self.network.presumed_primaries.get(server)

    def dialling(self, server: str, address: Dialled) -> Sequence[int]:
        """The connectors of a server whose Address is an IP address or, in any case, a name."""
        return self._dials.of(server).holding(address) if server in self.network.homes else ()

    def sharing(self, server: str, address: Dialled) -> Sequence[int]:
        """The connectors of a server that lead to the endpoint of an Address."""
        return self._dials.of(server).sharing(address)

    def is_colliding(self, server: str) -> bool:
        """Whether the TCP stack of a server has connectors that it cannot tell apart."""
        return bool(self._colliding.get(server))

    def collisions(self) -> Iterator[tuple[int, ...]]:
        """Each group of connectors that their server's stack cannot tell apart (Q200588)."""
        for server, count in self._colliding.items():
            if count:
                yield from self._dials.of(server).groups()

    def contents(self) -> Mapping[str, object]:
        """Everything that a window changes, for comparing two states."""
        return {
            "lists": {server: numbers for server, numbers in self.lists.items() if numbers},
            "answering": {server: each for server, each in self.answering.items() if each},
            "hosts": {name: table.lines for name, table in self._hosts.items() if table.lines},
            "lmhosts": {name: table.lines for name, table in self._lmhosts.items() if table.lines},
            "overrides": self.overrides,
            "calling_from": self.calling_from,
            "addresses": self._set,
            "running": self._running.contents(),
        }

    def _mark(self, index: int) -> None:
        self._unread.setdefault(self.network.connectors[index].server, set()).add(index)

    def _hold(self, server: str, numbers: Iterable[int]) -> None:
        for number in numbers:
            holder = self._holders.setdefault(number, server)
            if holder != server:
                self._shared.setdefault(number, [holder]).append(server)

    def _release(self, server: str, numbers: Iterable[int]) -> None:
        for number in numbers:
            left = [each for each in self._shared.pop(number, [server]) if each != server]
            del self._holders[number]
            for each in left:
                self._hold(each, (number,))
