# SPDX-License-Identifier: MIT
"""Host names for new addresses, unique among all names that any input shows."""

from collections.abc import Iterable

from x400fix.allocation.memory import SeenLine
from x400fix.inventory.connectors import Inventory
from x400fix.inventory.names import ALIAS_LENGTH, alias_base, host_label, numbered_alias

_STEM_LENGTH = ALIAS_LENGTH - len("-X2")


def names_seen(
    inventory: Inventory, partners: Iterable[str], lines: Iterable[SeenLine]
) -> set[str]:
    """Every name that an alias must not equal, in capitals."""
    seen = {*inventory.servers, *partners}
    seen.update(host_label(name) for name in tuple(seen))
    for connector in inventory.connectors:
        seen.add(connector.via)
        if connector.address.number is None:
            name = connector.address.text.upper()
            seen.add(name)
            seen.add(name.partition(".")[0])
    for line in lines:
        seen.update(part for name in line.names for part in (name, name.partition(".")[0]))
    return seen


class AliasMaker:
    """Makes aliases; one that was made is taken."""

    def __init__(self, taken: set[str]) -> None:
        """Begin with the names that are taken already."""
        self._taken = taken
        self._lowest: dict[str, int] = {}

    def make(self, owner: str) -> str:
        """The next alias of an owner: its name, and the lowest number from 2 that is not taken."""
        base = alias_base(owner)
        # Owners whose names are cut to one text share their numbers: begin where the last ended.
        stem = base[:_STEM_LENGTH]
        number = self._lowest.get(stem, 2)
        while True:
            alias = numbered_alias(base, number)
            number += 1
            if alias not in self._taken:
                self._taken.add(alias)
                self._lowest[stem] = number
                return alias
