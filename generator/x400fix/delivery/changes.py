# SPDX-License-Identifier: MIT
"""Does and undoes a step; each undo puts back what the plan says was there, not what was."""

from collections.abc import Iterable, Sequence

from x400fix.delivery.nametable import NO_NAMES
from x400fix.delivery.sheets import Deed, SetOverride, Sheet, Stage
from x400fix.delivery.state import State


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
        case Deed.NOTHING:
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
