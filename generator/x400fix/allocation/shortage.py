# SPDX-License-Identifier: MIT
"""What the pool lacks, and which of its ranges serve nobody."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence

from x400fix.allocation.assignments import Owner
from x400fix.allocation.pool import Candidates, Range, Span, merge
from x400fix.inventory.addresses import PRESUMED_PREFIX, address_text, subnet_of
from x400fix.inventory.connectors import Inventory, Server
from x400fix.problems import Place, Problem, ProblemList, shown


class _Need:
    """What the owners that share their candidates need together."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.needed = 0
        self.missing = 0

    def __str__(self) -> str:
        """The part of the error that is about these owners."""
        verb = "needs" if len(self.names) == 1 else "together need"
        free = self.needed - self.missing
        return f"{', '.join(self.names)} {verb} {self.needed}, {free} free"


class Shortage:
    """Counts what each group of owners needs, to tell everything that is missing at once."""

    def __init__(self) -> None:
        """Begin with no need."""
        self._needs: dict[Candidates | Span | str, _Need] = {}
        self._owner: Owner | None = None
        self._need = _Need()

    def note(self, candidates: Candidates, owner: Owner, *, is_missing: bool) -> None:
        """Note that an owner needed one more address, and whether there was none left.

        Owners come one after the other, each with the same candidates every time.
        """
        if owner is not self._owner:
            self._owner = owner
            # Owners without any candidates have nothing in common but a subnet.
            group = candidates if candidates.spans else owner.subnet or owner.name
            self._need = self._needs.setdefault(group, _Need())
            label = _label(owner)
            if label not in self._need.names:
                self._need.names.append(label)
        self._need.needed += 1
        self._need.missing += is_missing

    def problems(self, *, has_pool: bool) -> Iterable[Problem]:
        """One error that names each subnet, how many it needs and how many are free."""
        lack = "; ".join(str(need) for need in self._needs.values() if need.missing)
        if not lack:
            return
        if not has_pool:
            message = f"there is no pool, but addresses are needed: {lack}; give --pool RANGE"
            yield Problem(code="X4-E060", message=message, where=Place("--pool"))
        else:
            message = f"the pool is too small: {lack}; give more with --pool RANGE or [pool] ranges"
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
            whom = _why_idle_for_owner(part, inventory.servers.get(part.owner), owners)
        else:
            index = bisect_right(firsts, part.last) - 1
            serves = index >= 0 and spans[index][1] >= part.first
            whom = "" if serves else "no server of the inventory is in its subnet"
        if whom:
            message = f"pool range {shown(part.text)} serves nobody: {whom}"
            problems.add("X4-W112", message, part.place)


def _why_idle_for_owner(part: Range, server: Server | None, owners: Collection[str]) -> str:
    """Why a range is no good for the owner that it is meant for; empty if it is."""
    if part.owner not in owners:
        return f"{part.owner} is no server, firewall or Address of the inventory"
    primary = server.primary if server else None
    if primary is None or primary.prefix is None:
        return ""
    first, last = subnet_of(primary.number, primary.prefix)
    if part.first <= last and first <= part.last:
        return ""
    return f"the subnet of {part.owner} is {address_text(first)}/{primary.prefix}"


def _subnets(inventory: Inventory) -> Iterable[Span]:
    """The subnets of all servers, and those presumed around the Addresses of nobody known."""
    known: set[int] = set()
    for server in inventory.servers.values():
        known.update(address.number for address in server.addresses)
        if server.primary:
            prefix = server.primary.prefix
            yield subnet_of(server.primary.number, PRESUMED_PREFIX if prefix is None else prefix)
    for number in {c.address.number for c in inventory.connectors if c.address.number} - known:
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
