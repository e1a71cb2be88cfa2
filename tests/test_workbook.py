# SPDX-License-Identifier: MIT
"""A workbook is read back by a program that nobody here wrote."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from tests.command import environment
from x400fix.documents.rendering import visible
from x400fix.documents.workbook import MOST_UNITS, Sheet, make_workbook

COLUMNS = ("connector", "address")


def workbook(*rows: Sequence[str | int], most_rows: int = 1000) -> bytes:
    """A workbook with one sheet, or what it goes on in."""
    sheet = Sheet("steps", COLUMNS, rows)
    return make_workbook([sheet], title="A plan", footer="Plan checksum 0af1", most_rows=most_rows)


def read(data: bytes) -> Workbook:
    """What the other program reads."""
    return openpyxl.load_workbook(io.BytesIO(data))


def texts_of(data: bytes) -> list[list[list[str]]]:
    """The texts of each sheet, row by row; a cell must hold a text or be empty."""
    found = []
    for page in read(data).worksheets:
        rows = []
        for row in page.iter_rows():
            assert all(cell.value is None or cell.data_type == "s" for cell in row)
            assert all(cell.hyperlink is None for cell in row)
            rows.append([str(cell.value or "") for cell in row])
        found.append(rows)
    return found


def parts(data: bytes) -> dict[str, str]:
    """Every file inside, each of which must be XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    for content in found.values():
        ET.fromstring(content)  # noqa: S314 -- of our own making
    return found


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-2+3", "@SUM(A1)", "{=A1}", "'=1", '=HYPERLINK("http://a.example/")'),
        *("007", "1e5", "10.20.1.10", "3-1", "2026-12-05", "TRUE", "#N/A", "100%", "0x1F"),
        *("http://a.example/", "mailto:a@b.example", "internal:A1", "file:///c:/x"),
        *("<r>", "<r><t>x</t></r>", "<r>&</r>", "<r></r>", "</t></si>", "&amp;", "]]>", '"'),
        *("_x0041_", "_x000D_", " both ends ", "東京", "Cádiz", "\U0001f600", "a\\b"),
    ],
)
def test_a_cell_holds_the_text_as_it_is(text: str) -> None:
    """No formula, no number, no date, no link, no markup."""
    data = workbook([text, "beside"])
    assert texts_of(data) == [[["connector", "address"], [text, "beside"]]]
    assert "<f>" not in parts(data)["xl/worksheets/sheet1.xml"]


@given(st.lists(st.text(st.characters(codec=None)), max_size=6))
def test_any_text_makes_a_sound_workbook(texts: list[str]) -> None:
    """Control codes, halves of surrogate pairs, characters that XML does not have."""
    data = workbook(*([text, "beside"] for text in texts))
    assert parts(data)
    (rows,) = texts_of(data)
    shown = ["\n".join(map(visible, text.split("\n"))) for text in texts]
    assert [row[0] for row in rows[1:]] == shown


@pytest.mark.parametrize("letter", ["x", "\U0001f600"])
def test_a_text_that_is_too_long_for_a_cell_ends_in_an_ellipsis(letter: str) -> None:
    """Excel counts units of UTF-16, and repairs a file that has more of them."""
    width = len(letter.encode("utf-16-le")) // 2
    fits = letter * (MOST_UNITS // width)
    (rows,) = texts_of(workbook([fits, "beside"], [fits + letter, "beside"]))
    assert rows[1] == [fits, "beside"]
    assert rows[2] == [letter * ((MOST_UNITS - 1) // width) + "…", "beside"]


def test_rows_beyond_a_sheet_stand_on_the_next() -> None:
    """With the head again, so that nothing is lost."""
    data = workbook(*([f"c{n}", "a"] for n in range(5)), most_rows=3)
    assert read(data).sheetnames == ["steps", "steps 2", "steps 3"]
    head = ["connector", "address"]
    assert texts_of(data) == [
        [head, ["c0", "a"], ["c1", "a"]],
        [head, ["c2", "a"], ["c3", "a"]],
        [head, ["c4", "a"]],
    ]


def test_rows_that_fill_a_sheet_need_no_other() -> None:
    """Nor do those of an empty one."""
    assert read(workbook(["a", "b"], ["c", "d"], most_rows=3)).sheetnames == ["steps"]
    assert texts_of(workbook()) == [[["connector", "address"]]]


def test_a_sheet_is_ready_to_be_read_filtered_and_printed() -> None:
    """The head stays in sight, on the screen and on each page."""
    page = read(workbook(["a", "b"], ["c", "d"])).worksheets[0]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:B3"
    assert page.print_title_rows == "$1:$1"
    assert page.page_setup.orientation == "landscape"
    assert page.page_setup.paperSize == 9
    assert page.page_setup.fitToHeight == 0
    assert page["A1"].font.b
    assert page["A2"].number_format == "@"
    assert page.oddFooter
    assert "Plan checksum 0af1" in str(page.oddFooter.left.text)


def test_a_number_is_one() -> None:
    """It can be added up and sorted; a text of digits is none."""
    page = read(workbook([7, "8"], [0, "x"])).worksheets[0]
    assert [cell.data_type for cell in page[2]] == ["n", "s"]
    assert [page["A2"].value, page["A3"].value, page["B2"].value] == [7, 0, "8"]
    assert page["A2"].number_format == "0"


def test_columns_are_as_wide_as_their_texts() -> None:
    """Up to a limit; a heading has room for its arrow."""
    page = read(workbook(["x" * 30, "y"], ["z\n" + "z" * 20, "w" * 300])).worksheets[0]
    widths = [page.column_dimensions[name].width for name in "AB"]
    assert widths == [pytest.approx(31, abs=1), pytest.approx(60, abs=1)]
    page = read(workbook(["x", "y"])).worksheets[0]
    widths = [page.column_dimensions[name].width for name in "AB"]
    assert widths == [pytest.approx(13, abs=1), pytest.approx(11, abs=1)]


def test_rows_are_as_high_as_their_texts() -> None:
    """Also where a program does not work that out itself."""
    rows = [["x", "y"], ["one\ntwo\n\nfour", "y"], ["x", "word " * 40], ["x", "word " * 4000]]
    page = read(workbook(*rows)).worksheets[0]
    heights = [page.row_dimensions[at].height for at in range(2, 6)]
    assert heights == [None, 60, 60, 408]


def test_texts_that_look_like_numbers_are_not_marked() -> None:
    """Else each step number had a green corner."""
    sheet = parts(workbook(["1", "2"]))["xl/worksheets/sheet1.xml"]
    assert '<ignoredError sqref="A1:B2" numberStoredAsText="1"/>' in sheet


def test_the_same_rows_give_the_same_bytes() -> None:
    """Without a clock, a user or a system in them, also in another run and time zone."""
    data = workbook(["a", "b"])
    properties = read(data).properties
    assert str(properties.created) == str(properties.modified) == "1980-01-01 00:00:00"
    assert not properties.creator
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.create_system for entry in archive.infolist()} == {3}
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
    program = (
        "import sys, tests.test_workbook as test;sys.stdout.buffer.write(test.workbook(['a', 'b']))"
    )
    again = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(TZ="Asia/Kathmandu", PYTHONHASHSEED="4711"),
        capture_output=True,
        check=True,
    )
    assert again.stdout == data
