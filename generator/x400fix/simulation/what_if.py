# SPDX-License-Identifier: MIT
"""What would become of the routes if the conflicts were resolved in another way."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import count

from x400fix.simulation.network import NameTable
from x400fix.simulation.outcomes import judge_call, judge_route
from x400fix.simulation.rules import Rule, Status, route_status
from x400fix.simulation.state import State

Tally = Counter[Status]
"""How many routes are what."""

_BEYOND_ALL_ADDRESSES = 1 << 32


def tally_what_if(
    name: str, state: State, moved: Sequence[int], first: Mapping[int, Rule]
) -> Tally:
    """Count the routes of a network by what they would be; ``state`` is the first one.

    The calls between two servers of which nothing moves stay as they are at ``first``. Only more
    addresses change where others are called from.
    """
    network = state.network
    WHAT_IFS[name](state, moved)
    moving = {network.pair(index) for index in moved}
    owners = {network.partners[index] for index in moved} if name == "address" else set[str]()
    calls = dict(first)
    for pair, members in network.pairs.items():
        if pair in moving or not owners.isdisjoint(pair):
            for index in members:
                if index not in state.gone:
                    calls[index] = judge_call(state, index)
    left = (index for index in network.tcp if index not in state.gone)
    return Counter(route_status(*judge_route(state, index, calls)) for index in left)


def _give_addresses(state: State, moved: Sequence[int]) -> None:
    """Every moved connector has an address of its own, at the owner's NIC."""
    numbers = count(_BEYOND_ALL_ADDRESSES)
    added: dict[str, list[int]] = {}
    for index in moved:
        number = next(numbers)
        added.setdefault(state.network.partners[index], []).append(number)
        state.set_address(index, number)
    for owner, new in added.items():
        state.set_list(owner, (*state.lists.get(owner, ()), *new))
        state.restart_server(owner)
    _restart_mtas(state, moved)


def _give_names(state: State, moved: Sequence[int]) -> None:
    """Every moved connector has a name of its own in LMHOSTS, for the address that it dials."""
    lines: dict[str, list[tuple[int, str]]] = {}
    for index in moved:
        server, partner = state.network.ends(index)
        number = state.primary(partner)
        name = f"NAME{index}"
        state.set_address(index, name)
        if number is not None:
            lines.setdefault(server, []).append((number, name))
    for server, entries in lines.items():
        state.set_lmhosts(server, NameTable(entries))
    _restart_mtas(state, moved)


def _give_selectors(state: State, moved: Sequence[int]) -> None:
    """Both servers of every conflict are at 5.5 SP1, and each link has T selectors of its own."""
    network = state.network
    pairs = {network.pair(index) for index in moved}
    state.upgraded = frozenset(server for pair in pairs for server in pair)
    selectors: dict[int, bytes] = {}
    for pair in pairs:
        for index in network.pairs[pair]:
            peer = network.peers[index]
            selectors[index] = f"L{index if peer is None else min(index, peer)}".encode()
    state.selectors = selectors


def _merge(state: State, moved: Sequence[int]) -> None:
    """Only one connector of each conflict is left, with its other end."""
    peers = (state.network.peers[index] for index in moved)
    for index in {*moved, *(peer for peer in peers if peer is not None)}:
        state.remove(index)


def _restart_mtas(state: State, moved: Sequence[int]) -> None:
    """Let the new Addresses come into effect."""
    for server in {state.network.connectors[index].server for index in moved}:
        state.restart_mta(server)


WHAT_IFS: Mapping[str, Callable[[State, Sequence[int]], None]] = {
    "address": _give_addresses,
    "hostname": _give_names,
    "selectors": _give_selectors,
    "merge": _merge,
}
"""The ways to resolve the conflicts, in the order of what Microsoft advises first."""
