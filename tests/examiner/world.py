# SPDX-License-Identifier: MIT
"""Who talks to whom: partners, shared Addresses and the two ends of each link."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from .inventory import (
    Connector,
    Ident,
    Server,
    parse_ip,
    read_connectors,
    read_rows,
    read_servers,
)

Group = tuple[Connector, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """An inventory with partners found, shared Addresses grouped and ends paired."""

    servers: dict[str, Server]
    connectors: dict[Ident, Connector]
    partner: dict[Ident, str]
    group: dict[Ident, Group]
    ways: dict[Ident, Group]
    home: dict[str, Group]
    peer: dict[Ident, Ident]

    def link_order(self, connector: Connector) -> Ident:
        """Order of the link: the smaller of its two ends (design, rule 2)."""
        other = self.peer.get(connector.ident)
        if other is None:
            return connector.order
        return min(connector.order, self.connectors[other].order)

    def groups(self) -> list[Group]:
        """Each set of TCP connectors of one server that share an Address."""
        return sorted({group for group in self.group.values() if len(group) > 1}, key=group_order)

    def owner(self, connector: Connector) -> Server | None:
        """Facts of the server at the other end, when the inventory has them."""
        return self.servers.get(self.partner[connector.ident])

    def names_seen(self) -> set[str]:
        """Every computer or host name of the inventory, in capitals."""
        names = set(self.servers)
        for connector in self.connectors.values():
            names |= {connector.remote, connector.via}
            if connector.ip is None:
                names |= {connector.address.upper(), connector.address.upper().split(".")[0]}
        return names - {""}

    def numbers_seen(self) -> set[int]:
        """Every address of the inventory as a number."""
        seen = {int(ip) for server in self.servers.values() for ip, _ in server.nic.addresses}
        seen |= {int(server.gateway) for server in self.servers.values() if server.gateway}
        return seen | {int(each.ip) for each in self.connectors.values() if each.ip}


def group_order(group: Group) -> list[Ident]:
    """Order of groups by their members."""
    return [member.order for member in group]


def read_world(path: Path) -> World:
    """The inventory as the examiner sees it."""
    rows = read_rows(path)
    servers, connectors = read_servers(rows), read_connectors(rows)
    homes = _homes(servers, connectors)
    partner = {each.ident: _partner(each, servers, homes) for each in connectors}
    ways = _ways(connectors, partner)
    return World(
        servers=servers,
        connectors={each.ident: each for each in connectors},
        partner=partner,
        group=_groups(connectors, servers),
        ways=ways,
        home=_by_home(connectors),
        peer=_pair(ways),
    )


def _homes(servers: dict[str, Server], connectors: list[Connector]) -> dict[str, str]:
    """Who has an Address: as its NIC tells, else as all rows agree that name a remote_server."""
    told: dict[str, set[str]] = defaultdict(set)
    for connector in connectors:
        if connector.stack == "TCP" and connector.remote and not connector.via:
            told[connector.address.lower()].add(connector.remote)
    homes = {address: next(iter(names)) for address, names in told.items() if len(names) == 1}
    nics = {str(ip): key for key, server in servers.items() for ip, _ in server.nic.addresses}
    return homes | nics


def _partner(connector: Connector, servers: dict[str, Server], homes: dict[str, str]) -> str:
    if connector.remote or connector.via:
        return connector.remote
    name = connector.address.upper().split(".")[0]
    return name if name in servers else homes.get(connector.address.lower(), "")


def _groups(connectors: list[Connector], servers: dict[str, Server]) -> dict[Ident, Group]:
    shared: dict[Ident, list[Connector]] = defaultdict(list)
    for connector in connectors:
        if connector.stack == "TCP":
            shared[connector.server, canonical(connector.address, servers)].append(connector)
    found = {}
    for members in shared.values():
        group = tuple(sorted(members, key=lambda each: each.order))
        found.update({member.ident: group for member in group})
    return found


def canonical(address: str, servers: dict[str, Server]) -> str:
    """An Address as its IP where the inventory gives it, else the name in small letters."""
    if parse_ip(address):
        return address
    server = servers.get(address.upper().split(".")[0])
    primary = server.nic.primary() if server else None
    return str(primary) if primary else address.lower()


def _by_home(connectors: list[Connector]) -> dict[str, Group]:
    homes: dict[str, list[Connector]] = defaultdict(list)
    for connector in connectors:
        homes[connector.server].append(connector)
    return {server: tuple(members) for server, members in homes.items()}


def _ways(connectors: list[Connector], partner: dict[Ident, str]) -> dict[Ident, Group]:
    ways: dict[Ident, list[Connector]] = defaultdict(list)
    for connector in sorted(connectors, key=lambda each: each.order):
        ways[connector.server, partner[connector.ident]].append(connector)
    return {way: tuple(members) for way, members in ways.items()}


def _pair(ways: dict[Ident, Group]) -> dict[Ident, Ident]:
    peers: dict[Ident, Ident] = {}
    for (home, remote), ends in ways.items():
        others = ways.get((remote, home), ())
        if home < remote and others:
            for stack in {end.stack for end in ends}:
                here, there = _of(stack, ends), _of(stack, others)
                peers.update(_match(here, there))
    return peers | {there: here for here, there in peers.items()}


def _of(stack: str, ends: Group) -> list[Connector]:
    return [end for end in ends if end.stack == stack]


def _match(here: list[Connector], there: list[Connector]) -> dict[Ident, Ident]:
    pairs = {
        one.ident: other.ident
        for one in here
        for other in there
        if one.name.upper() == other.peer.upper() or other.name.upper() == one.peer.upper()
    }
    free = [one.ident for one in here if one.ident not in pairs]
    open_ends = [other.ident for other in there if other.ident not in pairs.values()]
    return pairs | dict(zip(free, open_ends, strict=False))
