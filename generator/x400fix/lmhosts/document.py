# SPDX-License-Identifier: MIT
"""An LMHOSTS file with every byte kept: ``bytes(parse_lmhosts(data)) == data`` for any data."""

from collections.abc import Iterator

import msgspec

from x400fix.lmhosts.statements import Directive, Entry, Malformed, Statement, read_statement
from x400fix.namefiles.lines import RawLine, split_lines
from x400fix.namefiles.traits import Traits, find_traits, mark_length


class Line(RawLine, frozen=True, kw_only=True):
    """One line and what it says."""

    statement: Statement


class LmhostsDocument(msgspec.Struct, frozen=True, kw_only=True):
    """All lines of an LMHOSTS file, and what its bytes show as a whole."""

    lines: tuple[Line, ...]
    traits: Traits

    def __bytes__(self) -> bytes:
        """The file, byte for byte as it was read."""
        return b"".join(bytes(line) for line in self.lines)

    def entries(self) -> Iterator[tuple[Line, Entry]]:
        """Every entry with its line, from top to bottom."""
        for line in self.lines:
            if isinstance(line.statement, Entry):
                yield line, line.statement

    def directives(self) -> Iterator[tuple[Line, Directive]]:
        """Every directive with its line, from top to bottom."""
        for line in self.lines:
            if isinstance(line.statement, Directive):
                yield line, line.statement

    def malformed(self) -> Iterator[tuple[Line, Malformed]]:
        """Every malformed line, from top to bottom."""
        for line in self.lines:
            if isinstance(line.statement, Malformed):
                yield line, line.statement

    @property
    def preloaded(self) -> int:
        """How many entries have #PRE; NT takes 100 at its start by default (RK-LMH, Q102725)."""
        return sum(entry.tail.is_preloaded for _, entry in self.entries())


def parse_lmhosts(data: bytes) -> LmhostsDocument:
    """Parse any bytes; nothing is refused, and nothing is lost."""
    raw = split_lines(data)
    lines = tuple(
        Line(
            number=line.number,
            offset=line.offset,
            content=line.content,
            ending=line.ending,
            statement=read_statement(line.content, mark_length(line)),
        )
        for line in raw
    )
    return LmhostsDocument(lines=lines, traits=find_traits(data, raw))
