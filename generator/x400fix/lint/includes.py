# SPDX-License-Identifier: MIT
"""The rules for #INCLUDE and what is preloaded through it: LM12, and LM16 to LM20."""

import re
from collections.abc import Iterator

from x400fix.inventory.versions import Windows
from x400fix.lint.findings import Hit, Page
from x400fix.namefiles.included_files import Include
from x400fix.namefiles.lines import address_readings
from x400fix.namefiles.statements import Directive, Keyword
from x400fix.problems import Severity, shown

MOST_PRELOADED = 100
"""How many entries Windows NT preloads by default (RK-LMH, Q102725)."""

_DRIVE = re.compile(r'"?[A-Za-z]:')


def _includes(page: Page) -> tuple[Include, ...]:
    """Every #INCLUDE of the file itself."""
    return page.context.included.includes_in(page.context.own_keys[0])


def preloaded(page: Page) -> Iterator[Hit]:
    """More than 100 entries have #PRE."""
    included, seen = page.context.included, set(page.context.own_keys)
    loaded = {number for number, entry in page.document.entries() if entry.is_preloaded}
    places = {include.line: include for include in _includes(page)}
    if len(loaded) <= MOST_PRELOADED and not (places and included.preloaded > MOST_PRELOADED):
        return
    own = count = 0
    for number in sorted(loaded | places.keys()):
        own += number in loaded
        count += number in loaded
        if number in places:
            count += included.preloaded_behind(places[number], seen, MOST_PRELOADED - count)
        if count > MOST_PRELOADED:
            through = "" if own == count else ", files of #INCLUDE counted in"
            what = f"more than {MOST_PRELOADED} entries have #PRE{through}"
            yield Hit(number, 1, f"{what}: Windows NT preloads {MOST_PRELOADED} by default")
            return


def slashes(page: Page) -> Iterator[Hit]:
    """An #INCLUDE has slashes, which stop NT 3.5x and NT 4.0 before SP4."""
    if page.context.may_be_before_sp4:
        for include in _includes(page):
            if "/" in include.path:
                right = include.path.replace("/", "\\")
                message = f"{shown(include.path)} can stop NT before 4.0 SP4 at every start: write"
                yield Hit(include.line, include.column, f"{message} {shown(right)}")


def drives(page: Page) -> Iterator[Hit]:
    """An #INCLUDE has a drive letter."""
    for include in _includes(page):
        if _DRIVE.match(include.path):
            message = f"{shown(include.path)} with a drive letter may not be loaded"
            if page.context.os is None:
                what = f"{message}, and stops NT 3.5"
                yield Hit(include.line, include.column, what, Severity.ERROR)
            else:
                yield Hit(include.line, include.column, message)


def circles(page: Page) -> Iterator[Hit]:
    """An #INCLUDE leads back to the file itself.

    The share may be another folder of that server.
    """
    included, own = page.context.included, page.context.own_keys
    for include in _includes(page):
        if included.leads_back(include, own, through_shares=True):
            is_sure = included.leads_back(include, own, through_shares=False)
            ends = "leads back to this file" if is_sure else "may lead back to this file"
            is_error = is_sure and page.context.may_be(Windows.NT40)
            message = f"{shown(include.path)} {ends}: a loop stops NT 4.0"
            severity = None if is_error else Severity.WARNING
            yield Hit(include.line, include.column, message, severity)


def unknown_servers(page: Page) -> Iterator[Hit]:
    """An #INCLUDE names a server that no line before it preloads."""
    named = [
        include
        for include in _includes(page)
        if include.server and not address_readings(include.server)
    ]
    loaded: dict[str, int] = {}
    for number, entry in page.document.entries() if named else ():
        if entry.is_preloaded:
            for key in entry.name.keys:
                loaded.setdefault(key, number)
    for include in named:
        if loaded.get(include.server, include.line) >= include.line:
            message = f"no line before this one preloads {shown(include.server)}"
            yield Hit(include.line, include.column, f"{message}: the file is not found")


def alternates(page: Page) -> Iterator[Hit]:
    """#BEGIN_ALTERNATE and #END_ALTERNATE do not belong together."""
    begin: tuple[int, int] | None = None
    includes = 0
    for number, directive in page.document.each(Directive):
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
