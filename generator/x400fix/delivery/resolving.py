# SPDX-License-Identifier: MIT
"""What a name leads to, and which name an address has: windows.md 2.1 to 2.5.

Q172218: the own host name, HOSTS, DNS, then NetBIOS names; Q193380: a reverse lookup asks HOSTS,
then DNS, and NT adds a node status query (Q138086). LMHOSTS is never asked in reverse.
"""

import enum
from typing import NamedTuple

from x400fix.delivery.network import Dialled
from x400fix.delivery.state import State

_NETBIOS_LENGTH = 15


class Way(enum.StrEnum):
    """Where an address, or a name, comes from."""

    ADDRESS = "the Address is an IP address"
    OWN_NAME = "the server's own host name"
    HOSTS = "the HOSTS file"
    DNS = "DNS"
    LMHOSTS = "the LMHOSTS file"
    COMPUTER_NAME = "the computer name, by WINS or broadcast"
    PARTNER = "the inventory, which names the partner"
    NODE_STATUS = "a node status query"
    UNKNOWN = "nothing that the inputs have"

    @property
    def is_certain(self) -> bool:
        """Whether the inputs themselves show it."""
        return self not in {Way.COMPUTER_NAME, Way.PARTNER, Way.UNKNOWN}


class Forward(NamedTuple):
    """The address that a name leads to, if it is known."""

    number: int | None
    way: Way


class Reverse(NamedTuple):
    """The name that an address has, or empty."""

    name: str
    way: Way


def resolve(state: State, index: int, address: Dialled) -> Forward:
    """What a connector's home server takes an Address for."""
    if isinstance(address, int):
        return Forward(address, Way.ADDRESS)
    connectors, directory = state.network.connectors, state.network.directory
    server, name = connectors[index].server, address
    if directory.server_named(name) == server:
        return Forward(state.primary(server), Way.OWN_NAME)
    tables = [(table, Way.HOSTS) for table in state.hosts(server)]
    tables.append((state.dns, Way.DNS))
    if is_netbios(name):
        tables += [(table, Way.LMHOSTS) for table in state.lmhosts(server)]
    for table, way in tables:
        number = table.number_of(name)
        if number is not None:
            return Forward(number, way)
    named = directory.server_named(name)
    if named:
        return Forward(state.primary(named), Way.COMPUTER_NAME)
    partner = state.network.partners[index]
    return Forward(state.primary(partner), Way.PARTNER) if partner else Forward(None, Way.UNKNOWN)


def is_netbios(name: str) -> bool:
    """Whether a name can reach NetBT and so LMHOSTS: no dot, 15 characters at most (Q221150)."""
    return "." not in name and len(name) <= _NETBIOS_LENGTH


def reverse(state: State, server: str, number: int) -> Reverse:
    """The name that a server finds for an address."""
    tables = [(table, Way.HOSTS) for table in state.hosts(server)]
    for table, way in (*tables, (state.dns, Way.DNS)):
        name = table.name_of(number)
        if name:
            return Reverse(name, way)
    holder = state.holder(number)
    if holder in state.network.servers:
        return Reverse(holder, Way.NODE_STATUS)
    return Reverse("", Way.UNKNOWN)
