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
        self._servers = inventory.servers
        self._partners = partners
        self._links = links
        self._deciding_row = cache(deciding_row)
        self.presumed = frozenset(find_presumed(inventory, directory, partners))

    def judge(self, members: Sequence[int]) -> Iterator[tuple[int, Row]]:
        """The deciding row of each member of a group; alike members are judged once."""
        connectors = [self._connectors[index] for index in members]
        texts = Counter(connector.address.text.lower() for connector in connectors)
        forms = {connector.address.number is None for connector in connectors}
        situation = self._situation(members, connectors)
        alike: dict[tuple[str, str], Row] = {}
        for index, connector in zip(members, connectors, strict=True):
            text, partner = connector.address.text.lower(), self._partners[index]
            row = alike.get((text, partner))
            if row is None:
                size, form = situation.size, Form.SAME
                if size == 1 and index in self.presumed and situation.is_local_affected:
                    size, form = 2, Form.PRESUMED
                elif len(forms) > 1:
                    form = Form.MIXED
                elif len(texts) > 1 and texts[text] == 1:
                    form = Form.ALIASES
                row = self._deciding_row(
                    situation._replace(
                        size=size, form=form, remote=self._level(partner), is_foreign=not partner
                    )
                )
                alike[text, partner] = row
            yield index, row

    def _situation(self, members: Sequence[int], connectors: Sequence[Connector]) -> Situation:
        """What all members of a group have in common."""
        server = self._servers[connectors[0].server]
        partners = {self._partners[index] for index in members}
        return Situation(
            is_tcp=connectors[0].stack is Stack.TCP,
            size=len(members),
            local=server.level,
            remote=Level.UNKNOWN,
            form=Form.SAME,
            is_foreign=False,
            is_proxied=len(partners - {""}) > 1
            or any(self._directory.firewall_at(c.address) for c in connectors),
            has_several_partners=len(partners) > 1,
            has_own_selectors=not server.needs_unique_address
            and self._have_own_selectors(members, partners),
        )

    def _level(self, partner: str) -> Level:
        """Where a partner stands in the truth table; one without facts is unknown."""
        server = self._servers.get(partner)
        return server.level if server else Level.UNKNOWN

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
