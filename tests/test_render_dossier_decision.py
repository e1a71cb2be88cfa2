# SPDX-License-Identifier: MIT
"""What the decision page says of the window."""

import pytest

from tests.builders import POOL, pair, settings
from tests.dossiers import dossier_of
from tests.plans import make
from x400fix.settings.ticket_facts import TicketFacts, TicketRisk
from x400fix.settings.window import parse_window


@pytest.mark.parametrize(
    ("length", "code", "said"),
    [
        (
            "1h",
            "X4-W160",
            (
                "1 h 00 min and is too short even if each server has people of its own: with a "
                "back-out it needs 2 h 40 min."
            ),
        ),
        (
            "2h30m",
            "X4-W162",
            (
                "2 h 30 min and is too short to undo everything after the tests, even if each "
                "server has people of its own: it needs 2 h 40 min."
            ),
        ),
        (
            "4h",
            "X4-W161",
            (
                "4 h 00 min and is long enough, with a back-out, only if each server has people of "
                "its own: one person needs 4 h 20 min."
            ),
        ),
        ("8h", "", "8 h 00 min and is long enough, with a back-out, also for one person."),
    ],
)
def test_the_board_reads_whether_the_window_is_long_enough(
    length: str, code: str, said: str
) -> None:
    """As the warning has it, in every document that has a decision page."""
    window = parse_window(f"2026-12-05T22:00+01:00/{length}")
    made = make(pair(), settings(POOL[:2], (), window=window))
    assert [each for each in made.codes if each.startswith("X4-W16")] == [code] * bool(code)
    assert dossier_of(made).decision.purpose[2] == f"The window has {said}"
    for path in ("TICKET.HTML", "TICKET.MD", "FIELDS/DESCRIPTION.TXT"):
        assert f"The window has {said}" in made.text(path), path


def test_the_board_reads_its_own_scale_and_whom_to_call() -> None:
    """As the config file has them; without it neither is mentioned."""
    facts = TicketFacts(contact="+49 <30>", risk=TicketRisk(level="3|4"))
    made = make(pair(), settings(POOL[:2], (), facts=facts))
    page, markdown = made.text("TICKET.HTML"), made.text("TICKET.MD")
    assert "<span>Contact <b><bdi>+49 &lt;30&gt;</bdi></b></span>" in page
    assert "<p>By the board's own scale: <b><bdi>3|4</bdi></b></p>" in page
    assert "\n| Risk by the board's own scale | `3\\|4` |\n" in markdown
    assert "\n| Contact | `+49 <30>` |\n" in markdown
    plain = make(pair())
    assert "own scale" not in plain.text("TICKET.HTML") + plain.text("TICKET.MD")
    assert "Contact" not in plain.text("TICKET.HTML")


def test_without_a_window_only_the_work_is_counted() -> None:
    """For both ways of working."""
    found = dossier_of(make(pair())).decision.purpose
    assert found[1:] == (
        (
            "The work is done at 2 places in 22 steps and 1 wave; it takes 4 h 10 min if one "
            "person does one step after another, 2 h 20 min if each server has people of its own."
        ),
    )
