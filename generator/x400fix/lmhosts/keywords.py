# SPDX-License-Identifier: MIT
"""The words behind a number sign that mean something in LMHOSTS (MS-NBTE, LMHOSTS.SAM)."""

import enum
import re

import msgspec

from x400fix.namefiles.tokens import BLANKS, Token, capitals


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


class Tag(Token, frozen=True, kw_only=True):
    """A keyword behind an address and a name; ``text`` is its spelling with the number sign.

    ``domain`` is what stands behind ``#DOM:``.
    """

    keyword: Keyword
    domain: str = ""


class Tail(msgspec.Struct, frozen=True, kw_only=True):
    """What stands behind the fields of a line: tags and comments, in any order (Q102725).

    A comment begins with its number sign; text behind a tag may lack one, and is kept here too.
    """

    tags: tuple[Tag, ...] = ()
    comments: tuple[Token, ...] = ()

    @property
    def is_preloaded(self) -> bool:
        """Whether one of the tags is #PRE, in whatever spelling."""
        return any(tag.keyword is Keyword.PRE for tag in self.tags)


_WORD = r"(?:(PRE|NOFNR|MH|SG)(?=[ \t#]|\Z)|(DOM):([^ \t#]*))"
_TAG = re.compile("#" + _WORD, re.IGNORECASE | re.ASCII)
_NEXT_TAG = re.compile("[ \t](?=#" + _WORD + ")", re.IGNORECASE | re.ASCII)
_DIRECTIVE = re.compile(
    r"#(INCLUDE|BEGIN_ALTERNATE|END_ALTERNATE|BEGIN_INCLUDE|END_INCLUDE)(?=[ \t]|\Z)",
    re.IGNORECASE | re.ASCII,
)


def read_tail(text: str, position: int) -> Tail:
    """Tags and comments from a position to the end of the line.

    Microsoft's own sample has a comment between two tags (Q102725), so a comment ends where the
    next word is a tag.
    """
    tags: list[Tag] = []
    comments: list[Token] = []
    while (position := after_blanks(text, position)) < len(text):
        if found := _TAG.match(text, position):
            keyword = Keyword(capitals(found[1] or found[2]))
            domain = found[3] or ""
            tags.append(Tag(text=found[0], column=position + 1, keyword=keyword, domain=domain))
            position = found.end()
        else:
            following = _NEXT_TAG.search(text, position)
            end = following.start() if following else len(text)
            comments.append(Token(text=text[position:end].rstrip(BLANKS), column=position + 1))
            position = end
    return Tail(tags=tuple(tags), comments=tuple(comments))


def directive_word(text: str, position: int) -> tuple[Keyword, Token] | None:
    """The directive that begins at a position, as keyword and as spelt; None if none does."""
    found = _DIRECTIVE.match(text, position)
    if not found:
        return None
    return Keyword(capitals(found[1])), Token(text=found[0], column=position + 1)


def after_blanks(text: str, position: int) -> int:
    """The position of the next character that is no blank, or the length of the text."""
    while position < len(text) and text[position] in BLANKS:
        position += 1
    return position
