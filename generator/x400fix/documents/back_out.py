# SPDX-License-Identifier: MIT
"""The order in which a plan is undone, and how long that takes."""

from array import array
from collections.abc import Iterable, Iterator, Sequence

from x400fix.documents.account import Account, StepLine
from x400fix.documents.ticket_values import BackOutPoint
from x400fix.planning.steps import Step
from x400fix.step_kinds import StepKind

LOOKING = frozenset(
    {
        StepKind.UNPACK,
        StepKind.SNAPSHOT,
        StepKind.CHECK_BEFORE,
        StepKind.NIC_COMPARE,
        StepKind.CHECK_AFTER,
        StepKind.OVERRIDE_READ,
        StepKind.TEST,
        StepKind.WATCH,
    }
)
"""Kinds of steps that change nothing, so that the back-out has nothing to do for them."""

RESTARTS = frozenset({StepKind.SERVER_RESTART, StepKind.MTA_RESTART})

_GIVING = {
    kind.slug
    for kind in (
        StepKind.NIC_SCRIPT,
        StepKind.NIC_HAND,
        StepKind.SERVER_RESTART,
        StepKind.REQUEST,
        StepKind.MAPPING,
    )
}
"""Kinds of steps that bring addresses onto NICs, firewalls and partners."""

_NO_SETTING = _GIVING | {kind.slug for kind in LOOKING | RESTARTS}


def undone_steps(account: Account) -> Iterator[StepLine]:
    """The steps to undo, the last one first.

    Each MTA restarts once, when no setting is left that it would read; each server restarts once,
    when its NIC is as it was. No list of steps is held, as there may be very many.
    """
    yield from (step for step in account.backwards() if step.kind not in _NO_SETTING)
    yield from map(account.step, _last_mta_restarts(account))
    yield from _taken_back(account)


def _last_mta_restarts(account: Account) -> Sequence[int]:
    """The last restart of each MTA, in the order in which they first restart."""
    last: dict[str, int] = {}
    for step in account.steps():
        if step.kind == StepKind.MTA_RESTART.slug:
            last[step.place] = step.number
    return array("i", last.values())


def _taken_back(account: Account) -> Iterator[StepLine]:
    """The steps that gave addresses; a server restarts after what came before its restart."""
    restart = None
    for step in account.backwards():
        if step.kind == StepKind.SERVER_RESTART.slug:
            if restart is not None:
                yield restart
            restart = step
        elif step.kind in _GIVING:
            yield step
    if restart is not None:
        yield restart


def find_points(heads: Iterable[tuple[Step, str]]) -> Iterator[BackOutPoint]:
    """How long undoing takes, if it begins after the last of a row of restarts."""
    minutes = 0
    restarted: set[tuple[str, StepKind]] = set()
    point = None
    for step, title in heads:
        if step.kind in LOOKING:
            continue
        if point is not None and step.kind not in RESTARTS:
            yield point
            point = None
        key = (step.server, step.kind)
        if key not in restarted:
            minutes += step.minutes
        if step.kind in RESTARTS:
            restarted.add(key)
            point = BackOutPoint(step=step.number, server=step.server, title=title, minutes=minutes)
    if point is not None:
        yield point
