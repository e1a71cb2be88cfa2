# SPDX-License-Identifier: MIT
"""A page becomes a PDF that others can read, with its checksum on every sheet."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.command import environment
from tests.papers import ESCAPES, page_texts, paper, paper_bytes, paper_text, places

LONG = "".join(f"<p>Paragraph {n}.</p>" for n in range(100))


def test_all_text_is_there_in_its_order() -> None:
    """Without what only a screen needs."""
    text = paper_text(
        "<p>One <b>two</b> three.</p><script>no()</script><p hidden>hidden</p>"
        '<p class="tools">tools</p><section><p>Four.</p></section>Five.'
    )
    assert "Change ticket CHG1 One two three. Four. Five." in text
    for absent in ("no()", "hidden", "tools", "never shown"):
        assert absent not in text


def test_every_sheet_has_the_checksum_and_its_number() -> None:
    """So that one that was lost is missed, and one of another plan is found."""
    reader = paper(LONG)
    count = len(reader.pages)
    assert count > 1
    for number, text in enumerate(page_texts(reader), 1):
        assert "plan checksum 0af1" in text
        assert f"{number} / {count}" in text


def test_sheets_are_a4() -> None:
    """Upright."""
    for page in paper(LONG).pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_all_of_a_sheet_is_on_letter_paper_too() -> None:
    """Which is wider but lower: its middle holds all texts, with a margin for the printer."""
    for page in paper(LONG).pages:
        heights = [y for text, (_, y) in places(page).items() if text]
        assert min(heights) - (842 - 792) / 2 > 15
        assert max(heights) + 9 < 792 + (842 - 792) / 2 - 15


def test_all_letters_are_in_the_file() -> None:
    """A reader's computer has to supply none."""
    for page in paper("<p>a <b>b</b></p>").pages:
        fonts = page["/Resources"]["/Font"]  # type: ignore[index]
        descriptors = [font.get_object()["/FontDescriptor"] for font in fonts.values()]
        assert descriptors
        assert all("/FontFile2" in descriptor for descriptor in descriptors)


def test_its_metadata_name_the_ticket_and_the_checksum() -> None:
    """And no clock, user or system."""
    metadata = paper("<p>x</p>").metadata
    assert metadata
    assert metadata.title == "Change ticket CHG1"
    assert metadata.subject == "plan checksum 0af1"
    assert (metadata.author, metadata.creator) == ("x400fix", "x400fix")
    assert str(metadata["/CreationDate"]).startswith("D:20000101")


def test_headings_are_bookmarks_in_two_levels() -> None:
    """Each leads to its page."""
    reader = paper(f"<h2>One</h2>{LONG}<h2>Two</h2><h3>Below &amp; <b>bold</b></h3><p>x</p>")
    first, one, two, below = reader.outline
    assert [first.title, one.title, two.title] == ["Change ticket CHG1", "One", "Two"]  # type: ignore[union-attr]
    assert [each.title for each in below] == ["Below & bold"]  # type: ignore[union-attr]
    last = len(reader.pages) - 1
    assert [reader.get_destination_page_number(each) for each in (first, one, two)] == [0, 0, last]  # type: ignore[arg-type]


def test_a_link_leads_to_its_target() -> None:
    """Wherever the target stands: a section, a table, a row."""
    table = "<table><thead><tr><th>h</th></tr></thead>{}</table>"
    reader = paper(
        '<p><a href="#far">far</a> <a href="#row">row</a> <a href="#none">none</a></p>'
        f'{LONG}<section id="far"><p>There.</p></section>'
        + table.format('<tbody id="row"><tr><td>x</td></tr></tbody>')
    )
    links = [link.get_object() for link in reader.pages[0]["/Annots"]]  # type: ignore[attr-defined]
    assert [link["/Dest"][0] for link in links] == [reader.pages[-1].indirect_reference] * 2


def test_what_the_font_lacks_is_told_at_the_top() -> None:
    """Only where there is something to tell."""
    assert ESCAPES not in paper_text("<p>Cádiz\n\t</p>")
    text = paper_text("<p>東京</p>")
    assert f"CHG1 {ESCAPES}" in text
    assert r"\u6771\u4eac" in text


def test_an_unknown_element_is_a_bug_of_the_page() -> None:
    """It is not left out silently."""
    with pytest.raises(KeyError, match="marquee"):
        paper("<marquee>x</marquee>")
    with pytest.raises(ValueError, match="<table> stands in a line"):
        paper("<p><table></table></p>")


@pytest.mark.parametrize(
    "others",
    [
        {},
        {"SOURCE_DATE_EPOCH": "1800000000"},
        {"SOURCE_DATE_EPOCH": "no number", "RL_invariant": "0", "RL_ttfAsciiReadable": "0"},
    ],
    ids=["plain", "date", "settings"],
)
def test_the_same_page_gives_the_same_bytes(tmp_path: Path, others: Mapping[str, str]) -> None:
    """Also in another run, at another time of day, with another hash seed and in another folder.

    What the environment says to other programs that make PDF files is not heard.
    """
    main = f"<h2>One</h2>{LONG}<table><thead><tr><th>h</th></tr></thead></table>"
    data = paper_bytes(main)
    assert paper_bytes(main) == data
    (tmp_path / "main.html").write_text(main, encoding="utf-8")
    (tmp_path / "Vera.ttf").write_bytes(b"a font of the machine")
    program = (
        "import sys; from tests.papers import paper_bytes;"
        "sys.stdout.buffer.write(paper_bytes(open('main.html').read()))"
    )
    root = Path(__file__).parent.parent
    again = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(
            PYTHONPATH=f"{root / 'generator'}:{root}",
            TZ="Asia/Kathmandu",
            PYTHONHASHSEED="4711",
            **others,
        ),
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert again.stdout == data


def test_nothing_in_it_is_packed() -> None:
    """Builds of zlib differ in the bytes that they pack a text into."""
    for main in ("<p>x</p>", "<p>a <b>b</b></p>"):
        assert b"/Filter" not in paper_bytes(main)
