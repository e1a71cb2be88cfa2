# SPDX-License-Identifier: MIT
"""The rules for #INCLUDE and what is preloaded through it: LM12, and LM16 to LM20."""

import re
from collections.abc import Iterator

from x400fix.inventory.versions import Windows
from x400fix.lmhosts.includes import files_behind, includes_of, leads_back
from x400fix.lmhosts.keywords import Keyword
from x400fix.lmhosts.page import Page
from x400fix.model.rules import Context, Hit, Rule
from x400fix.namefiles.tokens import address_readings
from x400fix.problems import Severity, shown

MOST_PRELOADED = 100
"""How many entries Windows NT preloads by default (RK-LMH, Q102725)."""

_SP4 = 4
_DRIVE = re.compile(r'"?[A-Za-z]:')

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE


def _preloaded(page: Page, context: Context) -> Iterator[Hit]:
    behind = {
        include.line: sum(document.preloaded for document in files_behind(include, context))
        for include in includes_of(page.document, context.folder)
    }
    loaded = {number for number, entry in page.entries() if entry.tail.is_preloaded}
    whole = len(loaded) + sum(behind.values())
    count = 0
    for number in sorted(loaded | behind.keys()):
        count += behind.get(number, 1)
        if count > MOST_PRELOADED:
            through = ", files of #INCLUDE counted in" if any(behind.values()) else ""
            message = (
                f"{whole} entries have #PRE{through}: the first {MOST_PRELOADED} are preloaded"
            )
            yield Hit(number, 1, message)
            return


def _slashes(page: Page, context: Context) -> Iterator[Hit]:
    if not (context.may_be(Windows.NT40, before=_SP4) or context.is_surely(Windows.NT351)):
        return
    for include in includes_of(page.document, context.folder):
        if "/" in include.path:
            right = include.path.replace("/", "\\")
            message = f"{shown(include.path)} can stop this Windows at every start: write"
            yield Hit(include.line, include.column, f"{message} {shown(right)}")


def _drives(page: Page, context: Context) -> Iterator[Hit]:
    for include in includes_of(page.document, context.folder):
        if _DRIVE.match(include.path):
            message = f"{shown(include.path)} with a drive letter may not be loaded"
            if context.os is None:
                yield Hit(include.line, include.column, f"{message}, and stops NT 3.5", _E)
            else:
                yield Hit(include.line, include.column, message)


def _cycles(page: Page, context: Context) -> Iterator[Hit]:
    for include in includes_of(page.document, context.folder):
        found, is_sure = leads_back(include, context)
        if found:
            ends = "leads back to this file" if is_sure else "may lead back to this file"
            severity = None if is_sure and context.may_be(Windows.NT40) else _W
            message = f"{shown(include.path)} {ends}: a circle stops NT 4.0"
            yield Hit(include.line, include.column, message, severity)


def _unknown_servers(page: Page, context: Context) -> Iterator[Hit]:
    loaded: dict[str, int] = {}
    for number, entry in page.entries():
        if entry.tail.is_preloaded:
            for key in entry.name.keys:
                loaded.setdefault(key, number)
    for include in includes_of(page.document, context.folder):
        if not include.server or address_readings(include.server):
            continue
        if loaded.get(include.server, include.line) >= include.line:
            message = f"no line before this one preloads {shown(include.server)}"
            yield Hit(include.line, include.column, f"{message}: the file is not found")


def _alternates(page: Page, context: Context) -> Iterator[Hit]:
    begin: tuple[int, int] | None = None
    includes = 0
    for line, directive in page.document.directives():
        place = line.number, directive.word.column
        if directive.keyword is Keyword.BEGIN_ALTERNATE:
            if begin:
                yield Hit(*begin, "this #BEGIN_ALTERNATE has no #END_ALTERNATE")
            begin, includes = place, 0
        elif directive.keyword is Keyword.END_ALTERNATE:
            if not begin:
                yield Hit(*place, "this #END_ALTERNATE has no #BEGIN_ALTERNATE")
            elif includes > 1 and context.may_be(Windows.NT40):
                message = f"NT 4.0 reads all {includes} files of this block, not only the first"
                yield Hit(*begin, message, _N)
            begin = None
        elif directive.keyword is Keyword.INCLUDE:
            includes += 1
    if begin:
        yield Hit(*begin, "this #BEGIN_ALTERNATE has no #END_ALTERNATE")


RULES: tuple[Rule[Page], ...] = (
    Rule(
        id="LM12",
        ours=_W,
        existing=_W,
        title=f"More than {MOST_PRELOADED} entries have #PRE.",
        sources=("RK-LMH", "Q102725"),
        find=_preloaded,
    ),
    Rule(
        id="LM16",
        ours=_E,
        existing=_E,
        title="An #INCLUDE has slashes, which stop NT 3.5x and NT 4.0 before SP4.",
        sources=("Q165439",),
        find=_slashes,
    ),
    Rule(
        id="LM17",
        ours=_W,
        existing=_W,
        title="An #INCLUDE has a drive letter.",
        sources=("Q128565", "Q122781"),
        find=_drives,
    ),
    Rule(
        id="LM18",
        ours=_E,
        existing=_E,
        title="An #INCLUDE leads back to the file itself.",
        sources=("Q172595",),
        find=_cycles,
    ),
    Rule(
        id="LM19",
        ours=_E,
        existing=_E,
        title="An #INCLUDE names a server that no line before it preloads.",
        sources=("RK-LMH", "LMHOSTS.SAM", "Q233193"),
        find=_unknown_servers,
    ),
    Rule(
        id="LM20",
        ours=_W,
        existing=_W,
        title="#BEGIN_ALTERNATE and #END_ALTERNATE do not belong together.",
        sources=("Q247682",),
        find=_alternates,
    ),
)
