# SPDX-License-Identifier: MIT
"""What the other ends of links get: overrides, and T selectors that are proposed.

Stack IP Address Override says which address an owner's MTA calls from, connector by connector.
Only MTAs of build 2431 or later know the value (Q197378). It makes the owner's calls come from
the address that the partner's connector of the same link holds.

T selectors are for links between a server at 5.5 SP1 or later and an older one (KB 198772, third
predicate of the domain reference): the outgoing selectors (B) of both ends are equal, and the older
end's incoming one (C) is the newer server's own (A).
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count

from x400fix.allocation.assignments import Action, Draft
from x400fix.inventory.addresses import address_text
from x400fix.inventory.connectors import Connector, Server
from x400fix.inventory.names import is_script_safe_connector
from x400fix.plan.model import Override, SelectorProposal


def find_overrides(drafts: Sequence[Draft]) -> dict[str, list[Override]]:
    """The overrides of each owner that knows them, by owner and then by directory name."""
    moving = {
        (draft.owner.name, draft.connector.server)
        for draft in drafts
        if draft.action is Action.MOVE and draft.address is not None and not draft.is_done
    }
    found: dict[str, list[Override]] = {}
    for draft in drafts:
        owner, server = draft.owner.name, draft.owner.server
        if (owner, draft.connector.server) not in moving:
            continue
        if not (server and server.exchange and server.exchange.has_override):
            continue
        number = draft.address
        if draft.action is Action.KEEP:
            # If the primary address is unknown, what the kept connector dials is taken as it.
            number = (server.primary or draft.connector.address).number
        far = draft.link.other_end(draft.connector)
        if far and number is not None:
            is_safe = is_script_safe_connector(far.name)
            address = address_text(number)
            override = Override(connector=far.name, address=address, scripted=is_safe)
            found.setdefault(owner, []).append(override)
    for overrides in found.values():
        overrides.sort(key=lambda override: override.connector.upper())
    return found


def propose_selectors(
    drafts: Iterable[Draft], servers: Mapping[str, Server]
) -> tuple[SelectorProposal, ...]:
    """A proposal for each link of one server's conflicts with a newer partner.

    A link whose outgoing selectors are equal and its own keeps them; the others get L01, L02 ...
    """
    links: list[tuple[Connector, Connector, bytes]] = []
    for draft in drafts:
        older, newer = draft.connector, draft.link.other_end(draft.connector)
        if newer and not servers[newer.server].needs_unique_address:
            outgoing = older.selectors.outgoing
            equal = outgoing if outgoing == newer.selectors.outgoing else b""
            links.append((older, newer, equal))
    taken = {equal for _, _, equal in links}
    names = (f"L{number:02}".encode() for number in count(1))
    fresh = (name for name in names if name not in taken)
    proposals: list[SelectorProposal] = []
    kept: set[bytes] = set()
    for older, newer, equal in links:
        outgoing = next(fresh) if not equal or equal in kept else equal
        kept.add(outgoing)
        proposals.append(
            SelectorProposal(
                connector=older.name,
                other_server=newer.server,
                other_connector=newer.name,
                outgoing=selector_text(outgoing),
                incoming=selector_text(newer.selectors.own),
            )
        )
    return tuple(proposals)


def selector_text(selector: bytes) -> str:
    """A selector as the Stack tab takes it: text if it is printable ASCII, else hexadecimal."""
    text = selector.decode("latin-1")
    return text if text.isascii() and text.isprintable() else f"0x{selector.hex().upper()}"
