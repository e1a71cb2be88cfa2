# SPDX-License-Identifier: MIT
"""Finds the partner of each connector, and pairs the two ends of each connection."""

from collections.abc import Sequence

from x400fix.model.addresses import Address
from x400fix.model.connectors import Connector, Inventory, Link, Stack, connector_key
from x400fix.model.names import host_label
from x400fix.problems import ProblemList, shown


class Directory:
    """Which server an Address leads to, as far as the inventory tells."""

    def __init__(self, inventory: Inventory) -> None:
        """Learn the servers' own addresses and names, and what rows with remote_server dial."""
        self._servers = inventory.servers
        self._by_number = {
            address.number: server.name
            for server in inventory.servers.values()
            for address in server.addresses
        }
        # NT makes the host name out of the computer name (Q149044); the names themselves go first.
        self._by_label = {host_label(name): name for name in sorted(inventory.servers)}
        self._by_label.update({name: name for name in inventory.servers})
        self._dialled: dict[int | str, str] = {}
        for connector in inventory.connectors:
            if connector.remote and connector.stack is Stack.TCP and not connector.via:
                key = self.address_key(connector.address)
                named = self._dialled.setdefault(key, connector.remote)
                if named != connector.remote:
                    # Several partners behind one address: the address does not tell which.
                    self._dialled[key] = ""

    def server_named(self, host_name: str) -> str:
        """The server whose computer name, or its host name's first label, this is; or empty."""
        name = host_name.upper()
        return self._by_label.get(name) or self._by_label.get(name.partition(".")[0], "")

    def address_key(self, address: Address) -> int | str:
        """What two Addresses of one endpoint have in common.

        The IP address, also of a name if the inventory itself gives it; else the name in lower
        case, since letter case does not tell names apart.
        """
        if address.number is not None:
            return address.number
        server = self._servers.get(self.server_named(address.text))
        if server and server.primary:
            return server.primary.number
        return address.text.lower()

    def owner_of(self, number: int) -> str:
        """The server that has an address on its NIC, or empty."""
        return self._by_number.get(number, "")

    def server_at(self, address: Address) -> str:
        """The server that an Address leads to, or empty if the inventory does not tell."""
        if address.number is None:
            named = self.server_named(address.text)
        else:
            named = self._by_number.get(address.number, "")
        return named or self._dialled.get(self.address_key(address), "")


def find_partners(
    inventory: Inventory, directory: Directory, problems: ProblemList
) -> tuple[str, ...]:
    """The partner of each connector, in the inventory's order; empty means a foreign MTA."""
    partners: list[str] = []
    for connector in inventory.connectors:
        partner = connector.remote
        if not partner and connector.stack is Stack.TCP and not connector.via:
            partner = directory.server_at(connector.address)
            if partner == connector.server:
                message = f"address {shown(connector.address.text)} is the home server's own"
                place = inventory.place(connector, "address")
                problems.add("X4-E029", f"{message}: write the other server's address", place)
        partners.append(partner)
    if any(connector.peer for connector in inventory.connectors):
        _learn_from_peers(inventory.connectors, partners)
    return tuple(partners)


def _learn_from_peers(connectors: Sequence[Connector], partners: list[str]) -> None:
    """A connector that another one names as its peer leads to that one's home server."""
    positions = {
        connector_key(connector): index
        for index, connector in enumerate(connectors)
        if connector.stack is Stack.TCP
    }
    for connector, partner in zip(connectors, tuple(partners), strict=True):
        if connector.peer and partner and connector.stack is Stack.TCP:
            index = positions.get((partner, connector.peer.upper()))
            if index is not None and not partners[index]:
                partners[index] = connector.server


def find_links(
    inventory: Inventory, partners: Sequence[str], problems: ProblemList
) -> tuple[Link | None, ...]:
    """The link of each connector, in the inventory's order; None for stacks other than TCP.

    Both ends of a link have the same Link. Ends that name each other as peers belong together,
    the others are paired in the order of their directory names.
    """
    groups: dict[tuple[str, str], list[int]] = {}
    for index, (connector, partner) in enumerate(zip(inventory.connectors, partners, strict=True)):
        if connector.stack is Stack.TCP:
            groups.setdefault((connector.server, partner), []).append(index)
    links: list[Link | None] = [None] * len(partners)
    for (server, partner), near in groups.items():
        far = groups.get((partner, server), []) if partner else []
        if far and partner < server:
            continue
        for first, second in _pair(inventory, near, far, problems):
            _join(inventory.connectors, links, first, second)
    return tuple(links)


def _pair(
    inventory: Inventory, near: Sequence[int], far: Sequence[int], problems: ProblemList
) -> list[tuple[int, int | None]]:
    """The pairs between one server's connectors and its partner's; ends left over stay alone."""
    pairs: list[tuple[int, int | None]] = []
    free_near, free_far = dict.fromkeys(near), dict.fromkeys(far)
    if any(inventory.connectors[index].peer for index in (*near, *far)):
        for first, second in _named_pairs(inventory, near, far, problems):
            if first in free_near and second in free_far:
                del free_near[first], free_far[second]
                pairs.append((first, second))
            elif (first, second) not in pairs:
                _complain(inventory, first, second, problems)
    left, right = list(free_near), list(free_far)
    pairs += zip(left, right, strict=False)
    pairs += [(index, None) for index in left[len(right) :]]
    pairs += [(index, None) for index in right[len(left) :]]
    return pairs


def _named_pairs(
    inventory: Inventory, near: Sequence[int], far: Sequence[int], problems: ProblemList
) -> list[tuple[int, int]]:
    """The pairs that peer_connector names, from either end."""
    pairs = []
    for these, those, turned in ((near, far, False), (far, near, True)):
        names = {inventory.connectors[index].name.upper(): index for index in those}
        for index in these:
            peer = inventory.connectors[index].peer
            if not peer:
                continue
            other = names.get(peer.upper())
            if other is not None:
                pairs.append((other, index) if turned else (index, other))
            elif those:
                connector = inventory.connectors[index]
                known = ", ".join(shown(inventory.connectors[i].name) for i in those)
                message = (
                    f"peer_connector {shown(peer)} is no connector from the partner back to "
                    f"{connector.server}; there are {known}"
                )
                problems.add("X4-E030", message, inventory.place(connector, "peer_connector"))
    return pairs


def _complain(inventory: Inventory, first: int, second: int, problems: ProblemList) -> None:
    """Two connectors claim the same peer."""
    one, other = inventory.connectors[first], inventory.connectors[second]
    claimant, claimed = (one, other) if one.peer else (other, one)
    message = (
        f"peer_connector {shown(claimed.name)} already belongs to another connector: "
        "a link has two ends"
    )
    problems.add("X4-E031", message, inventory.place(claimant, "peer_connector"))


def _join(
    connectors: Sequence[Connector], links: list[Link | None], first: int, second: int | None
) -> None:
    """Note the link of two ends, or of one, at each of them."""
    if second is None:
        links[first] = Link(connectors[first])
        return
    # The inventory is in the order of connector_key, so the smaller index is the smaller end.
    small, large = sorted((first, second))
    links[small] = links[large] = Link(connectors[small], connectors[large])
