# SPDX-License-Identifier: MIT
"""Names and addresses that an existing name file uses, so that nobody else may get them."""

import msgspec

from x400fix.namefiles.blocks import find_blocks
from x400fix.namefiles.documents import NameDocument
from x400fix.namefiles.hosts import Entry as HostsEntry
from x400fix.namefiles.hosts import Ipv6Entry
from x400fix.namefiles.hosts import Malformed as HostsMalformed
from x400fix.namefiles.hosts import Statement as HostsStatement
from x400fix.namefiles.lines import address_readings, capitals
from x400fix.namefiles.lmhosts import Entry, Malformed, Statement


class UsedNames(msgspec.Struct, frozen=True, kw_only=True):
    """Names in capitals (a name with dots also by its first part), and addresses."""

    names: frozenset[str]
    numbers: frozenset[int]


def used_names(document: NameDocument, block_id: str) -> UsedNames:
    """What a file uses outside the block of an id; blocks of other tickets are not ours.

    Domains of #DOM are names too: they share one flat space with computer names (domain rules on
    names). What a malformed line holds counts as well: it was meant. An address with a leading
    zero takes every address that it may be read as.
    """
    block = find_blocks(document.lines).sound_one(block_id)
    names: set[str] = set()
    numbers: set[int] = set()
    for place, statement in enumerate(document.statements):
        if block and block.begin <= place <= block.end:
            continue
        for key in _keys_of(statement):
            readings = address_readings(key)
            numbers |= readings
            if not readings:
                names |= {key, key.partition(".")[0]}
    return UsedNames(names=frozenset(names - {""}), numbers=frozenset(numbers))


def _keys_of(statement: Statement | HostsStatement) -> list[str]:
    """What may be an address or a name, in capitals."""
    match statement:
        case HostsEntry():
            return [statement.address.key, *(name.key for name in statement.names)]
        case Ipv6Entry():
            return [name.key for name in statement.names]
        case HostsMalformed():
            return [field.key for field in statement.fields]
        case Entry():
            fields = [statement.address.key, *(field.key for field in statement.surplus)]
            domains = [capitals(tag.domain) for tag in statement.tail.tags]
            return [*statement.name.keys, *fields, *domains]
        case Malformed():
            domains = [capitals(tag.domain) for tag in statement.tail.tags]
            return [*(field.key for field in statement.fields), *domains]
        case _:
            return []
