# SPDX-License-Identifier: MIT
"""What ``x400fix simulate --explain`` does: follow one connector's calls rule by rule."""

import msgspec

from x400fix.cli.console import Console
from x400fix.cli.plan_paths import read_plan_bytes
from x400fix.cli.progress import progress
from x400fix.documents.rendering import Renderer, wrapped
from x400fix.inventory.addresses import address_text
from x400fix.inventory.repairs import one_form
from x400fix.planning.plan_file import read_plan
from x400fix.planning.planning import Planned
from x400fix.problems import Place, Problem, UsageError, closest, listed, shown
from x400fix.simulation.calls import Match
from x400fix.simulation.changes import state_after
from x400fix.simulation.network import Dialled, Network
from x400fix.simulation.outcomes import Trace, trace_call, trace_return
from x400fix.simulation.rules import Rule
from x400fix.simulation.state import State

_WIDTH = 76
_MOST_NAMED = 20


class _Call(msgspec.Struct, frozen=True, kw_only=True):
    """One direction at one moment, in words and numbers; names are empty where nothing is known."""

    moment: str
    direction: str
    home: str = ""
    connector: str = ""
    partner: str = ""
    address: str = ""
    called: str = ""
    way: str = ""
    server: str = ""
    source: str = ""
    origin: str = ""
    match: str = ""
    looked_up: str = ""
    looked_up_way: str = ""
    met: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    colliding: tuple[str, ...] = ()
    is_behind_firewall: bool = False
    rule: str
    status: str
    reason: str
    sources: tuple[str, ...]


def run(path: str, wanted: str, console: Console) -> int:
    """Tell how the calls of one connector go, before and after the plan."""
    with progress(console, f"running {path}"):
        planned = read_plan(*read_plan_bytes(path))
    network, index = _find(planned, wanted)
    moments = ("before", State(network)), ("after", state_after(network, planned.course))
    calls = [
        _call(moment, direction, trace(state, index), state)
        for moment, state in moments
        for direction, trace in (("out", trace_call), ("in", trace_return))
    ]
    if console.as_data:
        console.data([msgspec.json.encode(calls), b"\n"])
        return 0
    connector = network.connectors[index]
    conclusions = [f"So: {c.status}. {c.reason} {', '.join(c.sources)}" for c in calls]
    lines = [wrapped(text, _WIDTH, len("  So: ")) for text in conclusions]
    values = {
        "server": connector.server,
        "connector": connector.name,
        "calls": zip(calls, lines, strict=True),
    }
    console.result(Renderer().text("console/call.txt", values))
    return 0


def _find(planned: Planned, wanted: str) -> tuple[Network, int]:
    found, names, wanted = list[tuple[Network, int]](), list[str](), one_form(wanted)
    for network in planned.world.networks():
        for index in network.tcp:
            connector = network.connectors[index]
            full = f"{connector.server}/{connector.name}"
            names.append(full)
            if wanted.upper() in {full.upper(), connector.name.upper()}:
                found.append((network, index))
    if len(found) == 1:
        return found[0]
    if found:
        ends = (network.connectors[index] for network, index in found)
        hint = f"write one of {listed([f'{end.server}/{end.name}' for end in ends], _MOST_NAMED)}"
        message = f"{shown(wanted)} is a connector of several servers: {hint}"
    else:
        close = closest(wanted, names, cutoff=0.3)
        hint = f"did you mean {shown(close)}?" if close else "the plan has none"
        message = f"{shown(wanted)} is not a TCP connector of this plan: {hint}"
    raise UsageError([Problem(code="X4-E095", message=message, where=Place("--explain"))])


def _call(moment: str, direction: str, trace: Trace | Rule, state: State) -> _Call:
    """A call that was followed; of a direction without a known caller there is only the rule."""
    rule = trace if isinstance(trace, Rule) else trace.rule
    found = _Call(
        moment=moment,
        direction=direction,
        rule=rule.name,
        status=rule.status,
        reason=rule.reason,
        sources=rule.sources,
    )
    if isinstance(trace, Rule):
        return found
    connectors, call, answer = state.network.connectors, trace.call, trace.answer
    found = msgspec.structs.replace(
        found,
        home=connectors[trace.caller].server,
        connector=connectors[trace.caller].name,
        partner=state.network.partners[trace.caller],
        address=_text(trace.address),
        called=_text(call.called.number),
        way=call.called.way,
        server=call.server,
        source=_text(call.source),
        origin=call.origin,
        colliding=trace.colliding,
        is_behind_firewall=trace.is_behind_firewall,
    )
    if not answer:
        return found
    return msgspec.structs.replace(
        found,
        match=answer.match.name,
        looked_up="" if answer.match is Match.ADDRESS else answer.looked_up.name,
        looked_up_way=answer.looked_up.way,
        met=tuple(connectors[each].name for each in answer.connectors),
        events=answer.events,
    )


def _text(address: Dialled | None) -> str:
    return address_text(address) if isinstance(address, int) else address or ""
