# SPDX-License-Identifier: MIT
"""TICKET.MD: the ticket as Markdown that Jira, GitLab and GitHub show alike.

Text of the inventory stands in code spans: there nothing is markup, a link, or the mention of a
person. All other texts are our own, with what means something in Markdown escaped.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from x400fix.documents.rendering import Renderer, visible
from x400fix.documents.ticket import Dossier
from x400fix.documents.ticket_values import StepHead
from x400fix.plan.model import RoutesRecord
from x400fix.problems import Severity
from x400fix.settings.window import duration_text

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|&~$])")
_TICKS = re.compile("`+")


class Ready(str):
    """Markdown that is escaped already."""

    __slots__ = ()


def escape_markdown(text: str) -> str:
    """A text of our own in which no character is markup; what is ready stays as it is."""
    return text if isinstance(text, Ready) else _MARKS.sub(r"\\\1", visible(text))


def code_span(text: str) -> Ready:
    """Any text as a code span."""
    shown = visible(text)
    longest = max(map(len, _TICKS.findall(shown)), default=0)
    fence = "`" * (longest + 1)
    # A blank at both ends is taken off again; without it a tick would join the fence.
    pad = " " if shown.strip(" ") and (shown[0] in " `" or shown[-1] in " `") else ""
    return Ready(f"{fence}{pad}{shown}{pad}{fence}" if shown else "")


def code_cell(text: str) -> Ready:
    """A code span in a table, whose cells end at a stroke also there."""
    return Ready(code_span(text).replace("|", "\\|"))


def code_block(lines: Sequence[str]) -> Ready:
    """Lines of text as a block of code, in a fence that none of them closes."""
    text = "\n".join(lines)
    longest = max(map(len, _TICKS.findall(text)), default=0)
    fence = "`" * max(longest + 1, 3)
    return Ready(f"{fence}diff\n{text}\n{fence}")


class TimedStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step with its times; ``connector`` is the one that its title is about, else empty."""

    head: StepHead
    title: str
    connector: str
    alone: str
    apart: str


def ticket_markdown(dossier: Dossier) -> Iterator[bytes]:
    """The bytes of TICKET.MD."""
    values = {"dossier": dossier, "nothing_to_do": dossier.nothing_to_do, **_values(dossier)}
    return Renderer(escape_markdown).utf8("bundle/TICKET.MD", values, crlf=False)


def _values(dossier: Dossier) -> Mapping[str, object]:
    document = dossier.document
    return {
        "version": dossier.version,
        "code": code_span,
        "cell": code_cell,
        "block": code_block,
        "cells": lambda texts: Ready(", ".join(map(code_cell, texts))),
        "duration": duration_text,
        "tally": _tally,
        "window": dossier.window,
        "facts": document.options.facts,
        "annexes": dossier.annexes,
        "cautions": dossier.words["caution"],
        "assumptions": dossier.words["assumption"],
        "undo": dossier.words["field.undo"][0],
        "unsaid": dossier.words["field.unsaid"][0],
        "warnings": [each for each in document.problems if each.severity != Severity.NOTE],
        "steps": [] if dossier.nothing_to_do else _steps(dossier, dossier.heads()),
        "back_out": [] if dossier.nothing_to_do else _steps(dossier, dossier.back_out()),
    }


def _steps(dossier: Dossier, heads: Iterator[StepHead]) -> Iterator[TimedStep]:
    """Steps with their times; a title without the name of its connector is all our own."""
    connectors = {
        step.number: step.connector for place in dossier.document.servers for step in place.steps
    }
    schedule, window = dossier.schedule, dossier.window
    for head in heads:
        connector = connectors[head.number]
        title = head.title.removesuffix(f' "{connector}"') if connector else head.title
        begins = [
            window.clock(run.ends[head.number - 1] - head.minutes) if window else ""
            for run in (schedule.in_turn, schedule.side_by_side)
        ]
        yield TimedStep(
            head=head, title=title, connector=connector, alone=begins[0], apart=begins[1]
        )


def _tally(routes: RoutesRecord) -> str:
    """How many routes are what, those that are none left out."""
    counts = {
        "work": routes.works,
        "claimed": routes.claimed,
        "uncertain": routes.uncertain,
        "one-way": routes.one_way,
        "down": routes.down,
    }
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "none"
