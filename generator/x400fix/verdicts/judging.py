# SPDX-License-Identifier: MIT
"""Reads the truth table for the connectors of one endpoint."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from x400fix.inventory.connectors import Connector, Inventory, Link, Stack
from x400fix.inventory.topology import Directory
from x400fix.inventory.versions import Level
from x400fix.verdicts.truth_table import Form, Row, Situation, deciding_row


def find_groups(inventory: Inventory, directory: Directory) -> Iterator[tuple[int, ...]]:
    """The connectors of each stack with one endpoint; other stacks than TCP stay alone."""
    groups: dict[tuple[str, int | str], list[int]] = {}
    for index, connector in enumerate(inventory.connectors):
        if connector.stack is Stack.TCP:
            key = directory.address_key(connector.address)
            groups.setdefault((connector.server, key), []).append(index)
        else:
            yield (index,)
    for members in groups.values():
        yield tuple(members)


def find_presumed(
    inventory: Inventory, directory: Directory, partners: Sequence[str]
) -> Iterator[int]:
    """Connectors that may have one endpoint, although the inventory does not tell.

    They lead from one server to one partner, whose address is unknown: some by its name, others
    by an IP address.
    """
    kinds: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
    known = {"", *(server.name for server in inventory.servers.values() if server.addresses)}
    for index, (connector, partner) in enumerate(zip(inventory.connectors, partners, strict=True)):
        if partner in known or not _leads_straight(connector, directory):
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


def _leads_straight(connector: Connector, directory: Directory) -> bool:
    """Whether the Address is the partner's own, and not a proxy firewall's."""
    return connector.stack is Stack.TCP and not directory.is_firewall(connector.address)


def _is_name_of(host_name: str, server: str) -> bool:
    """Whether a host name is a server's own: its computer name, or that with a domain."""
    return host_name.upper().partition(".")[0] == server


class Judge:
    """What judging needs to know of the whole inventory."""

    def __init__(
        self,
        inventory: Inventory,
        directory: Directory,
        partners: Sequence[str],
        links: Sequence[Link | None],
    ) -> None:
        """``partners`` and ``links`` are in the inventory's order."""
        self._directory = directory
        self._connectors = inventory.connectors
        self._levels: dict[str, Level] = {
            each.name: each.level for each in inventory.servers.values()
        }
        self._affected = frozenset(
            each.name for each in inventory.servers.values() if each.needs_unique_address
        )
        self._partners = partners
        self._links = links
        self._deciding_row = cache(deciding_row)
        self.presumed = frozenset(find_presumed(inventory, directory, partners))

    def judge(self, members: Sequence[int]) -> Iterator[tuple[int, Row]]:
        """The deciding row of each member of a group; alike members are judged once."""
        connectors = [self._connectors[index] for index in members]
        texts = [connector.address.text.lower() for connector in connectors]
        counts = Counter(texts)
        is_mixed = len(counts) > 1 and len({each.address.number is None for each in connectors}) > 1
        situation = self._situation(members, connectors)
        alike: dict[tuple[str, str], Row] = {}
        for index, text in zip(members, texts, strict=True):
            partner = self._partners[index]
            row = alike.get((text, partner))
            if row is None:
                size, form = situation.size, Form.SAME
                if size == 1 and index in self.presumed and situation.is_local_affected:
                    size, form = 2, Form.PRESUMED
                elif is_mixed:
                    form = Form.MIXED
                elif len(counts) > 1 and counts[text] == 1:
                    form = Form.ALIASES
                remote = self._levels.get(partner, Level.UNKNOWN)
                row = self._deciding_row(
                    situation._replace(size=size, form=form, remote=remote, is_foreign=not partner)
                )
                alike[text, partner] = row
            yield index, row

    def _situation(self, members: Sequence[int], connectors: Sequence[Connector]) -> Situation:
        """What all members of a group have in common."""
        first = connectors[0]
        partners = {self._partners[index] for index in members}
        return Situation(
            is_tcp=first.stack is Stack.TCP,
            size=len(members),
            local=self._levels[first.server],
            remote=Level.UNKNOWN,
            form=Form.SAME,
            is_foreign=False,
            is_proxied=len(partners - {""}) > 1
            or bool(self._directory.firewall_of(first.server, first.address)),
            has_several_partners=len(partners) > 1,
            has_own_selectors=first.server not in self._affected
            and self._have_own_selectors(members, partners),
        )

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
