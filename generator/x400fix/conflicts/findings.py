# SPDX-License-Identifier: MIT
"""Groups the connectors of each stack by endpoint and reads the truth table for each of them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import msgspec

from x400fix.conflicts.table import (
    BY_NAME,
    CONTROL_BLOCKS,
    MANY_SOURCES,
    Form,
    Row,
    Situation,
    Verdict,
    deciding_row,
)
from x400fix.links import Directory
from x400fix.model.connectors import Connector, Inventory, Link, Role, Server, Stack
from x400fix.model.versions import Level


class Finding(msgspec.Struct, frozen=True, gc=False):
    """What the truth table says of a connector: its row and the numbers of the added rows."""

    row: Row
    added: tuple[int, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The verdict of the deciding row."""
        return self.row.verdict


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """Connectors of one server that the stack cannot tell apart, as indexes of the inventory."""

    server: str
    members: tuple[int, ...]
    is_proxied: bool


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """A finding for each connector, in the inventory's order, and the conflicts by first member."""

    findings: tuple[Finding, ...]
    conflicts: tuple[Conflict, ...]


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
    stage = _Stage(inventory, directory, partners, links)
    rows: dict[int, Row] = {}
    conflicts: list[Conflict] = []
    for members in stage.groups():
        for index, row in stage.judge(members):
            rows[index] = row
        conflicts += stage.conflicts(members, rows)
    added = stage.added_rows()
    return Findings(
        findings=tuple(_finding(rows[index], added[index]) for index in range(len(partners))),
        conflicts=tuple(sorted(conflicts, key=lambda conflict: conflict.members)),
    )


class _Stage:
    """What judging needs to know of the whole inventory."""

    def __init__(
        self,
        inventory: Inventory,
        directory: Directory,
        partners: Sequence[str],
        links: Sequence[Link | None],
    ) -> None:
        self._connectors = inventory.connectors
        self._servers = inventory.servers
        self._directory = directory
        self._partners = partners
        self._links = links
        self._deciding_row = cache(deciding_row)
        self._presumed = frozenset(self._presumed_endpoints())

    def groups(self) -> Iterator[tuple[int, ...]]:
        """The connectors of each stack with one endpoint; other stacks than TCP stay alone."""
        groups: dict[tuple[str, int | str], list[int]] = {}
        for index, connector in enumerate(self._connectors):
            if connector.stack is Stack.TCP:
                key = self._directory.address_key(connector.address)
                groups.setdefault((connector.server, key), []).append(index)
            else:
                yield (index,)
        for members in groups.values():
            yield tuple(members)

    def judge(self, members: Sequence[int]) -> Iterator[tuple[int, Row]]:
        """The deciding row of each member of a group; alike members are judged once."""
        connectors = [self._connectors[index] for index in members]
        partners = {self._partners[index] for index in members}
        counts = Counter(connector.address.text.lower() for connector in connectors)
        has_numbers = any(connector.address.number is not None for connector in connectors)
        has_names = any(connector.address.number is None for connector in connectors)
        server = self._servers[connectors[0].server]
        alike: dict[tuple[str, str], Row] = {}
        situation = Situation(
            is_tcp=connectors[0].stack is Stack.TCP,
            size=len(members),
            local=server.level,
            remote=Level.UNKNOWN,
            form=Form.SAME,
            is_foreign=False,
            is_proxied=any(c.via for c in connectors) or len(partners - {""}) > 1,
            has_several_partners=len(partners) > 1,
            has_own_selectors=not server.needs_unique_address
            and self._have_own_selectors(members, partners),
        )
        for index, connector in zip(members, connectors, strict=True):
            text, partner = connector.address.text.lower(), self._partners[index]
            row = alike.get((text, partner))
            if row is None:
                size, form = situation.size, Form.SAME
                if size == 1 and index in self._presumed:
                    size, form = 2, Form.PRESUMED
                elif has_names and has_numbers:
                    form = Form.MIXED
                elif len(counts) > 1 and counts[text] == 1:
                    form = Form.ALIASES
                row = self._deciding_row(
                    situation._replace(
                        size=size, form=form, remote=self._level(partner), is_foreign=not partner
                    )
                )
                alike[text, partner] = row
            yield index, row

    def _level(self, partner: str) -> Level:
        """Where a partner stands in the truth table; one without facts is unknown."""
        server = self._servers.get(partner)
        return server.level if server else Level.UNKNOWN

    def _presumed_endpoints(self) -> Iterator[int]:
        """Connectors of one server to a partner without known addresses: by its name, and by IP."""
        kinds: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
        for index, (connector, partner) in enumerate(
            zip(self._connectors, self._partners, strict=True)
        ):
            server = self._servers.get(partner)
            if not partner or connector.stack is not Stack.TCP or (server and server.primary):
                continue
            named, numbered = kinds.setdefault((connector.server, partner), ([], []))
            if connector.address.number is not None:
                numbered.append(index)
            elif _is_name_of(connector.address.text, partner):
                named.append(index)
        for named, numbered in kinds.values():
            if named and numbered:
                yield from named
                yield from numbered

    def _have_own_selectors(self, members: Sequence[int], partners: set[str]) -> bool:
        """Whether outgoing T selectors tell a group apart (KB 198772; P2 and P4 of the reference).

        Each is set and differs from the others; to an Exchange partner it equals the other end's.
        """
        outgoing = [self._connectors[index].selectors.outgoing for index in members]
        if not all(outgoing) or len(set(outgoing)) < len(outgoing):
            return False
        return partners == {""} or all(self._matches_far_end(index) for index in members)

    def _matches_far_end(self, index: int) -> bool:
        """Whether both ends of a connector's link have the same outgoing T selector."""
        link = self._links[index]
        if link is None or link.second is None:
            return False
        return link.first.selectors.outgoing == link.second.selectors.outgoing

    def conflicts(self, members: Sequence[int], rows: Mapping[int, Row]) -> Iterator[Conflict]:
        """The conflicts within a group: those with one Address, or all if names and IPs mix."""
        clashing: dict[str, list[int]] = {}
        for index in members:
            row = rows[index]
            if row.verdict.is_conflict:
                # Rows 13, 15 and 10 look at the endpoint; the others at the Address as written.
                text = self._connectors[index].address.text.lower()
                clashing.setdefault("" if row.number in {10, 13} else text, []).append(index)
        for indexes in clashing.values():
            yield Conflict(
                server=self._connectors[indexes[0]].server,
                members=tuple(indexes),
                is_proxied=rows[indexes[0]].number == 13,  # noqa: PLR2004 -- row 13
            )

    def added_rows(self) -> list[tuple[int, ...]]:
        """The numbers of the rows that are added to each connector's verdict."""
        crowded = self._crowded_servers()
        added = []
        for connector, partner in zip(self._connectors, self._partners, strict=True):
            numbers: tuple[int, ...] = ()
            if connector.stack is Stack.TCP:
                if connector.address.number is None:
                    numbers = (BY_NAME.number,)
                elif _may_call_from_another(self._servers.get(partner)):
                    numbers = (MANY_SOURCES.number,)
                if connector.server in crowded:
                    numbers = (*numbers, CONTROL_BLOCKS.number)
            added.append(numbers)
        return added

    def _crowded_servers(self) -> frozenset[str]:
        """Servers whose connectors need more control blocks than their MTA can have."""
        counts: dict[str, int] = {}
        for connector in self._connectors:
            if connector.stack is Stack.TCP:
                counts[connector.server] = counts.get(connector.server, 0) + 1
        return frozenset(
            name
            for name, count in counts.items()
            if needed_control_blocks(count) > most_control_blocks(self._servers[name])
        )


def needed_control_blocks(connectors: int) -> int:
    """How many TCP/IP control blocks a number of connectors needs (Q200259, Q193894)."""
    return 10 * connectors + 10


def most_control_blocks(server: Server) -> int:
    """How many the server's MTA can have; an unknown version counts as unpatched (Q166602)."""
    return server.exchange.control_blocks if server.exchange else 62


def _may_call_from_another(server: Server | None) -> bool:
    """Whether a partner has more than one address to call from (row 12)."""
    if server is None:
        return False
    return len(server.addresses) > 1 or Role.RAS in server.roles or Role.CLUSTER in server.roles


def _is_name_of(host_name: str, server: str) -> bool:
    """Whether a host name is a server's own: its computer name, or that with a domain."""
    return host_name.upper().partition(".")[0] == server
