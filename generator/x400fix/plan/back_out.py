# SPDX-License-Identifier: MIT
"""In which order a plan is undone.

First every setting, the last one first, so that nothing points at a new address any more. Then,
server by server, the addresses are removed and the server restarts; an MTA restarts on its own only
where its server does not. What was agreed on or mapped in the preparation harms nobody and is
removed later; so are entries that nothing needs.
"""

import msgspec

from x400fix.plan.model import Step, Timeline
from x400fix.step_kinds import Change, Phase, StepKind


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
