# SPDX-License-Identifier: MIT
"""What the change board reads first: on page one of TICKET.HTML."""

import pytest

from tests.builders import POOL, inventory, pair, servers, settings
from tests.dossiers import dossier_of
from tests.plans import make
from tests.test_render_page import page
from x400fix.documents.diagrams.links import ladder
from x400fix.documents.diagrams.shapes import Curve
from x400fix.documents.ticket import Dossier
from x400fix.documents.ticket_values import HubView
from x400fix.documents.topology import turned
from x400fix.settings.ticket_facts import TicketFacts, TicketGroups, TicketRisk
from x400fix.settings.window import parse_window


def planned(window: str = "", **facts: object) -> Dossier:
    """A plan with a window of some length, and with facts."""
    given = parse_window(f"2026-12-05T22:00+01:00/{window}") if window else None
    found = TicketFacts(**facts)  # type: ignore[arg-type]
    return dossier_of(make(pair(), settings(POOL[:2], window=given, facts=found)))


def first_page(dossier: Dossier) -> str:
    """The text of page one, with what stands above it."""
    root = page(dossier)
    (head,) = root.find("header")
    (decision,) = (each for each in root.find("section") if each.attributes.get("id") == "decision")
    return f"{head.text} {decision.text}"


def test_a_window_that_is_too_short_is_an_alarm_and_a_high_risk() -> None:
    """With what is needed, by one person and by people at each server."""
    dossier = planned("1h")
    schedule = dossier.schedule
    assert dossier.decision.risk.level == "high"
    (text,) = dossier.decision.alarm
    assert text.startswith("The window is too short: it has 1 h 00 min.")
    assert dossier.schedule.side_by_side.needed > 60
    assert "Window too short" in first_page(dossier)
    values = {each.name: (each.value, each.level) for each in dossier.decision.risk.inputs}
    assert values["short"] == (schedule.side_by_side.needed - 60, "high")


@pytest.mark.parametrize("window", ["", "8h", "23h"])
def test_a_window_that_is_long_enough_or_not_known_is_none(window: str) -> None:
    """Also one that only people at each server can keep."""
    dossier = planned(window)
    assert dossier.decision.alarm == ()
    assert dossier.decision.risk.level == "medium"
    assert "Window too short" not in first_page(dossier)


def test_people_at_each_server_are_an_assumption_where_one_person_has_no_time() -> None:
    """The board signs it."""
    schedule = planned().schedule
    tight = planned(f"{schedule.side_by_side.needed}m")
    assert tight.decision.alarm == ()
    assert tight.decision.assumptions[-1].startswith(
        "People stand ready at 2 places at the same time: one person alone needs"
    )
    assert len(planned("23h").decision.assumptions) == len(tight.decision.assumptions) - 1


def test_more_than_half_of_all_routes_standing_still_are_a_medium_risk() -> None:
    """Fewer are a low one."""
    dossier = planned()
    standing = next(each for each in dossier.decision.risk.inputs if each.name == "standing")
    assert 2 * standing.value > len(dossier.document.routes)
    assert standing.level == "medium"
    rows = [
        *(f"MAIL-A/B_{at} 10.20.2.10 MAIL-B" for at in range(2)),
        *(f"MAIL-B/A_{at} 10.20.1.10 MAIL-A" for at in range(2)),
        *(f"MAIL-C/F_{at} 172.16.{at}.1" for at in range(12)),
    ]
    calm = dossier_of(make(inventory(rows, servers())))
    standing = next(each for each in calm.decision.risk.inputs if each.name == "standing")
    assert 0 < 2 * standing.value <= len(calm.document.routes)
    assert standing.level == "low"


def test_steps_say_when_they_are_planned_and_what_comes_after_the_window() -> None:
    """In both ways of working; without a window nothing has a time of day."""
    (steps,) = (e for e in page(planned("4h")).find("table") if "steps" in e.classes)
    assert "planned 22:00 or 22:00" in steps.text
    late = " ".join(page(planned("1h")).texts())
    assert ", after the window" in late
    assert "too late" in late
    assert "planned 2" not in " ".join(page(planned()).texts())


def test_what_the_board_was_told_of_service_groups_and_risk_stands_on_page_one() -> None:
    """Beside the risk that is found, and at the lines for signatures."""
    said = first_page(
        planned(
            service="Mail <b>",
            environment="production",
            groups=TicketGroups(windows="NT team", exchange="Messaging", approval="CAB"),
            risk=TicketRisk(level="3", users=1200, rehearsed=False, note="No freeze."),
        )
    )
    for text in (
        "Service Mail <b>",
        "Environment production",
        "Windows administrator (NT team)",
        "Exchange administrator (Messaging)",
        "For the change board (CAB)",
        "Users whose mail may wait: 1200. Not rehearsed. No freeze.",
    ):
        assert text in said, text
    assert "Rehearsed." in first_page(planned(risk=TicketRisk(rehearsed=True)))
    assert "Users" not in first_page(planned(risk=TicketRisk(rehearsed=True)))


def test_a_line_has_no_hole_where_a_connector_is_not_known() -> None:
    """It goes through to the box at both ends."""
    rows = [*(f"MAIL-A/One_{at} 10.20.2.10 MAIL-B" for at in range(2))]
    (hub,) = dossier_of(make(inventory(rows, servers()))).hubs
    (picture,) = ladder(hub, "before-1", is_after=False)
    lines = [each for each in picture.shapes if isinstance(each, Curve)]
    assert {line.kind for line in lines} == {"conflict", "plain"}
    other_way = HubView(name="MAIL-B", site="", pairs=tuple(map(turned, hub.pairs)))
    (other,) = ladder(other_way, "before-1", is_after=False)
    assert len([each for each in other.shapes if isinstance(each, Curve)]) == len(lines)
