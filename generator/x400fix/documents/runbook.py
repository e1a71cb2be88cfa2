# SPDX-License-Identifier: MIT
"""RUNBOOK.TXT: every step in order of time, to be ticked off in the window."""

from collections.abc import Iterator

from x400fix.documents.back_out import StepHead
from x400fix.documents.rendering import Renderer, visible
from x400fix.documents.step_texts import number_list, wrapped
from x400fix.documents.ticket import TicketView
from x400fix.plan.schedule import Run
from x400fix.settings.window import duration_text

_WIDTH = 84


def runbook_file(view: TicketView, renderer: Renderer) -> Iterator[bytes]:
    """The bytes of RUNBOOK.TXT."""
    schedule, window = view.schedule, view.window
    values = {
        "version": view.version,
        "ticket": view.ticket,
        "owner": visible(view.owner),
        "contact": visible(view.facts.contact),
        "window": (window.moment(0), window.moment(window.minutes)) if window else None,
        "ways": [
            ("One person", *_way(view, schedule.in_turn)),
            ("People at each", *_way(view, schedule.side_by_side)),
        ],
        "intro": [wrapped(text, _WIDTH, 0) for text in view.annexes["steps"].intro],
        "stop": [wrapped(text, _WIDTH - 2, 2) for text in view.words["no_go"]],
        "back_out": [wrapped(text, _WIDTH, 0) for text in view.annexes["back-out"].intro],
        "steps": (_step_row(view, head) for head in view.heads),
        "undone": ((*_row(head), visible(head.place.folder)) for head in view.back_out),
    }
    return renderer.utf8("bundle/RUNBOOK.TXT", values)


def _way(view: TicketView, run: Run) -> tuple[str, str, str]:
    """How long undoing takes, when it must begin, and what window is needed if not this one."""
    needed = view.window is not None and run.needed > view.window.minutes
    return (
        duration_text(run.undo),
        view.latest_back_out(run),
        duration_text(run.rounded) if needed else "",
    )


def _row(head: StepHead) -> tuple[int, str, str, str, int]:
    """Number, place, title, who does it, and minutes."""
    step = head.step
    return step.number, visible(head.place.name), visible(head.title), step.who, step.minutes


def _step_row(view: TicketView, head: StepHead) -> tuple[object, ...]:
    """A step, what it waits for, its folder, its wave, and when it begins."""
    begins = view.begins(head)
    return (
        *_row(head),
        number_list(head.step.waits_for),
        visible(head.place.folder),
        f", wave {head.step.wave}" if head.step.wave else "",
        ", planned {} or {}".format(*begins) if begins else "",
    )
