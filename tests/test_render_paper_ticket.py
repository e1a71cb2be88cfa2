# SPDX-License-Identifier: MIT
"""TICKET.PDF says what TICKET.HTML says, for every sample and for hostile texts."""

import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.command import environment, run_program, tree
from tests.golden import SAMPLES, sample_names
from tests.hostile_plan import CORPUS, hostile_plan
from tests.papers import page_texts, squeezed
from x400fix.documents.diagrams.diagrams import find_album
from x400fix.documents.diagrams.shapes import Label
from x400fix.documents.html_page import ticket_page
from x400fix.documents.paper.fonts import drawable
from x400fix.documents.paper.ticket import ticket_paper
from x400fix.documents.paper.tree import Element, read_tree
from x400fix.documents.rendering import Renderer, visible
from x400fix.documents.ticket import Dossier, open_dossier
from x400fix.planning.plan_file import read_document

LONGEST = 500
"""As much is taken of each hostile text; words longer than a page have a test of their own."""
LINK = {"/Contents", "/Dest", "/Subtype"}
"""What a link within the file has; one that leads out of it has an action."""
PLANS = [*sample_names(), "hostile"]


@cache
def opened(name: str) -> Dossier:
    """What is shown of the plan of a sample, or of the hostile one."""
    path = SAMPLES / name / "expected" / "PLAN.json"
    data = hostile_plan(LONGEST) if name == "hostile" else path.read_bytes()
    return open_dossier(read_document(data, "PLAN.json"), Renderer(), "PLAN.json")


@cache
def printed(name: str) -> PdfReader:
    """The PDF of it."""
    return PdfReader(io.BytesIO(ticket_paper(opened(name), Renderer())))


@cache
def sheets(name: str) -> Sequence[str]:
    """The text of each page of it."""
    return page_texts(printed(name))


@cache
def letters(name: str) -> str:
    """All letters of the PDF in their order, without white space, page by page."""
    footer = squeezed(f"plan checksum {opened(name).checksum}")
    texts = [squeezed(text).rpartition(footer)[0] for text in sheets(name)]
    heads = ("Changeticket", squeezed(f"Change ticket {opened(name).ticket},"))
    return "".join(text.removesuffix(heads[1]).removesuffix(f"{heads[0]},") for text in texts)


def texts_of_page(name: str) -> Mapping[str, int]:
    """Each text of TICKET.HTML that paper shows as it is, and how often it is there."""
    page = b"".join(ticket_page(opened(name), Renderer())).decode("utf-8")
    (body,) = read_tree(page).find("body")
    counts: dict[str, int] = {}
    for element in body.elements():
        if element.tag != "footer":
            for text in _texts(element):
                counts[text] = counts.get(text, 0) + 1
    return counts


def _texts(element: Element) -> list[str]:
    """The texts in an element, but those of pictures."""
    if element.tag == "svg":
        return []
    found = []
    for child in element.children:
        if isinstance(child, str):
            found += [squeezed(drawable(" ".join(child.split())))]
        else:
            found += _texts(child)
    return [text for text in found if text]


@pytest.mark.parametrize("name", PLANS)
def test_every_text_of_the_page_is_on_paper(name: str) -> None:
    """As often as it is there, wherever lines and pages are broken."""
    shown = letters(name)
    for text, count in texts_of_page(name).items():
        assert shown.count(text) >= count, text


@pytest.mark.parametrize("name", sample_names())
def test_every_assignment_is_on_paper(name: str) -> None:
    """Server, connector and both Addresses, one after the other."""
    shown = letters(name)
    for row in opened(name).addresses():
        each = row.record
        texts = (each.server, each.connector, each.remote_server or each.owner, each.action)
        line = squeezed("".join(drawable(text) for text in (*texts, each.old_address)))
        assert f"{line}{squeezed(each.address_value)}" in shown


@pytest.mark.parametrize("name", sample_names())
def test_the_pictures_are_those_of_the_page(name: str) -> None:
    """Each is there, with every text in it; a long one may end in three dots."""
    shown = letters(name)
    page = b"".join(ticket_page(opened(name), Renderer())).decode("utf-8")
    found = (each.attributes.get("data-picture") for each in read_tree(page).find("svg"))
    album = find_album(opened(name)).by_name()
    for picture in (album[each] for each in found if each):
        for label in (shape for shape in picture.shapes if isinstance(shape, Label)):
            text = squeezed(drawable(label.text))
            starts = (f"{text[:length]}…" for length in range(1, len(text)))
            assert text in shown or any(start in shown for start in starts), text


def test_it_is_made_again_with_the_same_bytes(tmp_path: Path) -> None:
    """By another process, in another time zone, with another order of what has none."""
    plan = str(SAMPLES / "two-sites" / "expected" / "PLAN.json")
    made = []
    for zone, seed in (("America/New_York", "1"), ("Asia/Kathmandu", "4711")):
        folder = tmp_path / seed
        folder.mkdir()
        outcome = run_program(
            *("ticket", plan, "--xlsx", "--pdf", "--out", "ticket"),
            cwd=folder,
            env=environment(TZ=zone, PYTHONHASHSEED=seed, LC_ALL="C"),
        )
        assert outcome.status == 0, outcome.err
        made.append(tree(folder))
    assert made[0] == made[1]
    assert {"ticket/TICKET.PDF", "ticket/ASSIGN.XLSX"} <= made[0].keys()


@pytest.mark.parametrize("name", PLANS)
def test_every_sheet_has_the_checksum(name: str) -> None:
    """And its number of how many."""
    reader = printed(name)
    for number, text in enumerate(sheets(name), 1):
        assert opened(name).checksum in text
        assert f"{number} / {len(reader.pages)}" in text


@pytest.mark.parametrize("name", PLANS)
def test_annexes_are_bookmarks(name: str) -> None:
    """In their order, behind the decision page, which is page one alone."""
    dossier = opened(name)
    titles = [each.title for each in printed(name).outline if not isinstance(each, list)]
    annexes = [f"Annex {each.number}: {each.title}" for each in dossier.annexes.values()]
    assert titles[-len(annexes) :] == annexes
    pages = sheets(name)
    assert "Decision" in pages[0]
    assert pages[1].startswith("Annexes")


@pytest.mark.parametrize("name", sample_names())
def test_no_step_is_torn(name: str) -> None:
    """From its title to its undo."""
    pages = [squeezed(text) for text in sheets(name)]
    for step in opened(name).steps():
        first = squeezed(drawable(f"{step.server}{step.who}{step.minutes} min"))
        last = squeezed(drawable(f"Undo{''.join(step.undo)}"))
        title = squeezed(drawable(step.title))
        assert any(
            last in page.partition(title)[2] and first in page for page in pages if title in page
        ), step.number


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
    for page in reader.pages:
        for link in page.get("/Annots", ()):
            assert link.get_object().keys() - {"/Border", "/Rect", "/Type"} <= LINK
