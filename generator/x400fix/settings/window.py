# SPDX-License-Identifier: MIT
"""The window of a change: when it begins, how far its clock is ahead of UTC, and how long it is.

The text ``2026-12-05T22:00+01:00/4h`` begins at ten in the evening, an hour ahead of UTC, and ends
at two. All times of a window are by that one clock, even where daylight saving time begins or ends
in it.
"""

import re
from datetime import datetime, timedelta

import msgspec

from x400fix.problems import BadValueError, shown

MOST_DAYS = 7
"""A longer window is a slip of the pen, or a project."""

_HOUR = 60
_YEARS = range(1990, 2200)
_MOST_OFFSET = timedelta(hours=14)
_FORM = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?:[+-][01]\d:[0-5]\d|Z))/"
    r"(?:([1-9]\d{0,3})h(?:([0-5]?\d)m)?|([1-9]\d{0,4})m)",
    re.ASCII,
)


class Window(msgspec.Struct, frozen=True):
    """``start`` has the offset of the window's clock."""

    start: datetime
    minutes: int

    @property
    def text(self) -> str:
        """The text that gives this window again."""
        hours, rest = divmod(self.minutes, _HOUR)
        length = f"{rest}m" if not hours else f"{hours}h{rest:02}m" if rest else f"{hours}h"
        return f"{self.start.isoformat(timespec='minutes')}/{length}"

    def moment(self, minutes: int) -> str:
        """Date, time and zone so many minutes after the beginning."""
        at = self.start + timedelta(minutes=minutes)
        return f"{at:%Y-%m-%d %H:%M} {at.isoformat()[-6:]}"

    def clock(self, minutes: int) -> str:
        """The time so many minutes after the beginning, after ``+1`` where it is the next day."""
        at = self.start + timedelta(minutes=minutes)
        days = at.toordinal() - self.start.toordinal()
        return f"+{days} {at:%H:%M}" if days else f"{at:%H:%M}"


def duration_text(minutes: int) -> str:
    """Minutes as people tell them: ``4 h 05 min``."""
    hours, rest = divmod(minutes, _HOUR)
    return f"{hours} h {rest:02} min" if hours else f"{rest} min"


def parse_window(text: str) -> Window:
    """Read a window; BadValueError if it is none."""
    found = _FORM.fullmatch(text)
    if not found:
        raise _refused(text, "its form is DATE, T, TIME, offset from UTC, slash, 4h, 90m or 3h30m")
    hours, rest, whole = (int(part or 0) for part in found.groups()[1:])
    try:
        window = Window(datetime.fromisoformat(found[1]), hours * _HOUR + rest + whole)
    except ValueError:
        why = "there is no such day or time of day; midnight is 00:00 of the next day"
        raise _refused(text, why) from None
    if window.start.year not in _YEARS:
        raise _refused(text, f"the year must be from {_YEARS[0]} to {_YEARS[-1]}")
    if abs(window.start.utcoffset() or timedelta()) > _MOST_OFFSET:
        raise _refused(text, "an offset from UTC is at most 14:00")
    if window.minutes > MOST_DAYS * 24 * _HOUR:
        raise _refused(text, f"a window has at most {MOST_DAYS} days")
    return window


def _refused(text: str, why: str) -> BadValueError:
    message = f"{shown(text)} is not a change window: {why}; write 2026-12-05T22:00+01:00/4h"
    return BadValueError("X4-E120", message)
