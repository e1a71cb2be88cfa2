# SPDX-License-Identifier: MIT
"""Servers, their connectors, the links between them and the inventory that holds them."""

import enum
from collections.abc import Mapping

import msgspec

from x400fix.inventory.addresses import Address, NicAddress
from x400fix.inventory.names import ServerName
from x400fix.inventory.versions import ExchangeVersion, Level, OperatingSystem
from x400fix.problems import Place


class Stack(enum.StrEnum):
    """The MTA transport stacks that a connector can use."""

    TCP = "TCP"
    TP4 = "TP4"
    X25 = "X25"
    RAS = "RAS"


class Role(enum.StrEnum):
    """What else a server does, as far as it matters for more addresses on its NIC."""

    CLUSTER = "cluster"
    RAS = "ras"
    WINS = "wins"
    DNS = "dns"
    DHCP_SERVER = "dhcp-server"
    PROXY_CLIENT = "proxy-client"


class Selectors(msgspec.Struct, frozen=True, kw_only=True):
    """T selectors as bytes: fields A, B and C of KB 198772; empty means not configured."""

    own: bytes = b""
    outgoing: bytes = b""
    incoming: bytes = b""


NO_SELECTORS = Selectors()


class Connector(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One X.400 Connector: a row of the inventory.

    ``remote``, ``peer`` and ``via`` are what the row names, empty where it names nothing;
    ``line`` is the row's place in the inventory file, for messages only.
    """

    name: str
    server: ServerName
    address: Address
    stack: Stack = Stack.TCP
    remote: str = ""
    peer: str = ""
    via: str = ""
    selectors: Selectors = NO_SELECTORS
    line: int = 0


def connector_key(connector: Connector) -> tuple[str, str]:
    """The order of connectors everywhere: server, then directory name, in capitals."""
    return connector.server, connector.name.upper()


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """What the inputs say of one server; None or empty where they say nothing.

    ``addresses`` is the NIC's full ordered list, the first is the primary. ``domain`` is that of
    its host name, where it was named so.
    """

    name: ServerName
    domain: str = ""
    site: str = ""
    exchange: ExchangeVersion | None = None
    os: OperatingSystem | None = None
    adapter: str = ""
    addresses: tuple[NicAddress, ...] = ()
    uses_dhcp: bool = False
    gateway: int | None = None
    roles: tuple[Role, ...] = ()

    @property
    def level(self) -> Level:
        """What this server's Exchange version is in the truth table."""
        return Level.UNKNOWN if self.exchange is None else self.exchange.level

    @property
    def needs_unique_address(self) -> bool:
        """Whether this server's connectors need an address each: before 5.5 SP1, or unknown."""
        return self.level.is_affected

    @property
    def primary(self) -> NicAddress | None:
        """The first address of the NIC, which the server calls from."""
        return self.addresses[0] if self.addresses else None


class Link(msgspec.Struct, frozen=True, gc=False):
    """The two ends of a connection; ``second`` is None where no connector of a partner is known.

    ``first`` is the smaller of the two ends in the order of connector_key.
    """

    first: Connector
    second: Connector | None = None

    def other_end(self, connector: Connector) -> Connector | None:
        """The connector at the other end, if it is known."""
        return self.second if self.first is connector else self.first


class TableRead(msgspec.Struct, frozen=True, kw_only=True):
    """What was read of one table.

    ``columns`` has the index of each column of ``file``, from 0, and ``rows_hidden`` how many
    lines of it a spreadsheet program does not count as rows; ``sheet`` is its sheet in a workbook.
    ``headers`` are those columns whose header is another than their name, ``not_read`` the headers
    that name none, and ``left_out`` the lines that are no records.
    """

    file: str = ""
    columns: Mapping[str, int] = {}
    rows_hidden: int = 0
    headers: Mapping[str, str] = {}
    not_read: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    sheet: str = ""


class Inventory(TableRead, frozen=True, kw_only=True):
    """All connectors in the order of connector_key, and every server that the inputs describe.

    ``domains`` are those of partners that the inputs name by a host name and do not describe, and
    ``facts_table`` is the table of --servers, if there is one.
    """

    connectors: tuple[Connector, ...]
    servers: Mapping[str, Server]
    domains: Mapping[str, str] = {}
    facts_table: TableRead | None = None

    def place(self, connector: Connector, column: str) -> Place:
        """The place of a connector's cell of a column; its line if there is no such column."""
        field = self.columns.get(column, -1) + 1
        row = connector.line - self.rows_hidden
        return Place(self.file, connector.line, field, row, self.sheet)
