# SPDX-License-Identifier: MIT
"""The rows of a table are read with what belongs together."""

from x400fix.documents.paper.tables import Table, lines_of, read_table
from x400fix.documents.paper.tree import read_tree

HEAD = "<thead><tr><th>Server</th><th>Address</th></tr></thead>"


def table(inside: str) -> Table:
    """A table."""
    (element,) = read_tree(f"<table>{inside}</table>").elements()
    return read_table(element)


def test_a_table_has_a_caption_a_head_and_rows() -> None:
    """The caption only if there is one."""
    found = table(f"<caption>Places</caption>{HEAD}<tbody><tr><td>a</td><td>b</td></tr></tbody>")
    assert found.caption
    assert found.caption.text == "Places"
    assert [[cell.text for cell in row.cells] for row in (*found.head, *found.rows)] == [
        ["Server", "Address"],
        ["a", "b"],
    ]
    assert table(HEAD).caption is None


def test_rows_of_one_of_several_bodies_stick_together() -> None:
    """Those of the only body of a table do not."""
    rows = "<tr><td>a</td><td>b</td></tr>" * 3
    assert [row.sticks for row in table(f"{HEAD}<tbody>{rows}</tbody>").rows] == [False] * 3
    found = table(f'{HEAD}<tbody id="one">{rows}</tbody><tbody>{rows}</tbody>')
    assert [row.sticks for row in found.rows] == [True, True, False] * 2
    assert [row.name for row in found.rows] == ["one", "", "", "", "", ""]


def test_a_row_is_marked_if_it_was_chosen_or_is_a_title() -> None:
    """A title is a cell that spans all columns."""
    found = table(
        f'{HEAD}<tbody><tr><th colspan="2">One</th></tr><tr class="chosen"><td>a</td><td>b</td>'
        "</tr><tr><td>a</td><td>b</td></tr></tbody>"
    )
    assert [row.is_marked for row in found.rows] == [True, True, False]
    assert [row.spans for row in found.rows] == [(2,), (1, 1), (1, 1)]


def test_the_texts_of_a_column_are_those_of_cells_in_it_alone() -> None:
    """A title says nothing of how wide a column is."""
    found = table(
        f'{HEAD}<tbody><tr><th colspan="2">a long title</th></tr>'
        "<tr><td>a</td><td>b<br>c</td></tr></tbody>"
    )
    assert found.column_texts() == [["Server", "a"], ["Address", "b", "", "c"]]


def test_lines_of_a_cell_are_told_apart() -> None:
    """So that its longest line is known; a sign takes room too."""
    page = (
        'One <b>two <span class="note">note<br>more</span>after</b>'
        '<p>p</p><svg class="sign"><path/></svg> last<dl><div><dt>Do</dt>'
        '<dd><span class="entry">e</span><span class="item">i</span></dd></div></dl>'
    )
    lines = [text.strip() for text in lines_of(read_tree(page)) if text.strip()]
    assert lines == ["One two", "note", "more", "after", "p", "MM last", "Do", "e", "i"]
