# SPDX-License-Identifier: MIT
"""Whether the entries of a plan can be merged into the name files that servers have now."""

from collections.abc import Mapping, Sequence

import msgspec

from x400fix.hosts.lint import RULES as HOSTS_RULES
from x400fix.hosts.lint import lint_hosts
from x400fix.inventory.connectors import Inventory
from x400fix.inventory.names import host_label
from x400fix.lmhosts.lint import RULES as LMHOSTS_RULES
from x400fix.lmhosts.lint import lint_lmhosts
from x400fix.model.rules import Context, Finding, Known
from x400fix.namefiles.existing import NameFileKind
from x400fix.planning.name_files import NameFile, NameMerge
from x400fix.planning.name_warnings import name_file_cautions
from x400fix.planning.names import BlockId, NameEntry
from x400fix.planning.plan_file import encode_list
from x400fix.planning.planning import Plan
from x400fix.planning.records import assignment_records
from x400fix.problems import ProblemList, Severity

_CAUTIONS = {rule.id for rule in LMHOSTS_RULES if rule.is_caution} | {
    rule.id for rule in HOSTS_RULES if rule.is_caution
}
"""Rules that no source confirms: what they find is told, but keeps no file from being merged."""


def merge_name_files(plan: Plan, files: Sequence[NameFile], problems: ProblemList) -> Plan:
    """The plan with what becomes of each file; everything to warn of is in ``problems``."""
    if not files:
        return plan
    block_id, known = _block_id(plan), _known(plan)
    included = {(file.given.server, file.given.kind.value): file.given.data for file in files}
    merges = []
    for file in files:
        findings = _lint(file, plan.judgement.inventory, known, included)
        merge = _merge(file, plan, block_id, findings)
        merges.append(merge)
        problems.extend(name_file_cautions(merge, findings, block_id))
    return msgspec.structs.replace(plan, name_merges=tuple(merges))


def _block_id(plan: Plan) -> str:
    """The id that our block in the files gets."""
    block_id = BlockId(plan.settings.ticket)
    for _ in block_id.follow(encode_list(assignment_records(plan))):
        pass
    return str(block_id)


def _known(plan: Plan) -> Known:
    """The computers of the inventory with their present and new addresses, and the aliases."""
    servers = plan.judgement.inventory.servers
    names = {*servers, *plan.judgement.partners} - {""}
    numbers: dict[str, set[int]] = {
        name: {address.number for address in server.addresses} for name, server in servers.items()
    }
    for work in plan.works:
        if work.nic:
            numbers.setdefault(work.name, set()).update(a.number for a in work.nic.added)
        for entry in work.lmhosts:
            numbers.setdefault(entry.name, set()).add(entry.number)
    return Known(
        computers=frozenset(names | {host_label(name) for name in names}),
        addresses={name: frozenset(found) for name, found in numbers.items() if found},
    )


def _lint(
    file: NameFile,
    inventory: Inventory,
    known: Known,
    included: Mapping[tuple[str, str], bytes],
) -> list[Finding]:
    """What the linter finds in a file, advice left out."""
    given = file.given
    server = inventory.servers.get(given.server)
    context = Context(
        file=given.path,
        name=given.kind,
        folder=given.server,
        target=given.kind,
        os=server.os if server else None,
        known=known,
        included=included,
    )
    lint = lint_hosts if given.kind is NameFileKind.HOSTS else lint_lmhosts
    return [each for each in lint(given.data, context) if each.severity is not Severity.NOTE]


def _merge(file: NameFile, plan: Plan, block_id: str, findings: Sequence[Finding]) -> NameMerge:
    """What becomes of a file."""
    given = file.given
    work = next((work for work in plan.works if work.name == given.server), None)
    entries: tuple[NameEntry, ...] = ()
    if work:
        entries = work.hosts if given.kind is NameFileKind.HOSTS else work.lmhosts
    fault = file.merge_fault(block_id) or _why_broken(findings)
    fault = fault or _why_still_needed(file, block_id, entries, plan.judgement.inventory)
    return NameMerge(file=file, entries=entries, fault=fault)


def _why_broken(findings: Sequence[Finding]) -> str:
    """The rules that a file breaks, those apart that are mere caution; empty if none."""
    broken = {
        finding.rule
        for finding in findings
        if finding.severity is Severity.ERROR and finding.rule not in _CAUTIONS
    }
    return f"it breaks {', '.join(sorted(broken))}" if broken else ""


def _why_still_needed(
    file: NameFile, block_id: str, entries: Sequence[NameEntry], inventory: Inventory
) -> str:
    """The names that a connector dials and that would go with our present block; empty if none.

    A later window of the same ticket has fewer connectors left than the first one.
    """
    inside = file.own_lines(block_id)
    present = {name for line, _, names in file.rows() if line in inside for name in names}
    dialled = {
        connector.address.text.upper()
        for connector in inventory.connectors
        if connector.server == file.given.server and connector.address.number is None
    }
    lost = (present & dialled) - {name.upper() for e in entries for name in e.name.split(" ")}
    if not lost:
        return ""
    return (
        f"its block {block_id} has {', '.join(sorted(lost))}, which a connector dials and this "
        "plan does not give again: plan under another --ticket"
    )
