# SPDX-License-Identifier: MIT
"""The rules for #INCLUDE and what is preloaded through it: LM12, and LM16 to LM20."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from x400fix.inventory.versions import Windows
from x400fix.lint.findings import Hit, LmhostsPage
from x400fix.lint.included_files import FileKey, Include, includes_of
from x400fix.namefiles.lines import address_readings
from x400fix.namefiles.lmhosts import Keyword
from x400fix.problems import Severity, shown

MOST_PRELOADED = 100
"""How many entries Windows NT preloads by default (RK-LMH, Q102725)."""

_SP4 = 4
_DRIVE = re.compile(r'"?[A-Za-z]:')


def _includes(page: LmhostsPage) -> list[Include]:
    """Every #INCLUDE of the file itself."""
    return list(includes_of(page.document, page.context.folder))


def _own_keys(page: LmhostsPage) -> AbstractSet[FileKey]:
    """By what an #INCLUDE may name the file itself."""
    context = page.context
    return {
        (context.folder.upper(), name.upper()) for name in (context.name, context.target) if name
    }


def preloaded(page: LmhostsPage) -> Iterator[Hit]:
    """More entries with #PRE than Windows NT takes at its start."""
    seen = set(_own_keys(page))
    counts = {number: 1 for number, entry in page.document.entries() if entry.tail.is_preloaded}
    behind = {
        include.line: page.context.included.preloaded_behind(include, seen)
        for include in _includes(page)
    }
    counts |= behind
    whole, count = sum(counts.values()), 0
    for number in sorted(counts) if whole > MOST_PRELOADED else ():
        count += counts[number]
        if count > MOST_PRELOADED:
            through = ", files of #INCLUDE counted in" if any(behind.values()) else ""
            most = f"Windows NT preloads {MOST_PRELOADED} by default"
            yield Hit(number, 1, f"{whole} entries have #PRE{through}: {most}")
            return


def slashes(page: LmhostsPage) -> Iterator[Hit]:
    """Paths with slashes, which stop some systems."""
    context = page.context
    if context.may_be(Windows.NT40, before=_SP4) or context.is_surely(Windows.NT351):
        for include in _includes(page):
            if "/" in include.path:
                right = include.path.replace("/", "\\")
                message = f"{shown(include.path)} can stop this Windows at every start: write"
                yield Hit(include.line, include.column, f"{message} {shown(right)}")


def drives(page: LmhostsPage) -> Iterator[Hit]:
    """Paths with a drive letter."""
    for include in _includes(page):
        if _DRIVE.match(include.path):
            message = f"{shown(include.path)} with a drive letter may not be loaded"
            if page.context.os is None:
                what = f"{message}, and stops NT 3.5"
                yield Hit(include.line, include.column, what, Severity.ERROR)
            else:
                yield Hit(include.line, include.column, message)


def circles(page: LmhostsPage) -> Iterator[Hit]:
    """Includes that lead back to the file; through a share that is not sure.

    The share may be another folder of that server.
    """
    includes = _includes(page)
    leading = page.context.included.leading_back(_own_keys(page), includes)
    for include in includes:
        if include.target in leading.possibly:
            is_sure = not include.server and include.target in leading.surely
            ends = "leads back to this file" if is_sure else "may lead back to this file"
            is_error = is_sure and page.context.may_be(Windows.NT40)
            message = f"{shown(include.path)} {ends}: a circle stops NT 4.0"
            severity = None if is_error else Severity.WARNING
            yield Hit(include.line, include.column, message, severity)


def unknown_servers(page: LmhostsPage) -> Iterator[Hit]:
    """Includes of a server that no line before preloads."""
    named = [
        include
        for include in _includes(page)
        if include.server and not address_readings(include.server)
    ]
    loaded: dict[str, int] = {}
    for number, entry in page.document.entries() if named else ():
        if entry.tail.is_preloaded:
            for key in entry.name.keys:
                loaded.setdefault(key, number)
    for include in named:
        if loaded.get(include.server, include.line) >= include.line:
            message = f"no line before this one preloads {shown(include.server)}"
            yield Hit(include.line, include.column, f"{message}: the file is not found")


def alternates(page: LmhostsPage) -> Iterator[Hit]:
    """Halves of blocks that are alone, and blocks of which NT 4.0 reads every file."""
    begin: tuple[int, int] | None = None
    includes = 0
    for number, directive in page.document.directives():
        place = number, directive.word.column
        if directive.keyword is Keyword.BEGIN_ALTERNATE:
            if begin:
                yield Hit(*begin, "this #BEGIN_ALTERNATE has no #END_ALTERNATE")
            begin, includes = place, 0
        elif directive.keyword is Keyword.END_ALTERNATE:
            if not begin:
                yield Hit(*place, "this #END_ALTERNATE has no #BEGIN_ALTERNATE")
            elif includes > 1 and page.context.may_be(Windows.NT40):
                message = f"NT 4.0 reads all {includes} files of this block, not only the first"
                yield Hit(*begin, message, Severity.NOTE)
            begin = None
        elif directive.keyword is Keyword.INCLUDE:
            includes += 1
    if begin:
        yield Hit(*begin, "this #BEGIN_ALTERNATE has no #END_ALTERNATE")
