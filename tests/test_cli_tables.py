# SPDX-License-Identifier: MIT
"""Tables fit the terminal, and nothing of a cell is lost."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.command import environment, run_program
from x400fix.cli.tables import GAP, lay_out, text_width


def lines(rows: Sequence[Sequence[str]], width: int = 0) -> list[str]:
    """A table as it is printed."""
    return [GAP.join(cells).rstrip() for cells in lay_out(rows, width)]


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    """A Chinese character is as wide as two letters, an accent of its own is no wider."""
    assert lines([("A", "B"), ("日本", "x"), ("abc", "y"), ("e\u0301", "z")]) == [
        "A     B",
        "日本  x",
        "abc   y",
        "e\u0301     z",
    ]


def test_a_cell_that_is_too_wide_goes_on_in_the_next_line() -> None:
    """At a blank where there is one; other columns stay where they are."""
    assert lines([("NAME", "ROW"), ("one two three", "1"), ("abcdefghijklm", "2")], 13) == [
        "NAME      ROW",
        "one two   1",
        "three",
        "abcdefgh  2",
        "ijklm",
    ]


def test_words_are_cut_last() -> None:
    """Columns with many words are made narrower first; a word may be broken at its hyphen."""
    rows = [("NAME", "RULES"), ("abcdefghijkl", "several-addresses Q197378")]
    assert lines(rows, 24) == [
        "NAME          RULES",
        "abcdefghijkl  several-",
        "              addresses",
        "              Q197378",
    ]


def test_a_terminal_that_is_too_narrow_gets_narrow_columns() -> None:
    """Lines are wider than it then, but nothing is lost."""
    assert lines([("A", "B"), ("a" * 20, "b")], 5) == [
        *("A         B", "aaaaaaaa  b", "aaaaaaaa", "aaaa"),
    ]


CELLS = st.text(st.sampled_from("ab- \u65e5\u0301"), max_size=30).map(lambda text: text.strip())


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1), st.integers(28, 60))
def test_no_line_is_wider_than_the_terminal(rows: list[tuple[str, ...]], width: int) -> None:
    """And all letters are there, in their order."""
    laid = [*lay_out(rows, width)]
    assert max(text_width(GAP.join(cells)) for cells in laid) <= width
    for column in range(3):
        seen = "".join(cells[column] for cells in laid).replace(" ", "")
        assert seen == "".join(row[column] for row in rows).replace(" ", "")


@pytest.mark.parametrize("command", [("check",), ("plan", "--dry-run", "--pool", "10.0.0.0/8")])
def test_what_is_printed_fits_into_80_columns(here: Path, command: tuple[str, ...]) -> None:
    """With the longest names that there can be; a pipe without COLUMNS has no limit."""
    names = [f"{word} {'日本語' * 15} end"[:64] for word in ("a", "b")]
    rows = "".join(f"{name},MAIL-A,{'h' * 20}.example.org,MAIL-B-LONG-NAM\n" for name in names)
    (here / "inventory.csv").write_text(
        f"connector,server,address,remote_server\n{rows}", encoding="utf-8"
    )
    wide = run_program(*command, "inventory.csv", cwd=here)
    narrow = run_program(*command, "inventory.csv", cwd=here, env=environment(COLUMNS="80"))
    assert max(map(text_width, narrow.out.splitlines()[:-5])) <= 80
    assert names[0] in wide.out
    assert names[0] not in narrow.out
