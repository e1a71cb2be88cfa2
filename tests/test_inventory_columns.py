# SPDX-License-Identifier: MIT
"""Columns are found by any of their names; a header that is wrong says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from x400fix.inventory.columns import (
    INVENTORY_COLUMNS,
    SERVER_COLUMNS,
    Column,
    count_known,
    find_columns,
    required_names,
)
from x400fix.inventory.headers import header_key
from x400fix.problems import Place, ProblemList

BOTH = {"inventory": INVENTORY_COLUMNS, "servers": SERVER_COLUMNS}
NAMES = [
    pytest.param(kind, column.name, text, id=f"{kind}-{text}")
    for kind, columns in BOTH.items()
    for column in columns
    for text in (column.name, *column.aliases)
]


def find(
    header: list[str], columns: tuple[Column, ...] = INVENTORY_COLUMNS
) -> tuple[dict[str, int], list[str]]:
    """Where each column stands, and the problems; no column is required."""
    problems = ProblemList()
    place = Place("inventory.csv", 3, 0, 2)
    optional = tuple(replace(column, is_required=False) for column in columns)
    found = find_columns(header, place, problems, optional)
    return dict(found), [str(problem) for problem in problems]


@pytest.mark.parametrize(("kind", "name", "text"), NAMES)
def test_a_column_is_found_under_each_of_its_names(kind: str, name: str, text: str) -> None:
    """Without regard to case, blanks, hyphens and underscores."""
    for form in (text, text.upper(), text.title().replace(" ", ""), text.replace(" ", "-")):
        assert find(["x", f" {form}\u00a0"], BOTH[kind])[0] == {name: 1}


@pytest.mark.parametrize("columns", [INVENTORY_COLUMNS, SERVER_COLUMNS])
def test_no_name_belongs_to_two_columns(columns: tuple[Column, ...]) -> None:
    """Else the order of a table would decide what a header means."""
    keys = [header_key(text) for column in columns for text in (column.name, *column.aliases)]
    assert len(keys) == len(set(keys))


def test_the_columns_are_those_of_the_design() -> None:
    """In its order, with the required ones first."""
    assert [column.name for column in INVENTORY_COLUMNS] == [
        *("connector", "server", "address", "remote_server", "peer_connector", "via", "stack"),
        *("site", "exchange", "os", "adapter", "addresses", "subnet_masks"),
        *("gateway", "roles", "stack_t_selector", "t_selector", "t_selector_in", "address_type"),
    ]
    assert required_names(INVENTORY_COLUMNS) == ["connector", "server", "address"]
    assert [column.name for column in SERVER_COLUMNS] == [
        *("server", "site", "exchange", "os", "adapter", "addresses", "subnet_masks"),
        *("gateway", "roles"),
    ]
    assert required_names(SERVER_COLUMNS) == ["server"]


def test_known_names_are_counted() -> None:
    """The delimiter is found by it."""
    assert count_known(["Home-Server", "ADDRESS", "remark", ""], INVENTORY_COLUMNS) == 2


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("adres", "did you mean address?"),
        ("Gatway", "did you mean gateway?"),
        ("home sever", "its cells are not read"),
        ("remark", "its cells are not read"),
        ("phone", "its cells are not read"),
    ],
)
def test_an_unknown_column_is_a_warning(cell: str, hint: str) -> None:
    """The likeliest column is proposed, by its own name also where an alias is like it."""
    assert find(["server", f" {cell} "])[1] == [
        f"inventory.csv:3:2: warning X4-W101: unknown column '{cell}': {hint} (cell B2)"
    ]


@pytest.mark.parametrize(
    ("cell", "column"),
    [
        ("remote sever", "remote_server"),
        ("peer conector", "peer_connector"),
        ("Partner Computer", "remote_server"),
        ("Zielrechner", "remote_server"),
        ("Nom du système distant", "remote_server"),
        ("Exchange Release", "exchange"),
        ("Local IP", "addresses"),
        ("to", "remote_server"),
        ("Nach", "remote_server"),
        ("Server remoto", "remote_server"),
        ("externer Server", "remote_server"),
    ],
)
def test_a_column_that_may_decide_verdicts_is_an_error(cell: str, column: str) -> None:
    """By the meaning of its words, or because it is nearly the name of one."""
    (problem,) = find(["connector", cell])[1]
    assert problem == (
        f"inventory.csv:3:2: error X4-E035: column '{cell}' looks like {column}, which decides "
        f"verdicts, and is not read: if '{cell}' is it, call it {column} or give "
        f'--map "{cell}={column}", or --map "{cell}=" to leave it out (cell B2)'
    )


@pytest.mark.parametrize(
    "cell", ["Remote Site", "Remote Version", "Server Room", "Connector Cost", "Status", "Name"]
)
def test_a_column_of_something_else_is_a_warning(cell: str) -> None:
    """One word that is not known, and it means something else."""
    (problem,) = find(["connector", cell])[1]
    assert " warning X4-W101: " in problem


@pytest.mark.parametrize(
    ("header", "hint"),
    [
        (["server", "Ziel-Host"], "address"),
        (["server", "IP of the Connection"], "address"),
        (["address", "Partner Host"], "remote_server"),
        (["server", "Host"], "address"),
        (["address", "Host"], "server"),
    ],
)
def test_words_that_may_mean_two_columns_mean_the_missing_one(header: list[str], hint: str) -> None:
    """A remote host is what the Stack tab calls the Address."""
    assert f" {hint}" in find(header)[1][0]


def test_a_column_that_is_there_is_not_looked_for() -> None:
    """So another like it is a warning only."""
    assert "its cells are not read" in find(["remote_server", "Partner Computer"])[1][0]


def test_a_column_without_a_name_is_no_column() -> None:
    """Spreadsheets leave such behind."""
    assert find(["server", "", " ", "address"]) == ({"server": 0, "address": 3}, [])


def test_a_column_that_stands_twice_is_an_error() -> None:
    """Also under another name: nobody can tell which one counts."""
    assert find(["address", "server", "Remote Address"]) == (
        {"address": 0, "server": 1},
        [
            (
                "inventory.csv:3:3: error X4-E007: column 'Remote Address' is address again, "
                "after 'address': keep one, or leave one out with "
                '--map "Remote Address=" (cell C2)'
            )
        ],
    )


def test_every_required_column_that_is_missing_is_an_error() -> None:
    """The place is the header, and what it holds is shown."""
    problems = ProblemList()
    place = Place("inventory.csv", 1, 0, 1)
    find_columns(
        ["connector", " x "],
        place,
        problems,
        INVENTORY_COLUMNS,
    )
    seen = "is missing; the header has 'connector', 'x'"
    assert [str(problem) for problem in problems] == [
        f"inventory.csv:1: error X4-E006: the required column address {seen}",
        f"inventory.csv:1: error X4-E006: the required column server {seen}",
        "inventory.csv:1:2: warning X4-W101: unknown column 'x': its cells are not read (cell B1)",
    ]


@given(st.permutations([column.name for column in INVENTORY_COLUMNS]))
def test_the_order_of_columns_does_not_matter(names: list[str]) -> None:
    """Each is found where it stands."""
    assert find(names) == ({name: index for index, name in enumerate(names)}, [])


@given(st.lists(st.text(max_size=20), max_size=6))
def test_any_header_gives_problems_at_most(header: list[str]) -> None:
    """Nothing in it makes the reader fail."""
    found, problems = find(header)
    assert len(found) + len(problems) == sum(bool(cell.strip()) for cell in header)


def test_a_service_pack_of_its_own_must_not_go_unread() -> None:
    """5.5 and 5.5 SP1 are different verdicts; beside os alone it is the service pack of Windows."""
    for header, is_error in (
        (["connector", "server", "address", "exchange", "SP"], True),
        (["connector", "server", "address", "os", "exchange", "Service Pack"], True),
        (["connector", "server", "address", "os", "Service Pack"], False),
    ):
        problems = ProblemList()
        find_columns(header, Place("inventory.csv", 1), problems, INVENTORY_COLUMNS)
        (problem,) = problems
        assert problem.code == ("X4-E035" if is_error else "X4-W101")
        if is_error:
            assert f'or --map "{header[-1]}=" to leave it out' in problem.message
