# SPDX-License-Identifier: MIT
"""TICKET.MD: the ticket as plain text, and as Markdown that Jira, GitLab and GitHub show alike.

Text of the inventory is in code spans: there nothing is markup, a link, or the mention of a person.
All other texts are our own, with what means something in Markdown escaped. Lines are short and
columns of tables are aligned, for those who read it as it is.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from x400fix.documents.back_out import StepHead
from x400fix.documents.csv_files import DIRECTIONS
from x400fix.documents.outages import count_texts
from x400fix.documents.rendering import Renderer, visible
from x400fix.documents.step_texts import number_list
from x400fix.documents.ticket import TicketView
from x400fix.plan.model import PlanProblem, RouteCounts
from x400fix.problems import Place
from x400fix.settings.window import duration_text

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
    return text if isinstance(text, Ready) else _MARKS.sub(r"\\\1", visible(text))


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


Row = Sequence[str | int]


def align(heads: str, rows: Iterable[Row]) -> Ready:
    """A table with columns as wide as their cells; ``heads`` are divided by strokes.

    A text in a cell becomes a code span, unless it is ready.
    """
    lines = [tuple(heads.split("|"))]
    lines += [
        tuple(str(each) if isinstance(each, (Ready, int)) else code_cell(each) for each in row)
        for row in rows
    ]
    widths = [min(max(map(len, column)), _WIDEST) for column in zip(*lines, strict=True)]
    lines.insert(1, tuple("-" * width for width in widths))
    form = f"| {' | '.join(f'%-{width}s' for width in widths)} |"
    return Ready("\n".join(form % line for line in lines))


_FOREIGN = Ready("foreign MTA")
_OPEN = Ready("to be decided")
_ROOM, _LITTLE_ROOM = Ready(" " * 20), Ready(" " * 10)
"""Where a reader writes."""


_TABLES: dict[str, Callable[[TicketView], Ready]] = {}
"""What makes each table, by the name that the template calls it by."""


def _table(heads: str) -> Callable[[Callable[[TicketView], Iterator[Row]]], None]:
    """Register what makes the rows of a table, under its name without the underscore."""

    def register(make_rows: Callable[[TicketView], Iterator[Row]]) -> None:
        _TABLES[make_rows.__name__[1:]] = lambda view: align(heads, make_rows(view))

    return register


def ticket_markdown(view: TicketView) -> Iterator[bytes]:
    """The bytes of TICKET.MD."""
    values = {
        "view": view,
        "plan": view.plan,
        "words": view.words,
        "summary": view.plan.summary,
        "facts": view.facts,
        "window": view.window,
        "table": lambda name: _TABLES[name](view),
        "code": code_span,
        "block": code_block,
        "fold": fold,
        "tally": tally,
        "duration": duration_text,
        "problems": list(map(_problem, view.plan.problems)),
    }
    return Renderer(escape_markdown).utf8("bundle/TICKET.MD", values, crlf=False)


def _problem(problem: PlanProblem) -> Ready:
    """What was found in the inputs or by planning, and where."""
    place = Place(problem.file, problem.line, problem.field)
    cell = f" (cell {problem.cell})" if problem.cell else ""
    text = code_span(f"{place}: {problem.message}{cell}")
    return Ready(f"{problem.severity} {problem.code}: {text}")


def tally(counts: RouteCounts) -> Ready:
    """How many routes are what, those that are none left out."""
    return Ready(", ".join(count_texts(counts)) or "none")


def _title(head: StepHead) -> Ready:
    """A title of our own, with its connector as a code span."""
    connector = head.step.connector
    title = escape_markdown(head.title.removesuffix(f' "{connector}"'))
    return Ready(f"{title} {code_cell(connector)}" if connector else title)


# ---- tables: the heads and the rows of each


@_table("Server|Out of service|Server restarts|MTA restarts")
def _outages(view: TicketView) -> Iterator[Row]:
    for each in view.server_outages:
        time = Ready(duration_text(each.minutes))
        yield each.server, time, each.restarts, each.mta_restarts


@_table("Routes between|and|Routes|Wait up to|Now|Afterwards")
def _pairs(view: TicketView) -> Iterator[Row]:
    for each in view.pair_outages:
        time, partner = Ready(duration_text(each.minutes)), each.partner or _FOREIGN
        yield each.server, partner, each.routes, time, tally(each.before), tally(each.after)


@_table("Role|Name|Date|Signature")
def _signatures(view: TicketView) -> Iterator[Row]:
    for text in view.words["sign"]:
        yield Ready(text), _ROOM, _LITTLE_ROOM, _ROOM


@_table("No.|Server|Connector|Action|Address now|Address afterwards")
def _conflicts(view: TicketView) -> Iterator[Row]:
    for conflict in view.conflicts:
        for each in conflict.members:
            after = each.address_value or _OPEN
            yield (
                *(conflict.number, each.server, each.connector, Ready(each.action)),
                *(each.old_address, after),
            )


@_table("Place|Folder|System|Exchange|Steps|Work|Restarts|of its MTA|New addresses|Changed|By hand")
def _places(view: TicketView) -> Iterator[Row]:
    for each in view.places:
        place, load = each.place, each.load
        yield (
            *(place.name, place.folder, place.os, place.exchange, load.steps),
            *(Ready(duration_text(load.minutes)), load.server_restarts, load.mta_restarts),
            *(len(place.nic.added) if place.nic else 0, each.connectors, each.by_hand),
        )


@_table("Link|Server|Connector|Dials now|Dials afterwards")
def _topology(view: TicketView) -> Iterator[Row]:
    links = (link for pair in view.pairs for link in pair.links)
    for number, link in enumerate(links, 1):
        for end in (link.near, link.far):
            yield number, end.server, end.connector, end.before, end.after or _OPEN


@_table("Action|Server|Connector|Partner|Address now|Address afterwards|New address of|Step")
def _addresses(view: TicketView) -> Iterator[Row]:
    for each in view.plan.assignments:
        yield (
            *(Ready(each.action), each.server, each.connector, each.remote_server),
            *(each.old_address, each.address_value or _OPEN, each.owner, each.step or ""),
        )


@_table("Range of the pool|For|Addresses|Used|Given|Excluded")
def _pools(view: TicketView) -> Iterator[Row]:
    for each in view.plan.pools:
        excluded = Ready(", ".join(map(code_cell, each.excluded)))
        owner = each.owner or Ready("everybody")
        yield each.range, owner, each.size, len(each.used), len(each.given), excluded


@_table("Step|One person|At each|Server|Minutes|What|Who|Waits for")
def _steps(view: TicketView) -> Iterator[Row]:
    for each in view.heads:
        step, times = each.step, view.begins(each) or ("", "")
        yield (
            step.number,
            *map(Ready, times),
            *(each.place.name, step.minutes, _title(each)),
            *(Ready(step.who), Ready(number_list(step.waits_for))),
        )


@_table("Step|Server|Begins after|Minutes|Routes|What")
def _step_outages(view: TicketView) -> Iterator[Row]:
    for each in view.step_outages:
        begins, it = Ready(duration_text(each.begins)), each.outage
        yield it.step, it.server, begins, it.minutes, it.routes, Ready(escape_markdown(each.title))


@_table("Server|Connector|Partner|Minutes|Now|Afterwards|From step")
def _routes(view: TicketView) -> Iterator[Row]:
    for each in view.routes:
        since = each.turns[-1].step if each.turns else ""
        yield (
            *(each.server, each.connector, each.partner or _FOREIGN, each.minutes),
            *(Ready(each.before.status), Ready(each.after.status), since),
        )


@_table("Step|Server|Connector|Partner|Address|Changed|Out|In")
def _tests(view: TicketView) -> Iterator[Row]:
    for each in view.tests:
        yield (
            *(each.step or "", each.server, each.connector, each.partner or _FOREIGN),
            *(each.address or _OPEN, Ready("yes" if each.is_changed else "no")),
            *(Ready(each.outgoing.status), Ready(each.incoming.status)),
        )


@_table("Undo step|Server|Minutes|What was done")
def _back_out(view: TicketView) -> Iterator[Row]:
    for each in view.back_out:
        yield each.step.number, each.place.name, each.step.minutes, _title(each)


@_table("Count|Leads to|Input of the risk level")
def _risk(view: TicketView) -> Iterator[Row]:
    for each in view.risk.inputs:
        yield each.value, Ready(each.level), Ready(escape_markdown(each.text))


@_table("Way|Addresses|Server restarts|MTA restarts|Manual steps|Routes afterwards")
def _alternatives(view: TicketView) -> Iterator[Row]:
    for each in view.plan.alternatives:
        yield (
            Ready(f"{each.strategy}{' --minimal' * each.minimal}{' (chosen)' * each.chosen}"),
            *(each.addresses, each.server_restarts, each.mta_restarts, each.manual_steps),
            tally(each.routes),
        )


@_table("Used as|File|SHA-256")
def _inputs(view: TicketView) -> Iterator[Row]:
    for each in view.plan.inputs:
        yield Ready(each.kind), each.name, Ready(each.sha256)


@_table("Server|Connector|Partner|Way|Result|Time|Initials")
def _evidence(view: TicketView) -> Iterator[Row]:
    for each in view.tests:
        for direction in DIRECTIONS:
            yield (
                *(each.server, each.connector, each.partner or _FOREIGN, Ready(direction)),
                *(_ROOM, _LITTLE_ROOM, ""),
            )
