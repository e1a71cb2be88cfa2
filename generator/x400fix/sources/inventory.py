# SPDX-License-Identifier: MIT
"""Reads inventory.csv: one row is one X.400 Connector, and may tell facts of its home server.

A sample, with the columns that are required and two that are not::

    connector,server,address,remote_server,exchange
    X400 to DENVER 1,SEAHUB1,10.2.0.10,DENHUB1,5.0 SP2
    X400 to DENVER 2,SEAHUB1,10.2.0.10,DENHUB1,5.0 SP2
"""

from collections.abc import Mapping, Sequence
from operator import itemgetter

import msgspec

from x400fix.model.addresses import Address, parse_address
from x400fix.model.connectors import NO_SELECTORS, Connector, Selectors, Stack
from x400fix.model.names import ServerName, parse_connector_name, parse_server_name
from x400fix.problems import BadValueError, ProblemList
from x400fix.sources.cells import Cells, parse_other_address, parse_selector, parse_stack, parse_via
from x400fix.sources.columns import INVENTORY_COLUMNS, REQUIRED_IN_INVENTORY, find_columns
from x400fix.sources.facts import FactReader, Facts
from x400fix.sources.table import Table


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
