# SPDX-License-Identifier: MIT
"""TICKET.PDF from a dossier: the text and the pictures of TICKET.HTML, set on paper."""

from x400fix.render.dossier.dossier import Dossier
from x400fix.render.environment import Renderer
from x400fix.render.page.page import ticket_page
from x400fix.render.paper.paper import make_paper
from x400fix.render.pictures.album import find_album


def ticket_paper(dossier: Dossier, renderer: Renderer) -> bytes:
    """The bytes of the file."""
    page = b"".join(ticket_page(dossier, renderer)).decode("utf-8")
    note = renderer.text("bundle/TICKET.PDF", {})
    return make_paper(page, find_album(dossier).by_name(), escapes=note)
