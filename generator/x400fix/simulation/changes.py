# SPDX-License-Identifier: MIT
"""What a plan changes at each place, and how a step is done and undone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from x400fix.allocation.assignments import Action
from x400fix.inventory.addresses import IP_ADDRESS, number_of
from x400fix.inventory.connectors import Stack
from x400fix.plan.model import AddressValue, Assignment, NameLine, Place
from x400fix.settings.choices import AddressMode
from x400fix.settings.settings import Settings
from x400fix.simulation.network import NO_NAMES, Dialled, NameTable, Network, World
from x400fix.simulation.state import State
from x400fix.step_kinds import Effect, StepKind

RESTARTS = (Effect.RESTART_SERVER, Effect.RESTART_MTA)
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

    ``waiver`` is the option by which the plan gives up, knowingly, that every call is answered.
    """

    changes: Mapping[str, PlaceChanges]
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
        case Effect.ADDRESS:
            return (step.index,)
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
    is_silent = step.effect is Effect.NOTHING or (step.effect is Effect.LIST and changes.stops_mail)
    return () if is_silent else network.through.get(place, ())


def undo(state: State, step: Step, changes: PlaceChanges) -> None:
    """Put back what was there, as the plan has it; it takes effect with the next start."""
    _put(state, step, changes, is_done=False)


def _put(state: State, step: Step, changes: PlaceChanges, *, is_done: bool) -> None:
    """Set what a step sets, or put back what its undo does."""
    place = changes.place
    match step.effect:
        case Effect.ADDRESS:
            before, after = changes.addresses[step.index]
            state.set_address(step.index, after if is_done else before)
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


def can_undo(state: State, step: Step, changes: PlaceChanges) -> bool:
    """Whether what the undo of a step will put back is what is there now."""
    match step.effect:
        case Effect.ADDRESS:
            return state.address(step.index) == changes.addresses[step.index][0]
        case Effect.LIST:
            return state.lists.get(changes.place, ()) == changes.before
        case Effect.HOSTS:
            return state.hosts(changes.place)[0].lines == ()
        case Effect.LMHOSTS:
            return state.lmhosts(changes.place)[1].lines == ()
        case Effect.OVERRIDES | Effect.OVERRIDES_BY_HAND:
            overrides = _overrides(step, changes)
            return all(each.index not in state.overrides for each in overrides)
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


# ---- of a plan


Positions = Mapping[str, int]
"""Where the world has the connectors of one server, by directory name in capitals."""


def course_of(
    places: Sequence[Place], assignments: Sequence[Assignment], settings: Settings, world: World
) -> Course:
    """The course of the work at some places."""
    positions: dict[str, dict[str, int]] = {place.name: {} for place in places}
    for index, connector in enumerate(world.connectors):
        if connector.stack is Stack.TCP and connector.server in positions:
            positions[connector.server][connector.name.upper()] = index
    moved: dict[str, list[Assignment]] = {place.name: [] for place in places}
    for each in assignments:
        if each.is_changed:
            moved[each.server].append(each)
    return Course(
        changes={
            place.name: _changes(place, positions[place.name], moved[place.name], world)
            for place in places
        },
        waiver=_waiver(settings),
    )


def _waiver(settings: Settings) -> str:
    """The option by which a plan gives up that every call is answered, or empty."""
    if settings.reassign_all:
        return "--reassign-all"
    is_by_name = settings.address_mode is AddressMode.LMHOSTS
    return "--address-mode lmhosts" if is_by_name else ""


def _changes(
    place: Place, positions: Positions, moved: Sequence[Assignment], world: World
) -> PlaceChanges:
    """What is changed at one place."""
    nic = place.nic
    values = {each.connector.upper(): each for each in place.address_attributes}
    return PlaceChanges(
        place=place.name,
        steps=list(_steps(place, positions)),
        before=_numbers(nic.before) if nic else (),
        after=_numbers(nic.after) if nic else (),
        added=_numbers(nic.added) if nic else (),
        stops_mail=any(step.kind is StepKind.SERVER_RESTART for step in place.steps),
        hosts=name_table(place.hosts),
        lmhosts=name_table(place.lmhosts),
        overrides=[
            SetOverride(positions[each.connector.upper()], number_of(each.address), each.scripted)
            for each in place.overrides
        ],
        addresses={
            positions[name]: (_dialled(each.before), _dialled(each.after) if each.after else None)
            for name in (assignment.connector.upper() for assignment in moved)
            for each in (values[name],)
        },
        expected=list(_expected(place, positions, moved, world)),
    )


def _steps(place: Place, positions: Positions) -> Iterator[Step]:
    """The steps at a place, as far as the simulation is concerned.

    A server that the inputs do not have is asked to add addresses: that step does what a NIC script
    does.
    """
    has_list = place.nic is not None
    for step in place.steps:
        effect = step.kind.effect
        if effect is Effect.AGREED:
            is_asked = has_list and step.kind is StepKind.REQUEST
            effect = Effect.LIST if is_asked else Effect.NOTHING
        has_list = has_list and effect is not Effect.LIST
        index = positions[step.connector.upper()] if effect is Effect.ADDRESS else -1
        yield Step(step.number, effect, index, step.minutes)


def _expected(
    place: Place, positions: Positions, moved: Sequence[Assignment], world: World
) -> Iterator[ExpectedAddress]:
    """The new address of each connector that gets one, or what its alias leads to."""
    aliases = {line.name: line.address for line in place.lmhosts}
    for each in moved:
        text = each.new_address or aliases.get(each.alias, "")
        if text:
            owner = world.servers.get(each.owner)
            is_known = bool(each.new_address or (owner and owner.addresses))
            is_open = each.action is Action.MANUAL or not is_known
            index = positions[each.connector.upper()]
            yield ExpectedAddress(index, number_of(text), each.owner, is_open)


def _dialled(value: AddressValue) -> Dialled:
    return number_of(value.value) if value.type == IP_ADDRESS else value.value


def name_table(lines: Sequence[NameLine]) -> NameTable:
    """Lines of a name file, as the simulation looks names up in them."""
    return NameTable((number_of(line.address), line.name) for line in lines)


def _numbers(texts: Sequence[str]) -> tuple[int, ...]:
    """The addresses of a list such as ``10.20.1.10/24``."""
    return tuple(number_of(text.partition("/")[0]) for text in texts)
