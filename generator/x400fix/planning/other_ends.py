# SPDX-License-Identifier: MIT
"""What the other ends of links get: overrides, and T selectors that are proposed.

Stack IP Address Override says which address an owner's MTA calls from, connector by connector.
Only MTAs of build 2431 or later know the value (Q197378). It makes the owner's calls come from
the address that the partner's connector of the same link holds.

T selectors are for links between a server at 5.5 SP1 or later and an older one (KB 198772, third
predicate of the domain reference): the outgoing selectors (B) of both ends are equal, and the older
end's incoming one (C) is the newer server's own (A).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count

from x400fix.allocation.assignments import Action, Draft
from x400fix.inventory.addresses import address_text
from x400fix.inventory.connectors import Connector, Server
from x400fix.inventory.names import is_script_safe_connector
from x400fix.plan.model import Override, SelectorProposal


def _kept_number(draft: Draft) -> int | None:
    """The owner's primary address; if it is unknown, what the kept connector dials."""
    server = draft.owner.server
    if server and server.primary:
        return server.primary.number
    return draft.connector.address.number


def find_overrides(drafts: Sequence[Draft]) -> dict[str, list[Override]]:
    """The overrides of each owner that knows them, by owner and then by directory name."""
    moving = {
        (draft.owner.name, draft.connector.server)
        for draft in drafts
        if draft.action is Action.MOVE and draft.address is not None
    }
    found: dict[str, list[Override]] = {}
    for draft in drafts:
        owner = draft.owner
        exchange = owner.server.exchange if owner.server else None
        if (owner.name, draft.connector.server) not in moving:
            continue
        if not (exchange and exchange.has_override):
            continue
        number = _kept_number(draft) if draft.action is Action.KEEP else draft.address
        far = draft.link.other_end(draft.connector)
        if far and number is not None:
            override = Override(
                connector=far.name,
                address=address_text(number),
                scripted=is_script_safe_connector(far.name),
            )
            found.setdefault(owner.name, []).append(override)
    for overrides in found.values():
        overrides.sort(key=lambda override: override.connector.upper())
    return found


def propose_selectors(
    drafts: Iterable[Draft], servers: Mapping[str, Server]
) -> tuple[SelectorProposal, ...]:
    """A proposal for each link of one server's conflicts with a newer partner.

    A link whose outgoing selectors are equal and its own keeps them; the others get L01, L02 ...
    """
    links = []
    for draft in drafts:
        newer = draft.link.other_end(draft.connector)
        if newer and not servers[newer.server].needs_unique_address:
            links.append((draft.connector, newer))
    equal = [_equal_selector(older, newer) for older, newer in links]
    fresh = _other_selectors(frozenset(equal))
    proposals: list[SelectorProposal] = []
    kept: set[bytes] = set()
    for (older, newer), present in zip(links, equal, strict=True):
        outgoing = next(fresh) if not present or present in kept else present
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


def _equal_selector(older: Connector, newer: Connector) -> bytes:
    """The outgoing selector that both ends have already, or empty."""
    outgoing = older.selectors.outgoing
    return outgoing if outgoing == newer.selectors.outgoing else b""


def _other_selectors(taken: frozenset[bytes]) -> Iterator[bytes]:
    """L01, L02 and so on, but for those that a link has already."""
    names = (f"L{number:02}".encode() for number in count(1))
    return (name for name in names if name not in taken)


def selector_text(selector: bytes) -> str:
    """A selector as the Stack tab takes it: text if it is printable ASCII, else hexadecimal."""
    text = selector.decode("latin-1")
    return text if text.isascii() and text.isprintable() else f"0x{selector.hex().upper()}"
