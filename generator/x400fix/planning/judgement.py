# SPDX-License-Identifier: MIT
"""What an inventory is found to be, before anything is planned."""

from msgspec.structs import replace

from x400fix.allocation.assignments import Memory
from x400fix.allocation.memory import put_back
from x400fix.inventory.connectors import Inventory
from x400fix.inventory.subnets import subnet_warnings
from x400fix.inventory.topology import Directory, find_links, find_partners
from x400fix.plan.model import LinkEnd, PlannedConnector, PlannedLink
from x400fix.planning.inputs import held_selectors
from x400fix.planning.other_ends import propose_selectors, selectors_by_connector
from x400fix.planning.warnings import verdict_warnings
from x400fix.problems import ProblemList
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
