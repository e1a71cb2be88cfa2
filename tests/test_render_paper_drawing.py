# SPDX-License-Identifier: MIT
"""Pictures are drawn with all of their texts, in the room that they have."""

import pytest

from tests.papers import bodies, paper, places
from x400fix.documents.diagrams.shapes import Box, Curve, Label, Mark, Picture, Shape
from x400fix.documents.paper.signs import SIGNS

FIGURE = '<figure><figcaption>Map</figcaption><svg data-picture="one"></svg></figure>'


def picture(*shapes: Shape, height: int = 300) -> dict[str, Picture]:
    """A picture that the page shows."""
    return {"one": Picture(name="one", height=height, shapes=shapes)}


def test_texts_stand_at_their_places() -> None:
    """Units are counted from the upper left corner, and as wide as the column."""
    shapes = [
        Label(0, 20, "left", "start", "name"),
        Label(360, 20, "middle", "middle", "site"),
        Label(720, 20, "right", "end", "connector"),
        Label(0, 290, "low", "start", "address-new"),
    ]
    at = places(paper(FIGURE, picture(*shapes)).pages[0])
    assert at["left"][1] == at["middle"][1] == at["right"][1] > at["low"][1] + 150
    assert at["left"][0] == at["low"][0] < at["middle"][0] < at["right"][0]


def test_every_kind_of_shape_and_mark_is_drawn() -> None:
    """Also one that the painter has no own look for."""
    kinds = [*SIGNS, "cell-free", "cell-used", "unheard-of"]
    shapes: list[Shape] = [Mark(20, 20, kind, "12") for kind in kinds]
    shapes += [Box(0, 0, 10, 10, kind) for kind in ("hub", "pill-open", "unheard-of")]
    points = ((0, 0), (10, 0), (10, 10), (20, 10))
    shapes += [Curve(points, kind) for kind in ("conflict", "new", "open", "plain")]
    (text,) = bodies(paper(FIGURE, picture(*shapes)))
    assert text.endswith("Map 12 ?")


def test_a_picture_that_is_too_high_is_made_smaller() -> None:
    """It stands on one page, with its heading."""
    shapes = [Label(0, 10, "top", "start", "name"), Label(0, 3990, "foot", "start", "name")]
    first, *others = bodies(paper(FIGURE, picture(*shapes, height=4000)))
    assert not others
    assert "Map top foot" in first


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("10.20.1.10", "10.20.1.10"),
        ("hub1.corp.exam…", "hub1.corp.exam…"),
        ("東京", "\\u…"),
        ("שלום" * 4, r"\u05e9\u05dc"),
        ("", ""),
    ],
)
def test_a_text_has_the_room_that_was_reckoned_for_it(text: str, drawn: str) -> None:
    """One with escapes is cut; the tables have it whole."""
    (page,) = bodies(paper(FIGURE, picture(Label(0, 20, text, "start", "name"))))
    assert page.partition("Map")[2].strip().startswith(drawn)
