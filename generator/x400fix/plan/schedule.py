# SPDX-License-Identifier: MIT
"""When each step is done, in minutes from the beginning of a window, and what that leaves.

Two ways of working are counted. In turn: one person does all steps in the order of their numbers.
Side by side: each place has its own people, who do its steps in that order, each as soon as what it
waits for is done; the whole then takes as long as the longest chain of steps.

What changes something takes as long to undo as to do; recording, checking and testing leave nothing
to undo. In a back-out each server, and each MTA, that was restarted restarts once more.
"""

from collections.abc import Iterable, Sequence

import msgspec

from x400fix.plan.model import Plan, Step
from x400fix.settings.window import Window
from x400fix.step_kinds import Change, StepKind

Timeline = Sequence[tuple[str, Step]]
"""Steps in order of time, each with the name of its place."""


def timeline(plan: Plan) -> Timeline:
    """All steps of a plan in order of time."""
    steps = [(place.name, step) for place in plan.servers for step in place.steps]
    return sorted(steps, key=lambda each: each[1].number)


class Run(msgspec.Struct, frozen=True):
    """One way of working.

    ``ends`` are when each step ends, ``decided`` is when the last of those ends on which it depends
    whether to back out, and ``undo`` is how long it then takes to undo everything.
    """

    ends: Sequence[int]
    minutes: int
    decided: int
    undo: int

    @property
    def needed(self) -> int:
        """How long a window has to be for all steps, and for undoing all after the tests."""
        return max(self.minutes, self.decided + self.undo)

    @property
    def rounded(self) -> int:
        """The same in whole five minutes, as somebody asks for a window."""
        return -(-self.needed // 5) * 5

    def latest_back_out(self, window: Window) -> int:
        """The last minute in which a back-out of everything can begin; before 0 if none is."""
        return window.minutes - self.undo

    def fits(self, window: Window) -> bool:
        """Whether all steps are done within the window."""
        return self.minutes <= window.minutes

    def leaves_back_out(self, window: Window) -> bool:
        """Whether, when the tests are done, there is time left to undo everything."""
        return self.decided <= self.latest_back_out(window)


class Load(msgspec.Struct, frozen=True):
    """What the plan asks of one place."""

    place: str
    steps: int
    minutes: int
    server_restarts: int
    mta_restarts: int


class Schedule(msgspec.Struct, frozen=True):
    """Both ways of working, and the load of each place, by name."""

    in_turn: Run
    side_by_side: Run
    loads: tuple[Load, ...]


def find_schedule(steps: Timeline) -> Schedule:
    """The schedule of all steps of a plan."""
    in_turn, side_by_side, back = _Clock(), _Clock(), _Clock()
    undo, restarted = 0, set[tuple[str, StepKind]]()
    loads: dict[str, list[int]] = {}
    for place, step in steps:
        kind, is_decisive = step.kind, not step.kind.is_afterwards
        in_turn.follow("", (), step.minutes, is_decisive=is_decisive)
        side_by_side.follow(place, step.waits_for, step.minutes, is_decisive=is_decisive)
        leaves_nothing = kind.is_afterwards or kind.change is Change.NOTHING
        minutes = 0 if leaves_nothing or (place, kind) in restarted else step.minutes
        undo += minutes
        # A back-out is the same chains of steps, run from their ends.
        back.follow(place, step.waits_for, minutes, is_decisive=True)
        load = loads.setdefault(place, [0, 0, 0, 0])
        load[0] += 1
        load[1] += step.minutes
        load[2] += kind is StepKind.SERVER_RESTART
        load[3] += kind is StepKind.MTA_RESTART
        if kind.change is Change.RESTART:
            restarted.add((place, kind))
    return Schedule(
        in_turn.run(undo),
        side_by_side.run(back.last),
        tuple(Load(place, *counts) for place, counts in sorted(loads.items())),
    )


class _Clock:
    """Notes when each step ends."""

    def __init__(self) -> None:
        self.last = 0
        self._decided = 0
        self._ends: list[int] = []
        self._free: dict[str, int] = {}

    def follow(
        self, place: str, waits_for: Iterable[int], minutes: int, *, is_decisive: bool
    ) -> None:
        """Note a step that begins when its people are free and what it waits for is done."""
        begin = self._free.get(place, 0)
        for number in waits_for:
            begin = max(begin, self._ends[number - 1])
        end = begin + minutes
        self._free[place] = end
        self._ends.append(end)
        self.last = max(self.last, end)
        if is_decisive:
            self._decided = max(self._decided, end)

    def run(self, undo: int) -> Run:
        """All that was noted."""
        return Run(self._ends, self.last, self._decided, undo)
