# SPDX-License-Identifier: MIT
"""Lines become records with their places, and everything wrong is reported at once."""

import csv
import io
import re
from collections.abc import Sequence
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from x400fix.inventory.columns import Column
from x400fix.inventory.table import CellReader, CsvTable, Table, parse_delimiter, read_table
from x400fix.inventory.text_file import SourceFile
from x400fix.problems import (
    BadValueError,
    InputError,
    Problem,
    ProblemList,
    UsageError,
    X400FixError,
    shown,
)

KNOWN = ("connector", "server", "address")
COLUMNS = tuple(Column(name, str, "", is_required=True) for name in KNOWN)
HEADER = "connector,server,address\n"
ROW = ["C2", "SRV2", "10.0.0.2"]
TOO_LONG = "x" * 131073


def table_of(text: str, problems: ProblemList, delimiter: str | None = None) -> CsvTable:
    """The table in a text, before its first record."""
    source = SourceFile(name="inventory.csv", data=text.encode(), delimiter=delimiter)
    return read_table(source, COLUMNS, problems)


def rows_of(table: Table) -> list[tuple[int, int, list[str]]]:
    """Line, row and fields of all records."""
    return [(line, table.place(line).row, fields) for line, fields in table]


def records_of(text: str, delimiter: str | None = None) -> list[tuple[int, int, list[str]]]:
    """Line, row and fields of all records of a text without any problem."""
    problems = ProblemList()
    records = rows_of(table_of(text, problems, delimiter))
    assert [str(problem) for problem in problems] == []
    return records


def header_of(text: str, delimiter: str | None = None) -> tuple[str, ...]:
    """The header of a text without any problem."""
    return table_of(text, ProblemList(), delimiter).header


def refusal_of(text: str, delimiter: str | None = None) -> str:
    """The one problem for which the whole text is refused."""
    problems = ProblemList()
    with pytest.raises(InputError) as caught:
        table_of(text, problems, delimiter)
    assert list(problems) == []
    (problem,) = caught.value.problems
    return str(problem)


def unclosed(seen: str) -> str:
    """What is wrong with a value that begins with a quotation mark and does not end with one."""
    return (
        f"the quotation mark that opens '{seen}' is not closed at the end of its value: "
        'close it there, and write a quotation mark inside a value as ""'
    )


def message_of(error: X400FixError) -> str:
    """The one problem of an error."""
    (problem,) = error.problems
    return str(problem)


@pytest.mark.parametrize(
    ("text", "records"),
    [
        pytest.param("C1,S1,A1\nC2,S2,A2\n", [(2, 2, "C1 S1 A1"), (3, 3, "C2 S2 A2")], id="plain"),
        pytest.param("C1,S1,A1", [(2, 2, "C1 S1 A1")], id="last-line-not-ended"),
        pytest.param(
            "C1,S1,A1\r\nC2,S2,A2\r\n", [(2, 2, "C1 S1 A1"), (3, 3, "C2 S2 A2")], id="crlf"
        ),
        pytest.param("C1,S1,A1\rC2,S2,A2\r", [(2, 2, "C1 S1 A1"), (3, 3, "C2 S2 A2")], id="cr"),
        pytest.param('"C1","S1","A1"\n', [(2, 2, "C1 S1 A1")], id="quoted"),
        pytest.param('"C""1""",S1,"A,1"\n', [(2, 2, 'C"1" S1 A,1')], id="quoted-marks"),
        pytest.param('C"1,S1",A1\n', [(2, 2, 'C"1 S1" A1')], id="marks-inside"),
        pytest.param("\n \n,,\n\t\nC1,S1,A1\n", [(6, 6, "C1 S1 A1")], id="blank-lines"),
        pytest.param('"",\u00a0," "\nC1,S1,A1\n', [(3, 3, "C1 S1 A1")], id="blank-cells"),
        pytest.param("C1\n", [(2, 2, "C1  ")], id="fewer"),
        pytest.param("C1,S1,A1,, ,\n", [(2, 2, "C1 S1 A1")], id="blank-surplus"),
        pytest.param("#C1,S1,A1\n", [(2, 2, "#C1 S1 A1")], id="no-comment-below-the-header"),
        pytest.param("", [], id="no-record"),
    ],
)
def test_gives_records_with_their_places(text: str, records: list[tuple[int, int, str]]) -> None:
    """Blank records are left out, missing fields are empty, the places are those of the file."""
    found = records_of(HEADER + text)
    assert found == [(line, row, fields.split(" ")) for line, row, fields in records]


def test_leaves_the_blanks_of_cells_alone() -> None:
    """What blanks around a value mean is for the caller to say."""
    assert records_of(HEADER + ' C1,S1 , "A1"\n') == [(2, 2, [" C1", "S1 ", ' "A1"'])]


def test_gives_the_records_once() -> None:
    """A table does not hold its records."""
    table = table_of(HEADER + "C1,S1,A1\n", ProblemList())
    assert len(rows_of(table)) == 1
    assert rows_of(table) == []


def test_knows_its_places() -> None:
    """The places of the header and of a field carry the file's name."""
    table = table_of(f"# a comment\n{HEADER}C1,S1,A1\n", ProblemList())
    assert str(table.header_place) == "inventory.csv:2"
    assert table.header_place.row == 2
    assert str(table.place(3, 2)) == "inventory.csv:3:2"
    assert table.place(3, 2).cell == "B3"
    assert str(table.place(3)) == "inventory.csv:3"


@pytest.mark.parametrize(
    ("before", "line"),
    [
        pytest.param("", 1, id="nothing"),
        pytest.param("\n  \n\t\n", 4, id="blank"),
        pytest.param(',,,\n;;\n"",""\n', 4, id="blank-cells"),
        pytest.param("# exported, by hand\n  # twice\n", 3, id="comments"),
        pytest.param('"# exported, by ""hand""",,\n', 2, id="quoted-comment"),
        pytest.param('#"\n', 2, id="comment-with-a-mark"),
    ],
)
def test_finds_the_header_below_comments_and_blanks(before: str, line: int) -> None:
    """Comments and blank lines before the header count as lines and rows."""
    table = table_of(f"{before}{HEADER}C1,S1,A1\n", ProblemList())
    assert table.header == KNOWN
    assert table.header_place.line == line
    assert rows_of(table) == [(line + 1, line + 1, ["C1", "S1", "A1"])]


@pytest.mark.parametrize(
    ("line", "delimiter", "header"),
    [
        pytest.param("connector,server", ",", ("connector", "server"), id="comma"),
        pytest.param("connector;server", ";", ("connector", "server"), id="semicolon"),
        pytest.param("connector\tserver", "\t", ("connector", "server"), id="tab"),
        pytest.param("connector|server", "|", ("connector", "server"), id="pipe"),
        pytest.param('"connector";"server"', ";", ("connector", "server"), id="quoted"),
        pytest.param('"a,b";server;"c,d"', ";", ("a,b", "server", "c,d"), id="quoted-others"),
        pytest.param("a,b,c,d;server;x", ";", ("a,b,c,d", "server", "x"), id="names-before-cells"),
        pytest.param("server,x;y,z;server", ",", ("server", "x;y", "z;server"), id="more-cells"),
        pytest.param("connector", ",", ("connector",), id="one-column"),
        pytest.param("connector,server,, ,", ",", ("connector", "server"), id="blank-end"),
        pytest.param(",server", ",", ("", "server"), id="blank-start"),
        pytest.param(" Connector , x", ",", (" Connector ", " x"), id="raw-cells"),
    ],
)
def test_decides_the_delimiter_by_names(line: str, delimiter: str, header: Sequence[str]) -> None:
    """Most known names win, then most cells; nothing but the header is looked at."""
    table = table_of(f"{line}\na,b;c\td|e\n", ProblemList())
    assert (table.delimiter, table.header) == (delimiter, header)


@pytest.mark.parametrize(
    "sep",
    ["sep=;", "SEP=;", '"sep=;"', "sep=;;;", "sep=;,,,", "sep=; ", "\ufeffsep=;"],
)
def test_honours_the_sep_line_of_excel(sep: str) -> None:
    """The line is no row of Excel, so its rows are one less than the lines."""
    text = f"{sep}\r\n# comment\r\nconnector;a,b,c\r\nC1;A1\r\n"
    table = table_of(text, ProblemList())
    assert table.header == ("connector", "a,b,c")
    assert (table.header_place.line, table.header_place.row) == (3, 2)
    assert rows_of(table) == [(4, 3, ["C1", "A1"])]


@pytest.mark.parametrize("delimiter", [":", "^", "]", "\\", "-", "§", "\t"])
def test_honours_a_sep_line_with_a_delimiter_of_its_own(delimiter: str) -> None:
    """Excel takes any character."""
    text = f"sep={delimiter}\nconnector{delimiter}server\nC1{delimiter}S1\n"
    assert records_of(text) == [(3, 2, ["C1", "S1"])]


@pytest.mark.parametrize("line", ["sep=", "sep=a", "sep=;x", "xsep=;", 'sep="'])
def test_takes_other_lines_for_titles(line: str) -> None:
    """What Excel would not take for its sep line is not taken here."""
    table = table_of(f"{line}\n{HEADER}", ProblemList())
    assert (table.header_place.line, table.header_place.row) == (2, 2)
    assert table.left_out == [f"line 1 {shown(line)}"]


def test_takes_a_sep_line_further_down_for_a_title() -> None:
    """Excel looks for its sep line in the first line only."""
    table = table_of(f"\nsep=;\n{HEADER}", ProblemList())
    assert (table.header_place.line, table.header_place.row) == (3, 3)
    assert len(table.left_out) == 1


def test_prefers_the_delimiter_given_to_the_sep_line() -> None:
    """The option weighs more than the file."""
    assert header_of("sep=;\nconnector,a;b\n", ",") == ("connector", "a;b")


def test_takes_the_delimiter_given() -> None:
    """With --delimiter no other one is tried."""
    assert header_of("connector;server,address;a\n", ";") == ("connector", "server,address", "a")


@pytest.mark.parametrize(
    ("value", "delimiter"),
    [
        ("comma", ","),
        ("Semicolon", ";"),
        ("TAB", "\t"),
        ("pipe", "|"),
        ("\\t", "\t"),
        ("\t", "\t"),
        (";", ";"),
        (":", ":"),
    ],
)
def test_knows_delimiters_by_name_and_character(value: str, delimiter: str) -> None:
    """A name, the character itself or its escape may be given."""
    assert parse_delimiter(value) == delimiter


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("", "''"),
        (" ", "' '"),
        (";;", "';;'"),
        ("a", "'a'"),
        ("7", "'7'"),
        ("_", "'_'"),
        ("#", "'#'"),
        ('"', "'\"'"),
        ("\n", r"'\n'"),
    ],
)
def test_refuses_what_cannot_be_a_delimiter(value: str, shown: str) -> None:
    """Letters, digits, blanks, quotation marks and the comment sign part no columns."""
    with pytest.raises(UsageError) as caught:
        parse_delimiter(value)
    assert message_of(caught.value) == (
        f"--delimiter: error X4-E005: {shown} is not a delimiter: "
        "write comma, semicolon, tab, pipe or one character that no value contains"
    )


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "# comment\r\n\r\n", ",,,\n", "sep=;\n"])
def test_refuses_a_file_without_a_table(text: str) -> None:
    """Blank lines and comments make no table."""
    assert refusal_of(text) == (
        "inventory.csv: error X4-E004: there is no table in this file: "
        "begin it with a line of column names (connector, server, address)"
    )


@pytest.mark.parametrize(
    ("text", "delimiter", "place", "seen"),
    [
        pytest.param("foo;bar\n", None, "inventory.csv:1", "'foo', 'bar'", id="unknown"),
        pytest.param("\nC1,S1,A1\n", None, "inventory.csv:2", "'C1', 'S1', 'A1'", id="no-header"),
        pytest.param(
            "a,b,c,d,e,f\n",
            None,
            "inventory.csv:1",
            "'a', 'b', 'c', 'd', 'e' and 1 more",
            id="many",
        ),
        pytest.param("a,b,c,d,e\n", None, "inventory.csv:1", "'a', 'b', 'c', 'd', 'e'", id="five"),
        pytest.param(
            "connector:server\n",
            None,
            "inventory.csv:1",
            "'connector:server'",
            id="other-delimiter",
        ),
        pytest.param(
            HEADER, ";", "inventory.csv:1", "'connector,server,address' (split at ';')", id="given"
        ),
        pytest.param(
            f"sep=\t\n{HEADER}",
            None,
            "inventory.csv:2",
            "'connector,server,address' (split at TAB)",
            id="sep-line",
        ),
        pytest.param(TOO_LONG, None, "inventory.csv:1", f"'{'x' * 59}…'", id="too-long"),
    ],
)
def test_refuses_a_header_without_a_known_name(
    text: str, delimiter: str | None, place: str, seen: str
) -> None:
    """The first cells are shown, with what was expected and the way out."""
    assert refusal_of(text, delimiter) == (
        f"{place}: error X4-E005: there is no known column name in {seen}: "
        "the header needs columns such as connector, server, address; "
        'call them so or give --map "HEADER=COLUMN"; '
        "if another character separates them, give it with --delimiter"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            'connector,"server,address\nC1,S1,A1\n',
            "inventory.csv:1:2: error X4-E008: " + unclosed('"server,address') + " (cell B1)",
            id="quote",
        ),
        pytest.param(
            '# x\nconnector,server,"the\naddress"\nC1,S1,A1\n',
            "inventory.csv:2:3: error X4-E010: value 'the\\naddress' contains a line break: "
            "write it on one line (cell C2)",
            id="line-break",
        ),
        pytest.param(
            f"sep=,\nconnector,server,{TOO_LONG}\n",
            f"inventory.csv:2:3: error X4-E011: value '{'x' * 59}…' is too long: "
            "it has 131073 characters, far more than any column takes (cell C1)",
            id="too-long",
        ),
    ],
)
def test_refuses_a_broken_header(text: str, message: str) -> None:
    """Without its header a table cannot be read, so that one problem is all."""
    assert refusal_of(text) == message


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        pytest.param(
            'C1,"SRV1,10.0.0.1',
            "2:2: error X4-E008: " + unclosed('"SRV1,10.0.0.1') + " (cell B2)",
            id="never-closed",
        ),
        pytest.param(
            'C1,SRV1,"',
            "2:3: error X4-E008: " + unclosed('"') + " (cell C2)",
            id="mark-alone",
        ),
        pytest.param(
            '"C""1,SRV1,10.0.0.1',
            "2:1: error X4-E008: " + unclosed('"C""1,SRV1,10.0.0.1') + " (cell A2)",
            id="only-doubled-marks",
        ),
        pytest.param(
            'C1,"SRV1" ,10.0.0.1',
            "2:2: error X4-E008: " + unclosed('"SRV1" ,10.0.0.1') + " (cell B2)",
            id="blank-behind",
        ),
        pytest.param(
            'C1,"the "old" one",10.0.0.1',
            "2:2: error X4-E008: " + unclosed('"the "old" one",10.0.0.1') + " (cell B2)",
            id="marks-not-doubled",
        ),
        pytest.param(
            "C1,SRV1,10.0.0.1,10.0.0.9,10.0.0.8",
            "2:4: error X4-E009: value '10.0.0.9' is one too many, the header has 3 columns: "
            "most likely an earlier value of this record contains ','; "
            "put that value in quotation marks (cell D2)",
            id="surplus",
        ),
        pytest.param(
            "C1,SRV1,10.0.0.1,, ,x",
            "2:6: error X4-E009: value 'x' is one too many, the header has 3 columns: "
            "most likely an earlier value of this record contains ','; "
            "put that value in quotation marks (cell F2)",
            id="surplus-after-blanks",
        ),
        pytest.param(
            f"C1,{TOO_LONG},10.0.0.1",
            f"2:2: error X4-E011: value '{'x' * 59}…' is too long: "
            "it has 131073 characters, far more than any column takes (cell B2)",
            id="too-long",
        ),
        pytest.param(
            f'C1,SRV1,"{TOO_LONG}"',
            f"2:3: error X4-E011: value '\"{'x' * 58}…' is too long: "
            "it has 131075 characters, far more than any column takes (cell C2)",
            id="too-long-quoted",
        ),
    ],
)
@pytest.mark.parametrize(
    "end",
    [
        pytest.param("\n", id="lf"),
        pytest.param("\r\n", id="crlf"),
        pytest.param("\r", id="cr"),
    ],
)
def test_tells_a_bad_record_and_reads_on(bad: str, message: str, end: str) -> None:
    """The problem points at its cell, and the next record is read all the same."""
    problems = ProblemList()
    text = end.join([HEADER.strip(), bad, ",".join(ROW), '"C3","S3","A3"', ""])
    records = rows_of(table_of(text, problems))
    assert [str(problem) for problem in problems] == [f"inventory.csv:{message}"]
    assert records == [(3, 3, ROW), (4, 4, ["C3", "S3", "A3"])]


@pytest.mark.parametrize(
    "good",
    [
        pytest.param("C2,SRV2,10.0.0.2", id="no-marks"),
        pytest.param('"C2","SRV2","10.0.0.2"', id="marks-everywhere"),
        pytest.param('C2,SRV2,",10.0.0.2"', id="value-begins-with-delimiter"),
        pytest.param('C2,",SRV2","x ""y"""', id="doubled-marks"),
        pytest.param('C2,"",""', id="empty-marks"),
        pytest.param('"""C2""",",","""",', id="mostly-marks"),
    ],
)
@pytest.mark.parametrize("bad", ['C1,"SRV1,10.0.0.1', 'C"1,"SRV1,10.0.0.1', 'C1,"SRV1,""', '"'])
def test_a_forgotten_mark_swallows_no_record(bad: str, good: str) -> None:
    """The next record is read even where its marks seem to close the forgotten one."""
    expected = records_of(f"{HEADER}\n{good}\n")
    problems = ProblemList()
    records = rows_of(table_of(f"{HEADER}{bad}\n{good}\n", problems))
    assert [(problem.code, problem.where.line) for problem in problems] == [("X4-E008", 2)]
    assert records == expected


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        pytest.param(
            'C1,"SRV1\r\n",10.0.0.1\r\n',
            "2:2: error X4-E010: value 'SRV1\\r\\n' contains a line break: "
            "write it on one line (cell B2)",
            id="one",
        ),
        pytest.param(
            'C1,"SRV1\nthe ""old""\rone",10.0.0.1\r\n',
            "2:2: error X4-E010: value 'SRV1\\nthe \"old\"\\rone' contains a line break: "
            "write it on one line (cell B2)",
            id="two-with-marks",
        ),
        pytest.param(
            'C1,"S","10.0.0.1\n\n"\n',
            "2:3: error X4-E010: value '10.0.0.1\\n\\n' contains a line break: "
            "write it on one line (cell C2)",
            id="last-field",
        ),
        pytest.param(
            '"C\n1","S\n1",10.0.0.1\n',
            "2:1: error X4-E010: value 'C\\n1' contains a line break: "
            "write it on one line (cell A2)",
            id="two-fields",
        ),
    ],
)
def test_tells_a_line_break_and_skips_its_record(bad: str, message: str) -> None:
    """A record over several lines is one row of a spreadsheet."""
    problems = ProblemList()
    records = rows_of(table_of(f"{HEADER}{bad}C2,SRV2,10.0.0.2\n", problems))
    assert [str(problem) for problem in problems] == [f"inventory.csv:{message}"]
    line = 3 + bad.replace("\r\n", "\n").replace("\r", "\n").count("\n") - 1
    assert records == [(line, 3, ROW)]


def test_counts_rows_on_after_every_record_of_several_lines() -> None:
    """The rows of problems and records stay those that a spreadsheet shows."""
    problems = ProblemList()
    text = f'sep=,\n{HEADER}"C\n1",a,b\n"C\n\n2",a,b\nC3,a,b,c\nC"4,"a,b\nC5,a,b\n'
    records = rows_of(table_of(text, problems))
    assert [(p.code, str(p.where), p.where.cell) for p in problems] == [
        ("X4-E010", "inventory.csv:3:1", "A2"),
        ("X4-E010", "inventory.csv:5:1", "A3"),
        ("X4-E009", "inventory.csv:8:4", "D4"),
        ("X4-E008", "inventory.csv:9:2", "B5"),
    ]
    assert records == [(10, 6, ["C5", "a", "b"])]


@pytest.mark.parametrize(
    ("more_lines", "places"),
    [
        pytest.param(32, ["2:2: error X4-E010"], id="near"),
        pytest.param(33, ["2:2: error X4-E008", "35:1: error X4-E008"], id="far"),
    ],
)
def test_looks_for_the_closing_mark_in_32_lines(more_lines: int, places: list[str]) -> None:
    """A mark that is closed further away counts as forgotten."""
    problems = ProblemList()
    text = f'{HEADER}C1,"{more_lines * chr(10)}",A1\nC2,S2,A2\n'
    records = rows_of(table_of(text, problems))
    assert [fields for _, _, fields in records] == [["C2", "S2", "A2"]]
    assert [str(problem).split(": the")[0].split(": value")[0] for problem in problems] == [
        f"inventory.csv:{place}" for place in places
    ]


def test_a_doubled_mark_closes_nothing() -> None:
    """At the end of the file too, a doubled mark is part of the value."""
    problems = ProblemList()
    assert rows_of(table_of(f'{HEADER}C1,S1,"A1""', problems)) == []
    (problem,) = problems
    assert str(problem) == ("inventory.csv:2:3: error X4-E008: " + unclosed('"A1""') + " (cell C2)")


def test_names_the_tab_as_the_likely_cause() -> None:
    """A TAB cannot be seen, so it is named."""
    problems = ProblemList()
    assert rows_of(table_of("connector\tserver\nC1\tS1\tA1\n", problems)) == []
    (problem,) = problems
    assert problem.message == (
        "value 'A1' is one too many, the header has 2 columns: "
        "most likely an earlier value of this record contains TAB; "
        "put that value in quotation marks"
    )


def test_tells_all_problems_at_once() -> None:
    """No bad record hides a later one."""
    problems = ProblemList()
    text = f'{HEADER}C1,"a\nC2,a,b,c\nC3,"a"b,c\n"C\n4",a,b\nC5,{TOO_LONG}\nC6,a,"b'
    assert rows_of(table_of(text, problems)) == []
    assert [(problem.code, problem.where.line) for problem in problems] == [
        ("X4-E008", 2),
        ("X4-E009", 3),
        ("X4-E008", 4),
        ("X4-E010", 5),
        ("X4-E011", 7),
        ("X4-E008", 8),
    ]


class Parser:
    """Reads numbers, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str) -> int:
        self.asked.append(text)
        if not text.isdecimal():
            raise BadValueError("X4-E012", f"{text} is no number")
        return int(text)


def cells_of(column: Column, *texts: str) -> tuple[list[object], list[str]]:
    """The values of records that hold one cell each, and the problems."""
    problems = ProblemList()
    table = table_of("x,connector\n", problems)
    reader = CellReader(table, [column], {"connector": 1})
    values = [reader.read(2, ["", text]).get(column.name, "wrong") for text in texts]
    return values, [str(problem) for problem in problems]


def test_a_text_is_parsed_once() -> None:
    """Cells repeat, with and without blanks around them."""
    parser = Parser()
    column = Column("connector", parser, "")
    assert cells_of(column, "7", "7", " 7", "8") == ([7, 7, 7, 8], [])
    assert parser.asked == ["7", "8"]


def test_a_wrong_text_is_wrong_every_time() -> None:
    """Nothing is remembered of it."""
    problem = "inventory.csv:2:2: error X4-E012: x is no number (cell B2)"
    column = Column("connector", Parser(), "")
    assert cells_of(column, "x", "x") == (["wrong", "wrong"], [problem, problem])


@pytest.mark.parametrize("text", ["", " ", "\t\u00a0"])
def test_an_empty_cell_has_the_value_of_its_column(text: str) -> None:
    """Blanks are nothing."""
    assert cells_of(Column("connector", Parser(), "", 0), text) == ([0], [])


@pytest.mark.parametrize("text", ["", "  "])
def test_a_required_cell_must_not_be_empty(text: str) -> None:
    """Every row needs one."""
    message = "connector is empty; every row needs one"
    problem = f"inventory.csv:2:2: error X4-E032: {message} (cell B2)"
    column = Column("connector", Parser(), "", is_required=True)
    assert cells_of(column, text) == (["wrong"], [problem])


def test_an_absent_column_is_read_as_empty() -> None:
    """A table need not have every column."""
    assert cells_of(Column("server", Parser(), "", 0), "5") == ([0], [])


CODES = {f"X4-E{number:03}" for number in (2, 3, 4, 5, 8, 9, 10, 11)} | {"X4-N001"}
LINE_END = re.compile(r"\r\n|\r|\n")

Records = list[tuple[int, int, list[str]]]

delimiters = st.sampled_from([",", ";", "\t", "|"])
line_ends = st.sampled_from(["\n", "\r\n", "\r"])
# Characters that mean something to a reader of CSV are drawn often.
telling = st.sampled_from('",;\t| a')
characters = telling | st.characters(exclude_characters="\0\r\n", exclude_categories=["Cs"])
values = st.text(characters, max_size=8)
rows = st.lists(values, min_size=3, max_size=3).filter(lambda row: any(v.strip() for v in row))
tables = st.lists(rows, max_size=5)
pieces = st.sampled_from(
    (
        *(b'"', b",", b";", b"\t", b"|", b"\n", b"\r", b"\r\n", b" ", b"#", b"sep=", b"a", b"\xe4"),
        *(b"connector", b"server,address\n", b'"b"', b'""', b"\0", b"\xef\xbb\xbf", b"\xff\xfe"),
    )
)


def read(data: bytes, encoding: str | None = None) -> tuple[Records, list[Problem]]:
    """All records and all problems of the bytes."""
    problems = ProblemList()
    records: Records = []
    try:
        source = SourceFile(name="inventory.csv", data=data, encoding=encoding)
        table = read_table(source, COLUMNS, problems)
        records += [(line, table.place(line).row, fields) for line, fields in table]
    except InputError as error:
        problems.extend(error.problems)
    return records, list(problems)


def write(
    table: Sequence[Sequence[str]],
    delimiter: str,
    line_end: str,
    quoting: Literal[0, 1] = csv.QUOTE_MINIMAL,
) -> str:
    """The table as csv.writer puts it."""
    output = io.StringIO()
    csv.writer(output, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(
        table
    )
    return output.getvalue()


@settings(deadline=None)
@given(st.binary() | st.lists(pieces).map(b"".join), st.sampled_from([None, "utf-8", "utf-16-le"]))
def test_arbitrary_bytes_give_records_or_problems(data: bytes, encoding: str | None) -> None:
    """Whatever the bytes are, nothing arises but records and problems."""
    _, problems = read(data, encoding)
    assert {problem.code for problem in problems} <= CODES
    assert all(str(problem).isprintable() for problem in problems)


@settings(deadline=None)
@given(st.text(telling | st.sampled_from("\r\n") | characters))
def test_arbitrary_text_gives_records_or_problems(text: str) -> None:
    """Whatever stands below a header, each record is as wide as the header and in order."""
    records, problems = read(f"connector,server,address\n{text}".encode())
    assert {problem.code for problem in problems} <= CODES
    assert {len(fields) for _, _, fields in records} <= {3}
    places = [line for line, _, _ in records]
    assert places == sorted(set(places))
    assert all(2 <= row <= line for line, row, _ in records)


@settings(deadline=None)
@given(st.text(telling | st.sampled_from("\r\n") | characters))
def test_every_line_is_read_as_csv_reader_reads_it(text: str) -> None:
    """If no value holds a line break, csv.reader alone finds the same on each line."""
    records, problems = read(f"connector,server,address\n{text}".encode())
    if any(problem.code == "X4-E010" for problem in problems):
        return
    told = {problem.where.line for problem in problems}
    found = {line: fields for line, _, fields in records}
    for number, line in enumerate(LINE_END.split(text), 2):
        try:
            fields = next(csv.reader([line], strict=True), [])
        except csv.Error:
            assert number in told
            continue
        if any(value.strip() for value in fields[3:]):
            assert number in told
        elif any(value.strip() for value in fields):
            assert found[number] == [*fields, "", ""][:3]
        else:
            assert number not in found


@settings(deadline=None)
@given(
    tables,
    delimiters,
    line_ends,
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_csv_writer_writes_comes_back(
    table: list[list[str]],
    delimiter: str,
    line_end: str,
    quoting: Literal[0, 1],
    encoding: str,
) -> None:
    """No value is changed on the way through a file, whatever delimits it."""
    text = write([KNOWN, *table], delimiter, line_end, quoting)
    records, problems = read(text.encode(encoding))
    assert problems == []
    assert records == [(line, line, row) for line, row in enumerate(table, 2)]


@settings(deadline=None)
@given(tables, values | st.text(characters), tables, delimiters, line_ends)
def test_a_bad_line_loses_no_record(
    before: list[list[str]], bad: str, after: list[list[str]], delimiter: str, line_end: str
) -> None:
    """Whatever stands on one line, the records of all other lines are read."""
    text = write([KNOWN, *before], delimiter, line_end)
    text += bad + line_end + write(after, delimiter, line_end)
    records, problems = read(text.encode())
    bad_line = len(before) + 2
    assert {problem.where.line for problem in problems} <= {bad_line}
    others = [(line, fields) for line, _, fields in records if line != bad_line]
    assert others == [*enumerate(before, 2), *enumerate(after, bad_line + 1)]


@settings(deadline=None)
@given(st.tuples(tables, tables), rows, st.integers(0, 2), values, delimiters)
def test_a_value_with_a_line_break_loses_no_other_record(
    around: tuple[list[list[str]], list[list[str]]],
    row: list[str],
    index: int,
    second_line: str,
    delimiter: str,
) -> None:
    """A record over two lines is told at its cell, and only it is left out."""
    before, after = around
    broken = [*row[:index], f"{row[index]}\n{second_line}", *row[index + 1 :]]
    records, problems = read(write([KNOWN, *before, broken, *after], delimiter, "\r\n").encode())
    line = len(before) + 2
    told = [(problem.code, problem.where.line, problem.where.field) for problem in problems]
    assert told == [("X4-E010", line, index + 1)]
    # Two lines, but one row of a spreadsheet.
    rows_after = [(line + 2 + n, line + 1 + n, row) for n, row in enumerate(after)]
    assert records == [(n, n, row) for n, row in enumerate(before, 2)] + rows_after


@settings(deadline=None)
@given(tables, st.data())
def test_a_changed_file_gives_records_or_problems(
    table: list[list[str]], data: st.DataObject
) -> None:
    """One piece put into or taken out of a good file never leads to anything but problems."""
    text = write([KNOWN, *table], ",", "\r\n").encode()
    start = data.draw(st.integers(0, len(text)), label="start")
    end = data.draw(st.integers(start, min(start + 3, len(text))), label="end")
    changed = text[:start] + data.draw(pieces | st.just(b""), label="piece") + text[end:]
    _, problems = read(changed)
    assert {problem.code for problem in problems} <= CODES
