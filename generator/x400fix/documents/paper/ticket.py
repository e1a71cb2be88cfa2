# SPDX-License-Identifier: MIT
"""TICKET.PDF from a dossier: the text and the pictures of TICKET.HTML, set on paper."""

from x400fix.documents.diagrams.diagrams import find_album
from x400fix.documents.html_page import ticket_page
from x400fix.documents.paper.paper import make_paper
from x400fix.documents.rendering import Renderer
from x400fix.documents.ticket import Dossier


def ticket_paper(dossier: Dossier, renderer: Renderer) -> bytes:
    """The bytes of the file."""
    page = b"".join(ticket_page(dossier, renderer)).decode("utf-8")
    note = renderer.text("bundle/TICKET.PDF", {})
    return make_paper(page, find_album(dossier).by_name(), escapes=note)
