# SPDX-License-Identifier: MIT
"""All files together: each is read, and what it says is given to the server whose it is.

Whose a file is, its content says: the host name that ipconfig prints, the computer name in the
table of nbtstat. Else the name of a folder that it is in says so, if that is a server that some
content names, or the name of the file; else the addresses in it, if another file shows whose they
are; else the folder's other files, if they are all of one server; else the name of its own folder.
A file that no way leads to an owner stays nobody's, which is said.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from x400fix.evidence.model import Evidence, Kind, Owner, Part, Seen, Source
from x400fix.evidence.recognise import read_parts
from x400fix.inventory.addresses import NicAddress
from x400fix.inventory.names import host_label, parse_server_name
from x400fix.inventory.repairs import repair_server
from x400fix.problems import BadValueError, Place, ProblemList, listed

_OWNED = ("connectors", "nics", "facts", "overrides", "registry", "netbios", "events", "name_files")
_WORDS = re.compile(r"[A-Z0-9]+", re.ASCII)
_MOST_WORDS = 8
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
            if not part.host and not any(_all(part)):
                message = f"it is recognised ({part.kind}), but nothing in it is used"
                problems.add("X4-N003", message, Place(file.path))
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
        self._in_folder: dict[str, set[str]] = {}
        self._holders: dict[int, str] = {}
        for file, parts in read:
            host = self._hosts.get(file.path)
            if host:
                self._in_folder.setdefault(_folder(file.path), set()).add(host.value)
                for each in _addresses_of(parts):
                    self._holders.setdefault(each.value.number, host.value)

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

    def owner_of(self, path: str, parts: Sequence[Part]) -> tuple[str, Owner]:
        """The server of a file, and how that is known."""
        by_folder = self._by_folder(path)
        said = self._hosts.get(path) or _home_of(parts)
        if said:
            if by_folder and by_folder != said.value:
                message = (
                    f"the file says that it is of {said.value}, its folder that it is of "
                    f"{by_folder}: the content counts"
                )
                self._problems.add("X4-W173", message, said.place)
            return (said.value if path in self._hosts else ""), Owner.CONTENT
        if all(each.server for part in parts for each in _all(part)):
            return "", Owner.CONTENT  # it says itself of which servers it speaks
        if by_folder:
            return by_folder, Owner.FOLDER
        by_name = self._by_name(path)
        if by_name:
            return by_name, Owner.NAME
        server = self._by_addresses(path, parts) or self._by_neighbours(path)
        if server:
            return server, Owner.FOLDER
        self._tell_nobody(path, parts)
        return "", Owner.UNKNOWN

    def _tell_nobody(self, path: str, parts: Iterable[Part]) -> None:
        """Name a file of nobody; each connector without a home server is named later."""
        others = (part for part in parts if part.kind not in _DIRECTORY)
        if not all(each.server for part in others for each in _all(part)):
            near = sorted(self._in_folder.get(_folder(path), ()))
            why = f"its folder has files of {listed(near)}" if near else "nothing says so"
            message = (
                f"it is not known of which server this is: {why}; put it into a folder that is "
                "named as the server"
            )
            self._problems.add("X4-W173", message, Place(path))

    def _by_name(self, path: str) -> str:
        """The one known server that the name of the file has in it: ``SEAHUB1-LMHOSTS.TXT``."""
        words = _WORDS.findall(host_label(path.rpartition("/")[2]))[:_MOST_WORDS]
        joined = {
            "-".join(words[first:last])
            for first in range(len(words))
            for last in range(first + 1, len(words) + 1)
        }
        found = {self._labels[name] for name in joined if name in self._labels}
        return next(iter(found)) if len(found) == 1 else ""

    def _by_addresses(self, path: str, parts: Iterable[Part]) -> str:
        """The one server that has the addresses of the file's adapters by another file."""
        numbers = {each.value.number for each in _addresses_of(parts)}
        owners = {self._holders.get(number, "") for number in numbers} - {""}
        if len(owners) != 1:
            return ""
        owner = next(iter(owners))
        message = f"only the addresses in it say that it is of {owner}, which has them elsewhere"
        self._problems.add("X4-N005", message, Place(path))
        return owner

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


def _home_of(parts: Iterable[Part]) -> Seen[str] | None:
    """The one server whose connectors a file has, if all that it has are such objects."""
    if any(part.kind not in _DIRECTORY for part in parts):
        return None
    homes = {each.server: each for part in parts for each in part.connectors}
    first = next(iter(homes.values()), None)
    return (
        Seen(first.server, first.server_place)
        if first and first.server and len(homes) == 1
        else None
    )


def _addresses_of(parts: Iterable[Part]) -> Iterator[Seen[NicAddress]]:
    return (each for part in parts for nic in part.nics for each in nic.addresses)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _all(part: Part) -> Iterable[Any]:
    return (each for name in _OWNED for each in getattr(part, name))
