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
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter

import msgspec
from msgspec.structs import replace

from x400fix.inventory.addresses import Address, address_text, parse_address
from x400fix.inventory.cells import (
    Cells,
    parse_other_address,
    parse_selector,
    parse_stack,
    parse_via,
)
from x400fix.inventory.columns import (
    INVENTORY_COLUMNS,
    SERVER_COLUMNS,
    Column,
    find_columns,
    required_names,
)
from x400fix.inventory.connectors import (
    NO_SELECTORS,
    Connector,
    Inventory,
    Selectors,
    Server,
    Stack,
    connector_key,
)
from x400fix.inventory.csv_table import Table, read_table
from x400fix.inventory.names import ServerName, parse_connector_name, parse_server_name
from x400fix.inventory.server_facts import FactReader, Facts, read_servers
from x400fix.inventory.text_file import decode
from x400fix.problems import BadValueError, InputError, ProblemList, shown

# Comparing every unknown name with every known one is slow; typing errors come in small numbers.
_MOST_SUGGESTIONS = 20


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
    table = _open_table(servers, SERVER_COLUMNS, problems) if servers else None
    if table:
        read_servers(table, facts, problems)
    table = _open_table(inventory, INVENTORY_COLUMNS, problems)
    return read_inventory(table, facts, problems) if table else None


def _open_table(
    source: SourceFile, columns: Sequence[Column], problems: ProblemList
) -> Table | None:
    """The table of one file; None if it is none, which is a problem then."""
    try:
        text = decode(source.data, file=source.name, encoding=source.encoding, problems=problems)
        return read_table(text, columns=columns, delimiter=source.delimiter, problems=problems)
    except InputError as error:
        problems.extend(error.problems)
        return None


def read_inventory(table: Table, facts: Facts, problems: ProblemList) -> Inventory:
    """Every sound row as a connector, in an order that does not depend on the order of rows.

    What is wrong becomes problems, what the rows say of their home servers goes to ``facts``.
    """
    columns = find_columns(table.header, table.header_place, problems, INVENTORY_COLUMNS)
    is_complete = all(name in columns for name in required_names(INVENTORY_COLUMNS))
    connectors = _read_connectors(table, columns, facts) if is_complete else []
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


def _read_connectors(table: Table, columns: Mapping[str, int], facts: Facts) -> list[Connector]:
    """The connectors in the order of the file."""
    reader = _ConnectorReader(table, columns)
    fact_reader = FactReader(table, columns, facts)
    connectors = []
    for line, fields in table:
        # The cell that an absent column, with the index -1, is read from.
        fields.append("")
        connector = reader.read(fields, line)
        if connector:
            connectors.append(connector)
        server = connector.server if connector else reader.read_server(fields)
        fact_reader.read(server, line, fields)
    return connectors


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


def _series(name: str) -> str:
    """What the names of a numbered or lettered series have in common: MAIL-A, MAIL-B."""
    return re.sub(r"[0-9]+|.$", "", name)


def _check_remote_servers(inventory: Inventory, problems: ProblemList) -> None:
    """A remote_server without a row of its own may be a typing error."""
    suggestions = _MOST_SUGGESTIONS
    told: set[str] = set()
    for connector in inventory.connectors:
        remote = connector.remote
        if remote == connector.server:
            message = f"remote_server {shown(remote)} is the connector's own home server"
            place = inventory.place(connector, "remote_server")
            problems.add("X4-E029", f"{message}: write the server at the other end", place)
        if not remote or remote in inventory.servers or remote in told:
            continue
        told.add(remote)
        if suggestions:
            suggestions -= 1
            close = difflib.get_close_matches(remote, inventory.servers, n=1, cutoff=0.75)
            if close and _series(close[0]) != _series(remote):
                message = (
                    f"remote_server {shown(remote)} is the server of no row: "
                    f"did you mean {close[0]}?"
                )
                place = inventory.place(connector, "remote_server")
                problems.add("X4-W102", message, place)


class _ConnectorReader:
    """Makes a connector of a record."""

    def __init__(self, table: Table, columns: Mapping[str, int]) -> None:
        """Prepare the cells of every column that belongs to a connector."""
        self._table = table
        self._names = Cells("connector", parse_connector_name, columns)
        self._server = Cells("server", parse_server_name, columns)
        self._address = Cells("address", parse_address, columns)
        self._other_address = Cells("address", parse_other_address, columns, empty=Address(""))
        self._remote = Cells("remote_server", parse_server_name, columns, empty=ServerName(""))
        self._peer = Cells("peer_connector", parse_connector_name, columns, empty="")
        self._via = Cells("via", parse_via, columns, empty="")
        self._stack = Cells("stack", parse_stack, columns, empty=Stack.TCP)
        self._own = Cells("stack_t_selector", parse_selector, columns, empty=b"")
        self._outgoing = Cells("t_selector", parse_selector, columns, empty=b"")
        self._incoming = Cells("t_selector_in", parse_selector, columns, empty=b"")
        common = (self._server, self._address, self._remote, self._via, self._stack)
        selectors = (self._own, self._outgoing, self._incoming)
        self._cut = itemgetter(*[c.index for c in (*common, *selectors) if c.index >= 0])
        self._alike: dict[tuple[str, ...], Connector] = {}

    def read(self, fields: Sequence[str], line: int) -> Connector | None:
        """The connector of one record; None if cells are wrong, which become problems."""
        # Connectors between the same two servers differ in hardly more than the name.
        texts = self._cut(fields)
        try:
            alike = self._alike.get(texts)
            if alike is None:
                alike = self._alike[texts] = self._read_nameless(fields)
            # Directory names hardly ever repeat: remembering them would only take memory.
            name = fields[self._names.index].strip()
            return replace(
                alike,
                name=parse_connector_name(name) if name else self._names.read(fields),
                peer=self._peer.read(fields),
                line=line,
            )
        except BadValueError:
            self._tell_errors(fields, line)
            return None

    def read_server(self, fields: Sequence[str]) -> ServerName | None:
        """The home server of a record that is wrong elsewhere; None if this cell is wrong too."""
        try:
            return self._server.read(fields)
        except BadValueError:
            return None

    def _read_nameless(self, fields: Sequence[str]) -> Connector:
        """What the record says apart from its names."""
        stack = self._stack.read(fields)
        addresses = self._address if stack is Stack.TCP else self._other_address
        selectors = Selectors(
            own=self._own.read(fields),
            outgoing=self._outgoing.read(fields),
            incoming=self._incoming.read(fields),
        )
        return Connector(
            name="",
            server=self._server.read(fields),
            address=addresses.read(fields),
            stack=stack,
            remote=self._remote.read(fields),
            via=self._via.read(fields),
            selectors=NO_SELECTORS if selectors == NO_SELECTORS else selectors,
        )

    def _tell_errors(self, fields: Sequence[str], line: int) -> None:
        """Note every wrong cell of a record."""
        stack = self._stack.check(fields, line, self._table)
        every: tuple[Cells[object], ...] = (
            *(self._names, self._server, self._remote, self._peer, self._via),
            *(self._own, self._outgoing, self._incoming),
            self._address if stack in {None, Stack.TCP} else self._other_address,
        )
        for cells in every:
            cells.check(fields, line, self._table)
