# SPDX-License-Identifier: MIT
"""What the board relies on although no input says it."""

from collections.abc import Iterator, Sequence

from x400fix.allocation.assignments import Action, Draft, OwnerKind
from x400fix.inventory.addresses import PRESUMED_PREFIX, address_text, mask_text
from x400fix.inventory.connectors import Inventory
from x400fix.planning.places import PlaceDraft


def find_assumptions(
    inventory: Inventory, drafts: Sequence[Draft], places: Sequence[PlaceDraft]
) -> tuple[str, ...]:
    """What the board relies on although no input says it."""
    found = dict.fromkeys(_version_assumptions(inventory, drafts))
    for place in places:
        found.update(dict.fromkeys(_address_assumptions(place)))
    found.update(dict.fromkeys(_firewall_assumptions(inventory, drafts)))
    return tuple(found)


def _address_assumptions(place: PlaceDraft) -> Iterator[str]:
    """Addresses of an owner that the plan rests on, though nobody tells them."""
    owner = place.owner
    if owner is None or not any(each.action is Action.MOVE for each in place.given):
        return
    if place.nic and owner.primary is None:
        yield f"{owner.name}: its present address is unknown; its pool is taken as fit."
    if owner.primary is None:
        return
    primary = address_text(owner.primary)
    if place.nic and owner.is_presumed:
        mask = mask_text(PRESUMED_PREFIX)
        yield (
            f"{owner.name}: its subnet mask is unknown; {mask} around {primary} is taken to choose "
            "addresses."
        )
    if owner.server and not owner.server.addresses:
        yield (
            f"{owner.name}: its NIC's addresses are unknown; {primary}, which its partners dial, "
            "is taken as the primary one."
        )


def _firewall_assumptions(inventory: Inventory, drafts: Sequence[Draft]) -> Iterator[str]:
    """Proxy firewalls that no row names."""
    presumed = {a.owner.name for a in drafts if a.owner.kind is OwnerKind.FIREWALL}
    if presumed:
        presumed -= {connector.via.upper() for connector in inventory.connectors}
    for name in sorted(presumed):
        yield (
            f"{name}: different partners share this Address, so it is taken as a proxy firewall's."
        )


def _version_assumptions(inventory: Inventory, drafts: Sequence[Draft]) -> Iterator[str]:
    """Versions that count as before 5.5 SP1 because nobody said otherwise."""
    names: set[str] = {draft.connector.server for draft in drafts}
    names |= {draft.partner for draft in drafts if draft.partner}
    for name in sorted(names):
        server = inventory.servers.get(name)
        if server is None or server.exchange is None:
            yield f"{name}: its Exchange version is unknown and counts as before 5.5 SP1."
        elif server.exchange.is_bare:
            yield f"{name}: 5.5 without a service pack counts as before 5.5 SP1."
