# SPDX-License-Identifier: MIT
"""Reads servers.csv: one row is one server with its facts.

A sample::

    server,exchange,os,adapter,addresses,gateway
    DENHUB1,5.0 SP2,NT 4.0 SP5,El90x1,10.2.0.10/24,10.2.0.1
"""

from x400fix.model.names import ServerName, parse_server_name
from x400fix.problems import BadValueError, ProblemList
from x400fix.sources.cells import Cells
from x400fix.sources.columns import REQUIRED_IN_SERVERS, SERVER_COLUMNS, find_columns
from x400fix.sources.facts import FactReader, Facts
from x400fix.sources.table import Table


def read_servers(table: Table, facts: Facts, problems: ProblemList) -> None:
    """Note every server of the file and its facts; what is wrong becomes problems."""
    columns = find_columns(
        table.header,
        table.header_place,
        problems,
        columns=SERVER_COLUMNS,
        required=REQUIRED_IN_SERVERS,
    )
    if "server" not in columns:
        return
    names = Cells("server", parse_server_name, columns)
    fact_reader = FactReader(table, columns, problems, facts)
    for line, row, fields in table:
        fields.append("")
        name: ServerName | None = None
        try:
            name = names.read(fields)
        except BadValueError as error:
            problems.add(error.code, error.message, table.place(line, row, names.index + 1))
        fact_reader.read(name, line, row, fields)
