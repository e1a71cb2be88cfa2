# SPDX-License-Identifier: MIT
r"""What a line of LMHOSTS says: nothing, a comment, an entry, a directive, or something malformed.

Sample (RK-LMH, LMHOSTS.SAM, Q102725)::

    # a comment
    10.20.1.10   MAIL-B         #PRE #DOM:CORP   # domain controller
    10.20.1.30   "APPSERVER      \0x14"
    #BEGIN_ALTERNATE
    #INCLUDE \\MAIL-B\PUBLIC\LMHOSTS
    #END_ALTERNATE

Any bytes are one of the five; what exactly NT makes of odd ones is not documented.
"""

import re

import msgspec

from x400fix.lmhosts.keywords import Keyword, Tail, after_blanks, directive_word, read_tail
from x400fix.lmhosts.names import Name, read_name
from x400fix.namefiles.tokens import BLANKS, Token


class Blank(msgspec.Struct, frozen=True, kw_only=True):
    """A line of nothing but blanks and tabs."""


class Comment(msgspec.Struct, frozen=True, kw_only=True):
    """A line that is a comment; the token begins with its number sign."""

    comment: Token


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An address and a name; ``surplus`` are further fields before the first number sign.

    The address is something that begins with a digit: ``address.number`` is None if it is none.
    """

    address: Token
    name: Name
    surplus: tuple[Token, ...]
    tail: Tail


class Directive(msgspec.Struct, frozen=True, kw_only=True):
    """A line that begins with the keyword of a directive; ``argument`` is the path of #INCLUDE.

    The other directives have no argument: what stands behind them is in ``argument`` as well.
    """

    keyword: Keyword
    word: Token
    argument: Token | None
    comment: Token | None


class Malformed(msgspec.Struct, frozen=True, kw_only=True):
    """A line with fields that are no entry: one field only, or no address where it belongs."""

    fields: tuple[Token, ...]
    tail: Tail

    @property
    def is_swapped(self) -> bool:
        """Whether the second field is the address."""
        return len(self.fields) > 1 and self.fields[1].number is not None


Statement = Blank | Comment | Entry | Directive | Malformed

_FIELD = re.compile(r'"[^"]*"?|[^ \t#]+')
_COMMENT_BEHIND = re.compile(r"(?:\A|[ \t])#")


def read_statement(content: bytes, start: int = 0) -> Statement:
    """What a line says; ``start`` leaves out a byte order mark, columns count it."""
    text = content.decode("latin-1")
    position = after_blanks(text, start)
    if position == len(text):
        return Blank()
    if text[position] == "#":
        return _hash_line(text, position)
    fields: list[Token] = []
    while position < len(text) and (found := _FIELD.match(text, position)):
        fields.append(Token(text=found[0], column=position + 1))
        position = after_blanks(text, found.end())
    tail = read_tail(text, position)
    if not _begins_as_entry(fields):
        return Malformed(fields=tuple(fields), tail=tail)
    address, name, *surplus = fields
    return Entry(
        address=address,
        name=read_name(name.text, name.column),
        surplus=tuple(surplus),
        tail=tail,
    )


def _begins_as_entry(fields: list[Token]) -> bool:
    """Whether fields are an address, or an attempt at one, and a name."""
    if len(fields) < len(("address", "name")) or fields[0].text[0] not in "0123456789":
        return False
    # A computer name may begin with a digit: then the address behind it tells that they changed.
    return fields[0].number is not None or fields[1].number is None


def _hash_line(text: str, position: int) -> Comment | Directive:
    """What a line says that begins with a number sign."""
    found = directive_word(text, position)
    if not found:
        return Comment(comment=Token(text=text[position:].rstrip(BLANKS), column=position + 1))
    keyword, word = found
    begin = after_blanks(text, word.end - 1)
    behind = _COMMENT_BEHIND.search(text[begin:])
    end = begin + behind.end() - 1 if behind else len(text)
    return Directive(
        keyword=keyword,
        word=word,
        argument=_token_or_none(text[begin:end], begin + 1),
        comment=_token_or_none(text[end:], end + 1),
    )


def _token_or_none(text: str, column: int) -> Token | None:
    """A token without the blanks behind it, or None if nothing is left."""
    stripped = text.rstrip(BLANKS)
    return Token(text=stripped, column=column) if stripped else None
