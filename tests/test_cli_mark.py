# SPDX-License-Identifier: MIT
"""check --mark: the inventory as a workbook with each problem in its cell."""

import io
import os
from itertools import chain, repeat
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.command import INVENTORY, run, tree
from tests.sheets import SAMPLE, xlsx
from x400fix.documents.marked import marked_workbook
from x400fix.documents.workbook import MOST_ROWS
from x400fix.problems import Place, Problem

RED, YELLOW, BLUE = "FFFFC7CE", "FFFFEB9C", "FFDDEBF7"


def book_of(path: Path) -> Workbook:
    """A workbook as openpyxl reads it."""
    return openpyxl.load_workbook(path)


def test_problems_of_a_workbook_are_in_their_cells(here: Path) -> None:
    """Errors, warnings and notes look different; what has no cell is on the second sheet."""
    rows = [list(row) for row in SAMPLE]
    rows[1][2], rows[2][4], rows[3][4], rows[4][4] = "tbd", "beta", 5, 5
    (here / "in.xlsx").write_bytes(xlsx({"All": [["Title"], [], *rows], "Notes": [["x"]]}))
    done = run("check", "in.xlsx", "--mark", "out.xlsx")
    assert done.status == 3
    assert "out.xlsx has the problems in their cells\n" in done.err
    book = book_of(here / "out.xlsx")
    page, told = book["All"], book["x400fix"]
    for cell, colour, start in (
        ("C4", RED, "error X4-E032: address is 'tbd'"),
        ("E6", BLUE, "note X4-N002: exchange '5' is read as '5.0'"),
        ("E5", YELLOW, "warning X4-W103: "),
    ):
        assert page[cell].fill.fgColor.rgb == colour
        comment = page[cell].comment
        assert comment
        assert comment.text.startswith(start)
    assert [page["A1"].value, page["A2"].value, page["C4"].value] == ["Title", None, "tbd"]
    assert page["A4"].fill.fgColor.rgb == "00000000"
    lines = [[str(cell.value) for cell in row if cell.value] for row in told.iter_rows()]
    assert lines[0][0].startswith("Read ")
    at = lines.index(["severity", "code", "place", "message"])
    assert [row[:3] for row in lines[at + 1 :]] == [
        ["note", "X4-N006", "in.xlsx:All"],
        ["error", "X4-E032", "in.xlsx:All!C4"],
        ["warning", "X4-W103", "in.xlsx:All!E5"],
        ["note", "X4-N002", "in.xlsx:All!E6"],
    ]
    assert told.cell(at + 2, 1).fill.fgColor.rgb == BLUE


def test_a_csv_file_becomes_a_workbook(here: Path) -> None:
    """By its lines; nothing that it holds becomes a formula, an empty cell can be marked."""
    text = (
        INVENTORY.replace("To B 2,MAIL-A,10.20.2.10", "=1+1,MAIL-A#").replace("#,MAIL-B,,,,,", "")
        + "\n<r>x</r>,MAIL-B,1\n"
    )
    (here / "x400fix.csv").write_text(f"# made by hand\n{text}", encoding="utf-8")
    assert run("check", "x400fix.csv", "--mark", "out.xlsx", "--json").status == 3
    page = book_of(here / "out.xlsx")["inventory"]
    assert [page["A1"].value, page["A4"].value, page["A4"].data_type] == [
        *("# made by hand", "=1+1", "s"),
    ]
    assert page["C4"].value is None
    assert page["C4"].fill.fgColor.rgb == RED
    assert page["A8"].value == "<r>x</r>"


def test_what_was_understood_of_a_sound_inventory_is_there(here: Path) -> None:
    """The status is that of check; the same input gives the same bytes."""
    (here / "inventory.csv").write_text(INVENTORY, encoding="utf-8")
    assert run("check", "inventory.csv", "--mark", "out.xlsx").status == 1
    first = (here / "out.xlsx").read_bytes()
    told = book_of(here / "out.xlsx")["x400fix"]
    assert "2 known servers" in str(told["A1"].value)
    assert run("check", "inventory.csv", "--mark", "out.xlsx", "--force").status == 1
    assert (here / "out.xlsx").read_bytes() == first


def test_a_sheet_that_was_named_is_given_back(here: Path) -> None:
    """A name that no sheet can have is not needed for that."""
    (here / "in.xlsx").write_bytes(xlsx({"Now": SAMPLE, "Old": SAMPLE[:3]}))
    assert run("check", "in.xlsx", "--mark", "o.xlsx", "--sheet", "old").status in {0, 1}
    page = book_of(here / "o.xlsx")["Old"]
    assert page.max_row == 3


@pytest.mark.parametrize("text", ["", "Colour\nred\n"])
def test_without_a_table_there_is_nothing_to_mark(text: str, here: Path) -> None:
    """Nor without a file."""
    (here / "inventory.csv").write_text(text, encoding="utf-8")
    for name in ("inventory.csv", "none.csv"):
        assert run("check", name, "--mark", "out.xlsx").status == 3
    assert not (here / "out.xlsx").exists()


def test_a_folder_is_not_replaced(here: Path) -> None:
    """Whatever is in it."""
    (here / "inventory.csv").write_text(INVENTORY, encoding="utf-8")
    (here / "out.xlsx").mkdir()
    before = tree(here)
    assert run("check", "inventory.csv", "--mark", "out.xlsx", "--force").status == 5
    assert run("check", "-", "--mark", "out.xlsx", stdin=INVENTORY.encode()).status == 5
    assert tree(here) == before


def test_an_input_under_another_name_is_not_replaced(here: Path) -> None:
    """A link to it is the same file."""
    (here / "in.xlsx").write_bytes(xlsx(SAMPLE))
    os.link(here / "in.xlsx", here / "out.xlsx")
    done = run("check", "in.xlsx", "--mark", "out.xlsx", "--force")
    assert (done.status, done.err.split("\n")[0]) == (
        5,
        "out.xlsx: error X4-E081: this is an input: choose another name with --mark",
    )


def test_what_no_sheet_can_hold_is_on_the_second_one() -> None:
    """A column beyond the last, a row beyond the last, a name with signs."""
    wide = [[""] * 16_384 + ["x"]]
    rows = chain(wide, repeat([""], MOST_ROWS))
    problems = [
        Problem(code="X4-E009", message="too far", where=Place("i.csv", 1, 16_385)),
        Problem(code="X4-E009", message="too deep", where=Place("i.csv", MOST_ROWS + 1, 1)),
    ]
    data = marked_workbook(rows, problems, file="i.csv", sheet="'a[1]: x", understood="Read")
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    assert book.sheetnames == ["_a_1__ x", "x400fix"]
    told = [[cell.value for cell in row] for row in book["x400fix"].iter_rows()]
    assert [row[3] for row in told[2:]] == ["too far", "too deep"]
