# SPDX-License-Identifier: MIT
"""A table goes on from page to page without losing, tearing or parting anything."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.platypus import Spacer

from tests.papers import bodies, page_texts, paper
from x400fix.documents.paper.fonts import load_fonts
from x400fix.documents.paper.grid import Cell, Grid, Look, Row
from x400fix.documents.paper.looks import HEIGHT, STYLES
from x400fix.documents.paper.phrases import Phrase

HEAD = "<thead><tr><th>Number</th><th>What</th></tr></thead>"


def pages(*groups: Sequence[str]) -> Sequence[str]:
    """The texts of the pages of a table, each group of which is a body with these rows."""
    parts = "".join(f"<tbody>{''.join(rows)}</tbody>" for rows in groups)
    return bodies(paper(f"<table>{HEAD}{parts}</table>"))


def row(number: int, lines: int = 1) -> str:
    """A row of a number of lines, with a mark at its beginning and at its end."""
    between = "<br>x" * (lines - 1)
    return f"<tr><th>{number}</th><td>begin{number}{between} end{number}</td></tr>"


def title(number: int) -> str:
    """A row that tells what the others of its group are about."""
    return f'<tr><th colspan="2">title{number}</th></tr>'


def numbers(text: str) -> list[int]:
    """The rows that end on a page."""
    return [int(found) for found in re.findall(r"end([0-9]+)", text)]


def test_the_head_is_repeated_on_each_page() -> None:
    """Once, above the rows."""
    texts = pages([row(n) for n in range(150)])
    assert len(texts) > 2
    assert all(text.count("Number What") == 1 for text in texts)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=60))
def test_no_row_is_torn_and_none_is_lost(heights: list[int]) -> None:
    """They stand on the pages in their order, each as a whole."""
    texts = pages([row(n, lines) for n, lines in enumerate(heights)])
    assert [n for text in texts for n in numbers(text)] == [*range(len(heights))]
    for text in texts:
        assert re.findall(r"begin([0-9]+)", text) == re.findall(r"end([0-9]+)", text)


def test_a_row_that_is_higher_than_a_page_is_torn() -> None:
    """It begins on a page of its own, and nothing of it is lost."""
    lines = "".join(f"<p>line{n}</p>" for n in range(200))
    high = f"<tr><th>7</th><td>{lines}<p>end7</p></td></tr>"
    texts = pages([row(1), high, row(8)])
    assert numbers(texts[0]) == [1]
    assert "line0" not in texts[0]
    found = [int(n) for text in texts for n in re.findall(r"line([0-9]+)", text)]
    assert found == [*range(200)]
    assert numbers(texts[-1]) == [7, 8]


def test_a_row_below_its_title_may_be_higher_than_a_page() -> None:
    """The title stands above each piece of it."""
    lines = "".join(f"<p>line{n}</p>" for n in range(200))
    high = f"<tr><th>7</th><td>{lines}<p>end7</p></td></tr>"
    _, *texts = pages([title(1), high, row(8)], [row(9)])
    assert [int(n) for text in texts for n in re.findall(r"line([0-9]+)", text)] == [*range(200)]
    assert all(text.count("title1") == 1 for text in texts)
    assert numbers(texts[-1]) == [7, 8, 9]


@pytest.mark.parametrize("size", [1000, 7000, 20_000])
def test_a_title_that_takes_much_of_a_page_is_not_repeated(size: int) -> None:
    """Else nothing below it had room."""
    lines = "".join(f"<p>line{n}</p>" for n in range(200))
    long = f'<tr><th colspan="2">{"x" * size}</th></tr>'
    texts = pages([long, f"<tr><th>7</th><td>{lines}<p>end7</p></td></tr>", row(8)])
    assert [int(n) for text in texts for n in re.findall(r"line([0-9]+)", text)] == [*range(200)]
    assert sum(text.count("x") for text in texts) in {size, size * len(texts)}
    assert numbers(texts[-1]) == [7, 8]


def test_a_word_that_is_longer_than_a_page_is_torn() -> None:
    """Every letter of it is there."""
    texts = pages([row(1), f"<tr><th>2</th><td>{'x' * 20_000}</td></tr>"])
    assert len(texts) > 2
    assert sum(text.count("x") for text in texts) == 20_000


def test_a_table_within_a_row_that_is_higher_than_a_page_is_torn_too() -> None:
    """Between its own rows."""
    entries = "".join(f'<span class="entry">line{n}</span>' for n in range(150))
    labels = f"<dl><div><dt>Do</dt><dd>{entries}</dd></div><div><dt>Undo</dt><dd>u</dd></div></dl>"
    texts = pages([row(1), f"<tr><th>2</th><td><p>what</p>{labels}</td></tr>", row(3)])
    found = [int(n) for text in texts for n in re.findall(r"line([0-9]+)", text)]
    assert found == [*range(150)]
    assert "Undo u" in texts[-1]


def test_a_small_group_is_not_parted() -> None:
    """It begins on the next page, if it has no room on this one."""
    groups = [[title(g), *(row(g * 10 + n) for n in range(4))] for g in range(40)]
    texts = pages(*groups)
    assert len(texts) > 1
    for text in texts:
        found = numbers(text)
        assert found[0] % 10 == 0
        assert found[-1] % 10 == 3


def test_a_large_group_is_parted_with_its_title_on_each_page() -> None:
    """Else much of a page was left empty, and the rows of the next one had no title."""
    texts = pages([title(1), *(row(n) for n in range(150))], [])
    assert all(text.count("title1") == 1 for text in texts)
    assert [n for text in texts for n in numbers(text)] == [*range(150)]
    assert len(numbers(texts[0])) > 30


def test_a_group_without_title_is_parted_without_one() -> None:
    """There is nothing to repeat."""
    texts = pages([row(n) for n in range(150)], [row(150)])
    assert [n for text in texts for n in numbers(text)] == [*range(151)]


def test_an_empty_table_has_its_head() -> None:
    """And a cell may be empty."""
    assert "Number What" in pages([])[0]
    assert numbers(pages(["<tr><th></th><td></td></tr>", row(1)])[0]) == [1]


def test_a_table_that_has_room_is_not_split() -> None:
    """Though nothing asks for that."""
    load_fonts()
    rows = [Row([Cell([Phrase("x", STYLES["cell"])])], Look.RULED) for _ in range(3)]
    grid = Grid((), rows, [100])
    assert grid.split(100, 500) == [grid]


@pytest.mark.parametrize("rows", range(50, 58))
def test_a_row_is_not_alone_on_the_last_page(rows: int) -> None:
    """Nor are two."""
    texts = pages([row(n) for n in range(rows)])
    assert [n for text in texts for n in numbers(text)] == [*range(rows)]
    assert len(numbers(texts[-1])) >= 3


@pytest.mark.parametrize("lines", range(44, 50))
def test_a_row_is_not_alone_below_its_heading(lines: int) -> None:
    """A few low ones stand there, or all are on the next page."""
    table = f"<h2>lead</h2><table>{HEAD}<tbody>{''.join(map(row, range(60)))}</tbody></table>"
    (page,) = (text for text in bodies(paper("<p>x</p>" * lines + table)) if "lead" in text)
    assert len(numbers(page.partition("lead")[2])) >= 3


def test_what_cannot_be_torn_is_refused() -> None:
    """It is not put off from page to page without end."""
    grid = Grid((), [Row([Cell([Spacer(0, 2 * HEIGHT)])], Look.RULED)], [100])
    assert grid.split(100, HEIGHT) == []


@pytest.mark.parametrize("kind", ["signatures", "evidence"])
def test_tables_to_write_in_have_high_rows(kind: str) -> None:
    """So fewer have room on a page."""
    rows = "".join(row(n) for n in range(200))
    table = f"{HEAD}<tbody>{rows}</tbody></table>"
    plain, wide = (page_texts(paper(f"<table{each}>{table}")) for each in ("", f' class="{kind}"'))
    assert len(wide) > len(plain)
