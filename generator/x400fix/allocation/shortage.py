# SPDX-License-Identifier: MIT
"""What the pool lacks, and which of its ranges serve nobody."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from x400fix.model.addresses import PRESUMED_PREFIX, address_text, subnet_of
from x400fix.model.assignments import Owner
from x400fix.model.connectors import Inventory
from x400fix.pool.occupancy import Candidates, Span, merge
from x400fix.pool.ranges import Range
from x400fix.problems import Place, Problem, ProblemList, shown


class Shortage:
    """Counts what each group of owners needs, to tell everything that is missing at once."""

    def __init__(self) -> None:
        """Begin with no need."""
        self._needs: dict[Candidates, tuple[list[str], list[int]]] = {}
        self._missing: dict[Candidates, int] = {}

    def note(self, candidates: Candidates, owner: Owner, *, is_missing: bool) -> None:
        """Note that an owner needed one more address, and whether there was none left."""
        names, counts = self._needs.setdefault(candidates, ([], [0]))
        label = _label(owner)
        if not names or names[-1] != label:
            names.append(label)
        counts[0] += 1
        if is_missing:
            self._missing[candidates] = self._missing.get(candidates, 0) + 1

    def problems(self, *, has_pool: bool) -> Iterable[Problem]:
        """One error that names each subnet, how many it needs and how many are free."""
        if not self._missing:
            return
        parts = []
        for candidates, missing in self._missing.items():
            names, (needed,) = self._needs[candidates]
            parts.append(f"{', '.join(names)} needs {needed}, {needed - missing} free")
        lack = "; ".join(parts)
        if not has_pool:
            message = f"there is no pool, but addresses are needed: {lack}; give --pool RANGE"
            yield Problem(code="X4-E060", message=message, where=Place("--pool"))
        else:
            message = f"the pool is too small: {lack}; give more with --pool RANGE"
            yield Problem(code="X4-E061", message=message, where=Place("--pool"))


def _label(owner: Owner) -> str:
    """An owner with its subnet, as the error names it."""
    if owner.subnet is None:
        return owner.name
    first, last = owner.subnet
    prefix = 32 - (last - first).bit_length()
    guess = ", presumed" if owner.is_presumed else ""
    return f"{owner.name} ({address_text(first)}/{prefix}{guess})"


def warn_of_idle_ranges(
    ranges: Sequence[Range], inventory: Inventory, problems: ProblemList
) -> None:
    """A range in which no server and no Address lies cannot serve anybody."""
    spans = merge(_subnets(inventory))
    firsts = [first for first, _ in spans]
    owners = {*inventory.servers}
    for connector in inventory.connectors:
        owners.update((connector.remote, connector.via, connector.address.text.upper()))
    for part in ranges:
        if part.owner:
            serves = part.owner in owners
            whom = f"{part.owner} is no server, firewall or Address of the inventory"
        else:
            index = bisect_right(firsts, part.last) - 1
            serves = index >= 0 and spans[index][1] >= part.first
            whom = "no server of the inventory is in its subnet"
        if not serves:
            message = f"pool range {shown(part.text)} serves nobody: {whom}"
            problems.add("X4-W112", message, Place("--pool"))


def _subnets(inventory: Inventory) -> Iterable[Span]:
    """The subnets of all servers, and those presumed around all Addresses."""
    for server in inventory.servers.values():
        if server.primary:
            prefix = server.primary.prefix
            yield subnet_of(server.primary.number, PRESUMED_PREFIX if prefix is None else prefix)
    numbers = {connector.address.number for connector in inventory.connectors} - {None}
    for number in numbers:
        if number is not None:
            yield subnet_of(number, PRESUMED_PREFIX)


def taken_numbers(inventory: Inventory) -> set[int]:
    """Every address that the inventory shows, and the ends of every subnet that it shows."""
    taken: set[int] = set()
    for server in inventory.servers.values():
        if server.gateway is not None:
            taken.add(server.gateway)
        for address in server.addresses:
            taken.add(address.number)
            if address.prefix is not None:
                taken.update(subnet_of(address.number, address.prefix))
    for connector in inventory.connectors:
        if connector.address.number is not None:
            taken.add(connector.address.number)
    return taken
