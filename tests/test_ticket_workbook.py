# SPDX-License-Identifier: MIT
"""ASSIGN.XLSX shows what PLAN.json holds, and no text in it is more than a text."""

import io
from collections.abc import Sequence

import msgspec
import openpyxl
import pytest

from tests.builders import inventory, pair, settings
from tests.hostile_plan import CORPUS, hostile_plan
from tests.plans import Made, make
from tests.views import view_of
from x400fix.documents.rendering import visible
from x400fix.documents.ticket import TicketView
from x400fix.documents.workbook import workbook_file
from x400fix.plan.model import PlanProblem, PoolRange
from x400fix.problems import Severity

Sheets = dict[str, Sequence[dict[str, str]]]


def sheets_of(data: bytes) -> Sheets:
    """Every sheet by its title, its rows as texts by their headings."""
    found: Sheets = {}
    for page in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        head, *rows = page.iter_rows(values_only=True)
        texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
        found[page.title] = [dict(zip(map(str, head), row, strict=True)) for row in texts]
    return found


@pytest.fixture(name="made", scope="module")
def _made() -> Made:
    return make(pair(3), settings(exclude=["10.20.1.40/29", "10.20.2.44"]))


@pytest.fixture(name="sheets", scope="module")
def _sheets(made: Made) -> Sheets:
    return sheets_of(workbook_file(view_of(made)))


def test_there_are_four_sheets(sheets: Sheets) -> None:
    """In the order in which they are asked for."""
    assert [*sheets] == ["assignments", "steps", "pool", "problems"]


def test_assignments_are_those_of_the_csv_file(made: Made, sheets: Sheets) -> None:
    """The same columns, the same rows in the same order."""
    head, *rows = made.text("ASSIGN.csv").splitlines()
    assert [*sheets["assignments"][0]] == head.split(",")
    shown = [",".join(row.values()) for row in sheets["assignments"]]
    assert shown == [row.replace('"', "") for row in rows]


def test_steps_are_all_steps_in_their_order(made: Made, sheets: Sheets) -> None:
    """Each as lists name it; its words are in STEPS.TXT."""
    steps = sheets["steps"]
    assert [row["number"] for row in steps] == [str(step.number) for step in made.steps()]
    assert [row["server"] for row in steps] == [head.place.name for head in view_of(made).heads]
    (restart, *_) = (row for row in steps if row["title"] == "Restart the server")
    assert restart["who"] == "Windows administrator"
    assert restart["minutes"].isdecimal()
    assert restart["wave"] == ""
    assert all(each.isdecimal() for each in restart["waits_for"].split(", "))


def test_what_counts_is_a_number(made: Made) -> None:
    """In every sheet, and nothing else is."""
    book = openpyxl.load_workbook(io.BytesIO(workbook_file(view_of(made))))
    numbers = {
        str(column[0].value)
        for page in book.worksheets
        for column in page.iter_cols()
        if any(cell.data_type == "n" and cell.value is not None for cell in column)
    }
    assert numbers == {"step", "number", "minutes", "wave", "count"}


def test_the_pool_is_told_address_by_address(made: Made, sheets: Sheets) -> None:
    """The counts of a range are together its size."""
    rows = sheets["pool"]
    for part in made.plan.pools:
        own = [row for row in rows if row["range"] == part.range]
        states = [row["state"] for row in own]
        assert states == sorted(states, key=("given", "used", "excluded", "free").index)
        assert sum(int(row["count"]) for row in own) == part.size
        assert [row["address"] for row in own if row["state"] == "given"] == [*part.given]
    (given,) = {row["given_to"] for row in rows if row["address"] == "10.20.2.32"}
    assert given == "MAIL-A/To B 2"


def test_addresses_shared_by_several_connectors_name_them_all() -> None:
    """Each on a line of its own."""
    found = [f"MAIL-{home}/{at} 10.20.2.10 MAIL-D" for home in "AB" for at in "12"]
    shared = make(inventory(found, ["MAIL-D 10.20.2.10/24"]), settings(minimal=True))
    assert shared.plan.summary.saved_by_minimal
    rows = sheets_of(workbook_file(view_of(shared)))["pool"]
    names = [line for row in rows for line in row["given_to"].splitlines()]
    moved = [each for each in shared.plan.assignments if each.new_address]
    assert sorted(names) == sorted(f"{each.server}/{each.connector}" for each in moved)


def changed(made: Made, **changes: object) -> TicketView:
    """What is shown of a plan some parts of which are others."""
    return view_of(msgspec.structs.replace(made.plan, **changes))


@pytest.mark.parametrize(
    ("excluded", "used", "free"),
    [
        ((), (), 16),
        (("10.20.1.0/24",), ("10.20.1.33",), 0),
        (("10.20.1.34-10.20.1.37", "10.20.1.36/31"), ("10.20.1.33", "10.20.1.34"), 11),
        (("10.20.1.0-10.20.1.32", "10.20.1.47-10.20.1.60"), (), 14),
        (("10.20.1.0/28", "10.20.2.0/28"), (), 16),
    ],
)
def test_what_is_free_is_counted_once(
    made: Made, excluded: tuple[str, ...], used: tuple[str, ...], free: int
) -> None:
    """Exclusions may overlap each other and what is used, and reach out of the range."""
    part = PoolRange(
        range="10.20.1.32/28", owner="FW1", size=16, used=used, excluded=excluded, given=()
    )
    options = msgspec.structs.replace(
        made.plan.options, pool=("FW1=10.20.1.32/28",), exclude=excluded
    )
    rows = sheets_of(workbook_file(changed(made, pools=(part,), options=options)))["pool"]
    assert rows[-1]["state"] == "free"
    assert rows[-1]["count"] == str(free)
    assert {row["owner"] for row in rows} == {"FW1"}


def test_problems_have_their_place(made: Made) -> None:
    """A place that is not known is left empty."""
    problem = PlanProblem(
        code="X4-W101",
        severity=Severity.WARNING,
        message="m",
        file="a.csv",
        line=3,
        field=2,
        cell="B3",
    )
    other = PlanProblem(
        code="X4-W112",
        severity=Severity.WARNING,
        message="n",
        file="--pool",
        line=0,
        field=0,
        cell="",
    )
    rows = sheets_of(workbook_file(changed(made, problems=(problem, other))))["problems"]
    assert [*rows[0].values()] == ["warning", "X4-W101", "m", "a.csv", "3", "2", "B3"]
    assert [*rows[1].values()] == ["warning", "X4-W112", "n", "--pool", "", "", ""]


def test_hostile_texts_are_shown_and_nothing_else() -> None:
    """Every connector's name is in its cell, with escapes for what cannot be shown."""
    rows = sheets_of(workbook_file(view_of(hostile_plan())))["assignments"]
    shown = {row["connector"] for row in rows}
    assert {visible(text)[:1000] for text in CORPUS.values()} == {text[:1000] for text in shown}


def test_the_footer_names_the_plan(made: Made) -> None:
    """On each printed page."""
    view = view_of(made)
    book = openpyxl.load_workbook(io.BytesIO(workbook_file(view)))
    for page in book.worksheets:
        assert page.oddFooter
        assert view.checksum in str(page.oddFooter.left.text)
