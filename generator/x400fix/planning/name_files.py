# SPDX-License-Identifier: MIT
"""The name files that servers have now: what they say, and whether a plan's entries fit in."""

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice

import msgspec

from x400fix.allocation.assignments import OwnerKind
from x400fix.allocation.memory import SeenLine
from x400fix.allocation.pool import Range, merge
from x400fix.inventory.addresses import address_text, number_of
from x400fix.inventory.connectors import Inventory
from x400fix.inventory.names import host_label
from x400fix.lint.findings import Context, Finding, Known
from x400fix.lint.includes import MOST_PRELOADED
from x400fix.lint.table import RULES, lint
from x400fix.namefiles.blocks import Blocks, find_blocks
from x400fix.namefiles.documents import NameDocument, parse_name_file
from x400fix.namefiles.existing import ExistingFile, NameFileKind
from x400fix.namefiles.included_files import IncludedFiles
from x400fix.namefiles.merge import merge_fault
from x400fix.namefiles.used_names import UsedNames, used_names
from x400fix.plan.model import NameFileUse, NameLine, Plan
from x400fix.planning.names import NameTables
from x400fix.planning.places import PlaceDraft
from x400fix.problems import Place, Problem, Severity, shown
from x400fix.settings.choices import Strategy
from x400fix.simulation.network import NO_NAMES, NameTable
from x400fix.verdicts.conflicts import Judgement

_CAUTIONS = {rule.id for rule in RULES if rule.is_caution}
"""Rules that no source confirms: what they find is told, but keeps no file from being merged."""


_MOST_SHOWN = 5
"""How many addresses a warning lists."""


class NameFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of one server, with what its lines say, and what they use outside our block."""

    given: ExistingFile
    document: NameDocument
    used: UsedNames

    @property
    def blocks(self) -> Blocks:
        """The blocks of this and of other tickets."""
        return find_blocks(self.document.lines)

    def own_lines(self, block_id: str) -> range:
        """The numbers of the lines of the sound block of an id, markers included."""
        block = self.blocks.sound_one(block_id)
        return range(block.begin + 1, block.end + 2) if block else range(0)

    def lines_outside(self, block_id: str) -> Iterator[tuple[int, str]]:
        """Address and names of each line that a lookup finds, outside the block of an id.

        A quoted name answers for its own type only, so no lookup of a host name finds it.
        """
        own = self.own_lines(block_id)
        is_hosts = self.given.kind is NameFileKind.HOSTS
        for line, entry in self.document.entries():
            number = entry.address.number
            if number is not None and line not in own and (is_hosts or not entry.name.is_quoted):
                names = entry.names if is_hosts else (entry.name,)
                yield number, " ".join(name.text for name in names)


class _Merge(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of one file: the entries that it is to get, and why it cannot get them.

    ``inside`` are the lines of the block that they would take the place of.
    """

    file: NameFile
    entries: tuple[NameLine, ...]
    fault: str
    inside: range

    def warning(self, code: str, message: str, line: int = 0, column: int = 0) -> Problem:
        """A warning at a place in the file; its message names the server."""
        given = self.file.given
        place = Place(given.path, line, column)
        return Problem(code=code, message=f"{given.server}: {message}", where=place)


def parse_name_files(given: Iterable[ExistingFile], block_id: str) -> tuple[NameFile, ...]:
    """Parse every file as what it is; the block of an id is ours."""
    found = []
    for each in given:
        document = parse_name_file(each.kind, each.data)
        used = used_names(document, block_id)
        found.append(NameFile(given=each, document=document, used=used))
    return tuple(found)


def numbers_in_files(files: Iterable[NameFile]) -> frozenset[int]:
    """The addresses that files use outside our block: other tickets' are not ours."""
    return frozenset[int]().union(*(file.used.numbers for file in files))


def name_lines(files: Iterable[NameFile], block_id: str) -> Iterator[SeenLine]:
    """What all files say outside the blocks of an id, line by line."""
    for file in files:
        where, own, used = file.given.path, file.own_lines(block_id), file.used
        rows = [
            SeenLine(where, address.number, names)
            for line, address, names in file.document.rows()
            if line not in own and address.number is not None
        ]
        names = {part for row in rows for name in row.names for part in (name, name.split(".")[0])}
        yield from rows
        for name in used.names - names:
            yield SeenLine(where, None, frozenset({name}), is_remark=name in used.remarks)
        for number in used.numbers - {row.number for row in rows}:
            yield SeenLine(where, number, is_remark=number in used.remarks)


def unread_warnings(files: Iterable[NameFile], pool: Sequence[Range]) -> Iterator[Problem]:
    """One for each file that has addresses of the pool in lines that Windows does not read."""
    spans = merge(part.span for part in pool)
    lasts = [last for _, last in spans]
    for file in files:
        found = {
            number: line
            for number, line in sorted(file.used.unread.items())
            if (index := bisect_left(lasts, number)) < len(spans) and spans[index][0] <= number
        }
        if found:
            listed = ", ".join(map(address_text, islice(found, _MOST_SHOWN)))
            more = len(found) - _MOST_SHOWN
            others = f" and {more} more" if more > 0 else ""
            message = (
                f"{file.given.server}: taken, so not given from the pool: {listed}{others}, in a "
                "comment or in a line that Windows does not read: see whether they are in use"
            )
            place = Place(file.given.path, min(found.values()))
            yield Problem(code="X4-W146", message=message, where=place)


def name_tables(
    files: Iterable[NameFile], kind: NameFileKind, block_id: str = "", replaced: Iterable[str] = ()
) -> dict[str, NameTable]:
    """What the files of one kind say, by server; some without the block of an id."""
    servers = frozenset(replaced)
    return {
        file.given.server: NameTable(
            file.lines_outside(block_id if file.given.server in servers else "")
        )
        for file in files
        if file.given.kind is kind
    }


def tables_by_server(files: Sequence[NameFile]) -> Mapping[str, NameTables]:
    """What HOSTS and LMHOSTS of each server say that has one of them."""
    hosts, lmhosts = (
        name_tables(files, kind) for kind in (NameFileKind.HOSTS, NameFileKind.LMHOSTS)
    )
    return {
        server: (hosts.get(server, NO_NAMES), lmhosts.get(server, NO_NAMES))
        for server in {*hosts, *lmhosts}
    }


# ---- what becomes of them


def merge_name_files(
    files: Sequence[NameFile], judgement: Judgement, places: Sequence[PlaceDraft], block_id: str
) -> tuple[dict[str, list[NameFileUse]], list[Problem]]:
    """What becomes of the files of each server, and everything to warn of."""
    if not files:
        return {}, []
    inventory = judgement.inventory
    known = _known(judgement, places)
    lmhosts = [file for file in files if file.given.kind is NameFileKind.LMHOSTS]
    included = IncludedFiles({(each.given.server, "LMHOSTS"): each.document for each in lmhosts})
    at: dict[str, PlaceDraft] = {place.name: place for place in places}
    uses: dict[str, list[NameFileUse]] = {}
    problems: list[Problem] = []
    for file in files:
        findings = _lint(file, inventory, known, included)
        merge = _merge(file, at.get(file.given.server), inventory, block_id, findings)
        use = NameFileUse(
            file=file.given.kind,
            sha256=hashlib.sha256(file.given.data).hexdigest(),
            merged=bool(merge.entries) and not merge.fault,
            reason=merge.fault if merge.entries else "",
        )
        uses.setdefault(file.given.server, []).append(use)
        about = known.lines_about(file.document)
        problems += _cautions(merge, findings, block_id, about)
    return uses, problems


def _known(judgement: Judgement, places: Sequence[PlaceDraft]) -> Known:
    """The computers of the inventory with their present and new addresses, and the aliases."""
    servers = judgement.inventory.servers
    names = {*servers, *judgement.partners} - {""}
    numbers: dict[str, set[int]] = {
        name: {address.number for address in server.addresses} for name, server in servers.items()
    }
    for place in places:
        numbers.setdefault(place.name, set()).update(place.before)
        for entry in place.lmhosts:
            numbers.setdefault(entry.name, set()).add(number_of(entry.address))
    return Known(
        computers=frozenset(names | {host_label(name) for name in names}),
        addresses={name: frozenset(found) for name, found in numbers.items() if found},
        dialled=frozenset(each.address.text.upper() for each in judgement.inventory.connectors),
    )


def known_names(plan: Plan) -> Known:
    """The computers of a plan with their host names, and the addresses of computers and aliases."""
    computers = {place.name for place in plan.servers if place.kind is OwnerKind.SERVER}
    computers |= {name for each in plan.connectors for name in (each.server, each.remote_server)}
    computers.discard("")
    addresses: dict[str, set[int]] = {}
    for place in plan.servers:
        for line in place.lmhosts:
            addresses.setdefault(line.name.upper(), set()).add(number_of(line.address))
        for text in (*place.nic.before, *place.nic.after) if place.nic else ():
            addresses.setdefault(place.name, set()).add(number_of(text.partition("/")[0]))
    return Known(
        computers=frozenset(computers | {host_label(name) for name in computers}),
        addresses={name: frozenset(numbers) for name, numbers in addresses.items()},
        dialled=frozenset(each.address.upper() for each in plan.connectors),
        is_by_name=plan.options.strategy is Strategy.HOSTNAME,
    )


def _lint(
    file: NameFile, inventory: Inventory, known: Known, included: IncludedFiles
) -> list[Finding]:
    """What the linter finds in a file, advice left out."""
    given, server = file.given, inventory.servers.get(file.given.server)
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
) -> _Merge:
    inside = file.own_lines(block_id)
    entries: tuple[NameLine, ...] = ()
    if place:
        entries = place.hosts if file.given.kind is NameFileKind.HOSTS else place.lmhosts
    broken = {each.rule for each in findings if each.severity is Severity.ERROR} - _CAUTIONS
    lost = _still_needed(file, inside, entries, inventory)
    fault = merge_fault(file.document, block_id) or ""
    if broken and not fault:
        fault = f"it breaks {', '.join(sorted(broken))}"
    if lost and not fault:
        fault = (
            f"its block {block_id} has {', '.join(sorted(lost))}, which a connector dials and this "
            "plan does not give again: plan under another --ticket"
        )
    return _Merge(file=file, entries=entries, fault=fault, inside=inside)


def _still_needed(
    file: NameFile, inside: range, entries: Sequence[NameLine], inventory: Inventory
) -> set[str]:
    """The names that a connector dials and that would go with our present block.

    A later window of the same ticket has fewer connectors left than the first one.
    """
    present = {name for line, _, names in file.document.rows() if line in inside for name in names}
    dialled = {
        connector.address.text.upper()
        for connector in inventory.connectors
        if connector.server == file.given.server and connector.address.number is None
    }
    return (present & dialled) - {name.upper() for e in entries for name in e.name.split(" ")}


# ---- what there is to warn of


def _cautions(
    merge: _Merge, findings: Sequence[Finding], block_id: str, about: AbstractSet[int]
) -> Iterator[Problem]:
    """Every warning about one file; ``about`` are its lines about servers and partners."""
    yield from _findings(merge, findings, about)
    for fault in merge.file.blocks.faults:
        if fault.block_id != block_id:
            message = (
                f"the markers of block {shown(fault.block_id)}, which is not this plan's, are "
                f"broken: {fault.reason}; correct them before that block is changed or removed"
            )
            yield merge.warning("X4-W145", message, fault.line)
    if merge.entries and merge.fault:
        kind = merge.file.given.kind
        message = (
            f"there is no {kind}.NEW, because {kind} is not merged: {merge.fault}; correct that "
            f"and plan again, or bring in {kind}.ADD by hand"
        )
        yield merge.warning("X4-W142", message)
    if merge.entries:
        yield from _clashes(merge)
        yield from _preloaded(merge)


def _findings(
    merge: _Merge, findings: Sequence[Finding], about: AbstractSet[int]
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
        yield merge.warning("X4-W141", message, first.line, first.column)


def _clashes(merge: _Merge) -> Iterator[Problem]:
    """Lines that lead one of our names elsewhere, or that hide one of our lines.

    In LMHOSTS any second line of a name is one; in HOSTS one with another address, or one of the
    same address before our block, because the first line wins.
    """
    is_hosts = merge.file.given.kind is NameFileKind.HOSTS
    ours = {
        name.upper(): number_of(entry.address)
        for entry in merge.entries
        for name in entry.name.split(" ")
    }
    for line, address, names in merge.file.document.rows():
        if line in merge.inside:
            continue
        found = {
            name for name in names & ours.keys() if not is_hosts or address.number != ours[name]
        }
        if is_hosts and line < merge.inside.start and address.number in ours.values():
            found |= names
        if found:
            message = (
                f"{address.text} {' '.join(sorted(found))} is here, outside the lines of this "
                "plan, for a name or address that they need: take it out, or see that it is right"
            )
            yield merge.warning("X4-W143", message, line, address.column)


def _preloaded(merge: _Merge) -> Iterator[Problem]:
    """More #PRE entries than Windows NT takes."""
    entries = merge.file.document.entries()
    present = [line for line, each in entries if each.is_preloaded and line not in merge.inside]
    count = len(present) + len(merge.entries)
    if count > MOST_PRELOADED and merge.file.given.kind is NameFileKind.LMHOSTS:
        message = (
            f"with the entries of this plan LMHOSTS has {count} #PRE entries, and Windows NT "
            f"preloads {MOST_PRELOADED} by default (Q102725): raise MaxPreload or take some out"
        )
        yield merge.warning("X4-W144", message)
