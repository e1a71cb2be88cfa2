# SPDX-License-Identifier: MIT
"""The lines of HOSTS files.

Sample (Q105997): the first name is the official one, the one that a reverse lookup gives::

    # a comment
    10.20.1.10   mail-b mail-b.corp.example   # no keywords here
"""

import re

from x400fix.inventory.addresses import is_ipv6
from x400fix.namefiles.lines import AddressToken, address_number, is_attempt
from x400fix.namefiles.statements import Entry, Ipv6Entry, Malformed, Name

_FIELD = re.compile(r"[^ \t]+")


def read_statement(text: str, start: int = 0) -> Entry | Ipv6Entry | Malformed | None:
    """What a line says; ``start`` leaves out a byte order mark, columns count it."""
    end = text.find("#", start)
    found = _FIELD.finditer(text, start, len(text) if end < 0 else end)
    fields = tuple(Name(each[0], each.start() + 1) for each in found)
    if not fields:
        return None
    first, *names = fields
    if is_ipv6(first.text):
        return Ipv6Entry(first, tuple(names))
    number = address_number(first.text)
    if names and (number is not None or is_attempt(first.text, names[0].text)):
        return Entry(AddressToken(first.text, first.column, number), tuple(names))
    return Malformed(fields)
