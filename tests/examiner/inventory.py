# SPDX-License-Identifier: MIT
"""Reads an inventory with the standard csv module, one row = one X.400 Connector."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv4Network
from itertools import dropwhile
from pathlib import Path

from .versions import Level, build_of, level_of

Ident = tuple[str, str]
Row = dict[str, str]
SAFE_SERVER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,14}", re.ASCII)
FOLDER_NAME = re.compile(r"(?!(?:CON|PRN|AUX|NUL|COM[1-9]|LPT[1-9])$)[A-Z0-9_-]{1,15}", re.ASCII)
SAFE_CONNECTOR = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._()-]{0,62}[A-Za-z0-9)])?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nic:
    """The ordered list of a NIC; a prefix of None is an unknown mask."""

    addresses: tuple[tuple[IPv4Address, int | None], ...] = ()
    dhcp: bool = False

    def primary(self) -> IPv4Address | None:
        """The first address, where calls come from."""
        return self.addresses[0][0] if self.addresses else None

    def subnet(self) -> IPv4Network | None:
        """The primary's subnet, when its mask is known."""
        if not self.addresses or self.addresses[0][1] is None:
            return None
        return IPv4Network((self.addresses[0][0], self.addresses[0][1]), strict=False)

    def texts(self) -> list[str]:
        """Each address with its prefix, as PLAN.json shows it."""
        return [
            f"{ip}/{prefix}" if prefix is not None else str(ip) for ip, prefix in self.addresses
        ]

    def one_known_subnet(self) -> bool:
        """Whether every mask is known and all addresses share a subnet."""
        subnet = self.subnet()
        return subnet is not None and all(
            prefix == subnet.prefixlen and ip in subnet for ip, prefix in self.addresses
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Facts of one home server, gathered from all its rows."""

    name: str
    level: Level
    build: int
    os: str
    adapter: str
    nic: Nic
    gateway: IPv4Address | None
    roles: frozenset[str]

    @property
    def safe(self) -> bool:
        """Whether its name may reach a script."""
        return SAFE_SERVER.fullmatch(self.name) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """One row, its server and partner names in capitals."""

    server: str
    name: str
    address: str
    ip: IPv4Address | None
    remote: str
    peer: str
    via: str
    stack: str
    outgoing: bytes

    @property
    def ident(self) -> Ident:
        """The key by which ends and assignments are found."""
        return self.server, self.name

    @property
    def order(self) -> Ident:
        """Place in the order of ends: capitals, code point (design, rule 2)."""
        return self.server, self.name.upper()


def read_rows(path: Path) -> list[Row]:
    """Rows keyed by column names in small letters without blanks, `-` and `_`."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(dropwhile(lambda line: not line.strip() or line[0] == "#", file))
        header = [re.sub(r"[\s_-]", "", cell).lower() for cell in next(lines)]
        return [
            {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
            for cells in lines
            if any(cells)
        ]


def read_connectors(rows: list[Row]) -> list[Connector]:
    """All connectors, in the order of the rows."""
    return [_connector(row) for row in rows]


def read_servers(rows: list[Row]) -> dict[str, Server]:
    """Servers by name in capitals; a fact may stand on any row."""
    facts: dict[str, Row] = {}
    for row in rows:
        known = facts.setdefault(row["server"].upper(), {})
        known.update({name: cell for name, cell in row.items() if cell and name not in known})
    return {key: _server(row) for key, row in facts.items()}


def parse_ip(text: str) -> IPv4Address | None:
    """The address a text is, or nothing."""
    try:
        return IPv4Address(text)
    except AddressValueError:
        return None


def _server(row: Row) -> Server:
    version = row.get("exchange", "")
    return Server(
        name=row["server"],
        level=level_of(version),
        build=build_of(version),
        os=row.get("os", ""),
        adapter=row.get("adapter", ""),
        nic=_nic(row.get("addresses", "")),
        gateway=parse_ip(row.get("gateway", "")),
        roles=frozenset(re.split(r"[\s,;]+", row.get("roles", "").lower())) - {""},
    )


def _nic(text: str) -> Nic:
    if text.lower() == "dhcp":
        return Nic(dhcp=True)
    return Nic(addresses=tuple(_with_prefixes(re.split(r"[\s,;]+", text))))


def _with_prefixes(tokens: list[str]) -> Iterator[tuple[IPv4Address, int | None]]:
    for token in filter(None, tokens):
        address, slash, mask = token.partition("/")
        prefix = IPv4Network(f"0.0.0.0/{mask}").prefixlen if slash else None
        yield IPv4Address(address), prefix


def _connector(row: Row) -> Connector:
    return Connector(
        server=row["server"].upper(),
        name=row["connector"],
        address=row["address"],
        ip=parse_ip(row["address"]),
        remote=row.get("remoteserver", "").upper(),
        peer=row.get("peerconnector", ""),
        via=row.get("via", "").upper(),
        stack=row.get("stack", "").upper() or "TCP",
        outgoing=_selector(row.get("tselector", "")),
    )


def _selector(text: str) -> bytes:
    if text[:2].lower() == "0x":
        return bytes.fromhex(text[2:])
    return text.encode("latin-1", "replace")
