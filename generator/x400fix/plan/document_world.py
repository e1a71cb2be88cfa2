# SPDX-License-Identifier: MIT
"""The servers, connectors and links of a plan that was read back.

Every value is parsed as it is in an inventory; one that no inventory can have raises
BadValueError with the code of the parser.
"""

from collections.abc import Mapping, Sequence

from x400fix.delivery.nametable import NameTable
from x400fix.delivery.network import World
from x400fix.links import Directory
from x400fix.model.addresses import Address, parse_address, parse_ipv4, parse_nic_address
from x400fix.model.connectors import (
    NO_SELECTORS,
    Connector,
    Inventory,
    Link,
    Role,
    Selectors,
    Server,
    Stack,
)
from x400fix.model.names import parse_connector_name, parse_server_name
from x400fix.model.version_texts import parse_exchange, parse_operating_system
from x400fix.plan.document import ConnectorRecord, Document
from x400fix.plan.document_places import FactRecord, NameRecord, SelectorsRecord

_CODE = "X4-E070"


def read_world(document: Document) -> World:
    """What the inputs of a plan said, as the model of deliveries needs it."""
    servers = {record.server: _server(record) for record in document.facts}
    connectors = tuple(_connector(record, servers) for record in document.connectors)
    inventory = Inventory(connectors=connectors, servers=servers)
    partners = [record.remote_server for record in document.connectors]
    return World(
        inventory,
        Directory(inventory),
        partners,
        _links(document, connectors),
        hosts={record.server: _table(record.hosts) for record in document.facts},
        lmhosts={record.server: _table(record.lmhosts) for record in document.facts},
    )


def _table(records: Sequence[NameRecord]) -> NameTable:
    return NameTable((parse_ipv4(each.address, code=_CODE), each.name) for each in records)


def _server(record: FactRecord) -> Server:
    addresses = tuple(parse_nic_address(text, code=_CODE) for text in record.addresses)
    return Server(
        name=parse_server_name(record.server),
        site=record.site,
        exchange=parse_exchange(record.exchange) if record.exchange else None,
        os=parse_operating_system(record.os) if record.os else None,
        addresses=addresses,
        uses_dhcp=record.dhcp,
        roles=tuple(map(Role, record.roles)),
    )


def _connector(record: ConnectorRecord, servers: Mapping[str, Server]) -> Connector:
    return Connector(
        name=parse_connector_name(record.connector),
        server=servers[record.server].name,
        address=_address(record),
        stack=Stack(record.stack),
        via=record.via,
        selectors=_selectors(record.selectors),
    )


def _address(record: ConnectorRecord) -> Address:
    """The Address; what other stacks hold is none of the model's business."""
    if record.stack != Stack.TCP:
        return Address(record.address)
    return parse_address(record.address)


def _selectors(record: SelectorsRecord | None) -> Selectors:
    if record is None:
        return NO_SELECTORS
    own, outgoing, incoming = map(bytes.fromhex, (record.own, record.outgoing, record.incoming))
    return Selectors(own=own, outgoing=outgoing, incoming=incoming)


def _links(document: Document, connectors: Sequence[Connector]) -> Sequence[Link | None]:
    """The link of each connector, in their order; both ends have the same one."""
    places = {
        (record.server, record.connector): index for index, record in enumerate(document.connectors)
    }
    links: list[Link | None] = [None] * len(connectors)
    for record in document.links:
        ends = [places[end.server, end.connector] for end in record.ends]
        link = Link(*(connectors[index] for index in ends))
        for index in ends:
            links[index] = link
    return links
