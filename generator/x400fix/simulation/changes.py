# SPDX-License-Identifier: MIT
"""What a plan changes at one place, and how a step is done and undone."""

import enum
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from x400fix.simulation.network import NO_NAMES, Dialled, NameTable, Network
from x400fix.simulation.state import State


class Deed(enum.Enum):
    """What a step does to the state; all that only look and record do nothing."""

    NOTHING = "nothing"
    LIST = "the NIC's list is written"
    RESTART_SERVER = "the server restarts"
    HOSTS = "HOSTS gets its lines"
    LMHOSTS = "LMHOSTS gets its lines"
    OVERRIDES = "overrides are set by script"
    OVERRIDES_BY_HAND = "overrides are set by hand"
    ADDRESS = "an Address is set"
    RESTART_MTA = "the MTA restarts"


class Stage(msgspec.Struct, frozen=True, gc=False):
    """One step, as far as the model is concerned; ``index`` is the connector of an ADDRESS."""

    number: int
    deed: Deed
    place: str
    minutes: int
    index: int = -1


class SetOverride(msgspec.Struct, frozen=True, gc=False):
    """The address that one connector is to call from."""

    index: int
    number: int
    is_scripted: bool


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What is changed at one place, and what the undo puts back.

    ``before`` and ``after`` are the NIC's whole lists, empty where nobody knows them; then
    ``added`` is all there is. ``addresses`` has the old and the new Address of connectors, None
    where somebody else decides. ``stops_mail`` says that the services stand still from the
    writing of the list until the server has restarted; without a restart the list takes effect
    at once.
    """

    place: str
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    stops_mail: bool = False
    hosts: NameTable = NO_NAMES
    lmhosts: NameTable = NO_NAMES
    overrides: Sequence[SetOverride] = ()
    addresses: Mapping[int, tuple[Dialled, Dialled | None]] = {}


class Promise(msgspec.Struct, frozen=True, gc=False):
    """A new address that the plan gives to a connector, and whose NIC it belongs on."""

    index: int
    number: int
    owner: str
    is_open: bool


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan does in one network; all of it is made when it is asked for.

    ``stages`` are in order of time, and so are those at one place, ``stages_at``; ``moved`` are
    the connectors that change.
    """

    sheet_of: Callable[[str], Sheet]
    stages: Callable[[], Iterator[Stage]]
    stages_at: Callable[[str], Iterator[Stage]]
    promises: Callable[[], Iterator[Promise]]
    moved: Sequence[int]


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as the model runs it, network by network.

    ``waiver`` is the option by which the plan gives up, knowingly, that every call is answered;
    ``strategy`` is the way that it takes, which need not be supposed.
    """

    part_of: Callable[[Network], Part]
    strategy: str
    waiver: str = ""
    dns: NameTable = NO_NAMES


def do(state: State, stage: Stage, sheet: Sheet) -> Sequence[int]:
    """Do a step; gives the connectors whose calls, in or out, it may change."""
    network, place = state.network, sheet.place
    touched: Sequence[int] = ()
    match stage.deed:
        case Deed.LIST:
            _set_list(state, sheet, sheet.after or sheet.added)
            touched = () if sheet.stops_mail else network.touching(place)
        case Deed.RESTART_SERVER:
            state.restart_server(place)
            touched = network.touching(place)
        case Deed.HOSTS:
            state.set_hosts(place, sheet.hosts)
            touched = network.touching(place)
        case Deed.LMHOSTS:
            state.set_lmhosts(place, sheet.lmhosts)
            touched = network.touching(place)
        case Deed.OVERRIDES | Deed.OVERRIDES_BY_HAND:
            touched = [each.index for each in _overrides(stage, sheet)]
            for each in _overrides(stage, sheet):
                state.set_override(each.index, each.number)
        case Deed.ADDRESS:
            state.set_address(stage.index, sheet.addresses[stage.index][1])
            touched = (stage.index,)
        case Deed.RESTART_MTA:
            changed = {network.partners[each]: each for each in state.restart_mta(place)}
            touched = [each for index in changed.values() for each in network.pair(index)]
        case _:
            pass
    return touched


def undo(state: State, stage: Stage, sheet: Sheet) -> None:
    """Undo a step; lists, overrides and Addresses take effect with the next start."""
    match stage.deed:
        case Deed.LIST:
            _set_list(state, sheet, sheet.before)
        case Deed.HOSTS:
            state.set_hosts(sheet.place, NO_NAMES)
        case Deed.LMHOSTS:
            state.set_lmhosts(sheet.place, NO_NAMES)
        case Deed.OVERRIDES | Deed.OVERRIDES_BY_HAND:
            for override in _overrides(stage, sheet):
                state.set_override(override.index, None)
        case Deed.ADDRESS:
            state.set_address(stage.index, sheet.addresses[stage.index][0])
        case _:
            pass


def _set_list(state: State, sheet: Sheet, numbers: Sequence[int]) -> None:
    """Write a list, which takes effect at once where the server need not restart."""
    state.set_list(sheet.place, numbers)
    if not sheet.stops_mail:
        state.restart_server(sheet.place)


def _overrides(stage: Stage, sheet: Sheet) -> Iterable[SetOverride]:
    """The overrides that a step sets: those of the script, or those by hand."""
    is_scripted = stage.deed is Deed.OVERRIDES
    return (each for each in sheet.overrides if each.is_scripted is is_scripted)


def is_durable(deed: Deed) -> bool:
    """Whether a step changes what is set, and not only what is in effect."""
    return deed not in {Deed.NOTHING, Deed.RESTART_SERVER, Deed.RESTART_MTA}


def held(state: State, stage: Stage, sheet: Sheet) -> object:
    """What is set at the moment where a step changes something."""
    match stage.deed:
        case Deed.LIST:
            return state.lists.get(sheet.place, ())
        case Deed.HOSTS:
            return [table.lines for table in state.hosts(sheet.place)]
        case Deed.LMHOSTS:
            return [table.lines for table in state.lmhosts(sheet.place)]
        case Deed.OVERRIDES | Deed.OVERRIDES_BY_HAND:
            return [state.overrides.get(each.index) for each in _overrides(stage, sheet)]
        case Deed.ADDRESS:
            return state.address(stage.index)
        case _:
            return None


def state_before(network: Network, course: Course) -> State:
    """What the inputs say."""
    return State(network, course.dns)


def state_after(network: Network, course: Course) -> State:
    """What is there when every step is done."""
    state = state_before(network, course)
    part = course.part_of(network)
    for stage in part.stages():
        do(state, stage, part.sheet_of(stage.place))
    return state
