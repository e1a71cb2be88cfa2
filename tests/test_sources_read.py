# SPDX-License-Identifier: MIT
"""From bytes to an Inventory, with every problem of all files at once."""

from tests.reading import complaints, read
from x400fix.inventory.reader import SourceFile, read_sources
from x400fix.problems import ProblemList

GOOD = b"connector,server,address\nOne,A,x\n"


def lines(inventory: bytes, servers: bytes | None = None) -> tuple[bool, list[str]]:
    """Whether there is an inventory, and the problems."""
    problems = ProblemList()
    facts = SourceFile(name="servers.csv", data=servers) if servers is not None else None
    found = read_sources(SourceFile(name="inventory.csv", data=inventory), facts, problems)
    return found is not None, [str(problem) for problem in problems]


def test_an_inventory_that_is_no_table_is_none() -> None:
    """There is nothing to go on with."""
    is_there, problems = lines(b"")
    assert not is_there
    assert problems == [
        (
            "inventory.csv: error X4-E004: there is no table in this file: "
            "begin it with a line of column names (connector, server, address)"
        )
    ]


def test_an_inventory_that_is_no_text_is_none() -> None:
    """A workbook, say."""
    is_there, problems = lines(b"PK\x03\x04 xl/workbook.xml")
    assert not is_there
    assert [problem[:29] for problem in problems] == ["inventory.csv: error X4-E002:"]


def test_the_inventory_is_read_although_the_other_file_cannot_be() -> None:
    """All problems of all files come at once."""
    is_there, problems = lines(GOOD, b"%PDF-1.4")
    assert is_there
    assert [problem[:27] for problem in problems] == ["servers.csv: error X4-E002:"]


def test_the_problems_of_all_files_come_at_once() -> None:
    """The facts are read first, so that the inventory is compared with them."""
    found = complaints("connector,server,address\n,A,10.1\n", "server,exchange\nA B,5.9\n")
    assert [problem.partition(": error")[0] for problem in found] == [
        "servers.csv:2:1",
        "servers.csv:2:2",
        "inventory.csv:2:1",
        "inventory.csv:2:3",
    ]


def test_each_file_is_understood_as_it_was_given() -> None:
    """Delimiter and encoding belong to the file."""
    problems = ProblemList()
    source = SourceFile(
        name="inventory.csv",
        data="connector!server!address\nZürich!A!x\n".encode("utf-16"),
        delimiter="!",
        encoding="utf-16",
    )
    facts = SourceFile(name="servers.csv", data=b"server;site\nA;EAST\n")
    inventory = read_sources(source, facts, problems)
    assert list(problems) == []
    assert inventory is not None
    assert inventory.connectors[0].name == "Zürich"
    assert inventory.servers["A"].site == "EAST"


def test_the_inventory_knows_its_file() -> None:
    """Problems that come later name it."""
    inventory, _ = read("connector,server,address\nOne,A,x\n")
    assert inventory is not None
    assert inventory.file == "inventory.csv"


def test_a_header_alone_is_an_error() -> None:
    """An inventory without a row is most likely an export that failed."""
    _, problems = read("connector,server,address\n")
    (problem,) = problems
    assert problem == (
        "inventory.csv:1: error X4-E004: there is a header, but no row: one row is one X.400 "
        "Connector"
    )
