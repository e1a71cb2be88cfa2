# SPDX-License-Identifier: MIT
"""What inventory rows and servers.csv say of each server; contradictions become problems.

A sample::

    server,exchange,os,adapter,addresses,gateway
    DENHUB1,5.0 SP2,NT 4.0 SP5,El90x1,10.2.0.10/24,10.2.0.1
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from x400fix.inventory.cells import NicFact, with_masks
from x400fix.inventory.columns import NO_MAP, SERVER_COLUMNS, SERVER_FACTS, HeaderMap, find_columns
from x400fix.inventory.connectors import Server
from x400fix.inventory.names import ServerName
from x400fix.inventory.repairs import domain_of
from x400fix.inventory.table import CellReader, Table, is_footer
from x400fix.inventory.versions import ExchangeVersion, OperatingSystem
from x400fix.problems import BadValueError, Place, ProblemList, shown


class Fact(msgspec.Struct, frozen=True):
    """One thing that an input says of a server, with its text and its place."""

    value: object
    text: str
    place: Place


class Facts:
    """Gathers the facts of all servers from all inputs."""

    def __init__(self, problems: ProblemList) -> None:
        """Begin with no server."""
        self._problems = problems
        self._facts: dict[ServerName, dict[str, Fact]] = {}
        self._domains: dict[ServerName, Fact] = {}

    def add_server(self, name: ServerName) -> None:
        """Note that a server exists."""
        self._facts.setdefault(name, {})

    def add(self, server: ServerName, column: str, fact: Fact) -> None:
        """Note one fact; one that contradicts an earlier one becomes a problem."""
        known = self._facts.setdefault(server, {})
        first = known.setdefault(column, fact)
        if first is fact:
            self._warn_of_version(fact)
        elif says_more(first.value, fact.value):
            known[column] = fact
        elif first.value != fact.value and not says_more(fact.value, first.value):
            message = (
                f"{column} of {server}: {shown(fact.text)} here, "
                f"but {shown(first.text)} at {first.place}: make them agree"
            )
            self._problems.add("X4-E019", message, fact.place)

    def _warn_of_version(self, fact: Fact) -> None:
        """Warn of a version whose service pack and build disagree."""
        if isinstance(fact.value, ExchangeVersion) and fact.value.disagrees:
            message = (
                f"exchange {shown(fact.text)}: release and build do not belong together; "
                f"the build decides, so it is taken as {fact.value}"
            )
            self._problems.add("X4-W104", message, fact.place)

    def add_domain(self, server: ServerName | None, text: str, place: Place) -> None:
        """Note the domain of a host name; one computer name in two domains is an error."""
        domain = domain_of(text.strip())
        if not domain or server is None:
            return
        first = self._domains.setdefault(server, Fact(domain, text, place))
        if first.value != domain:
            message = (
                f"{shown(text)} here, but {shown(first.text)} at {first.place}: computer names "
                "count without their domain, so two servers need two names"
            )
            self._problems.add("X4-E019", message, place)

    def servers(self) -> Iterator[Server]:
        """Every server with its facts, by name."""
        for name, facts in sorted(self._facts.items()):
            values: dict[str, Any] = {column: fact.value for column, fact in facts.items()}
            nic = values.pop("addresses", NicFact())
            domain = self._domains.get(name)
            values["domain"] = domain.value if domain else ""
            yield Server(name=name, addresses=nic.addresses, uses_dhcp=nic.uses_dhcp, **values)

    def domains_of_strangers(self) -> Mapping[str, str]:
        """The domains of names that nothing else is said of, by name."""
        return {
            name: str(fact.value)
            for name, fact in sorted(self._domains.items())
            if name not in self._facts
        }

    def place_of(self, server: ServerName, column: str) -> Place:
        """Where a fact of a server is in the inputs, the first time."""
        return self._facts[server][column].place


def says_more(one: object, other: object) -> bool:
    """Whether another version is the same one with a service pack or a build.

    A 5.5 without a service pack is another one than 5.5 SP1 or later, since it counts as before.
    """
    if one == other:
        return False
    if isinstance(one, OperatingSystem) and isinstance(other, OperatingSystem):
        return one == OperatingSystem(windows=other.windows)
    if not isinstance(one, ExchangeVersion) or not isinstance(other, ExchangeVersion):
        return False
    less = msgspec.structs.replace(other, build=None)
    plain = {less, msgspec.structs.replace(less, service_pack=None)}
    return one.level is other.level and one in plain


class FactReader:
    """Reads the columns of a table that hold facts of a server."""

    def __init__(self, table: Table, columns: Mapping[str, int], facts: Facts) -> None:
        """Prepare the cells of the columns that are there."""
        self._table = table
        self._facts = facts
        self._columns = {
            each.name: columns[each.name] for each in SERVER_FACTS if each.name in columns
        }
        self._cells = CellReader(table, SERVER_FACTS, columns)
        self._told: set[tuple[str | None, ...]] = set()

    def read(self, server: ServerName | None, line: int, fields: Sequence[str]) -> None:
        """Note what a record says of a server; the same cells again say nothing new.

        Of a record whose server is not known only the wrong cells are reported.
        """
        texts = {name: fields[index].strip() for name, index in self._columns.items()}
        key = (server, *texts.values())
        if key in self._told:
            return
        self._told.add(key)
        if server is not None:
            self._facts.add_server(server)
        values = self._cells.read(line, fields)
        masks = values.pop("subnet_masks", None)
        nic = values.get("addresses")
        if masks and nic and nic.addresses:
            try:
                values["addresses"] = with_masks(nic, masks)
            except BadValueError as error:
                place = self._table.place(line, self._columns["subnet_masks"] + 1)
                self._table.problems.add(error.code, error.message, place)
        for column, value in values.items():
            if value is not None and server is not None:
                place = self._table.place(line, self._columns[column] + 1)
                self._facts.add(server, column, Fact(value, texts[column], place))


def read_servers(
    table: Table, facts: Facts, problems: ProblemList, mapped: HeaderMap = NO_MAP
) -> Mapping[str, int]:
    """Note every server of the file and its facts; what is wrong becomes problems.

    Gives the index of each column, from 0.
    """
    columns = find_columns(table.header, table.header_place, problems, SERVER_COLUMNS, mapped)
    if "server" not in columns:
        return columns
    names = CellReader(table, SERVER_COLUMNS[:1], columns)
    fact_reader = FactReader(table, columns, facts)
    for line, fields in table:
        if is_footer(fields):
            table.leave_out(line, fields)
            continue
        name = names.read(line, fields).get("server")
        fact_reader.read(name, line, fields)
        facts.add_domain(name, fields[columns["server"]], table.place(line, columns["server"] + 1))
    return columns
