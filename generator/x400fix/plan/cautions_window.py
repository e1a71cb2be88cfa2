# SPDX-License-Identifier: MIT
"""Whether the work fits into its window, and whether time is left to undo it."""

from collections.abc import Iterable, Iterator

from x400fix.config.settings import Settings
from x400fix.model.window import Window, duration_text
from x400fix.plan.schedule import Run, Schedule, Task, find_schedule
from x400fix.plan.steps import Step
from x400fix.problems import Problem


def tasks_of(steps: Iterable[Step]) -> Iterator[Task]:
    """The steps of a plan that is just made, as a schedule has them."""
    for step in steps:
        yield Task(step.server, step.kind.slug, step.minutes, step.waits_for)


def window_cautions(steps: Iterable[Step], settings: Settings) -> Iterator[Problem]:
    """A warning for a window that is too short, if there is a window."""
    if settings.window:
        found = _find_fault(find_schedule(tasks_of(steps)), settings.window)
        if found:
            code, message = found
            yield Problem(code=code, message=message, where=settings.window_place)


def _find_fault(schedule: Schedule, window: Window) -> tuple[str, str] | None:
    """The worst that there is to say, if anything."""
    alone, together = schedule.in_turn, schedule.side_by_side
    length = f"the window has {duration_text(window.minutes)}"
    if not together.fits(window):
        return "X4-W160", (
            f"{length}, and the steps take {duration_text(together.minutes)} even if each server "
            f"has people of its own: {_longer(together)}, or plan fewer connectors"
        )
    if not together.leaves_back_out(window):
        return "X4-W162", (
            f"{length}; the tests end after {duration_text(together.decided)}, and to undo "
            f"everything takes {duration_text(together.undo)}, even if each server has people of "
            f"its own: {_longer(together)}, or plan fewer connectors"
        )
    if not alone.fits(window) or not alone.leaves_back_out(window):
        return "X4-W161", (
            f"{length}, and one person needs {duration_text(alone.rounded)} for the steps and a "
            "back-out: each server needs people of its own"
        )
    return None


def _longer(run: Run) -> str:
    return f"make it at least {duration_text(run.rounded)} long, which leaves time for a back-out"
