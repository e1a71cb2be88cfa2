# SPDX-License-Identifier: MIT
"""The back-out: the steps that change something, undone, and how long that takes."""

from collections.abc import Iterable, Iterator, Sequence

from x400fix.model.stepkinds import StepKind
from x400fix.plan.steps import Step
from x400fix.render.dossier.values import BackOutPoint

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

_RESTARTS = {StepKind.SERVER_RESTART, StepKind.MTA_RESTART}
_GIVING = {
    StepKind.NIC_SCRIPT,
    StepKind.NIC_HAND,
    StepKind.SERVER_RESTART,
    StepKind.REQUEST,
    StepKind.MAPPING,
}
"""Kinds of steps that bring addresses onto NICs, firewalls and partners."""


def order_back_out(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps to undo, the last one first.

    Each MTA restarts once, when no setting is left that it would read; each server restarts once,
    when its NIC is as it was.
    """
    giving: list[Step] = []
    setting: list[Step] = []
    for step in steps:
        if step.kind not in LOOKING:
            (giving if step.kind in _GIVING else setting).append(step)
    order = [step for step in reversed(setting) if step.kind not in _RESTARTS]
    order += {step.server: step for step in setting if step.kind in _RESTARTS}.values()
    for block in reversed(list(_blocks(giving))):
        order += [step for step in reversed(block) if step.kind not in _RESTARTS]
        order += [step for step in block if step.kind in _RESTARTS]
    return tuple(order)


def _blocks(steps: Iterable[Step]) -> Iterator[Sequence[Step]]:
    """The steps cut behind each restart."""
    block: list[Step] = []
    for step in steps:
        block.append(step)
        if step.kind in _RESTARTS:
            yield block
            block = []
    yield block


def find_points(heads: Iterable[tuple[Step, str]]) -> Iterator[BackOutPoint]:
    """How long undoing takes, if it begins after the last of a row of restarts."""
    minutes = 0
    restarted: set[tuple[str, StepKind]] = set()
    point = None
    for step, title in heads:
        if step.kind in LOOKING:
            continue
        if point is not None and step.kind not in _RESTARTS:
            yield point
            point = None
        key = (step.server, step.kind)
        if key not in restarted:
            minutes += step.minutes
        if step.kind in _RESTARTS:
            restarted.add(key)
            point = BackOutPoint(step=step.number, server=step.server, title=title, minutes=minutes)
    if point is not None:
        yield point
