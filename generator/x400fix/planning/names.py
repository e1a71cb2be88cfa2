# SPDX-License-Identifier: MIT
"""The entries that a server's LMHOSTS and HOSTS files get, and the id of their block."""

import hashlib
from collections.abc import Iterable, Sequence

from x400fix.allocation.assignments import Action, Draft, Memory
from x400fix.inventory.addresses import address_text, number_of
from x400fix.inventory.connectors import connector_key
from x400fix.plan.encoding import encode_list
from x400fix.plan.model import Assignment, NameLine
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.settings.settings import Settings
from x400fix.simulation.changes import name_table
from x400fix.simulation.network import NameTable


def name_line(number: int, name: str) -> NameLine:
    """An address with its name, as a plan holds it."""
    return NameLine(address=address_text(number), name=name)


def lmhosts_entries(
    drafts: Iterable[Draft], strategy: Strategy, *, with_domain: bool = False
) -> tuple[NameLine, ...]:
    """An entry for each alias that a server dials, by address.

    In HOSTS the host name follows, where the owner's domain is known. The alias goes first: the
    Address holds it, and the first name of a line is the one that a reverse lookup gives (Q193380).
    """
    entries = set()
    for draft in drafts:
        number = draft.address if strategy is Strategy.ADDRESS else draft.owner.primary
        if draft.alias and number is not None:
            names = [draft.alias]
            if with_domain and draft.owner.domain:
                names.append(f"{draft.alias}.{draft.owner.domain}")
            entries.add((number, " ".join(names)))
    return tuple(name_line(number, name) for number, name in sorted(entries))


def hosts_entries(
    drafts: Sequence[Draft], mode: AddressMode, strategy: Strategy
) -> tuple[NameLine, ...]:
    """First each kept name beside its owner's primary address, then the aliases (mode hosts).

    The kept name needs the line because an incoming call is matched by reverse lookup through
    HOSTS (Q193380); a primary address that is only presumed is none to write down, because HOSTS
    goes before every other source. An alias never stands beside a primary address: HOSTS is read
    before NetBT (Q172218), so the alias would lead back to the primary.
    """
    kept: dict[int, dict[str, None]] = {}
    for draft in drafts:
        if draft.action is not Action.KEEP or draft.connector.address.number is not None:
            continue
        server, name = draft.owner.server, draft.connector.address.text
        if server and server.primary:
            kept.setdefault(server.primary.number, {})[name] = None
    entries = [name_line(number, " ".join(names)) for number, names in sorted(kept.items())]
    if mode is AddressMode.HOSTS and strategy is Strategy.ADDRESS:
        entries += lmhosts_entries(drafts, strategy, with_domain=True)
    return tuple(entries)


NameTables = tuple[NameTable, NameTable]
"""What HOSTS and LMHOSTS of one server say."""


def names_brought_in(
    drafts: Iterable[Draft], memory: Memory, settings: Settings
) -> dict[str, NameTables]:
    """What name files have since an earlier night, by server, though no input shows them.

    A connector that dials its alias by now shows it: before that a server gets all its entries.
    """
    is_hosts = settings.address_mode is AddressMode.HOSTS
    by_server: dict[str, list[Draft]] = {}
    for draft in drafts if memory else ():
        by_server.setdefault(draft.connector.server, []).append(draft)
    found = {}
    for server, own in by_server.items():
        is_shown = any(each.is_done and each.is_by_name and each.alias for each in own)
        if is_shown and all(connector_key(each.connector) in memory for each in own):
            hosts = hosts_entries(own, settings.address_mode, settings.strategy)
            # In the mode hosts LMHOSTS gets them last, if at all.
            is_last = is_hosts and settings.strategy is Strategy.ADDRESS
            lmhosts = () if is_last else lmhosts_entries(own, settings.strategy)
            found[server] = (name_table(hosts), name_table(lmhosts))
    return found


def find_entries(
    drafts: Sequence[Draft], settings: Settings, present: NameTables | None
) -> tuple[tuple[NameLine, ...], tuple[NameLine, ...]]:
    """The entries that HOSTS and LMHOSTS of a server get.

    None if its file, ``present``, has them all already: a night that was broken off brought them.
    """
    hosts = hosts_entries(drafts, settings.address_mode, settings.strategy)
    lmhosts = lmhosts_entries(drafts, settings.strategy)
    if present is None:
        return hosts, lmhosts
    # HOSTS is asked in reverse too, and an address has one name then (Q193380).
    has_hosts = _has(present[0], hosts) and all(
        present[0].name_of(number_of(entry.address)) == entry.name.split(" ")[0] for entry in hosts
    )
    return () if has_hosts else hosts, () if _has(present[1], lmhosts) else lmhosts


def _has(table: NameTable, entries: Iterable[NameLine]) -> bool:
    return all(
        table.number_of(name) == number_of(entry.address)
        for entry in entries
        for name in entry.name.split(" ")
    )


def find_block_id(ticket: str, assignments: Sequence[Assignment]) -> str:
    """What the marker lines in LMHOSTS and HOSTS hold.

    The ticket, else the first 8 hexadecimal digits of the SHA-256 over the list ``assignments``
    as PLAN.json has it, so that the same assignments always give the same block.
    """
    if ticket:
        return ticket
    digest = hashlib.sha256()
    for part in encode_list(assignments):
        digest.update(part)
    return digest.hexdigest()[:8]
