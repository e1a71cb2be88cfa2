# SPDX-License-Identifier: MIT
"""What an earlier plan gave, held against everything that has a name or an address since.

Whoever already carries out the very assignment is no contradiction: the connector itself that
holds its new Address, the owner's NIC that has the address, a name file that leads the alias to it.
Connectors of different home servers may share an address of one owner (``--minimal``).
"""

import operator
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from x400fix.allocation.assignments import Action, Memory, Remembered
from x400fix.allocation.pool import InUse
from x400fix.inventory.addresses import Address, address_text
from x400fix.inventory.connectors import Inventory, Stack, connector_key
from x400fix.inventory.names import host_label
from x400fix.problems import Place, PlanningError, Problem, shown
from x400fix.verdicts.conflicts import Judgement

Key = tuple[str, str]


class SeenLine(NamedTuple):
    """A line of a name file, or a DNS record: where it is, its address and names in capitals.

    Of a line that is not understood, each part that may be a name or an address stands alone;
    ``is_remark`` says that only a comment has it, which contradicts nothing.
    """

    where: str
    number: int | None
    names: frozenset[str] = frozenset()
    is_remark: bool = False


def put_back(inventory: Inventory, memory: Memory) -> Inventory:
    """The inventory as it was before an earlier plan was begun.

    A connector that has its new Address has its old one again, since only that shows its partner,
    its link, its owner, and with whom it shared the Address. The same inventory if none has.
    """
    sharing = Counter((each.server, each.address.text.lower()) for each in inventory.connectors)
    rows = []
    for each in inventory.connectors if memory else ():
        earlier = memory.get(connector_key(each))
        before, now = earlier and earlier.before, each.address
        is_other = before and before.text.lower() != now.text.lower()
        if earlier and before and is_other and each.stack is Stack.TCP:
            is_alone = sharing[each.server, now.text.lower()] == 1
            if _has_new_address(earlier, now, is_alone=is_alone):
                each = replace(each, address=before)  # noqa: PLW2901 -- the row as it was
        rows.append(each)
    is_same = all(map(operator.is_, rows, inventory.connectors))
    return inventory if is_same else replace(inventory, connectors=tuple(rows))


def _has_new_address(earlier: Remembered, now: Address, *, is_alone: bool) -> bool:
    """Whether an Address is what an earlier plan gave; what that left open, a person decided."""
    if earlier.action is Action.MANUAL and earlier.address is None:
        return is_alone
    return is_given(earlier, now)


def is_given(earlier: Remembered, now: Address) -> bool:
    """Whether an Address is the one that an earlier plan gave, or the name that leads to it."""
    if now.number is not None:
        return now.number == earlier.address
    return bool(earlier.alias) and now.text.upper() == earlier.alias


def seen_elsewhere(found: InUse) -> Iterator[SeenLine]:
    """Names and addresses that another source has; only those of a ticket contradict us."""
    for name in sorted(found.names):
        yield SeenLine(found.source, None, frozenset({name}), is_remark=not found.is_given)
    if found.is_given:
        for first, last in found.spans:
            yield from (SeenLine(found.source, number) for number in range(first, last + 1))


def refuse_contradictions(memory: Memory, judgement: Judgement, lines: Iterable[SeenLine]) -> None:
    """Raise PlanningError if what an earlier plan gave belongs to somebody else now.

    ``lines`` are those that are not this ticket's own.
    """
    problems = _Contradictions(memory, judgement, lines).problems if memory else {}
    if problems:
        raise PlanningError(problem for _, problem in sorted(problems.items()))


class _Contradictions:
    """Finds what contradicts an earlier plan; the first reason of each connector is reported."""

    def __init__(self, memory: Memory, judgement: Judgement, lines: Iterable[SeenLine]) -> None:
        self._memory = memory
        self._inventory = judgement.inventory
        self._directory = judgement.first.directory
        self._given: dict[int | str, list[Key]] = {}
        for key, earlier in sorted(memory.items()):
            for given in (earlier.address, earlier.alias):
                if given:
                    self._given.setdefault(given, []).append(key)
        # Of connectors with one name that of the TCP stack counts.
        rows = sorted(judgement.dialled(), key=lambda row: row[0].stack is Stack.TCP)
        self._rows = {connector_key(each): (each, partner) for each, partner in rows}
        self.problems: dict[Key, Problem] = {}
        self._compare_with_each_other()
        self._compare_with_servers()
        self._compare_with_connectors()
        self._compare_with_lines(lines)

    def _ident(self, key: Key) -> str:
        name = self._rows[key][0].name if key in self._rows else key[1]
        return f"{key[0]}/{name}"

    def _note(self, key: Key, given: str | int, why: str) -> None:
        text = given if isinstance(given, str) else address_text(given)
        self.problems.setdefault(key, refusal(text, self._ident(key), why))

    def _owners(self, key: Key) -> set[str]:
        """Who may have the address: the owner of then, and the partner as it is known now."""
        return {self._memory[key].owner, self._rows[key][1]} - {""}

    def _keys(self, given: int | str) -> Iterator[Key]:
        """Who was given an address or alias and is still in the inventory: others get nothing."""
        return (key for key in self._given.get(given, ()) if key in self._rows)

    def _compare_with_each_other(self) -> None:
        for given, keys in self._given.items():
            homes: dict[str, Key] = {}
            for key in keys:
                rival = homes.setdefault(key[0], key)
                if rival == key and not _may_share(self._memory[keys[0]], self._memory[key]):
                    rival = keys[0]
                if rival != key:
                    self._note(key, given, f"it gave that to {shown(self._ident(rival))} too")

    def _compare_with_servers(self) -> None:
        for server in self._inventory.servers.values():
            for address in server.addresses:
                for key in self._keys(address.number):
                    if server.name not in self._owners(key):
                        self._note(key, address.number, f"{server.name} has it now")
            for key in self._keys(server.gateway or ""):
                self._note(key, server.gateway or "", f"it is the gateway of {server.name}")
            for key in self._keys(host_label(server.name)):
                why = f"{server.name} is a server of the inventory"
                self._note(key, host_label(server.name), why)

    def _compare_with_connectors(self) -> None:
        for row, (connector, partner) in self._rows.items():
            for name, what in ((partner, "partner"), (connector.via, "firewall")):
                for key in self._keys(host_label(name)):
                    why = f"it is the name of the {what} of {shown(self._ident(row))}"
                    self._note(key, host_label(name), why)
            dialled = connector.address.number or connector.address.text.upper().partition(".")[0]
            for key in self._keys(dialled) if connector.stack is Stack.TCP else ():
                if key != row and not self._may_dial(row, key):
                    self._note(key, dialled, f"{shown(self._ident(row))} dials it now")

    def _may_dial(self, row: Key, key: Key) -> bool:
        """Whether another connector may dial what was given to this one."""
        given, other, partner = self._memory[key], self._memory.get(row), self._rows[row][1]
        if other and (other.address, other.alias) == (given.address, given.alias):
            return True  # what the two have in common is looked at already
        is_unknown = not partner and given.owner not in self._inventory.servers
        return row[0] != key[0] and (is_unknown or partner in self._owners(key))

    def _compare_with_lines(self, lines: Iterable[SeenLine]) -> None:
        for where, number, full_names, is_remark in lines:
            if is_remark:
                continue
            names = full_names | {name.partition(".")[0] for name in full_names}
            for key in self._keys(number or ""):
                if self._memory[key].alias not in names:
                    whose = f" for {min(full_names)}" if full_names else ""
                    self._note(key, number or "", f"{where} has it{whose}")
            for name in names & self._given.keys():
                for key in self._keys(name):
                    if number is None or not self._leads_to(number, self._memory[key]):
                        there = f" leads it to {address_text(number)}" if number else " has it"
                        self._note(key, name, f"{where}{there}")

    def _leads_to(self, number: int, given: Remembered) -> bool:
        """Whether an address is the one that belongs to an alias; without one, the owner's."""
        if given.address is not None:
            return number == given.address
        if given.before and given.before.number == number:
            return True
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
