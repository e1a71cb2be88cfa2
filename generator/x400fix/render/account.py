# SPDX-License-Identifier: MIT
"""What TICKET.TXT and RUNBOOK.TXT tell of a plan, whether it is just made or was read back.

Long lists are made when they are told, and never held whole: a plan may have very many connectors.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from x400fix.model.assignments import Action
from x400fix.model.window import Window
from x400fix.plan.document.proof import Alternative
from x400fix.plan.document.document import (
    AssignmentRecord,
    ConnectorRecord,
    InputRecord,
    ProblemRecord,
    SummaryRecord,
)
from x400fix.plan.document.proof import OutageRecord, ProofRecord, RouteRecord
from x400fix.plan.schedule import Task


class StepLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A step; ``connector`` is the one that its title names, empty if it names none."""

    number: int
    place: str
    folder: str
    kind: str
    who: str
    minutes: int
    wave: int
    waits_for: Sequence[int]
    connector: str

    @property
    def task(self) -> Task:
        """The step as a schedule has it."""
        return Task(self.place, self.kind, self.minutes, self.waits_for)


class PlaceLine(msgspec.Struct, frozen=True, kw_only=True):
    """A place where somebody works, and how much its files hold."""

    name: str
    folder: str
    os: str
    exchange: str
    addresses: int
    is_nic_by_hand: bool
    hosts: int
    overrides: int


class MemberLine(msgspec.Struct, frozen=True, kw_only=True):
    """A connector of a conflict; ``value`` and ``reason`` are empty where nothing is to be told."""

    action: str
    connector: str
    value: str
    reason: str


class ConflictLine(msgspec.Struct, frozen=True, kw_only=True):
    """Connectors of one server that its stack cannot tell apart."""

    server: str
    address: str
    owner: str
    members: Sequence[MemberLine]


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """All of it; what is called gives a new iterator, ``backwards`` that of the last step first."""

    ticket: str
    owner: str
    contact: str
    window: Window | None
    minimal: bool
    summary: SummaryRecord
    inputs: Sequence[InputRecord]
    problems: Iterable[ProblemRecord]
    assumptions: Sequence[str]
    alternatives: Sequence[Alternative]
    proof: ProofRecord
    places: Sequence[PlaceLine]
    connectors: Callable[[], Iterator[ConnectorRecord]]
    assignments: Callable[[], Iterator[AssignmentRecord]]
    conflicts: Callable[[], Iterator[ConflictLine]]
    steps: Callable[[], Iterator[StepLine]]
    backwards: Callable[[], Iterator[StepLine]]
    step: Callable[[int], StepLine]
    routes: Callable[[], Iterator[RouteRecord]]
    outages: Callable[[], Iterator[OutageRecord]]
    diffs: Iterable[Sequence[str]]


def member_line(action: str, connector: str, value: str, reason: str) -> MemberLine:
    """A member of a conflict: a kept one needs no value told, a reason only work by hand."""
    return MemberLine(
        action=action,
        connector=connector,
        value="" if action == Action.KEEP else value,
        reason=reason if action == Action.MANUAL else "",
    )
