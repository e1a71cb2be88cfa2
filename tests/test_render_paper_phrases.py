# SPDX-License-Identifier: MIT
"""A short text is drawn at once, and looks as a paragraph would."""

from reportlab.platypus import Paragraph

from tests.papers import bodies, paper, places
from x400fix.documents.paper.fonts import load_fonts, width_of
from x400fix.documents.paper.looks import STYLES
from x400fix.documents.paper.phrases import Phrase

load_fonts()
LONG = "word " * 60


def test_a_text_that_has_room_is_one_line() -> None:
    """As high as a paragraph of one line."""
    phrase, paragraph = (kind("short", STYLES["cell"]) for kind in (Phrase, Paragraph))
    assert phrase.wrap(100, 500) == paragraph.wrap(100, 500)
    assert phrase.split(100, 1) == []
    assert phrase.getSpaceAfter() == paragraph.getSpaceAfter()
    assert phrase.getSpaceBefore() == paragraph.getSpaceBefore()


def test_a_text_that_has_none_is_a_paragraph() -> None:
    """Split as one, and a line again where there is more room."""
    phrase, paragraph = (kind(LONG, STYLES["cell"]) for kind in (Phrase, Paragraph))
    assert phrase.wrap(100, 500) == paragraph.wrap(100, 500)
    assert len(phrase.split(100, 50)) == 2
    assert phrase.wrap(2000, 500) == (2000, STYLES["cell"].leading)
    assert phrase.split(2000, 1) == []


def test_a_number_is_parted_from_what_stands_right_of_it() -> None:
    """A text that would fill its cell to the edge has no room there."""
    style = STYLES["cell-right"]
    width = width_of("12345", style.fontName, style.fontSize)
    assert Phrase("12345", style).wrap(width + style.rightIndent, 500)[1] == style.leading
    assert Phrase("12345", style).wrap(width, 500)[1] > style.leading


def test_both_stand_where_a_paragraph_does() -> None:
    """Numbers at the right edge of their column."""
    row = (
        "<tr><td>{0}</td><td><b>{0}</b></td>"
        "<td class='n'>{1}</td><td class='n'><b>{1}</b></td></tr>"
    )
    head = "<tr><th>a</th><th>b</th><th>c</th><th>d</th></tr>"
    table = f"<table><thead>{head}</thead><tbody>{{}}</tbody></table>"
    reader = paper(table.format(row.format("left", "7") + row.format(LONG, "12345")))
    at = places(reader.pages[0])
    assert at["12345"][0] < at["7"][0]
    assert bodies(reader)[0].count("word") == 120
