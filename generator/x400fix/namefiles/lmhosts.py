# SPDX-License-Identifier: MIT
r"""The lines of LMHOSTS files.

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

import re

from x400fix.inventory.addresses import is_ipv6
from x400fix.namefiles.lines import (
    BLANKS,
    AddressToken,
    Token,
    address_number,
    capitals,
    is_attempt,
)
from x400fix.namefiles.statements import Comment, Directive, Entry, Keyword, Malformed, Name, Tag

_FIELD = re.compile(r'("[^"]*"?|[^ \t#]+)[ \t]*')
_WORD = r"(?:(PRE|NOFNR|MH|SG)(?=[ \t#]|\Z)|(DOM):([^ \t#]*))"
_TAG = re.compile("(#" + _WORD + ")[ \t]*", re.IGNORECASE | re.ASCII)
_NEXT_TAG = re.compile("[ \t](?=#" + _WORD + ")", re.IGNORECASE | re.ASCII)
_DIRECTIVE = re.compile(
    r"#(INCLUDE|BEGIN_ALTERNATE|END_ALTERNATE|BEGIN_INCLUDE|END_INCLUDE)(?=[ \t]|\Z)",
    re.IGNORECASE | re.ASCII,
)
_COMMENT_BEHIND = re.compile(r"(?:\A|[ \t])#")


def read_statement(text: str, start: int = 0) -> Comment | Directive | Entry | Malformed | None:
    """What a line says; ``start`` leaves out a byte order mark, columns count it."""
    position = _after_blanks(text, start)
    if position == len(text):
        return None
    if text[position] == "#":
        return _hash_line(text, position)
    fields: list[Name] = []
    while position < len(text) and (found := _FIELD.match(text, position)):
        fields.append(Name(found[1], position + 1))
        position = found.end()
    tags, comments = read_tail(text, position)
    if len(fields) > 1:
        first, *names = fields
        number = address_number(first.text)
        if number is not None or is_ipv6(first.text) or is_attempt(first.text, names[0].text):
            address = AddressToken(first.text, first.column, number)
            return Entry(address, tuple(names), tags, comments)
    return Malformed(tuple(fields), tags, comments)


def read_tail(text: str, position: int) -> tuple[tuple[Tag, ...], tuple[Token, ...]]:
    """Tags and comments from a position to the end of the line.

    Microsoft's own sample has a comment between two tags (Q102725), so a comment ends where the
    next word is a tag.
    """
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
    return tuple(tags), tuple(comments)


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
