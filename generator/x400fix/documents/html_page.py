# SPDX-License-Identifier: MIT
"""TICKET.HTML: one file, with nothing to fetch."""

import base64
import hashlib
from collections.abc import Iterator
from functools import cache

from markupsafe import Markup, escape

from x400fix.documents.decision import sentence_parts
from x400fix.documents.diagrams.diagrams import find_diagrams
from x400fix.documents.outages import tally
from x400fix.documents.rendering import Renderer, visible
from x400fix.documents.ticket import TicketView


def ticket_page(view: TicketView) -> Iterator[bytes]:
    """The page, piece by piece."""
    values = {"ticket": view.ticket, "checksum": view.checksum}
    renderer = Renderer()
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
            "tally": tally,
            "chip": chip,
            "prose": prose,
            "words": view.words,
            "diagrams": find_diagrams(view),
        },
    )


@cache
def chip(status: str) -> Markup:
    """A status as a small field with its colour."""
    name = status.replace(" ", "-").lower()
    return Markup('<span class="chip {}">{}</span>').format(name, visible(status))


def prose(text: str) -> Markup:
    """A sentence of our own with its names set apart."""
    parts = (
        Markup("<bdi>{}</bdi>").format(part) if is_name else escape(part)
        for part, is_name in sentence_parts(text)
    )
    return Markup("").join(parts)


def content_digest(text: str) -> str:
    """What a Content-Security-Policy calls a script or style by, so that no other one is run."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
