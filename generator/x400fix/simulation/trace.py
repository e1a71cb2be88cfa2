# SPDX-License-Identifier: MIT
"""One call followed rule by rule, as it can be followed on paper."""

from typing import NamedTuple

from x400fix.simulation import rules
from x400fix.simulation.calls import Incoming, Outgoing, incoming, outgoing
from x400fix.simulation.network import Dialled
from x400fix.simulation.outcomes import judge_call, judge_return
from x400fix.simulation.rules import Rule
from x400fix.simulation.state import State


class Trace(NamedTuple):
    """A call of a connector: what it dials, who answers, which connector it meets, and why.

    ``caller`` is the connector that calls; ``answer`` is None where the call reaches nobody that
    the inputs know. ``colliding`` are servers on the way whose stack cannot tell its connectors
    apart.
    """

    caller: int
    address: Dialled
    call: Outgoing
    answer: Incoming | None
    colliding: tuple[str, ...]
    is_behind_firewall: bool
    rule: Rule


def trace_call(state: State, index: int) -> Trace:
    """Follow a connector's own call."""
    network = state.network
    call = outgoing(state, index)
    is_answered = bool(call.server) and call.source is not None
    ends = (network.connectors[index].server, network.partners[index])
    colliding = tuple(server for server in ends if state.is_colliding(server))
    return Trace(
        caller=index,
        address=state.running(index),
        call=call,
        answer=incoming(state, call.server, call.source or 0) if is_answered else None,
        colliding=colliding,
        is_behind_firewall=index in network.behind_firewall,
        rule=rules.COLLISION if colliding else judge_call(state, index),
    )


def trace_return(state: State, index: int) -> Trace | Rule:
    """Follow the call of a connector's other end; without one there is only a rule."""
    peer = state.network.peer(index)
    return judge_return(state.network, index) if peer is None else trace_call(state, peer)
