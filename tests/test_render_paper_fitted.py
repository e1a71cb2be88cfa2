# SPDX-License-Identifier: MIT
"""The decision page is one page, a little smaller if need be."""

from tests.papers import bodies, paper, places


def cards(lines: int) -> str:
    """A page with cards of so many lines in all."""
    texts = "".join(f"<p>line{n}.</p>" for n in range(lines))
    return (
        '<section><div class="cards"><section class="card wide"><h3>First</h3><p>x</p></section>'
        f'<section class="card wide"><h3>Last</h3>{texts}</section></div></section>'
        "<nav><h2>Annexes</h2><ol><li>One</li><li>Two</li></ol></nav>"
    )


def test_cards_that_have_room_are_not_made_smaller() -> None:
    """The annexes begin on page two, however little stands on page one."""
    first, second = bodies(paper(cards(3)))
    assert "First x Last line0. line1. line2." in first
    assert "Annexes 1. One 2. Two" in second


def test_cards_that_have_nearly_room_are_made_smaller() -> None:
    """Down to four fifths."""
    fits = [len(paper(cards(lines)).pages) == 2 for lines in range(48, 80)]
    assert fits == sorted(fits, reverse=True)
    assert 8 < sum(fits) < 32


def test_cards_that_have_no_room_at_all_go_on() -> None:
    """In their usual size, with every line."""
    texts = bodies(paper(cards(120)))
    assert len(texts) == 4
    assert "line0." in texts[1]
    assert "line119." in texts[2]
    assert sum(text.count("line") for text in texts) == 120


def test_cards_stand_side_by_side() -> None:
    """Those between wide ones, and those of the outages."""
    reader = paper(
        '<div class="cards"><section class="card wide">first</section>'
        '<div class="column">left</div><div class="column">right</div>'
        '<div class="outages"><section>low</section><section>far</section></div></div>'
    )
    at = places(reader.pages[0])
    assert at["first"][1] > at["left"][1] == at["right"][1] > at["low"][1] == at["far"][1]
    assert at["first"][0] == at["left"][0] == at["low"][0] < at["right"][0] == at["far"][0]
