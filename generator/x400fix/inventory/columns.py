# SPDX-License-Identifier: MIT
"""The columns of inventory.csv and servers.csv: names, other names, and their indexes."""

import difflib
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from x400fix.problems import Place, ProblemList, shown


class Column(msgspec.Struct, frozen=True):
    """One column: its name, what it holds, and the other headers that it is known under."""

    name: str
    meaning: str
    aliases: tuple[str, ...] = ()
    is_required: bool = False


_SERVER_FACTS = (
    Column("site", "Exchange site of the home server", ("exchange site",)),
    Column("exchange", "Exchange version of the home server", ("exchange version", "version")),
    Column("os", "Windows version of the home server", ("operating system", "windows")),
    Column(
        "adapter",
        "NIC: service name on NT (El90x1), connection name on Windows 2000 and 2003",
        ("nic", "network adapter"),
    ),
    Column(
        "addresses",
        "the NIC's full ordered list, 10.20.1.10/24 10.20.1.41/24, the first is the primary; "
        "or dhcp",
        ("ip addresses", "nic addresses"),
    ),
    Column("gateway", "default gateway of the home server", ("default gateway",)),
    Column(
        "roles",
        "cluster, ras, wins, dns, dhcp-server, proxy-client, as many as apply",
        ("role",),
    ),
)

INVENTORY_COLUMNS = (
    Column(
        "connector",
        "directory name of the connector",
        ("connector name", "directory name", "x400 connector", "rdn"),
        is_required=True,
    ),
    Column(
        "server",
        "home server, NetBIOS computer name",
        ("home server", "server name"),
        is_required=True,
    ),
    Column(
        "address",
        "what the Stack tab's Address holds now: IP address or host name",
        ("address attribute", "remote address", "remote host name", "n address"),
        is_required=True,
    ),
    Column(
        "remote_server",
        "computer name at the other end",
        ("remote", "partner", "partner server"),
    ),
    Column("peer_connector", "the connector at the other end of the same link", ("peer",)),
    Column("via", "proxy firewall that the Address belongs to", ("firewall", "proxy")),
    Column("stack", "TCP, TP4, X25 or RAS; TCP if empty", ("transport", "transport stack")),
    *_SERVER_FACTS,
    Column("stack_t_selector", "T selector of the server's stack (field A)", ("selector a",)),
    Column(
        "t_selector",
        "outgoing T selector of the connector (field B)",
        ("selector b", "outgoing t selector"),
    ),
    Column(
        "t_selector_in",
        "incoming T selector of the connector (field C)",
        ("selector c", "incoming t selector", "t selector inbound"),
    ),
)

SERVER_COLUMNS = (
    Column(
        "server", "NetBIOS computer name", ("home server", "server name", "name"), is_required=True
    ),
    *_SERVER_FACTS,
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
                problems.add("X4-W101", _unknown_column(cell, known), where)
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


def _unknown_column(cell: str, known: Mapping[str, str]) -> str:
    """The sentence for a header that names no column, with the likeliest one that does."""
    close = difflib.get_close_matches(header_key(cell), known, n=1, cutoff=0.7)
    hint = f"did you mean {known[close[0]]}?" if close else "its cells are not read"
    return f"unknown column {shown(cell.strip())}: {hint}"
