# SPDX-License-Identifier: MIT
"""The rules for lines of LMHOSTS: LM01 to LM11, LM13 to LM15, LM21 and LM25 to LM27."""

import re
from collections.abc import Hashable, Iterator

from x400fix.inventory.addresses import (
    address_text,
    forbidden_reason,
    is_class_broadcast,
    why_not_ipv4,
)
from x400fix.inventory.versions import Windows
from x400fix.lint.findings import SP4, Hit, Page
from x400fix.namefiles.existing import NameFileKind
from x400fix.namefiles.lines import Token, address_number, capitals, mark_length
from x400fix.namefiles.statements import (
    NETBIOS_LENGTH,
    Comment,
    Directive,
    Entry,
    Keyword,
    Malformed,
    Statement,
    Tag,
)
from x400fix.problems import MOST_COMPARED, Severity, shown

QUOTED_LENGTH = NETBIOS_LENGTH + 1
"""Bytes of a quoted name: the name padded with blanks, and the byte that is its type."""

GROUP_MEMBERS = 25
"""Most addresses of a name with #SG or #MH (Q102725)."""

_LINK_LOCAL = 0xA9FE
_OWN_NAME = re.compile(r"[A-Z][A-Z0-9-]*[A-Z0-9]", re.ASCII)
_FOREIGN_NAME = re.compile(r"[A-Za-z0-9-]+", re.ASCII)
_LAST_ESCAPE = re.compile(r"\\(?:0x)?[0-9A-Fa-f]{2}\"", re.ASCII)
_ONE_EACH = "each connector needs an address of its own"
_GROUPS = {Keyword.MH, Keyword.SG}
_LIKE_KEYWORD = re.compile(
    "#(?:" + "|".join(sorted(Keyword, key=len, reverse=True)) + ")", re.IGNORECASE
)


def column_of_address(page: Page) -> Iterator[Hit]:
    """The address does not begin in column 1."""
    for number, entry in page.document.entries():
        column = entry.address.column
        if column != 1 and column != 1 + mark_length(page.document.lines[number - 1]):
            message = f"the address {shown(entry.address.text)} does not begin in column 1"
            yield Hit(number, column, message)


def fields(page: Page) -> Iterator[Hit]:
    """A line is not an address and a name, in this order."""
    is_hosts = page.document.kind is NameFileKind.HOSTS
    for number, malformed in page.document.each(Malformed):
        first, *others = malformed.fields
        severity = None
        message = f"{shown(first.text)} is not an address: an entry is an address and a name"
        if is_hosts:
            severity = Severity.WARNING
            message = f"{shown(first.text)} begins a line that is not an address and names"
        elif not others:
            message = f"{shown(first.text)} is alone on its line: an entry is an address and a name"
        elif address_number(others[0].text) is not None:
            name = f"the name {shown(first.text)} is before the address"
            message = f"{name}: the address comes first"
        yield Hit(number, first.column, message, severity)
    for number, entry in page.document.entries() if not is_hosts else ():
        if len(entry.names) > 1:
            extra = entry.names[1]
            message = f"{shown(extra.text)} is neither keyword nor comment: one entry is one line"
            yield Hit(number, extra.column, message, Severity.WARNING)


def addresses(page: Page) -> Iterator[Hit]:
    """The address is not four decimal numbers to 255 without leading zeros."""
    for number, address, _names in page.document.rows():
        if address.number is None:
            message = f"{shown(address.text)} is not an address: {why_not_ipv4(address.text)}"
            yield Hit(number, address.column, message)


def impossible_addresses(page: Page) -> Iterator[Hit]:
    """No host can have this address."""
    for number, entry in page.document.entries():
        address = entry.address.number
        reason = None if address is None else forbidden_reason(address)
        if address is not None and reason:
            # The rule is about the others; this network is only known to Windows 2000 and later.
            severity = Severity.WARNING if address >> 16 == _LINK_LOCAL else None
            message = f"{shown(entry.address.text)} cannot be a host's address: it is in {reason}"
            yield Hit(number, entry.address.column, message, severity)
        elif address is not None and is_class_broadcast(address):
            message = (
                f"{shown(entry.address.text)} is the broadcast address of its class A, B or C "
                "network, whatever the mask (Q281579)"
            )
            yield Hit(number, entry.address.column, message, Severity.WARNING)


def long_names(page: Page) -> Iterator[Hit]:
    """A name without quotes has more than 15 characters."""
    for number, entry in page.document.entries():
        name = entry.name
        if len(name.text) > NETBIOS_LENGTH and not name.is_quoted:
            message = f"the name {shown(name.text)} has {len(name.text)} characters"
            yield Hit(number, name.column, f"{message}, and {NETBIOS_LENGTH} are allowed")


def characters(page: Page) -> Iterator[Hit]:
    """A name has a dot, or a character that not every reader takes."""
    for number, entry in page.document.entries():
        name, why = entry.name, ""
        if page.is_ours(number):
            if not _OWN_NAME.fullmatch(name.text):
                right = "capitals, digits and hyphens only, a letter first, no hyphen last"
                why = f"is not an alias: {right}"
        elif not _FOREIGN_NAME.fullmatch(name.text) and not name.is_quoted:
            why = "has characters that host names do not have: NT writes '-' for them"
            if "." in name.text:
                why = "has a dot: NT 4.0 looks such names up in DNS, never here"
        if why:
            yield Hit(number, name.column, f"{shown(name.text)} {why}")


def numeric_names(page: Page) -> Iterator[Hit]:
    """A name has digits only."""
    for number, entry in page.document.entries():
        text = entry.name.text
        if text.isascii() and text.isdigit():
            message = f"the name {shown(text)} has digits only: it is taken as an address"
            yield Hit(number, entry.name.column, message)


def quoted_length(page: Page) -> Iterator[Hit]:
    """A quoted name does not mean exactly 16 bytes."""
    for number, entry in page.document.entries():
        name = entry.name
        if not name.is_quoted:
            continue
        if not name.is_closed:
            yield Hit(number, name.column, f"the quotes of {shown(name.text)} are not closed")
        elif len(name.value) != QUOTED_LENGTH:
            size = f"{shown(name.text)} means {len(name.value)} bytes"
            yield Hit(number, name.column, f"{size}: pad the name with blanks to {QUOTED_LENGTH}")


def escapes(page: Page) -> Iterator[Hit]:
    r"""A byte written as \0xnn is outside quotes or is not the last one."""
    for number, entry in page.document.entries():
        name = entry.name
        if "\\" not in name.text:
            continue
        for column in name.escapes:
            at = column - name.column
            rest = name.text[at : at + MOST_COMPARED]
            if not name.is_quoted:
                yield Hit(number, column, f"{shown(rest)} means nothing outside quotes")
            elif not _LAST_ESCAPE.fullmatch(name.text, at):
                why = "is not the end of the name: the byte is meant for the type"
                yield Hit(number, column, f"{shown(rest)} {why}")


def duplicates(page: Page) -> Iterator[Hit]:
    """A name is in the file twice."""
    first: dict[Hashable, tuple[int, Entry]] = {}
    for number, entry in page.document.entries():
        if any(tag.keyword in _GROUPS for tag in entry.tags):
            continue  # a group name has a line for each of its members
        # Quoted names are other names if their last bytes differ.
        name = entry.name.netbios if entry.name.is_quoted else entry.name.key
        earlier, other = first.setdefault(name, (number, entry))
        if earlier != number:
            both = entry.is_preloaded and other.is_preloaded
            which = "the last line wins" if both else "which one wins is not certain"
            message = f"the name {shown(entry.name.text)} is in line {earlier} already: {which}"
            is_error = both or page.is_ours(number) or page.is_ours(earlier)
            yield Hit(number, entry.name.column, message, None if is_error else Severity.WARNING)


def shared_addresses(page: Page) -> Iterator[Hit]:
    """Two aliases of ours lead to one address."""
    first: dict[int, tuple[int, str]] = {}
    is_by_name = page.context.known.is_by_name
    for number, entry in page.document.entries():
        address = entry.address.number
        if address is None or not page.is_ours(number):
            continue
        line, name = first.setdefault(address, (number, entry.name.key))
        if name != entry.name.key:
            message = f"line {line} leads to {entry.address.text} too, by the name {shown(name)}"
            why = "as --strategy hostname wants it" if is_by_name else _ONE_EACH
            severity = Severity.WARNING if is_by_name else None
            yield Hit(number, entry.address.column, f"{message}: {why}", severity)


def names_of_others(page: Page) -> Iterator[Hit]:
    """An alias is the name of a computer, a domain or a workgroup."""
    domains = {
        capitals(tag.domain)
        for _, entry in page.document.entries()
        for tag in entry.tags
        if tag.keyword is Keyword.DOM
    }
    for number, entry in page.document.entries() if page.is_ours(0) else ():
        if entry.name.key in page.context.known.computers:
            message = f"the alias {shown(entry.name.text)} is the name of a computer of the plan"
            yield Hit(number, entry.name.column, message)
        elif entry.name.key in domains:
            message = f"the alias {shown(entry.name.text)} is the name of a domain in this file"
            yield Hit(number, entry.name.column, message)


def stale_entries(page: Page) -> Iterator[Hit]:
    """A preloaded entry leads to another address than the plan has."""
    context = page.context
    is_before = context.os is not None and context.may_be(Windows.NT40, before=SP4)
    has_pack = context.os is not None and context.os.service_pack is not None
    if context.is_surely(Windows.NT351) or (is_before and has_pack):
        return  # WINS is asked first there, also for names that are preloaded
    for number, entry in page.document.entries():
        right = entry.is_preloaded and context.known.addresses.get(entry.name.key)
        if right and entry.address.number not in right:
            known = ", ".join(map(address_text, sorted(right)))
            message = f"{shown(entry.name.text)} is at {known} in the plan, not at"
            what = f"{message} {entry.address.text}; a preloaded entry goes before WINS"
            yield Hit(number, entry.address.column, what)


def _tags(page: Page, *keywords: Keyword) -> Iterator[tuple[int, Entry, Tag]]:
    """Every tag with one of these keywords, with its entry and the number of its line."""
    for number, entry in page.document.entries():
        for tag in entry.tags:
            if tag.keyword in keywords:
                yield number, entry, tag


def letter_case(page: Page) -> Iterator[Hit]:
    """A keyword is not in capitals."""
    words: list[tuple[int, Token, Keyword]] = []
    words += ((number, tag, tag.keyword) for number, _, tag in _tags(page, *Keyword))
    words += ((number, each.word, each.keyword) for number, each in page.document.each(Directive))
    for number, word, keyword in words:
        spelt = word.text.partition(":")[0]
        if spelt != f"#{keyword}":
            message = f"{shown(spelt)} may not be taken as a keyword: write #{keyword}"
            yield Hit(number, word.column, message)


def domains_not_loaded(page: Page) -> Iterator[Hit]:
    """An entry has #DOM without #PRE."""
    for number, entry in page.document.entries():
        tags = () if entry.is_preloaded else entry.tags
        for tag in (each for each in tags if each.keyword is Keyword.DOM):
            message = f"{shown(entry.name.text)} has #DOM without #PRE: the name is not preloaded"
            yield Hit(number, tag.column, message)


def domains(page: Page) -> Iterator[Hit]:
    """An alias, or on NT 4.0 SP4 any entry, has #DOM."""
    system = page.context.os
    may_stop = system and system.windows is Windows.NT40 and system.service_pack == SP4
    for number, entry, tag in _tags(page, Keyword.DOM):
        if page.is_ours(number):
            message = f"the alias {shown(entry.name.text)} has #DOM, but is not a domain controller"
            yield Hit(number, tag.column, message)
        elif may_stop:
            may_stop = False
            yield Hit(number, tag.column, "#DOM can stop NT 4.0 SP4 (STOP 0xA): install SP5")


def groups(page: Page) -> Iterator[Hit]:
    """A name has #SG or #MH, or more than 25 addresses with it."""
    members: dict[tuple[str, Keyword], int] = {}
    may_stop = page.context.may_be_before_sp4
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


def comments_like_keywords(page: Page) -> Iterator[Hit]:
    """A comment begins with the letters of a keyword."""
    for number, statement in enumerate(page.document.statements, 1):
        for comment in _comments_of(statement):
            found = _LIKE_KEYWORD.match(comment.text)
            if found:
                message = f"the comment {shown(comment.text)} begins like #{found[0][1:].upper()}"
                yield Hit(number, comment.column, f"{message}: put a blank after the #")


def _comments_of(statement: Statement) -> tuple[Token, ...]:
    """All comments on a line."""
    match statement:
        case Entry() | Malformed():
            return statement.comments
        case Comment():
            return (statement.comment,)
        case Directive(comment=Token() as comment):
            return (comment,)
        case _:
            return ()
