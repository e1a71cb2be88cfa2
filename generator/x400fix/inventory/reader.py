# SPDX-License-Identifier: MIT
"""From the bytes of all inventory files to an Inventory, with every problem of all of them.

A sample, with the columns that are required and two that are not::

    connector,server,address,remote_server,exchange
    X400 to DENVER 1,SEAHUB1,10.2.0.10,DENHUB1,5.0 SP2
    X400 to DENVER 2,SEAHUB1,10.2.0.10,DENHUB1,5.0 SP2
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from x400fix.inventory.addresses import Address
from x400fix.inventory.cells import parse_other_address
from x400fix.inventory.columns import (
    INVENTORY_COLUMNS,
    NO_MAP,
    SERVER_COLUMNS,
    SERVER_FACTS,
    Column,
    HeaderMap,
    SheetChoice,
    find_columns,
    required_names,
)
from x400fix.inventory.connectors import (
    Connector,
    Inventory,
    Selectors,
    Stack,
    TableRead,
    connector_key,
)
from x400fix.inventory.headers import header_key
from x400fix.inventory.repairs import decode_n_address, octets_of
from x400fix.inventory.server_facts import FactReader, Facts, read_servers
from x400fix.inventory.sheet_table import read_sheet
from x400fix.inventory.spelling import check_names
from x400fix.inventory.table import CellReader, Table, is_footer, read_table
from x400fix.inventory.text_file import SourceFile, is_workbook
from x400fix.problems import BadValueError, ProblemList, escaped, shown

_COLUMNS = [each for each in INVENTORY_COLUMNS if each not in SERVER_FACTS]
# TP4, X.25 and RAS connectors are listed, never touched: their Address may be anything, or empty.
_OTHER_ADDRESS = Column("address", parse_other_address, "Address of another stack", Address(""))


def read_sources(
    inventory: SourceFile,
    servers: SourceFile | None,
    problems: ProblemList,
    mapped: HeaderMap = NO_MAP,
    sheets: Sequence[str] = (),
) -> Inventory | None:
    """The inventory; None if nothing of it could be read. Everything wrong is in ``problems``."""
    facts, choice = Facts(problems), SheetChoice(sheets)
    facts_table = None
    if servers:
        facts_table = _open_table(servers, SERVER_COLUMNS, problems, mapped, choice)
    if facts_table:
        columns = read_servers(facts_table, facts, problems, mapped)
    table = _open_table(inventory, INVENTORY_COLUMNS, problems, mapped, choice)
    found = read_inventory(table, facts, problems, mapped) if table else None
    mapped.check(problems)
    choice.check(problems)
    if found and facts_table:
        read = TableRead(**_read_of(facts_table, columns))
        return msgspec.structs.replace(found, facts_table=read)
    return found


def read_grid(
    source: SourceFile, mapped: HeaderMap = NO_MAP, sheets: Sequence[str] = ()
) -> Iterable[Sequence[str]]:
    """The cells of all lines of an inventory, titles and blank ones too; none if it is no table."""
    table = _open_table(source, INVENTORY_COLUMNS, ProblemList(), mapped, SheetChoice(sheets))
    return table.grid() if table else ()


def _open_table(
    source: SourceFile,
    columns: tuple[Column, ...],
    problems: ProblemList,
    mapped: HeaderMap,
    choice: SheetChoice,
) -> Table | None:
    """The table of one file; None if it is none, which is a problem then."""
    with problems.gathering():
        if is_workbook(source.data):
            return read_sheet(source, columns, problems, mapped, choice)
        return read_table(source, columns, problems, mapped)
    return None


def read_inventory(
    table: Table, facts: Facts, problems: ProblemList, mapped: HeaderMap = NO_MAP
) -> Inventory:
    """Every sound row as a connector, in an order that does not depend on the order of rows.

    What is wrong becomes problems, what the rows say of their home servers goes to ``facts``.
    """
    columns = find_columns(table.header, table.header_place, problems, INVENTORY_COLUMNS, mapped)
    is_complete = all(name in columns for name in required_names(INVENTORY_COLUMNS))
    connectors = [*_read_connectors(table, columns, facts)] if is_complete else []
    if not connectors and not problems.has_errors:
        message = "there is a header, but no row: one row is one X.400 Connector"
        problems.add("X4-E004", message, table.header_place)
    rows = sorted(((*connector_key(each), each.stack), each.line, each) for each in connectors)
    inventory = Inventory(
        connectors=tuple(connector for *_, connector in rows),
        servers={server.name: server for server in facts.servers()},
        domains=facts.domains_of_strangers(),
        **_read_of(table, columns),
    )
    _check_repetitions(rows, inventory, problems)
    check_names(inventory, facts, problems)
    return inventory


def _read_of(table: Table, columns: Mapping[str, int]) -> dict[str, Any]:
    """The fields of a TableRead, when all rows of a table have been read."""
    read = set(columns.values())
    return {
        "file": table.header_place.file,
        "columns": columns,
        "rows_hidden": table.header_place.line - table.header_place.row,
        "headers": {
            name: _header(table.header[index])
            for name, index in columns.items()
            if header_key(table.header[index]) != header_key(name)
        },
        "not_read": tuple(
            _header(text)
            for index, text in enumerate(table.header)
            if index not in read and text.strip()
        ),
        "left_out": tuple(table.left_out),
        "sheet": table.header_place.sheet,
    }


def _check_repetitions(
    rows: Sequence[tuple[tuple[str, str, Stack], int, Connector]],
    inventory: Inventory,
    problems: ProblemList,
) -> None:
    """One connector on two rows: row 21 of the truth table."""
    unit = "row" if inventory.sheet else "line"
    for (before, line, first), (after, _, connector) in itertools.pairwise(rows):
        if before == after:
            is_same = first.name.lower() == connector.name.lower()
            same = "" if is_same else f", as {shown(first.name)}, the same in capitals"
            message = (
                f"connector {shown(connector.name)} of {connector.server} is in {unit} {line} "
                f"already{same}: one row is one connector"
            )
            problems.add("X4-E018", message, inventory.place(connector, "connector"))


def _header(text: str) -> str:
    """A header as the plan holds it: what a person can read of it."""
    return escaped(text.strip())[:100]


def _read_connectors(table: Table, found: Mapping[str, int], facts: Facts) -> Iterator[Connector]:
    """The connectors in the order of the file."""
    columns = {each.name: each for each in _COLUMNS}
    first = CellReader(table, [columns.pop("stack"), columns.pop("address_type")], found)
    by_tcp = CellReader(table, columns.values(), found)
    by_others = CellReader(table, (columns | {"address": _OTHER_ADDRESS}).values(), found)
    fact_reader = FactReader(table, found, facts)
    server, address = found["server"], found["address"]
    named = [(name, found[name]) for name in ("server", "remote_server") if name in found]
    is_dump = header_key(table.header[address]) == "naddress"
    for line, fields in table:
        text = fields[address].strip(" -=_")
        is_short = not fields[server] or not text or text.isdigit()
        if is_short and is_footer(fields):
            table.leave_out(line, fields)
            continue
        cells = first.read(line, fields)
        is_tcp = cells.get("stack", Stack.TCP) is Stack.TCP
        if is_dump and is_tcp and not _decode(table, line, fields, found, cells):
            cells.clear()  # it is no connector; its other cells are read all the same
        cells |= (by_tcp if is_tcp else by_others).read(line, fields)
        fact_reader.read(cells.get("server"), line, fields)
        for name, index in named:
            if "." in fields[index]:
                facts.add_domain(cells.get(name), fields[index], table.place(line, index + 1))
        if len(cells) == len(_COLUMNS):
            yield _make_connector(cells, line)


_SELECTORS = ("stack_t_selector", "t_selector", "t_selector_in")


def _decode(
    table: Table,
    line: int,
    fields: list[str],
    found: Mapping[str, int],
    cells: Mapping[str, Any],
) -> bool:
    """Put text in the place of what a dump has in hexadecimal (Q199412); False if it is wrong."""
    for index in (found[name] for name in _SELECTORS if name in found):
        digits = fields[index].strip()
        if octets_of(digits):
            fields[index] = f"0x{digits}"
    at = found["address"]
    text = fields[at].strip()
    try:
        fields[at] = decode_n_address(text, cells.get("address_type", ""))
    except BadValueError as error:
        table.problems.add(error.code, error.message, table.place(line, at + 1))
        fields[at] = "x"
        return False
    return True


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
