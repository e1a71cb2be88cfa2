# SPDX-License-Identifier: MIT
"""From the bytes of all inventory files to an Inventory, with every problem of all of them."""

import msgspec

from x400fix.model.connectors import Inventory
from x400fix.problems import InputError, ProblemList
from x400fix.sources.assemble import assemble
from x400fix.sources.columns import (
    INVENTORY_COLUMNS,
    REQUIRED_IN_INVENTORY,
    REQUIRED_IN_SERVERS,
    SERVER_COLUMNS,
    Column,
    count_known,
)
from x400fix.sources.facts import Facts
from x400fix.sources.header import Columns
from x400fix.sources.inventory import read_inventory
from x400fix.sources.servers import read_servers
from x400fix.sources.table import Table, read_table
from x400fix.sources.text import decode


class SourceFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was read: its name as given, its bytes, and how they are to be understood."""

    name: str
    data: bytes
    delimiter: str | None = None
    encoding: str | None = None


def read_sources(
    inventory: SourceFile, servers: SourceFile | None, problems: ProblemList
) -> Inventory | None:
    """The inventory; None if nothing of it could be read. Everything wrong is in ``problems``."""
    facts = Facts(problems)
    if servers:
        table = _open(servers, SERVER_COLUMNS, REQUIRED_IN_SERVERS, problems)
        if table:
            read_servers(table, facts, problems)
    table = _open(inventory, INVENTORY_COLUMNS, REQUIRED_IN_INVENTORY, problems)
    if table is None:
        return None
    connectors, columns = read_inventory(table, facts, problems)
    if not connectors and not problems.has_errors:
        message = "there is a header, but no row: one row is one X.400 Connector"
        problems.add("X4-E004", message, table.header_place)
    return assemble(connectors, facts, problems, header_place=table.header_place, columns=columns)


def _open(
    source: SourceFile,
    columns: tuple[Column, ...],
    required: tuple[str, ...],
    problems: ProblemList,
) -> Table | None:
    """The table of one file; None if it is none, which the problems then tell."""
    known = Columns(count_known=lambda header: count_known(header, columns), expected=required)
    try:
        text = decode(source.data, file=source.name, encoding=source.encoding, problems=problems)
        return read_table(text, columns=known, delimiter=source.delimiter, problems=problems)
    except InputError as error:
        problems.extend(error.problems)
        return None
