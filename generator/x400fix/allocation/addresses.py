# SPDX-License-Identifier: MIT
"""Which address each connector gets: the one it had, a shared one, or the lowest free one."""

import msgspec

from x400fix.allocation.assignments import Memory, Owner, Remembered
from x400fix.allocation.memory import refusal
from x400fix.allocation.pool import Candidates, Occupancy
from x400fix.inventory.addresses import address_text, subnet_text
from x400fix.inventory.connectors import Connector, connector_key
from x400fix.inventory.subnets import Span
from x400fix.problems import Place, Problem, shown
from x400fix.settings.settings import Settings
from x400fix.verdicts.conflicts import Judgement


class _Need(msgspec.Struct):
    """What the owners that share their candidates need together."""

    labels: dict[str, None] = {}
    rows: list[Connector] = []
    missing: int = 0

    def __str__(self) -> str:
        """The part of the error that is about these owners."""
        verb = "needs" if len(self.labels) == 1 else "together need"
        needed = len(self.rows)
        names = [f"{each.server}/{shown(each.name)}, line {each.line}" for each in self.rows[:3]]
        more = f"; and {len(self.rows) - 3} more" if len(self.rows) > 3 else ""  # noqa: PLR2004
        rows = f"for {'; '.join(names)}{more}"
        return f"{', '.join(self.labels)} {verb} {needed}, {needed - self.missing} free ({rows})"


class Giving:
    """Gives addresses, and remembers what was missing and what could not be given again."""

    def __init__(
        self, judgement: Judgement, occupancy: Occupancy, settings: Settings, memory: Memory
    ) -> None:
        """With ``--minimal`` connectors of different home servers share an owner's addresses."""
        self._directory = judgement.directory
        self._occupancy = occupancy
        self._settings = settings
        self._memory = memory
        self._refused: list[Problem] = []
        # Connectors come owner by owner.
        self._owner: Owner | None = None
        self._label = ""
        self._candidates = Candidates((), iter(()))
        self._need = _Need()
        self._needs: dict[Candidates | Span | str, _Need] = {}
        # For sharing: what an owner has already, and what a home server dials there.
        self._remembered: dict[str, set[int]] = {}
        self._owned: dict[tuple[str, Candidates], list[int]] = {}
        self._used: dict[tuple[str, str], set[int]] = {}
        self._dialled: set[tuple[str, int | None]] = set()
        if settings.minimal:
            connectors = judgement.inventory.connectors
            self._dialled.update((each.server, each.address.number) for each in connectors)
            for (home, _), earlier in memory.items():
                if earlier.address is not None:
                    self._remembered.setdefault(earlier.owner, set()).add(earlier.address)
                    self._used.setdefault((earlier.owner, home), set()).add(earlier.address)

    def give(self, owner: Owner, connector: Connector) -> int | None:
        """The address of a connector; None if there is none, which is in ``problems`` then."""
        if owner is not self._owner:
            self._turn_to(owner)
        earlier = self._memory.get(connector_key(connector)) if self._memory else None
        if earlier and earlier.address is not None and _is_same(earlier, owner, connector):
            why = self._why_not(owner, earlier.address)
            if why:
                ident = f"{connector.server}/{connector.name}"
                self._refused.append(refusal(address_text(earlier.address), ident, why))
            return earlier.address
        shared = self._settings.minimal
        return self._give_shared(owner, connector) if shared else self._take(connector)

    def _turn_to(self, owner: Owner) -> None:
        """Find the candidates of an owner, and the other owners that need the same ones."""
        self._owner, self._label = owner, _label(owner)
        self._candidates = self._occupancy.candidates(
            owner.name, owner.subnet, is_presumed=owner.is_presumed
        )
        # Owners without any candidates have nothing in common but a subnet.
        group = self._candidates if self._candidates.spans else owner.subnet or owner.name
        self._need = self._needs.setdefault(group, _Need())

    def _take(self, connector: Connector) -> int | None:
        number = next(self._candidates.free, None)
        self._need.labels[self._label] = None
        self._need.rows.append(connector)
        self._need.missing += number is None
        return number

    def _give_shared(self, owner: Owner, connector: Connector) -> int | None:
        """The owner's lowest address that this home server does not dial yet, or one more.

        Every address beyond the first comes only when one home server needs it, so an owner gets
        as many as the home server with the most connectors that move to it.
        """
        used = self._used.setdefault((owner.name, connector.server), set())
        # An owner whose subnet is only presumed can have several, but its pool is one.
        key = (owner.name, self._candidates)
        owned = self._owned.get(key)
        if owned is None:
            owned = self._owned[key] = [
                number
                for number in sorted(self._remembered.get(owner.name, ()))
                if not self._why_not(owner, number)
                and self._directory.owner_of(number) in {"", owner.name}
            ]
        for number in owned:
            if number not in used and (connector.server, number) not in self._dialled:
                used.add(number)
                return number
        new = self._take(connector)
        if new is not None:
            owned.append(new)
            used.add(new)
        return new

    def _why_not(self, owner: Owner, number: int) -> str:
        """Why an address of an earlier plan cannot be given to its owner; empty if it can."""
        if self._occupancy.is_excluded(number):
            return "it is excluded now"
        if owner.subnet and not owner.is_presumed:
            first, last = owner.subnet
            return "" if first < number < last else f"it is not in the subnet of {owner.name}"
        return ""

    def problems(self) -> list[Problem]:
        """What cannot be given again, and one error for everything that is missing."""
        if self._occupancy.pool.is_trial:
            return []
        lack = "; ".join(str(need) for need in self._needs.values() if need.missing)
        if not lack:
            return self._refused
        if self._settings.pool:
            code = "X4-E061"
            message = f"the pool is too small: {lack}"
            if used_by := self._occupancy.pool.used_by:
                message += f"; {used_by}"
            message += "; give more with --pool RANGE or [pool] ranges"
        else:
            code = "X4-E060"
            message = f"there is no pool, but addresses are needed: {lack}; give --pool RANGE"
        return [*self._refused, Problem(code=code, message=message, where=Place("--pool"))]


def _is_same(earlier: Remembered, owner: Owner, connector: Connector) -> bool:
    """Whether a connector still leads where an earlier plan gave it an address."""
    before = earlier.before
    is_same_address = before is not None and before.text.lower() == connector.address.text.lower()
    return is_same_address or earlier.owner == owner.name


def _label(owner: Owner) -> str:
    if owner.subnet is None:
        return owner.name
    guess = ", presumed" if owner.is_presumed else ""
    return f"{owner.name} ({subnet_text(owner.subnet)}{guess})"
