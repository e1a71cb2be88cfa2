# SPDX-License-Identifier: MIT
"""What stands at the end of a link: the address dialled there, and what is to be said of it."""

from collections.abc import Iterator, Sequence

import msgspec

from x400fix.model.assignments import Action
from x400fix.render.dossier.values import End

_RANK = ("conflict", "open", "new", "kept", "plain")


class Dialled(msgspec.Struct, frozen=True):
    """An address; ``kind`` is conflict, open, new, kept or plain, in order of importance."""

    address: str
    kind: str
    conflict: int = 0


def dialled_by(end: End, *, is_after: bool) -> Dialled:
    """What a connector dials; an address without a text if there is no connector."""
    if not is_after:
        return Dialled(end.before, "conflict" if end.conflict else "plain", end.conflict)
    if end.action in {"", Action.KEEP}:
        return Dialled(end.after, "kept" if end.action else "plain")
    return Dialled(end.after or "?", "new" if end.after else "open")


def summarize(found: Sequence[Dialled]) -> tuple[str, Dialled]:
    """All addresses in one text, new ones behind a plus, and the most important of them."""
    old = [each.address for each in found if each.kind != "new" and each.address]
    new = [each.address for each in found if each.kind == "new"]
    first = " ".join(_abbreviated(old))
    second = " ".join(_abbreviated(new, old[-1] if old else ""))
    text = " + ".join(filter(None, (first, second)))
    return text, min(found, key=lambda dialled: _RANK.index(dialled.kind))


def _abbreviated(addresses: Sequence[str], after: str = "") -> Iterator[str]:
    """Each address once, without the part that it has in common with the one before."""
    before = after.rpartition(".")[0]
    for address in dict.fromkeys(addresses):
        head, dot, last = address.rpartition(".")
        shown = f"{dot}{last}" if head == before and last.isdecimal() else address
        before = head
        count = addresses.count(address)
        yield f"{shown} \u00d7{count}" if count > 1 else shown
