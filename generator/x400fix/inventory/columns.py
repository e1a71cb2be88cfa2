# SPDX-License-Identifier: MIT
"""The columns of inventory.csv and servers.csv: names, other names, cells, and indexes."""

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from x400fix.inventory.addresses import parse_address
from x400fix.inventory.cells import (
    parse_exchange_cell,
    parse_gateway,
    parse_nic,
    parse_os_cell,
    parse_roles,
    parse_selector,
    parse_stack,
    parse_text,
    parse_via,
)
from x400fix.inventory.connectors import Stack
from x400fix.inventory.names import parse_connector_name, parse_server_name
from x400fix.problems import Place, ProblemList, shown

# The other headers that columns are known under.
_ALIASES = {
    "connector": ("connector name", "directory name", "x400 connector", "rdn"),
    "server": ("home server", "server name"),
    "address": ("address attribute", "remote address", "remote host name", "n address"),
    "remote_server": ("remote", "partner", "partner server"),
    "peer_connector": ("peer",),
    "via": ("firewall", "proxy"),
    "stack": ("transport", "transport stack"),
    "site": ("exchange site",),
    "exchange": ("exchange version", "version"),
    "os": ("operating system", "windows"),
    "adapter": ("nic", "network adapter"),
    "addresses": ("ip addresses", "nic addresses"),
    "gateway": ("default gateway",),
    "roles": ("role",),
    "stack_t_selector": ("selector a",),
    "t_selector": ("selector b", "outgoing t selector"),
    "t_selector_in": ("selector c", "incoming t selector", "t selector inbound"),
}


class Column(msgspec.Struct, frozen=True):
    """One column of a table.

    ``parse`` reads a cell and raises BadValueError; an empty cell has the value ``empty``, unless
    the column is required. ``own_aliases`` are headers that only this table knows it under.
    """

    name: str
    parse: Callable[[str], Any]
    meaning: str
    empty: Any = None
    is_required: bool = False
    own_aliases: tuple[str, ...] = ()

    @property
    def aliases(self) -> tuple[str, ...]:
        """The other headers that it is known under."""
        return (*_ALIASES.get(self.name, ()), *self.own_aliases)


_ADDRESS = "what the Stack tab's Address holds now: IP address or host name"
_ADAPTER = "NIC: service name on NT (El90x1), connection name on Windows 2000 and 2003"
_LIST = (
    "the NIC's full ordered list, 10.20.1.10/24 10.20.1.41/24, the first is the primary; or dhcp"
)
_ROLES = "cluster, ras, wins, dns, dhcp-server, proxy-client, as many as apply"
_PEER = "the connector at the other end of the same link"

SERVER_FACTS = (
    Column("site", parse_text, "Exchange site of the home server"),
    Column("exchange", parse_exchange_cell, "Exchange version of the home server"),
    Column("os", parse_os_cell, "Windows version of the home server"),
    Column("adapter", parse_text, _ADAPTER),
    Column("addresses", parse_nic, _LIST),
    Column("gateway", parse_gateway, "default gateway of the home server"),
    Column("roles", parse_roles, _ROLES),
)

INVENTORY_COLUMNS = (
    Column("connector", parse_connector_name, "directory name of the connector", is_required=True),
    Column("server", parse_server_name, "home server, NetBIOS computer name", is_required=True),
    Column("address", parse_address, _ADDRESS, is_required=True),
    Column("remote_server", parse_server_name, "computer name at the other end", ""),
    Column("peer_connector", parse_connector_name, _PEER, ""),
    Column("via", parse_via, "proxy firewall that the Address belongs to", ""),
    Column("stack", parse_stack, "TCP, TP4, X25 or RAS; TCP if empty", Stack.TCP),
    *SERVER_FACTS,
    Column("stack_t_selector", parse_selector, "T selector of the server's stack (field A)", b""),
    Column("t_selector", parse_selector, "outgoing T selector of the connector (field B)", b""),
    Column("t_selector_in", parse_selector, "incoming T selector of the connector (field C)", b""),
)

SERVER_COLUMNS = (
    Column(
        "server",
        parse_server_name,
        "NetBIOS computer name",
        is_required=True,
        own_aliases=("name",),
    ),
    *SERVER_FACTS,
)


def header_key(text: str) -> str:
    """A header name without regard to case, blanks, ``-`` and ``_``."""
    return "".join(text.lower().replace("-", "").replace("_", "").split())


def _known(columns: Sequence[Column]) -> dict[str, str]:
    """Every accepted header key with the name of its column."""
    return {
        header_key(text): column.name
        for column in columns
        for text in (column.name, *column.aliases)
    }


def count_known(header: Sequence[str], columns: Sequence[Column]) -> int:
    """How many cells of a header name a column."""
    known = _known(columns)
    return sum(header_key(cell) in known for cell in header)


def required_names(columns: Iterable[Column]) -> list[str]:
    """The names of the columns without which a table cannot be read."""
    return [column.name for column in columns if column.is_required]


def find_columns(
    header: Sequence[str], place: Place, problems: ProblemList, columns: Sequence[Column]
) -> Mapping[str, int]:
    """The index of each column, from 0; unknown, repeated and missing columns become problems."""
    known = _known(columns)
    found: dict[str, int] = {}
    for index, cell in enumerate(header):
        where = Place(place.file, place.line, index + 1, place.row)
        name = known.get(header_key(cell))
        if name is None:
            if cell.strip():
                close = difflib.get_close_matches(header_key(cell), known, n=1, cutoff=0.7)
                hint = f"did you mean {known[close[0]]}?" if close else "its cells are not read"
                message = f"unknown column {shown(cell.strip())}: {hint}"
                problems.add("X4-W101", message, where)
        elif name in found:
            first = header[found[name]]
            message = f"column {shown(cell)} is {name} again, after {shown(first)}: keep one"
            problems.add("X4-E007", message, where)
        else:
            found[name] = index
    for name in required_names(columns):
        if name not in found:
            seen = ", ".join(shown(cell.strip()) for cell in header)
            message = f"the required column {name} is missing; the header has {seen}"
            problems.add("X4-E006", message, place)
    return found
