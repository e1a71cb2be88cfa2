# SPDX-License-Identifier: MIT
"""The rules for lines of HOSTS: HS01, HS02, HS04 and HS05."""

import re
from collections.abc import Iterator

from x400fix.inventory.versions import Windows
from x400fix.lint.findings import Hit, Page
from x400fix.namefiles.statements import Ipv6Entry
from x400fix.problems import shown

LONGEST_NAME = 24
"""Characters of a host name by RFC 952, as Windows NT's documentation has it (Q101785)."""

_HOST_NAME = re.compile(r"[A-Za-z][A-Za-z0-9.-]*[A-Za-z0-9]", re.ASCII)
_NO_HOSTS = (0, 127)
_MULTICAST = 224


def names_twice(page: Page) -> Iterator[Hit]:
    """A name is in HOSTS with two addresses: the first wins."""
    first: dict[str, tuple[int, str]] = {}
    for line, entry in page.document.entries():
        for name in entry.names:
            number, address = first.setdefault(name.key, (line, entry.address.text))
            if address != entry.address.text:
                message = f"{shown(name.text)} is at {address} in line {number} already"
                yield Hit(line, name.column, f"{message}: the first line wins")


def addresses_twice(page: Page) -> Iterator[Hit]:
    """An address is on two lines of HOSTS."""
    first: dict[int, int] = {}
    for line, entry in page.document.entries():
        address = entry.address.number
        if address is None or address >> 24 in _NO_HOSTS or address >> 24 >= _MULTICAST:
            continue
        if first.setdefault(address, line) != line:
            message = f"{entry.address.text} is in line {first[address]} already"
            what = f"{message}: a reverse lookup gives the first name there"
            yield Hit(line, entry.address.column, what)


def host_names(page: Page) -> Iterator[Hit]:
    """A host name is not one of RFC 952.

    A name of the DNS may be longer behind its own first label, which is the one that is safe.
    """
    for line, entry in page.document.entries():
        first = entry.names[0].key
        for name in entry.names:
            if len(name.text) > LONGEST_NAME and not name.key.startswith(f"{first}."):
                why = f"has {len(name.text)} characters, and {LONGEST_NAME} are safe"
                yield Hit(line, name.column, f"{shown(name.text)} {why}")
            elif not _HOST_NAME.fullmatch(name.text):
                why = "letters, digits, hyphens and dots, a letter first, a letter or digit last"
                yield Hit(line, name.column, f"{shown(name.text)} is not a safe name: {why}")


def ipv6_lines(page: Page) -> Iterator[Hit]:
    """HOSTS has lines with IPv6 addresses."""
    lines = list(page.document.each(Ipv6Entry))
    if lines and not page.context.is_surely(Windows.W2003):
        number, entry = lines[0]
        more = f", and {len(lines) - 1} more in this file" if len(lines) > 1 else ""
        message = f"{shown(entry.address.text)} is an IPv6 address{more}"
        yield Hit(number, entry.address.column, f"{message}: Windows NT and 2000 do not read it")
