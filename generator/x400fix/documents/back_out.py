# SPDX-License-Identifier: MIT
"""The order in which a plan is undone, and how long that takes."""

from collections.abc import Iterator, Sequence

import msgspec

from x400fix.documents.step_texts import StepHead
from x400fix.step_kinds import Change, StepKind


class BackOutPoint(msgspec.Struct, frozen=True):
    """How long undoing takes if it begins after a step, one of those that restart something."""

    head: StepHead
    minutes: int


def undone_steps(heads: Sequence[StepHead]) -> list[StepHead]:
    """The steps to undo, the last one first.

    Each MTA restarts once, when no setting is left that it would read; each server restarts once,
    when its NIC is as it was.
    """
    settings = [head for head in reversed(heads) if head.step.kind.change is Change.SETTING]
    last = {head.place.name: head for head in heads if head.step.kind is StepKind.MTA_RESTART}
    return [*settings, *last.values(), *_taken_back(heads)]


def _taken_back(heads: Sequence[StepHead]) -> Iterator[StepHead]:
    """The steps that gave addresses; a server restarts after what came before its restart."""
    restart: list[StepHead] = []
    for head in reversed(heads):
        if head.step.kind is StepKind.SERVER_RESTART:
            yield from restart
            restart = [head]
        elif head.step.kind.change is Change.GIVING:
            yield head
    yield from restart


def find_points(heads: Sequence[StepHead]) -> list[BackOutPoint]:
    """How long undoing takes, if it begins after the last of a row of restarts."""
    points: list[BackOutPoint] = []
    restarted: set[tuple[str, StepKind]] = set()
    minutes, was_restart = 0, False
    for head in heads:
        kind = head.step.kind
        if kind.change is Change.NOTHING:
            continue
        if (head.place.name, kind) not in restarted:
            minutes += head.step.minutes
        is_restart = kind.change is Change.RESTART
        if is_restart:
            restarted.add((head.place.name, kind))
            if was_restart:
                points.pop()
            points.append(BackOutPoint(head, minutes))
        was_restart = is_restart
    return points
