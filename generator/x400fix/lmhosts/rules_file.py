# SPDX-License-Identifier: MIT
"""The rules for a file as a whole: LM22 to LM24, and LM28 to LM30."""

import re
from collections.abc import Iterator

from x400fix.inventory.versions import Windows
from x400fix.lmhosts.page import Page
from x400fix.model.lines import find_line_ends, find_odd_bytes, find_unicode
from x400fix.model.rules import Context, Hit, Rule
from x400fix.problems import Severity, shown

_SP4 = 4
_SHORT_NAME = re.compile(r"[A-Z0-9_-]{1,8}(?:\.[A-Z0-9_-]{1,3})?", re.IGNORECASE | re.ASCII)

_E, _W = Severity.ERROR, Severity.WARNING


def _unicode(page: Page, _: Context) -> Iterator[Hit]:
    yield from find_unicode(page.data)


def _odd_bytes(page: Page, _: Context) -> Iterator[Hit]:
    yield from find_odd_bytes(page.lines)


def _line_ends(page: Page, _: Context) -> Iterator[Hit]:
    yield from find_line_ends(page.lines)


def _old_hotfix(page: Page, context: Context) -> Iterator[Hit]:
    pack = context.os.service_pack if context.os else None
    if context.may_be(Windows.NT40) and pack in {None, _SP4} and any(page.entries()):
        message = "a netbt.sys of a hotfix after SP4 must not be older than 25 February 1999"
        yield Hit(0, 0, message, None if pack else Severity.NOTE)


def extensions(_: object, context: Context) -> Iterator[Hit]:
    """A file that Windows is to find has an extension."""
    base, dot, extension = context.target.partition(".")
    if dot:
        message = f"Windows NT reads {shown(base)} only: take .{extension} off the name"
        yield Hit(0, 0, message)


def _short_name(_: Page, context: Context) -> Iterator[Hit]:
    if context.is_for_wins and context.name and not _SHORT_NAME.fullmatch(context.name):
        message = f"WINS imports no file with the name {shown(context.name)}"
        yield Hit(0, 0, f"{message}: give it one of 8 and 3 characters")


RULES: tuple[Rule[Page], ...] = (
    Rule(
        id="LM22",
        ours=_E,
        existing=_E,
        title="The file was saved as Unicode: no name in it can be found.",
        sources=("Q139414",),
        find=_unicode,
    ),
    Rule(
        id="LM23",
        ours=_E,
        existing=_E,
        title="A byte is neither printable ASCII nor a TAB.",
        sources=(),
        find=_odd_bytes,
        is_caution=True,
    ),
    Rule(
        id="LM24",
        ours=_W,
        existing=_W,
        title="A line, or the last one, does not end with CR LF.",
        sources=(),
        find=_line_ends,
        is_caution=True,
    ),
    Rule(
        id="LM28",
        ours=_W,
        existing=_W,
        title="A hotfix after NT 4.0 SP4 may read LMHOSTS wrongly.",
        sources=("Q219381",),
        find=_old_hotfix,
    ),
    Rule(
        id="LM29",
        ours=_E,
        existing=None,
        title="The file that Windows is to read has an extension.",
        sources=("LMHOSTS.SAM", "Q160827"),
        find=extensions,
    ),
    Rule(
        id="LM30",
        ours=_W,
        existing=_W,
        title="The name of a file that WINS is to import is not of 8 and 3 characters.",
        sources=("Q163524",),
        find=_short_name,
    ),
)
