# SPDX-License-Identifier: MIT
"""T selectors proposed for links between a server at 5.5 SP1 or later and an older one.

KB 198772, third predicate of the domain reference: the outgoing selectors (B) of both ends are
equal, and the older end's incoming one (C) is the newer server's own (A).
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from x400fix.allocation.assignments import Draft
from x400fix.inventory.connectors import Connector, Server
from x400fix.plan.model import SelectorProposal


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
