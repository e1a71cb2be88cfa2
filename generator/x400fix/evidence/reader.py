# SPDX-License-Identifier: MIT
"""All files together: each is read, and what it says is given to the server whose it is.

Whose a file is, its content says: the host name that ipconfig prints, the computer name in the
table of nbtstat. Else the name of a folder that it is in says so, if that is a server that some
content names; else the folder's other files, if they are all of one server; else the name of its
own folder. A file that no way leads to an owner stays nobody's, which is said.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from x400fix.evidence.model import Evidence, Kind, Owner, Part, Seen, Source
from x400fix.evidence.recognise import read_parts
from x400fix.inventory.names import host_label, parse_server_name
from x400fix.inventory.repairs import repair_server
from x400fix.problems import BadValueError, Place, ProblemList, listed

_OWNED = ("connectors", "nics", "facts", "overrides", "registry", "netbios", "events", "name_files")
_DIRECTORY = (Kind.ADMINDMP, Kind.EXPORT, Kind.LDIF)
# Names of folders that say when or what was collected, and not from which server.
_NO_SERVERS = {
    *("BEFORE", "AFTER", "SERVERS", "EVIDENCE", "GATHER", "DUMPS", "ETC", "TEMP", "TMP", "DATA"),
    *("VORHER", "NACHHER", "AVANT", "APRES", "LOGS", "EXPORT", "EXPORTS", "IMPORT", "FILES"),
}


class GivenFile(NamedTuple):
    """One file: its path as it was given, with ``/`` between folders, and its bytes.

    ``data`` is None if it was not read, and ``why`` then says why not.
    """

    path: str
    data: bytes | None
    why: str = ""


def read_evidence(files: Iterable[GivenFile], problems: ProblemList) -> Evidence:
    """What all files say; what cannot be read is in ``problems``, and no file is left out."""
    read: list[tuple[GivenFile, tuple[Part, ...]]] = []
    for file in files:
        parts = tuple(read_parts(file.data, file.path, problems)) if file.data else ()
        # The bytes are not needed any more.
        why = file.why or ("it is empty" if not file.data else "")
        read.append((file._replace(data=None, why=why), parts))
    owners = _Owners(read, problems)
    found: dict[str, list[Any]] = {name: [] for name in _OWNED}
    sources = []
    for file, parts in read:
        if not parts:
            sources.append(Source(path=file.path, kind=Kind.UNKNOWN, why=file.why))
            _tell_unread(file, problems)
            continue
        server, owner = owners.owner_of(file.path, parts)
        for part in parts:
            source = Source(path=file.path, kind=part.kind, server=server, owner=owner)
            sources.append(source)
            for name in _OWNED:
                for each in getattr(part, name):
                    own = each.server or server
                    found[name].append(
                        each if own == each.server else msgspec.structs.replace(each, server=own)
                    )
    return Evidence(sources=tuple(sources), **{name: tuple(each) for name, each in found.items()})


def _tell_unread(file: GivenFile, problems: ProblemList) -> None:
    if file.why:
        problems.add("X4-W177", f"not read: {file.why}", Place(file.path))
    else:
        message = "its content is of no known format, so nothing was read from it"
        problems.add("X4-N003", message, Place(file.path))


class _Owners:
    """Knows which server each file is of."""

    def __init__(
        self, read: Sequence[tuple[GivenFile, tuple[Part, ...]]], problems: ProblemList
    ) -> None:
        self._problems = problems
        named = {each.server for _, parts in read for part in parts for each in _all(part)}
        self._labels: dict[str, str] = {host_label(name): name for name in sorted(named - {""})}
        self._hosts: dict[str, Seen[str]] = {}
        for file, parts in read:
            self._learn(file, parts)
        self._known = {*self._labels.values()}
        self._in_folder: dict[str, set[str]] = {}
        for path, host in self._hosts.items():
            self._in_folder.setdefault(_folder(path), set()).add(host.value)

    def _learn(self, file: GivenFile, parts: tuple[Part, ...]) -> None:
        """Note what a file calls the computer that printed it."""
        for host in (part.host for part in parts if part.host):
            text = repair_server(host.value).text
            # A host name has '-' where the computer name has what a host name cannot (Q149044).
            name = self._labels.get(host_label(text), "")
            try:
                name = name or parse_server_name(text)
            except BadValueError as error:
                self._problems.add("X4-W175", f"{error.message}; it is left out", host.place)
                continue
            self._labels.setdefault(host_label(name), name)
            first = self._hosts.setdefault(file.path, Seen(name, host.place))
            if first.value != name:
                message = (
                    f"this is of {name} here, but of {first.value} at {first.place}: one file is "
                    f"of one server, so what follows counts as {first.value}'s"
                )
                self._problems.add("X4-W173", message, host.place)

    def owner_of(self, path: str, parts: Iterable[Part]) -> tuple[str, Owner]:
        """The server of a file, and how that is known."""
        by_folder = self._by_folder(path)
        host = self._hosts.get(path)
        if host:
            if by_folder and by_folder != host.value:
                message = (
                    f"the file says that it is of {host.value}, its folder that it is of "
                    f"{by_folder}: the content counts"
                )
                self._problems.add("X4-W173", message, host.place)
            return host.value, Owner.CONTENT
        if all(each.server for part in parts for each in _all(part)):
            return "", Owner.CONTENT  # it says itself of which servers it speaks
        server = by_folder or self._by_neighbours(path)
        if server:
            return server, Owner.FOLDER
        # Each connector without a home server is named later.
        others = (part for part in parts if part.kind not in _DIRECTORY)
        if not all(each.server for part in others for each in _all(part)):
            near = sorted(self._in_folder.get(_folder(path), ()))
            why = f"its folder has files of {listed(near)}" if near else "nothing says so"
            message = (
                f"it is not known of which server this is: {why}; put it into a folder that is "
                "named as the server"
            )
            self._problems.add("X4-W173", message, Place(path))
        return "", Owner.UNKNOWN

    def _by_neighbours(self, path: str) -> str:
        """The one server of the other files in the folder; else what the folder is called."""
        near = self._in_folder.get(_folder(path), set())
        if near:
            return next(iter(near)) if len(near) == 1 else ""
        own = self._own_folder(path)
        if own:
            message = f"only the name of its folder says that it is of {own}"
            self._problems.add("X4-N005", message, Place(path))
        return own

    def _by_folder(self, path: str) -> str:
        """The known server that the nearest folder with a server's name is called after."""
        for name in reversed(path.split("/")[:-1]):
            server = self._labels.get(host_label(name), "")
            if server:
                return server
        return ""

    def _own_folder(self, path: str) -> str:
        for name in reversed(path.split("/")[:-1]):
            if name.upper() in _NO_SERVERS:
                continue
            try:
                return parse_server_name(name)
            except BadValueError:
                return ""
        return ""


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _all(part: Part) -> Iterable[Any]:
    return (each for name in _OWNED for each in getattr(part, name))
