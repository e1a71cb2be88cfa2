# SPDX-License-Identifier: MIT
"""The rules for names that meet each other or what a plan knows: LM10, LM11, LM26 and LM27."""

from collections.abc import Hashable, Iterator

from x400fix.inventory.addresses import address_text
from x400fix.inventory.versions import Windows
from x400fix.lmhosts.keywords import Keyword
from x400fix.lmhosts.page import Page
from x400fix.lmhosts.statements import Entry
from x400fix.model.rules import Context, Hit, Rule
from x400fix.namefiles.tokens import capitals
from x400fix.problems import Severity, shown

_SP4 = 4
_ONE_EACH = "each connector needs an address of its own"
_GROUPS = {Keyword.MH, Keyword.SG}

_E, _W = Severity.ERROR, Severity.WARNING


def _duplicates(page: Page, context: Context) -> Iterator[Hit]:
    first: dict[Hashable, tuple[int, Entry]] = {}
    for number, entry in page.entries():
        if any(tag.keyword in _GROUPS for tag in entry.tail.tags):
            continue  # a group name has a line for each of its members
        # Quoted names are other names if their last bytes differ.
        name = entry.name.netbios if entry.name.is_quoted else entry.name.key
        earlier, other = first.setdefault(name, (number, entry))
        if earlier != number:
            is_ours = context.is_ours or page.is_ours(number) or page.is_ours(earlier)
            both = entry.tail.is_preloaded and other.tail.is_preloaded
            which = "the last line wins" if both else "which one wins is not sure"
            message = f"the name {shown(entry.name.text)} is in line {earlier} already: {which}"
            yield Hit(number, entry.name.column, message, None if both or is_ours else _W)


def _shared_addresses(page: Page, context: Context) -> Iterator[Hit]:
    first: dict[int, tuple[int, str]] = {}
    for number, entry in page.entries():
        address = entry.address.number
        if address is None or not (context.is_ours or page.is_ours(number)):
            continue
        line, name = first.setdefault(address, (number, entry.name.key))
        if name != entry.name.key:
            message = f"line {line} leads to {entry.address.text} too, by the name {shown(name)}"
            why = "as --strategy hostname wants it" if context.known.is_by_name else _ONE_EACH
            severity = _W if context.known.is_by_name else None
            yield Hit(number, entry.address.column, f"{message}: {why}", severity)


def _taken_names(page: Page, context: Context) -> Iterator[Hit]:
    domains = {capitals(tag.domain) for _, _, tag in page.tags(Keyword.DOM)}
    for number, entry in page.entries():
        if entry.name.key in context.known.computers:
            message = f"the alias {shown(entry.name.text)} is the name of a computer of the plan"
            yield Hit(number, entry.name.column, message)
        elif entry.name.key in domains:
            message = f"the alias {shown(entry.name.text)} is the name of a domain in this file"
            yield Hit(number, entry.name.column, message)


def _stale_entries(page: Page, context: Context) -> Iterator[Hit]:
    is_before = context.os is not None and context.may_be(Windows.NT40, before=_SP4)
    has_pack = context.os is not None and context.os.service_pack is not None
    if context.is_surely(Windows.NT351) or (is_before and has_pack):
        return  # WINS is asked first there, also for names that are preloaded
    for number, entry in page.entries():
        right = context.known.addresses.get(entry.name.key)
        if right and entry.tail.is_preloaded and entry.address.number not in right:
            known = ", ".join(map(address_text, sorted(right)))
            message = f"{shown(entry.name.text)} is at {known} in the plan, not at"
            what = f"{message} {entry.address.text}; a preloaded entry goes before WINS"
            yield Hit(number, entry.address.column, what)


RULES: tuple[Rule[Page], ...] = (
    Rule(
        id="LM10",
        ours=_E,
        existing=_E,
        title="A name stands in the file twice.",
        sources=("Q142061", "Q249866"),
        find=_duplicates,
    ),
    Rule(
        id="LM11",
        ours=_E,
        existing=None,
        title="Two aliases of ours lead to one address.",
        sources=("Q200588",),
        find=_shared_addresses,
    ),
    Rule(
        id="LM26",
        ours=_E,
        existing=None,
        title="An alias is the name of a computer, a domain or a workgroup.",
        sources=("Q172218", "Q166184"),
        find=_taken_names,
    ),
    Rule(
        id="LM27",
        ours=_W,
        existing=_W,
        title="A preloaded entry leads to another address than the plan has.",
        sources=("Q195672",),
        find=_stale_entries,
    ),
)
