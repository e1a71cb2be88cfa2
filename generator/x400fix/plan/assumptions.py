# SPDX-License-Identifier: MIT
"""What the board relies on although no input says it."""

from collections.abc import Iterator, Sequence

from x400fix.model.addresses import PRESUMED_PREFIX, address_text, mask_text
from x400fix.model.assignments import Assignment, OwnerKind
from x400fix.model.connectors import Inventory
from x400fix.plan.work import Work


def find_assumptions(
    inventory: Inventory, assignments: Sequence[Assignment], works: Sequence[Work]
) -> tuple[str, ...]:
    """What the board relies on although no input says it."""
    found = dict.fromkeys(_version_assumptions(inventory, assignments))
    for work in works:
        owner = work.owner
        if owner is None or not work.nic:
            continue
        if owner.is_presumed and owner.primary is not None:
            mask = mask_text(PRESUMED_PREFIX)
            found[
                f"{owner.name}: its subnet mask is unknown; {mask} around "
                f"{address_text(owner.primary)} is taken to choose addresses."
            ] = None
        if owner.server and not owner.server.addresses and owner.primary is not None:
            found[
                f"{owner.name}: its NIC's addresses are unknown; {address_text(owner.primary)}, "
                "which its partners dial, is taken as the primary one."
            ] = None
        if owner.primary is None:
            found[f"{owner.name}: its present address is unknown; its pool is taken as fit."] = None
    for assignment in assignments:
        owner = assignment.owner
        if owner.kind is OwnerKind.FIREWALL and not assignment.connector.via:
            found[
                f"{owner.name}: different partners share this Address, so it is taken as a proxy "
                "firewall's."
            ] = None
    return tuple(found)


def _version_assumptions(inventory: Inventory, assignments: Sequence[Assignment]) -> Iterator[str]:
    """Versions that count as before 5.5 SP1 because nobody said otherwise."""
    names: set[str] = {assignment.connector.server for assignment in assignments}
    names |= {assignment.partner for assignment in assignments if assignment.partner}
    for name in sorted(names):
        server = inventory.servers.get(name)
        if server is None or server.exchange is None:
            yield f"{name}: its Exchange version is unknown and counts as before 5.5 SP1."
        elif server.exchange.is_bare:
            yield f"{name}: 5.5 without a service pack counts as before 5.5 SP1."
