# SPDX-License-Identifier: MIT
"""Who owns the addresses for a conflict, and why a connector is kept or changed by hand."""

from msgspec.structs import replace

from x400fix.allocation.assignments import Owner, OwnerKind
from x400fix.allocation.pool import Occupancy
from x400fix.inventory.addresses import PRESUMED_PREFIX, Address, subnet_of
from x400fix.inventory.connectors import Role, Server
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.settings.settings import Settings
from x400fix.verdicts.conflicts import Conflict, Judgement


class Owners:
    """Finds the owner of each conflict; equal owners are one value."""

    def __init__(self, judgement: Judgement) -> None:
        self._judgement = judgement
        self._known: dict[Owner, Owner] = {}

    def owner_of(self, conflict: Conflict) -> Owner:
        """The owner of the addresses that a conflict's connectors need."""
        found = self._judgement
        address = found.inventory.connectors[conflict.members[0]].address
        # The rows of one conflict name one partner at most, but not each of them has to.
        partner = next(filter(None, (found.partners[index] for index in conflict.members)), "")
        server = found.inventory.servers.get(partner)
        if conflict.is_proxied:
            via = found.directory.firewall_of(conflict.server, address)
            owner = _owner(via or address.text.upper(), OwnerKind.FIREWALL, address.number)
        elif server:
            owner = server_owner(server, self._dialled(address, partner))
        elif partner:
            owner = _owner(partner, OwnerKind.UNKNOWN, self._dialled(address, partner))
            owner = replace(owner, domain=found.inventory.domains.get(partner, ""))
        else:
            owner = _owner(address.text.upper(), OwnerKind.FOREIGN, address.number)
        return self._known.setdefault(owner, owner)

    def _dialled(self, address: Address, partner: str) -> int | None:
        """The address that a partner is reached at straight, if the inventory shows one."""
        directory = self._judgement.directory
        if address.number is not None and not directory.is_firewall(address):
            return address.number
        return directory.number_of(partner)


def server_owner(server: Server, dialled: int | None) -> Owner:
    """A server that the inventory describes, as far as it does.

    Where its addresses are unknown, the one that its partners dial is taken as the primary.
    """
    primary = server.primary
    owner = _owner(server.name, OwnerKind.SERVER, primary.number if primary else dialled)
    owner = replace(owner, domain=server.domain)
    if primary is None or primary.prefix is None:
        return replace(owner, server=server)
    subnet = subnet_of(primary.number, primary.prefix)
    return replace(owner, server=server, subnet=subnet, is_presumed=False)


def _owner(name: str, kind: OwnerKind, number: int | None) -> Owner:
    """An owner of whom only an address is known; its subnet is presumed."""
    subnet = None if number is None else subnet_of(number, PRESUMED_PREFIX)
    return Owner(name=name, kind=kind, primary=number, subnet=subnet, is_presumed=bool(subnet))


_NO_PRIMARY = (
    "The owner's present IP address is unknown, so no further name can lead to it: give its "
    "addresses in the inventory."
)


def cure_of(owner: Owner, settings: Settings, occupancy: Occupancy) -> tuple[str, bool]:
    """Why connectors to an owner are changed by hand, and whether they get addresses.

    The reason is empty if the plan can move them.
    """
    candidates = occupancy.candidates(owner.name, owner.subnet, is_presumed=owner.is_presumed)
    has_range = bool(candidates.spans)
    by_hand = _reason_for_hand(owner, settings, has_range=has_range)
    can_have = not by_hand or (owner.kind is OwnerKind.FIREWALL and has_range)
    return by_hand, can_have and settings.strategy is Strategy.ADDRESS


def _reason_for_hand(owner: Owner, settings: Settings, *, has_range: bool) -> str:
    server = owner.server
    if owner.kind is OwnerKind.FIREWALL:
        return (
            "The Address belongs to a proxy firewall: the firewall needs one more pair of mappings "
            "for this partner, and both sides their Addresses (Q199326)."
        )
    if settings.strategy is Strategy.HOSTNAME:
        return "" if owner.primary is not None else _NO_PRIMARY
    if server and server.uses_dhcp:
        return (
            "The owner of the address uses DHCP, so its primary address can change: give it a "
            "fixed address first, then plan again."
        )
    if (
        server
        and Role.CLUSTER in server.roles
        and settings.address_mode is AddressMode.IP
        and not (server.exchange and server.exchange.has_override)
    ):
        return (
            "The owner is a cluster node, which calls from the node's address: the published cure "
            "is host names on both sides, or an MTA of build 2431 or later (Q169113, Q197378)."
        )
    if not has_range and (owner.subnet is None or not (server and server.addresses)):
        return (
            "No range of the pool is known to serve this owner: ask its administrator for an "
            "address, or give its addresses in the inventory or a range with --pool OWNER=RANGE."
        )
    return ""
