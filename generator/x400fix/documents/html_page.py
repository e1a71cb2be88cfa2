# SPDX-License-Identifier: MIT
"""TICKET.HTML: one file, with nothing to fetch."""

import base64
import hashlib
from collections.abc import Iterator

from x400fix.documents.decision import group_names
from x400fix.documents.diagrams.diagrams import find_diagrams
from x400fix.documents.outages import count_texts
from x400fix.documents.rendering import Renderer
from x400fix.documents.step_texts import number_list
from x400fix.documents.ticket import TicketView
from x400fix.settings.window import duration_text

MOST_IN_SUMMARY = 5
"""How many servers, pairs and assumptions the decision page lists; annexes have all."""


def ticket_page(view: TicketView, renderer: Renderer) -> Iterator[bytes]:
    """The page, piece by piece."""
    values = {"version": view.version, "ticket": view.ticket, "checksum": view.checksum}
    style = renderer.text("html/ticket.css", values)
    script = renderer.text("html/ticket.js", {})
    return renderer.html(
        "html/TICKET.HTML",
        {
            **values,
            "view": view,
            "plan": view.plan,
            "style": style,
            "script": script,
            "style_digest": content_digest(style),
            "script_digest": content_digest(script),
            "duration": duration_text,
            "counts": count_texts,
            "numbers": number_list,
            "facts": view.facts,
            "groups": group_names(view.facts.groups),
            "most": MOST_IN_SUMMARY,
            "diagrams": find_diagrams(view),
        },
    )


def content_digest(text: str) -> str:
    """What a Content-Security-Policy calls a script or style by, so that no other one is run."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
