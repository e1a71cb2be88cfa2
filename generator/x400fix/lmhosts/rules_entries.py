# SPDX-License-Identifier: MIT
"""The rules for addresses and names, LM01 to LM09."""

import re
from collections.abc import Iterator

from x400fix.inventory.addresses import forbidden_reason, why_not_ipv4
from x400fix.lmhosts.names import NETBIOS_LENGTH, Name
from x400fix.lmhosts.page import Page
from x400fix.lmhosts.statements import Malformed
from x400fix.model.rules import Context, Hit, Rule
from x400fix.problems import Severity, shown

QUOTED_LENGTH = NETBIOS_LENGTH + 1
"""Bytes of a quoted name: the name padded with blanks, and the byte that is its type."""

_LINK_LOCAL = 0xA9FE
_OWN_NAME = re.compile(r"[A-Z][A-Z0-9-]*[A-Z0-9]", re.ASCII)
_FOREIGN_NAME = re.compile(r"[A-Za-z0-9-]+", re.ASCII)
_LAST_ESCAPE = re.compile(r"\\(?:0x)?[0-9A-Fa-f]{2}\"", re.ASCII)


def _column(page: Page, _: Context) -> Iterator[Hit]:
    for number, entry in page.entries():
        before = page.document.lines[number - 1].content[: entry.address.column - 1]
        if before.strip(b"\xef\xbb\xbf"):
            message = f"the address {shown(entry.address.text)} does not begin in column 1"
            yield Hit(number, entry.address.column, message)


def _fields(page: Page, _: Context) -> Iterator[Hit]:
    for line, malformed in page.document.malformed():
        first = malformed.fields[0]
        yield Hit(line.number, first.column, _why_malformed(malformed))
    for number, entry in page.entries():
        if entry.surplus:
            extra = entry.surplus[0]
            message = f"{shown(extra.text)} is neither keyword nor comment: one entry is one line"
            yield Hit(number, extra.column, message, Severity.WARNING)


def _why_malformed(malformed: Malformed) -> str:
    """What is wrong with the fields of a line."""
    first = shown(malformed.fields[0].text)
    if len(malformed.fields) == 1:
        return f"{first} stands alone: an entry is an address and a name"
    if malformed.is_swapped:
        return f"the name {first} stands before the address: the address comes first"
    return f"{first} is no address: an entry is an address and a name"


def _addresses(page: Page, _: Context) -> Iterator[Hit]:
    for number, entry in page.entries():
        text = entry.address.text
        if entry.address.number is None:
            message = f"{shown(text)} is no address: {why_not_ipv4(text)}"
            yield Hit(number, entry.address.column, message)


def _impossible_addresses(page: Page, _: Context) -> Iterator[Hit]:
    for number, entry in page.entries():
        address = entry.address.number
        reason = None if address is None else forbidden_reason(address)
        if address is not None and reason:
            # The rule is about the others; this network is only known to Windows 2000 and later.
            severity = Severity.WARNING if address >> 16 == _LINK_LOCAL else None
            message = f"{shown(entry.address.text)} can be no host's address: it is in {reason}"
            yield Hit(number, entry.address.column, message, severity)


def _long_names(page: Page, _: Context) -> Iterator[Hit]:
    for number, entry in page.entries():
        size = len(entry.name.value)
        if not entry.name.is_quoted and size > NETBIOS_LENGTH:
            message = f"the name {shown(entry.name.text)} has {size} characters"
            yield Hit(number, entry.name.column, f"{message}, and {NETBIOS_LENGTH} are possible")


def _characters(page: Page, context: Context) -> Iterator[Hit]:
    for number, entry in page.entries():
        name = entry.name
        if context.is_ours or page.is_ours(number):
            if not _OWN_NAME.fullmatch(name.text):
                right = "capitals, digits and hyphens only, a letter first, no hyphen last"
                yield Hit(number, name.column, f"{shown(name.text)} is no alias: {right}")
        elif not name.is_quoted and not _FOREIGN_NAME.fullmatch(name.text):
            yield Hit(number, name.column, _why_odd(name))


def _why_odd(name: Name) -> str:
    """What follows from a character that host names do not have."""
    if "." in name.text:
        return f"{shown(name.text)} has a dot: NT 4.0 looks such names up in DNS, never here"
    return f"{shown(name.text)} has characters that host names do not have: NT writes '-' for them"


def _numeric_names(page: Page, _: Context) -> Iterator[Hit]:
    for number, entry in page.entries():
        if entry.name.text.isascii() and entry.name.text.isdigit():
            message = (
                f"the name {shown(entry.name.text)} has digits only: it is taken as an address"
            )
            yield Hit(number, entry.name.column, message)


def _quoted_length(page: Page, _: Context) -> Iterator[Hit]:
    for number, entry in page.entries():
        name = entry.name
        if name.is_quoted and not name.is_closed:
            yield Hit(number, name.column, f"the quotes of {shown(name.text)} are not closed")
        elif name.is_quoted and len(name.value) != QUOTED_LENGTH:
            size = f"{shown(name.text)} means {len(name.value)} bytes"
            yield Hit(number, name.column, f"{size}: pad the name with blanks to {QUOTED_LENGTH}")


def _escapes(page: Page, _: Context) -> Iterator[Hit]:
    for number, entry in page.entries():
        name = entry.name
        for column in name.escapes:
            rest = name.text[column - name.column :]
            if not name.is_quoted:
                yield Hit(number, column, f"{shown(rest)} means nothing outside quotes")
            elif not _LAST_ESCAPE.fullmatch(rest):
                message = (
                    f"{shown(rest)} is not the end of the name: the byte is meant for the type"
                )
                yield Hit(number, column, message)


_E, _W = Severity.ERROR, Severity.WARNING

RULES: tuple[Rule[Page], ...] = (
    Rule(
        id="LM01",
        ours=_E,
        existing=_E,
        title="The address does not begin in column 1.",
        sources=("RK-LMH", "LMHOSTS.SAM"),
        find=_column,
    ),
    Rule(
        id="LM02",
        ours=_E,
        existing=_E,
        title="A line is not an address and a name, in this order.",
        sources=("RK-LMH", "Q249866"),
        find=_fields,
    ),
    Rule(
        id="LM03",
        ours=_E,
        existing=_E,
        title="The address is not four decimal numbers to 255 without leading zeros.",
        sources=("Q115388",),
        find=_addresses,
    ),
    Rule(
        id="LM04",
        ours=_E,
        existing=_E,
        title="No host can have this address.",
        sources=("Q140473",),
        find=_impossible_addresses,
    ),
    Rule(
        id="LM05",
        ours=_E,
        existing=_E,
        title=f"A name without quotes has more than {NETBIOS_LENGTH} characters.",
        sources=("MS-NBTE",),
        find=_long_names,
    ),
    Rule(
        id="LM06",
        ours=_E,
        existing=_W,
        title="A name has a dot, or a character that not every reader takes.",
        sources=("Q188997", "Q101785", "Q221150"),
        find=_characters,
    ),
    Rule(
        id="LM07",
        ours=_E,
        existing=_W,
        title="A name has digits only.",
        sources=("Q190294",),
        find=_numeric_names,
    ),
    Rule(
        id="LM08",
        ours=_W,
        existing=_W,
        title=f"A quoted name does not mean exactly {QUOTED_LENGTH} bytes.",
        sources=("RK-LMH", "Q104576"),
        find=_quoted_length,
    ),
    Rule(
        id="LM09",
        ours=_W,
        existing=_W,
        title=r"A byte written as \0xnn stands outside quotes or is not the last one.",
        sources=("RK-LMH", "Q104576"),
        find=_escapes,
    ),
)
