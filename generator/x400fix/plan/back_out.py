# SPDX-License-Identifier: MIT
"""In which order a plan is undone.

First every setting, the last one first, so that nothing points at a new address any more. Then,
server by server, the addresses are removed and the server restarts; an MTA restarts on its own only
where its server does not. What was agreed on or mapped in the preparation harms nobody and is
removed later; so are entries that nothing needs.

If only the tests of a wave fail, what they were about is undone: server by server its settings, the
last one first, then the MTAs restart.
"""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from x400fix.plan.model import Step, Timeline
from x400fix.step_kinds import Change, Effect, Phase, StepKind


class UndoSteps(msgspec.Struct, frozen=True):
    """The steps to undo, in the order of undoing; ``settings`` and ``restarts`` take time.

    ``optional`` and ``later`` can wait until the window is over.
    """

    settings: list[tuple[str, Step]]
    restarts: list[tuple[str, Step]]
    optional: list[tuple[str, Step]]
    later: list[tuple[str, Step]]


def undo_steps(steps: Timeline) -> UndoSteps:
    """What has to be undone of a plan, if all of it was done."""
    undone = UndoSteps([], [], [], [])
    restarting = {place for place, step in steps if step.kind is StepKind.SERVER_RESTART}
    at: dict[str, list[tuple[str, Step]]] = {}
    restarts: dict[str, tuple[str, Step]] = {}
    for place, step in reversed(steps):
        kind = step.kind
        if kind.phase is Phase.AFTERWARDS and kind.change is Change.SETTING:
            undone.optional.append((place, step))
        elif kind.phase is Phase.PREPARATION and kind.change is Change.GIVING:
            undone.later.append((place, step))
        elif kind.change is Change.SETTING:
            undone.settings.append((place, step))
        elif kind.change is Change.GIVING:
            at.setdefault(place, []).append((place, step))
        elif kind is StepKind.SERVER_RESTART or (
            kind is StepKind.MTA_RESTART and place not in restarting
        ):
            at.setdefault(place, [])
            restarts.setdefault(place, (place, step))
    for place, given in at.items():
        undone.restarts.extend(given)
        if place in restarts:
            undone.restarts.append(restarts[place])
    return undone


_OVERRIDES = (Effect.OVERRIDES, Effect.OVERRIDES_BY_HAND)


class WaveUndo(msgspec.Struct, frozen=True):
    """What to undo when a test of a wave fails, as step numbers by server, the last one first.

    ``settings`` are Addresses and overrides; of ``partly`` only what concerns the connectors that
    the wave tests, because others have used the rest since. At ``earlier`` an Address goes back
    that was set in a wave before. ``first`` and ``last`` are the Address steps of the wave itself.
    """

    settings: Mapping[str, Sequence[int]]
    partly: Mapping[str, Sequence[int]]
    restarts: Sequence[str]
    earlier: Sequence[str]
    first: int
    last: int


def undo_waves(
    steps: Timeline,
    tested: Mapping[int, Sequence[tuple[str, str]]],
    overridden: Collection[tuple[str, str]],
) -> Mapping[int, WaveUndo]:
    """What to undo of each wave that tests something.

    ``tested`` are the servers and names of the connectors by wave, ``overridden`` those for which
    an override is set. An override counts from the first restart of its MTA (Q197378).
    """
    changes: dict[int, list[tuple[str, int]]] = {}
    restarts: dict[int, list[str]] = {}
    change_of: dict[tuple[str, str], Step] = {}
    overrides: dict[str, list[int]] = {}
    begun: dict[str, int] = {}
    for place, step in steps:
        if step.kind.effect is Effect.ADDRESS:
            changes.setdefault(step.wave, []).append((place, step.number))
            change_of[place, step.connector] = step
        elif step.kind.effect in _OVERRIDES:
            overrides.setdefault(place, []).append(step.number)
        elif step.kind is StepKind.MTA_RESTART:
            restarts.setdefault(step.wave, []).append(place)
            begun.setdefault(place, step.wave)
    found = {}
    for wave in tested.keys() & changes.keys():
        before = {
            (key[0], change_of[key].number)
            for key in tested[wave]
            if key in change_of and change_of[key].wave != wave
        }
        new = {place for place in restarts[wave] if begun[place] == wave}
        others = {key[0] for key in tested[wave] if key in overridden} - new
        whole = {(place, number) for place in new for number in overrides.get(place, ())}
        settings = _last_first({*changes[wave], *before, *whole})
        partly = {place: overrides[place][::-1] for place in sorted(others)}
        found[wave] = WaveUndo(
            settings=settings,
            partly=partly,
            restarts=list(dict.fromkeys((*settings, *partly, *restarts[wave]))),
            earlier=sorted({place for place, _ in before}),
            first=changes[wave][0][1],
            last=changes[wave][-1][1],
        )
    return found


def _last_first(undone: Collection[tuple[str, int]]) -> Mapping[str, Sequence[int]]:
    """The numbers by server, both in descending order."""
    numbers: dict[str, list[int]] = {}
    for place, number in sorted(undone, key=lambda each: -each[1]):
        numbers.setdefault(place, []).append(number)
    return numbers
