# SPDX-License-Identifier: MIT
"""A HOSTS file with every byte kept: ``bytes(parse_hosts(data)) == data`` for any data.

Sample (Q105997): the first name is the official one, the one that a reverse lookup gives::

    # a comment
    10.20.1.10   mail-b mail-b.corp.example   # no keywords here
"""

import re
from collections.abc import Iterator

import msgspec

from x400fix.namefiles.lines import RawLine, split_lines
from x400fix.namefiles.tokens import BLANKS, Token
from x400fix.namefiles.traits import Traits, find_traits, mark_length


class Blank(msgspec.Struct, frozen=True, kw_only=True):
    """A line of nothing but blanks and tabs."""


class Comment(msgspec.Struct, frozen=True, kw_only=True):
    """A line that is a comment; the token begins with its number sign."""

    comment: Token


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An address and its names, the official one first.

    The address is something that begins with a digit: ``address.number`` is None if it is none.
    """

    address: Token
    names: tuple[Token, ...]
    comment: Token | None


class Malformed(msgspec.Struct, frozen=True, kw_only=True):
    """A line with fields that are no entry: one field only, or no address where it belongs."""

    fields: tuple[Token, ...]
    comment: Token | None


Statement = Blank | Comment | Entry | Malformed


class Line(RawLine, frozen=True, kw_only=True):
    """One line and what it says."""

    statement: Statement


class HostsDocument(msgspec.Struct, frozen=True, kw_only=True):
    """All lines of a HOSTS file, and what its bytes show as a whole."""

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

    def malformed(self) -> Iterator[tuple[Line, Malformed]]:
        """Every malformed line, from top to bottom."""
        for line in self.lines:
            if isinstance(line.statement, Malformed):
                yield line, line.statement


_FIELD = re.compile(r"[^ \t]+")


def parse_hosts(data: bytes) -> HostsDocument:
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
    return HostsDocument(lines=lines, traits=find_traits(data, raw))


def read_statement(content: bytes, start: int = 0) -> Statement:
    """What a line says; ``start`` leaves out a byte order mark, columns count it."""
    text = content.decode("latin-1")
    end = text.find("#", start)
    comment = None
    if end >= 0:
        comment = Token(text=text[end:].rstrip(BLANKS), column=end + 1)
        text = text[:end]
    fields = tuple(
        Token(text=found[0], column=found.start() + 1) for found in _FIELD.finditer(text, start)
    )
    if not fields:
        return Comment(comment=comment) if comment else Blank()
    if _begins_as_entry(fields):
        return Entry(address=fields[0], names=fields[1:], comment=comment)
    return Malformed(fields=fields, comment=comment)


def _begins_as_entry(fields: tuple[Token, ...]) -> bool:
    """Whether fields are an address, or an attempt at one, and a name."""
    if len(fields) < len(("address", "name")) or fields[0].text[0] not in "0123456789":
        return False
    # A host name may begin with a digit: then the address behind it tells that they changed.
    return fields[0].number is not None or fields[1].number is None
