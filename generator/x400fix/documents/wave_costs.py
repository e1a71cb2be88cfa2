# SPDX-License-Identifier: MIT
"""What a way to divide Address changes into waves costs, against the one that plans by itself."""

import msgspec

from x400fix.plan.model import Plan
from x400fix.plan.schedule import find_schedule, timeline
from x400fix.planning.inputs import inputs_of
from x400fix.planning.planning import make_plan
from x400fix.settings.choices import Wave
from x400fix.step_kinds import StepKind


class WaveCost(msgspec.Struct, frozen=True, kw_only=True):
    """What the waves of a plan cost; ``untested`` are waves after which nothing can be tested.

    ``minutes`` are those of the window if one person does all, ``apart`` with one at each place.
    """

    wave: Wave
    waves: int
    untested: int
    mta_restarts: int
    minutes: int
    apart: int


def find_wave_costs(plan: Plan) -> tuple[WaveCost, ...]:
    """The cost of the chosen waves, and that of ``auto`` on the same inputs.

    Nothing for a plan that has them, or that has no waves.
    """
    if plan.options.wave is Wave.AUTO or not plan.summary.waves:
        return ()
    inputs = inputs_of(plan)
    settings = msgspec.structs.replace(inputs.settings, wave=Wave.AUTO)
    other = make_plan(msgspec.structs.replace(inputs, settings=settings)).plan
    return _cost(plan), _cost(other)


def _cost(plan: Plan) -> WaveCost:
    steps = timeline(plan)
    schedule = find_schedule(steps)
    tested = {step.wave for _, step in steps if step.kind is StepKind.TEST} - {0}
    return WaveCost(
        wave=plan.options.wave,
        waves=plan.summary.waves,
        untested=plan.summary.waves - len(tested),
        mta_restarts=sum(load.mta_restarts for load in schedule.loads),
        minutes=schedule.in_turn.minutes,
        apart=schedule.side_by_side.minutes,
    )
