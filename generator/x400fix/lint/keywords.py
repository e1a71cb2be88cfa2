# SPDX-License-Identifier: MIT
"""The rules for keywords in LMHOSTS: LM13 to LM15, LM21 and LM25."""

import re
from collections.abc import Iterator

from x400fix.inventory.versions import Windows
from x400fix.lint.findings import Hit, LmhostsPage
from x400fix.namefiles.lines import Token
from x400fix.namefiles.lmhosts import (
    Comment,
    Directive,
    Entry,
    Keyword,
    Malformed,
    Statement,
    Tag,
)
from x400fix.problems import shown

GROUP_MEMBERS = 25
"""Most addresses of a name with #SG or #MH (Q102725)."""

_SP4 = 4
_LIKE_KEYWORD = re.compile(
    "#(?:" + "|".join(sorted(Keyword, key=len, reverse=True)) + ")", re.IGNORECASE
)


def _tags(page: LmhostsPage, *keywords: Keyword) -> Iterator[tuple[int, Entry, Tag]]:
    """Every tag with one of these keywords, with its entry and the number of its line."""
    for number, entry in page.document.entries():
        for tag in entry.tail.tags:
            if tag.keyword in keywords:
                yield number, entry, tag


def letter_case(page: LmhostsPage) -> Iterator[Hit]:
    """A keyword is not in capitals."""
    for number, _entry, tag in _tags(page, *Keyword):
        yield from _small_letters(number, tag, tag.keyword)
    for number, directive in page.document.directives():
        yield from _small_letters(number, directive.word, directive.keyword)


def _small_letters(number: int, word: Token, keyword: Keyword) -> Iterator[Hit]:
    """The hit for a keyword that is not in capitals."""
    spelt = word.text.partition(":")[0]
    if spelt != f"#{keyword}":
        message = f"{shown(spelt)} may not be taken as a keyword: write #{keyword}"
        yield Hit(number, word.column, message)


def domains_not_loaded(page: LmhostsPage) -> Iterator[Hit]:
    """An entry has #DOM without #PRE."""
    for number, entry, tag in _tags(page, Keyword.DOM):
        if not entry.tail.is_preloaded:
            message = f"{shown(entry.name.text)} has #DOM without #PRE: the name is not preloaded"
            yield Hit(number, tag.column, message)


def domains(page: LmhostsPage) -> Iterator[Hit]:
    """An alias, or on NT 4.0 SP4 any entry, has #DOM."""
    system = page.context.os
    may_stop = system and system.windows is Windows.NT40 and system.service_pack == _SP4
    for number, entry, tag in _tags(page, Keyword.DOM):
        if page.is_ours(number):
            message = f"the alias {shown(entry.name.text)} has #DOM, but is no domain controller"
            yield Hit(number, tag.column, message)
        elif may_stop:
            may_stop = False
            yield Hit(number, tag.column, "#DOM can stop NT 4.0 SP4 (STOP 0xA): install SP5")


def groups(page: LmhostsPage) -> Iterator[Hit]:
    """A name has #SG or #MH, or more than 25 addresses with it."""
    members: dict[tuple[str, Keyword], int] = {}
    context = page.context
    may_stop = context.may_be(Windows.NT40, before=_SP4) or context.is_surely(Windows.NT351)
    for number, entry, tag in _tags(page, Keyword.SG, Keyword.MH):
        name = entry.name.key, tag.keyword
        members[name] = members.get(name, 0) + 1
        if page.is_ours(number):
            yield Hit(number, tag.column, f"an alias has no #{tag.keyword}")
        elif members[name] == 1 and may_stop:
            message = f"{shown(entry.name.text)} with #{tag.keyword} can clash with a cached name"
            yield Hit(number, tag.column, f"{message}: STOP 0xA before SP4 of NT 4.0")
        if members[name] == GROUP_MEMBERS + 1:
            message = f"{shown(entry.name.text)} has more than {GROUP_MEMBERS} addresses"
            yield Hit(number, tag.column, message)


def comments_like_keywords(page: LmhostsPage) -> Iterator[Hit]:
    """A comment begins with the letters of a keyword."""
    for number, statement in enumerate(page.document.statements, 1):
        for comment in _comments_of(statement):
            found = _LIKE_KEYWORD.match(comment.text)
            if found:
                message = f"the comment {shown(comment.text)} begins like #{found[0][1:].upper()}"
                yield Hit(number, comment.column, f"{message}: put a blank behind the #")


def _comments_of(statement: Statement) -> tuple[Token, ...]:
    """All comments on a line."""
    match statement:
        case Entry() | Malformed():
            return statement.tail.comments
        case Comment():
            return (statement.comment,)
        case Directive(comment=Token() as comment):
            return (comment,)
        case _:
            return ()
