# SPDX-License-Identifier: MIT
"""What the truth table says of every connector of an inventory, and the conflicts in it."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from x400fix.inventory.connectors import Connector, Inventory, Link, Role, Server, Stack
from x400fix.inventory.topology import Directory
from x400fix.inventory.versions import Level
from x400fix.verdicts.truth_table import (
    BY_NAME,
    CONTROL_BLOCKS,
    MANY_SOURCES,
    Form,
    Row,
    Situation,
    deciding_row,
)


class Finding(msgspec.Struct, frozen=True, gc=False):
    """What the truth table says of a connector: its row and the numbers of the added rows."""

    row: Row
    added: tuple[int, ...] = ()


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """Connectors of one server that the stack cannot tell apart, as indexes of the inventory."""

    server: str
    members: tuple[int, ...]
    is_proxied: bool


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """A finding for each connector, in the inventory's order, and the conflicts by first member.

    ``presumed`` are connectors that may lead to one endpoint, although the inventory does not say.
    """

    findings: tuple[Finding, ...]
    conflicts: tuple[Conflict, ...]
    presumed: frozenset[int] = frozenset()


def find_conflicts(
    inventory: Inventory,
    directory: Directory,
    partners: Sequence[str],
    links: Sequence[Link | None],
) -> Findings:
    """Read the truth table for every connector."""
    presumed = dict(_find_presumed(inventory, directory, partners))
    pairs = zip(inventory.connectors, partners, strict=True)
    ways = {(each.server, partner) for each, partner in pairs if each.stack is Stack.TCP}
    judge = _Judge(inventory, directory, partners, links, presumed, ways)
    rows: dict[int, Row] = {}
    conflicts: list[Conflict] = []
    for members in _endpoints(inventory, directory):
        rows.update(judge.judge(members))
        conflicts += _conflicts_within(inventory, members, rows)
    added = _added_rows(inventory, partners)
    return Findings(
        findings=tuple(Finding(rows[index], each) for index, each in enumerate(added)),
        conflicts=tuple(sorted(conflicts, key=lambda conflict: conflict.members[0])),
        presumed=frozenset(at for at, form in presumed.items() if form is Form.PRESUMED),
    )


def _endpoints(inventory: Inventory, directory: Directory) -> Iterator[Sequence[int]]:
    """The connectors of each stack with one endpoint; other stacks than TCP stay alone."""
    groups: dict[tuple[str, int | str], list[int]] = {}
    for index, connector in enumerate(inventory.connectors):
        if connector.stack is Stack.TCP:
            key = directory.address_key(connector.address)
            groups.setdefault((connector.server, key), []).append(index)
        else:
            yield (index,)
    yield from groups.values()


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
            members=tuple(indexes),
            is_proxied=rows[indexes[0]].number == 13,  # noqa: PLR2004 -- row 13
        )


def _added_rows(inventory: Inventory, partners: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """The numbers of the rows that are added to each connector's verdict."""
    counts = Counter(each.server for each in inventory.connectors if each.stack is Stack.TCP)
    for connector, partner in zip(inventory.connectors, partners, strict=True):
        numbers: tuple[int, ...] = ()
        if connector.stack is Stack.TCP:
            if connector.address.number is None:
                numbers = (BY_NAME.number,)
            elif partner in inventory.servers and _may_call_from_another(
                inventory.servers[partner]
            ):
                numbers = (MANY_SOURCES.number,)
            server = inventory.servers[connector.server]
            if needed_control_blocks(counts[server.name]) > most_control_blocks(server):
                numbers = (*numbers, CONTROL_BLOCKS.number)
        yield numbers


def needed_control_blocks(connectors: int) -> int:
    """How many TCP/IP control blocks a number of connectors needs (Q200259, Q193894)."""
    return 10 * connectors + 10


def most_control_blocks(server: Server) -> int:
    """How many the server's MTA can have; an unknown version counts as unpatched (Q166602)."""
    return server.exchange.control_blocks if server.exchange else 62


def _may_call_from_another(server: Server) -> bool:
    """Whether a partner has more than one address to call from (row 12)."""
    return len(server.addresses) > 1 or Role.RAS in server.roles or Role.CLUSTER in server.roles


class _Judge(msgspec.Struct, frozen=True):
    """What judging needs to know of the whole inventory; all but servers is in its order."""

    inventory: Inventory
    directory: Directory
    partners: Sequence[str]
    links: Sequence[Link | None]
    presumed: Mapping[int, Form]
    ways: Collection[tuple[str, str]]

    def level(self, server: str) -> Level:
        """What a server's version is in the truth table."""
        known = self.inventory.servers.get(server)
        return known.level if known else Level.UNKNOWN

    def judge(self, members: Sequence[int]) -> Iterator[tuple[int, Row]]:
        """The deciding row of each member of a group."""
        connectors = [self.inventory.connectors[index] for index in members]
        texts = [connector.address.text.lower() for connector in connectors]
        counts = Counter(texts)
        is_mixed = len(counts) > 1 and len({each.address.number is None for each in connectors}) > 1
        common = self._situation(members, connectors)
        home = connectors[0].server
        for index, text in zip(members, texts, strict=True):
            size, form = common.size, Form.SAME
            if size == 1 and index in self.presumed and common.has_limit:
                size, form = 2, self.presumed[index]
            elif is_mixed:
                form = Form.MIXED
            elif len(counts) > 1 and counts[text] == 1:
                form = Form.ALIASES
            partner = self.partners[index]
            remote = self.level(partner)
            situation = common._replace(
                size=size,
                form=form,
                remote=remote,
                is_foreign=not partner,
                is_one_sided=(partner, home) not in self.ways,
            )
            yield index, deciding_row(situation)

    def _situation(self, members: Sequence[int], connectors: Sequence[Connector]) -> Situation:
        """What all members of a group have in common."""
        first = connectors[0]
        partners = {self.partners[index] for index in members}
        return Situation(
            is_tcp=first.stack is Stack.TCP,
            size=len(members),
            local=self.level(first.server),
            remote=Level.UNKNOWN,
            form=Form.SAME,
            is_foreign=False,
            is_proxied=len(partners - {""}) > 1
            or bool(self.directory.firewall_of(first.server, first.address)),
            has_several_partners=len(partners) > 1,
            has_own_selectors=not self.level(first.server).is_affected
            and self._have_own_selectors(members),
        )

    def _have_own_selectors(self, members: Sequence[int]) -> bool:
        """Whether outgoing T selectors tell a group apart (KB 198772; P2 and P4 of the reference).

        Each is set and differs from the others; it equals the other end's, if that is known.
        """
        outgoing = [self.inventory.connectors[index].selectors.outgoing for index in members]
        if not all(outgoing) or len(set(outgoing)) < len(outgoing):
            return False
        return all(self._matches_far_end(index) for index in members)

    def _matches_far_end(self, index: int) -> bool:
        """Whether both ends of a link, if both are known, have the same outgoing T selector."""
        link = self.links[index]
        if link is None or link.second is None:
            return True
        return link.first.selectors.outgoing == link.second.selectors.outgoing


def _find_presumed(
    inventory: Inventory, directory: Directory, partners: Sequence[str]
) -> Iterator[tuple[int, Form]]:
    """Connectors that may have one endpoint, although the inventory does not say.

    They lead from one server to one partner, whose address is unknown: some by its name, others
    by an IP address, or several by different names.
    """
    kinds: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
    names: dict[tuple[str, str], dict[str, int]] = {}
    known = {"", *(server.name for server in inventory.servers.values() if server.addresses)}
    for index, (connector, partner) in enumerate(zip(inventory.connectors, partners, strict=True)):
        if partner in known or connector.stack is not Stack.TCP:
            continue
        if directory.is_firewall(connector.address):  # not the partner's own
            continue
        pair = (connector.server, partner)
        named, numbered = kinds.setdefault(pair, ([], []))
        if connector.address.number is not None:
            numbered.append(index)
            continue
        name = connector.address.text.upper()
        names.setdefault(pair, {}).setdefault(name, index)
        if name.partition(".")[0] == partner:
            named.append(index)
    for several in names.values():
        if len(several) > 1:
            yield from ((index, Form.ALIASES) for index in several.values())
    for named, numbered in kinds.values():
        if named and numbered:
            yield from ((index, Form.PRESUMED) for index in (*named, *numbered))


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """The partners, links and verdicts of all connectors, in the inventory's order.

    ``before`` is the same before an earlier plan was begun, if that has changed an Address since.
    """

    inventory: Inventory
    directory: Directory
    partners: tuple[str, ...]
    links: tuple[Link | None, ...]
    findings: Findings
    before: "Judgement | None" = None

    @property
    def first(self) -> "Judgement":
        """What was found before any plan was begun, which is what decides."""
        return self.before or self

    @property
    def done(self) -> frozenset[int]:
        """The connectors that have the Address which an earlier plan gave them."""
        pairs = zip(self.first.inventory.connectors, self.inventory.connectors, strict=True)
        return frozenset(index for index, (then, now) in enumerate(pairs) if then is not now)

    def link_of(self, index: int) -> Link:
        """The link of a connector; without another end it is one of its own."""
        return self.links[index] or Link(self.inventory.connectors[index])

    def dialled(self) -> Iterator[tuple[Connector, str]]:
        """Each connector with its partner; empty where it is unknown."""
        return zip(self.inventory.connectors, self.partners, strict=True)
