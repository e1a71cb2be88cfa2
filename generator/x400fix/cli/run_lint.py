# SPDX-License-Identifier: MIT
"""What ``x400fix lint`` does: finds the files, learns what is known about them, judges, reports."""

import itertools
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path, PurePath
from typing import NamedTuple

import msgspec

from x400fix.bundle.contents import CHECKSUMS_NAME, PLAN_NAME, SERVERS_NAME, read_archive
from x400fix.cli.console import Console
from x400fix.documents.rendering import Renderer
from x400fix.documents.sarif import sarif_log
from x400fix.documents.scripts import system_of
from x400fix.inventory.text_file import file_name, read_bytes, read_failure
from x400fix.inventory.versions import OperatingSystem, parse_operating_system
from x400fix.lint.findings import Context, Finding, Known, by_line
from x400fix.lint.included_files import IncludedFiles
from x400fix.lint.table import each_finding, lint
from x400fix.namefiles.documents import NameDocument, parse_name_file
from x400fix.namefiles.existing import NameFileKind
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
    is_for_wins: bool = False


class LintFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file with what it says and what is known about it."""

    kind: NameFileKind
    document: NameDocument
    context: Context


class _Found(NamedTuple):
    """A file to judge; ``archive`` is the ZIP that it is in, and ``path`` then begins with it."""

    path: str
    archive: str = ""


class _Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan says, and which files of its bundle x400fix wrote.

    ``servers`` and ``systems`` are name and system of the server of each folder.
    """

    known: Known = Known()
    servers: Mapping[str, str] = msgspec.field(default_factory=dict)
    systems: Mapping[str, OperatingSystem | None] = msgspec.field(default_factory=dict)
    written: AbstractSet[str] = frozenset()


# ---- the run


def run(
    options: LintOptions, console: Console, *, json: bool, sarif: bool, strict: bool, quiet: bool
) -> int:
    """Report every finding; the status says whether there is an error."""
    if json and sarif:
        message = "--json and --sarif cannot be combined"
        raise UsageError([Problem(code="X4-E113", message=message, where=Place("--sarif"))])
    files = read_files(options)
    heavy = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if json or sarif:
        findings = [each for file in files for each in lint(file.document, file.context)]
        if sarif:
            console.data(sarif_log(findings))
        else:
            console.data_object(_parts(files, findings))
        found = {each.severity for each in findings}
    else:
        found = _print(files, heavy if quiet else set(Severity), console, quiet=quiet)
    return FINDINGS if found & heavy else 0


def _print(
    files: Sequence[LintFile], shown: AbstractSet[Severity], console: Console, *, quiet: bool
) -> set[Severity]:
    """Print the findings for a person; gives the severities of those that are shown."""
    summaries = [_Summary(file, shown) for file in files]
    counts = Counter[Severity]()
    for summary in summaries:
        counts += summary.counts
    values = {
        "lines": [line.replace("\n", "\\n") for each in summaries for line in each.lines()],
        "counts": [(word, counts[word]) for word in Severity if counts[word]],
        "files": len(files),
    }
    if counts or not quiet:
        console.result(Renderer().text("console/lint.txt", values))
    return set(counts)


class _Summary:
    """The findings of one file as a person reads them: of each rule some, and how many more.

    Those about servers of the plan go before the others.
    """

    def __init__(self, file: LintFile, shown: AbstractSet[Severity]) -> None:
        """Judge the file, and keep what is to be shown."""
        self.counts = Counter[Severity]()
        self._file = file.context.file
        self._totals = Counter[tuple[str, Severity]]()
        self._kept: dict[tuple[str, Severity], tuple[list[Finding], list[Finding]]] = {}
        about = file.context.known.lines_about(file.document)
        for finding in each_finding(file.document, file.context):
            if finding.severity in shown:
                rule = finding.rule, finding.severity
                self.counts[finding.severity] += 1
                self._totals[rule] += 1
                kept = self._kept.setdefault(rule, ([], []))[finding.line not in about]
                if len(kept) < MOST_SHOWN:
                    kept.append(finding)

    def lines(self) -> Iterator[str]:
        """The lines, those about the file itself first."""
        chosen = [(*first, *others)[:MOST_SHOWN] for first, others in self._kept.values()]
        yield from map(str, sorted(itertools.chain(*chosen), key=by_line))
        for (rule, severity), total in self._totals.items():
            if total > MOST_SHOWN:
                more = f"{total - MOST_SHOWN} more like these: --json lists all"
                yield f"{self._file}: {severity} {rule}: {more}"


def _parts(files: Sequence[LintFile], findings: Sequence[Finding]) -> list[tuple[str, object]]:
    """The keys and values of the JSON object."""
    counts = Counter(each.severity for each in findings)
    records = [
        {
            "file": as_text(file.context.file),
            "kind": file.kind.lower(),
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
    archives: dict[str, Mapping[str, bytes]] = {}
    found = _expand(options.files, archives)
    kinds = _kinds_of(found, options.kind)
    knowledge = _Knowledge(options, archives)
    contents = _read_all(found, archives)
    files = [
        LintFile(
            kind=kind, document=parse_name_file(kind, data), context=knowledge.context_of(each)
        )
        for each, kind, data in zip(found, kinds, contents, strict=True)
    ]
    included = _included(files)
    return tuple(
        msgspec.structs.replace(
            each, context=msgspec.structs.replace(each.context, included=included)
        )
        for each in files
    )


def _expand(files: Iterable[str], archives: dict[str, Mapping[str, bytes]]) -> tuple[_Found, ...]:
    """All files, each once; a folder and a ZIP stand for those in it."""
    found: dict[str, _Found] = {}
    problems = []
    for file in files:
        inside = [_Found(file)]
        is_folder = file != "-" and os.path.isdir(file)  # noqa: PTH112 -- Path.is_dir raises for some names
        if is_folder:
            inside = [_Found(path) for path in _below(file)]
        elif file.upper().endswith(_ZIP):
            archives[file] = read_archive(file, _is_wanted)
            names = sorted(archives[file].keys() - {PLAN_NAME, CHECKSUMS_NAME})
            inside = [_Found(f"{file}/{name}", file) for name in names]
        if not inside and not (_is_bundle(Path(file)) or PLAN_NAME in archives.get(file, ())):
            message = f"the {'folder' if is_folder else 'ZIP'} holds no LMHOSTS or HOSTS file"
            problems.append(Problem(code="X4-E112", message=message, where=Place(file)))
        for each in inside:
            found.setdefault(os.path.abspath(each.path), each)  # noqa: PTH100 -- text, not a path to open
    if problems:
        raise InputError(problems)
    return tuple(found.values())


def _below(folder: str) -> Iterator[str]:
    """The name files below a folder; copies for back-out are left out.

    A pipe or a device would be waited for, or never end; a broken link is reported later.
    """
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(parent, name)  # noqa: PTH118 -- as the user wrote the folder
            if _is_name_file(name) and (os.path.isfile(path) or not os.path.exists(path)):  # noqa: PTH110, PTH113
                yield path


def _is_wanted(member: str) -> bool:
    """Whether a file of a ZIP is read: name files, and what says whose they are."""
    return member in {PLAN_NAME, CHECKSUMS_NAME} or _is_name_file(PurePath(member).name)


def _is_name_file(name: str) -> bool:
    """Whether a file is LMHOSTS or HOSTS itself, or a form of it on its way there."""
    pure = PurePath(name.upper())
    return pure.stem in set(NameFileKind) and pure.suffix in _IN_FOLDERS


def _kinds_of(found: Iterable[_Found], given: NameFileKind | None) -> tuple[NameFileKind, ...]:
    """What each file is: as ``--kind`` says, else as its name shows."""
    kinds = []
    problems = []
    for path, _ in found:
        kind = given or kind_of(PurePath(path).name)
        if kind:
            kinds.append(kind)
        else:
            message = "only LMHOSTS and HOSTS files are linted"
            if not path.upper().endswith(_OTHER_ENDINGS):
                message += ", and the name does not show which of them this is: give --kind"
            where = Place(file_name(path))
            problems.append(Problem(code="X4-E111", message=message, where=where))
    if problems:
        raise UsageError(problems)
    return tuple(kinds)


def _read_all(
    found: Iterable[_Found], archives: Mapping[str, Mapping[str, bytes]]
) -> tuple[bytes, ...]:
    """The bytes of each file; all that cannot be read is reported at once."""
    data = []
    missing: list[Problem] = []
    unreadable: list[Problem] = []
    for path, archive in found:
        try:
            if archive:
                data.append(archives[archive][path.removeprefix(f"{archive}/")])
            else:
                data.append(read_bytes(path) if path == "-" else Path(path).read_bytes())
        except (FileNotFoundError, ValueError) as error:  # ValueError: NUL in the path
            missing.append(_problem("X4-E001", path, error))
        except OSError as error:
            unreadable.append(_problem("X4-E110", path, error))
    if missing:
        raise InputError([*missing, *unreadable])
    if unreadable:
        raise OutputError(unreadable)
    return tuple(data)


def _problem(code: str, path: str, error: OSError | ValueError) -> Problem:
    """Why a file cannot be read."""
    return Problem(code=code, message=f"cannot be read: {read_failure(error)}", where=Place(path))


def _included(files: Iterable[LintFile]) -> IncludedFiles:
    """The files that an #INCLUDE may name, by folder and name in capitals."""
    found = {}
    for file in files:
        if file.kind is NameFileKind.LMHOSTS:
            folder, name = file.context.folder.upper(), file.context.name.upper()
            found[folder, name] = file.document
            if PurePath(name).suffix == ".NEW":
                found[folder, file.context.target.upper()] = file.document
    return IncludedFiles(found)


# ---- what is known about them


class _Knowledge:
    """What plans and bundles say, each read once."""

    def __init__(self, options: LintOptions, archives: Mapping[str, Mapping[str, bytes]]) -> None:
        """Read what the command line names."""
        self._system = None if options.os is None else _parse_system(options.os)
        self._plan = None
        if options.plan is not None:
            self._plan = _read_plan(read_bytes(options.plan), options.plan)
        self._is_for_wins = options.is_for_wins
        self._archives = archives
        self._bundles: dict[str, _Bundle] = {}

    def context_of(self, found: _Found) -> Context:
        """All that is known about a file but what it includes."""
        if found.path == "-":
            known = self._plan.known if self._plan else Known()
            return Context(
                file=file_name("-"), os=self._system, known=known, is_for_wins=self._is_for_wins
            )
        place = Path(found.path)
        absolute = place.absolute()
        root = Path(found.archive).absolute() if found.archive else _find_root(absolute)
        bundle = self._bundle_at(root, found.archive)
        folder = absolute.parent.name
        is_written = root is not None and absolute.relative_to(root).as_posix() in bundle.written
        return Context(
            file=found.path,
            name=place.name,
            folder=bundle.servers.get(folder.upper(), folder),
            target=place.stem if place.suffix.upper() in _CARRIED else place.name,
            os=self._system or bundle.systems.get(folder.upper()),
            is_ours=is_written and place.suffix.upper() not in _WITH_FOREIGN_LINES,
            known=bundle.known,
            is_for_wins=self._is_for_wins,
        )

    def _bundle_at(self, root: Path | None, archive: str) -> _Bundle:
        """What is known of the bundle in a folder or a ZIP; ``--plan`` goes before its own plan."""
        contents = self._archives.get(archive, {})
        if root is None or (archive and not {PLAN_NAME, CHECKSUMS_NAME} <= contents.keys()):
            return self._plan or _Bundle()
        if str(root) not in self._bundles:

            def read(name: str) -> bytes:
                return contents[name] if archive else read_bytes(str(root / name))

            facts = self._plan or _read_plan(read(PLAN_NAME), f"{archive or root}/{PLAN_NAME}")
            sums = read(CHECKSUMS_NAME).decode("latin-1").splitlines()
            written = frozenset(line.partition("  ")[2] for line in sums)
            self._bundles[str(root)] = msgspec.structs.replace(facts, written=written)
        return self._bundles[str(root)]


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
    """Whether a folder is a bundle of ours."""
    return os.path.isfile(folder / PLAN_NAME) and os.path.isfile(folder / CHECKSUMS_NAME)  # noqa: PTH113 -- names with NUL


def _parse_system(text: str) -> OperatingSystem:
    """The Windows that ``--os`` names."""
    try:
        return parse_operating_system(text)
    except BadValueError as error:
        problem = Problem(code=error.code, message=error.message, where=Place("--os"))
        raise UsageError([problem]) from None
