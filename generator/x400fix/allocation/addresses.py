# SPDX-License-Identifier: MIT
"""Which address each connector gets: the one it had, a shared one, or the lowest free one."""

from x400fix.allocation.assignments import Memory, Owner
from x400fix.allocation.pool import Candidates, Occupancy
from x400fix.allocation.shortage import Shortage
from x400fix.inventory.addresses import address_text
from x400fix.inventory.connectors import Connector, Inventory, connector_key
from x400fix.inventory.topology import Directory
from x400fix.problems import Place, Problem, shown
from x400fix.settings.settings import Settings


class Giving:
    """Gives addresses, and remembers what was missing and what could not be given again."""

    def __init__(
        self,
        inventory: Inventory,
        directory: Directory,
        occupancy: Occupancy,
        settings: Settings,
        memory: Memory,
    ) -> None:
        """With ``--minimal`` connectors of different home servers share an owner's addresses."""
        self._dialled = frozenset(
            (connector.server, connector.address.number)
            for connector in inventory.connectors
            if connector.address.number is not None
            if memory or settings.minimal
        )
        self._occupancy = occupancy
        self._directory = directory
        self._memory = memory
        self._shares = settings.minimal
        self._has_pool = bool(settings.pool)
        self._shortage = Shortage()
        self._refused: list[Problem] = []
        # Connectors come owner by owner.
        self._owner: Owner | None = None
        self._candidates = Candidates(())
        self._remembered = _addresses_by_owner(memory)
        self._owned: dict[tuple[str, Candidates], list[int]] = {}
        self._used: dict[tuple[str, str], set[int]] = {}

    def give(self, owner: Owner, connector: Connector) -> int | None:
        """The address of a connector; None if there is none, which ``problems`` then tells."""
        earlier = self._memory.get(connector_key(connector)) if self._memory else None
        if earlier and earlier.address is not None and earlier.owner == owner.name:
            self._check(owner, connector, earlier.address)
            return earlier.address
        if self._shares:
            return self._give_shared(owner, connector)
        return self._take(owner)

    def _give_shared(self, owner: Owner, connector: Connector) -> int | None:
        """The owner's lowest address that this home server does not dial yet, or one more.

        Every address beyond the first comes only when one home server needs it, so an owner gets
        as many as the home server with the most connectors that move to it.
        """
        used = self._used.get((owner.name, connector.server))
        if used is None:
            used = self._used[owner.name, connector.server] = {
                earlier.address
                for (server, _), earlier in self._memory.items()
                if server == connector.server
                and earlier.owner == owner.name
                and earlier.address is not None
            }
        # An owner whose subnet is only presumed can have several, but its pool is one.
        key = (owner.name, self._find_candidates(owner))
        owned = self._owned.get(key)
        if owned is None:
            remembered = self._remembered.get(owner.name, ())
            owned = [number for number in remembered if not self._why_not(owner, number)]
            self._owned[key] = owned
        number = next(
            (
                number
                for number in owned
                if number not in used and (connector.server, number) not in self._dialled
            ),
            None,
        )
        if number is None:
            number = self._take(owner)
            if number is not None:
                owned.append(number)
        if number is not None:
            used.add(number)
        return number

    def _find_candidates(self, owner: Owner) -> Candidates:
        """The addresses that an owner may get."""
        if owner is not self._owner:
            self._owner = owner
            self._candidates = self._occupancy.candidates(
                owner.name, owner.subnet, is_presumed=owner.is_presumed
            )
        return self._candidates

    def _take(self, owner: Owner) -> int | None:
        """The lowest free address for an owner."""
        candidates = self._find_candidates(owner)
        number = self._occupancy.take_lowest(candidates)
        self._shortage.note(candidates, owner, is_missing=number is None)
        return number

    def _why_not(self, owner: Owner, number: int) -> str:
        """Why an address of an earlier plan cannot be this owner's any more; empty if it can."""
        holder = self._directory.owner_of(number)
        if self._occupancy.is_excluded(number):
            return "it is excluded now"
        if holder and holder != owner.name:
            return f"{holder} has it now"
        if owner.subnet and not owner.is_presumed and not _is_inside(number, owner.subnet):
            return f"it is not in the subnet of {owner.name}"
        return ""

    def _check(self, owner: Owner, connector: Connector, number: int) -> None:
        """Refuse an address of an earlier plan that has become somebody else's since."""
        why = self._why_not(owner, number)
        if not why and (connector.server, number) in self._dialled:
            why = f"another connector of {connector.server} dials it now"
        if why:
            text = address_text(number)
            name = f"{connector.server}/{connector.name}"
            message = (
                f"the earlier plan gave {text} to {shown(name)}, but {why}: correct that, or plan "
                "without --previous if the earlier plan was never carried out"
            )
            where = Place("--previous")
            self._refused.append(Problem(code="X4-E062", message=message, where=where))

    def problems(self) -> list[Problem]:
        """Everything that is missing or cannot be given again."""
        return [*self._refused, *self._shortage.problems(has_pool=self._has_pool)]


def _is_inside(number: int, subnet: tuple[int, int]) -> bool:
    """Whether an address is a host's in a subnet."""
    return subnet[0] < number < subnet[1]


def _addresses_by_owner(memory: Memory) -> dict[str, list[int]]:
    """The addresses that an earlier plan gave, by owner, in ascending order."""
    owned: dict[str, set[int]] = {}
    for earlier in memory.values():
        if earlier.address is not None:
            owned.setdefault(earlier.owner, set()).add(earlier.address)
    return {owner: sorted(numbers) for owner, numbers in owned.items()}
