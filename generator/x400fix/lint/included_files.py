# SPDX-License-Identifier: MIT
"""Where the #INCLUDE lines of LMHOSTS files lead, among the files at hand; no network is asked."""

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from x400fix.namefiles.lines import capitals
from x400fix.namefiles.lmhosts import Keyword, LmhostsDocument

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


class LeadingBack(NamedTuple):
    """The files from which includes lead to a file, on any way and on a way without shares."""

    possibly: AbstractSet[FileKey]
    surely: AbstractSet[FileKey]


class _Included(NamedTuple):
    """What counts of a file that is included."""

    preloaded: int
    includes: tuple[Include, ...]


def includes_of(document: LmhostsDocument, folder: str) -> Iterator[Include]:
    """Every #INCLUDE with a path, in a file that stands in a folder of this name."""
    for number, directive in document.directives():
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

    def __init__(self, documents: Mapping[FileKey, LmhostsDocument]) -> None:
        """Take the documents that an #INCLUDE can be followed to."""
        self._documents = documents
        self._known: dict[FileKey, _Included] = {}

    def preloaded_behind(self, include: Include, seen: set[FileKey]) -> int:
        """How many entries with #PRE an #INCLUDE brings in, directly or through others.

        Files that are ``seen`` are left out; those that count are added to them.
        """
        count = 0
        for key in self._reach([include], seen):
            count += self._find(key).preloaded
        return count

    def leading_back(self, own: AbstractSet[FileKey], includes: Iterable[Include]) -> LeadingBack:
        """The files from which includes lead to one of ``own``, if ``includes`` reach them."""
        callers: dict[FileKey, list[tuple[FileKey, bool]]] = {}
        for key in self._reach(includes, set(own)):
            for each in self._find(key).includes:
                if each.target:
                    callers.setdefault(each.target, []).append((key, bool(each.server)))
        return LeadingBack(
            possibly=_callers_of(own, callers, through_shares=True),
            surely=_callers_of(own, callers, through_shares=False),
        )

    def _reach(self, includes: Iterable[Include], seen: set[FileKey]) -> Iterator[FileKey]:
        """Every file at hand that includes lead to, unless it is seen already."""
        waiting = list(includes)
        while waiting:
            target = waiting.pop().target
            if target and target not in seen and target in self._documents:
                seen.add(target)
                yield target
                waiting.extend(self._find(target).includes)

    def _find(self, key: FileKey) -> _Included:
        """What counts of a file at hand."""
        if key not in self._known:
            document = self._documents[key]
            includes = tuple(includes_of(document, key[0]))
            self._known[key] = _Included(document.preloaded, includes)
        return self._known[key]


def _callers_of(
    own: AbstractSet[FileKey],
    callers: Mapping[FileKey, Iterable[tuple[FileKey, bool]]],
    *,
    through_shares: bool,
) -> AbstractSet[FileKey]:
    """The files that lead to one of ``own``, and these themselves."""
    found = set(own)
    waiting = list(own)
    while waiting:
        for caller, is_share in callers.get(waiting.pop(), ()):
            if caller not in found and (through_shares or not is_share):
                found.add(caller)
                waiting.append(caller)
    return found
