# SPDX-License-Identifier: MIT
"""What becomes of the calls of one connector, and how one call is followed rule by rule."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from x400fix.simulation import rules
from x400fix.simulation.calls import Incoming, Match, Origin, Outgoing, Way, incoming, outgoing
from x400fix.simulation.network import Dialled, Network
from x400fix.simulation.rules import Rule
from x400fix.simulation.state import State

Directions = tuple[Rule, Rule]
"""What becomes of the calls from a connector, and of those to it."""

_COLLIDING = (rules.COLLISION, rules.COLLISION)
_UNSHOWN_WAYS = (Way.COMPUTER_NAME, Way.PARTNER, Way.UNKNOWN)
"""Where a name leads by what the inputs presume, and do not show."""

_UNSURE_ORIGINS = {
    Origin.PRESUMED_FIRST: rules.SEVERAL_ADDRESSES,
    Origin.PRESUMED: rules.ADDRESSES_PRESUMED,
    Origin.ROLE: rules.ROLE,
}


def judge_route(state: State, index: int, calls: Mapping[int, Rule]) -> Directions:
    """What becomes of both directions, given the rules of all ``calls`` in the network."""
    server, partner = state.network.ends(index)
    if server in state.colliding or partner in state.colliding:
        return _COLLIDING
    peer = state.network.peers[index]
    returned = judge_return(state.network, index) if peer is None else calls[peer]
    return _directions(calls[index], returned)


@cache
def _directions(outgoing: Rule, incoming: Rule) -> Directions:
    """One and the same for all routes with these two rules."""
    return outgoing, incoming


def judge_return(network: Network, index: int) -> Rule:
    """What becomes of calls to a connector whose link has no other end in the inputs."""
    if not network.partners[index]:
        return rules.FOREIGN
    return rules.FIREWALL if index in network.behind_firewall else rules.NO_PEER


def judge_call(state: State, index: int) -> Rule:
    """What becomes of a connector's own calls, collisions left aside."""
    if not state.network.partners[index]:
        return rules.FOREIGN
    if index in state.network.dials_firewall:
        return rules.FIREWALL
    if state.is_open(index):
        return rules.OPEN
    if index in state.unread:
        return rules.NOT_READ
    return _judge_reach(state, index, outgoing(state, index))


def _judge_reach(state: State, index: int, call: Outgoing) -> Rule:
    """Whether a call reaches its partner, and then what becomes of it."""
    partner = state.network.partners[index]
    if not call.server:
        return rules.NO_SERVER
    if call.server != partner:
        return rules.WRONG_SERVER
    if index in state.network.behind_firewall:
        return rules.FIREWALL
    if call.source is None:
        return rules.ADDRESSES_PRESUMED
    return _judge_answer(state, index, call, incoming(state, partner, call.source))


def _judge_answer(state: State, index: int, call: Outgoing, answer: Incoming) -> Rule:
    """What the partner's MTA makes of a call that reaches it."""
    peer = state.network.peers[index]
    if peer is None:
        return rules.NO_PEER
    home = state.network.connectors[index].server
    if state.is_open(peer) and _partners(state, answer) != {home}:
        return rules.OPEN
    if not answer.connectors:
        is_known = call.origin in _UNSURE_ORIGINS
        if call.origin is Origin.PRESUMED_FIRST:
            is_known = any(state.holding(call.server, each) for each in state.answering[home])
        return rules.ANOTHER_ADDRESS if is_known else rules.NOBODY
    if peer not in answer.connectors:
        return rules.SAME_PAIR if _partners(state, answer) == {home} else rules.WRONG_PARTNER
    if len(answer.connectors) > 1 and not state.needs_own_address(call.server):
        return _judge_selectors(state, index, peer, answer.connectors)
    return _judge_peer(state, peer, call, answer)


def _partners(state: State, answer: Incoming) -> set[str]:
    """Where the connectors lead to that a call may meet."""
    return {state.network.partners[each] for each in answer.connectors}


def _judge_peer(state: State, peer: int, call: Outgoing, answer: Incoming) -> Rule:
    """The call meets its own peer; the rule is the least certain thing on the way."""
    origin = call.origin
    if call.called.way in _UNSHOWN_WAYS:
        return rules.NAME_PRESUMED
    if call.is_presumed:
        return rules.ADDRESSES_PRESUMED
    if origin in _UNSURE_ORIGINS:
        return _UNSURE_ORIGINS[origin]
    if answer.match is Match.NAME:
        if answer.looked_up.name != state.running[peer]:
            return rules.LETTER_CASE
        is_looked_up = answer.looked_up.way is not Way.NODE_STATUS
        return rules.NAME_OF_CALLER if is_looked_up else rules.NODE_STATUS
    return rules.OVERRIDE if origin is Origin.OVERRIDE else rules.OWN_ADDRESS


def _judge_selectors(state: State, index: int, peer: int, met: Sequence[int]) -> Rule:
    """Whether T selectors tell the links apart at a server of 5.5 SP1 or later (KB 198772)."""
    near, far = state.outgoing_selector(index), state.outgoing_selector(peer)
    alike = [each for each in met if state.outgoing_selector(each) == far]
    is_own = bool(far) and near == far and alike == [peer]
    connectors = state.network.connectors
    if is_own and state.needs_own_address(connectors[index].server):
        # An older caller: its incoming selector, else the outgoing one, is the other's own.
        older, newer = connectors[index].selectors, connectors[peer].selectors
        is_own = (older.incoming or older.outgoing) == newer.own
    return rules.SELECTORS if is_own else rules.ALIKE


class Trace(NamedTuple):
    """A call of a connector: what it dials, who answers, which connector it meets, and why.

    ``caller`` is the connector that calls; ``answer`` is None where the call reaches no server
    that the inputs know. ``colliding`` are servers on the way whose stack cannot tell its
    connectors apart.
    """

    caller: int
    address: Dialled
    call: Outgoing
    answer: Incoming | None
    colliding: tuple[str, ...]
    is_behind_firewall: bool
    rule: Rule


def trace_call(state: State, index: int) -> Trace:
    """Follow a connector's own call, as it can be followed on paper."""
    network, call = state.network, outgoing(state, index)
    is_answered = bool(call.server) and call.source is not None
    colliding = tuple(server for server in network.ends(index) if server in state.colliding)
    return Trace(
        caller=index,
        address=state.running[index],
        call=call,
        answer=incoming(state, call.server, call.source or 0) if is_answered else None,
        colliding=colliding,
        is_behind_firewall=index in network.behind_firewall,
        rule=rules.COLLISION if colliding else judge_call(state, index),
    )


def trace_return(state: State, index: int) -> Trace | Rule:
    """Follow the call of a connector's other end; without one there is only a rule."""
    peer = state.network.peers[index]
    return judge_return(state.network, index) if peer is None else trace_call(state, peer)
