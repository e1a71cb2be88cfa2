# SPDX-License-Identifier: MIT
"""Runs a plan on paper: every step in its order, and after each the calls that it may change."""

from collections.abc import Iterable

import msgspec

from x400fix.plan.model import Outage
from x400fix.simulation.changes import (
    RESTARTS,
    Course,
    PlaceChanges,
    Step,
    can_undo,
    do,
    in_order,
    undo,
)
from x400fix.simulation.network import Network
from x400fix.simulation.outcomes import Directions, judge_call, judge_route
from x400fix.simulation.rules import Rule, Status, route_status
from x400fix.simulation.state import State
from x400fix.step_kinds import Effect

Statuses = list[Directions | None]
"""What becomes of each connector of a world; None for one whose stack is not TCP."""


def is_down(directions: Directions | None) -> bool:
    """Whether no call passes on a route, either way: then an outage takes nothing from it."""
    return directions is not None and route_status(*directions) is Status.DOWN


class Turn(msgspec.Struct, frozen=True):
    """What a step makes of a connector's route."""

    index: int
    step: int
    directions: Directions


class Record:
    """What is noted of the connectors of a world while a plan is run in each of its networks."""

    def __init__(self, size: int) -> None:
        """Begin with nothing noted, for a number of connectors."""
        self.before: Statuses = [None] * size
        self.after: Statuses = [None] * size
        self.turns: list[Turn] = []
        self.outages: list[Outage] = []


class Run:
    """One network with a plan run on it.

    ``moved`` are the connectors that change. ``not_undone`` are the steps whose undo does not
    give what was there before, ``not_kept`` those after which a NIC's list does not begin with
    what it was; ``first_calls`` and ``calls`` are what becomes of all calls at first and in the
    end, collisions left aside.
    """

    def __init__(self, network: Network, course: Course, record: Record) -> None:
        """Note in ``record`` what was, what is in the end, and each turn and outage."""
        self.network = network
        self.state = State(network)
        self.changes = course.within(network)
        self.moved = sorted(index for each in self.changes for index in each.addresses)
        self.not_undone: list[int] = []
        self.not_kept: list[int] = []
        self.first_calls: dict[int, Rule] = {i: judge_call(self.state, i) for i in network.tcp}
        self.calls = dict(self.first_calls)
        self._first_contents = self.state.contents()
        self._stale: set[int] = set()
        self._record = record
        for index in network.tcp:
            directions = judge_route(self.state, index, self.calls)
            record.before[index] = record.after[index] = directions
        self._take_steps()

    def backs_out(self) -> bool:
        """Undo every step, the last one first, and restart what has to read it.

        Says whether that gives the first state; afterwards this is no longer the last one.
        """
        # Nothing that is set belongs to two places, so one place after the other gives the same.
        for changes in self.changes:
            for step in reversed(changes.steps):
                undo(self.state, step, changes)
            self.state.restart_server(changes.place)
            self.state.restart_mta(changes.place)
        return self.state.contents() == self._first_contents

    def _take_steps(self) -> None:
        """Do every step, and see what it makes of the calls."""
        steps = in_order(self.changes)
        for step, changes in steps:
            if step.effect is not Effect.NOTHING:
                self._take(step, changes)
        if steps:
            # Once more from scratch: a wrong plan may have changed calls between others.
            self.calls = {index: judge_call(self.state, index) for index in self.network.tcp}
            self._compare(steps[-1][0].number, self.network.tcp)

    def _take(self, step: Step, changes: PlaceChanges) -> None:
        """Do one step."""
        is_list = step.effect is Effect.LIST
        if not can_undo(self.state, step, changes):
            self.not_undone.append(step.number)
        had = self.state.lists.get(changes.place, ())
        was_colliding = changes.place in self.state.colliding
        touched = do(self.state, step, changes)
        if is_list and self.state.lists[changes.place][: len(had)] != had:
            self.not_kept.append(step.number)
        through = self.network.through[changes.place]
        # Restarts stop all calls through a server, and so does a list that needs one.
        if step.effect in RESTARTS or (is_list and changes.stops_mail):
            down = sum(is_down(self._record.before[index]) for index in through)
            outage = Outage(
                step=step.number,
                server=changes.place,
                minutes=step.minutes,
                routes=len(through) - down,
                down=down,
            )
            self._record.outages.append(outage)
        is_colliding = changes.place in self.state.colliding
        self._stale.update(touched)
        if was_colliding is not is_colliding:
            touched = through
        # All of them begin or end here: as long as it collides, no call passes.
        if not (was_colliding and is_colliding):
            self._follow(step.number, touched)

    def _follow(self, step: int, touched: Iterable[int]) -> None:
        """Compare the routes of connectors whose calls a step may change."""
        network, state = self.network, self.state
        seen = {*touched, *(peer for each in touched if (peer := network.peers[each]) is not None)}
        for index in self._stale.intersection(seen):
            if state.colliding.isdisjoint(network.ends(index)):
                self.calls[index] = judge_call(state, index)
                self._stale.discard(index)
        self._compare(step, seen)

    def _compare(self, step: int, indexes: Iterable[int]) -> None:
        """Note the turns of connectors in a step."""
        after = self._record.after
        for index in indexes:
            directions = judge_route(self.state, index, self.calls)
            if directions is not after[index]:
                after[index] = directions
                self._record.turns.append(Turn(index, step, directions))
