# SPDX-License-Identifier: MIT
"""What must be told about a name file that a server has now."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from x400fix.lint.findings import Finding
from x400fix.namefiles.existing import NameFileKind
from x400fix.namefiles.lmhosts import LmhostsDocument
from x400fix.planning.name_files import NameMerge
from x400fix.problems import Place, Problem, shown

MOST_PRELOADED = 100
"""How many #PRE entries Windows NT takes at its start by default (RK-LMH, Q102725)."""


def name_file_cautions(
    merge: NameMerge, findings: Sequence[Finding], block_id: str, about: AbstractSet[int]
) -> Iterator[Problem]:
    """Every warning about one file; ``block_id`` is that of this plan.

    ``about`` are the numbers of the lines about servers and partners of the inventory.
    """
    yield from _findings(merge, findings, about)
    yield from _other_blocks(merge, block_id)
    if merge.entries:
        yield from _fault(merge)
        yield from _clashes(merge, block_id)
        yield from _preloaded(merge, block_id)


def _warning(merge: NameMerge, code: str, message: str, line: int = 0, column: int = 0) -> Problem:
    """A warning at a place in the file; its message names the server."""
    given = merge.file.given
    place = Place(given.path, line, column)
    return Problem(code=code, message=f"{given.server}: {message}", where=place)


def _findings(
    merge: NameMerge, findings: Sequence[Finding], about: AbstractSet[int]
) -> Iterator[Problem]:
    """One warning for each rule that the file breaks, if possible at a line of ``about``."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    for rule, found in by_rule.items():
        first = next((each for each in found if each.line in about), found[0])
        more = len(found) - 1
        others = f" ({more} more of {rule})" if more else ""
        message = f"{rule} {first.severity}: {first.message}{others}"
        yield _warning(merge, "X4-W141", message, first.line, first.column)


def _other_blocks(merge: NameMerge, block_id: str) -> Iterator[Problem]:
    """Broken markers of other tickets, which their own merge would meet."""
    for fault in merge.file.blocks.faults:
        if fault.block_id != block_id:
            message = (
                f"the markers of block {shown(fault.block_id)}, which is not this plan's, are "
                f"broken: {fault.reason}; correct them before that block is changed or removed"
            )
            yield _warning(merge, "X4-W145", message, fault.line)


def _fault(merge: NameMerge) -> Iterator[Problem]:
    """That there is no merged file, and why."""
    if merge.fault:
        kind = merge.file.given.kind
        message = (
            f"there is no {kind}.NEW, because {kind} is not merged: {merge.fault}; correct that "
            f"and plan again, or bring in {kind}.ADD by hand"
        )
        yield _warning(merge, "X4-W142", message)


def _clashes(merge: NameMerge, block_id: str) -> Iterator[Problem]:
    """Lines that lead one of our names elsewhere, or that hide one of our lines.

    In LMHOSTS any second line of a name is one; in HOSTS one with another address, or one of the
    same address before our block, because the first line wins.
    """
    is_hosts = merge.file.given.kind is NameFileKind.HOSTS
    ours = {name.upper(): entry.number for entry in merge.entries for name in entry.name.split(" ")}
    inside = merge.file.own_lines(block_id)
    for line, address, names in merge.file.rows():
        if line in inside:
            continue
        found = {
            name for name in names & ours.keys() if not is_hosts or address.number != ours[name]
        }
        if is_hosts and line < inside.start and address.number in ours.values():
            found |= names
        if found:
            message = (
                f"{address.text} {' '.join(sorted(found))} stands here, outside the lines of this "
                "plan, for a name or address that they need: take it out, or see that it is right"
            )
            yield _warning(merge, "X4-W143", message, line, address.column)


def _preloaded(merge: NameMerge, block_id: str) -> Iterator[Problem]:
    """More #PRE entries than Windows NT takes."""
    document = merge.file.document
    if not isinstance(document, LmhostsDocument):
        return
    inside = merge.file.own_lines(block_id)
    present = [
        line for line, entry in document.entries() if entry.tail.is_preloaded and line not in inside
    ]
    count = len(present) + len(merge.entries)
    if count > MOST_PRELOADED:
        message = (
            f"with the entries of this plan LMHOSTS has {count} #PRE entries, and Windows NT "
            f"preloads {MOST_PRELOADED} by default (Q102725): raise MaxPreload or take some out"
        )
        yield _warning(merge, "X4-W144", message)
