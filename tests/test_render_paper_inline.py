# SPDX-License-Identifier: MIT
"""What stands in a line becomes markup that no text can change."""

import pytest
from reportlab.platypus import Paragraph

from tests.hostile import NAMES, TEXTS
from x400fix.documents.paper.fonts import drawable, load_fonts
from x400fix.documents.paper.inline import is_inline, line_of
from x400fix.documents.paper.looks import STYLES
from x400fix.documents.paper.tree import Element, read_tree


def line(page: str, *targets: str) -> str:
    """The markup of a line."""
    return line_of(read_tree(page).children, targets)


@pytest.mark.parametrize(
    ("page", "markup"),
    [
        (" One\n <b>two</b>  <strong>3</strong> ", "One <b>two</b> <b>3</b>"),
        ("a<br>b", "a<br/>b"),
        ("<code>a &lt;b&gt;</code>", "a &lt;b&gt;"),
        ("<label><input> 7</label>", "7"),
        ('<svg class="sign"><path/></svg> kept', "kept"),
        ('<span class="to">low</span>', "(low)"),
        ("<span>a</span><span class='other'>b</span>", "ab"),
    ],
)
def test_elements_become_markup(page: str, markup: str) -> None:
    """White space is one blank; signs and boxes are drawn apart."""
    assert line(page) == markup


def test_chips_are_bold_in_the_colour_of_what_they_say() -> None:
    """And grey if that is not known."""
    assert (
        line('<span class="chip down">down</span>') == '<font color="0xa8201a"><b>down</b></font>'
    )
    assert line('<span class="chip new">x</span>') == '<font color="0x565f69"><b>x</b></font>'


def test_notes_stand_on_a_line_of_their_own() -> None:
    """Small; unless nothing is before them."""
    note = "<font size='6.2' color=\"0x565f69\">folder S01</font>"
    assert line('a<span class="note">folder S01 </span>') == f"a<br/>{note}"
    assert line('<span class="note">folder S01</span>') == note
    assert line('<span class="kb">(Q1)</span>') == '<font color="0x565f69">(Q1)</font>'


def test_numbers_stand_in_a_row() -> None:
    """Each with its mask beside it."""
    two = '<span class="number">10.1.0.2 255.0.0.0</span><span class="number">10.1.0.3</span>'
    assert line(two) == "10.1.0.2\xa0255.0.0.0\xa0\xa0\xa0 10.1.0.3\xa0\xa0\xa0"


def test_a_link_leads_only_to_what_is_there() -> None:
    """Never out of the file."""
    assert line('<a href="#a">x</a>', "a") == '<a href="#a" color="0x1b1f24">x</a>'
    assert line('<a href="#a">x</a>') == "x"
    assert line('<a href="http://a.example/">x</a>', "a") == "x"


def test_each_blank_of_a_name_counts() -> None:
    """Others are taken for one."""
    assert line("a  b <bdi>a  b c</bdi>") == "a b a\xa0\xa0b c"


@pytest.mark.parametrize("name", [*NAMES, *TEXTS])
def test_no_text_is_taken_for_markup(name: str) -> None:
    """Set as a paragraph, it reads as it is, but for what the font lacks."""
    load_fonts()
    text = {**NAMES, **TEXTS}[name]
    name_element = Element("bdi", {})
    name_element.children.append(text)
    paragraph = Paragraph(line_of([name_element], ()), STYLES["cell"])
    assert paragraph.getPlainText().replace("\xa0", " ") == drawable(text).strip(" ")


def test_what_has_lines_of_its_own_is_not_inline() -> None:
    """Though its element is."""
    entry, text, picture = read_tree('<span class="entry">a</span><b>c</b><svg></svg>').elements()
    assert [is_inline(each) for each in (entry, text, picture)] == [False, True, False]
