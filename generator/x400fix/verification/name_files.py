# SPDX-License-Identifier: MIT
"""The lines of HOSTS and LMHOSTS: whether a lookup finds what the plan brings in.

In HOSTS the first line of a name, and of an address, counts (Q193380). In LMHOSTS the last line
with #PRE, else the first of all (Q142061); an #INCLUDE that Windows cannot follow may keep it from
reading on (Q165439, Q172595, Q233193).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from x400fix.inventory.addresses import address_text, number_of
from x400fix.inventory.versions import parse_operating_system
from x400fix.lint.findings import Context, Known
from x400fix.lint.table import lint
from x400fix.namefiles.documents import NameDocument, parse_name_file
from x400fix.namefiles.existing import ExistingFile, NameFileKind
from x400fix.namefiles.included_files import FileKey, IncludedFiles, includes_of
from x400fix.plan.model import NameLine, Place, Plan
from x400fix.problems import Place as At
from x400fix.problems import base_name
from x400fix.simulation.network import NameTable
from x400fix.step_kinds import Effect, Phase
from x400fix.verification.checks import NO_FILES, Check, Outcome, ServerFiles

_INCLUDE_RULES = {"LM16", "LM18", "LM19", "LM20"}
_LINE_RULES = {"LM01", "LM02", "LM03", "LM04", "LM05", "LM06"}
_WHOLE_RULES = {"LM22", "HS03"}
_EFFECTS = {NameFileKind.HOSTS: Effect.HOSTS, NameFileKind.LMHOSTS: Effect.LMHOSTS}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One entry that a lookup may find, where it is, and at which line of the main file."""

    number: int
    names: tuple[str, ...]
    is_preloaded: bool
    place: At
    line: int


class NameFiles:
    """The name files of one server, an #INCLUDE followed where its file is among them."""

    def __init__(self, server: str, files: ServerFiles) -> None:
        """Parse what there is."""
        self.server = server
        self.given: dict[NameFileKind, ExistingFile] = {}
        self._documents: dict[FileKey, tuple[NameDocument, str]] = {}
        for each in files.name_files:
            name = base_name(each.path).upper()
            self._documents[server, name] = (parse_name_file(each.kind, each.data), each.path)
            if name == each.kind:
                self.given[each.kind] = each
        for each in files.name_files:
            self.given.setdefault(each.kind, each)

    def document(self, kind: NameFileKind) -> NameDocument | None:
        """The file of a kind, if it is there."""
        given = self.given.get(kind)
        return self._documents[self.server, base_name(given.path).upper()][0] if given else None

    def rows(self, kind: NameFileKind) -> list[Row]:
        """Every entry of a file, with those of the files that it includes in their place."""
        document = self.document(kind)
        given = self.given.get(kind)
        if document is None or given is None:
            return []
        own = {(self.server, base_name(given.path).upper())}
        return list(self._rows(document, given.path, own))

    def _rows(
        self, document: NameDocument, path: str, seen: set[FileKey], line: int = 0
    ) -> Iterator[Row]:
        includes = {each.line: each for each in includes_of(document, self.server)}
        entries = dict(document.entries())
        for number in sorted({*includes, *entries}):
            if number in entries:
                entry = entries[number]
                if entry.address.number is not None and not entry.name.is_quoted:
                    names = entry.names if document.kind is NameFileKind.HOSTS else entry.names[:1]
                    yield Row(
                        number=entry.address.number,
                        names=tuple(name.text for name in names),
                        is_preloaded=entry.is_preloaded,
                        place=At(path, number),
                        line=line or number,
                    )
                continue
            target = includes[number].target
            if target in self._documents and target not in seen:
                seen.add(target)
                inner, where = self._documents[target]
                yield from self._rows(inner, where, seen, line or number)

    def missing_includes(self, kind: NameFileKind) -> list[str]:
        """The files that an #INCLUDE names and that are not among these."""
        document = self.document(kind)
        found = includes_of(document, self.server) if document else ()
        return [each.path for each in found if each.target not in self._documents]

    @property
    def included(self) -> IncludedFiles:
        """The files as rules follow includes among them."""
        return IncludedFiles({key: document for key, (document, _) in self._documents.items()})


def effective(kind: NameFileKind, rows: Sequence[Row]) -> list[Row]:
    """The rows in the order in which a lookup takes them: the first one that fits counts."""
    if kind is NameFileKind.HOSTS:
        return list(rows)
    loaded = [row for row in rows if row.is_preloaded]
    return [*reversed(loaded), *(row for row in rows if not row.is_preloaded)]


def name_tables(files: Mapping[str, NameFiles], kind: NameFileKind) -> dict[str, NameTable]:
    """What the files of a kind say, by server, as the simulation looks names up in them."""
    return {
        server: NameTable(
            (row.number, " ".join(row.names)) for row in effective(kind, each.rows(kind))
        )
        for server, each in files.items()
        if kind in each.given
    }


def check_name_files(plan: Plan, files: Mapping[str, NameFiles], known: Known) -> Iterator[Check]:
    """A check for each file that gets lines."""
    for place in plan.servers:
        found = files.get(place.name) or NameFiles(place.name, NO_FILES)
        for kind, lines in (
            (NameFileKind.HOSTS, place.hosts),
            (NameFileKind.LMHOSTS, place.lmhosts),
        ):
            step = next((s for s in place.steps if s.kind.effect is _EFFECTS[kind]), None)
            is_optional = step is None or step.kind.phase is Phase.AFTERWARDS
            if lines and not (is_optional and kind not in found.given):
                check = _check(place, kind, lines, found, known)
                yield msgspec.structs.replace(
                    check, step=step.number if step else 0, is_optional=is_optional
                )


def check_given_files(plan: Plan, files: Mapping[str, NameFiles]) -> Iterator[Check]:
    """A check for each file that is not any more as the plan was given it, with what it gets."""
    gets = {
        (place.name, use.file) for place in plan.servers for use in place.name_files if use.merged
    }
    for each in plan.name_files:
        found = (
            files[each.server].given.get(NameFileKind(each.file)) if each.server in files else None
        )
        if found and found.data != each.data and (each.server, each.file) in gets:
            yield Check(
                server=each.server,
                what=f"the {each.file} file",
                outcome=Outcome.DIFFERS,
                before="as the plan was given it",
                seen="another content",
                why=(f"{each.file}.NEW was made of the old content: plan again with this file",),
                places=(At(found.path),),
            )


def _check(
    place: Place, kind: NameFileKind, lines: Sequence[NameLine], files: NameFiles, known: Known
) -> Check:
    """Whether a lookup finds every line of the plan."""
    rows = files.rows(kind)
    order = effective(kind, rows)
    faults = list(_faults(place, kind, files, known)) if kind in files.given else []
    why, places, there = [], [], 0
    for line in lines:
        reason, row = _judge(kind, line, order)
        there += row is not None
        why += [reason] if reason else []
        places += [row.place] if row else []
        if row:
            why += list(_faults_of(row, faults, files.given[kind].path))
    outcome = Outcome.DIFFERS if why else Outcome.DONE
    if kind not in files.given:
        outcome, why = Outcome.NO_EVIDENCE, []
    elif not there:
        outcome, why = Outcome.NOT_DONE, []
        behind = files.missing_includes(kind)
        if behind:
            why = [f"they may be in {', '.join(behind)}, which is not among the files"]
    return Check(
        server=place.name,
        what=kind.value,
        outcome=outcome,
        before="without these lines",
        after=", ".join(f"{line.address} {line.name}" for line in lines),
        seen=f"{there} of {len(lines)} lines" if kind in files.given else "",
        why=tuple(dict.fromkeys(why)),
        places=tuple(places)
        or tuple(At(each.path) for each in files.given.values() if each.kind is kind),
    )


def _judge(kind: NameFileKind, line: NameLine, order: Sequence[Row]) -> tuple[str, Row | None]:
    """What keeps a lookup from finding a line, and the line itself if it is there."""
    number, names = number_of(line.address), line.name.split(" ")
    own = next(
        (row for row in order if row.number == number and _is_own(kind, row, names[0])), None
    )
    for name in names:
        first = next((row for row in order if name.upper() in _keys(row)), None)
        if first and first.number != number:
            where = f"{base_name(first.place.file)} line {first.place.line}"
            return f"{name} leads to {address_text(first.number)} by {where}", own
    if own is None:
        return f"{line.address} {line.name} is missing", None
    if kind is NameFileKind.HOSTS:
        first = next(row for row in order if row.number == number)
        if first.names[0] != names[0]:
            where = f"line {first.place.line}"
            return f"{line.address} is called {first.names[0]} by {where}, not {names[0]}", own
    return "", own


def _is_own(kind: NameFileKind, row: Row, name: str) -> bool:
    """Whether a row says the name as the plan does.

    How the MTA compares the letter case of the names that HOSTS answers with, no source tells; so
    a line of HOSTS in another case is an older one. LMHOSTS knows upper case alone.
    """
    said = row.names[0]
    return said == name if kind is NameFileKind.HOSTS else said.upper() == name.upper()


def _keys(row: Row) -> Iterable[str]:
    return (name.upper() for name in row.names)


def _faults(
    place: Place, kind: NameFileKind, files: NameFiles, known: Known
) -> Iterator[tuple[str, int, str]]:
    """What breaks the file or a part of it: rule, line (0: all of it), what is wrong."""
    document = files.document(kind)
    context = Context(
        file=files.given[kind].path,
        name=kind,
        folder=place.name,
        target=kind,
        os=parse_operating_system(place.os) if place.os else None,
        known=known,
        included=files.included,
    )
    for each in lint(document, context) if document else ():
        if each.rule in _INCLUDE_RULES | _LINE_RULES | _WHOLE_RULES:
            yield each.rule, each.line, each.message


def _faults_of(row: Row, faults: Iterable[tuple[str, int, str]], path: str) -> Iterator[str]:
    """The faults that keep Windows from a row, or may do so."""
    for rule, line, message in faults:
        if rule in _INCLUDE_RULES and 0 < line <= row.line:
            yield f"behind the #INCLUDE or block of line {line} ({rule}): {message}"
        elif rule in _LINE_RULES and line == row.place.line and row.place.file == path:
            yield f"line {line} ({rule}): {message}"
        elif rule in _WHOLE_RULES:
            yield f"the whole file ({rule}): {message}"
