# SPDX-License-Identifier: MIT
"""The columns of inventory.csv and servers.csv: names, cells, and indexes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec

from x400fix.inventory.addresses import parse_address
from x400fix.inventory.cells import (
    NO_FIREWALL,
    parse_address_type,
    parse_exchange_cell,
    parse_gateway,
    parse_masks,
    parse_nic,
    parse_os_cell,
    parse_roles,
    parse_selector,
    parse_stack,
    parse_text,
    parse_via,
)
from x400fix.inventory.connectors import Stack
from x400fix.inventory.headers import ALIASES, SERVICE_PACKS, header_key, meanings_of
from x400fix.inventory.names import parse_connector_name, parse_server_name
from x400fix.inventory.repairs import (
    Repair,
    repair_address,
    repair_exchange,
    repair_gateway,
    repair_nic,
    repair_os,
    repair_server,
)
from x400fix.problems import BadValueError, Place, ProblemList, closest, listed, shown

_DECISIVE = {
    *("remote_server", "peer_connector", "via", "stack", "exchange", "addresses", "t_selector"),
}
"""Optional columns that change verdicts: one that may be such a column must not go unread."""

_ALIKE, _NEARLY = 0.7, 0.84
"""How alike two headers are of which one may be, or is, a typing error of the other."""


class Column(msgspec.Struct, frozen=True):
    """One column of a table.

    ``parse`` reads a cell and raises BadValueError, ``repair`` gives it the plain form of what
    people write; an empty cell has the value ``empty``, unless the column is required.
    ``own_aliases`` are headers that only this table knows it under, ``no_values`` words in small
    letters that say here, but not everywhere, that there is no value.
    """

    name: str
    parse: Callable[[str], Any]
    meaning: str
    empty: Any = None
    is_required: bool = False
    repair: Callable[[str], Repair] | None = None
    own_aliases: tuple[str, ...] = ()
    no_values: frozenset[str] = frozenset()

    @property
    def is_of_its_row(self) -> bool:
        """Whether a row has to say it for itself, as it does not a server's facts."""
        return self.is_required or self.empty == ""

    @property
    def aliases(self) -> tuple[str, ...]:
        """The other headers that it is known under."""
        return (*ALIASES.get(self.name, ()), *self.own_aliases)


_ADDRESS = "what the Stack tab's Address holds now: IP address or host name"
_ADAPTER = "NIC: service name on NT (El90x1), connection name on Windows 2000 and 2003"
_LIST = (
    "the NIC's full ordered list, 10.20.1.10/24 10.20.1.41/24, the first is the primary; or dhcp"
)
_ROLES = "cluster, ras, wins, dns, dhcp-server, proxy-client, as many as apply"
_VIA = "proxy firewall that the Address belongs to"
_PEER = "the connector at the other end of the same link"

_SERVER = Column(
    "server",
    parse_server_name,
    "home server, NetBIOS computer name",
    is_required=True,
    repair=repair_server,
)

SERVER_FACTS = (
    Column("site", parse_text, "Exchange site of the home server"),
    Column(
        "exchange",
        parse_exchange_cell,
        "Exchange version of the home server",
        repair=repair_exchange,
    ),
    Column("os", parse_os_cell, "Windows version of the home server", repair=repair_os),
    Column("adapter", parse_text, _ADAPTER),
    Column("addresses", parse_nic, _LIST, repair=repair_nic),
    Column("subnet_masks", parse_masks, "masks of `addresses`, where it has none"),
    Column("gateway", parse_gateway, "default gateway of the home server", repair=repair_gateway),
    Column("roles", parse_roles, _ROLES),
)

INVENTORY_COLUMNS = (
    Column("connector", parse_connector_name, "directory name of the connector", is_required=True),
    _SERVER,
    Column(
        "address",
        parse_address,
        _ADDRESS,
        is_required=True,
        repair=repair_address,
        no_values=frozenset(["na"]),
    ),
    Column(
        "remote_server",
        parse_server_name,
        "computer name at the other end",
        "",
        repair=repair_server,
        no_values=frozenset(["na", "foreign"]),
    ),
    Column("peer_connector", parse_connector_name, _PEER, ""),
    Column("via", parse_via, _VIA, "", no_values=NO_FIREWALL),
    Column("stack", parse_stack, "TCP, TP4, X25 or RAS; TCP if empty", Stack.TCP),
    *SERVER_FACTS,
    Column("stack_t_selector", parse_selector, "T selector of the server's stack (field A)", b""),
    Column("t_selector", parse_selector, "outgoing T selector of the connector (field B)", b""),
    Column("t_selector_in", parse_selector, "incoming T selector of the connector (field C)", b""),
    Column("address_type", parse_address_type, "N-Address-Type: 0 host name, 1 IP address", ""),
)

SERVER_COLUMNS = (
    msgspec.structs.replace(_SERVER, meaning="NetBIOS computer name", own_aliases=("name",)),
    *SERVER_FACTS,
)


@cache
def _known(columns: tuple[Column, ...]) -> Mapping[str, str]:
    """Every accepted header key with the name of its column."""
    return {
        header_key(text): column.name
        for column in columns
        for text in (column.name, *column.aliases)
    }


class HeaderMap:
    """What ``--map`` and ``[columns]`` say of headers; a column that is empty is left out."""

    def __init__(self, columns: Mapping[str, str], place: Place) -> None:
        self._columns = {header_key(header): column for header, column in columns.items()}
        self._unused = {header_key(header): header for header in columns}
        self._place = place

    def column_of(self, header: str, columns: tuple[Column, ...]) -> str | None:
        """The name of the column that a header stands for, by the map or by its own name."""
        key = header_key(header)
        if self._says(key, columns):
            return self._columns[key]
        return _known(columns).get(key)

    def _says(self, key: str, columns: tuple[Column, ...]) -> bool:
        """Whether the map says something of a header of a table with these columns."""
        return self._columns.get(key) in {"", *(each.name for each in columns)}

    def use(self, header: Iterable[str], columns: tuple[Column, ...]) -> None:
        """Note the header of a table."""
        for key in map(header_key, header):
            if self._says(key, columns):
                self._unused.pop(key, None)

    def check(self, problems: ProblemList) -> None:
        """Report what no header of a table is called: a typing error must not go unnoticed."""
        for header in self._unused.values():
            message = f"no column has the header {shown(header)}: write it as the file has it"
            problems.add("X4-E036", message, self._place)


NO_MAP = HeaderMap({}, Place("--map"))


class SheetChoice:
    """What ``--sheet`` says: the sheets of workbooks that tables are on, in any letter case."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._unused = {name.strip().lower(): name for name in names}
        self._names = frozenset(self._unused)
        self._seen: list[str] = []

    def among(self, sheets: Sequence[str]) -> Sequence[str]:
        """Those sheets of a workbook that are named, else all of them."""
        self._seen += sheets
        named = [each for each in sheets if each.strip().lower() in self._names]
        for each in named:
            self._unused.pop(each.strip().lower(), None)
        return named or sheets

    def check(self, problems: ProblemList) -> None:
        """Report the names that no sheet has."""
        seen = self._seen and f"the sheets are {listed(self._seen, most=12)}"
        for name in self._unused.values():
            message = f"no sheet is called {shown(name)}: {seen or 'no input is a workbook'}"
            problems.add("X4-E037", message, Place("--sheet"))


def parse_column_name(name: str) -> str:
    """Read the name of a column; empty leaves the header out."""
    names = {each.name for each in INVENTORY_COLUMNS}
    found = name.strip().lower().replace(" ", "_").replace("-", "_")
    if found and found not in names:
        close = _known(INVENTORY_COLUMNS).get(header_key(found)) or closest(
            found, names, cutoff=_ALIKE
        )
        hint = f"did you mean {close}?" if close else f"the columns are {', '.join(sorted(names))}"
        raise BadValueError("X4-E036", f"unknown column {shown(name)}: {hint}")
    return found


def count_known(
    header: Sequence[str], columns: tuple[Column, ...], mapped: HeaderMap = NO_MAP
) -> int:
    """How many cells of a header name a column."""
    return sum(bool(mapped.column_of(cell, columns)) for cell in header)


def required_names(columns: Iterable[Column]) -> list[str]:
    """The names of the columns without which a table cannot be read."""
    return [column.name for column in columns if column.is_required]


def _meant(key: str, columns: tuple[Column, ...], found: Mapping[str, int]) -> tuple[str, bool]:
    """The column that an unknown header may stand for, and whether that is likely.

    By what its words mean, first one that no other header stands for; else by its letters.
    """
    known, names = _known(columns), {each.name for each in columns}
    meant = [name for name in meanings_of(key) if name in names]
    if meant:
        return next((name for name in meant if name not in found), meant[0]), True
    close = closest(key, known, cutoff=_NEARLY)
    return known.get(close or closest(key, known, cutoff=_ALIKE), ""), bool(close)


def find_columns(
    header: Sequence[str],
    place: Place,
    problems: ProblemList,
    columns: tuple[Column, ...],
    mapped: HeaderMap = NO_MAP,
) -> Mapping[str, int]:
    """The index of each column, from 0; unknown, repeated and missing columns become problems."""
    mapped.use(header, columns)
    found: dict[str, int] = {}
    unknown: list[tuple[str, Place]] = []
    for index, cell in enumerate(header):
        where = msgspec.structs.replace(place, field=index + 1)
        name = mapped.column_of(cell, columns)
        if name is None:
            if cell.strip() and not cell.lstrip().startswith("#"):  # a comment
                unknown.append((cell.strip(), where))
        elif name in found:
            first = header[found[name]]
            remedy = f"keep one, or leave one out with {_shell(f'{cell.strip()}=')}"
            message = f"column {shown(cell)} is {name} again, after {shown(first)}: {remedy}"
            problems.add("X4-E007", message, where)
        elif name:
            found[name] = index
    proposed = _judge_unknown(unknown, found, problems, columns)
    for name in required_names(columns):
        if name not in found:
            seen = listed([cell.strip() for cell in header if cell.strip()], most=12)
            message = f"the required column {name} is missing; the header has {seen}"
            if name in proposed:
                message += f"; {_remedy(proposed[name], name)}"
            problems.add("X4-E006", message, place)
    return found


def _judge_unknown(
    unknown: Iterable[tuple[str, Place]],
    found: Mapping[str, int],
    problems: ProblemList,
    columns: tuple[Column, ...],
) -> Mapping[str, str]:
    """Report the columns that are not read; the first header that may be each column."""
    proposed: dict[str, str] = {}
    for cell, where in unknown:
        name, is_likely = _meant(header_key(cell), columns, found)
        is_first = bool(name) and name not in found and proposed.setdefault(name, cell) == cell
        if is_first and name in required_names(columns):
            continue  # the error that it is missing proposes it
        leave = f"or {_shell(cell + '=')} to leave it out"
        is_of_exchange = "exchange" in found or "os" not in found
        if header_key(cell) in SERVICE_PACKS and is_of_exchange:
            message = f"column {shown(cell)} may be the service pack of exchange, which decides"
            remedy = f"verdicts, and is not read: write 5.5 SP4 in one cell, {leave}"
            problems.add("X4-E035", f"{message} {remedy}", where)
        elif is_likely and name in _DECISIVE and name not in found:
            message = f"column {shown(cell)} looks like {name}, which decides verdicts, and is not"
            problems.add("X4-E035", f"{message} read: {_remedy(cell, name)}, {leave}", where)
        else:
            is_missing = name and name not in found
            hint = f"did you mean {name}?" if is_missing else "its cells are not read"
            problems.add("X4-W101", f"unknown column {shown(cell)}: {hint}", where)
    return proposed


def _remedy(header: str, name: str) -> str:
    return f"if {shown(header)} is it, call it {name} or give {_shell(f'{header}={name}')}"


def _shell(value: str) -> str:
    return f'--map "{shown(value)[1:-1]}"'
