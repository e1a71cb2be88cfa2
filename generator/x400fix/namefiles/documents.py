# SPDX-License-Identifier: MIT
"""Name files of either kind, every byte kept; and the lines of HOSTS, which are the simple ones.

Sample of HOSTS (Q105997): the first name is the official one, which a reverse lookup gives::

    # a comment
    10.20.1.10   mail-b mail-b.corp.example   # no keywords here
"""

import re
from collections.abc import Iterator
from typing import TypeVar

import msgspec

from x400fix.inventory.addresses import is_ipv6
from x400fix.namefiles import lmhosts
from x400fix.namefiles.existing import NameFileKind
from x400fix.namefiles.lines import (
    AddressToken,
    Encoding,
    Line,
    address_number,
    find_encoding,
    is_attempt,
    mark_length,
    split_lines,
)
from x400fix.namefiles.statements import Entry, Ipv6Entry, Malformed, Name, Statement

_FIELD = re.compile(r"[^ \t]+")

_StatementT = TypeVar("_StatementT", bound=Statement)


class NameDocument(msgspec.Struct, frozen=True):
    """All lines of a name file, what each says, and what its bytes show as a whole."""

    kind: NameFileKind
    lines: tuple[Line, ...]
    statements: tuple[Statement, ...]
    encoding: Encoding

    def __bytes__(self) -> bytes:
        """The file, byte for byte as it was read."""
        return b"".join(map(bytes, self.lines))

    def each(self, kind: type[_StatementT]) -> Iterator[tuple[int, _StatementT]]:
        """Every statement of one type with the number of its line, from top to bottom."""
        for number, statement in enumerate(self.statements, 1):
            if isinstance(statement, kind):
                yield number, statement

    def entries(self) -> Iterator[tuple[int, Entry]]:
        """Every entry with the number of its line; IPv6 has statements of its own."""
        return self.each(Entry)

    def names_of(self, entry: Entry) -> frozenset[str]:
        """What a lookup finds an entry by, in capitals."""
        if self.kind is NameFileKind.LMHOSTS:
            return entry.name.keys
        return frozenset(name.key for name in entry.names)

    def rows(self) -> Iterator[tuple[int, AddressToken, frozenset[str]]]:
        """Each entry: the number of its line, its address, its names in capitals."""
        return ((number, each.address, self.names_of(each)) for number, each in self.entries())


def parse_name_file(kind: NameFileKind, data: bytes) -> NameDocument:
    """Parse any bytes as a file of this kind; nothing is refused, and nothing is lost."""
    read = read_hosts_line if kind is NameFileKind.HOSTS else lmhosts.read_statement
    lines = split_lines(data)
    statements = tuple(read(line.text, mark_length(line)) for line in lines)
    return NameDocument(kind, lines, statements, find_encoding(data))


def read_hosts_line(text: str, start: int = 0) -> Entry | Ipv6Entry | Malformed | None:
    """What a line of HOSTS says; ``start`` leaves out a byte order mark, columns count it."""
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
