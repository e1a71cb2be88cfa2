# SPDX-License-Identifier: MIT
"""T selectors proposed for links between a server at 5.5 SP1 or later and an older one.

KB 198772, third predicate of the domain reference: the outgoing selectors (B) of both ends are
equal, and the older end's incoming one (C) is the newer server's own (A).
"""

from collections.abc import Iterable, Mapping

import msgspec

from x400fix.model.assignments import Assignment
from x400fix.model.connectors import Connector, Server


class SelectorProposal(msgspec.Struct, frozen=True, kw_only=True):
    """What one link's selectors should be; ``incoming`` is None if field A is not known."""

    older: Connector
    newer: Connector
    outgoing: bytes
    incoming: bytes | None


def propose_selectors(
    assignments: Iterable[Assignment],
    servers: Mapping[str, Server],
) -> tuple[SelectorProposal, ...]:
    """A proposal for each link of one server's conflicts with a newer partner.

    A link whose outgoing selectors are equal and its own keeps them; the others get L01, L02 ...
    """
    proposals: list[SelectorProposal] = []
    taken: set[bytes] = set()
    for assignment in assignments:
        older = assignment.connector
        newer = assignment.link.other_end(older)
        if newer is None or servers[newer.server].needs_unique_address:
            continue
        outgoing = older.selectors.outgoing
        if not outgoing or outgoing != newer.selectors.outgoing or outgoing in taken:
            outgoing = _next_selector(taken)
        taken.add(outgoing)
        proposals.append(
            SelectorProposal(
                older=older,
                newer=newer,
                outgoing=outgoing,
                incoming=newer.selectors.own or None,
            )
        )
    return tuple(proposals)


def _next_selector(taken: set[bytes]) -> bytes:
    """The first of L01, L02 ... that no link has."""
    number = 1
    while f"L{number:02}".encode() in taken:
        number += 1
    return f"L{number:02}".encode()


def selector_text(selector: bytes) -> str:
    """A selector as the Stack tab takes it: text if it is printable ASCII, else hexadecimal."""
    text = selector.decode("latin-1")
    return text if text.isascii() and text.isprintable() else f"0x{selector.hex().upper()}"
