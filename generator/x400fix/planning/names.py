# SPDX-License-Identifier: MIT
"""The entries that a server's LMHOSTS and HOSTS files get, and the id of their block."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from x400fix.allocation.assignments import Action, Assignment
from x400fix.settings.choices import AddressMode, Strategy


class NameEntry(msgspec.Struct, frozen=True, gc=False):
    """One line of a name file: an address and the name, or names, that lead to it."""

    number: int
    name: str


def aliased_number(assignment: Assignment, strategy: Strategy) -> int | None:
    """The address that an assignment's alias leads to; None if it has no alias."""
    if not assignment.alias:
        return None
    return assignment.address if strategy is Strategy.ADDRESS else assignment.owner.primary


def lmhosts_entries(assignments: Iterable[Assignment], strategy: Strategy) -> tuple[NameEntry, ...]:
    """An entry for each alias that a server dials, by address."""
    entries = {
        (number, assignment.alias)
        for assignment in assignments
        if (number := aliased_number(assignment, strategy)) is not None
    }
    return tuple(NameEntry(number, name) for number, name in sorted(entries))


def hosts_entries(
    assignments: Sequence[Assignment], mode: AddressMode, strategy: Strategy
) -> tuple[NameEntry, ...]:
    """First each kept name beside its owner's primary address, then the aliases (mode hosts).

    The kept name needs the line because an incoming call is matched by reverse lookup through
    HOSTS (Q193380); a primary address that is only presumed is none to write down, because HOSTS
    goes before every other source. An alias never stands beside a primary address: HOSTS is read
    before NetBT (Q172218), so the alias would lead back to the primary.
    """
    kept: dict[int, list[str]] = {}
    for assignment in assignments:
        if assignment.action is not Action.KEEP or assignment.connector.address.number is not None:
            continue
        server, name = assignment.owner.server, assignment.connector.address.text
        if server and server.primary:
            names = kept.setdefault(server.primary.number, [])
            if name not in names:
                names.append(name)
    entries = [NameEntry(number, " ".join(names)) for number, names in sorted(kept.items())]
    if mode is AddressMode.HOSTS and strategy is Strategy.ADDRESS:
        entries += lmhosts_entries(assignments, strategy)
    return tuple(entries)


_DIGITS = 8


class BlockId:
    """What the marker lines in LMHOSTS and HOSTS hold.

    The ticket, else the first 8 hexadecimal digits of the SHA-256 over the list ``assignments``
    as PLAN.json has it, so that the same assignments always give the same block.
    """

    def __init__(self, ticket: str) -> None:
        """Begin before the assignments are written; they must pass through ``follow``."""
        self._ticket = ticket
        self._digest = hashlib.sha256()

    def follow(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Pass the bytes of the list on and take them in."""
        for chunk in chunks:
            self._digest.update(chunk)
            yield chunk

    def __str__(self) -> str:
        """The id itself."""
        return self._ticket or self._digest.hexdigest()[:_DIGITS]
