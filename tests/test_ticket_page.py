# SPDX-License-Identifier: MIT
"""TICKET.HTML shows what the view of a ticket holds, as elements that any program can read."""

import pytest

from tests.builders import POOL, pair, settings
from tests.hostile_plan import CORPUS, hostile_plan
from tests.html_tree import Element, read_tree
from tests.plans import make, name_file
from tests.views import view_of
from x400fix.documents.html_page import ticket_page
from x400fix.documents.rendering import visible
from x400fix.documents.ticket import TicketView
from x400fix.namefiles.existing import ExistingFile
from x400fix.settings.ticket_facts import TicketFacts, TicketGroups, TicketRisk
from x400fix.settings.window import parse_window


def page(view: TicketView) -> Element:
    """The elements of the page of a plan."""
    return read_tree(b"".join(ticket_page(view)).decode("utf-8"))


def with_name_files(*files: ExistingFile) -> TicketView:
    """A plan with names, for servers that have these files."""
    return view_of(make(pair(), settings(POOL[:2]), existing=files))


def test_what_changes_in_name_files_is_in_an_annex_line_by_line() -> None:
    """With the tabs of the files; markup is none, and odd bytes are told by their numbers."""
    view = with_name_files(
        name_file("MAIL-A/LMHOSTS", b"10.20.9.9\tOLD\t#PRE\r\n# <b>caf\xe9</b>\r\n10.9.9.8 NEW")
    )
    (lines,) = page(view).find("pre")
    (told,) = view.name_diffs
    assert [each.text for each in lines.elements()] == [" ".join(line.split()) for line in told]
    texts = ["".join(each.texts()) for each in lines.elements()]
    assert texts == list(told)
    assert " 10.20.9.9\tOLD\t#PRE" in texts
    assert " # <b>caf\\xe9</b>" in texts


def test_lines_that_come_and_go_differ_also_without_colour() -> None:
    """They begin with + and -, as in every such list; its head says which files."""
    view = with_name_files(name_file("MAIL-A/LMHOSTS", b"10.20.9.9 OLD"))
    (lines,) = page(view).find("pre")
    found = [(*each.classes, "".join(each.texts())[:1]) for each in lines.elements()]
    assert found[:2] == [("same", "-"), ("same", "+")]
    assert (
        {("added", "+"), ("removed", "-")}
        <= set(found)
        <= {
            *(("same", sign) for sign in " @\\-+"),
            *(("added", "+"), ("removed", "-")),
        }
    )


def test_where_no_name_file_is_known_there_is_no_annex_of_them() -> None:
    """And no number is left out."""
    with_files, without = view_of("existing-names"), view_of("names")
    assert "name-files" in with_files.annexes
    assert "name-files" not in without.annexes
    for view in (with_files, without):
        numbers = [annex.number for annex in view.annexes.values()]
        assert numbers == list(range(1, len(numbers) + 1))
        assert list(view.annexes)[-1] == "evidence"
    assert not list(page(without).find("pre"))
    assert len(list(page(with_files).find("pre"))) == 3


def planned(window: str = "", **facts: object) -> TicketView:
    """A plan with a window of some length, and with facts."""
    given = parse_window(f"2026-12-05T22:00+01:00/{window}") if window else None
    found = TicketFacts(**facts)  # type: ignore[arg-type]
    return view_of(make(pair(), settings(POOL[:2], window=given, facts=found)))


def first_page(view: TicketView) -> str:
    """The text of page one, with what stands above it."""
    root = page(view)
    (head,) = root.find("header")
    (decision,) = (each for each in root.find("section") if each.attributes.get("id") == "decision")
    return f"{head.text} {decision.text}"


def test_a_window_that_is_too_short_cannot_be_overlooked() -> None:
    """One that is long enough, or not known, is no alarm."""
    assert "Window too short" in first_page(planned("1h"))
    assert "Window too short" not in first_page(planned("8h")) + first_page(planned())


def test_steps_say_when_they_are_planned_and_what_comes_after_the_window() -> None:
    """In both ways of working; without a window nothing has a time of day."""
    (steps,) = (e for e in page(planned("4h")).find("table") if "steps" in e.classes)
    assert "planned 22:00 or 22:00" in steps.text
    late = " ".join(page(planned("50m")).texts())
    assert ", after the window" in late
    assert "too late" in late
    assert "planned 2" not in " ".join(page(planned()).texts())


def test_what_the_board_was_told_of_service_groups_and_risk_stands_on_page_one() -> None:
    """Next to the risk that is found, and at the lines for signatures."""
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


def test_what_finds_no_room_on_page_one_is_in_an_annex() -> None:
    """Servers, pairs and assumptions; page one counts them."""
    root = page(view_of("hub"))
    (decision,) = (e for e in root.find("section") if e.attributes.get("id") == "decision")
    assert "and 3 more: annex 5" in decision.text
    (outages,) = (e for e in root.find("section") if e.attributes.get("id") == "outages")
    for each in view_of("hub").server_outages:
        assert each.server in outages.text


@pytest.mark.parametrize("name", ["two-sites", "hub", "window", "names", "existing-names"])
def test_every_step_test_and_row_is_on_the_page(name: str) -> None:
    """And every link leads to an element of it."""
    view = view_of(name)
    root = page(view)
    ids = [e.attributes["id"] for e in root.descendants() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    assert {f"step-{head.step.number}" for head in view.heads} <= set(ids)
    links = {e.attributes["href"] for e in root.find("a")}
    assert links <= {f"#{each}" for each in ids}
    (evidence,) = (e for e in root.find("section") if e.attributes.get("id") == "evidence")
    assert len(list(evidence.find("tr"))) == 1 + len(view.tests)


def test_hostile_texts_are_texts() -> None:
    """No element but our own, nothing that hides, and each text as it is."""
    view = view_of(hostile_plan(200))
    root = page(view)
    plain = page(view_of(make(pair())))
    assert {e.tag for e in root.descendants()} <= {e.tag for e in plain.descendants()}
    shown = "".join(root.texts())
    assert all(c.isprintable() or c in "\n\t" for c in shown)
    for text in CORPUS.values():
        assert " ".join(visible(text[:200]).split()) in " ".join(shown.split())
