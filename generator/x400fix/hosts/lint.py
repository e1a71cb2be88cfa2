# SPDX-License-Identifier: MIT
"""Judges any HOSTS file by the rules HS01 to HS04, and those of LMHOSTS that hold here too."""

import re
from collections.abc import Callable, Iterable, Iterator

import msgspec

from x400fix.hosts.document import HostsDocument, parse_hosts
from x400fix.inventory.addresses import why_not_ipv4
from x400fix.lmhosts.lint import RULES as LMHOSTS_RULES
from x400fix.lmhosts.rules_file import extensions
from x400fix.model.lines import Line, find_line_ends, find_odd_bytes, find_unicode, split_lines
from x400fix.model.rules import Context, Finding, Hit, Rule, find_all
from x400fix.namefiles.ownership import own_line_numbers
from x400fix.problems import Severity, shown

LONGEST_NAME = 24
"""Characters of a host name by RFC 952, as Windows NT's documentation has it (Q101785)."""

_HOST_NAME = re.compile(r"[A-Za-z][A-Za-z0-9.-]*[A-Za-z0-9]", re.ASCII)

_E, _W = Severity.ERROR, Severity.WARNING


class HostsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes, what they say, and the numbers of the lines that stand in blocks of ours."""

    data: bytes
    document: HostsDocument
    own_lines: frozenset[int]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The physical lines as text."""
        return split_lines(self.data.decode("latin-1"))

    def is_ours(self, line: int) -> bool:
        """Whether x400fix wrote a line; of line 0, whether it wrote any."""
        return line in self.own_lines if line else bool(self.own_lines)


def _names_twice(page: HostsPage, _: Context) -> Iterator[Hit]:
    first: dict[str, tuple[int, str]] = {}
    for line, entry in page.document.entries():
        for name in entry.names:
            number, address = first.setdefault(name.key, (line.number, entry.address.text))
            if address != entry.address.text:
                message = f"{shown(name.text)} is at {address} in line {number} already"
                yield Hit(line.number, name.column, f"{message}: the first line wins")


def _addresses_twice(page: HostsPage, _: Context) -> Iterator[Hit]:
    first: dict[int, int] = {}
    for line, entry in page.document.entries():
        address = entry.address.number
        if address is not None and first.setdefault(address, line.number) != line.number:
            message = f"{entry.address.text} is in line {first[address]} already"
            what = f"{message}: a reverse lookup gives the first name there"
            yield Hit(line.number, entry.address.column, what)


def _unicode(page: HostsPage, _: Context) -> Iterator[Hit]:
    yield from find_unicode(page.data)


def _host_names(page: HostsPage, _: Context) -> Iterator[Hit]:
    for line, entry in page.document.entries():
        for name in entry.names:
            if len(name.text) > LONGEST_NAME:
                why = f"has {len(name.text)} characters, and {LONGEST_NAME} are safe"
                yield Hit(line.number, name.column, f"{shown(name.text)} {why}")
            elif not _HOST_NAME.fullmatch(name.text):
                why = "letters, digits, hyphens and dots, a letter first, a letter or digit last"
                yield Hit(line.number, name.column, f"{shown(name.text)} is no safe name: {why}")


def _malformed(page: HostsPage, _: Context) -> Iterator[Hit]:
    for line, malformed in page.document.malformed():
        first = malformed.fields[0]
        message = f"{shown(first.text)} begins a line that is not an address and names"
        yield Hit(line.number, first.column, message, _W)


def _addresses(page: HostsPage, _: Context) -> Iterator[Hit]:
    for line, entry in page.document.entries():
        text = entry.address.text
        if entry.address.number is None:
            message = f"{shown(text)} is no address: {why_not_ipv4(text)}"
            yield Hit(line.number, entry.address.column, message)


def _odd_bytes(page: HostsPage, _: Context) -> Iterator[Hit]:
    yield from find_odd_bytes(page.lines)


def _line_ends(page: HostsPage, _: Context) -> Iterator[Hit]:
    yield from find_line_ends(page.lines)


def _as_in_lmhosts(
    rule_id: str, find: Callable[[HostsPage, Context], Iterable[Hit]]
) -> Rule[HostsPage]:
    """A row of LMHOSTS that holds for HOSTS too."""
    rule = next(each for each in LMHOSTS_RULES if each.id == rule_id)
    return Rule(
        id=rule.id,
        ours=rule.ours,
        existing=rule.existing,
        title=rule.title,
        sources=rule.sources,
        find=find,
        is_caution=rule.is_caution,
    )


RULES: tuple[Rule[HostsPage], ...] = (
    Rule(
        id="HS01",
        ours=_E,
        existing=_E,
        title="A name stands in HOSTS with two addresses: the first wins.",
        sources=("Q105997", "Q199387"),
        find=_names_twice,
    ),
    Rule(
        id="HS02",
        ours=_W,
        existing=_W,
        title="An address stands on two lines of HOSTS.",
        sources=("Q193380", "Q138086"),
        find=_addresses_twice,
    ),
    Rule(
        id="HS03",
        ours=_E,
        existing=_E,
        title="HOSTS was saved as Unicode.",
        sources=("Q139414",),
        find=_unicode,
    ),
    Rule(
        id="HS04",
        ours=_W,
        existing=_W,
        title="A host name is not one of RFC 952.",
        sources=("Q101785", "Q149044"),
        find=_host_names,
    ),
)

SHARED_RULES = (
    _as_in_lmhosts("LM02", _malformed),
    _as_in_lmhosts("LM03", _addresses),
    _as_in_lmhosts("LM23", _odd_bytes),
    _as_in_lmhosts("LM24", _line_ends),
    _as_in_lmhosts("LM29", extensions),
)
"""Rows of LMHOSTS for what the grammar of HOSTS asks too: Q105997, Q115388, Q165111, Q199387."""

_OF_THE_WHOLE = {"HS03", "LM29"}


def lint_hosts(data: bytes, context: Context = Context()) -> tuple[Finding, ...]:  # noqa: B008 -- it never changes
    """What is wrong with a file, in the order of its lines; any bytes are judged."""
    document = parse_hosts(data)
    own_lines = own_line_numbers(document.lines)
    page = HostsPage(data=data, document=document, own_lines=own_lines)
    rules: tuple[Rule[HostsPage], ...] = (*RULES, *SHARED_RULES)
    if document.traits.is_utf16:
        # As bytes every line of such a file breaks several rules, which helps nobody.
        rules = tuple(rule for rule in rules if rule.id in _OF_THE_WHOLE)
    return find_all(rules, page, context, page.is_ours)
