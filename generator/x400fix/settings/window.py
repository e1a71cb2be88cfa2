# SPDX-License-Identifier: MIT
"""The window of a change: when it begins, how far its clock is ahead of UTC, and how long it is.

The text ``2026-12-05T22:00+01:00/4h`` begins at ten in the evening, an hour ahead of UTC, and ends
at two. All times of a window are told by that one clock, also where daylight saving time begins or
ends in it. No clock is read here: days are counted from 1970-01-01 in the Gregorian calendar.
"""

import re

import msgspec

from x400fix.problems import BadValueError, shown

MOST_DAYS = 7
"""A longer window is a slip of the pen, or a project."""

_HOUR = 60
_DAY = 24 * _HOUR
_YEARS = range(1990, 2200)
_MOST_OFFSET = 14 * _HOUR
_FORM = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?:([+-])(\d\d):(\d\d)|Z)/"
    r"(?:([1-9]\d{0,3})h(?:([0-5]?\d)m)?|([1-9]\d{0,4})m)",
    re.ASCII,
)
_WITHOUT_OFFSET = re.compile(r"[^/]*T\d\d:\d\d(?::\d\d)?/.*", re.ASCII)
_EXAMPLE = "2026-12-05T22:00+01:00/4h"


class Window(msgspec.Struct, frozen=True):
    """``start`` is in minutes by the window's clock, which is ``offset`` minutes ahead of UTC."""

    start: int
    offset: int
    minutes: int

    @property
    def text(self) -> str:
        """The text that gives this window again."""
        return f"{_date(self.start)}T{_time(self.start)}{self.zone}/{_length(self.minutes)}"

    @property
    def zone(self) -> str:
        """How far its clock is ahead of UTC, such as ``+01:00``."""
        sign = "-" if self.offset < 0 else "+"
        return f"{sign}{_time(abs(self.offset))}"

    def moment(self, minutes: int) -> str:
        """Date, time and zone so many minutes after the beginning."""
        at = self.start + minutes
        return f"{_date(at)} {_time(at)} {self.zone}"

    def clock(self, minutes: int) -> str:
        """The time so many minutes after the beginning, after ``+1`` where it is the next day."""
        at = self.start + minutes
        days = at // _DAY - self.start // _DAY
        return f"+{days} {_time(at)}" if days else _time(at)


def duration_text(minutes: int) -> str:
    """Minutes as people tell them: ``4 h 05 min``."""
    hours, rest = divmod(minutes, _HOUR)
    return f"{hours} h {rest:02} min" if hours else f"{rest} min"


def parse_window(text: str) -> Window:
    """Read a window; BadValueError if it is none."""
    found = _FORM.fullmatch(text)
    if not found:
        raise _refused(text, _why_no_form(text))
    year, month, day, hour, minute = map(int, found.groups()[:5])
    sign, *zone = found.groups()[5:8]
    ahead, past = (int(part or 0) for part in zone)
    hours, rest, whole = (int(part or 0) for part in found.groups()[8:])
    offset = (ahead * _HOUR + past) * (-1 if sign == "-" else 1)
    minutes = hours * _HOUR + rest + whole
    if year not in _YEARS:
        raise _refused(text, f"the year is from {_YEARS[0]} to {_YEARS[-1]}")
    if not 1 <= month <= len(_DAYS) or not 1 <= day <= _days_of(year, month):
        raise _refused(text, "there is no such day")
    if hour * _HOUR >= _DAY or minute >= _HOUR:
        raise _refused(text, "there is no such time of day; midnight is 00:00 of the next day")
    if past >= _HOUR or abs(offset) > _MOST_OFFSET:
        raise _refused(text, "no clock is so far from UTC: at most 14:00 ahead or behind")
    if minutes > MOST_DAYS * _DAY:
        raise _refused(text, f"a window of more than {MOST_DAYS} days is none")
    start = _day_number(year, month, day) * _DAY + hour * _HOUR + minute
    return Window(start, offset, minutes)


def _refused(text: str, why: str) -> BadValueError:
    return BadValueError("X4-E120", f"{shown(text)} is no window: {why}; write {_EXAMPLE}")


def _why_no_form(text: str) -> str:
    """What the form of a text lacks most."""
    if _WITHOUT_OFFSET.fullmatch(text):
        return "its time needs the offset from UTC, such as +01:00"
    if "/" not in text:
        return "it needs a length behind a slash, such as /4h, /90m or /3h30m"
    return "it has the form DATE, T, time, offset from UTC, slash, length"


_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY = 2
_EPOCH = 719_468
"""Days from 0000-03-01, where counting is easiest, to 1970-01-01."""


def _days_of(year: int, month: int) -> int:
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _DAYS[month - 1] + (is_leap and month == _FEBRUARY)


def _day_number(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01; years are taken to begin in March, so that leap days come last."""
    year -= month <= _FEBRUARY
    of_year = (153 * ((month - 3) % 12) + 2) // 5 + day - 1
    return year * 365 + year // 4 - year // 100 + year // 400 + of_year - _EPOCH


def _date(minutes: int) -> str:
    """The day that so many minutes since 1970-01-01 lie in."""
    era, of_era = divmod(minutes // _DAY + _EPOCH, 146_097)
    of_era_years = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (of_era_years * 365 + of_era_years // 4 - of_era_years // 100)
    month = (5 * of_year + 2) // 153
    day = of_year - (153 * month + 2) // 5 + 1
    month = (month + 2) % 12 + 1
    year = era * 400 + of_era_years + (month <= _FEBRUARY)
    return f"{year:04}-{month:02}-{day:02}"


def _time(minutes: int) -> str:
    hour, minute = divmod(minutes % _DAY, _HOUR)
    return f"{hour:02}:{minute:02}"


def _length(minutes: int) -> str:
    """A length as an option writes it."""
    hours, rest = divmod(minutes, _HOUR)
    if not rest:
        return f"{hours}h"
    return f"{hours}h{rest:02}m" if hours else f"{rest}m"
