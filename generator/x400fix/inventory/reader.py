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
    REQUIRED_IN_INVENTORY,
    REQUIRED_IN_SERVERS,
    SERVER_COLUMNS,
    Column,
    count_known,
    find_columns,
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
from x400fix.inventory.csv_table import Columns, Table, read_table
from x400fix.inventory.names import ServerName, parse_connector_name, parse_server_name
from x400fix.inventory.server_facts import FactReader, Facts, read_servers
from x400fix.inventory.text_file import decode
from x400fix.problems import BadValueError, InputError, Place, ProblemList, shown

# Comparing every unknown name with every known one is slow; typing errors come in small numbers.
_MOST_SUGGESTIONS = 20


def assemble(
    connectors: Iterable[Connector],
    facts: Facts,
    problems: ProblemList,
    *,
    header_place: Place,
    columns: Mapping[str, int],
) -> Inventory:
    """The inventory in its order, which no longer depends on the order of rows."""
    unsorted = tuple(connectors)
    keys = [_order(connector) for connector in unsorted]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    inventory = Inventory(
        connectors=tuple(unsorted[index] for index in order),
        servers={server.name: server for server in facts.servers()},
        file=header_place.file,
        columns=columns,
        rows_hidden=header_place.line - header_place.row,
    )
    for before, after in itertools.pairwise(order):
        if keys[before][0] == keys[after][0]:
            _tell_duplicate(unsorted[before], unsorted[after], inventory, problems)
    _check_addresses(inventory.servers.values(), facts, problems)
    _check_remote_servers(inventory, problems)
    return inventory


def _order(connector: Connector) -> tuple[tuple[str, str, str], int]:
    """The order of connectors, with stack and line to tell equal names apart."""
    server, name = connector_key(connector)
    return (server, name, connector.stack), connector.line


def _tell_duplicate(
    before: Connector, after: Connector, inventory: Inventory, problems: ProblemList
) -> None:
    """Row 21 of the truth table: the same connector of the same stack twice."""
    message = (
        f"connector {shown(after.name)} of {after.server} stands in line {before.line} "
        "already: one row is one connector"
    )
    problems.add("X4-E018", message, inventory.place(after, "connector"))


def _check_addresses(servers: Iterable[Server], facts: Facts, problems: ProblemList) -> None:
    """Two servers with one address: a wrong list, or networks that do not see each other."""
    owners: dict[int, str] = {}
    for server in servers:
        for address in server.addresses:
            owner = owners.setdefault(address.number, server.name)
            place = facts.place_of(server.name, "addresses")
            if owner != server.name and place:
                text = address_text(address.number)
                message = f"address {text} of {server.name} is also an address of {owner}"
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


def read_inventory(
    table: Table, facts: Facts, problems: ProblemList
) -> tuple[list[Connector], Mapping[str, int]]:
    """Every sound row as a connector, in the order of the file, and where the columns stand.

    What is wrong becomes problems, what the rows tell of their home servers goes to ``facts``.
    """
    columns = find_columns(
        table.header,
        table.header_place,
        problems,
        columns=INVENTORY_COLUMNS,
        required=REQUIRED_IN_INVENTORY,
    )
    if any(name not in columns for name in REQUIRED_IN_INVENTORY):
        return [], columns
    rows = _ConnectorRows(columns)
    fact_reader = FactReader(table, columns, problems, facts)
    connectors = []
    for line, row, fields in table:
        # The cell that an absent column, with the index -1, is read from.
        fields.append("")
        server: ServerName | None
        try:
            connector = rows.read(fields, line)
        except BadValueError:
            for index, error in rows.find_errors(fields):
                problems.add(error.code, error.message, table.place(line, row, index + 1))
            server = rows.find_server(fields)
        else:
            connectors.append(connector)
            server = connector.server
        fact_reader.read(server, line, row, fields)
    return connectors, columns


class _End(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What connectors between the same two servers have in common."""

    server: ServerName
    address: Address
    stack: Stack
    remote: ServerName
    via: str
    selectors: Selectors


class _ConnectorRows:
    """Makes a connector of a record."""

    def __init__(self, columns: Mapping[str, int]) -> None:
        """Prepare the cells of every column that belongs to a connector."""
        no_server = ServerName("")
        self._names = Cells("connector", parse_connector_name, columns)
        self._peer = Cells("peer_connector", parse_connector_name, columns, empty="")
        self._server = Cells("server", parse_server_name, columns)
        self._address = Cells("address", parse_address, columns)
        self._other_address = Cells("address", parse_other_address, columns, empty=Address(""))
        self._remote = Cells("remote_server", parse_server_name, columns, empty=no_server)
        self._via = Cells("via", parse_via, columns, empty="")
        self._stack = Cells("stack", parse_stack, columns, empty=Stack.TCP)
        self._own = Cells("stack_t_selector", parse_selector, columns, empty=b"")
        self._outgoing = Cells("t_selector", parse_selector, columns, empty=b"")
        self._incoming = Cells("t_selector_in", parse_selector, columns, empty=b"")
        common = (self._server, self._address, self._remote, self._via, self._stack)
        selectors = (self._own, self._outgoing, self._incoming)
        self._cut_end = itemgetter(*[c.index for c in (*common, *selectors) if c.index >= 0])
        self._ends: dict[tuple[str, ...], _End] = {}

    def read(self, fields: Sequence[str], line: int) -> Connector:
        """The connector of one record; BadValueError if a cell is wrong."""
        # Connectors between the same two servers differ in hardly more than the name.
        texts = self._cut_end(fields)
        end = self._ends.get(texts)
        if end is None:
            end = self._ends[texts] = self._read_end(fields)
        # Directory names hardly ever repeat: remembering them would only take memory.
        name = fields[self._names.index].strip()
        return Connector(
            name=parse_connector_name(name) if name else self._names.read(fields),
            server=end.server,
            address=end.address,
            stack=end.stack,
            remote=end.remote,
            peer=self._peer.read(fields),
            via=end.via,
            selectors=end.selectors,
            line=line,
        )

    def _read_end(self, fields: Sequence[str]) -> _End:
        """What the record tells apart from its names."""
        stack = self._stack.read(fields)
        addresses = self._address if stack is Stack.TCP else self._other_address
        own, outgoing = self._own.read(fields), self._outgoing.read(fields)
        incoming = self._incoming.read(fields)
        return _End(
            server=self._server.read(fields),
            address=addresses.read(fields),
            stack=stack,
            remote=self._remote.read(fields),
            via=self._via.read(fields),
            selectors=Selectors(own=own, outgoing=outgoing, incoming=incoming)
            if own or outgoing or incoming
            else NO_SELECTORS,
        )

    def find_server(self, fields: Sequence[str]) -> ServerName | None:
        """The home server of a record that is wrong elsewhere; None if this cell is wrong too."""
        try:
            return self._server.read(fields)
        except BadValueError:
            return None

    def find_errors(self, fields: Sequence[str]) -> list[tuple[int, BadValueError]]:
        """Every wrong cell of a record, with its index."""
        errors: list[tuple[int, BadValueError]] = []
        addresses = self._address
        try:
            if self._stack.read(fields) is not Stack.TCP:
                addresses = self._other_address
        except BadValueError as error:
            errors.append((self._stack.index, error))
        for cells in (
            self._names,
            self._server,
            addresses,
            self._remote,
            self._peer,
            self._via,
            self._own,
            self._outgoing,
            self._incoming,
        ):
            try:
                cells.read(fields)
            except BadValueError as error:
                errors.append((cells.index, error))
        return errors


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
