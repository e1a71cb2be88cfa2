# SPDX-License-Identifier: MIT
"""TICKET.MD: the ticket as plain text, and as Markdown that Jira, GitLab and GitHub show alike.

Text of the inventory is in code spans: there nothing is markup, a link, or the mention of a person.
All other texts are our own, with what means something in Markdown escaped. Lines are short and
columns of tables are aligned, for those who read it as it is.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
_BREAK = re.compile(r"(?<=\S) (?=[A-Za-z(])")
"""Where a line may end: what begins the next one can then be no list, heading or fence."""


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
    """A table with each column as wide as its widest cell; ``heads`` are divided by strokes.

    A text in a cell becomes a code span, unless it is ready.
    """
    code = cache(code_cell)
    lines = [heads.split("|")]
    for row in rows:
        texts = (each if isinstance(each, Ready | int) else code(each) for each in row)
        lines.append([*map(str, texts)])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    return Ready("\n".join(f"| {' | '.join(map(str.ljust, line, widths))} |" for line in lines))


_FOREIGN = Ready("foreign MTA")
_OPEN = Ready("to be decided")
_ROOM, _LITTLE_ROOM = Ready(" " * 20), Ready(" " * 10)
"""Where a reader writes."""


def ticket_markdown(view: TicketView) -> Iterator[bytes]:
    """The bytes of TICKET.MD."""
    values = {
        "view": view,
        "plan": view.plan,
        "decision": view.decision,
        "summary": view.plan.summary,
        "facts": view.facts,
        "window": view.window,
        "table": lambda name: align(_TABLES[name][0], _TABLES[name][1](view)),
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


# ---- tables: a head and the rows of each


def _outages(view: TicketView) -> Iterator[Row]:
    for each in view.decision.outages:
        time = Ready(duration_text(each.minutes))
        yield each.server, time, each.restarts, each.mta_restarts


def _pairs(view: TicketView) -> Iterator[Row]:
    for each in view.decision.pairs:
        time, partner = Ready(duration_text(each.minutes)), each.partner or _FOREIGN
        yield each.server, partner, each.routes, time, tally(each.before), tally(each.after)


def _signatures(view: TicketView) -> Iterator[Row]:
    for text in view.decision.signatures:
        yield Ready(text), _ROOM, _LITTLE_ROOM, _ROOM


def _conflicts(view: TicketView) -> Iterator[Row]:
    for conflict in view.conflicts:
        for each in conflict.members:
            after = each.address_value or _OPEN
            yield (
                *(conflict.number, each.server, each.connector, Ready(each.action)),
                *(each.old_address, after),
            )


def _places(view: TicketView) -> Iterator[Row]:
    for each in view.places:
        place, load = each.place, each.load
        yield (
            *(place.name, place.folder, place.os, place.exchange, load.steps),
            *(Ready(duration_text(load.minutes)), load.server_restarts, load.mta_restarts),
            *(len(place.nic.added) if place.nic else 0, each.connectors, each.by_hand),
        )


def _topology(view: TicketView) -> Iterator[Row]:
    links = (
        (server, end, number)
        for number, (pair, link) in enumerate(((p, l) for p in view.pairs for l in p.links), 1)
        for server, end in ((pair.near, link.near), (pair.far, link.far))
    )
    for server, end, number in links:
        yield number, server, end.connector, end.before, end.after or _OPEN


def _addresses(view: TicketView) -> Iterator[Row]:
    for each in view.plan.assignments:
        yield (
            *(Ready(each.action), each.server, each.connector, each.remote_server),
            *(each.old_address, each.address_value or _OPEN, each.owner, each.step or ""),
        )


def _pools(view: TicketView) -> Iterator[Row]:
    for each in view.plan.pools:
        excluded = Ready(", ".join(map(code_cell, each.excluded)))
        owner = each.owner or Ready("everybody")
        yield each.range, owner, each.size, len(each.used), len(each.given), excluded


def _steps(view: TicketView) -> Iterator[Row]:
    for each in view.heads:
        step, times = each.step, view.begins(each) or ("", "")
        yield (
            *(step.number, *map(Ready, times), each.place.name, step.minutes, _title(each)),
            *(Ready(step.who), Ready(number_list(step.waits_for))),
        )


def _step_outages(view: TicketView) -> Iterator[Row]:
    for each in view.step_outages:
        begins, it = Ready(duration_text(each.begins)), each.outage
        yield it.step, it.server, begins, it.minutes, it.routes, Ready(escape_markdown(each.title))


def _routes(view: TicketView) -> Iterator[Row]:
    for each in view.routes:
        since = each.turns[-1].step if each.turns else ""
        yield (
            *(each.server, each.connector, each.partner or _FOREIGN, each.minutes),
            *(Ready(each.before.status), Ready(each.after.status), since),
        )


def _tests(view: TicketView) -> Iterator[Row]:
    for each in view.tests:
        yield (
            *(each.step or "", each.server, each.connector, each.partner or _FOREIGN),
            *(each.address or _OPEN, Ready("yes" if each.is_changed else "no")),
            *(Ready(each.outgoing.status), Ready(each.incoming.status)),
        )


def _back_out(view: TicketView) -> Iterator[Row]:
    for each in view.back_out:
        yield each.step.number, each.place.name, each.step.minutes, _title(each)


def _risk(view: TicketView) -> Iterator[Row]:
    for each in view.decision.risk.inputs:
        yield each.value, Ready(each.level), Ready(escape_markdown(each.text))


def _alternatives(view: TicketView) -> Iterator[Row]:
    for each in view.plan.alternatives:
        yield (
            Ready(f"{each.strategy}{' --minimal' * each.minimal}{' (chosen)' * each.chosen}"),
            *(each.addresses, each.server_restarts, each.mta_restarts, each.manual_steps),
            tally(each.routes),
        )


def _inputs(view: TicketView) -> Iterator[Row]:
    for each in view.plan.inputs:
        yield Ready(each.kind), each.name, Ready(each.sha256)


def _evidence(view: TicketView) -> Iterator[Row]:
    for each in view.tests:
        for direction in DIRECTIONS:
            yield (
                *(each.server, each.connector, each.partner or _FOREIGN, Ready(direction)),
                *(_ROOM, _LITTLE_ROOM, ""),
            )


_TABLES: Mapping[str, tuple[str, Callable[[TicketView], Iterator[Row]]]] = {
    "outages": ("Server|Out of service|Server restarts|MTA restarts", _outages),
    "pairs": ("Routes between|and|Routes|Wait up to|Now|Afterwards", _pairs),
    "signatures": ("Role|Name|Date|Signature", _signatures),
    "conflicts": ("No.|Server|Connector|Action|Address now|Address afterwards", _conflicts),
    "places": (
        "Place|Folder|System|Exchange|Steps|Work|Server restarts|MTA restarts"
        "|New addresses|Connectors changed|Connectors that wait for work by hand",
        _places,
    ),
    "topology": ("Link|Server|Connector|Dials now|Dials afterwards", _topology),
    "addresses": (
        "Action|Server|Connector|Partner|Address now|Address afterwards|New address of|Step",
        _addresses,
    ),
    "pools": ("Range of the pool|For|Addresses|Used|Given|Excluded", _pools),
    "steps": ("Step|One person|At each|Server|Minutes|What|Who|Waits for", _steps),
    "step outages": ("Step|Server|Begins after|Minutes|Routes|What", _step_outages),
    "routes": ("Server|Connector|Partner|Minutes|Now|Afterwards|From step", _routes),
    "tests": ("Step|Server|Connector|Partner|Address|Changed|Out|In", _tests),
    "back-out": ("Undo step|Server|Minutes|What was done", _back_out),
    "risk": ("Count|Leads to|Input of the risk level", _risk),
    "alternatives": (
        "Way|Addresses|Server restarts|MTA restarts|Manual steps|Routes afterwards",
        _alternatives,
    ),
    "inputs": ("Used as|File|SHA-256", _inputs),
    "evidence": ("Server|Connector|Partner|Way|Result|Time|Initials", _evidence),
}
