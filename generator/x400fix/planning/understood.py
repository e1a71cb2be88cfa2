# SPDX-License-Identifier: MIT
"""What was understood of an inventory, for a person to compare with what was meant."""

from collections import Counter
from collections.abc import Iterable, Iterator

from x400fix.inventory.connectors import Connector, Stack
from x400fix.plan.model import Understood
from x400fix.problems import Problem
from x400fix.verdicts.conflicts import Judgement

_LIKELY_ERRORS = {"X4-W101", "X4-W105", "X4-W106", "X4-W108"}
_BEHIND_FIREWALL = {13, 14}


def find_understood(judgement: Judgement, reading: Iterable[Problem]) -> Understood:
    """Servers, partners, versions and firewalls as they were taken; ``reading`` tells errors."""
    inventory = judgement.inventory
    dialled = [*judgement.dialled()]
    known = inventory.servers
    ways = Counter(_way(connector, partner) for connector, partner in dialled)
    strangers = {partner for _, partner in dialled if partner and partner not in known}
    foreign = {
        connector.address.text
        for connector, partner in dialled
        if not partner and connector.stack is Stack.TCP
    }
    unversioned = {name for name, server in known.items() if server.exchange is None}
    return Understood(
        servers=len(known),
        only_dialled=tuple(sorted(strangers)),
        foreign=tuple(sorted(foreign, key=str.lower)),
        by_name=ways["name"],
        by_address=ways["address"],
        unknown=ways["unknown"],
        versions_unknown=tuple(sorted(unversioned | strangers)),
        firewalls_named=tuple(sorted({each.via for each in inventory.connectors} - {""})),
        firewalls_presumed=tuple(sorted(set(_presumed_firewalls(judgement)), key=str.lower)),
        likely_errors=tuple(_likely_errors(reading)),
    )


def _way(connector: Connector, partner: str) -> str:
    if not partner:
        return "unknown"
    return "name" if connector.remote else "address"


def _presumed_firewalls(judgement: Judgement) -> Iterator[str]:
    """Addresses that count as a proxy firewall's, although no row says so."""
    pairs = zip(judgement.inventory.connectors, judgement.findings.findings, strict=True)
    for connector, finding in pairs:
        if finding.row.number in _BEHIND_FIREWALL:
            directory, address = judgement.directory, connector.address
            if not directory.firewall_of(connector.server, address):
                yield address.text


def _likely_errors(reading: Iterable[Problem]) -> Iterator[str]:
    for problem in reading:
        is_proposal = problem.code != "X4-W101" or "did you mean" in problem.message
        if problem.code in _LIKELY_ERRORS and is_proposal:
            yield problem.message
