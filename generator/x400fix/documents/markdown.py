# SPDX-License-Identifier: MIT
"""TICKET.MD: the ticket as plain text, and as Markdown that Jira, GitLab and GitHub show alike.

Text of the inventory is in code spans: there nothing is markup, a link, or the mention of a person.
All other texts are our own, with what means something in Markdown escaped. Lines are short and
columns of tables are aligned, for those who read it as it is.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from x400fix.documents.decision import sentence_parts
from x400fix.documents.outages import tally
from x400fix.documents.rendering import Renderer, visible
from x400fix.documents.step_texts import StepHead
from x400fix.documents.ticket import TicketView
from x400fix.plan.model import PlanProblem
from x400fix.problems import place_of

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|&~$])")
_TICKS = re.compile("`+")
_WIDTH = 92
_WIDEST = 72
"""How wide a column is made for a cell that is wider."""
_BREAK = re.compile(r"(?<=\S) (?=[A-Za-z(])")
"""Where a line may end: what begins the next one can then be no list, heading or fence."""


class Ready(str):
    """Markdown that is escaped already."""

    __slots__ = ()


def escape_markdown(text: str) -> str:
    """A text of our own in which no character is markup; what is ready stays as it is."""
    return text if isinstance(text, Ready) else _escaped(text)


@cache
def _escaped(text: str) -> str:
    return "".join(
        code_span(part) if is_name else _MARKS.sub(r"\\\1", visible(part))
        for part, is_name in sentence_parts(text)
    )


def _fence(text: str, least: int = 1) -> str:
    """Ticks that a text does not hold in a row."""
    longest = max(map(len, _TICKS.findall(text)), default=0) if "`" in text else 0
    return "`" * max(longest + 1, least)


def code_span(text: str) -> Ready:
    """Any text as a code span."""
    shown = visible(text)
    fence = _fence(shown)
    # A blank at both ends is taken off again; without it a tick would join the fence.
    pad = " " if shown.strip(" ") and (shown[0] in " `" or shown[-1] in " `") else ""
    return Ready(f"{fence}{pad}{shown}{pad}{fence}" if shown else "")


@cache
def code_cell(text: str) -> Ready:
    """A code span in a table, whose cells end at a stroke also there."""
    return Ready(code_span(text).replace("|", "\\|"))


def code_block(lines: Sequence[str]) -> Ready:
    """Lines of text as a block of code, in a fence that none of them closes."""
    text = "\n".join(lines)
    fence = _fence(text, 3)
    return Ready(f"{fence}diff\n{text}\n{fence}")


def fold(text: str, indent: int = 0) -> Ready:
    """A paragraph on short lines, all but the first indented."""
    lines, line = [], ""
    for part in _BREAK.split(escape_markdown(text)):
        if line and len(line) + 1 + len(part) > _WIDTH - indent:
            lines.append(line)
            line = part
        else:
            line = f"{line} {part}" if line else part
    return Ready(f"\n{' ' * indent}".join([*lines, line]))


def table(heads: str, caller: Callable[[], str]) -> str:
    """A table with columns as wide as their cells; ``caller`` gives a line for each row.

    Cells are divided by strokes; one within a cell has a backslash before it.
    """
    rows = [heads.split("|"), *(line.split(" | ") for line in caller().splitlines())]
    widths = [min(max(map(len, column)), _WIDEST) for column in zip(*rows, strict=True)]
    rows.insert(1, ["-" * width for width in widths])
    form = f"| {' | '.join(f'%-{width}s' for width in widths)} |\n"
    return "".join(form % (*row,) for row in rows)


def ticket_markdown(view: TicketView) -> Iterator[bytes]:
    """The bytes of TICKET.MD."""
    values = {
        "view": view,
        "plan": view.plan,
        "words": view.words,
        "blank": Ready(f"{view.words['field.unsaid'][0]} {'_' * 24}"),
        "box": Ready("[ ]"),
        "table": table,
        "code": code_span,
        "title": _title,
        "block": code_block,
        "fold": fold,
        "tally": tally,
        "problems": list(map(_problem, view.plan.problems)),
    }
    return Renderer(escape_markdown, cell=code_cell).utf8("bundle/TICKET.MD", values)


def _problem(problem: PlanProblem) -> Ready:
    """What was found in the inputs or by planning, and where."""
    place = place_of(problem.file, problem.line, problem.field, problem.cell)
    cell = f" (cell {problem.cell})" if problem.cell and not place.sheet else ""
    text = code_span(f"{place}: {problem.message}{cell}")
    return Ready(f"{problem.severity} {problem.code}: {text}")


def _title(head: StepHead) -> Ready:
    """A title of our own, with its connector as a code span."""
    connector = head.step.connector
    title = escape_markdown(head.title.removesuffix(f' "{connector}"'))
    return Ready(f"{title} {code_cell(connector)}" if connector else title)
