# SPDX-License-Identifier: MIT
"""TICKET.PDF can be printed, read and written on, whatever stands in the plan."""

import io
import re
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from tests.builders import connector, inventory, servers, settings
from tests.hostile_plan import replaced
from tests.pdfs import bodies, page_texts, pdf_of, places, squeezed
from tests.plans import make
from tests.test_ticket_pdf import PLANS, opened, printed, sheets
from tests.views import sample_plan, view_of
from x400fix.documents.decision import plain_text
from x400fix.documents.diagrams.shapes import Box, Curve, Label, Mark, Picture, Shape
from x400fix.documents.pdf import ticket_pdf
from x400fix.documents.pdf_drawings import Drawing, Signed
from x400fix.documents.pdf_styles import STYLES, drawable, markup, prepare

LONG = "W" * 4_900
"""A text without blanks that needs more than a page in most columns."""


# ---- sheets


def test_sheets_are_a4_and_all_of_them_is_on_letter_paper_too() -> None:
    """Which is wider but lower: its middle holds all texts, with a margin for the printer."""
    for page in printed("two-sites").pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        heights = [y for text, (_, y) in places(page).items() if text]
        assert min(heights) - (842 - 792) / 2 > 15
        assert max(heights) + 9 < 792 + (842 - 792) / 2 - 15


def test_all_letters_are_in_the_file() -> None:
    """A reader's computer has to supply none, but those of lines of files, which each has."""
    for page in printed("existing-names").pages:
        fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
        embedded = [font for font in fonts if "/FontFile2" in font.get("/FontDescriptor", {})]
        assert embedded
        others = {font["/BaseFont"] for font in fonts if font not in embedded}
        assert others <= {"/Courier", "/Courier-Bold"}


def test_lines_of_files_keep_their_blanks_and_differ_by_weight() -> None:
    """Each character is as wide as the others; lines that were added are bold."""
    text = "\n".join(page.extract_text() for page in printed("existing-names").pages)
    shown = text.replace("\xa0", " ")
    for lines in opened("existing-names").name_diffs:
        for line in lines:
            assert line.expandtabs().rstrip() in shown
    fonts = {
        font.get_object()["/BaseFont"]
        for page in printed("existing-names").pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert {"/Courier", "/Courier-Bold"} <= fonts


def test_what_is_typed_is_in_the_letters_of_a_typewriter() -> None:
    """Addresses, checksums, options and names of files, also in a sentence."""
    typed: list[str] = []

    def note(text: str, _cm: object, _tm: object, font: Mapping[str, str] | None, _: float) -> None:
        if font and font["/BaseFont"] == "/Courier":
            typed.append(text)

    for page in printed("two-sites").pages:
        page.extract_text(visitor_text=note)
    shown = squeezed("".join(typed))
    plan = opened("two-sites").plan
    for each in plan.assignments:
        assert each.address_value in shown
    for text in (*(each.sha256 for each in plan.inputs), "--previousPLAN.json", "SHA256SUMS"):
        assert text in shown
    assert "Addressafterwards" not in shown


def test_two_servers_need_few_sheets() -> None:
    """One to decide on, and four to look things up."""
    assert len(printed("two-sites").pages) <= 5


def test_its_metadata_name_the_ticket_and_the_checksum() -> None:
    """And no clock, user or system."""
    metadata, view = printed("window").metadata, opened("window")
    assert metadata
    assert metadata.title == f"{view.ticket} {plain_text(view.title)}"
    assert metadata.subject == f"Change ticket {view.ticket}, plan checksum {view.checksum}"
    assert (metadata.author, metadata.creator) == ("x400fix", "x400fix")
    assert str(metadata["/CreationDate"]).startswith("D:20000101")


def test_nothing_in_it_is_packed() -> None:
    """Builds of zlib differ in the bytes that they pack a text into."""
    assert b"/Filter" not in ticket_pdf(opened("clean"))


# ---- headings and tables


def headings(name: str) -> Sequence[str]:
    """All bookmarks, and the titles of tables and pictures."""
    outline: list[str] = []
    for part in printed(name).outline:
        outline += [str(each.title) for each in (part if isinstance(part, list) else [part])]  # type: ignore[union-attr]
    captions = (
        *("Where work is done", "Steps in which mail waits", "Mail routes"),
        *("Requirements that this plan must meet", "Undo, in this order", "Map of the pool"),
        "How long undoing takes one person",
    )
    return [squeezed(each) for each in (*outline, *captions)]


@pytest.mark.parametrize("name", PLANS)
def test_no_heading_stands_alone_at_the_foot_of_a_page(name: str) -> None:
    """Nor the head of a table."""
    for text in bodies(printed(name), opened(name)):
        assert not text.endswith(tuple(headings(name)))
        assert not text.endswith(("WaitsforWave", "RequirementFound", "AfterwardsSoafterstep"))


def test_the_head_of_a_table_is_on_each_page_of_it() -> None:
    """Once, above the rows."""
    pages = sheets("hub")
    first = next(at for at, text in enumerate(pages) if ": Steps in order" in text) + 1
    last = next(at for at, text in enumerate(pages) if ": Mail outages" in text and at > first)
    assert last > first
    for text in pages[first:last]:
        assert text.startswith("Step Server What")
        assert text.count("Waits for") == 1


def test_a_long_table_begins_below_its_heading() -> None:
    """It is not put off to a page of its own."""
    (page,) = (text for text in sheets("two-sites") if "Annex 3: Steps" in text)
    assert page.count("administrator") >= 2


def test_a_table_of_many_rows_loses_none() -> None:
    """Also where it is set as several."""
    rows = [
        f"{home}/C{at} 10.20.{far}.10 {there}"
        for home, far, there in (("MAIL-A", 2, "MAIL-B"), ("MAIL-B", 1, "MAIL-A"))
        for at in range(1, 204)
    ]
    pool = settings(["10.20.1.16-10.20.1.254", "10.20.2.16-10.20.2.254"])
    view = view_of(make(inventory(map(connector, rows), servers()), pool))
    text = "".join(bodies(pdf_of(view), view))
    annex = text.partition("Annex2:Addresses")[2].partition("Annex3:")[0]
    found = re.findall(r"MAIL-[AB](C\d+)MAIL-[AB][12](?:keep|move)", annex)
    assert sorted(found) == sorted(2 * [f"C{at}" for at in range(1, 204)])


def test_a_text_of_many_pages_is_whole_in_a_table() -> None:
    """Though it has no blanks to break it at, and its row is higher than a page."""
    plan = sample_plan("two-sites")
    view = view_of(replaced(plan, {plan.assignments[0].connector: LONG}))
    text = "".join(bodies(pdf_of(view), view))
    whole = re.findall("W{1000,}", re.sub("[A-Z][a-z]+Connector[A-Z][A-Za-z]+", "", text))
    assert whole
    assert text.count("W") > 3 * len(LONG)


# ---- texts, signs and pictures


@pytest.mark.parametrize("text", ["To Cádiz 2", "Ñandú ß £ € „“", "a\\b <&>", "a\xa0b", ""])
def test_western_european_letters_are_drawn(text: str) -> None:
    """And all of ASCII."""
    assert drawable(text) == text


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("東京", r"\u6771\u4eac"),
        ("שלום 1", r"\u05e9\u05dc\u05d5\u05dd 1"),
        ("e\u0301", r"e\u0301"),
        ("\U0001f4e8", r"\U0001f4e8"),
        ("a\x1bb\n", r"a\x1bb\n"),
        ("\u202e\ufeff\xad", r"\u202e\ufeff\xad"),
        ("\ud800", r"\ud800"),
    ],
)
def test_other_characters_are_escapes(text: str, drawn: str) -> None:
    """Also those that would be obeyed, and halves of pairs."""
    assert drawable(text) == drawn


@given(st.text(st.characters(codec=None)))
def test_markup_holds_only_characters_of_the_font_and_no_signs_of_markup(text: str) -> None:
    """But those that stand for such signs; nothing is lost."""
    escaped = markup(text)
    assert not {"<", "|"} & {*escaped}
    assert {ord(c) for c in escaped} <= prepare()
    plain = escaped.replace("&#124;", "|").replace("&lt;", "<").replace("&gt;", ">")
    assert plain.replace("&amp;", "&").replace("\xa0", " ") == drawable(text).replace("\xa0", " ")


def drawn(part: Flowable) -> bytes:
    """What is drawn for a part of the document."""
    prepare()
    data = io.BytesIO()
    canvas = Canvas(data, invariant=1, pageCompression=0)
    part.wrapOn(canvas, 400, 800)
    part.drawOn(canvas, 50, 20)
    canvas.save()
    return data.getvalue()


def test_each_sign_has_its_own_shape() -> None:
    """So it can be told apart without colour, too."""
    signs = ("conflict", "new", "kept", "open", "given", "used", "excluded", "free", "box", "dot")
    shown = {drawn(Signed("x", STYLES["cell-sign"], sign)) for sign in signs}
    assert len(shown) == len(signs)
    assert drawn(Signed("x", STYLES["cell-sign"], "unheard-of")) not in shown


def test_a_text_that_is_split_keeps_one_sign() -> None:
    """At its beginning."""
    style = STYLES["body-sign"]
    whole = Signed("word " * 200, style, "box")
    whole.wrap(200, 1000)
    signs = [part.bulletText for part in whole.split(200, 100) if isinstance(part, Signed)]
    assert signs == ["box", None]


def picture(*shapes: Shape, height: int = 300) -> PdfReader:
    """A page with a picture."""
    return PdfReader(io.BytesIO(drawn(Drawing(Picture(name="p", height=height, shapes=shapes)))))


def test_texts_of_a_picture_stand_at_their_places() -> None:
    """Units are counted from the upper left corner, and as wide as the column."""
    at = places(
        picture(
            Label(0, 20, "left", "start", "name"),
            Label(360, 20, "middle", "middle", "site"),
            Label(720, 20, "right", "end", "connector"),
            Label(0, 290, "low", "start", "address-new"),
        ).pages[0]
    )
    assert at["left"][1] == at["middle"][1] == at["right"][1] > at["low"][1] + 150
    assert at["left"][0] == at["low"][0] < at["middle"][0] < at["right"][0]


def test_every_kind_of_shape_and_mark_is_drawn() -> None:
    """Also one that has no look of its own."""
    points = ((0, 0), (10, 0), (10, 10), (20, 10))
    kinds = ("conflict", "new", "kept", "open", "cell-given", "cell-excluded", "plain")
    shapes: list[Shape] = [Mark(20, 20, kind, "12") for kind in kinds]
    shapes += [Box(0, 0, 10, 10, kind) for kind in ("hub", "pill-open", "cell-used", "plain")]
    shapes += [Curve(points, kind) for kind in kinds]
    assert page_texts(picture(*shapes)) == ["12 ?"]


def test_a_picture_that_is_too_high_is_made_smaller() -> None:
    """It has room on one page."""
    high = Drawing(Picture(name="p", height=4000, shapes=()))
    assert high.wrap(400, 800)[1] < 700


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("10.20.1.10", "10.20.1.10"),
        ("hub1.corp.exam…", "hub1.corp.exam…"),
        ("東京", "\\u6…"),
        ("שלום" * 4, r"\u05e9\u05dc"),
        ("", ""),
    ],
)
def test_a_text_has_the_room_that_was_reckoned_for_it(text: str, shown: str) -> None:
    """One with escapes is cut; the tables have it whole."""
    (found,) = page_texts(picture(Label(0, 20, text, "start", "name")))
    assert found.startswith(shown)
