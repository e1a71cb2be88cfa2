# SPDX-License-Identifier: MIT
"""The lines of the back-out, each saying what to do, and how long undoing takes from where."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from x400fix.documents.step_texts import StepHead
from x400fix.plan.back_out import UndoSteps
from x400fix.plan.model import Override, Place, Plan, Step
from x400fix.step_kinds import Change, Effect, Phase, StepKind


class UndoLine(msgspec.Struct, frozen=True):
    """One line of the back-out: what to do at a place to undo a step."""

    place: Place
    step: Step
    text: str


class BackOut(msgspec.Struct, frozen=True):
    """The back-out in its order; ``later`` and ``optional`` lines can wait for the window's end.

    All of ``now`` takes ``minutes`` if one person does it.
    """

    now: tuple[UndoLine, ...]
    later: tuple[UndoLine, ...]
    optional: tuple[UndoLine, ...]
    minutes: int


class BackOutPoint(msgspec.Struct, frozen=True):
    """How long undoing takes if it begins after a step, one of those that restart something."""

    head: StepHead
    minutes: int


def find_back_out(plan: Plan, undone: UndoSteps, texts: Mapping[str, str]) -> BackOut:
    """What to undo of all steps of a plan; ``texts`` say it for each kind of step."""
    places = {place.name: place for place in plan.servers}
    old = {(each.server, each.connector): each.old_address for each in plan.assignments}

    def line(name: str, step: Step) -> UndoLine:
        kind, place = step.kind, places[name]
        decided = kind is StepKind.REQUEST and step.assignment
        values = {
            "connector": step.connector,
            "old": old.get((name, step.connector), ""),
            "added": ", ".join(_addresses(place)) if kind.change is Change.GIVING else "",
            "overrides": ", ".join(_overridden(place.overrides, step)) if place.overrides else "",
        }
        return UndoLine(place, step, texts["request-decided" if decided else kind] % values)

    now = [line(*each) for part in (undone.settings, undone.restarts) for each in part]
    return BackOut(
        now=tuple(now),
        later=tuple(line(*each) for each in undone.later),
        optional=tuple(line(*each) for each in undone.optional),
        minutes=sum(each.step.minutes for each in now),
    )


def _addresses(place: Place) -> Iterator[str]:
    """The addresses that a NIC loses again, without their masks."""
    return (text.partition("/")[0] for text in (place.nic.added if place.nic else ()))


def _overridden(overrides: Sequence[Override], step: Step) -> Iterator[str]:
    """The connectors whose override a step sets."""
    if step.kind.effect in (Effect.OVERRIDES, Effect.OVERRIDES_BY_HAND):
        is_scripted = step.kind.effect is Effect.OVERRIDES
        yield from (f'"{each.connector}"' for each in overrides if each.scripted is is_scripted)


def find_points(heads: Sequence[StepHead]) -> list[BackOutPoint]:
    """How long undoing takes one person, if it begins after the last of a row of restarts."""
    points: list[BackOutPoint] = []
    restarts: dict[str, int] = {}
    servers: set[str] = set()
    minutes, was_restart = 0, False
    for head in heads:
        kind, place = head.step.kind, head.place.name
        if kind.phase is not Phase.WINDOW or kind.change is Change.NOTHING:
            continue
        is_restart = kind.change is Change.RESTART
        if kind is StepKind.MTA_RESTART and place in servers:
            added = 0
        else:
            added = head.step.minutes - (restarts.get(place, 0) if is_restart else 0)
        minutes += added
        if is_restart:
            if kind is StepKind.SERVER_RESTART:
                servers.add(place)
            restarts[place] = restarts.get(place, 0) + added
            if was_restart:
                points.pop()
            points.append(BackOutPoint(head, minutes))
        was_restart = is_restart
    return points
