# SPDX-License-Identifier: MIT
"""What a line of a name file may say, after it was read by the grammar of its kind."""

import enum
import re

import msgspec

from x400fix.namefiles.lines import AddressToken, Token, capitals

NETBIOS_LENGTH = 15
"""Longest NetBIOS name without its type byte (MS-NBTE 2.2.3)."""

_ESCAPE = re.compile(r"\\(?:0x)?([0-9A-F]{2})", re.IGNORECASE | re.ASCII)


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


class Tag(Token, frozen=True, gc=False):
    """A keyword behind an address and a name; ``text`` is its spelling with the number sign.

    ``domain`` is what stands behind ``#DOM:``.
    """

    keyword: Keyword
    domain: str = ""


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
        """What no other NetBIOS name may equal: in capitals, without type byte, padding and quotes.

        A plain name of more than 15 characters has two: some readers cut it, others do not.
        """
        cut = capitals(self.netbios[:NETBIOS_LENGTH].decode("latin-1")).rstrip(" \0")
        return frozenset({cut} if self.is_quoted else {cut, self.key})


class Comment(msgspec.Struct, frozen=True, gc=False):
    """A line of LMHOSTS that is a comment; the token begins with its number sign."""

    comment: Token


class Entry(msgspec.Struct, frozen=True, gc=False):
    """An address, or an attempt at one, and the fields that follow it.

    In HOSTS they are all names, the official one first; LMHOSTS has one name on a line, and
    further fields are surplus. Behind them LMHOSTS has tags and comments, in any order (Q102725):
    a comment begins with its number sign; text behind a tag may lack one, and is a comment too.
    """

    address: AddressToken
    names: tuple[Name, ...]
    tags: tuple[Tag, ...] = ()
    comments: tuple[Token, ...] = ()

    @property
    def name(self) -> Name:
        """The name, or the official one of several."""
        return self.names[0]

    @property
    def is_preloaded(self) -> bool:
        """Whether one of the tags is #PRE, in whatever spelling."""
        return any(tag.keyword is Keyword.PRE for tag in self.tags)


class Ipv6Entry(msgspec.Struct, frozen=True, gc=False):
    """An IPv6 address in HOSTS and its names, of which there may be none."""

    address: Token
    names: tuple[Name, ...]


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
    tags: tuple[Tag, ...] = ()
    comments: tuple[Token, ...] = ()


Statement = Comment | Entry | Ipv6Entry | Directive | Malformed | None
"""None is a line of nothing but blanks and tabs; in HOSTS also one of a comment."""
