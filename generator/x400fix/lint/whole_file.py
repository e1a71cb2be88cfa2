# SPDX-License-Identifier: MIT
"""The rules for bytes, line ends and names of files: LM22 to LM24, LM28 to LM30, HS03."""

import re
from collections.abc import Iterator

from x400fix.inventory.versions import Windows
from x400fix.lint.findings import SP4, Hit, Page
from x400fix.namefiles.lines import mark_length
from x400fix.problems import Severity, shown

_SHORT_NAME = re.compile(r"[A-Z0-9_-]{1,8}(?:\.[A-Z0-9_-]{1,3})?", re.IGNORECASE | re.ASCII)
_ODD = re.compile(r"[^\0\t\x20-\x7e]")
_MARKS = (
    ("\xff\xfe", "begins with the byte order mark of UTF-16 (FF FE)"),
    ("\xfe\xff", "begins with the byte order mark of UTF-16 (FE FF)"),
    ("\xef\xbb\xbf", "begins with the byte order mark of UTF-8 (EF BB BF)"),
)
_CTRL_Z = "\x1a"
_FIRST_HIGH = 0x80


def is_unicode(page: Page) -> Iterator[Hit]:
    """The file was saved as Unicode: no name in it can be found."""
    lines = page.document.lines
    for mark, what in _MARKS:
        if lines and lines[0].text.startswith(mark):
            yield Hit(1, 1, f"the file {what}: save it as ANSI text")
            return
    if page.document.encoding.has_nul:
        line = next(line for line in lines if "\0" in line.text)
        message = "NUL byte, as in a file saved as Unicode: save it as ANSI text"
        yield Hit(line.number, line.text.index("\0") + 1, message)


def odd_bytes(page: Page) -> Iterator[Hit]:
    """A byte is neither printable ASCII nor a TAB.

    NUL bytes and the mark of UTF-8 have a rule of their own.
    """
    for line in page.document.lines:
        odd = _ODD.findall(line.text, mark_length(line))
        if odd:
            more = f", and {len(odd) - 1} more in this line" if len(odd) > 1 else ""
            column = line.text.index(odd[0], mark_length(line)) + 1
            yield Hit(line.number, column, f"{_describe_byte(odd[0])}{more}")


def _describe_byte(character: str) -> str:
    """What a byte is that should not be there."""
    code = ord(character)
    if character == _CTRL_Z:
        return "Ctrl-Z (1A), the end of the file for many programs: what follows may be lost"
    if code >= _FIRST_HIGH:
        return f"byte {code:02X} is not ASCII: its meaning depends on the code page"
    return f"control character {code:02X}: only TAB is allowed in a line"


def line_ends(page: Page) -> Iterator[Hit]:
    """A line, or the last one, does not end with CR LF."""
    lines = page.document.lines
    for end, name in (("\n", "LF alone"), ("\r", "CR alone")):
        wrong = [line for line in lines if line.ending == end]
        if wrong:
            more = f", and {len(wrong) - 1} more do" if len(wrong) > 1 else ""
            message = f"the line ends with {name}{more}: end each line with CR LF"
            yield Hit(wrong[0].number, len(wrong[0].text) + 1, message)
    if lines and not lines[-1].ending:
        message = "the last line has no end: end it with CR LF"
        yield Hit(lines[-1].number, len(lines[-1].text) + 1, message)


def old_hotfix(page: Page) -> Iterator[Hit]:
    """A hotfix after NT 4.0 SP4 may read LMHOSTS wrongly."""
    context = page.context
    pack = context.os.service_pack if context.os else None
    has_entries = any(True for _ in page.document.entries())
    if context.may_be(Windows.NT40) and pack in {None, SP4} and has_entries:
        message = "a netbt.sys of a hotfix after SP4 must not be older than 25 February 1999"
        yield Hit(0, 0, message, None if pack else Severity.NOTE)


def extensions(page: Page) -> Iterator[Hit]:
    """The file that Windows is to read has an extension."""
    base, dot, extension = page.context.target.partition(".")
    if dot:
        message = f"Windows NT reads {shown(base)} only: take .{extension} off the name"
        yield Hit(0, 0, message)


def short_name(page: Page) -> Iterator[Hit]:
    """The name of a file that WINS is to import is not of 8 and 3 characters."""
    context = page.context
    if context.is_for_wins and context.name and not _SHORT_NAME.fullmatch(context.name):
        message = f"WINS imports no file with the name {shown(context.name)}"
        yield Hit(0, 0, f"{message}: give it one of 8 and 3 characters")
