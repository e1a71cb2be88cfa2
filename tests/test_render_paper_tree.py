# SPDX-License-Identifier: MIT
"""The tree of a page holds what paper shows, and refuses a page that is not well closed."""

import pytest

from x400fix.documents.paper.tree import read_tree


def test_elements_hold_texts_and_elements_in_order() -> None:
    """With their attributes; the classes are a set."""
    root = read_tree('<p id="a" class="note soft">One <b>two</b> three<br>four</p>')
    (paragraph,) = root.elements()
    assert (paragraph.tag, paragraph.attributes["id"]) == ("p", "a")
    assert paragraph.classes == {"note", "soft"}
    assert [each if isinstance(each, str) else each.tag for each in paragraph.children] == [
        *("One ", "b", " three", "br", "four")
    ]


def test_references_to_characters_are_these_characters() -> None:
    """Also twice escaped ones, which are a text about them."""
    assert read_tree("<p>&lt;b&gt; &amp;amp; &#8364;</p>").text == "<b> &amp; €"


def test_an_element_can_be_closed_where_it_begins() -> None:
    """As in the pictures of the page; void elements need no end at all."""
    root = read_tree('<svg><path d="M0 0"/><circle/></svg><input type="checkbox"><br/>x')
    assert [each.tag for each in root.elements()] == ["svg", "input", "br"]
    assert [each.tag for each in root.descendants()] == ["svg", "path", "circle", "input", "br"]


@pytest.mark.parametrize(
    "dropped",
    [
        *("<script>a<b</script>", "<style>p{}</style>", "<button>b</button>"),
        *("<head><title>t</title></head>", "<template><p>t</p></template>"),
        *('<p class="tools x">t</p>', '<a class="skip">s</a>', "<p hidden>h</p>"),
        '<p><span class="hide">h</span></p>',
    ],
)
def test_what_is_for_screens_is_left_out(dropped: str) -> None:
    """With all that stands in it."""
    assert read_tree(f"<main>{dropped}kept</main>").text == "kept"


def test_the_texts_of_an_element_are_one_line() -> None:
    """With one blank for any white space."""
    assert read_tree("<p> One\n\t<b>two</b>  three </p>").text == "One two three"


def test_elements_are_found_by_their_tag() -> None:
    """At any depth, in order."""
    root = read_tree('<ul><li id="a"><ul><li id="b">x</li></ul></li></ul><p>y</p>')
    assert [each.attributes["id"] for each in root.find("li")] == ["a", "b"]


@pytest.mark.parametrize(
    ("page", "message"),
    [("<p>a<b>c</p></b>", "</p> closes <b>"), ("<div><p>a</p>", "nothing closes .'div'.")],
)
def test_a_page_that_is_not_closed_is_refused(page: str, message: str) -> None:
    """It would be a bug of the template."""
    with pytest.raises(ValueError, match=message):
        read_tree(page)
