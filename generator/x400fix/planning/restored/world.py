# SPDX-License-Identifier: MIT
"""The world of a plan that was read back, as the model of deliveries runs it."""

from collections.abc import Sequence

from x400fix.inventory.names import parse_connector_name, parse_server_name
from x400fix.inventory.topology import Directory
from x400fix.plan.model import Document, NameRecord
from x400fix.planning.restored.facts import restore_inventory, restore_links, restore_number
from x400fix.simulation.network import NameTable, World


def read_world(document: Document) -> World:
    """What the inputs of a plan said, as the model of deliveries needs it.

    A name that no inventory can have raises BadValueError with the code of its parser.
    """
    inventory = restore_inventory(document)
    for server in inventory.servers.values():
        parse_server_name(server.name)
    for connector in inventory.connectors:
        parse_connector_name(connector.name)
    links = restore_links(document, inventory.connectors)
    partners = [record.remote_server for record in document.connectors]
    return World(
        inventory,
        Directory(inventory),
        partners,
        [links.get((each.server, each.name)) for each in inventory.connectors],
        hosts={record.server: _table(record.hosts) for record in document.facts},
        lmhosts={record.server: _table(record.lmhosts) for record in document.facts},
    )


def _table(records: Sequence[NameRecord]) -> NameTable:
    return NameTable((restore_number(each.address), each.name) for each in records)
