# SPDX-License-Identifier: MIT
"""Laws of reading inventories: nothing breaks it, and the order of rows means nothing."""

import csv
import io
import re
from random import Random

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.inventories import Case, inventories
from tests.inventories.case import Row, csv_text
from tests.inventories.words import COLUMNS
from tests.reading import read
from x400fix.inventory.columns import INVENTORY_COLUMNS, SERVER_COLUMNS
from x400fix.inventory.connectors import Inventory

NAMES = [column.name for column in INVENTORY_COLUMNS]
FACTS = [column.name for column in SERVER_COLUMNS]
PROBLEM = re.compile(r"(?:inventory|servers)\.csv(?::[0-9]+(?::[0-9]+)?)?: (?:error|warning|note) ")

# What people, spreadsheets and attackers write, in any column.
cells = st.one_of(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(
        (
            *("", " ", "-", "?", "MAIL-A", "mail-b", "TCP", "TP4", "X25", "5.5 SP1", "NT 4.0 SP5"),
            *("10.20.1.10", "10.20.1.10/24", "010.1", "0x0A", "10.1", "10.20.1.10.", "1.92E+11"),
            *(
                "10.20.1.10/24 10.20.1.11/24",
                "10.0.0.1/0.0.0.255",
                "dhcp",
                "wins ras",
                "0x4C",
                "0x",
            ),
            *("01-Mar", "Mar-01", "#REF!", "12345678", "5.5 SP1 planned", "4.0.994.2", "2010"),
            *("=cmd|' /C calc'!A0", "\x1b[31m", "a\u202eb", "x" * 70, "9" * 5000, "\\\\MAIL-A"),
        )
    ),
)


def table(names: list[str], rows: list[list[str]]) -> str:
    """A CSV text that holds exactly these cells, apart from line breaks."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(names)
    writer.writerows([[" ".join(cell.splitlines()) for cell in row] for row in rows])
    return file.getvalue()


def tables(names: list[str]) -> st.SearchStrategy[str]:
    """Tables with some of the columns and anything in them."""
    chosen = st.lists(st.sampled_from(names), unique=True, min_size=1)
    return chosen.flatmap(
        lambda header: st.builds(
            table,
            st.just(header),
            st.lists(
                st.lists(cells, min_size=len(header), max_size=len(header)),
                max_size=4,
            ),
        )
    )


def without_lines(inventory: Inventory) -> Inventory:
    """The inventory without what tells the order of its rows."""
    return msgspec.structs.replace(
        inventory,
        connectors=tuple(
            msgspec.structs.replace(connector, line=0) for connector in inventory.connectors
        ),
    )


@given(tables(NAMES), st.none() | tables(FACTS))
def test_whatever_the_cells_hold_it_is_read_or_told(inventory: str, servers: str | None) -> None:
    """Nothing but problems comes of it, and each is one line of printable text."""
    _, problems = read(inventory, servers)
    for problem in problems:
        assert PROBLEM.match(problem)
        assert problem.isprintable()


@given(tables(NAMES))
def test_what_was_read_is_sound_whatever_stands_beside_it(text: str) -> None:
    """Every connector has a server that is known, and names that can be shown."""
    inventory, _ = read(text)
    for connector in inventory.connectors if inventory else ():
        assert connector.server in inventory.servers  # type: ignore[union-attr]
        assert connector.name.isprintable()
        assert connector.address.text.isprintable()


@given(inventories(), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_changes_the_inventory(case: Case, random: Random) -> None:
    """Nor which problems there are, but for the lines that they name."""
    one, problems = read(case.text)
    shuffled: list[Row] = list(case.rows)
    random.shuffle(shuffled)
    other, others = read(csv_text(shuffled, COLUMNS))
    assert one is not None
    assert other is not None
    assert without_lines(one) == without_lines(other)
    codes = [sorted(re.findall("X4-[A-Z0-9]+", "\n".join(told))) for told in (problems, others)]
    assert codes[0] == codes[1]


@given(inventories(), st.permutations(COLUMNS))
def test_the_order_of_columns_never_changes_the_inventory(case: Case, names: list[str]) -> None:
    """Only where the columns stand differs."""
    one, _ = read(case.text)
    other, _ = read(csv_text(case.rows, names))
    assert one is not None
    assert other is not None
    assert other == msgspec.structs.replace(one, columns=other.columns)


@given(inventories())
def test_facts_may_as_well_stand_in_the_other_file(case: Case) -> None:
    """Rows and servers.csv tell the same of a server."""
    facts = [name for name in FACTS if name != "server"]
    stripped = [
        {name: text for name, text in row.items() if name not in facts} for row in case.rows
    ]
    servers = [
        {name: row.get(name, "") for name in FACTS}
        for row in case.rows
        if any(row.get(name) for name in facts)
    ]
    one, problems = read(case.text)
    other, others = read(csv_text(stripped, COLUMNS), csv_text(servers, FACTS))
    assert one == other
    assert len(problems) == len(others)
