# SPDX-License-Identifier: MIT
"""Makes TICKET.PDF of plans, and reads it with a library that nobody here wrote."""

import io
from collections.abc import Mapping, Sequence

from pypdf import PageObject, PdfReader

from x400fix.documents.pdf import ticket_pdf
from x400fix.documents.ticket import TicketView


def pdf_of(view: TicketView) -> PdfReader:
    """The PDF of a plan."""
    return PdfReader(io.BytesIO(ticket_pdf(view)))


def page_texts(reader: PdfReader) -> Sequence[str]:
    """The text of each page, with one blank for any white space."""
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def bodies(reader: PdfReader, view: TicketView) -> Sequence[str]:
    """All letters of each page in their order, without white space and without its foot."""
    foot = squeezed(f"Change ticket {view.ticket}".rstrip() + f", plan checksum {view.checksum}")
    return [squeezed(text).rpartition(foot)[0] for text in page_texts(reader)]


def squeezed(text: str) -> str:
    """A text without white space, to be found where lines are broken in words too."""
    return "".join(text.split())


def places(page: PageObject) -> Mapping[str, tuple[float, float]]:
    """Where each text of a page begins, from its lower left corner."""
    found: dict[str, tuple[float, float]] = {}

    def note(text: str, outer: list[float], inner: list[float], *_: object) -> None:
        x = outer[0] * inner[4] + outer[4]
        found[text.strip()] = (round(x), round(outer[3] * inner[5] + outer[5]))

    page.extract_text(visitor_text=note)
    return found
