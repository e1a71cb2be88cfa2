# SPDX-License-Identifier: MIT
"""TICKET.PDF says what TICKET.HTML says, for every sample and for hostile texts."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.builders import POOL, pair, settings
from tests.command import environment, run_program, tree
from tests.golden import SAMPLES, sample_names
from tests.hostile_plan import CORPUS, hostile_plan
from tests.html_tree import Element, read_tree
from tests.pdfs import bodies, page_texts, pdf_of, squeezed
from tests.plans import make
from tests.views import view_of
from x400fix.documents.decision import plain_text
from x400fix.documents.diagrams.diagrams import find_diagrams
from x400fix.documents.diagrams.shapes import Label
from x400fix.documents.html_page import ticket_page
from x400fix.documents.pdf_styles import drawable
from x400fix.documents.rendering import visible
from x400fix.documents.ticket import TicketView
from x400fix.settings.ticket_facts import TicketFacts, TicketGroups, TicketRisk
from x400fix.settings.window import parse_window

LONGEST = 500
"""As much is taken of each hostile text; words longer than a page have a test of their own."""
LINK = {"/Contents", "/Dest", "/Subtype"}
"""What a link within the file has; one that leads out of it has an action."""
PLANS = [*sample_names(), "hostile", "short"]
PAGES = [name for name in PLANS if name != "clean"]
"""Those that have a TICKET.HTML: where nothing is to be done, TICKET.MD says so."""
SHORT: Mapping[str, object] = {
    "window": parse_window("2026-12-05T22:00+01:00/1h"),
    "facts": TicketFacts(
        groups=TicketGroups(windows="NT operations", approval="CAB"),
        risk=TicketRisk(level="3", users=0, rehearsed=False, note="Month end"),
    ),
}
"""A window in which nothing has room, and all that a ticket can say of the risk."""


@cache
def opened(name: str) -> TicketView:
    """What is shown of the plan of a sample, of the hostile one, or of one for a short window."""
    if name == "hostile":
        return view_of(hostile_plan(LONGEST))
    if name == "short":
        return view_of(make(pair(), settings(POOL[:2], (), **SHORT)))
    return view_of(name)


@cache
def printed(name: str) -> PdfReader:
    """The PDF of it."""
    return pdf_of(opened(name))


@cache
def sheets(name: str) -> Sequence[str]:
    """The text of each page of it."""
    return page_texts(printed(name))


@cache
def letters(name: str) -> str:
    """All letters of the PDF in their order, without white space, page by page."""
    return "".join(bodies(printed(name), opened(name)))


@cache
def page(name: str) -> Element:
    """The elements of TICKET.HTML."""
    return read_tree(b"".join(ticket_page(opened(name))).decode("utf-8"))


def texts_of_page(name: str) -> Mapping[str, int]:
    """Each text of TICKET.HTML that paper shows as it is, and how often it is there."""
    (body,) = page(name).find("body")
    counts: dict[str, int] = {}
    for element in body.elements():
        for text in _texts(element):
            counts[text] = counts.get(text, 0) + 1
    return counts


def _texts(element: Element) -> list[str]:
    """The texts in an element, but those of pictures and of the foot."""
    if element.tag == "svg" or "foot" in element.classes:
        return []
    found = []
    for child in element.children:
        if isinstance(child, str):
            found += [squeezed(drawable(" ".join(child.split())))]
        else:
            found += _texts(child)
    return [text for text in found if text]


@pytest.mark.parametrize("name", PAGES)
def test_every_text_of_the_page_is_on_paper(name: str) -> None:
    """As often as it is there, wherever lines and pages are broken."""
    shown = letters(name)
    for text, count in texts_of_page(name).items():
        assert shown.count(text) >= count, text


@pytest.mark.parametrize("name", sample_names())
def test_every_assignment_is_on_paper(name: str) -> None:
    """Server, connector and both Addresses, one after the other."""
    shown = letters(name)
    for each in opened(name).plan.assignments:
        number = f"{opened(name).conflict_numbers[each.server, each.connector]}"
        partner = each.remote_server or each.owner
        texts = (each.server, each.connector, partner, number, each.action)
        line = squeezed("".join(drawable(text) for text in (*texts, each.old_address)))
        assert f"{line}{squeezed(each.address_value)}" in shown


def test_a_plan_with_nothing_to_do_says_so_on_paper() -> None:
    """And why, as TICKET.MD does."""
    view, shown = opened("clean"), letters("clean")
    reasons = (row.reason for row, _ in view.rows)
    for text in (*view.decision["What"], *reasons, *(each.sha256 for each in view.plan.inputs)):
        assert squeezed(text) in shown


def test_what_there_is_to_warn_of_is_on_paper() -> None:
    """Also where nothing is to be done."""
    for made in (
        make(pair(2, "5.5 SP3", "5.5 SP3")),
        make(pair(), settings(POOL[:2], (), **SHORT)),
    ):
        view = view_of(made)
        shown = "".join(bodies(pdf_of(view), view))
        assert view.plan.problems
        for each in view.plan.problems:
            assert squeezed(f"{each.code} {each.message}") in shown


@pytest.mark.parametrize("name", PAGES)
def test_the_pictures_are_those_of_the_page(name: str) -> None:
    """Each is there, with every text in it; a long one may end in three dots."""
    shown = letters(name)
    found = (each.attributes.get("data-picture") for each in page(name).find("svg"))
    pictures = find_diagrams(opened(name)).by_name()
    for picture in (pictures[each] for each in found if each):
        for label in (shape for shape in picture.shapes if isinstance(shape, Label)):
            text = squeezed(drawable(label.text))
            starts = (f"{text[:length]}…" for length in range(1, len(text)))
            assert text in shown or any(start in shown for start in starts), text


@pytest.mark.parametrize("name", PLANS)
def test_annexes_are_bookmarks(name: str) -> None:
    """In their order, behind the decision page, which is page one alone."""
    reader, view = printed(name), opened(name)
    titles = [each.title for each in reader.outline if not isinstance(each, list)]
    annexes = [f"Annex {each.number}: {each.title}" for each in view.annexes.values()]
    assert titles == [drawable(plain_text(view.title)), "Annexes", *annexes]
    for each in reader.outline:
        if not isinstance(each, list):
            number = reader.get_destination_page_number(each)
            assert number is not None
            assert squeezed(str(each.title)) in squeezed(sheets(name)[number])
    assert "Decision" in sheets(name)[0]
    assert sheets(name)[1].startswith("Annexes")


@pytest.mark.parametrize("name", PLANS)
def test_every_sheet_has_the_checksum(name: str) -> None:
    """And its number of how many."""
    reader = printed(name)
    for number, text in enumerate(sheets(name), 1):
        assert opened(name).checksum in text
        assert f"{number} / {len(reader.pages)}" in text


@pytest.mark.parametrize("name", [*sample_names(), "short"])
def test_every_step_is_a_row(name: str) -> None:
    """With its place, its title and who does it."""
    for head in opened(name).heads:
        text = f"{head.place.name}{head.title}{head.step.who}{head.step.minutes}"
        assert squeezed(drawable(text)) in letters(name)


def test_a_step_is_a_link_to_its_row() -> None:
    """From every table that names it."""
    reader = printed("window")
    annexes = [text.partition(" ")[0] for text in sheets("window")]
    links = [link.get_object() for page in reader.pages for link in page.get("/Annots", ())]
    numbers = {page.indirect_reference: at for at, page in enumerate(reader.pages)}
    targets = [numbers[link["/Dest"][0]] for link in links]
    assert len(targets) > 50
    assert [annexes[at] for at in targets].count("Step") > 30


@pytest.mark.parametrize("text", CORPUS)
def test_no_hostile_text_is_lost_or_taken_for_markup(text: str) -> None:
    """It reads as it is, with escapes for what cannot be drawn."""
    shown = squeezed(drawable(visible(CORPUS[text][:LONGEST])))
    assert shown in letters("hostile")


@pytest.mark.parametrize("name", ["two-sites", "hostile"])
def test_nothing_in_it_is_run_or_fetched(name: str) -> None:
    """No script, no form, no attachment, no link out of the file."""
    reader = printed(name)
    assert not reader.trailer["/Root"].keys() & {"/AcroForm", "/AA", "/OpenAction", "/Names"}  # type: ignore[attr-defined]
    for each in reader.pages:
        for link in each.get("/Annots", ()):
            assert link.get_object().keys() - {"/Border", "/Rect", "/Type"} <= LINK


def test_what_the_font_lacks_is_told_at_the_top() -> None:
    """Only where there is something to tell."""
    said = "Some characters of this inventory are not in the letters of this file"
    assert said in sheets("hostile")[0]
    assert said not in "".join(sheets("hub"))  # which has a Spanish name
    assert "Cádiz" in "".join(sheets("hub"))


@pytest.mark.parametrize(
    "others",
    [
        {"SOURCE_DATE_EPOCH": "1800000000"},
        {"SOURCE_DATE_EPOCH": "no number", "RL_invariant": "0", "RL_ttfAsciiReadable": "0"},
    ],
    ids=["date", "settings"],
)
def test_it_is_made_again_with_the_same_bytes(tmp_path: Path, others: Mapping[str, str]) -> None:
    """By another process, in another time zone, with another order of what has none.

    What the environment says to other programs that make PDF files is not heard.
    """
    plan = str(SAMPLES / "two-sites" / "expected" / "PLAN.json")
    made = []
    for zone, seed, more in (("America/New_York", "1", {}), ("Asia/Kathmandu", "4711", others)):
        folder = tmp_path / seed
        folder.mkdir()
        (folder / "Vera.ttf").write_bytes(b"a font of the machine")
        outcome = run_program(
            *("ticket", plan, "--xlsx", "--pdf", "--out", "ticket"),
            cwd=folder,
            env=environment(TZ=zone, PYTHONHASHSEED=seed, LC_ALL="C", **more),
        )
        assert outcome.status == 0, outcome.err
        made.append(tree(folder))
    assert made[0] == made[1]
    assert {"ticket/TICKET.PDF", "ticket/ASSIGN.XLSX"} <= made[0].keys()
