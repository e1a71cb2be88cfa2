# SPDX-License-Identifier: MIT
"""The steps of a plan in order of time.

Addresses must answer before anything points at them, and Addresses change last.
"""

from collections.abc import Iterable, Mapping

import msgspec

from x400fix.model.assignments import Assignment
from x400fix.model.names import ServerName
from x400fix.model.stepkinds import StepKind


class Duty(msgspec.Struct, frozen=True, gc=False):
    """A kind of step with what it takes; all steps of a kind share one."""

    kind: StepKind
    minutes: int


class Step(msgspec.Struct, frozen=True, gc=False):
    """One step at one server; ``assignment`` is set where the step changes one connector.

    ``waits`` is None where the step waits for the one before it: most do, and then need no list.
    """

    number: int
    duty: Duty
    server: ServerName
    wave: int = 0
    waits: tuple[int, ...] | None = ()
    assignment: Assignment | None = None

    @property
    def kind(self) -> StepKind:
        """What it is."""
        return self.duty.kind

    @property
    def minutes(self) -> int:
        """How long it takes: as its kind does, if no fact says otherwise."""
        return self.duty.minutes

    @property
    def waits_for(self) -> tuple[int, ...]:
        """The numbers of the steps that must be done before."""
        return (self.number - 1,) if self.waits is None else self.waits

    @property
    def connector(self) -> str:
        """The directory name of the one connector that the step is about; else empty."""
        if self.assignment is None or self.kind is StepKind.REQUEST:
            return ""
        return self.assignment.connector.name


class StepList:
    """Numbers steps in the order in which they are added."""

    def __init__(self, minutes: Mapping[str, int]) -> None:
        """Begin with number 1; ``minutes`` are what steps take, by the names of their kinds."""
        self.steps: list[Step] = []
        self._duties = {kind: Duty(kind, minutes.get(kind.slug, kind.minutes)) for kind in StepKind}

    def add(
        self,
        kind: StepKind,
        server: ServerName,
        waits_for: Iterable[int] | None = (),
        *,
        wave: int = 0,
        assignment: Assignment | None = None,
    ) -> int:
        """Add one step and give its number; None waits for the step before it."""
        number = len(self.steps) + 1
        waits = None if waits_for is None else tuple(sorted(set(waits_for)))
        self.steps.append(Step(number, self._duties[kind], server, wave, waits, assignment))
        return number
