# SPDX-License-Identifier: MIT
"""The files that are to be judged, each with what is known about it."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from x400fix.bundle.contents import PLAN_NAME
from x400fix.cli.lint_bundle import PlanFacts, find_bundle, read_plan, written_files
from x400fix.cli.lint_files import expand, find_kinds, read_all
from x400fix.formats.kinds import Kind
from x400fix.inventory.text_file import file_name
from x400fix.inventory.versions import OperatingSystem, parse_operating_system
from x400fix.model.rules import Context
from x400fix.problems import BadValueError, Place, Problem, UsageError

# What files are called on their way to the name that Windows reads.
_CARRIED = {".ADD", ".NEW", ".OLD", ".SAV", ".BEF", ".UND"}
_WITH_FOREIGN_LINES = {".NEW", ".OLD"}


class LintOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says about the files."""

    files: tuple[str, ...]
    os: str | None = None
    kind: Kind | None = None
    plan: str | None = None
    is_for_wins: bool = False


class LintFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file with its bytes and what is known about it."""

    kind: Kind
    data: bytes
    context: Context


class _Knowledge:
    """What plans and bundles tell, each read once."""

    def __init__(self, options: LintOptions) -> None:
        """Read what the command line names."""
        self._system = None if options.os is None else _parse_system(options.os)
        self._plan = None if options.plan is None else read_plan(options.plan)
        self._is_for_wins = options.is_for_wins
        self._bundles: dict[Path, tuple[PlanFacts, frozenset[str]]] = {}

    def context_of(self, path: str, kind: Kind) -> Context:
        """All that is known about a file but what it includes."""
        if path == "-":
            known = self._plan.known if self._plan else PlanFacts().known
            return Context(
                file=file_name(path), os=self._system, known=known, is_for_wins=self._is_for_wins
            )
        place = Path(path)
        facts, is_ours = self._facts_of(place)
        folder = place.absolute().parent.name
        server = facts.servers.get(folder.upper(), folder)
        return Context(
            file=path,
            name=place.name,
            folder=server,
            target=_target_of(place, kind),
            os=self._system or facts.systems.get(folder.upper()),
            is_ours=is_ours,
            known=facts.known,
            is_for_wins=self._is_for_wins,
        )

    def _facts_of(self, place: Path) -> tuple[PlanFacts, bool]:
        """What the plan of a file knows, and whether x400fix wrote the whole file."""
        root = find_bundle(place)
        if root is None:
            return self._plan or PlanFacts(), False
        if root not in self._bundles:
            facts = self._plan or read_plan(str(root / PLAN_NAME))
            self._bundles[root] = facts, written_files(root)
        facts, written = self._bundles[root]
        is_written = place.absolute().relative_to(root).as_posix() in written
        return facts, is_written and place.suffix.upper() not in _WITH_FOREIGN_LINES


def read_files(options: LintOptions) -> tuple[LintFile, ...]:
    """Every file to be judged; raises if one of them cannot be."""
    paths = expand(options.files)
    kinds = find_kinds(paths, options.kind)
    knowledge = _Knowledge(options)
    contents = read_all(paths)
    files = [
        LintFile(kind=kind, data=data, context=knowledge.context_of(path, kind))
        for path, kind, data in zip(paths, kinds, contents, strict=True)
    ]
    included = _included(files)
    return tuple(
        msgspec.structs.replace(
            each, context=msgspec.structs.replace(each.context, included=included)
        )
        for each in files
    )


def _included(files: list[LintFile]) -> Mapping[tuple[str, str], bytes]:
    """The files that an #INCLUDE may name, by folder and name in capitals."""
    found = {}
    for file in files:
        if file.kind is Kind.LMHOSTS:
            folder = file.context.folder.upper()
            found[folder, file.context.name.upper()] = file.data
            if Path(file.context.name).suffix.upper() == ".NEW":
                found[folder, file.context.target.upper()] = file.data
    return found


def _target_of(place: Path, kind: Kind) -> str:
    """The name under which Windows is to find a file."""
    is_carried = place.suffix.upper() in _CARRIED
    if kind in {Kind.LMHOSTS, Kind.HOSTS} and is_carried:
        return place.stem
    return place.name


def _parse_system(text: str) -> OperatingSystem:
    """The Windows that ``--os`` names."""
    try:
        return parse_operating_system(text)
    except BadValueError as error:
        problem = Problem(code=error.code, message=error.message, where=Place("--os"))
        raise UsageError([problem]) from None
