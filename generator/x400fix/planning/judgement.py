# SPDX-License-Identifier: MIT
"""What an inventory is found to be, and what was understood of it, before anything is planned."""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from x400fix.allocation.assignments import Memory
from x400fix.allocation.memory import put_back
from x400fix.inventory.connectors import Connector, Inventory, Stack
from x400fix.inventory.subnets import subnet_warnings
from x400fix.inventory.topology import Directory, find_links, find_partners
from x400fix.plan.model import LinkEnd, PlannedConnector, PlannedLink, Understood
from x400fix.planning.inputs import held_selectors
from x400fix.planning.other_ends import propose_selectors, selectors_by_connector
from x400fix.planning.warnings import verdict_warnings
from x400fix.problems import Problem, ProblemList
from x400fix.verdicts.conflicts import Judgement, find_conflicts


def judge(
    inventory: Inventory, problems: ProblemList, memory: Memory | None = None
) -> Judgement | None:
    """Find partners, links and conflicts; None if there is an error when the links are known.

    Partners and links are those before an earlier plan was begun: an Address that it has changed
    no longer shows them.
    """
    before = put_back(inventory, memory or {})
    directory = Directory(before)
    partners = find_partners(before, directory, problems)
    links = find_links(before, partners, problems)
    if problems.has_errors:
        return None
    found = Judgement(
        inventory=before,
        directory=directory,
        partners=partners,
        links=links,
        findings=find_conflicts(before, directory, partners, links),
    )
    if before is not inventory:
        directory = Directory(inventory)
        findings = find_conflicts(inventory, directory, partners, links)
        now = {"inventory": inventory, "directory": directory, "findings": findings}
        found = replace(found, before=found, **now)
    problems.extend(subnet_warnings(inventory))
    proposed = selectors_by_connector(propose_selectors(found))
    problems.extend(verdict_warnings(found, proposed))
    return found


def planned_connectors(judgement: Judgement) -> tuple[PlannedConnector, ...]:
    """Every connector with its verdict, in the order of the inventory."""
    return tuple(
        PlannedConnector(
            server=connector.server,
            connector=connector.name,
            stack=connector.stack,
            address=connector.address.text,
            remote_server=partner,
            named_server=connector.remote,
            peer_connector=connector.peer,
            via=connector.via,
            line=connector.line,
            verdict=finding.row.verdict,
            row=finding.row.number,
            added_rows=finding.added,
            reason=finding.row.reason,
            sources=finding.row.sources,
            selectors=held_selectors(connector.selectors),
        )
        for (connector, partner), finding in zip(
            judgement.dialled(), judgement.findings.findings, strict=True
        )
    )


def planned_links(judgement: Judgement) -> tuple[PlannedLink, ...]:
    """Each link by its first end."""
    judgement = judgement.first
    return tuple(
        PlannedLink(
            ends=tuple(
                LinkEnd(server=end.server, connector=end.name)
                for end in (link.first, link.second)
                if end
            )
        )
        for connector, link in zip(judgement.inventory.connectors, judgement.links, strict=True)
        if link and link.first is connector
    )


# ---- for a person to compare with what was meant

_LIKELY_ERRORS = {"X4-E033", "X4-W101", "X4-W105", "X4-W106", "X4-W107", "X4-W108"}
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
        likely_errors=tuple(likely_errors(reading)),
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


def likely_errors(reading: Iterable[Problem]) -> Iterator[str]:
    """What is most likely a typing error, by the messages of the readers."""
    for problem in reading:
        is_proposal = problem.code != "X4-W101" or "did you mean" in problem.message
        if problem.code in _LIKELY_ERRORS and is_proposal:
            yield problem.message
