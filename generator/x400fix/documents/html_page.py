# SPDX-License-Identifier: MIT
"""TICKET.HTML: one file, with nothing to fetch."""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache

from markupsafe import Markup, escape

from x400fix.documents.decision import group_names
from x400fix.documents.diagrams.diagrams import find_diagrams
from x400fix.documents.outages import tally
from x400fix.documents.rendering import Renderer, visible
from x400fix.documents.step_texts import number_list
from x400fix.documents.ticket import TicketView
from x400fix.settings.window import duration_text

_NUMBER = re.compile(r"[0-9]|\S+ [^.\s]*(?:\.[^.\s]*){3}$")
_ITEM = re.compile(r"-|.\)")

MOST_IN_SUMMARY = 5
"""How many servers, pairs and assumptions the decision page lists; annexes have all."""


def ticket_page(view: TicketView) -> Iterator[bytes]:
    """The page, piece by piece."""
    values = {"version": view.version, "ticket": view.ticket, "checksum": view.checksum}
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
            "duration": duration_text,
            "tally": tally,
            "chip": chip,
            "entries": entries,
            "numbers": number_list,
            "facts": view.facts,
            "groups": group_names(view.facts.groups),
            "most": MOST_IN_SUMMARY,
            "diagrams": find_diagrams(view),
        },
    )


@cache
def chip(status: str) -> Markup:
    """A status or a level as a small field with its colour."""
    name = status.replace(" ", "-").lower()
    return Markup('<span class="chip {}">{}</span>').format(name, visible(status))


@cache
def entries(texts: Sequence[str]) -> Markup:
    """The paragraphs and list entries of a step's text."""
    spans = (f'<span class="{entry_kind(text)}">{escape(visible(text))}</span>' for text in texts)
    return Markup("".join(spans))  # noqa: S704 -- escaped above


def entry_kind(text: str) -> str:
    """How an entry is set: a line of a list of addresses, an item, or a paragraph."""
    if _NUMBER.match(text):
        return "number"
    return "item" if _ITEM.match(text) else "entry"


def content_digest(text: str) -> str:
    """What a Content-Security-Policy calls a script or style by, so that no other one is run."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
