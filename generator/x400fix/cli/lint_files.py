# SPDX-License-Identifier: MIT
"""Finds and reads the files that are to be judged."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from x400fix.cli.lint_bundle import is_bundle
from x400fix.formats.kinds import Kind, kind_of
from x400fix.inventory.text_file import file_name, read_bytes, read_failure
from x400fix.problems import InputError, OutputError, Place, Problem, UsageError

_NAME_FILES = {Kind.LMHOSTS, Kind.HOSTS}
_IN_FOLDERS = {"", ".ADD", ".NEW", ".TXT"}


def expand(files: Iterable[str]) -> tuple[str, ...]:
    """The paths of all files, each once; a folder stands for those below it."""
    found: dict[str, str] = {}
    problems = []
    for file in files:
        if file != "-" and os.path.isdir(file):  # noqa: PTH112 -- Path.is_dir raises for some names
            inside = list(_below(file))
            if not inside and not is_bundle(Path(file)):
                message = "the folder holds no file that lint knows by its name"
                problems.append(Problem(code="X4-E112", message=message, where=Place(file)))
        else:
            inside = [file]
        for path in inside:
            found.setdefault(os.path.abspath(path), path)  # noqa: PTH100 -- text, not a path to open
    if problems:
        raise InputError(problems)
    return tuple(found.values())


def _below(folder: str) -> Iterator[str]:
    """The files below a folder whose names tell what they are; copies for back-out are left out."""
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            kind = kind_of(name)
            if kind and (kind not in _NAME_FILES or _is_name_file(name.upper())):
                yield os.path.join(parent, name)  # noqa: PTH118 -- as the user wrote the folder


def _is_name_file(name: str) -> bool:
    """Whether a name in capitals is LMHOSTS or HOSTS itself, or a form of it on its way there."""
    return Path(name).stem in {"LMHOSTS", "HOSTS"} and Path(name).suffix in _IN_FOLDERS


def find_kinds(paths: Sequence[str], given: Kind | None) -> tuple[Kind, ...]:
    """What each file is: as ``--kind`` says, else as its name tells."""
    kinds = []
    problems = []
    for path in paths:
        kind = given or kind_of(Path(path).name)
        if kind:
            kinds.append(kind)
        else:
            message = "the name does not tell what the file is: say so with --kind"
            where = Place(file_name(path))
            problems.append(Problem(code="X4-E111", message=message, where=where))
    if problems:
        raise UsageError(problems)
    return tuple(kinds)


def read_all(paths: Sequence[str]) -> tuple[bytes, ...]:
    """The bytes of each file; what cannot be read is told for all files at once."""
    data = []
    missing: list[Problem] = []
    unreadable: list[Problem] = []
    for path in paths:
        try:
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
