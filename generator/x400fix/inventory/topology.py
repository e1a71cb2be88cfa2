# SPDX-License-Identifier: MIT
"""Finds the partner of each connector, and pairs the two ends of each connection."""

from collections.abc import Iterator, Mapping, Sequence

from x400fix.inventory.addresses import Address
from x400fix.inventory.connectors import Inventory, Link, Server, Stack, connector_key
from x400fix.inventory.names import host_label
from x400fix.problems import ProblemList, difference, listed, look_of, shown


class Owners:
    """Which server an address or a host name belongs to, by what the servers themselves have."""

    def __init__(self, servers: Mapping[str, Server]) -> None:
        """Learn the servers' own addresses and names."""
        self._servers = servers
        self._by_number: dict[int, str] = {}
        for server in servers.values():
            for address in server.addresses:
                owner = self._by_number.setdefault(address.number, server.name)
                if owner != server.name:
                    # Two servers claim it, which a warning says: it leads to neither.
                    self._by_number[address.number] = ""
        # NT makes the host name out of the computer name (Q149044); the names themselves go first.
        self._by_label = {host_label(name): name for name in sorted(servers)}
        self._by_label.update({name: name for name in servers})

    def server_named(self, host_name: str) -> str:
        """The server whose computer name, or its host name's first label, this is; or empty.

        A host name of another domain than the server's is another server's.
        """
        name = host_name.upper()
        label, _, domain = name.partition(".")
        server = self._by_label.get(name) or self._by_label.get(label, "")
        known = self._servers[server].domain.upper() if server and domain else ""
        return "" if known and name != server and domain != known else server

    def owner_of(self, number: int) -> str:
        """The server that has an address on its NIC, or empty."""
        return self._by_number.get(number, "")

    def holder_of(self, address: Address) -> str:
        """The server whose own address or name this is, or empty if the inventory has none."""
        if address.number is None:
            return self.server_named(address.text)
        return self.owner_of(address.number)


class Directory(Owners):
    """Which server an Address leads to, as far as the inventory says."""

    def __init__(self, inventory: Inventory) -> None:
        """Learn also what rows with remote_server dial."""
        super().__init__(inventory.servers)
        self._firewalls: set[int | str] = set()
        self._own_firewalls: dict[tuple[str, int | str], str] = {}
        self._dialled: dict[int | str, str] = {}
        self._numbers: dict[str, set[int]] = {}
        tcp = [each for each in inventory.connectors if each.stack is Stack.TCP]
        for connector in (each for each in tcp if each.via):
            key = self.address_key(connector.address)
            self._own_firewalls.setdefault((connector.server, key), connector.via)
            # What a server has on its NIC is a firewall's only where the row itself says so.
            if key not in self._by_number:
                self._firewalls.add(key)
        for connector in (each for each in tcp if each.remote):
            key = self.address_key(connector.address)
            if self._dialled.setdefault(key, connector.remote) != connector.remote:
                # Several partners behind one address: the address does not say which.
                self._dialled[key] = ""
            if connector.address.number is not None and key not in self._firewalls:
                self._numbers.setdefault(connector.remote, set()).add(connector.address.number)

    def address_key(self, address: Address) -> int | str:
        """What two Addresses of one endpoint have in common.

        The IP address, also of a name if the inventory itself gives it; else the name in lower
        case, since letter case does not distinguish names.
        """
        if address.number is not None:
            return address.number
        server = self._servers.get(self.server_named(address.text))
        if server and server.primary:
            return server.primary.number
        return address.text.lower()

    def firewall_of(self, server: str, address: Address) -> str:
        """The proxy firewall that rows of a home server say an Address belongs to, or empty."""
        return self._own_firewalls.get((server, self.address_key(address)), "")

    def is_firewall(self, address: Address) -> bool:
        """Whether a row of any server says that an Address belongs to a proxy firewall."""
        return self.address_key(address) in self._firewalls

    def number_of(self, partner: str) -> int | None:
        """The one IP address that rows dial a partner at; None if there is none, or several."""
        numbers = self._numbers.get(partner, set())
        return min(numbers) if len(numbers) == 1 else None

    def dialled_at(self, address: Address) -> str:
        """The server that rows with remote_server dial at an Address, or empty."""
        if self.is_firewall(address):
            return ""
        return self._dialled.get(self.address_key(address), "")


def find_partners(
    inventory: Inventory, directory: Directory, problems: ProblemList
) -> tuple[str, ...]:
    """The partner of each connector, in the inventory's order; empty means a foreign MTA."""
    partners: list[str] = []
    for connector in inventory.connectors:
        partner = connector.remote
        if not partner and connector.stack is Stack.TCP and not connector.via:
            partner = directory.holder_of(connector.address)
            if partner == connector.server:
                message = f"address {shown(connector.address.text)} is the home server's own"
                place = inventory.place(connector, "address")
                problems.add("X4-E029", f"{message}: write the other server's address", place)
            elif not partner:
                partner = directory.dialled_at(connector.address)
                if partner == connector.server:
                    # Somebody behind the same firewall; others reach this server through it.
                    partner = ""
        partners.append(partner)
    if any(connector.peer for connector in inventory.connectors):
        _learn_from_peers(inventory, partners, problems)
    return tuple(partners)


def _learn_from_peers(inventory: Inventory, partners: list[str], problems: ProblemList) -> None:
    """A connector that another one names as its peer leads to that one's home server."""
    tcp = [index for index, each in enumerate(inventory.connectors) if each.stack is Stack.TCP]
    positions = {connector_key(inventory.connectors[index]): index for index in tcp}
    claims = []
    for index in tcp:
        connector, partner = inventory.connectors[index], partners[index]
        claimed = positions.get((partner, connector.peer.upper())) if connector.peer else None
        if partner and claimed is not None:
            claims.append((connector, claimed, partners[claimed]))
    for connector, claimed, known in claims:
        partners[claimed] = known or partners[claimed] or connector.server
    ways = {(inventory.connectors[index].server, partners[index]) for index in tcp}
    for connector, claimed, _ in claims:
        # Where the partner has connectors back, find_links says which they are.
        peer = inventory.connectors[claimed]
        if (peer.server, connector.server) not in ways:
            message = (
                f"peer_connector {shown(connector.peer)} of {peer.server} leads to "
                f"{partners[claimed]}, not back to {connector.server}"
            )
            problems.add("X4-E030", message, inventory.place(connector, "peer_connector"))


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
            # The inventory is in the order of connector_key, so the smaller index comes first.
            ends = sorted(index for index in (first, second) if index is not None)
            link = Link(*(inventory.connectors[index] for index in ends))
            for index in ends:
                links[index] = link
    return tuple(links)


def _pair(
    inventory: Inventory, near: Sequence[int], far: Sequence[int], problems: ProblemList
) -> Iterator[tuple[int, int | None]]:
    """The pairs between one server's connectors and its partner's; ends left over stay alone."""
    peers: dict[int, int] = {}
    if any(inventory.connectors[index].peer for index in (*near, *far)):
        for claimant, claimed in _claims(inventory, near, far, problems):
            if claimant not in peers and claimed not in peers:
                peers[claimant], peers[claimed] = claimed, claimant
            elif peers.get(claimant) != claimed:
                connector, peer = inventory.connectors[claimant], inventory.connectors[claimed]
                place = inventory.place(connector, "peer_connector")
                rival = inventory.connectors[peers[claimed if claimed in peers else claimant]]
                message = f"peer_connector {shown(peer.name)} contradicts the row of"
                why = f"{shown(rival.name)}: a link has two ends"
                problems.add("X4-E031", f"{message} {why}", place)
    yield from ((index, peers[index]) for index in near if index in peers)
    left = [index for index in near if index not in peers]
    right = [index for index in far if index not in peers]
    yield from zip(left, right, strict=False)
    yield from ((index, None) for index in (*left[len(right) :], *right[len(left) :]))


def _claims(
    inventory: Inventory, near: Sequence[int], far: Sequence[int], problems: ProblemList
) -> Iterator[tuple[int, int]]:
    """Each connector that names a peer at the other end, and that peer."""
    for these, those in ((near, far), (far, near)):
        names = {inventory.connectors[index].name.upper(): index for index in those}
        known = [inventory.connectors[index].name for index in those]
        alike = {look_of(name): name for name in known}
        for index in these:
            connector = inventory.connectors[index]
            claimed = names.get(connector.peer.upper())
            if claimed is not None:
                yield index, claimed
            elif connector.peer and those:
                how = difference(connector.peer, alike.get(look_of(connector.peer), ""))
                message = (
                    f"peer_connector {shown(connector.peer)} is not a connector from the partner "
                    f"back to {connector.server}; there are {listed(known)}{how and f' ({how})'}"
                )
                problems.add("X4-E030", message, inventory.place(connector, "peer_connector"))
