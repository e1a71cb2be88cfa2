# SPDX-License-Identifier: MIT
"""What the truth table says of every connector of an inventory, and the conflicts in it."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import msgspec

from x400fix.inventory.connectors import Inventory, Link, Role, Server, Stack
from x400fix.inventory.topology import Directory
from x400fix.verdicts.judging import Judge, find_groups
from x400fix.verdicts.truth_table import BY_NAME, CONTROL_BLOCKS, MANY_SOURCES, Row, Verdict


class Finding(msgspec.Struct, frozen=True, gc=False):
    """What the truth table says of a connector: its row and the numbers of the added rows."""

    row: Row
    added: tuple[int, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The verdict of the deciding row."""
        return self.row.verdict


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """Connectors of one server that the stack cannot tell apart, as indexes of the inventory.

    An array, because whole numbers of their own would take eight times the memory.
    """

    server: str
    members: Sequence[int]
    is_proxied: bool


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """A finding for each connector, in the inventory's order, and the conflicts by first member.

    ``presumed`` are connectors that may lead to one endpoint, although the inventory does not tell.
    """

    findings: tuple[Finding, ...]
    conflicts: tuple[Conflict, ...]
    presumed: frozenset[int] = frozenset()


@cache
def _finding(row: Row, added: tuple[int, ...]) -> Finding:
    """Equal findings are one value, because there are few of them and many connectors."""
    return Finding(row, added)


def find_conflicts(
    inventory: Inventory,
    directory: Directory,
    partners: Sequence[str],
    links: Sequence[Link | None],
) -> Findings:
    """Read the truth table for every connector."""
    judge = Judge(inventory, directory, partners, links)
    rows: dict[int, Row] = {}
    conflicts: list[Conflict] = []
    for members in find_groups(inventory, directory):
        rows.update(judge.judge(members))
        conflicts += _conflicts_within(inventory, members, rows)
    added = _added_rows(inventory, partners)
    return Findings(
        findings=tuple(_finding(rows[index], added[index]) for index in range(len(partners))),
        conflicts=tuple(sorted(conflicts, key=lambda conflict: conflict.members[0])),
        presumed=judge.presumed,
    )


def _conflicts_within(
    inventory: Inventory, members: Sequence[int], rows: Mapping[int, Row]
) -> Iterator[Conflict]:
    """The conflicts within a group: those with one Address, or all if names and IPs mix."""
    clashing: dict[str, list[int]] = {}
    for index in members:
        row = rows[index]
        if row.verdict.is_conflict:
            # Rows 10 and 13 look at the endpoint, the others at the Address as it is written.
            text = inventory.connectors[index].address.text.lower()
            clashing.setdefault("" if row.number in {10, 13} else text, []).append(index)
    for indexes in clashing.values():
        yield Conflict(
            server=inventory.connectors[indexes[0]].server,
            members=array("I", indexes),
            is_proxied=rows[indexes[0]].number == 13,  # noqa: PLR2004 -- row 13
        )


def _added_rows(inventory: Inventory, partners: Sequence[str]) -> list[tuple[int, ...]]:
    """The numbers of the rows that are added to each connector's verdict."""
    crowded = _crowded_servers(inventory)
    callers = {each.name for each in inventory.servers.values() if _may_call_from_another(each)}
    added = []
    for connector, partner in zip(inventory.connectors, partners, strict=True):
        numbers: tuple[int, ...] = ()
        if connector.stack is Stack.TCP:
            if connector.address.number is None:
                numbers = (BY_NAME.number,)
            elif partner in callers:
                numbers = (MANY_SOURCES.number,)
            if connector.server in crowded:
                numbers = (*numbers, CONTROL_BLOCKS.number)
        added.append(numbers)
    return added


def _crowded_servers(inventory: Inventory) -> frozenset[str]:
    """Servers whose connectors need more control blocks than their MTA can have."""
    counts: dict[str, int] = {}
    for connector in inventory.connectors:
        if connector.stack is Stack.TCP:
            counts[connector.server] = counts.get(connector.server, 0) + 1
    return frozenset(
        name
        for name, count in counts.items()
        if needed_control_blocks(count) > most_control_blocks(inventory.servers[name])
    )


def needed_control_blocks(connectors: int) -> int:
    """How many TCP/IP control blocks a number of connectors needs (Q200259, Q193894)."""
    return 10 * connectors + 10


def most_control_blocks(server: Server) -> int:
    """How many the server's MTA can have; an unknown version counts as unpatched (Q166602)."""
    return server.exchange.control_blocks if server.exchange else 62


def _may_call_from_another(server: Server) -> bool:
    """Whether a partner has more than one address to call from (row 12)."""
    return len(server.addresses) > 1 or Role.RAS in server.roles or Role.CLUSTER in server.roles
