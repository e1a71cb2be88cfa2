# SPDX-License-Identifier: MIT
r"""LMHOSTS files, every byte kept: ``bytes(parse_lmhosts(data)) == data`` for any data.

Sample (RK-LMH, LMHOSTS.SAM, Q102725)::

    # a comment
    10.20.1.10   MAIL-B         #PRE #DOM:CORP   # domain controller
    10.20.1.30   "APPSERVER      \0x14"
    #BEGIN_ALTERNATE
    #INCLUDE \\MAIL-B\PUBLIC\LMHOSTS
    #END_ALTERNATE

A line is nothing, a comment, an entry, a directive, or malformed; what exactly NT makes of odd ones
is not documented. Keywords are those of MS-NBTE and LMHOSTS.SAM. A quoted name is kept exactly as
typed and padded with blanks to 16 bytes; ``\0xnn`` (also ``\nn``) sets one byte, meant for the last
one, which is the type (RK-LMH, Q104576).
"""

import enum
import re
from collections.abc import Iterator

import msgspec

from x400fix.inventory.addresses import is_ipv6
from x400fix.namefiles.encoding import Encoding, find_encoding, mark_length
from x400fix.namefiles.lines import (
    BLANKS,
    AddressToken,
    Line,
    Token,
    address_number,
    capitals,
    split_lines,
    statements_of,
)

NETBIOS_LENGTH = 15
"""Longest NetBIOS name without its type byte (MS-NBTE 2.2.3)."""


class Keyword(enum.StrEnum):
    """A keyword without its number sign, spelt as it should be: in capitals (Q150800)."""

    PRE = "PRE"
    DOM = "DOM"
    NOFNR = "NOFNR"
    MH = "MH"
    SG = "SG"
    INCLUDE = "INCLUDE"
    BEGIN_ALTERNATE = "BEGIN_ALTERNATE"
    END_ALTERNATE = "END_ALTERNATE"
    BEGIN_INCLUDE = "BEGIN_INCLUDE"
    END_INCLUDE = "END_INCLUDE"


_FIELD = re.compile(r'("[^"]*"?|[^ \t#]+)[ \t]*')
_WORD = r"(?:(PRE|NOFNR|MH|SG)(?=[ \t#]|\Z)|(DOM):([^ \t#]*))"
_TAG = re.compile("(#" + _WORD + ")[ \t]*", re.IGNORECASE | re.ASCII)
_NEXT_TAG = re.compile("[ \t](?=#" + _WORD + ")", re.IGNORECASE | re.ASCII)
_DIRECTIVE = re.compile(
    r"#(INCLUDE|BEGIN_ALTERNATE|END_ALTERNATE|BEGIN_INCLUDE|END_INCLUDE)(?=[ \t]|\Z)",
    re.IGNORECASE | re.ASCII,
)
_COMMENT_BEHIND = re.compile(r"(?:\A|[ \t])#")
_ESCAPE = re.compile(r"\\(?:0x)?([0-9A-F]{2})", re.IGNORECASE | re.ASCII)


class Tag(Token, frozen=True, gc=False):
    """A keyword behind an address and a name; ``text`` is its spelling with the number sign.

    ``domain`` is what stands behind ``#DOM:``.
    """

    keyword: Keyword
    domain: str = ""


class Tail(msgspec.Struct, frozen=True, gc=False):
    """What stands behind the fields of a line: tags and comments, in any order (Q102725).

    A comment begins with its number sign; text behind a tag may lack one, and is kept here too.
    """

    tags: tuple[Tag, ...] = ()
    comments: tuple[Token, ...] = ()

    @property
    def is_preloaded(self) -> bool:
        """Whether one of the tags is #PRE, in whatever spelling."""
        return any(tag.keyword is Keyword.PRE for tag in self.tags)


class Name(Token, frozen=True, gc=False):
    r"""A name as it is written, quotes and all; one that begins with a quote is a quoted one."""

    @property
    def is_quoted(self) -> bool:
        """Whether the name begins with a quote."""
        return self.text.startswith('"')

    @property
    def is_closed(self) -> bool:
        """Whether a quoted name ends with a quote; true of a plain name."""
        return not self.is_quoted or (len(self.text) > 1 and self.text.endswith('"'))

    @property
    def escapes(self) -> tuple[int, ...]:
        r"""The columns of all ``\0xnn``, which mean nothing in a plain name."""
        return tuple(self.column + found.start() for found in _ESCAPE.finditer(self.text))

    @property
    def value(self) -> bytes:
        """The bytes that the name means, neither padded nor cut."""
        if not self.is_quoted:
            return self.text.encode("latin-1")
        inside = self.text[1:-1] if self.is_closed else self.text[1:]
        return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), inside).encode("latin-1")

    @property
    def netbios(self) -> bytes:
        """The 16 bytes of a quoted name, or the first 15 of a plain one without its type byte."""
        if self.is_quoted:
            return self.value[: NETBIOS_LENGTH + 1].ljust(NETBIOS_LENGTH + 1)
        return self.value[:NETBIOS_LENGTH].upper().ljust(NETBIOS_LENGTH)

    @property
    def keys(self) -> frozenset[str]:
        """What no other name may equal: in capitals, without type byte, padding and quotes.

        A plain name of more than 15 characters has two: some readers cut it, others do not.
        """
        cut = capitals(self.netbios[:NETBIOS_LENGTH].decode("latin-1")).rstrip(" \0")
        return frozenset({cut} if self.is_quoted else {cut, self.key})


class Blank(msgspec.Struct, frozen=True, gc=False):
    """A line of nothing but blanks and tabs."""


class Comment(msgspec.Struct, frozen=True, gc=False):
    """A line that is a comment; the token begins with its number sign."""

    comment: Token


class Entry(msgspec.Struct, frozen=True, gc=False):
    """An address, or an attempt at one, and a name.

    ``surplus`` are further fields before the first number sign.
    """

    address: AddressToken
    name: Name
    surplus: tuple[Token, ...]
    tail: Tail


class Directive(msgspec.Struct, frozen=True, gc=False):
    """A line that begins with the keyword of a directive; ``argument`` is the path of #INCLUDE.

    The other directives have no argument: what stands behind them is in ``argument`` as well.
    """

    keyword: Keyword
    word: Token
    argument: Token | None
    comment: Token | None


class Malformed(msgspec.Struct, frozen=True, gc=False):
    """A line with fields that are no entry: one field only, or no address where it belongs."""

    fields: tuple[Token, ...]
    tail: Tail

    @property
    def is_swapped(self) -> bool:
        """Whether the second field is the address."""
        return len(self.fields) > 1 and address_number(self.fields[1].text) is not None


Statement = Blank | Comment | Entry | Directive | Malformed

_NO_TAIL = Tail()
_BLANK = Blank()


class LmhostsDocument(msgspec.Struct, frozen=True):
    """All lines of an LMHOSTS file, what each says, and what its bytes show as a whole."""

    lines: tuple[Line, ...]
    statements: tuple[Statement, ...]
    encoding: Encoding

    def __bytes__(self) -> bytes:
        """The file, byte for byte as it was read."""
        return b"".join(map(bytes, self.lines))

    def entries(self) -> Iterator[tuple[int, Entry]]:
        """Every entry with the number of its line, from top to bottom."""
        return statements_of(Entry, self.statements)

    def directives(self) -> Iterator[tuple[int, Directive]]:
        """Every directive with the number of its line, from top to bottom."""
        return statements_of(Directive, self.statements)

    def malformed(self) -> Iterator[tuple[int, Malformed]]:
        """Every malformed line with its number, from top to bottom."""
        return statements_of(Malformed, self.statements)

    def rows(self) -> Iterator[tuple[int, AddressToken, frozenset[str]]]:
        """Each entry: the number of its line, its address, its names in capitals."""
        return ((number, each.address, each.name.keys) for number, each in self.entries())

    @property
    def preloaded(self) -> int:
        """How many entries have #PRE; NT takes 100 at its start by default (RK-LMH, Q102725)."""
        return sum(entry.tail.is_preloaded for _, entry in self.entries())


def parse_lmhosts(data: bytes) -> LmhostsDocument:
    """Parse any bytes; nothing is refused, and nothing is lost."""
    lines = split_lines(data)
    statements = tuple(read_statement(line.text, mark_length(line)) for line in lines)
    return LmhostsDocument(lines, statements, find_encoding(data))


def read_statement(text: str, start: int = 0) -> Statement:
    """What a line says; ``start`` leaves out a byte order mark, columns count it."""
    position = _after_blanks(text, start)
    if position == len(text):
        return _BLANK
    if text[position] == "#":
        return _hash_line(text, position)
    fields: list[Token] = []
    while position < len(text) and (found := _FIELD.match(text, position)):
        fields.append(Token(found[1], position + 1))
        position = found.end()
    tail = read_tail(text, position)
    if len(fields) > 1:
        first, second, *surplus = fields
        number = address_number(first.text)
        if number is not None or _is_attempt(first.text, second.text):
            address = AddressToken(first.text, first.column, number)
            return Entry(address, Name(second.text, second.column), tuple(surplus), tail)
    return Malformed(tuple(fields), tail)


def _is_attempt(first: str, second: str) -> bool:
    """Whether the first field of a line was meant as an address."""
    # A computer name may begin with a digit: then the address behind it tells that they changed.
    return is_ipv6(first) or (first[0] in "0123456789" and address_number(second) is None)


def read_tail(text: str, position: int) -> Tail:
    """Tags and comments from a position to the end of the line.

    Microsoft's own sample has a comment between two tags (Q102725), so a comment ends where the
    next word is a tag.
    """
    if position == len(text):
        return _NO_TAIL
    tags: list[Tag] = []
    comments: list[Token] = []
    while position < len(text):
        if found := _TAG.match(text, position):
            keyword = Keyword(capitals(found[2] or found[3]))
            tags.append(Tag(found[1], position + 1, keyword, found[4] or ""))
            position = found.end()
        else:
            following = _NEXT_TAG.search(text, position)
            end = following.start() if following else len(text)
            comments.append(Token(text[position:end].rstrip(BLANKS), position + 1))
            position = following.end() if following else end
    return Tail(tuple(tags), tuple(comments))


def _hash_line(text: str, position: int) -> Comment | Directive:
    """What a line says that begins with a number sign."""
    found = _DIRECTIVE.match(text, position)
    if not found:
        return Comment(Token(text[position:].rstrip(BLANKS), position + 1))
    begin = _after_blanks(text, found.end())
    behind = _COMMENT_BEHIND.search(text[begin:])
    end = begin + behind.end() - 1 if behind else len(text)
    return Directive(
        keyword=Keyword(capitals(found[1])),
        word=Token(found[0], position + 1),
        argument=_token_or_none(text[begin:end], begin + 1),
        comment=_token_or_none(text[end:], end + 1),
    )


def _token_or_none(text: str, column: int) -> Token | None:
    """A token without the blanks behind it, or None if nothing is left."""
    stripped = text.rstrip(BLANKS)
    return Token(stripped, column) if stripped else None


def _after_blanks(text: str, position: int) -> int:
    """The position of the next character that is no blank, or the length of the text."""
    return len(text) - len(text[position:].lstrip(BLANKS))
