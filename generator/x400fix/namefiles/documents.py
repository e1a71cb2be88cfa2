# SPDX-License-Identifier: MIT
"""Name files of either kind, every byte kept."""

from collections.abc import Iterator
from typing import TypeVar

import msgspec

from x400fix.namefiles import hosts, lmhosts
from x400fix.namefiles.existing import NameFileKind
from x400fix.namefiles.lines import (
    AddressToken,
    Encoding,
    Line,
    find_encoding,
    mark_length,
    split_lines,
)
from x400fix.namefiles.statements import Entry, Statement

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
    read = (hosts if kind is NameFileKind.HOSTS else lmhosts).read_statement
    lines = split_lines(data)
    statements = tuple(read(line.text, mark_length(line)) for line in lines)
    return NameDocument(kind, lines, statements, find_encoding(data))
