# SPDX-License-Identifier: MIT
"""Laws of reading tables: nothing is lost, nothing is changed, nothing but problems arises."""

import csv
import io
import re
from collections.abc import Sequence
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from x400fix.inventory.csv_table import Columns, read_table
from x400fix.inventory.text_file import decode
from x400fix.problems import InputError, Problem, ProblemList

KNOWN = ("connector", "server", "address")
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


def count_known(cells: Sequence[str]) -> int:
    """How many cells name a column of these tests."""
    return sum(cell in KNOWN for cell in cells)


def read(data: bytes, encoding: str | None = None) -> tuple[Records, list[Problem]]:
    """All records and all problems of the bytes."""
    problems = ProblemList()
    columns = Columns(count_known=count_known, expected=KNOWN)
    records: Records = []
    try:
        text = decode(data, file="inventory.csv", encoding=encoding, problems=problems)
        records.extend(read_table(text, columns=columns, delimiter=None, problems=problems))
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


@given(st.binary() | st.lists(pieces).map(b"".join), st.sampled_from([None, "utf-8", "utf-16-le"]))
def test_arbitrary_bytes_give_records_or_problems(data: bytes, encoding: str | None) -> None:
    """Whatever the bytes are, nothing arises but records and problems."""
    _, problems = read(data, encoding)
    assert {problem.code for problem in problems} <= CODES
    assert all(str(problem).isprintable() for problem in problems)


@given(st.text(telling | st.sampled_from("\r\n") | characters))
def test_arbitrary_text_gives_records_or_problems(text: str) -> None:
    """Whatever stands below a header, each record is as wide as the header and in order."""
    records, problems = read(f"connector,server,address\n{text}".encode())
    assert {problem.code for problem in problems} <= CODES
    assert {len(fields) for _, _, fields in records} <= {3}
    places = [line for line, _, _ in records]
    assert places == sorted(set(places))
    assert all(2 <= row <= line for line, row, _ in records)


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
