# SPDX-License-Identifier: MIT
"""What an earlier plan gave, held against everything that has a name or an address since.

Whoever already carries out the very assignment is no contradiction: the connector itself that
holds its new Address, the owner's NIC that has the address, a name file that leads the alias to it.
Connectors of different home servers may share an address of one owner (``--minimal``).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from x400fix.allocation.assignments import Memory, Remembered
from x400fix.inventory.addresses import address_text
from x400fix.inventory.connectors import Connector, Inventory, Stack, connector_key
from x400fix.inventory.names import host_label
from x400fix.inventory.topology import Directory
from x400fix.problems import Place, PlanningError, Problem, shown

Key = tuple[str, str]


class SeenLine(NamedTuple):
    """A line of a name file, or a DNS record: where it is, its address and names in capitals.

    Of a line that is not understood, each part that may be a name or an address stands alone.
    """

    where: str
    number: int | None
    names: frozenset[str] = frozenset()


class Contradictions:
    """Finds what contradicts an earlier plan; the first reason of each connector is told."""

    def __init__(
        self,
        memory: Memory,
        inventory: Inventory,
        directory: Directory,
        partners: Sequence[str],
        lines: Iterable[SeenLine],
    ) -> None:
        """Compare everything; ``lines`` are those that are not this ticket's own."""
        self._memory = memory
        self._inventory = inventory
        self._directory = directory
        self._by_number: dict[int, list[Key]] = {}
        self._by_alias: dict[str, list[Key]] = {}
        for key, earlier in sorted(memory.items()):
            if earlier.address is not None:
                self._by_number.setdefault(earlier.address, []).append(key)
            if earlier.alias:
                self._by_alias.setdefault(earlier.alias, []).append(key)
        rows = zip(inventory.connectors, partners, strict=True)
        self._rows = [(connector_key(each), each, partner) for each, partner in rows]
        self._idents = {key: f"{each.server}/{each.name}" for key, each, _ in self._rows}
        self._partners = {key: partner for key, _, partner in self._rows if key in memory}
        self._problems: dict[Key, Problem] = {}
        self._compare_with_each_other()
        self._compare_with_servers()
        self._compare_with_connectors()
        self._compare_with_lines(lines)

    def refuse(self) -> None:
        """Raise PlanningError with one problem for each connector, if there is any."""
        if self._problems:
            raise PlanningError(problem for _, problem in sorted(self._problems.items()))

    def _ident(self, key: Key) -> str:
        return self._idents.get(key, "/".join(key))

    def _note(self, key: Key, given: str | int, why: str) -> None:
        text = given if isinstance(given, str) else address_text(given)
        self._problems.setdefault(key, refusal(text, self._ident(key), why))

    def _owners(self, key: Key) -> set[str]:
        """Who may have the address: the owner of then, and the partner as it is known now."""
        return {self._memory[key].owner, self._partners.get(key, "")} - {""}

    def _present(self, keys: Iterable[Key]) -> Iterator[Key]:
        """Those of the connectors that the inventory still has: the others get nothing."""
        return (key for key in keys if key in self._partners)

    def _compare_with_each_other(self) -> None:
        groups: list[tuple[str | int, list[Key]]] = [*self._by_number.items()]
        groups += self._by_alias.items()
        for given, keys in groups:
            homes: dict[str, Key] = {}
            for key in keys:
                rival = homes.setdefault(key[0], key)
                if rival == key and not _may_share(self._memory[keys[0]], self._memory[key]):
                    rival = keys[0]
                if rival != key:
                    self._note(
                        key,
                        given,
                        f"it gave that to {shown(self._ident(rival))} too",
                    )

    def _compare_with_servers(self) -> None:
        for server in self._inventory.servers.values():
            for address in server.addresses:
                for key in self._present(self._by_number.get(address.number, ())):
                    if server.name not in self._owners(key):
                        self._note(key, address.number, f"{server.name} has it now")
            if server.gateway is not None:
                for key in self._present(self._by_number.get(server.gateway, ())):
                    self._note(key, server.gateway, f"it is the gateway of {server.name}")
            label = host_label(server.name)
            for key in self._present(self._by_alias.get(label, ())):
                self._note(key, label, f"{server.name} is a server of the inventory")

    def _compare_with_connectors(self) -> None:
        for row_key, connector, partner in self._rows:
            row = shown(f"{connector.server}/{connector.name}")
            for name, what in ((partner, "partner"), (connector.via, "firewall")):
                for key in self._present(self._by_alias.get(host_label(name), ())):
                    self._note(key, host_label(name), f"it is the name of the {what} of {row}")
            if connector.stack is not Stack.TCP:
                continue
            for given, keys in self._dialled(connector):
                for key in self._present(keys):
                    if key != row_key and not self._may_dial(row_key, connector, partner, key):
                        self._note(key, given, f"{row} dials it now")

    def _dialled(self, connector: Connector) -> Iterator[tuple[str | int, Sequence[Key]]]:
        """What a connector dials that an earlier plan gave."""
        if connector.address.number is not None:
            yield connector.address.number, self._by_number.get(connector.address.number, ())
        else:
            name = connector.address.text.upper().partition(".")[0]
            yield name, self._by_alias.get(name, ())

    def _may_dial(self, row: Key, connector: Connector, partner: str, key: Key) -> bool:
        """Whether another connector may dial what was given to this one."""
        given, other = self._memory[key], self._memory.get(row)
        if other and (other.address, other.alias) == (given.address, given.alias):
            return True  # what the two have in common is looked at already
        if connector.server == key[0]:
            return False
        is_unknown = not partner and given.owner not in self._inventory.servers
        return is_unknown or partner in self._owners(key)

    def _compare_with_lines(self, lines: Iterable[SeenLine]) -> None:
        for where, number, full_names in lines:
            names = full_names | {name.partition(".")[0] for name in full_names}
            for key in self._present(self._by_number.get(number, ()) if number else ()):
                if self._memory[key].alias not in names:
                    whose = f" for {min(full_names)}" if full_names else ""
                    self._note(key, number or 0, f"{where} has it{whose}")
            for name in names & self._by_alias.keys():
                for key in self._present(self._by_alias[name]):
                    if number is None or not self._leads_to(number, self._memory[key]):
                        there = f" leads it to {address_text(number)}" if number else " has it"
                        self._note(key, name, f"{where}{there}")

    def _leads_to(self, number: int, given: Remembered) -> bool:
        """Whether an address is the one that belongs to an alias; without one, the owner's."""
        if given.address is not None:
            return number == given.address
        known = (self._directory.owner_of(number), address_text(number))
        return given.owner in known or self._directory.number_of(given.owner) == number


def _may_share(one: Remembered, other: Remembered) -> bool:
    """Whether connectors of two home servers may have the same address and alias."""
    return one.owner == other.owner and one.address == other.address is not None


def refusal(given: str, ident: str, why: str) -> Problem:
    """The problem that what an earlier plan gave cannot be given again."""
    message = (
        f"the earlier plan gave {given} to {shown(ident)}, but {why}: correct that, or plan "
        "without --previous if the earlier plan was never carried out"
    )
    return Problem(code="X4-E062", message=message, where=Place("--previous"))
