# SPDX-License-Identifier: MIT
"""What TICKET.TXT and RUNBOOK.TXT tell of the window and of the time that the work takes."""

from collections.abc import Mapping

from x400fix.model.window import Window, duration_text
from x400fix.plan.schedule import Load, Run, Schedule
from x400fix.render.account import StepLine


class Clocks:
    """When steps begin, if there is a window."""

    def __init__(self, window: Window | None, schedule: Schedule) -> None:
        """Take both ways of working."""
        self._window = window
        self._runs = (schedule.in_turn, schedule.side_by_side)

    def columns(self, step: StepLine) -> str:
        """Both times in two columns."""
        return "".join(f"{text:>8}  " for text in self._begins(step))

    def planned(self, step: StepLine) -> str:
        """Both times in a sentence."""
        texts = self._begins(step)
        return f", planned {texts[0]} or {texts[1]}" if texts else ""

    def _begins(self, step: StepLine) -> list[str]:
        window = self._window
        if window is None:
            return []
        return [window.clock(run.ends[step.number - 1] - step.minutes) for run in self._runs]


def window_values(window: Window | None, schedule: Schedule) -> Mapping[str, object]:
    """Beginning and end, and both ways of working."""
    return {
        "window": (window.moment(0), window.moment(window.minutes)) if window else None,
        "ways": [
            ("One person", *_way(window, schedule.in_turn)),
            ("People at each", *_way(window, schedule.side_by_side)),
        ],
    }


def _way(window: Window | None, run: Run) -> tuple[str, str, str, str, str]:
    """How long the work takes and when it is done, the back-out and when it must begin.

    Last how long the window would have to be, if it is too short.
    """
    latest = run.latest_back_out(window) if window else -1
    return (
        duration_text(run.minutes),
        window.moment(run.minutes) if window else "",
        duration_text(run.undo),
        window.moment(latest) if window and latest >= 0 else "",
        "" if window is None or run.needed <= window.minutes else duration_text(run.rounded),
    )


def place_loads(schedule: Schedule) -> Mapping[str, str]:
    """What the plan asks of each place, in a sentence."""
    return {load.place: _load_text(load) for load in schedule.loads}


def _load_text(load: Load) -> str:
    parts = [
        f"{load.steps} {'step' if load.steps == 1 else 'steps'}",
        duration_text(load.minutes),
        *([f"{load.server_restarts} server restart"] if load.server_restarts else []),
        *([_times(load.mta_restarts, "MTA restart")] if load.mta_restarts else []),
    ]
    return ", ".join(parts)


def _times(count: int, what: str) -> str:
    return f"{count} {what}{'s' if count > 1 else ''}"
