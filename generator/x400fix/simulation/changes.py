# SPDX-License-Identifier: MIT
"""What a plan changes at each place, and how a step is done and undone."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from x400fix.simulation.network import NO_NAMES, Dialled, NameTable, Network
from x400fix.simulation.state import State
from x400fix.step_kinds import Effect

RESTARTS = frozenset({Effect.RESTART_SERVER, Effect.RESTART_MTA})
"""What is in effect changes with them, what is set does not."""


class Step(msgspec.Struct, frozen=True, gc=False):
    """One step, as far as the model is concerned; ``index`` is the connector of an ADDRESS."""

    number: int
    effect: Effect
    index: int = -1
    minutes: int = 0


class SetOverride(msgspec.Struct, frozen=True, gc=False):
    """The address that one connector is to call from."""

    index: int
    number: int
    is_scripted: bool


class ExpectedAddress(msgspec.Struct, frozen=True, gc=False):
    """A new address that the plan gives to a connector, and whose NIC it belongs on.

    ``is_open`` says that the inputs cannot show whether the owner answers there.
    """

    index: int
    number: int
    owner: str
    is_open: bool


class PlaceChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What is changed at one place, and what the undo puts back.

    ``steps`` are in order of time. ``before`` and ``after`` are the NIC's whole lists, empty
    where the inputs do not have them; then ``added`` is all there is. ``stops_mail`` says that
    mail stops from the writing of the list until the server has restarted; without a restart
    the list takes effect at once. ``addresses`` has the old and the new Address of each
    connector that changes, the new one None where another administrator decides; ``expected``
    is where they are to lead.
    """

    place: str
    steps: Sequence[Step] = ()
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    stops_mail: bool = False
    hosts: NameTable = NO_NAMES
    lmhosts: NameTable = NO_NAMES
    overrides: Sequence[SetOverride] = ()
    addresses: Mapping[int, tuple[Dialled, Dialled | None]] = {}
    expected: Sequence[ExpectedAddress] = ()


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as the model runs it: ``changes`` by place.

    ``waiver`` is the option by which the plan gives up, knowingly, that every call is answered;
    ``strategy`` is the way that it takes, which is no what-if.
    """

    changes: Mapping[str, PlaceChanges]
    strategy: str
    waiver: str = ""

    def within(self, network: Network) -> list[PlaceChanges]:
        """What is changed at the servers of a network."""
        return [self.changes[name] for name in sorted(network.through) if name in self.changes]


def in_order(changes: Iterable[PlaceChanges]) -> list[tuple[Step, PlaceChanges]]:
    """The steps at some places in order of time."""
    found = [(step, each) for each in changes for step in each.steps]
    return sorted(found, key=lambda pair: pair[0].number)


def do(state: State, step: Step, changes: PlaceChanges) -> Iterable[int]:
    """Do a step; gives the connectors whose calls, in or out, it may change."""
    network, place = state.network, changes.place
    _put(state, step, changes, is_done=True)
    match step.effect:
        case Effect.RESTART_SERVER:
            state.restart_server(place)
        case Effect.RESTART_MTA:
            pairs = {network.pair(index) for index in state.restart_mta(place)}
            return [index for pair in pairs for index in network.pairs[pair]]
        case Effect.LMHOSTS:
            # It is asked for the names that this server calls, never for who calls.
            return [i for i in network.homes.get(place, ()) if isinstance(state.running[i], str)]
        case Effect.OVERRIDES | Effect.OVERRIDES_BY_HAND:
            return [each.index for each in _overrides(step, changes)]
        case Effect.ADDRESS:
            return (step.index,)
    is_silent = step.effect is Effect.NOTHING or (step.effect is Effect.LIST and changes.stops_mail)
    return () if is_silent else network.through.get(place, ())


def undo(state: State, step: Step, changes: PlaceChanges) -> None:
    """Put back what was there, as the plan has it; it takes effect with the next start."""
    _put(state, step, changes, is_done=False)


def _put(state: State, step: Step, changes: PlaceChanges, *, is_done: bool) -> None:
    """Set what a step sets, or put back what its undo does."""
    place = changes.place
    match step.effect:
        case Effect.LIST:
            state.set_list(place, (changes.after or changes.added) if is_done else changes.before)
            if not changes.stops_mail:
                state.restart_server(place)
        case Effect.HOSTS:
            state.set_hosts(place, changes.hosts if is_done else NO_NAMES)
        case Effect.LMHOSTS:
            state.set_lmhosts(place, changes.lmhosts if is_done else NO_NAMES)
        case Effect.OVERRIDES | Effect.OVERRIDES_BY_HAND:
            for each in _overrides(step, changes):
                state.set_override(each.index, each.number if is_done else None)
        case Effect.ADDRESS:
            before, after = changes.addresses[step.index]
            state.set_address(step.index, after if is_done else before)


def can_undo(state: State, step: Step, changes: PlaceChanges) -> bool:
    """Whether what the undo of a step will put back is what is there now."""
    match step.effect:
        case Effect.LIST:
            return state.lists.get(changes.place, ()) == changes.before
        case Effect.HOSTS:
            return state.hosts(changes.place)[0].lines == ()
        case Effect.LMHOSTS:
            return state.lmhosts(changes.place)[1].lines == ()
        case Effect.OVERRIDES | Effect.OVERRIDES_BY_HAND:
            overrides = _overrides(step, changes)
            return all(each.index not in state.overrides for each in overrides)
        case Effect.ADDRESS:
            return state.address(step.index) == changes.addresses[step.index][0]
        case _:
            return True


def _overrides(step: Step, changes: PlaceChanges) -> list[SetOverride]:
    """The overrides that a step sets: those of the script, or those by hand."""
    is_scripted = step.effect is Effect.OVERRIDES
    return [each for each in changes.overrides if each.is_scripted is is_scripted]


def state_after(network: Network, course: Course) -> State:
    """What is there when every step is done."""
    state = State(network)
    for step, changes in in_order(course.within(network)):
        do(state, step, changes)
    return state
