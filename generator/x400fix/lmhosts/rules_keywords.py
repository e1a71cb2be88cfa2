# SPDX-License-Identifier: MIT
"""The rules for keywords: LM12 to LM15, LM20, LM21 and LM25."""

import re
from collections.abc import Iterator

from x400fix.inventory.versions import Windows
from x400fix.lmhosts.keywords import Keyword
from x400fix.lmhosts.page import Page
from x400fix.lmhosts.statements import Comment, Directive, Entry, Malformed
from x400fix.model.rules import Context, Hit, Rule
from x400fix.namefiles.tokens import Token
from x400fix.problems import Severity, shown

GROUP_MEMBERS = 25
"""Most addresses of a name with #SG or #MH (Q102725)."""

_SP4, _SP5 = 4, 5
_LIKE_KEYWORD = re.compile(
    "#(?:" + "|".join(sorted(Keyword, key=len, reverse=True)) + ")", re.IGNORECASE
)

_E, _W = Severity.ERROR, Severity.WARNING


def _letter_case(page: Page, _: Context) -> Iterator[Hit]:
    for number, _entry, tag in page.tags(*Keyword):
        yield from _small_letters(number, tag, tag.keyword)
    for line, directive in page.document.directives():
        yield from _small_letters(line.number, directive.word, directive.keyword)


def _small_letters(number: int, word: Token, keyword: Keyword) -> Iterator[Hit]:
    """The hit for a keyword that is not in capitals."""
    spelt = word.text.partition(":")[0]
    if spelt != f"#{keyword}":
        message = f"{shown(spelt)} may not be taken as a keyword: write #{keyword}"
        yield Hit(number, word.column, message)


def _domains_not_loaded(page: Page, _: Context) -> Iterator[Hit]:
    for number, entry, tag in page.tags(Keyword.DOM):
        if not entry.tail.is_preloaded:
            message = f"{shown(entry.name.text)} has #DOM without #PRE: the name is not preloaded"
            yield Hit(number, tag.column, message)


def _domains(page: Page, context: Context) -> Iterator[Hit]:
    tags = list(page.tags(Keyword.DOM))
    for number, entry, tag in tags:
        if context.is_ours or page.is_ours(number):
            message = f"the alias {shown(entry.name.text)} has #DOM, but is no domain controller"
            yield Hit(number, tag.column, message)
    foreign = [each for each in tags if not (context.is_ours or page.is_ours(each[0]))]
    system = context.os
    if foreign and system and system.windows is Windows.NT40 and system.service_pack == _SP4:
        number, _entry, tag = foreign[0]
        message = "#DOM can stop NT 4.0 SP4 (STOP 0xA): install SP5"
        yield Hit(number, tag.column, message)


def _groups(page: Page, context: Context) -> Iterator[Hit]:
    members: dict[tuple[str, Keyword], int] = {}
    may_stop = context.may_be(Windows.NT40, before=_SP4) or context.is_surely(Windows.NT351)
    for number, entry, tag in page.tags(Keyword.SG, Keyword.MH):
        name = entry.name.key, tag.keyword
        members[name] = members.get(name, 0) + 1
        if context.is_ours or page.is_ours(number):
            yield Hit(number, tag.column, f"an alias has no #{tag.keyword}")
        elif members[name] == 1 and may_stop:
            message = f"{shown(entry.name.text)} with #{tag.keyword} can clash with a cached name"
            yield Hit(number, tag.column, f"{message}: STOP 0xA before SP4 of NT 4.0")
        if members[name] == GROUP_MEMBERS + 1:
            message = f"{shown(entry.name.text)} has more than {GROUP_MEMBERS} addresses"
            yield Hit(number, tag.column, message)


def _comments_like_keywords(page: Page, _: Context) -> Iterator[Hit]:
    for line in page.document.lines:
        for comment in _comments_of(line.statement):
            found = _LIKE_KEYWORD.match(comment.text)
            if found:
                message = f"the comment {shown(comment.text)} begins like #{found[0][1:].upper()}"
                yield Hit(line.number, comment.column, f"{message}: put a blank behind the #")


def _comments_of(statement: object) -> Iterator[Token]:
    """All comments on a line."""
    if isinstance(statement, Comment):
        yield statement.comment
    elif isinstance(statement, Entry | Malformed):
        yield from statement.tail.comments
    elif isinstance(statement, Directive) and statement.comment:
        yield statement.comment


RULES: tuple[Rule[Page], ...] = (
    Rule(
        id="LM13",
        ours=_W,
        existing=_W,
        title="A keyword is not in capitals.",
        sources=("Q150800",),
        find=_letter_case,
    ),
    Rule(
        id="LM14",
        ours=_W,
        existing=_W,
        title="An entry has #DOM without #PRE.",
        sources=("LMHOSTS.SAM", "RK-LMH"),
        find=_domains_not_loaded,
    ),
    Rule(
        id="LM15",
        ours=_E,
        existing=_W,
        title="An alias, or on NT 4.0 SP4 any entry, has #DOM.",
        sources=("Q224550", "Q130273"),
        find=_domains,
    ),
    Rule(
        id="LM21",
        ours=_E,
        existing=_W,
        title=f"A name has #SG or #MH, or more than {GROUP_MEMBERS} addresses with it.",
        sources=("Q178113", "Q102725", "Q249866"),
        find=_groups,
    ),
    Rule(
        id="LM25",
        ours=_W,
        existing=_W,
        title="A comment begins with the letters of a keyword.",
        sources=(),
        find=_comments_like_keywords,
        is_caution=True,
    ),
)
