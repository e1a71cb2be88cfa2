# SPDX-License-Identifier: MIT
"""Makes servers, connectors and the pool again from what PLAN.json holds.

Names are taken as they are, also such as no inventory can have.
"""

from collections.abc import Iterable, Mapping

import msgspec

from x400fix.allocation.pool import Range, parse_range
from x400fix.inventory.addresses import (
    Address,
    NicAddress,
    parse_address,
    parse_ipv4,
    parse_nic_address,
)
from x400fix.inventory.connectors import (
    NO_SELECTORS,
    Connector,
    Inventory,
    Link,
    Role,
    Selectors,
    Server,
    Stack,
)
from x400fix.inventory.names import ServerName
from x400fix.inventory.versions import parse_exchange, parse_operating_system
from x400fix.plan.model import ConnectorRecord, Document, FactRecord, PoolRecord, SelectorsRecord

_CODE = "X4-E070"


def restore_inventory(document: Document) -> Inventory:
    """The connectors and the servers, as far as a plan tells of them."""
    adapters = {place.name: place.nic.adapter for place in document.servers if place.nic}
    servers = {fact.server: _server(fact, adapters.get(fact.server, "")) for fact in document.facts}
    connectors = tuple(_connector(record, servers) for record in document.connectors)
    return Inventory(connectors=connectors, servers=servers)


def connectors_by_name(connectors: Iterable[Connector]) -> dict[tuple[str, str], Connector]:
    """The connectors by server and directory name.

    Stacks may have connectors of one name; assignments and links are about that of the TCP stack.
    """
    ordered = sorted(connectors, key=lambda each: each.stack is Stack.TCP)
    return {(str(each.server), each.name): each for each in ordered}


def restore_links(
    document: Document, connectors: Iterable[Connector]
) -> Mapping[tuple[str, str], Link]:
    """The link of each connector that has one, by server and directory name.

    Both ends have the same one.
    """
    places = connectors_by_name(connectors)
    found: dict[tuple[str, str], Link] = {}
    for record in document.links:
        keys = [(end.server, end.connector) for end in record.ends]
        found |= dict.fromkeys(keys, Link(*(places[key] for key in keys)))
    return found


class PoolPart(msgspec.Struct, frozen=True, kw_only=True):
    """One range of the pool, and which of its addresses are what."""

    whole: Range
    excluded: tuple[Range, ...]
    used: tuple[int, ...]
    given: tuple[int, ...]


def restore_pool(records: Iterable[PoolRecord]) -> tuple[PoolPart, ...]:
    """The ranges of the pool; BadValueError if a text is none."""
    return tuple(
        PoolPart(
            whole=parse_range(record.range, record.owner),
            excluded=tuple(map(parse_range, record.excluded)),
            used=tuple(map(restore_number, record.used)),
            given=tuple(map(restore_number, record.given)),
        )
        for record in records
    )


def _server(fact: FactRecord, adapter: str) -> Server:
    return Server(
        name=ServerName(fact.server),
        site=fact.site,
        exchange=parse_exchange(fact.exchange) if fact.exchange else None,
        os=parse_operating_system(fact.os) if fact.os else None,
        adapter=adapter,
        addresses=restore_nic_addresses(fact.addresses),
        uses_dhcp=fact.dhcp,
        gateway=restore_number(fact.gateway) if fact.gateway else None,
        roles=tuple(map(Role, fact.roles)),
    )


def restore_nic_addresses(texts: Iterable[str]) -> tuple[NicAddress, ...]:
    """The list of a NIC."""
    return tuple(parse_nic_address(text, code=_CODE) for text in texts)


def restore_number(text: str) -> int:
    """An address as a number."""
    return parse_ipv4(text, code=_CODE)


def _connector(record: ConnectorRecord, servers: Mapping[str, Server]) -> Connector:
    return Connector(
        name=record.connector,
        server=servers[record.server].name,
        address=_address(record),
        stack=Stack(record.stack),
        remote=record.remote_server,
        via=record.via,
        selectors=_selectors(record.selectors),
    )


def _address(record: ConnectorRecord) -> Address:
    """The Address; what other stacks hold is not read as one."""
    if record.stack != Stack.TCP:
        return Address(record.address)
    return parse_address(record.address)


def _selectors(record: SelectorsRecord | None) -> Selectors:
    if record is None:
        return NO_SELECTORS
    own, outgoing, incoming = map(bytes.fromhex, (record.own, record.outgoing, record.incoming))
    return Selectors(own=own, outgoing=outgoing, incoming=incoming)
