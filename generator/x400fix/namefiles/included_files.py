# SPDX-License-Identifier: MIT
"""Where the #INCLUDE lines of LMHOSTS files lead, among the files at hand; no network is asked."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from x400fix.namefiles.documents import NameDocument
from x400fix.namefiles.lines import capitals
from x400fix.namefiles.statements import Directive, Keyword

FileKey = tuple[str, str]
"""The names of a folder and of a file in it, in capitals."""

_SERVER = re.compile(r"\\\\([^\\]+)(?:\\(?:.*\\)?([^\\]*))?")
_HERE = re.compile(r"(?:.*\\drivers\\etc\\)?([^\\:]+)", re.IGNORECASE)


class Include(NamedTuple):
    r"""One #INCLUDE: its line and column, its path as written, the file that it may name.

    ``server`` is the one of a path such as ``\\MAIL-B\PUBLIC\LMHOSTS``, else empty; ``target`` is
    None if the path leads to a folder that is not known.
    """

    line: int
    column: int
    path: str
    server: str
    target: FileKey | None


class _Included(NamedTuple):
    """What counts of a file that is included."""

    document: NameDocument
    preloaded: int
    includes: tuple[Include, ...]


class IncludedFiles:
    """The LMHOSTS files at hand by folder and name; each is looked through once."""

    def __init__(self, documents: Mapping[FileKey, NameDocument]) -> None:
        """Take the documents that an #INCLUDE can be followed to."""
        self._files = {key: _look_through(each, key[0]) for key, each in documents.items()}
        self._circles: dict[bool, Mapping[FileKey, FileKey]] = {}

    @cached_property
    def preloaded(self) -> int:
        """How many entries with #PRE all files have."""
        return sum(file.preloaded for file in self._files.values())

    def with_file(self, own: Collection[FileKey], document: NameDocument) -> "IncludedFiles":
        """The same files, of which a document is the one by the names ``own``."""
        if all(key in self._files and self._files[key].document is document for key in own):
            return self
        files = IncludedFiles(dict.fromkeys(own, document))
        files._files = {**self._files, **files._files}
        return files

    def includes_in(self, key: FileKey) -> tuple[Include, ...]:
        """Every #INCLUDE with a path in a file at hand."""
        return self._files[key].includes

    def preloaded_behind(self, include: Include, seen: set[FileKey], most: int) -> int:
        """How many entries with #PRE an #INCLUDE brings in; beyond ``most`` none is counted.

        Files that are ``seen`` are left out; those that count are added to them.
        """
        count = 0
        waiting = [include]
        while waiting and count <= most:
            target = waiting.pop().target
            if target and target not in seen and target in self._files:
                seen.add(target)
                count += self._files[target].preloaded
                waiting.extend(self._files[target].includes)
        return count

    def leads_back(
        self, include: Include, own: Collection[FileKey], *, through_shares: bool
    ) -> bool:
        """Whether an #INCLUDE in a file leads back to one of its names ``own``."""
        if include.server and not through_shares:
            return False
        if include.target in own:
            return True
        if through_shares not in self._circles:
            self._circles[through_shares] = _find_circles(self._targets(through_shares))
        circles = self._circles[through_shares]
        place = include.target and circles.get(include.target)
        return place is not None and any(circles.get(key) == place for key in own)

    def _targets(self, through_shares: bool) -> dict[FileKey, list[FileKey]]:  # noqa: FBT001
        """The files at hand that each of them includes."""
        return {
            key: [
                each.target
                for each in file.includes
                if each.target and each.target in self._files
                if through_shares or not each.server
            ]
            for key, file in self._files.items()
        }


def includes_of(document: NameDocument, folder: str) -> Iterator[Include]:
    """Every #INCLUDE with a path in a document that stands in a folder of this name."""
    for number, directive in document.each(Directive):
        if directive.keyword is Keyword.INCLUDE and directive.argument:
            path = directive.argument.text
            # Slashes are an error of their own; where they lead does not depend on them.
            plain = capitals(path.strip('"').replace("/", "\\"))
            server, target = "", None
            if share := _SERVER.fullmatch(plain):
                server, target = share[1], (share[1], share[2] or "")
            elif here := _HERE.fullmatch(plain):
                target = folder.upper(), here[1]
            yield Include(number, directive.argument.column, path, server, target)


def _look_through(document: NameDocument, folder: str) -> _Included:
    """What counts of a document that stands in a folder of this name."""
    preloaded = sum(entry.is_preloaded for _, entry in document.entries())
    return _Included(document, preloaded, tuple(includes_of(document, folder)))


def _find_circles(targets: Mapping[FileKey, Iterable[FileKey]]) -> Mapping[FileKey, FileKey]:
    """For each file one that stands for all that it leads to and that lead to it.

    First the files in the order in which they are left (depth first), then back along the
    includes (the algorithm of Kosaraju): each include is followed once in each direction.
    """
    callers: dict[FileKey, list[FileKey]] = {key: [] for key in targets}
    for key, found in targets.items():
        for target in found:
            callers[target].append(key)
    circles: dict[FileKey, FileKey] = {}
    for root in reversed(_left_in_order(targets)):
        waiting = [root]
        while waiting:
            key = waiting.pop()
            if key not in circles:
                circles[key] = root
                waiting.extend(callers[key])
    return circles


def _left_in_order(targets: Mapping[FileKey, Iterable[FileKey]]) -> list[FileKey]:
    """All files, each behind those that it leads to, as far as there is no circle."""
    order: list[FileKey] = []
    seen: set[FileKey] = set()
    waiting = [(key, False) for key in targets]
    while waiting:
        key, is_left = waiting.pop()
        if is_left:
            order.append(key)
        elif key not in seen:
            seen.add(key)
            waiting.append((key, True))
            waiting.extend((target, False) for target in targets[key])
    return order
