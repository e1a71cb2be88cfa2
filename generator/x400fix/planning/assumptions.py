# SPDX-License-Identifier: MIT
"""What the board relies on although no input says it."""

from collections.abc import Collection, Iterator, Sequence

from x400fix.allocation.assignments import Action, Draft, Memory, OwnerKind
from x400fix.inventory.addresses import PRESUMED_PREFIX, address_text, mask_text
from x400fix.inventory.connectors import Connector, Inventory, Stack
from x400fix.planning.places import PlaceDraft
from x400fix.planning.warnings import find_unseen, listed_names
from x400fix.problems import shown
from x400fix.verdicts.conflicts import Judgement

_MOST_NAMES = 10


def find_assumptions(
    judgement: Judgement,
    memory: Memory,
    drafts: Sequence[Draft],
    places: Sequence[PlaceDraft],
    named: Collection[str],
) -> Iterator[str]:
    """What the board relies on although no input says it.

    ``drafts`` are also those done; ``named`` are servers whose name files have what they need.
    """
    inventory = judgement.inventory
    left = [draft for draft in drafts if not draft.is_done]
    yield from _version_assumptions(judgement, left)
    given = {earlier.address for earlier in memory.values()}
    for place in places:
        yield from _address_assumptions(place)
        yield from _earlier_assumptions(place, given)
        if place.name in named:
            yield f"{place.name}: its name files have all entries of the earlier plan."
    if places:
        yield from _restart_assumptions(drafts)
    else:
        yield from _partner_assumptions(judgement)
    yield from _firewall_assumptions(inventory, left)
    yield from _other_end_assumptions(judgement, places)


def _partner_assumptions(judgement: Judgement) -> Iterator[str]:
    """Partners whose connectors nobody has looked at, though there is nothing to do here."""
    servers = judgement.inventory.servers
    seen = {str(each.server) for each in judgement.inventory.connectors}
    seen.update(find_unseen(judgement))
    names = sorted(
        {
            partner
            for connector, partner in judgement.dialled()
            if connector.stack is Stack.TCP and partner and partner not in seen
        }
        - {name for name, server in servers.items() if not server.needs_unique_address}
    )
    if names:
        more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
        yield (
            f"{', '.join(names[:_MOST_NAMES])}{more}: their connectors are not in the inventory. "
            "One that is before 5.5 SP1 and has several connectors with one Address has no "
            "connector that works, also none to here (KB 200588)."
        )


def _earlier_assumptions(place: PlaceDraft, given: Collection[int | None]) -> Iterator[str]:
    """Addresses that an earlier plan gave and that a NIC may have, which no input shows."""
    added = [number for number in place.before if number in given]
    if added and place.nic and not place.nic.before:
        listed = ", ".join(map(address_text, added))
        yield (
            f"{place.name}: its NIC may have {listed} since the earlier plan: then that answers "
            "before, nothing is added, and the back-out removes nothing."
        )


def _restart_assumptions(drafts: Sequence[Draft]) -> Iterator[str]:
    """Addresses that an earlier plan changed at servers whose MTA does not restart again."""
    restarting = {each.connector.server for each in drafts if not each.is_done}
    done: dict[str, list[Connector]] = {}
    for each in drafts:
        server = each.connector.server
        if each.is_done and each.action is not Action.KEEP and server not in restarting:
            done.setdefault(server, []).append(each.connector)
    for name, connectors in done.items():
        names = listed_names(connectors)
        yield f"{name}: its MTA has restarted since the Address of {names} was changed."


def _other_end_assumptions(judgement: Judgement, places: Sequence[PlaceDraft]) -> Iterator[str]:
    """What is decided for connectors whose other end the inventory does not have."""
    overrides = {
        (place.name, each.connector): each.address for place in places for each in place.overrides
    }
    for link, finding in zip(judgement.links, judgement.findings.findings, strict=True):
        if link is None or link.second is not None:
            continue
        server, name = link.first.server, link.first.name
        beginning = f"{server}: the other end of {shown(name)} is not in the inventory; its"
        if (server, name) in overrides:
            address = overrides[server, name]
            yield (
                f"{beginning} override is {address}, so that its calls meet the connector that is "
                "kept."
            )
        if finding.row.number == 5:  # noqa: PLR2004 -- row 5
            yield f"{beginning} outgoing T selector is taken to be the same as here."


def _address_assumptions(place: PlaceDraft) -> Iterator[str]:
    """Addresses of an owner that the plan rests on, though no input has them."""
    owner = place.owner
    if owner is None or not any(each.action is Action.MOVE for each in place.given):
        return
    if owner.primary is None:
        yield f"{owner.name}: its present address is unknown; its pool is taken as fit."
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
    presumed = {a.owner.name for a in drafts if a.owner.kind is OwnerKind.FIREWALL}
    if presumed:
        presumed -= {connector.via.upper() for connector in inventory.connectors}
    reason = "different partners share this Address, so it is taken as a proxy firewall's."
    yield from (f"{name}: {reason}" for name in sorted(presumed))


def _version_assumptions(judgement: Judgement, drafts: Sequence[Draft]) -> Iterator[str]:
    """Versions that count as before 5.5 SP1 because no input says otherwise."""
    names = {str(name) for draft in drafts for name in (draft.connector.server, draft.partner)}
    unseen = find_unseen(judgement)
    names.update(unseen)
    for name in sorted(names - {""}):
        server = judgement.inventory.servers.get(name)
        if server is None or server.exchange is None:
            yield f"{name}: its Exchange version is unknown and counts as before 5.5 SP1."
        elif server.exchange.is_bare:
            yield f"{name}: 5.5 without a service pack counts as before 5.5 SP1."
    for name in sorted(unseen):
        yield (
            f"{name}: its connectors are not in the inventory; they are taken to have unique "
            "addresses, without which no connector to it works (KB 200588)."
        )
