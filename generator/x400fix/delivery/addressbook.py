# SPDX-License-Identifier: MIT
"""Addresses that differ from the inputs, kept small: eight bytes a connector."""

from array import array
from bisect import bisect_left

from x400fix.delivery.network import Dialled, Network

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
