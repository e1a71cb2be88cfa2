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

    preloaded: int
    includes: tuple[Include, ...]


def _includes_of(document: NameDocument, folder: str) -> Iterator[Include]:
    """Every #INCLUDE with a path, in a file that stands in a folder of this name."""
    for number, directive in document.each(Directive):
        if directive.keyword is Keyword.INCLUDE and directive.argument:
            path = directive.argument.text
            # Slashes are an error of their own; where they lead does not depend on them.
            plain = capitals(path.strip('"').replace("/", "\\"))
            share, here = _SERVER.fullmatch(plain), _HERE.fullmatch(plain)
            yield Include(
                line=number,
                column=directive.argument.column,
                path=path,
                server=share[1] if share else "",
                target=(share[1], share[2] or "")
                if share
                else (folder.upper(), here[1])
                if here
                else None,
            )


class IncludedFiles:
    """The LMHOSTS files at hand by folder and name; each is looked through once at most."""

    def __init__(self, documents: Mapping[FileKey, NameDocument]) -> None:
        """Take the documents that an #INCLUDE can be followed to."""
        self._documents = documents
        self._known: dict[FileKey, _Included] = {}
        self._circles: dict[bool, Mapping[FileKey, FileKey]] = {}

    @cached_property
    def preloaded(self) -> int:
        """How many entries with #PRE all files have."""
        return sum(self._find(key).preloaded for key in self._documents)

    def with_file(self, own: Collection[FileKey], document: NameDocument) -> "IncludedFiles":
        """The same files, of which a document is the one by the names ``own``."""
        if all(self._documents.get(key) is document for key in own):
            return self
        files = IncludedFiles({**self._documents, **dict.fromkeys(own, document)})
        files._known = {key: each for key, each in self._known.items() if key not in own}
        return files

    def includes_in(self, key: FileKey) -> tuple[Include, ...]:
        """Every #INCLUDE with a path in a file at hand."""
        return self._find(key).includes

    def preloaded_behind(self, include: Include, seen: set[FileKey], most: int) -> int:
        """How many entries with #PRE an #INCLUDE brings in; beyond ``most`` none is counted.

        Files that are ``seen`` are left out; those that count are added to them.
        """
        count = 0
        waiting = [include]
        while waiting and count <= most:
            target = waiting.pop().target
            if target and target not in seen and target in self._documents:
                seen.add(target)
                found = self._find(target)
                count += found.preloaded
                waiting.extend(found.includes)
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
            self._circles[through_shares] = self._find_circles(through_shares=through_shares)
        circles = self._circles[through_shares]
        place = include.target and circles.get(include.target)
        return place is not None and any(circles.get(key) == place for key in own)

    def _find_circles(self, *, through_shares: bool) -> Mapping[FileKey, FileKey]:
        """For each file one that stands for all that it leads to and that lead to it.

        First the files in the order in which they are left (depth first), then back along the
        includes (the algorithm of Kosaraju): each include is followed once in each direction.
        """
        circles: dict[FileKey, FileKey] = {}
        targets = {
            key: [
                each.target
                for each in self._find(key).includes
                if each.target and each.target in self._documents
                if through_shares or not each.server
            ]
            for key in self._documents
        }
        callers: dict[FileKey, list[FileKey]] = {key: [] for key in targets}
        for key, found in targets.items():
            for target in found:
                callers[target].append(key)
        for root in reversed(_left_in_order(targets)):
            waiting = [root]
            while waiting:
                key = waiting.pop()
                if key not in circles:
                    circles[key] = root
                    waiting.extend(callers[key])
        return circles

    def _find(self, key: FileKey) -> _Included:
        """What counts of a file at hand."""
        if key not in self._known:
            document = self._documents[key]
            includes = tuple(_includes_of(document, key[0]))
            preloaded = sum(entry.tail.is_preloaded for _, entry in document.entries())
            self._known[key] = _Included(preloaded, includes)
        return self._known[key]


def _left_in_order(targets: Mapping[FileKey, Iterable[FileKey]]) -> list[FileKey]:
    """All files, each behind those that it leads to, as far as there is no circle."""
    order: list[FileKey] = []
    seen: set[FileKey] = set()
    for start in targets:
        path = [(start, iter(targets[start]))] if start not in seen else []
        seen.add(start)
        while path:
            key, rest = path[-1]
            following = next((target for target in rest if target not in seen), None)
            if following is None:
                order.append(key)
                path.pop()
            else:
                seen.add(following)
                path.append((following, iter(targets[following])))
    return order
