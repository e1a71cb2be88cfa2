# SPDX-License-Identifier: MIT
"""Signs are told apart by their shape, and stand before the text that they belong to."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from tests.papers import bodies, paper, places
from x400fix.documents.paper.fonts import load_fonts
from x400fix.documents.paper.looks import STYLES
from x400fix.documents.paper.signs import SIGNS, Signed, draw_sign, sign_of
from x400fix.documents.paper.tree import read_tree

SHAPES = {
    "conflict": '<path class="mark conflict" d=""/><text class="in-mark">!</text>',
    "new": '<path class="mark new" d=""/>',
    "kept": '<circle class="mark kept" r="5"/>',
    "open": '<circle class="mark open" r="9"/><text>?</text>',
    "given": '<rect class="cell-given"/><path class="mark new" d=""/>',
    "used": '<rect class="cell-used"/>',
    "excluded": '<rect class="cell-excluded"/><path class="strike" d=""/>',
    "free": '<rect class="cell-free"/>',
}


@pytest.mark.parametrize("sign", SHAPES)
def test_a_sign_of_the_page_is_known_by_its_shape(sign: str) -> None:
    """Also within another element."""
    svg = f'<svg class="sign">{SHAPES[sign]}</svg>'
    assert sign_of(read_tree(f"\n {svg} text").children) == sign
    assert sign_of(read_tree(f"<span>{svg} text</span>").children) == sign


@pytest.mark.parametrize("page", ["", " ", "text", '1 <svg class="sign"><path/></svg>', "<b></b>"])
def test_a_line_that_begins_with_a_text_has_no_sign(page: str) -> None:
    """Nor an empty one."""
    assert sign_of(read_tree(page).children) == ""


def test_a_box_to_tick_is_a_sign() -> None:
    """Also in its label."""
    assert sign_of(read_tree('<label><input type="checkbox"> 7</label>').children) == "box"


def drawn(sign: str) -> bytes:
    """What is drawn for a sign."""
    load_fonts()
    data = io.BytesIO()
    canvas = Canvas(data, invariant=1, pageCompression=0)
    draw_sign(canvas, sign)
    canvas.save()
    return data.getvalue()


def test_each_sign_has_its_own_shape() -> None:
    """But the one that is only the room of a sign, and what is no sign at all."""
    nothing = drawn("unheard-of")
    assert drawn("indent") == drawn("") == nothing
    pictures = {drawn(sign) for sign in SIGNS if sign != "indent"}
    assert len(pictures) == len(SIGNS) - 1
    assert nothing not in pictures


def test_a_text_stands_beside_its_sign() -> None:
    """All of its lines, at the same distance."""
    reader = paper(
        f"<p>plain</p><ul><li>first<br>second {'word ' * 60}</li></ul><ol><li>a</li></ol>"
    )
    at = places(reader.pages[0])
    assert at["plain"][0] < at["first"][0]
    assert "1. a" in bodies(reader)[0]


def test_a_text_that_is_split_keeps_one_sign() -> None:
    """At its beginning."""
    load_fonts()
    signed = Signed("box", Paragraph("word " * 200, STYLES["body"]), 8)
    signed.wrap(200, 1000)
    upper, lower = signed.split(200, 100)
    assert isinstance(upper, Signed)
    assert isinstance(lower, Signed)
    assert (upper.sign, lower.sign) == ("box", "")
    assert signed.split(200, 1) == []
