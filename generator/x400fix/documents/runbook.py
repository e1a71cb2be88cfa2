# SPDX-License-Identifier: MIT
"""RUNBOOK.TXT: every step in order of time, to be ticked off in the window."""

import textwrap
from collections.abc import Iterator

from x400fix.documents.rendering import Renderer, visible
from x400fix.documents.step_texts import number_list
from x400fix.documents.ticket import TicketView
from x400fix.settings.window import duration_text


def runbook_file(view: TicketView) -> Iterator[bytes]:
    """The bytes of RUNBOOK.TXT."""
    values = {
        "view": view,
        "window": view.window,
        "schedule": view.schedule,
        "duration": duration_text,
        "numbers": number_list,
        "lines": lambda text, width: textwrap.wrap(text, width, break_on_hyphens=False),
    }
    return Renderer(visible).utf8("bundle/RUNBOOK.TXT", values)
