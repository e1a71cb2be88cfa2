# SPDX-License-Identifier: MIT
"""Whether the entries of a plan can be merged into the name files that servers have now."""

import hashlib
from collections.abc import Sequence

from x400fix.inventory.connectors import Inventory
from x400fix.inventory.names import ServerName, host_label
from x400fix.lint.findings import Context, Finding, Known
from x400fix.lint.included_files import IncludedFiles
from x400fix.lint.table import RULES, lint
from x400fix.namefiles.existing import NameFileKind
from x400fix.namefiles.lmhosts import LmhostsDocument
from x400fix.namefiles.merge import merge_fault
from x400fix.plan.model import NameFileUse
from x400fix.planning.judgement import Judgement
from x400fix.planning.name_files import NameFile, NameMerge
from x400fix.planning.name_warnings import name_file_cautions
from x400fix.planning.names import NameEntry
from x400fix.planning.places import PlaceDraft
from x400fix.problems import Problem, Severity

_CAUTIONS = {rule.id for rule in RULES if rule.is_caution}
"""Rules that no source confirms: what they find is told, but keeps no file from being merged."""


def merge_name_files(
    files: Sequence[NameFile], judgement: Judgement, places: Sequence[PlaceDraft], block_id: str
) -> tuple[tuple[NameMerge, ...], list[Problem]]:
    """What becomes of each file, and everything to warn of."""
    inventory = judgement.inventory
    known = _known(judgement, places)
    included = IncludedFiles(
        {
            (file.given.server, file.given.kind.value): file.document
            for file in files
            if isinstance(file.document, LmhostsDocument)
        }
    )
    at = {place.name: place for place in places}
    merges: list[NameMerge] = []
    problems: list[Problem] = []
    for file in files:
        findings = _lint(file, inventory, known, included)
        merge = _merge(file, at.get(ServerName(file.given.server)), inventory, block_id, findings)
        merges.append(merge)
        about = known.lines_about(file.document)
        problems += name_file_cautions(merge, findings, block_id, about)
    return tuple(merges), problems


def name_file_use(merge: NameMerge) -> NameFileUse:
    """What becomes of a file, as the plan holds it."""
    return NameFileUse(
        file=merge.file.given.kind,
        sha256=hashlib.sha256(merge.file.given.data).hexdigest(),
        merged=merge.is_merged,
        reason=merge.fault if merge.entries else "",
    )


def _known(judgement: Judgement, places: Sequence[PlaceDraft]) -> Known:
    """The computers of the inventory with their present and new addresses, and the aliases."""
    servers = judgement.inventory.servers
    names = {*servers, *judgement.partners} - {""}
    numbers: dict[str, set[int]] = {
        name: {address.number for address in server.addresses} for name, server in servers.items()
    }
    for place in places:
        if place.before:
            numbers.setdefault(place.name, set()).update(place.before)
        for entry in place.lmhosts:
            numbers.setdefault(entry.name, set()).add(entry.number)
    return Known(
        computers=frozenset(names | {host_label(name) for name in names}),
        addresses={name: frozenset(found) for name, found in numbers.items() if found},
        dialled=frozenset(each.address.text.upper() for each in judgement.inventory.connectors),
    )


def _lint(
    file: NameFile, inventory: Inventory, known: Known, included: IncludedFiles
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
    found = lint(file.document, context)
    return [each for each in found if each.severity is not Severity.NOTE]


def _merge(
    file: NameFile,
    place: PlaceDraft | None,
    inventory: Inventory,
    block_id: str,
    findings: Sequence[Finding],
) -> NameMerge:
    """What becomes of a file."""
    entries: tuple[NameEntry, ...] = ()
    if place:
        entries = place.hosts if file.given.kind is NameFileKind.HOSTS else place.lmhosts
    fault = merge_fault(file.document, block_id) or _why_broken(findings)
    fault = fault or _why_still_needed(file, block_id, entries, inventory)
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
