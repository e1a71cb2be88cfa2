# SPDX-License-Identifier: MIT
"""What would become of the routes if the conflicts were resolved in another way."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import count

from x400fix.simulation.network import NameTable, Network
from x400fix.simulation.outcomes import judge_call, judge_return
from x400fix.simulation.rules import COLLISION, Status, route_status
from x400fix.simulation.state import State
from x400fix.simulation.statuses import Calls

Tally = Counter[Status]
"""How many routes are what."""

_BEYOND_ALL_ADDRESSES = 1 << 32


def tally_supposition(
    name: str, network: Network, moved: Sequence[int], first: Calls, dns: NameTable
) -> Tally:
    """Count the routes of a network by what they would be.

    The calls between two servers of which nothing moves stay as they are at first: no way to
    resolve conflicts leaves a collision. Only more addresses change where others are called from.
    """
    supposition = SUPPOSITIONS[name]
    owners = {network.partners[index] for index in moved} if name == "address" else set[str]()
    moving = frozenset(moved)
    found: Tally = Counter()
    for part in network.slices():
        own = [index for index in part.tcp if index in moving]
        if own or not owners.isdisjoint(part.homes):
            found.update(tally(supposition(part, own, owners, dns)))
        else:
            found.update(_tally(part, first))
    return found


def tally(state: State) -> Tally:
    """Count the routes of a network by what they are."""
    calls = Calls(state.network)
    for index in state.network.tcp:
        calls.put(index, judge_call(state, index))
    colliding = {server for server in state.network.homes if state.is_colliding(server)}
    return _tally(state.network, calls, colliding)


def _tally(network: Network, calls: Calls, colliding: AbstractSet[str] = frozenset()) -> Tally:
    found: Tally = Counter()
    for index in network.tcp:
        ends = {network.connectors[index].server, network.partners[index]}
        peer = network.peer(index)
        returned = judge_return(network, index) if peer is None else calls.rule(peer)
        status = route_status(calls.rule(index), returned)
        found[status if colliding.isdisjoint(ends) else COLLISION.status] += 1
    return found


def _suppose_addresses(
    network: Network, moved: Sequence[int], owners: Iterable[str], dns: NameTable
) -> State:
    """Every moved connector has an address of its own, at the owner's NIC."""
    state = State(network, dns)
    numbers = count(_BEYOND_ALL_ADDRESSES)
    added = {owner: [next(numbers)] for owner in sorted(owners)}
    for index in moved:
        number = next(numbers)
        added.setdefault(network.partners[index], []).append(number)
        state.set_address(index, number)
    for owner, new in added.items():
        state.set_list(owner, (*state.lists.get(owner, ()), *new))
        state.restart_server(owner)
    _restart_mtas(state, moved)
    return state


def _suppose_names(
    network: Network, moved: Sequence[int], _owners: Iterable[str], dns: NameTable
) -> State:
    """Every moved connector has a name of its own in LMHOSTS, for the address that it dials."""
    state = State(network, dns)
    lines: dict[str, list[tuple[int, str]]] = {}
    for index in moved:
        number = state.primary(network.partners[index])
        name = f"NAME{index}"
        state.set_address(index, name)
        if number is not None:
            lines.setdefault(network.connectors[index].server, []).append((number, name))
    for server, entries in lines.items():
        state.set_lmhosts(server, NameTable(entries))
    _restart_mtas(state, moved)
    return state


def _suppose_selectors(
    network: Network, moved: Sequence[int], _owners: Iterable[str], dns: NameTable
) -> State:
    """Both servers of every conflict are at 5.5 SP1, and each link has T selectors of its own."""
    selectors: dict[int, bytes] = {}
    for index in network.tcp if moved else ():
        selectors.setdefault(index, f"L{index}".encode())
        peer = network.peer(index)
        if peer is not None:
            selectors[peer] = selectors[index]
    upgraded = {*network.homes, *network.callers} if moved else set[str]()
    return State(network.suppose(upgraded, selectors), dns)


def _suppose_merged(
    network: Network, moved: Sequence[int], _owners: Iterable[str], dns: NameTable
) -> State:
    """Only one connector of each conflict is left, with its other end."""
    gone = {*moved, *(network.world.peers[index] for index in moved)}
    return State(network.without(gone), dns)


def _restart_mtas(state: State, moved: Sequence[int]) -> None:
    """Let the new Addresses come into effect."""
    for server in sorted({state.network.connectors[index].server for index in moved}):
        state.restart_mta(server)


SUPPOSITIONS: Mapping[str, Callable[[Network, Sequence[int], Iterable[str], NameTable], State]] = {
    "address": _suppose_addresses,
    "hostname": _suppose_names,
    "selectors": _suppose_selectors,
    "merge": _suppose_merged,
}
"""The ways to resolve the conflicts, in the order of what Microsoft advises first."""
