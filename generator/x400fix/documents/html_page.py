# SPDX-License-Identifier: MIT
"""TICKET.HTML from a dossier: one file, with nothing to fetch."""

import base64
import hashlib
from collections.abc import Iterator

from x400fix.documents.decision import group_names
from x400fix.documents.diagrams.diagrams import find_album
from x400fix.documents.rendering import Renderer
from x400fix.documents.ticket import Dossier
from x400fix.settings.window import duration_text

MOST_IN_SUMMARY = 5
"""How many servers, pairs and assumptions the decision page lists; annexes have all."""


def ticket_page(dossier: Dossier, renderer: Renderer) -> Iterator[bytes]:
    """The page, piece by piece."""
    values = {"version": dossier.version, "ticket": dossier.ticket, "checksum": dossier.checksum}
    style = renderer.text("html/ticket.css", values)
    script = renderer.text("html/ticket.js", {})
    return renderer.html(
        "html/TICKET.HTML",
        {
            **values,
            "dossier": dossier,
            "style": style,
            "script": script,
            "style_digest": content_digest(style),
            "script_digest": content_digest(script),
            "duration": duration_text,
            "facts": dossier.document.options.facts,
            "groups": group_names(dossier.document.options.facts.groups),
            "most": MOST_IN_SUMMARY,
            "album": find_album(dossier),
        },
    )


def content_digest(text: str) -> str:
    """What a Content-Security-Policy calls a script or style by, so that no other one is run."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
