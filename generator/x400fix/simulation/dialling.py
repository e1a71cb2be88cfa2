# SPDX-License-Identifier: MIT
"""Which connectors of a server dial what, and which of them its stack cannot tell apart."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from x400fix.simulation.network import Dialled, Network

_AS_IN_THE_INPUTS = -1
_A_NAME = -2


class AddressBook:
    """What connectors of a network dial, where that is not what the inputs say."""

    def __init__(self, network: Network) -> None:
        """Begin with what the inputs say."""
        self._members = network.tcp
        self._numbers = array("q", [_AS_IN_THE_INPUTS]) * len(network.tcp)
        self._names: dict[int, str] = {}

    def get(self, index: int) -> Dialled | None:
        """The Address of a connector; None if it is as in the inputs."""
        number = self._numbers[bisect_left(self._members, index)]
        if number == _A_NAME:
            return self._names[index]
        return None if number == _AS_IN_THE_INPUTS else number

    def put(self, index: int, address: Dialled | None) -> None:
        """Note what a connector dials; None if it is as in the inputs again."""
        self._names.pop(index, None)
        if isinstance(address, str):
            self._names[index] = address
            number = _A_NAME
        else:
            number = _AS_IN_THE_INPUTS if address is None else address
        self._numbers[bisect_left(self._members, index)] = number

    def contents(self) -> tuple[bytes, dict[int, str]]:
        """What two books are compared by."""
        return self._numbers.tobytes(), self._names


_MOST_CONNECTORS = 5_000
"""How many connectors' places are remembered at a time; large inventories have more."""


class Dialling:
    """The connectors of one server by what they dial.

    Two of them collide if they have the same Address, letter case ignored, or if one has a name
    and another the IP address that the inputs themselves give for it; several names of one
    address are allowed (Q200588; rows 2 to 10 of the truth table).
    """

    def __init__(self, network: Network) -> None:
        """Begin without connectors."""
        self.collisions = 0
        self._network = network
        self._places: dict[Dialled, list[int]] = {}
        self._named: dict[int, list[int]] = {}

    def holding(self, address: Dialled) -> Sequence[int]:
        """The connectors with an Address."""
        return self._places.get(address.lower() if isinstance(address, str) else address, ())

    def sharing(self, address: Dialled) -> Sequence[int]:
        """The connectors with one endpoint, written in any way."""
        number = self._given_number(address) if isinstance(address, str) else address
        if number is None:
            return self.holding(address)
        return (*self.holding(number), *self._named.get(number, ()))

    def enter(self, index: int, address: Dialled) -> None:
        """Note what a connector dials."""
        key = address.lower() if isinstance(address, str) else address
        before = self._collides(key)
        self._places.setdefault(key, []).append(index)
        self.collisions += self._collides(key) - before
        number = self._given_number(address)
        if number is not None:
            before = self._collides(number)
            self._named.setdefault(number, []).append(index)
            self.collisions += self._collides(number) - before

    def leave(self, index: int, address: Dialled) -> None:
        """Forget what a connector dialled."""
        key = address.lower() if isinstance(address, str) else address
        before = self._collides(key)
        self._places[key].remove(index)
        self.collisions += self._collides(key) - before
        number = self._given_number(address)
        if number is not None:
            before = self._collides(number)
            self._named[number].remove(index)
            self.collisions += self._collides(number) - before

    def groups(self) -> Iterator[tuple[int, ...]]:
        """Each group of connectors that collide."""
        for key, members in self._places.items():
            if self._collides(key):
                named = self._named.get(key, ()) if isinstance(key, int) else ()
                yield tuple(sorted({*members, *named}))

    def _given_number(self, address: Dialled) -> int | None:
        """The IP address that the inputs give for a name."""
        return self._network.number_given(address) if isinstance(address, str) else None

    def _collides(self, key: Dialled) -> bool:
        """Whether the stack cannot tell the connectors with one Address apart."""
        count = len(self._places.get(key, ()))
        named = self._named.get(key) if isinstance(key, int) else None
        return count > 1 or bool(count and named)


class Dials:
    """The places of every server's connectors, made when they are asked for."""

    def __init__(self, network: Network, changed: AddressBook) -> None:
        """``changed`` has what a connector dials at the moment, where the inputs differ."""
        self._network = network
        self._changed = changed
        self._made: dict[str, Dialling] = {}
        self._size = 0

    def of(self, server: str) -> Dialling:
        """The places of one server's connectors."""
        made = self._made.get(server)
        if made is None:
            made = self._made[server] = self._make(server)
            self._size += len(self._network.homes.get(server, ()))
            while self._size > _MOST_CONNECTORS and len(self._made) > 1:
                oldest = next(iter(self._made))
                del self._made[oldest]
                self._size -= len(self._network.homes.get(oldest, ()))
        return made

    def _make(self, server: str) -> Dialling:
        dialling = Dialling(self._network)
        for index in self._network.homes.get(server, ()):
            address = self._changed.get(index)
            dialling.enter(index, self._network.dialled(index) if address is None else address)
        return dialling
