# SPDX-License-Identifier: MIT
"""Lines become records with their places, and everything wrong on the way is told at once."""

from collections.abc import Sequence

import pytest

from x400fix.inventory.columns import Column
from x400fix.inventory.csv_table import Table, parse_delimiter, read_table
from x400fix.inventory.text_file import decode
from x400fix.problems import InputError, ProblemList, UsageError, X400FixError

KNOWN = ("connector", "server", "address")
COLUMNS = [Column(name, "", is_required=True) for name in KNOWN]
HEADER = "connector,server,address\n"
ROW = ["C2", "SRV2", "10.0.0.2"]
TOO_LONG = "x" * 131073


def table_of(text: str, problems: ProblemList, delimiter: str | None = None) -> Table:
    """The table in a text, before its first record."""
    data = decode(text.encode(), file="inventory.csv", encoding=None, problems=problems)
    return read_table(data, columns=COLUMNS, delimiter=delimiter, problems=problems)


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
def test_takes_other_lines_for_the_header(line: str) -> None:
    """What Excel would not take for its sep line is not taken here."""
    assert refusal_of(f"{line}\n{HEADER}").startswith("inventory.csv:1: error X4-E005: ")


def test_takes_a_sep_line_further_down_for_the_header() -> None:
    """Excel looks for its sep line in the first line only."""
    assert refusal_of(f"\nsep=;\n{HEADER}").startswith("inventory.csv:2: error X4-E005: ")


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
            "a,b,c,d,e,f\n", None, "inventory.csv:1", "'a', 'b', 'c', 'd', 'e', …", id="many"
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
        "if another character separates them, give it with --delimiter"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            'connector,"server,address\nC1,S1,A1\n',
            "inventory.csv:1:2: error X4-E008: the quotation mark that opens '\"server,address' "
            "is not closed on its line: close it at the end of the value (cell B1)",
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
            "2:2: error X4-E008: the quotation mark that opens '\"SRV1,10.0.0.1' is not closed "
            "on its line: close it at the end of the value (cell B2)",
            id="never-closed",
        ),
        pytest.param(
            'C1,SRV1,"',
            "2:3: error X4-E008: the quotation mark that opens '\"' is not closed "
            "on its line: close it at the end of the value (cell C2)",
            id="mark-alone",
        ),
        pytest.param(
            '"C""1,SRV1,10.0.0.1',
            '2:1: error X4-E008: the quotation mark that opens \'"C""1,SRV1,10.0.0.1\' is not '
            "closed on its line: close it at the end of the value (cell A2)",
            id="only-doubled-marks",
        ),
        pytest.param(
            'C1,"SRV1" ,10.0.0.1',
            "2:2: error X4-E008: the quotation mark that opens '\"SRV1\" ,10.0.0.1' is closed "
            "before ' ,10.0.0.1': close it at the end of the value, "
            'and write a quotation mark inside a value as "" (cell B2)',
            id="blank-behind",
        ),
        pytest.param(
            'C1,"the "old" one",10.0.0.1',
            '2:2: error X4-E008: the quotation mark that opens \'"the "old" one",10.0.0.1\' is '
            "closed before 'old\" one\",10.0.0.1': close it at the end of the value, "
            'and write a quotation mark inside a value as "" (cell B2)',
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
    assert str(problem) == (
        'inventory.csv:2:3: error X4-E008: the quotation mark that opens \'"A1""\' is not closed '
        "on its line: close it at the end of the value (cell C2)"
    )


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
