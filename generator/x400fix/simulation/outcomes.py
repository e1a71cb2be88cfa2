# SPDX-License-Identifier: MIT
"""One direction of a route: what becomes of the calls of one connector."""

from collections.abc import Sequence

from x400fix.simulation import rules
from x400fix.simulation.calls import Incoming, Match, Origin, Outgoing, Way, incoming, outgoing
from x400fix.simulation.network import Network
from x400fix.simulation.rules import Rule
from x400fix.simulation.state import State

_UNSURE_ORIGINS = {
    Origin.PRESUMED_FIRST: rules.SEVERAL_ADDRESSES,
    Origin.PRESUMED: rules.ADDRESSES_PRESUMED,
    Origin.ROLE: rules.ROLE,
}


def judge_call(state: State, index: int) -> Rule:
    """What becomes of a connector's own calls, collisions left aside."""
    return _judge_beforehand(state, index) or _judge_reach(state, index, outgoing(state, index))


def _judge_beforehand(state: State, index: int) -> Rule | None:
    """What makes it idle to follow a call."""
    if not state.network.partners[index]:
        return rules.FOREIGN
    if index in state.network.dials_firewall:
        return rules.FIREWALL
    if state.is_open(index):
        return rules.OPEN
    return rules.NOT_READ if state.is_unread(index) else None


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


def judge_return(network: Network, index: int) -> Rule:
    """What becomes of calls to a connector whose link has no other end in the inputs."""
    if not network.partners[index]:
        return rules.FOREIGN
    return rules.FIREWALL if index in network.behind_firewall else rules.NO_PEER


def _judge_answer(state: State, index: int, call: Outgoing, answer: Incoming) -> Rule:
    """What the partner's MTA makes of a call that reaches it."""
    peer = state.network.peer(index)
    if peer is None:
        return rules.NO_PEER
    if not answer.connectors:
        return _judge_unanswered(state, index, call)
    if peer not in answer.connectors:
        home = state.network.connectors[index].server
        partners = {state.network.partners[each] for each in answer.connectors}
        return rules.SAME_PAIR if partners == {home} else rules.WRONG_PARTNER
    if len(answer.connectors) > 1 and not state.network.needs_own_address(call.server):
        return _judge_selectors(state, index, peer, answer.connectors)
    return _judge_peer(state, peer, call, answer)


def _judge_unanswered(state: State, index: int, call: Outgoing) -> Rule:
    """Nobody knows the caller by the address that it is presumed to call from."""
    home = state.network.connectors[index].server
    if call.origin is Origin.PRESUMED_FIRST:
        others = state.answering[home]
        is_known = any(state.dialling(call.server, number) for number in others)
        return rules.ANOTHER_ADDRESS if is_known else rules.NOBODY
    return rules.NOBODY if call.origin.is_certain else rules.ANOTHER_ADDRESS


def _judge_peer(state: State, peer: int, call: Outgoing, answer: Incoming) -> Rule:
    """The call meets its own peer; the rule is the least certain thing on the way."""
    way, origin = call.called.way, call.origin
    if way is not Way.ADDRESS and not way.is_certain:
        return rules.NAME_PRESUMED
    if call.is_presumed:
        return rules.ADDRESSES_PRESUMED
    if origin is not Origin.ONLY and origin in _UNSURE_ORIGINS:
        return _UNSURE_ORIGINS[origin]
    if answer.match is Match.NAME:
        if answer.looked_up.name != state.running(peer):
            return rules.LETTER_CASE
        is_looked_up = answer.looked_up.way is not Way.NODE_STATUS
        return rules.NAME_OF_CALLER if is_looked_up else rules.NODE_STATUS
    return rules.OVERRIDE if origin is Origin.OVERRIDE else rules.OWN_ADDRESS


def _judge_selectors(state: State, index: int, peer: int, met: Sequence[int]) -> Rule:
    """Whether T selectors tell the links apart at a server of 5.5 SP1 or later (KB 198772)."""
    network = state.network
    near, far = network.outgoing_selector(index), network.outgoing_selector(peer)
    alike = [each for each in met if network.outgoing_selector(each) == far]
    is_own = bool(far) and near == far and alike == [peer]
    if is_own and network.needs_own_address(network.connectors[index].server):
        # An older caller: its incoming selector, else the outgoing one, is the other's own.
        older, newer = network.connectors[index].selectors, network.connectors[peer].selectors
        is_own = (older.incoming or older.outgoing) == newer.own
    return rules.SELECTORS if is_own else rules.ALIKE
