# SPDX-License-Identifier: MIT
"""How long it takes to undo what was done, by how far the work has come."""

from collections.abc import Iterable, Iterator

from x400fix.model.stepkinds import StepKind
from x400fix.plan.steps import Step
from x400fix.render.backout import LOOKING, RESTARTS
from x400fix.render.dossier.values import BackOutPoint


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
