# SPDX-License-Identifier: MIT
"""When each step of a window is done, in minutes from its beginning, and what that leaves.

Only the window phase is counted: the preparation is done before, and what comes afterwards decides
nothing. Two ways of working are counted. In turn: one person does all steps in the order of their
numbers. Side by side: each place has its own people, who do its steps in that order, each as soon
as what it waits for is done; the whole then takes as long as the longest chain of steps.

A window is long enough if all steps, with their tests, are done at a moment from which everything
can still be undone before it ends.
"""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from x400fix.plan.back_out import UndoSteps, undo_steps
from x400fix.plan.model import Plan, Timeline
from x400fix.settings.window import Window
from x400fix.step_kinds import Effect, Phase, StepKind


def timeline(plan: Plan) -> Timeline:
    """All steps of a plan in order of time."""
    steps = [(place.name, step) for place in plan.servers for step in place.steps]
    return sorted(steps, key=lambda each: each[1].number)


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of ascending numbers that follow each other."""
    first = last = 0
    for number in numbers:
        if first and number != last + 1:
            yield first, last
            first = 0
        first, last = first or number, number
    if first:
        yield first, last


class Waves(msgspec.Struct, frozen=True):
    """By server, the last wave in which an Address changes, and in which its MTA restarts.

    As long as a stack has a collision no connector of it works (Q200588), and a route needs both
    its ends: it is tested in the wave in which the last Address of either end changes. A route
    between servers that change none is tested when the MTA of either has restarted for the last
    time.
    """

    changed: dict[str, int]
    restarted: dict[str, int]

    def test_of(self, server: str, partner: str) -> int:
        """The wave that a connector is tested in, 0 if it is tested before all waves."""
        changed, restarted = self.changed, self.restarted
        settled = max(changed.get(server, 0), changed.get(partner, 0))
        return settled or max(restarted.get(server, 0), restarted.get(partner, 0))


def find_waves(steps: Timeline) -> Waves:
    """The waves of a plan."""
    waves = Waves({}, {})
    for place, step in steps:
        if step.kind.effect is Effect.ADDRESS:
            waves.changed[place] = step.wave
        elif step.kind is StepKind.MTA_RESTART:
            waves.restarted[place] = step.wave
    return waves


class Run(msgspec.Struct, frozen=True):
    """One way of working.

    ``ends`` are when each step of the window ends, by its number; ``minutes`` is when the last of
    them does, and ``undo`` is how long it then takes to undo everything.
    """

    ends: Mapping[int, int]
    minutes: int
    undo: int

    @property
    def needed(self) -> int:
        """How long a window has to be for all steps, and for undoing all after the last test."""
        return self.minutes + self.undo

    @property
    def rounded(self) -> int:
        """The same in whole five minutes, as somebody asks for a window."""
        return -(-self.needed // 5) * 5

    def fits(self, window: Window) -> bool:
        """Whether all steps are done when there is still time to undo everything."""
        return self.needed <= window.minutes

    def latest_back_out(self, window: Window) -> int | None:
        """The last minute in which a back-out of everything can begin.

        None if a test comes later than that: then the window is too short for this way of working.
        """
        return window.minutes - self.undo if self.fits(window) else None


class Load(msgspec.Struct, frozen=True):
    """What the plan asks of one place; ``minutes`` are those of the window."""

    place: str
    steps: int
    preparation: int
    minutes: int
    server_restarts: int
    mta_restarts: int


class Schedule(msgspec.Struct, frozen=True):
    """Both ways of working, and the load of each place, by name.

    ``preparation`` is how long all of it takes one person, days before; ``undone`` is the whole
    back-out.
    """

    in_turn: Run
    side_by_side: Run
    preparation: int
    loads: tuple[Load, ...]
    undone: UndoSteps


def find_schedule(steps: Timeline) -> Schedule:
    """The schedule of all steps of a plan."""
    in_turn, side_by_side = dict[int, int](), dict[int, int]()
    loads, free = dict[str, list[int]](), dict[str, int]()
    now = 0
    for place, step in steps:
        kind, minutes = step.kind, step.minutes
        load = loads.setdefault(place, [0, 0, 0, 0, 0])
        load[0] += 1
        if kind.phase is Phase.PREPARATION:
            load[1] += minutes
        if kind.phase is Phase.WINDOW:
            now += minutes
            in_turn[step.number] = now
            # What it waits for in the preparation is done when the window begins.
            begin = max([side_by_side.get(number, 0) for number in step.waits_for], default=0)
            free[place] = side_by_side[step.number] = max(begin, free.get(place, 0)) + minutes
            load[2] += minutes
        load[3] += kind is StepKind.SERVER_RESTART
        load[4] += kind is StepKind.MTA_RESTART
    undone = undo_steps(steps)
    alone, together = _undo_minutes(undone)
    return Schedule(
        Run(in_turn, now, alone),
        Run(side_by_side, max(free.values(), default=0), together),
        sum(load[1] for load in loads.values()),
        tuple(Load(place, *counts) for place, counts in sorted(loads.items())),
        undone,
    )


def _undo_minutes(undone: UndoSteps) -> tuple[int, int]:
    """How long undoing the whole window takes one person, and one at each place.

    Each place undoes its settings; when all have, addresses are removed and servers restart.
    """
    alone = together = 0
    for part in (undone.settings, undone.restarts):
        minutes: dict[str, int] = {}
        for place, step in part:
            minutes[place] = minutes.get(place, 0) + step.minutes
        alone += sum(minutes.values())
        together += max(minutes.values(), default=0)
    return alone, together
