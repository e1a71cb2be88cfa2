# SPDX-License-Identifier: MIT
"""From the bytes of all inventory files to an Inventory, with every problem of all of them.

A sample, with the columns that are required and two that are not::

    connector,server,address,remote_server,exchange
    X400 to DENVER 1,SEAHUB1,10.2.0.10,DENHUB1,5.0 SP2
    X400 to DENVER 2,SEAHUB1,10.2.0.10,DENHUB1,5.0 SP2
"""

import difflib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from x400fix.inventory.addresses import Address, address_text
from x400fix.inventory.cells import parse_other_address
from x400fix.inventory.columns import (
    INVENTORY_COLUMNS,
    SERVER_COLUMNS,
    SERVER_FACTS,
    Column,
    find_columns,
    required_names,
)
from x400fix.inventory.connectors import (
    Connector,
    Inventory,
    Selectors,
    Server,
    Stack,
    connector_key,
)
from x400fix.inventory.csv_table import CellReader, Table, read_table
from x400fix.inventory.server_facts import FactReader, Facts, read_servers
from x400fix.inventory.text_file import SourceFile
from x400fix.problems import ProblemList, shown

# Comparing every unknown name with every known one is slow; typing errors come in small numbers.
_MOST_SUGGESTIONS = 20
_COLUMNS = [each for each in INVENTORY_COLUMNS if each not in SERVER_FACTS]
# TP4, X.25 and RAS connectors are listed, never touched: their Address may be anything, or empty.
_OTHER_ADDRESS = Column("address", parse_other_address, "Address of another stack", Address(""))


def read_sources(
    inventory: SourceFile, servers: SourceFile | None, problems: ProblemList
) -> Inventory | None:
    """The inventory; None if nothing of it could be read. Everything wrong is in ``problems``."""
    facts = Facts(problems)
    table = _open_table(servers, SERVER_COLUMNS, problems) if servers else None
    if table:
        read_servers(table, facts, problems)
    table = _open_table(inventory, INVENTORY_COLUMNS, problems)
    return read_inventory(table, facts, problems) if table else None


def _open_table(
    source: SourceFile, columns: Sequence[Column], problems: ProblemList
) -> Table | None:
    """The table of one file; None if it is none, which is a problem then."""
    with problems.gathering():
        return read_table(source, columns, problems)
    return None


def read_inventory(table: Table, facts: Facts, problems: ProblemList) -> Inventory:
    """Every sound row as a connector, in an order that does not depend on the order of rows.

    What is wrong becomes problems, what the rows say of their home servers goes to ``facts``.
    """
    columns = find_columns(table.header, table.header_place, problems, INVENTORY_COLUMNS)
    is_complete = all(name in columns for name in required_names(INVENTORY_COLUMNS))
    connectors = [*_read_connectors(table, columns, facts)] if is_complete else []
    if not connectors and not problems.has_errors:
        message = "there is a header, but no row: one row is one X.400 Connector"
        problems.add("X4-E004", message, table.header_place)
    rows = sorted(((*connector_key(each), each.stack), each.line, each) for each in connectors)
    inventory = Inventory(
        connectors=tuple(connector for *_, connector in rows),
        servers={server.name: server for server in facts.servers()},
        file=table.header_place.file,
        columns=columns,
        rows_hidden=table.header_place.line - table.header_place.row,
    )
    for (before, line, _), (after, _, connector) in itertools.pairwise(rows):
        if before == after:  # row 21 of the truth table
            message = (
                f"connector {shown(connector.name)} of {connector.server} is in line {line} "
                "already: one row is one connector"
            )
            problems.add("X4-E018", message, inventory.place(connector, "connector"))
    _check_addresses(inventory.servers.values(), facts, problems)
    _check_remote_servers(inventory, problems)
    return inventory


def _read_connectors(table: Table, found: Mapping[str, int], facts: Facts) -> Iterator[Connector]:
    """The connectors in the order of the file."""
    columns = {each.name: each for each in _COLUMNS}
    first = CellReader(table, [columns.pop("stack")], found)
    by_tcp = CellReader(table, columns.values(), found)
    by_others = CellReader(table, (columns | {"address": _OTHER_ADDRESS}).values(), found)
    fact_reader = FactReader(table, found, facts)
    for line, fields in table:
        cells = first.read(line, fields)
        is_tcp = cells.get("stack", Stack.TCP) is Stack.TCP
        cells |= (by_tcp if is_tcp else by_others).read(line, fields)
        fact_reader.read(cells.get("server"), line, fields)
        if len(cells) == len(_COLUMNS):
            yield _make_connector(cells, line)


def _make_connector(cells: Mapping[str, Any], line: int) -> Connector:
    """The connector that the values of a record's cells describe."""
    selectors = Selectors(
        own=cells["stack_t_selector"], outgoing=cells["t_selector"], incoming=cells["t_selector_in"]
    )
    return Connector(
        name=cells["connector"],
        server=cells["server"],
        address=cells["address"],
        stack=cells["stack"],
        remote=cells["remote_server"],
        peer=cells["peer_connector"],
        via=cells["via"],
        selectors=selectors,
        line=line,
    )


def _check_addresses(servers: Iterable[Server], facts: Facts, problems: ProblemList) -> None:
    """Two servers with one address: a wrong list, or networks that do not see each other."""
    owners: dict[int, str] = {}
    for server in servers:
        for address in server.addresses:
            owner = owners.setdefault(address.number, server.name)
            if owner != server.name:
                text = address_text(address.number)
                message = f"address {text} of {server.name} is also an address of {owner}"
                place = facts.place_of(server.name, "addresses")
                problems.add("X4-W105", f"{message}: it is taken as the address of neither", place)


def _check_remote_servers(inventory: Inventory, problems: ProblemList) -> None:
    """A remote_server without a row of its own may be a typing error."""
    unknown: dict[str, Connector] = {}
    for connector in inventory.connectors:
        remote = connector.remote
        if remote == connector.server:
            message = f"remote_server {shown(remote)} is the connector's own home server"
            place = inventory.place(connector, "remote_server")
            problems.add("X4-E029", f"{message}: write the server at the other end", place)
        elif remote and remote not in inventory.servers:
            unknown.setdefault(remote, connector)
    for remote, connector in itertools.islice(unknown.items(), _MOST_SUGGESTIONS):
        close = difflib.get_close_matches(remote, inventory.servers, n=1, cutoff=0.75)
        if close and _series(close[0]) != _series(remote):
            message = f"remote_server {shown(remote)} is the server of no row"
            place = inventory.place(connector, "remote_server")
            problems.add("X4-W102", f"{message}: did you mean {close[0]}?", place)


def _series(name: str) -> str:
    """What the names of a numbered or lettered series have in common: MAIL-A, MAIL-B."""
    return re.sub(r"[0-9]+|.$", "", name)
