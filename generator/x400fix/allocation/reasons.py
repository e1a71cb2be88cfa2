# SPDX-License-Identifier: MIT
"""Why a connector of a conflict keeps its address, or has to be changed by hand."""

from x400fix.config.settings import Settings
from x400fix.model.assignments import Owner, OwnerKind
from x400fix.model.choices import AddressMode, Strategy
from x400fix.model.connectors import Role

KEPT = (
    "The smallest link keeps its present address at both ends, because incoming calls are matched "
    "by the caller's primary address (Q193380, Q189345)."
)
KEPT_AS_WANTED = "Kept at both ends of its link by --keep."
KEPT_AS_BEFORE = "Kept as in the earlier plan."

_PROXIED = (
    "The Address belongs to a proxy firewall: the firewall needs one more pair of mappings for "
    "this partner, and both sides their Addresses (Q199326)."
)
_DHCP = (
    "The owner of the address uses DHCP, so its primary address can change: give it a fixed "
    "address first, then plan again."
)
_CLUSTER = (
    "The owner is a cluster node, which calls from the node's address: the published cure is host "
    "names on both sides, or an MTA of build 2431 or later (Q169113, Q197378)."
)
_NO_RANGE = (
    "No range of the pool is known to serve this owner: ask its administrator for an address, or "
    "give its addresses in the inventory or a range with --pool OWNER=RANGE."
)
_NO_PRIMARY = (
    "The owner's present IP address is unknown, so no further name can lead to it: give its "
    "addresses in the inventory."
)


def reason_for_hand(owner: Owner, settings: Settings, *, has_range: bool) -> str:
    """Why a connector to this owner is changed by hand; empty if the plan can move it."""
    server = owner.server
    if owner.kind is OwnerKind.FIREWALL:
        return _PROXIED
    if settings.strategy is Strategy.HOSTNAME:
        return "" if owner.primary is not None else _NO_PRIMARY
    if server and server.uses_dhcp:
        return _DHCP
    if (
        server
        and Role.CLUSTER in server.roles
        and settings.address_mode is AddressMode.IP
        and not (server.exchange and server.exchange.has_override)
    ):
        return _CLUSTER
    if not has_range and (owner.subnet is None or owner.kind is not OwnerKind.SERVER):
        return _NO_RANGE
    return ""


def may_have_address(owner: Owner, settings: Settings, *, has_range: bool) -> bool:
    """Whether a connector that is changed by hand can be told its address all the same."""
    return owner.kind is OwnerKind.FIREWALL and has_range and settings.strategy is Strategy.ADDRESS
