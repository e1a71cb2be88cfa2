# SPDX-License-Identifier: MIT
"""HOSTS files, every byte kept: ``bytes(parse_hosts(data)) == data`` for any data.

Sample (Q105997): the first name is the official one, the one that a reverse lookup gives::

    # a comment
    10.20.1.10   mail-b mail-b.corp.example   # no keywords here
"""

import re
from collections.abc import Iterator

import msgspec

from x400fix.inventory.addresses import is_ipv6
from x400fix.namefiles.encoding import Encoding, find_encoding, mark_length
from x400fix.namefiles.lines import (
    AddressToken,
    Line,
    Token,
    address_number,
    split_lines,
    statements_of,
)


class Blank(msgspec.Struct, frozen=True, gc=False):
    """A line of blanks and tabs, or of a comment."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """An IPv4 address, or an attempt at one, and its names, the official one first."""

    address: AddressToken
    names: tuple[Token, ...]


class Ipv6Entry(msgspec.Struct, frozen=True, gc=False):
    """An IPv6 address and its names, of which there may be none."""

    address: Token
    names: tuple[Token, ...]


class Malformed(msgspec.Struct, frozen=True, gc=False):
    """A line with fields that are no entry: one field only, or no address where it belongs."""

    fields: tuple[Token, ...]


Statement = Blank | Entry | Ipv6Entry | Malformed

_BLANK = Blank()
_FIELD = re.compile(r"[^ \t]+")


class HostsDocument(msgspec.Struct, frozen=True):
    """All lines of a HOSTS file, what each says, and what its bytes show as a whole."""

    lines: tuple[Line, ...]
    statements: tuple[Statement, ...]
    encoding: Encoding

    def __bytes__(self) -> bytes:
        """The file, byte for byte as it was read."""
        return b"".join(map(bytes, self.lines))

    def entries(self) -> Iterator[tuple[int, Entry]]:
        """Every entry of IPv4 with the number of its line, from top to bottom."""
        return statements_of(Entry, self.statements)

    def ipv6_entries(self) -> Iterator[tuple[int, Ipv6Entry]]:
        """Every entry of IPv6 with the number of its line, from top to bottom."""
        return statements_of(Ipv6Entry, self.statements)

    def malformed(self) -> Iterator[tuple[int, Malformed]]:
        """Every malformed line with its number, from top to bottom."""
        return statements_of(Malformed, self.statements)

    def rows(self) -> Iterator[tuple[int, AddressToken, frozenset[str]]]:
        """Each entry of IPv4: the number of its line, its address, its names in capitals."""
        for number, entry in self.entries():
            yield number, entry.address, frozenset(name.key for name in entry.names)


def parse_hosts(data: bytes) -> HostsDocument:
    """Parse any bytes; nothing is refused, and nothing is lost."""
    lines = split_lines(data)
    statements = tuple(read_statement(line.text, mark_length(line)) for line in lines)
    return HostsDocument(lines, statements, find_encoding(data))


def read_statement(text: str, start: int = 0) -> Statement:
    """What a line says; ``start`` leaves out a byte order mark, columns count it."""
    end = text.find("#", start)
    found = _FIELD.finditer(text, start, len(text) if end < 0 else end)
    fields = tuple(Token(each[0], each.start() + 1) for each in found)
    if not fields:
        return _BLANK
    first, *names = fields
    if is_ipv6(first.text):
        return Ipv6Entry(first, tuple(names))
    number = address_number(first.text)
    if names and (number is not None or _is_attempt(first.text, names[0].text)):
        return Entry(AddressToken(first.text, first.column, number), tuple(names))
    return Malformed(fields)


def _is_attempt(first: str, second: str) -> bool:
    """Whether the first field of a line was meant as an address."""
    # A host name may begin with a digit: then the address behind it tells that they changed.
    return first[0] in "0123456789" and address_number(second) is None
