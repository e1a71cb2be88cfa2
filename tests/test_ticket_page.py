# SPDX-License-Identifier: MIT
"""TICKET.HTML shows what the view of a ticket holds, as elements that any program can read."""

import pytest
from hypothesis import given

from tests.builders import POOL, pair, settings
from tests.hostile_plan import CORPUS, crowded, hostile_plan
from tests.html_tree import Element, read_tree
from tests.inventories.plans import LAWS, plans
from tests.plans import Made, make, name_file
from tests.views import sample_plan, view_of
from x400fix.documents.html_page import ticket_page
from x400fix.documents.rendering import visible
from x400fix.documents.ticket import TicketView
from x400fix.namefiles.existing import ExistingFile
from x400fix.settings.ticket_facts import TicketFacts, TicketGroups, TicketRisk
from x400fix.settings.window import parse_window

PAGES = ["two-sites", "hub", "window", "names", "existing-names"]


BLOCKS = {"h1", "p", "dt", "dd", "li", "th", "td"}


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
    assert list(with_files.annexes)[-2:] == ["inputs", "name-files"]
    assert not list(page(without).find("pre"))
    assert len(list(page(with_files).find("pre"))) == 3


def planned(window: str = "", **facts: object) -> TicketView:
    """A plan with a window of some length, and with facts."""
    given = parse_window(f"2026-12-05T22:00+01:00/{window}") if window else None
    found = TicketFacts(**facts)  # type: ignore[arg-type]
    return view_of(make(pair(), settings(POOL[:2], window=given, facts=found)))


def first_page(view: TicketView) -> str:
    """The text of the decision page, a blank between its paragraphs and cells."""
    (decision,) = (e for e in page(view).find("section") if e.attributes.get("id") == "decision")
    blocks = (e for e in decision.descendants() if e.tag in BLOCKS)
    return " ".join(e.text for e in blocks if not any(c.tag in BLOCKS for c in e.descendants()))


def alarms_of(view: TicketView) -> list[Element]:
    """The rows of the decision page that are framed."""
    return [e for e in page(view).find("div") if "alarm" in e.classes]


def test_a_window_that_is_too_short_cannot_be_overlooked() -> None:
    """It is said once; one that is long enough, or not known, is no alarm."""
    said = first_page(planned("1h"))
    assert said.count("TOO SHORT") == 1
    assert "1:00 h" in said
    assert "TOO SHORT" not in first_page(planned("8h")) + first_page(planned())
    alarms = [[row.text for row in alarms_of(planned(window))] for window in ("1h", "8h", "")]
    assert [len(texts) for texts in alarms] == [1, 0, 0]
    assert alarms[0][0].startswith("WindowTOO SHORT: has 1:00 h")


def test_steps_say_when_they_are_planned_and_what_comes_after_the_window() -> None:
    """In both ways of working; without a window nothing has a time of day."""
    (steps,) = (e for e in page(planned("4h")).find("table") if "steps" in e.classes)
    assert "22:00 or 22:00" in steps.text
    late = " ".join(page(planned("50m")).texts())
    assert ", after the window" in late
    assert "too late" in late
    assert "Planned" not in " ".join(page(planned()).texts())


def test_what_was_said_of_service_groups_and_risk_is_in_the_ticket() -> None:
    """The risk on the decision page, short; all of it, whole, with the inputs."""
    note = "No freeze " + "and so on " * 12
    view = planned(
        service="Mail <b>",
        environment="production",
        contact="+49 30 " + "extension " * 9,
        groups=TicketGroups(windows="NT team", exchange="Messaging", approval="CAB"),
        risk=TicketRisk(level="3", users=1200, rehearsed=False, note=note),
    )
    said = first_page(view)
    for text in (
        "Board's scale: 3. Not rehearsed. No freeze and so on",
        "People affected: 1200.",
        "Change board (CAB)",
    ):
        assert text in said, text
    assert note not in said
    whole = " ".join(" ".join(page(view).texts()).split())
    for text in (note.strip(), "Mail <b>", "production", "NT team", "Messaging", "extension " * 9):
        assert text.strip() in whole
    assert "Rehearsed." in first_page(planned(risk=TicketRisk(rehearsed=True)))
    assert "People" not in first_page(planned(risk=TicketRisk(rehearsed=True)))


def test_what_nobody_said_is_a_blank_to_fill_in() -> None:
    """Ticket, window, owner and contact: four of them."""
    blanks = [e for e in page(planned()).find("span") if "blank" in e.classes]
    assert [e.text for e in blanks] == ["to be filled in"] * 4
    assert not [e for e in page(view_of("window")).find("span") if "blank" in e.classes]


MOST_WORDS = 350


@pytest.mark.parametrize("name", ["hostile", "crowded", *PAGES])
def test_the_decision_page_is_short(name: str) -> None:
    """Also where every warning fires, and names and notes are as long as they may be."""
    plans = {"hostile": lambda: crowded(hostile_plan(1000)), "crowded": crowded}
    said = first_page(view_of(plans.get(name, lambda: sample_plan(name))()))
    assert len(said.split()) <= MOST_WORDS


@LAWS
@given(plans())
def test_no_inventory_makes_the_decision_page_long(made: Made) -> None:
    """At most a sheet of paper."""
    plan = made.plan
    if not plan.nothing_to_do:
        assert len(first_page(view_of(plan)).split()) <= MOST_WORDS


def test_what_stays_broken_is_on_the_decision_page_worst_first() -> None:
    """And how much it is in all, if not every pair has room."""
    said = first_page(view_of(crowded()))
    assert "Still broken 24 routes, 24 pairs: see annex 4. The worst: " in said
    assert "12 routes that work today stop, at most 0:23 h, 12 pairs. The longest: " in said


@pytest.mark.parametrize("name", PAGES)
def test_every_step_test_and_row_is_on_the_page(name: str) -> None:
    """And every link leads to an element of it."""
    view = view_of(name)
    root = page(view)
    ids = [e.attributes["id"] for e in root.descendants() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    assert {f"step-{head.step.number}" for head in view.heads} <= set(ids)
    links = {e.attributes["href"] for e in root.find("a")}
    assert links <= {f"#{each}" for each in ids}
    (tests,) = (e for e in root.find("section") if e.attributes.get("id") == "tests")
    assert len(list(tests.find("tr"))) == 1 + len(view.tests)


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
