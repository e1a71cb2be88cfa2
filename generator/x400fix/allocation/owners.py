# SPDX-License-Identifier: MIT
"""Who owns the addresses for a conflict: the partner, a firewall, or somebody unknown."""

from collections.abc import Sequence

from x400fix.conflicts.findings import Conflict
from x400fix.links import Directory
from x400fix.model.addresses import PRESUMED_PREFIX, Address, subnet_of
from x400fix.model.assignments import Owner, OwnerKind
from x400fix.model.connectors import Inventory, Server


class Owners:
    """Finds the owner of each conflict; equal owners are one value."""

    def __init__(self, inventory: Inventory, directory: Directory, partners: Sequence[str]) -> None:
        """Look things up in the whole inventory."""
        self._inventory = inventory
        self._directory = directory
        self._partners = partners
        self._known: dict[Owner, Owner] = {}

    def owner_of(self, conflict: Conflict) -> Owner:
        """The owner of the addresses that a conflict's connectors need."""
        connectors = [self._inventory.connectors[index] for index in conflict.members]
        address = connectors[0].address
        # The rows of one conflict name one partner at most, but not each of them has to.
        partner = next(filter(None, (self._partners[i] for i in conflict.members)), "")
        server = self._inventory.servers.get(partner)
        if conflict.is_proxied:
            via = self._directory.firewall_of(conflict.server, address)
            owner = _elsewhere(via or address.text.upper(), OwnerKind.FIREWALL, address.number)
        elif server:
            owner = server_owner(server, self._dialled(address, partner))
        elif partner:
            owner = _elsewhere(partner, OwnerKind.UNKNOWN, self._dialled(address, partner))
        else:
            owner = _elsewhere(address.text.upper(), OwnerKind.FOREIGN, address.number)
        return self._known.setdefault(owner, owner)

    def _dialled(self, address: Address, partner: str) -> int | None:
        """The address that a partner is reached at straight, if the inventory shows one."""
        if address.number is not None and not self._directory.is_firewall(address):
            return address.number
        return self._directory.number_of(partner)


def server_owner(server: Server, dialled: int | None) -> Owner:
    """A server that the inventory describes, as far as it does.

    Where its addresses are unknown, the one that its partners dial is taken as the primary.
    """
    primary = server.primary
    number = primary.number if primary else dialled
    if number is None:
        return Owner(name=server.name, kind=OwnerKind.SERVER, server=server)
    prefix = primary.prefix if primary else None
    return Owner(
        name=server.name,
        kind=OwnerKind.SERVER,
        server=server,
        primary=number,
        subnet=subnet_of(number, PRESUMED_PREFIX if prefix is None else prefix),
        is_presumed=prefix is None,
    )


def _elsewhere(name: str, kind: OwnerKind, number: int | None) -> Owner:
    """An owner of whom only the address dialled is known; its subnet is presumed."""
    subnet = None if number is None else subnet_of(number, PRESUMED_PREFIX)
    return Owner(name=name, kind=kind, primary=number, subnet=subnet, is_presumed=bool(subnet))
