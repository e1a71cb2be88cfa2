# SPDX-License-Identifier: MIT
"""What ``x400fix lint`` does: finds the files, learns what is known about them, judges, reports."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path, PurePath
from typing import NamedTuple

import msgspec

from x400fix.bundle.archive import read_archive
from x400fix.bundle.contents import CHECKSUMS_NAME, MARKS, PLAN_NAME, SERVERS_NAME, parse_checksums
from x400fix.cli.console import Console
from x400fix.cli.plan_paths import MOST_PLAN_BYTES, read_plan_bytes
from x400fix.cli.progress import progress
from x400fix.documents.rendering import Renderer
from x400fix.documents.sarif import sarif_log
from x400fix.documents.scripts import system_of
from x400fix.inventory.text_file import (
    MOST_NAME_FILE_BYTES,
    file_name,
    load,
    read_bytes,
    read_failure,
)
from x400fix.inventory.versions import OperatingSystem, parse_operating_system
from x400fix.lint.findings import Context, Finding, Known, by_line
from x400fix.lint.table import each_finding, lint
from x400fix.namefiles.documents import NameDocument, parse_name_file
from x400fix.namefiles.existing import NameFileKind
from x400fix.namefiles.included_files import IncludedFiles
from x400fix.planning.name_files import known_names
from x400fix.planning.plan_file import read_plan
from x400fix.problems import (
    BadValueError,
    InputError,
    OutputError,
    Place,
    Problem,
    Severity,
    UsageError,
    as_text,
)

FINDINGS = 1
MOST_SHOWN = 10
"""How many findings of one rule are shown of each file; the others are counted."""

_ZIP = ".ZIP"
_OTHER_ENDINGS = (".REG", ".INI", ".CMD", ".BAT")
_IN_FOLDERS = {"", ".ADD", ".NEW", ".TXT"}
# What files are called on their way to the name that Windows reads.
_CARRIED = {".ADD", ".NEW", ".OLD", ".SAV", ".BEF", ".UND"}
_WITH_FOREIGN_LINES = {".NEW", ".OLD"}


class LintOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says about the files."""

    files: tuple[str, ...]
    os: str | None = None
    kind: NameFileKind | None = None
    plan: str | None = None
    wins_import: bool = False


class LintFile(NamedTuple):
    """One file with what it says and what is known about it."""

    document: NameDocument
    context: Context


class _Found(NamedTuple):
    """A file to judge; the path of one in a ZIP begins with ``archive``, which has ``members``."""

    path: str
    archive: str = ""
    members: Mapping[str, bytes] = {}


class _Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan says, also of the server of each folder, and which files x400fix wrote."""

    known: Known = Known()
    servers: Mapping[str, str] = {}
    systems: Mapping[str, OperatingSystem | None] = {}
    written: AbstractSet[str] = frozenset()


# ---- the run


def run(options: LintOptions, console: Console, *, json: bool, sarif: bool, strict: bool) -> int:
    """Report every finding; the status says whether there is an error."""
    if json and sarif:
        message = "--json and --sarif cannot be combined"
        raise UsageError([Problem(code="X4-E113", message=message, where=Place("--sarif"))])
    heavy = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    with progress(console, "linting"):
        files = read_files(options)
        if json or sarif:
            findings = [each for file in files for each in lint(file.document, file.context)]
            if sarif:
                console.data(sarif_log(findings))
            else:
                console.data_object(_parts(files, findings))
            found = {each.severity for each in findings}
        else:
            found = _print(files, heavy if console.is_quiet else set(Severity), console)
    return FINDINGS if found & heavy else 0


def _print(
    files: Sequence[LintFile], shown: AbstractSet[Severity], console: Console
) -> set[Severity]:
    """Print the findings for a person; gives the severities of those that are shown."""
    counts = Counter[Severity]()
    lines = [line for file in files for line in _summary(file, shown, counts)]
    values = {
        "lines": [line.replace("\n", "\\n") for line in lines],
        "counts": [(word, counts[word]) for word in Severity if counts[word]],
        "files": len(files),
    }
    if counts or not console.is_quiet:
        console.result(Renderer().text("console/lint.txt", values))
    return set(counts)


def _summary(
    file: LintFile, shown: AbstractSet[Severity], counts: Counter[Severity]
) -> Iterator[str]:
    """Of each rule some findings, those about servers of the plan first, and how many more."""
    totals = Counter[tuple[str, Severity]]()
    kept: dict[tuple[str, Severity], tuple[list[Finding], list[Finding]]] = {}
    about = file.context.known.lines_about(file.document)
    for finding in each_finding(file.document, file.context):
        if finding.severity in shown:
            rule = finding.rule, finding.severity
            totals[rule] += 1
            some = kept.setdefault(rule, ([], []))[finding.line not in about]
            if len(some) < MOST_SHOWN:
                some.append(finding)
    chosen = [each for first, others in kept.values() for each in (*first, *others)[:MOST_SHOWN]]
    yield from map(str, sorted(chosen, key=by_line))
    for (rule_id, severity), total in totals.items():
        counts[severity] += total
        if total > MOST_SHOWN:
            more = f"{total - MOST_SHOWN} more like these: --json lists all"
            yield f"{file.context.file}: {severity} {rule_id}: {more}"


def _parts(files: Sequence[LintFile], findings: Sequence[Finding]) -> list[tuple[str, object]]:
    counts = Counter(each.severity for each in findings)
    records = [
        {
            "file": as_text(file.context.file),
            "kind": file.document.kind.lower(),
            "os": str(file.context.os or ""),
            "ours": file.context.is_ours,
        }
        for file in files
    ]
    return [
        ("files", records),
        *((f"{each}s", counts[each]) for each in Severity),
        ("findings", [msgspec.structs.replace(e, file=as_text(e.file)) for e in findings]),
        ("problems", []),
    ]


# ---- the files


def kind_of(name: str) -> NameFileKind | None:
    """The kind that the name of a file shows, without its folders; None if it shows none."""
    capitals = name.upper()
    if capitals.endswith(_OTHER_ENDINGS):
        return None
    return next((kind for kind in NameFileKind if capitals.startswith(kind)), None)


def read_files(options: LintOptions) -> tuple[LintFile, ...]:
    """Every file to be judged; raises if one of them cannot be."""
    found = _expand(options.files)
    kinds = _kinds_of(found, options.kind)
    knowledge = _Knowledge(options)
    documents = map(parse_name_file, kinds, _read_all(found))
    files = [
        LintFile(document, knowledge.context_of(each))
        for document, each in zip(documents, found, strict=True)
    ]
    included = _included(files)
    return tuple(
        LintFile(document, msgspec.structs.replace(context, included=included))
        for document, context in files
    )


def _expand(files: Iterable[str]) -> tuple[_Found, ...]:
    """All files, each once; a folder and a ZIP stand for those in it."""
    found: dict[str, _Found] = {}
    problems = []
    for file in files:
        inside, what, is_bundle = [_Found(file)], "", False
        if file != "-" and os.path.isdir(file):  # noqa: PTH112 -- Path.is_dir raises for some names
            inside, what = [_Found(path) for path in _below(file)], "folder"
            is_bundle = _is_bundle(Path(file))
        elif file.upper().endswith(_ZIP):
            members = read_archive(file, _is_wanted, MOST_PLAN_BYTES)
            names, what = sorted(members.keys() - {*MARKS}), "ZIP"
            inside = [_Found(f"{file}/{name}", file, members) for name in names]
            is_bundle = PLAN_NAME in members
        if not inside and not is_bundle:
            message = f"the {what} holds no LMHOSTS or HOSTS file"
            problems.append(Problem(code="X4-E112", message=message, where=Place(file)))
        for each in inside:
            found.setdefault(os.path.abspath(each.path), each)  # noqa: PTH100 -- text, not a path to open
    if problems:
        raise InputError(problems)
    return tuple(found.values())


def _below(folder: str) -> Iterator[str]:
    """The name files below a folder, but no pipe or device; a broken link is reported later."""
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(parent, name)  # noqa: PTH118 -- as the user wrote the folder
            if _is_name_file(name) and (os.path.isfile(path) or not os.path.exists(path)):  # noqa: PTH110, PTH113
                yield path


def _is_wanted(name: str) -> bool:
    """Whether a file of a ZIP matters, by its name."""
    return name in MARKS or _is_name_file(PurePath(name).name)


def _is_name_file(name: str) -> bool:
    """Whether a file is LMHOSTS or HOSTS itself, or a form of it on its way there."""
    pure = PurePath(name.upper())
    return pure.stem in set(NameFileKind) and pure.suffix in _IN_FOLDERS


def _kinds_of(found: Iterable[_Found], given: NameFileKind | None) -> list[NameFileKind]:
    """What each file is: as ``--kind`` says, else as its name shows."""
    kinds, problems = [], []
    for each in found:
        if kind := given or kind_of(PurePath(each.path).name):
            kinds.append(kind)
        else:
            message = "only LMHOSTS and HOSTS files are linted"
            if not each.path.upper().endswith(_OTHER_ENDINGS):
                message += ", and the name does not show which of them this is: give --kind"
            where = Place(file_name(each.path))
            problems.append(Problem(code="X4-E111", message=message, where=where))
    if problems:
        raise UsageError(problems)
    return kinds


def _read_all(found: Iterable[_Found]) -> list[bytes]:
    """The bytes of each file; all that cannot be read is reported at once."""
    data, problems = [], list[Problem]()
    for path, archive, members in found:
        try:
            if archive:
                data.append(members[path.removeprefix(f"{archive}/")])
            else:
                data.append(read_bytes(path) if path == "-" else load(path, MOST_NAME_FILE_BYTES))
        except (OSError, ValueError) as error:  # ValueError: NUL in the path
            is_there = isinstance(error, OSError) and not isinstance(error, FileNotFoundError)
            message = f"cannot be read: {read_failure(error)}"
            code = "X4-E110" if is_there else "X4-E001"
            problems.append(Problem(code=code, message=message, where=Place(path)))
    problems.sort(key=lambda problem: problem.code)
    if problems:
        raise (InputError if problems[0].code == "X4-E001" else OutputError)(problems)
    return data


def _included(files: Iterable[LintFile]) -> IncludedFiles:
    """The files that an #INCLUDE may name, by folder and name in capitals."""
    found = {}
    for document, context in files:
        if document.kind is NameFileKind.LMHOSTS:
            names = {context.name}
            if PurePath(context.name).suffix.upper() == ".NEW":
                names.add(context.target)
            found.update({(context.folder.upper(), name.upper()): document for name in names})
    return IncludedFiles(found)


# ---- what is known about them


class _Knowledge:
    """What plans and bundles say, each read once."""

    def __init__(self, options: LintOptions) -> None:
        self._options = options
        self._system = None
        if options.os is not None:
            try:
                self._system = parse_operating_system(options.os)
            except BadValueError as error:
                problem = Problem(code=error.code, message=error.message, where=Place("--os"))
                raise UsageError([problem]) from None
        path = options.plan
        self._plan = None if path is None else _read_plan(*read_plan_bytes(path))
        self._bundles: dict[Path, _Bundle] = {}

    def context_of(self, found: _Found) -> Context:
        """All that is known about a file but what it includes."""
        context = Context(
            file=found.path,
            os=self._system,
            known=self._plan.known if self._plan else Known(),
            is_for_wins=self._options.wins_import,
        )
        if found.path == "-":
            return msgspec.structs.replace(context, file=file_name("-"))
        place = Path(found.path)
        absolute = place.absolute()
        root = Path(found.archive).absolute() if found.archive else _find_root(absolute)
        bundle = self._bundle_at(root, found)
        folder = absolute.parent.name
        is_written = root is not None and absolute.relative_to(root).as_posix() in bundle.written
        return msgspec.structs.replace(
            context,
            name=place.name,
            folder=bundle.servers.get(folder.upper(), folder),
            target=place.stem if place.suffix.upper() in _CARRIED else place.name,
            os=self._system or bundle.systems.get(folder.upper()),
            is_ours=is_written and place.suffix.upper() not in _WITH_FOREIGN_LINES,
            known=bundle.known,
        )

    def _bundle_at(self, root: Path | None, found: _Found) -> _Bundle:
        """What is known of the bundle that a file is in; ``--plan`` goes before its own plan."""
        archive, members = found.archive, found.members
        if root is None or (archive and not members.keys() >= {*MARKS}):
            return self._plan or _Bundle()
        if root not in self._bundles:

            def read(name: str) -> bytes:
                return members[name] if archive else read_bytes(str(root / name), MOST_PLAN_BYTES)

            facts = self._plan or _read_plan(read(PLAN_NAME), f"{archive or root}/{PLAN_NAME}")
            written = parse_checksums(read(CHECKSUMS_NAME)).keys()
            self._bundles[root] = msgspec.structs.replace(facts, written=written)
        return self._bundles[root]


def _read_plan(data: bytes, path: str) -> _Bundle:
    """What a plan says; folders and server names are in capitals."""
    plan = read_plan(data, path).plan
    servers, systems = {}, {}
    for server in plan.servers:
        for name in (server.name.upper(), server.folder.upper()):
            servers[name] = server.name
            systems[name] = system_of(server.os)
    return _Bundle(known=known_names(plan), servers=servers, systems=systems)


def _find_root(path: Path) -> Path | None:
    """The bundle that a file is in: it is ``SERVERS/<NAME>/<FILE>`` below it."""
    parents = path.parents
    if len(parents) < len(("folder", "SERVERS", "bundle")) or parents[1].name != SERVERS_NAME:
        return None
    return parents[2] if _is_bundle(parents[2]) else None


def _is_bundle(folder: Path) -> bool:
    return all(os.path.isfile(folder / name) for name in MARKS)  # noqa: PTH113 -- names with NUL
