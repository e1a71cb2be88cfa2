# SPDX-License-Identifier: MIT
"""Reads the truth table for the connectors of one endpoint."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from x400fix.conflicts.endpoints import find_presumed
from x400fix.conflicts.situation import Form, Row, Situation
from x400fix.conflicts.table import deciding_row
from x400fix.links import Directory
from x400fix.model.connectors import Connector, Inventory, Link, Stack
from x400fix.model.versions import Level


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
