# SPDX-License-Identifier: MIT
"""Each element of the page is set as a reader of paper knows it."""

from tests.papers import bodies, paper, paper_text, places
from x400fix.documents.diagrams.shapes import Label, Picture


def test_facts_stand_on_lines_of_their_own() -> None:
    """Below the title."""
    page = paper('<p class="facts"><span>Owner <b>A</b></span> <span>Window W</span></p>').pages[0]
    at = places(page)
    assert at["Window W"][1] < at["Owner"][1]


def test_a_list_across_stands_side_by_side() -> None:
    """As far as it is told to."""
    at = places(paper('<ul class="boxes across"><li>one</li><li>two</li></ul>').pages[0])
    assert at["one"][1] == at["two"][1]
    at = places(paper('<ul class="boxes"><li>one</li><li>two</li></ul>').pages[0])
    assert at["one"][1] > at["two"][1]


def test_items_of_entries_are_indented() -> None:
    """The entries themselves are not."""
    page = '<p>x</p><span class="entry">entry</span><span class="item">item</span>'
    at = places(paper(page).pages[0])
    assert at["x"][0] == at["entry"][0] < at["item"][0]


def test_labels_stand_beside_their_texts() -> None:
    """A text may have several parts."""
    page = (
        "<dl><div><dt>Do</dt><dd>this</dd></div>"
        '<div><dt>Undo</dt><dd><span class="entry">that</span>'
        '<span class="entry">more</span></dd></div></dl>'
    )
    at = places(paper(page).pages[0])
    assert at["Do"][1] == at["this"][1] > at["Undo"][1] == at["that"][1] > at["more"][1]
    assert at["Do"][0] == at["Undo"][0] < at["this"][0] == at["that"][0] == at["more"][0]


def test_a_legend_is_a_row_of_signs() -> None:
    """With their meanings."""
    sign = '<svg class="sign"><path class="mark new"/></svg>'
    page = f'<p class="legend"><span>{sign} new</span> <span>{sign} other</span></p><p>x</p>'
    at = places(paper(page).pages[0])
    assert at["new"][1] == at["other"][1]
    assert at["new"][0] < at["other"][0]


def test_pictures_are_those_of_their_name() -> None:
    """Each where the page has it."""
    pictures = {
        name: Picture(name=name, height=50, shapes=(Label(0, 20, name, "start", "name"),))
        for name in ("before-1", "after-1")
    }
    figures = "".join(f'<figure><svg data-picture="{name}"></svg></figure>' for name in pictures)
    assert bodies(paper(figures, pictures)) == ["Change ticket CHG1 before-1 after-1"]


def test_a_cell_may_hold_several_paragraphs() -> None:
    """One of them in bold, if it says what is done."""
    head = "<thead><tr><th>Step</th><th>What</th></tr></thead>"
    cell = '<td><p class="what">Restart</p>at once</td>'
    text = paper_text(f"<table>{head}<tbody><tr><th>1</th>{cell}</tr></tbody></table>")
    assert "Step What 1 Restart at once" in text


def lines(*texts: str) -> str:
    """The lines of a file, as the page has them."""
    return f"<pre>{''.join(f'<span class=same>{text}</span>' for text in texts)}</pre>"


def test_lines_of_files_keep_their_blanks() -> None:
    """Each character is as wide as the others, and a tab leads to the next eighth one."""
    page = paper(lines("10.1.1.1  A", "", "1\tB", "&lt;&amp;>")).pages[0]
    shown = [text.strip() for text in page.extract_text().replace("\xa0", " ").splitlines()]
    assert [text for text in shown if text][1:4] == ["10.1.1.1  A", "1       B", "<&>"]
    fonts = page["/Resources"]["/Font"]  # type: ignore[index]
    assert "/Courier" in {font.get_object()["/BaseFont"] for font in fonts.values()}


def test_lines_of_files_that_are_too_long_go_on_below() -> None:
    """Nothing of them is lost, on however many pages."""
    reader = paper(lines("x" * 20_000, *(f"line{n}" for n in range(200))))
    text = "".join(bodies(reader))
    assert text.count("x") == 20_000
    assert all(f"line{n}" in text for n in range(200))


def test_lines_that_were_added_or_removed_look_different() -> None:
    """By weight and colour, beside the sign that they begin with."""
    page = '<pre><span class="added">+a</span><span class="removed">-b</span></pre>'
    fonts = paper(page).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    found = {font.get_object()["/BaseFont"] for font in fonts.values()}
    assert {"/Courier", "/Courier-Bold"} <= found


def test_headings_on_cards_are_no_bookmarks() -> None:
    """They stand too close together."""
    page = '<h2>Decision</h2><div class="cards"><section class="wide"><h3>Risk</h3></section></div>'
    reader = paper(page)
    assert "Risk" in bodies(reader)[0]
    assert [each.title for each in reader.outline] == ["Change ticket CHG1", "Decision"]  # type: ignore[union-attr]
