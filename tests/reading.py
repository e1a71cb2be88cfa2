# SPDX-License-Identifier: MIT
"""Reads inventories that stand in a test as text."""

from x400fix.inventory.connectors import Inventory
from x400fix.inventory.reader import read_sources
from x400fix.inventory.text_file import SourceFile
from x400fix.problems import ProblemList


def read(inventory: str, servers: str | None = None) -> tuple[Inventory | None, list[str]]:
    """What was read of inventory.csv and servers.csv, and the lines that problems are told in."""
    problems = ProblemList()
    facts = SourceFile(name="servers.csv", data=servers.encode()) if servers is not None else None
    source = SourceFile(name="inventory.csv", data=inventory.encode())
    return read_sources(source, facts, problems), [str(problem) for problem in problems]


def read_well(inventory: str, servers: str | None = None) -> Inventory:
    """The inventory of texts without any problem."""
    found, problems = read(inventory, servers)
    assert problems == []
    assert found is not None
    return found


def complaints(inventory: str, servers: str | None = None) -> list[str]:
    """The problems of texts that have some."""
    return read(inventory, servers)[1]
