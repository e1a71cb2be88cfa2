# SPDX-License-Identifier: MIT
"""The NIC of a server that gets addresses: its lists before and after, and how they are set."""

from collections.abc import Iterator, Sequence

from x400fix.allocation.assignments import Owner
from x400fix.inventory.addresses import NicAddress, subnet_of
from x400fix.inventory.connectors import Role, Server
from x400fix.inventory.names import is_connection_name, is_script_safe_server, is_service_name
from x400fix.plan.model import Nic, Vehicle

PANEL_LIMIT = 5
"""How many additional addresses the Control Panel of NT 3.51 takes (Q155111)."""


def plan_nic(owner: Owner, numbers: Sequence[int]) -> Nic:
    """Append addresses that it has not yet to an owner's NIC, each with the mask of the primary.

    The order of the list matters: NetBT and NT 3.5x use the first one (Q131641, Q149399).
    """
    server = owner.server
    before = server.addresses if server else ()
    prefix = before[0].prefix if before else None
    added = tuple(NicAddress(number, prefix) for number in numbers)
    missing = tuple(_missing(server)) if server else ("the inventory does not know this owner",)
    vehicle = Vehicle.HAND
    if server and server.os and not missing:
        # The registry on Windows NT, netsh after it (Q120642, Q225060).
        vehicle = Vehicle.REGINI if server.os.uses_registry else Vehicle.NETSH
    return Nic(
        vehicle=vehicle,
        adapter=server.adapter if server else "",
        before=tuple(map(str, before)),
        after=tuple(map(str, (*before, *added))) if before else (),
        added=tuple(map(str, added)),
        missing=missing,
    )


def _missing(server: Server) -> Iterator[str]:
    if not is_script_safe_server(server.name):
        yield "the computer name has characters that no script can hold safely"
    if server.os is None:
        yield "the operating system is unknown (column os)"
    if not server.addresses:
        yield "the NIC's present addresses are unknown (column addresses)"
    elif any(address.prefix is None for address in server.addresses):
        yield "a subnet mask is unknown (write 10.20.1.10/24 in column addresses)"
    elif has_several_subnets(server):
        yield "the NIC has addresses in more than one subnet"
    if not server.adapter:
        yield "the adapter is unknown (column adapter)"
    elif server.os:
        is_legal = is_service_name if server.os.uses_registry else is_connection_name
        if not is_legal(server.adapter):
            yield "the adapter's name cannot stand in a script"
    if Role.CLUSTER in server.roles:
        yield "addresses of a cluster belong to the cluster, not to one node's NIC"


def exceeds_control_panel(nic: Nic, *, is_nt351: bool) -> bool:
    """Whether the Control Panel of NT 3.51 cannot take all additional addresses (Q155111)."""
    return is_nt351 and additional_addresses(nic) > PANEL_LIMIT


def additional_addresses(nic: Nic) -> int:
    """How many addresses beside the primary one a NIC has afterwards."""
    return len(nic.after or nic.added) - bool(nic.after)


def has_several_subnets(server: Server) -> bool:
    """Whether the known addresses of a NIC lie in more than one subnet."""
    subnets = {
        subnet_of(address.number, address.prefix)
        for address in server.addresses
        if address.prefix is not None
    }
    return len(subnets) > 1
