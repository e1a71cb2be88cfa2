# SPDX-License-Identifier: MIT
"""Reads the name files that servers have now: ``DIR/<SERVER>/LMHOSTS`` and ``HOSTS``.

Letter case does not matter, as on Windows. Whatever else lies in a server's folder is left alone:
it may be a copy of the whole folder ``etc``, with LMHOSTS.SAM and SERVICES in it. GATHER.CMD
records the files into ``<SERVER>/BEFORE``, and where there is none a comment that says so.
"""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping

from x400fix.inventory.text_file import MOST_NAME_FILE_BYTES, read_bytes, read_failure
from x400fix.namefiles.documents import parse_name_file
from x400fix.namefiles.existing import ExistingFile, NameFileKind
from x400fix.namefiles.included_files import FileKey, includes_of
from x400fix.problems import Place, ProblemList, as_text, shown

_KINDS = {kind.value: kind for kind in NameFileKind}
_RECORDED, _NO_FILE = "BEFORE", b"# GATHER: this server has no such file"
_FOLDER_FAILURES: dict[type[Exception], str] = {
    FileNotFoundError: "there is no such folder",
    NotADirectoryError: "this is a file",
}


def read_name_files(
    folder: str, servers: Collection[str], problems: ProblemList
) -> tuple[ExistingFile, ...]:
    """Every file of every known server, by server and name; what is wrong is in ``problems``."""
    found: list[ExistingFile] = []
    for name, entry in _entries(folder, servers, problems):
        path = os.path.join(folder, entry)  # noqa: PTH118 -- names as they are, even without text
        if name in servers:
            found += _read_server(name, path, folder, problems)
        else:
            _warn_of_stranger(name, entry, path, problems)
    return tuple(found)


def _read_server(
    server: str, folder: str, top: str, problems: ProblemList
) -> Iterator[ExistingFile]:
    """The files of one server, none of them outside of the folder ``top`` of all."""
    folder = _recorded(folder)
    if _leads_out(folder, top, problems):
        return
    for name, entry in _entries(folder, _KINDS, problems):
        path = os.path.join(folder, entry)  # noqa: PTH118
        stem = name.removesuffix(".TXT")
        if name in _KINDS:
            data = None if _leads_out(path, top, problems) else _read_file(path, problems)
            if data is not None and data.strip() != _NO_FILE:
                kind = _KINDS[name]
                yield ExistingFile(server=server, kind=kind, data=data, path=as_text(path))
        elif stem in _KINDS:
            message = (
                f"Windows NT reads {stem} only without an extension (Q102725, Q107060), so this "
                f"file is not the one that {server} uses: give that one, and take this one away"
            )
            problems.add("X4-E103", message, Place(as_text(path)))


def _recorded(folder: str) -> str:
    """A server's folder, or the one in it that GATHER BEFORE made, if no name file lies beside."""
    try:
        entries = {entry.upper(): entry for entry in sorted(os.listdir(folder))}  # noqa: PTH208
    except (OSError, ValueError):
        return folder  # whoever reads it tells
    if _RECORDED not in entries or not entries.keys().isdisjoint(_KINDS):
        return folder
    path = os.path.join(folder, entries[_RECORDED])  # noqa: PTH118
    return path if os.path.isdir(path) else folder  # noqa: PTH112


def read_included(
    folder: str, files: Iterable[ExistingFile], problems: ProblemList
) -> Iterator[ExistingFile]:
    """The files behind the #INCLUDE lines that lie in the folders too, each once.

    One that is not there is in ``problems``: what it holds is not known.
    """
    folders = dict(_entries(folder, (), problems))
    seen = {(each.server, each.kind.value) for each in files}
    waiting = [each for each in files if each.kind is NameFileKind.LMHOSTS]
    while waiting:
        file = waiting.pop(0)
        for include in includes_of(parse_name_file(file.kind, file.data), file.server):
            target = include.target or (file.server, include.path.rpartition("\\")[2].upper())
            if target in seen:
                continue
            seen.add(target)
            found = _find_file(folder, folders, target, problems)
            if found is None:
                message = (
                    f"{file.server}: {shown(include.path)} is not among the files of --lmhosts, so "
                    "its names and addresses are not known and may be given again: put a copy into "
                    f"{shown('/'.join(target))[1:-1]} there"
                )
                where = Place(file.path, include.line, include.column)
                problems.add("X4-W147", message, where)
                continue
            data = None if _leads_out(found, folder, problems) else _read_file(found, problems)
            if data is not None:
                each = ExistingFile(
                    server=target[0], kind=NameFileKind.LMHOSTS, data=data, path=as_text(found)
                )
                waiting.append(each)
                yield each


def _find_file(
    folder: str, folders: Mapping[str, str], key: FileKey, problems: ProblemList
) -> str | None:
    """The path of a file in a server's folder, by its name in any letter case."""
    if key[0] not in folders:
        return None
    path = _recorded(os.path.join(folder, folders[key[0]]))  # noqa: PTH118
    entries = _entries(path, (), problems) if os.path.isdir(path) else []  # noqa: PTH112
    names = {name.upper(): entry for name, entry in entries}
    return os.path.join(path, names[key[1]]) if key[1] in names else None  # noqa: PTH118


def _entries(folder: str, wanted: Collection[str], problems: ProblemList) -> list[tuple[str, str]]:
    """What is in a folder, by its name in capitals.

    Two names that are wanted and differ in letter case only are an error.
    """
    try:
        entries = sorted(os.listdir(folder))  # noqa: PTH208 -- of a path that may be no text
    except (OSError, ValueError) as error:
        reason = _FOLDER_FAILURES.get(type(error)) or read_failure(error)
        right = "--lmhosts takes the folder that holds MAIL-A/LMHOSTS and so on"
        message = f"cannot be read as a folder: {reason}; {right}"
        problems.add("X4-E101", message, Place(as_text(folder)))
        return []
    known: dict[str, str] = {}
    for entry in entries:
        # As Windows compares names; of other letters than these no server's name consists.
        name = entry.upper() if entry.isascii() else entry
        first = known.setdefault(name, entry)
        if first != entry and name in wanted:
            message = (
                f"{shown(first)} and {shown(entry)} differ in letter case only, and Windows knows "
                "one of them: leave the right one"
            )
            path = os.path.join(folder, entry)  # noqa: PTH118
            problems.add("X4-E102", message, Place(as_text(path)))
    return sorted(known.items())


def _leads_out(path: str, top: str, problems: ProblemList) -> bool:
    """Whether a link leads out of a folder, which the problems then tell."""
    real, inside = os.path.realpath(path), os.path.join(os.path.realpath(top), "")  # noqa: PTH118
    if real.startswith(inside):
        return False
    message = "cannot be read: a link leads out of the folder that --lmhosts names; put a copy here"
    problems.add("X4-E001", message, Place(as_text(path)))
    return True


def _read_file(path: str, problems: ProblemList) -> bytes | None:
    """The bytes of a file; None if it cannot be read, which the problems then tell."""
    # A pipe or a device would be waited for, or never end.
    if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):  # noqa: PTH110, PTH112, PTH113
        message = "cannot be read: this is neither a file nor a link to one"
        problems.add("X4-E001", message, Place(as_text(path)))
        return None
    with problems.gathering():
        return read_bytes(path, MOST_NAME_FILE_BYTES)
    return None


def _warn_of_stranger(name: str, entry: str, path: str, problems: ProblemList) -> None:
    """Tell of what looks like name files, but is no known server's."""
    if name.removesuffix(".TXT") in _KINDS:
        right = f"put it into a folder named as its server, such as MAIL-A/{name}"
        problems.add("X4-W140", f"this file belongs to no server: {right}", Place(as_text(path)))
    elif os.path.isdir(path) and not entry.startswith("."):  # noqa: PTH112
        message = (
            f"{shown(as_text(entry))} is not a server of the inventory, so nothing in it was read"
        )
        right = "name the folder as the inventory names the server"
        problems.add("X4-W140", f"{message}: {right}", Place(as_text(path)))
