# SPDX-License-Identifier: MIT
"""A workbook is read as a person sees it, within bounds, and means what the same CSV means."""

import csv
import datetime as dt
import io
import re
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests import sheets
from tests.command import CONFIG, INVENTORY, run
from tests.inventories import Case, inventories
from tests.sheets import SAMPLE, Rows, changed, ods, ods_cell, ods_of, ods_table, packed, xlsx
from x400fix.inventory.connectors import Inventory
from x400fix.inventory.reader import read_sources
from x400fix.inventory.text_file import SourceFile
from x400fix.inventory.workbook import Sheet, read_workbook
from x400fix.plan.model import Plan
from x400fix.problems import InputError, Problem, ProblemList

HIDDEN_ODS = (
    '<style:style style:name="ta2" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def only(data: bytes) -> Sheet:
    """The one sheet of a workbook."""
    (sheet,) = read_workbook(data, "inventory.xlsx")
    return sheet


def refusal(data: bytes) -> str:
    """Why a workbook is refused."""
    with pytest.raises(InputError) as caught:
        read_workbook(data, "inventory.xlsx")
    (problem,) = caught.value.problems
    return problem.message


def read(
    data: bytes, servers: bytes | None = None, choice: Sequence[str] = ()
) -> tuple[Inventory | None, list[str]]:
    """What is read of an inventory, and what is said."""
    problems = ProblemList()
    facts = SourceFile(name="servers.xlsx", data=servers) if servers else None
    source = SourceFile(name="inventory.xlsx", data=data)
    return read_sources(source, facts, problems, sheets=choice), list(map(str, problems))


# ---- values


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (5.5, "5.5"),
        (10.1, "10.1"),
        (0.1 + 0.2, "0.3"),
        (5.0, "5"),
        (4, "4"),
        (1.1e10, "11000000000"),
        (4.9e19, "4.9E+19"),
        (True, "TRUE"),
        (dt.date(2026, 5, 5), "2026-05-05"),
        (dt.datetime(2026, 5, 5, 13, 2), "2026-05-05 13:02:00"),  # noqa: DTZ001 -- as in a cell
        ("  two  blanks ", "  two  blanks "),
        ("=1+1", "=1+1"),
        ("Zürich & <Bern>", "Zürich & <Bern>"),
        ("one\ntwo", "one\ntwo"),
    ],
)
def test_a_value_is_what_a_person_sees(value: sheets.Cell, shown: str) -> None:
    """In both formats."""
    assert only(xlsx([["", value]])).rows == [["", shown]]
    if not isinstance(value, dt.datetime):
        assert only(ods([["", value]])).rows == [["", shown]]


def test_a_table_may_begin_anywhere() -> None:
    """Rows and columns are counted from the first of the sheet."""
    rows: Rows = [[], [], ["", "", "x"]]
    assert (
        only(xlsx(rows)).rows
        == only(ods(rows)).rows
        == [
            ["", "", ""],
            ["", "", ""],
            ["", "", "x"],
        ]
    )


def test_an_error_is_seen_and_no_value_is_no_error() -> None:
    """#N/A is a word for no value; a text that looks so is a text; the empty text is a value."""

    def change(page: Worksheet) -> None:
        for column, text in enumerate(["#N/A", "#REF!", "#REF!"], 1):
            page.cell(1, column, text).data_type = "e" if column < 3 else "s"
        page["D1"], page["E1"], page["F1"], page["G1"] = "=A1", "=B1", "=C1", "end"

    data = changed(xlsx([[]], change), "xl/worksheets/sheet1.xml", '"E1">', '"E1" t="str">')
    data = changed(
        data, "xl/worksheets/sheet1.xml", '"F1"><f>C1</f><v />', '"F1" t="str"><v>#1</v>'
    )
    sheet = only(data)
    assert sheet.rows == [["#N/A", "", "#REF!", "", "", "#1", "end"]]
    assert sheet.faults == {(1, 2): "#REF!", (1, 4): "a formula that was never calculated"}


def test_an_error_of_libre_office_is_seen() -> None:
    """It is written as a text of its own kind."""
    text = 'table:formula="of:=x" office:value-type="string" office:string-value=""'
    kind = f'{text} calcext:value-type="error"'
    cells = "".join(
        f"<table:table-cell {kind}>{shown}</table:table-cell>"
        for shown in ("<text:p>#REF!</text:p>", "<text:p>#N/A</text:p>", "")
    )
    cells += f'<table:table-cell table:formula="of:=x"/><table:table-cell {text}/>'
    row = f"<table:table-row>{cells}{ods_cell('end')}</table:table-row>"
    sheet = only(ods_of(f'<table:table table:name="S">{row}</table:table>'))
    assert sheet.rows == [["", "#N/A", "", "", "", "end"]]
    assert sheet.faults == {
        (1, 1): "#REF!",
        (1, 3): "#VALUE!",
        (1, 4): "a formula that was never calculated",
    }


def test_a_comment_is_no_part_of_a_value() -> None:
    """Nor are shared texts in runs."""

    def change(page: Worksheet) -> None:
        page["A1"].comment = Comment("ask Jim", "me")

    assert only(xlsx([["MAIL-A"]], change)).rows == [["MAIL-A"]]


# ---- what is hidden, what is merged


def test_what_is_hidden_is_read_and_said() -> None:
    """Rows, columns and sheets, as ranges."""

    def change(page: Worksheet) -> None:
        for number in (2, 3, 5, 900):
            page.row_dimensions[number].hidden = True
        page.column_dimensions["D"].width = 30
        page.column_dimensions["E"].hidden = True
        page["XFD9"].font = Font(bold=True)
        page.sheet_state = "hidden"
        assert page.parent
        page.parent.create_sheet("Empty")

    found, said = read(xlsx(SAMPLE, change))
    assert found
    assert len(found.connectors) == 4
    where = "inventory.xlsx:Connectors: note X4-N006: "
    assert said == [
        f"{where}hidden, and read all the same: the sheet, rows 2 to 3, 5, column E",
    ]


def test_what_libre_office_hides_is_read_and_said() -> None:
    """Collapsed and filtered rows, columns, a sheet by its style."""
    body = ods_table("Hidden", SAMPLE, ' table:style-name="ta2"')
    body = body.replace("<table:table-row>", '<table:table-row table:visibility="filter">', 2)
    column = '<table:table-column table:visibility="collapse"/>'
    body = body.replace("<table:table-column", f"{column}<table:table-column", 1)
    _, said = read(ods_of(body, HIDDEN_ODS))
    where = "inventory.xlsx:Hidden: note X4-N006: "
    assert said == [f"{where}hidden, and read all the same: the sheet, rows 1 to 2, column A"]


def test_many_hidden_rows_are_counted() -> None:
    """The first ranges are named."""

    def change(page: Worksheet) -> None:
        for number in range(1, 41, 2):
            page.row_dimensions[number].hidden = True

    _, said = read(xlsx([*SAMPLE, *[[]] * 40, ["Total"]], change))
    assert "rows 1, 3, 5, 7, 9, 11, 13, 15, and 12 more" in said[0]


def merged_xlsx(page: Worksheet) -> None:
    """The server and its facts over two rows each, a title over columns, and nothing."""
    for area in ("B2:B3", "E2:F3", "A7:C7", "H1:I9"):
        page.merge_cells(area)


def test_merged_rows_have_the_value_that_is_seen() -> None:
    """A title over columns has it once; what such a range covers does not count."""
    rows = [list(row) for row in SAMPLE]
    found, said = read(xlsx(rows, merged_xlsx))
    assert found
    assert [each.server for each in found.connectors] == ["MAIL-A", "MAIL-A", "MAIL-B", "MAIL-B"]
    assert found.servers["MAIL-A"].addresses == ()
    where = "inventory.xlsx:Connectors: note X4-N006: "
    assert said == [f"{where}merged cells: their value counts for the 2 rows below, too"]


def test_merged_rows_of_libre_office_have_the_value_that_is_seen() -> None:
    """The covered cells may hold what nobody sees."""
    tall = ' table:number-rows-spanned="2" table:number-columns-spanned="1"'
    cells = [ods_cell("To B 1"), ods_cell("MAIL-A", tall), ods_cell("10.20.2.10")]
    hidden = ods_cell("OLD").replace("table:table-cell", "table:covered-table-cell")
    rows = [map(ods_cell, SAMPLE[0][:3]), cells, [ods_cell("To B 2"), hidden, ods_cell("10.1.1.1")]]
    lines = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    found, said = read(ods_of(f'<table:table table:name="A b">{lines}</table:table>'))
    assert found
    assert [each.server for each in found.connectors] == ["MAIL-A", "MAIL-A"]
    assert said[0].startswith("inventory.xlsx:'A b': note X4-N006: merged cells: ")


# ---- which sheet


def test_the_sheet_with_a_header_is_taken() -> None:
    """Wherever it is; what else has rows is named."""
    found, said = read(xlsx({"Notes": [["ask Jim"]], "Empty": [], "All X.400": SAMPLE}))
    assert found
    assert found.sheet == "All X.400"
    assert str(found.place(found.connectors[0], "address")) == "inventory.xlsx:'All X.400'!C2"
    assert said == ["inventory.xlsx:'All X.400': note X4-N006: this sheet is read, and not 'Notes'"]


def test_the_sheet_that_comes_nearest_says_what_it_lacks() -> None:
    """One that names columns, where none names all that are required."""
    rows: Rows = [["Connector", "Server"], ["To B", "MAIL-A"]]
    _, said = read(ods({"Notes": [["Server"]], "Tabelle1": rows}))
    assert "inventory.xlsx:Tabelle1!1: error X4-E006: the required column address" in said[1]


def test_server_facts_may_be_in_the_same_workbook() -> None:
    """The sheet of the connectors names servers, too, and is not meant."""
    facts: Rows = [["Server", "Site"], ["MAIL-A", "Rom"], ["MAIL-B", "Wien"]]
    book = xlsx({"Servers": facts, "Connectors": SAMPLE})
    found, said = read(book, book)
    assert found
    assert found.servers["MAIL-A"].site == "Rom"
    assert len(found.connectors) == 4
    assert len(said) == 2
    found, _ = read(xlsx(SAMPLE), xlsx(SAMPLE))
    assert found


def test_a_sheet_that_is_named_is_taken() -> None:
    """In any letter case; two names are for two workbooks."""
    book = ods(
        {"Now": SAMPLE, "Old": SAMPLE[:3], "Servers": [["Server", "Site"], ["MAIL-A", "Rom"]]}
    )
    found, _ = read(book, choice=["old"])
    assert found
    assert (found.sheet, len(found.connectors)) == ("Old", 2)
    found, _ = read(book, book, choice=["NOW", "servers"])
    assert found
    assert found.servers["MAIL-A"].site == "Rom"


def test_titles_comments_blank_rows_and_totals_are_no_connectors() -> None:
    """As in a CSV file; "#" alone is a header."""
    title: Rows = [["Inventory"], [], ["# made by Jim", 5], ["#", *SAMPLE[0]]]
    rows: Rows = [[at, *row] for at, row in enumerate(SAMPLE[1:], 1)]
    found, said = read(xlsx([*title, *rows, [], ["", "Total", 4], ["#", *SAMPLE[0]]]))
    assert found
    assert len(found.connectors) == 4
    assert found.left_out == (
        "row 1 'Inventory'",
        "row 10 'Total 4'",
        f"row 11 '# {' '.join(map(str, SAMPLE[0]))}'",
    )
    assert said == []


def test_a_list_may_have_one_value_a_line() -> None:
    """As Alt+Enter makes it; a line break at the end of a name is none."""
    rows: Rows = [
        ("connector\n(name)", *SAMPLE[0][1:]),
        ("To B\n", *SAMPLE[1][1:5], "10.20.1.10/24\n10.20.1.11/24"),
    ]
    found, _ = read(xlsx([(*SAMPLE[0],), rows[1]]))
    assert found
    assert found.connectors[0].name == "To B"
    assert len(found.servers["MAIL-A"].addresses) == 2
    assert only(xlsx(rows)).rows[0][0] == "connector\n(name)"


def test_options_for_csv_are_said_to_be_needless() -> None:
    """They do nothing here."""
    problems = ProblemList()
    source = SourceFile(name="i.ods", data=ods(SAMPLE), delimiter=";")
    assert read_sources(source, None, problems)
    assert [str(each) for each in problems] == [
        "i.ods:Connectors: note X4-N006: a workbook needs no --delimiter and no --encoding"
    ]


# ---- refused


def tall_and_wide(page: Worksheet) -> None:
    page["A100000"], page["ZZ1"] = "x", "y"


LONG = "x" * 30_000
TABLE = '<table:table table:name="S">'


def repeated(rows: int, columns: int, text: str = "x") -> str:
    """A sheet of one cell that stands for many."""
    cell = ods_cell(text, f' table:number-columns-repeated="{columns}"')
    return (
        '<table:table table:name="S"><table:table-row '
        f'table:number-rows-repeated="{rows}">{cell}</table:table-row></table:table>'
    )


def many(tag: str, count: int) -> bytes:
    """A sheet with a tag again and again."""
    return changed(
        xlsx(SAMPLE), "xl/worksheets/sheet1.xml", "<sheetData>", "<sheetData>" + tag * count
    )


def shared_bomb() -> bytes:
    """One long text that 10,000 cells share."""
    cells = '<c t="s"><v>0</v></c>' * 10_000
    data = many(f"<row>{cells}</row>", 1)
    return changed(
        _with_texts(data, f"<sst><si><t>{LONG}</t></si></sst>"),
        "xl/workbook.xml",
        "<sheets>",
        "<sheets>",
    )


def _with_texts(data: bytes, texts: str) -> bytes:
    return packed({**sheets.parts(data), "xl/sharedStrings.xml": texts})


def twice() -> bytes:
    """A ZIP in which one name differs from another only in its letters."""
    return packed({**sheets.parts(xlsx(SAMPLE)), "XL/workbook.xml": "<workbook/>"})


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (lambda: xlsx([[]], tall_and_wide), "100,000 rows and 702 columns"),
        (lambda: ods_of(repeated(1_000_000, 3)), "1,000,000 rows and 3 columns"),
        (lambda: ods_of(repeated(10, 1_000, LONG)), "the texts of a sheet have more than 128 MB"),
        (shared_bomb, "the texts of a sheet have more than 128 MB"),
        (lambda: many("<c/>", 2_500_001), "more than 2,500,000 cells"),
        (lambda: many("<row/>", 2_500_001), "more than 2,500,000 cells"),
        (lambda: many("<mergeCell/>", 50_001), "more than 50,000 tags mergeCell"),
        (lambda: ods_of("<cell/>" * 10_000_004), "more than 2,500,000 cells"),
        (twice, "it has a part twice"),
        (lambda: ods_of("<table:table-row/>"), "a row outside of a sheet"),
        (lambda: ods_of(f"{TABLE}<table:table-cell>"), "a cell without an end"),
        (lambda: packed({"xl/workbook.xml": "<sheet/>"}), "python-calamine says: "),
        (lambda: ods_of(f'{TABLE}<table:table-row table:number-rows-repeated="x"/>'), "invalid"),
        (
            lambda: ods_of(f"<text:table/>{TABLE}</table:table>"),
            "its list of sheets cannot be read",
        ),
        (
            lambda: packed(sheets.parts(xlsx(SAMPLE)), zipfile.ZIP_BZIP2),
            "is not what its directory",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "made",
)
def test_what_would_be_too_large_is_refused_before_it_is_read(
    data: Callable[[], bytes], why: str
) -> None:
    """And what no program writes."""
    assert why in refusal(data())


def test_a_member_that_is_larger_than_its_directory_says_is_refused() -> None:
    """What unpacks it would not stop there."""
    data = xlsx(SAMPLE)
    size = len(sheets.parts(data)["xl/worksheets/sheet1.xml"]).to_bytes(4, "little")
    assert data.count(size) >= 1
    assert "is not what its directory says" in refusal(
        data.replace(size, (100).to_bytes(4, "little"))
    )


def with_chart(page: Worksheet) -> None:
    """Put a chart before a sheet."""
    book = page.parent
    assert book
    book.create_chartsheet("Chart", 0)


def test_a_chart_is_no_sheet() -> None:
    """It has a name in the list of sheets, and no cells."""
    data = xlsx(SAMPLE, with_chart)
    assert only(data).name == "Connectors"


def test_cells_without_a_reference_follow_each_other() -> None:
    """Some programs leave the references out; others have them from the root."""
    data = xlsx([["", "a", "b"], ["c"]])
    data = changed(data, "xl/worksheets/sheet1.xml", ' r="B1"', "")
    data = changed(data, "xl/worksheets/sheet1.xml", '<row r="2">', "<row>")
    data = changed(data, "xl/_rels/workbook.xml.rels", "/xl/worksheets", "worksheets")
    found = only(data)
    assert found.rows[1][:1] == ["c"]


# ---- the same table in three formats

TEXTS = st.one_of(
    st.sampled_from(["MAIL-A", "MAIL-B", "To B", "10.20.2.10", "5.5", "5", "tbd", "Total", "a,b"]),
    st.text(st.sampled_from("aB3 .,-;é|/"), max_size=12).map(str.strip),
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Titles, a header, rows with blank ones between."""
    names = ["connector", "server", "address", "remote server", "exchange", "site", "Colour"]
    header = draw(st.permutations(names))[: draw(st.integers(2, len(names)))]
    row = st.lists(TEXTS, min_size=len(header), max_size=len(header))
    title = [[draw(TEXTS), *[""] * (len(header) - 1)] for _ in range(draw(st.integers(0, 2)))]
    return [*title, [*header], *draw(st.lists(row, max_size=5))]


def typed(text: str) -> sheets.Cell:
    """A text as a spreadsheet program takes it: what looks like a number is one."""
    return float(text) if re.fullmatch(r"[1-9]?\d(\.[1-9])?", text) else text


def csv_of(rows: Sequence[Sequence[str]]) -> bytes:
    """The same rows as CSV UTF-8."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


def understood(data: bytes) -> tuple[object, list[object]]:
    """What a file says, and what is wrong with it, without the names of places."""
    problems = ProblemList()
    found = read_sources(SourceFile(name="x", data=data, delimiter=","), None, problems)
    left_out = [each.split(" ", 1)[1] for each in found.left_out] if found else []
    content = (found.connectors, found.servers, found.columns, left_out) if found else ()

    def seen(problem: Problem) -> object:
        where = problem.where
        message = re.sub(r"x:Connectors!\w+|x:\d+:\d+|line \d+|row \d+", "", problem.message)
        # Without a header nothing has a place in a line; the reason differs by format.
        return problem.code, problem.code != "X4-E005" and message, where.line, where.field

    return content, [seen(each) for each in problems if each.code != "X4-N006"]


@given(tables())
def test_a_table_means_the_same_in_every_format(rows: list[list[str]]) -> None:
    """One reader is behind all of them."""
    cells = [list(map(typed, row)) for row in rows]
    expected = understood(csv_of(rows))
    assert understood(xlsx(cells)) == expected
    assert understood(ods(cells)) == expected


@given(case=inventories())
def test_a_plan_is_the_same_from_every_format(
    case: Case, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Its decisions; only the places of its input differ."""
    rows = list(csv.reader(io.StringIO(case.text)))
    folder = tmp_path_factory.mktemp("formats")
    pools = [part for pool in case.pools for part in ("--pool", pool)]
    exclude = [part for each in case.exclude for part in ("--exclude", each)]
    plans = []
    for name, data in (("i.csv", case.text.encode()), ("i.xlsx", xlsx(rows)), ("i.ods", ods(rows))):
        (folder / name).write_bytes(data)
        done = run("plan", str(folder / name), *pools, *exclude, "--dry-run", "--json")
        plans.append((done.status, decisions(done.out) if done.status == 0 else done.codes))
    assert plans[0] == plans[1] == plans[2]


def decisions(text: str) -> object:
    """What a plan decides."""
    plan = msgspec.json.decode(text, type=Plan)
    return plan.links, plan.conflicts, plan.assignments, plan.servers, plan.facts


def test_a_plan_from_a_sheet_is_read_back_without_the_library(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds its inputs, and the places of their cells."""
    (here / "x400fix.toml").write_text(CONFIG, encoding="utf-8")
    rows = [line.split(",") for line in INVENTORY.splitlines()]
    (here / "inventory.xlsx").write_bytes(xlsx({"It's all": rows}))
    assert run("plan", "inventory.xlsx").status == 0
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    for arguments in (["simulate"], ["ticket"]):
        done = run(*arguments, "inventory-plan")
        assert (done.status, done.err) == (0, "")
    (here / "inventory.csv").write_text(INVENTORY, encoding="utf-8")
    assert run("plan", "inventory.csv", "--previous", "inventory-plan", "--out", "new").status == 0
    assert run("check", "inventory.xlsx").status == 3
