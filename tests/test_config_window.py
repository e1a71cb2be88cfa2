# SPDX-License-Identifier: MIT
"""The window of a change, and what its clock shows."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from x400fix.problems import BadValueError
from x400fix.settings.window import Window, duration_text, parse_window

FORM = "its form is DATE, T, TIME, offset from UTC, slash, 4h, 90m or 3h30m"
NO_DAY = "there is no such day or time of day; midnight is 00:00 of the next day"
ADVICE = "; write 2026-12-05T22:00+01:00/4h"


def refusal(text: str) -> str:
    """Why a text is not a change window."""
    with pytest.raises(BadValueError) as caught:
        parse_window(text)
    assert caught.value.code == "X4-E120"
    assert caught.value.message.endswith(ADVICE)
    return caught.value.message.removesuffix(ADVICE)


MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2199, 12, 31, 23, 59))  # noqa: DTZ001 -- a zone is drawn
OFFSETS = st.integers(-14 * 60, 14 * 60)
LENGTHS = st.integers(1, 7 * 24 * 60)


@st.composite
def windows(draw: st.DrawFn) -> tuple[datetime, Window]:
    """A window, and the moment at which it begins."""
    minutes = draw(OFFSETS)
    zone = timezone(timedelta(minutes=minutes))
    moment = draw(MOMENTS).replace(second=0, microsecond=0, tzinfo=zone)
    length = draw(LENGTHS)
    return moment, parse_window(f"{moment.isoformat(timespec='minutes')}/{length}m")


@given(windows(), st.integers(0, 1_000_000))
def test_its_clock_is_that_of_the_calendar(drawn: tuple[datetime, Window], minutes: int) -> None:
    """Whatever the year, the zone, and however long the work takes."""
    moment, window = drawn
    later = moment + timedelta(minutes=minutes)
    shown = later.isoformat(" ", timespec="minutes")
    assert window.moment(minutes) == f"{shown[:-6]} {shown[-6:]}"
    days = (later.date() - moment.date()).days
    time = later.isoformat(timespec="minutes")[11:16]
    assert window.clock(minutes) == (f"+{days} {time}" if days else time)


@given(windows())
def test_its_text_gives_the_same_window_again(drawn: tuple[datetime, Window]) -> None:
    """A plan keeps the text."""
    _, window = drawn
    assert parse_window(window.text) == window


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2026-12-05T22:00+01:00/4h", "2026-12-05T22:00+01:00/4h"),
        ("2026-12-05T22:00-05:00/90m", "2026-12-05T22:00-05:00/1h30m"),
        ("2026-12-05T22:00+05:45/3h5m", "2026-12-05T22:00+05:45/3h05m"),
        ("2028-02-29T00:00Z/45m", "2028-02-29T00:00+00:00/45m"),
        ("2026-12-05T22:00-00:00/60m", "2026-12-05T22:00+00:00/1h"),
        ("2026-12-05T23:59+14:00/168h", "2026-12-05T23:59+14:00/168h"),
    ],
)
def test_a_window_has_one_text(text: str, canonical: str) -> None:
    """Hours and minutes, and an offset even where it is none."""
    assert parse_window(text).text == canonical


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", FORM),
        ("tonight", FORM),
        ("2026-12-05T22:00+01:00", FORM),
        ("2026-12-05T22:00/4h", FORM),
        ("2026-12-05T22:00:00/4h", FORM),
        *(
            (text, FORM)
            for text in (
                *("2026-12-05 22:00+01:00/4h", "05.12.2026T22:00+01:00/4h", "/", "//"),
                *("2026-12-05T22:00+01:00/0h", "2026-12-05T22:00+01:00/0m"),
                *("2026-12-05T22:00+01:00/4", "2026-12-05T22:00+01:00/4h90m"),
                *("2026-12-05T22:00+01:00/-4h", "2026-12-05T22:00+01:00/4h "),
                *("2026-12-05T22:00+01:00/4h\n", "2026-12-05T22:00+1/4h"),
                *("2026-12-05T22:00+01:00/4H", "\uff12\uff10\uff12\uff16-12-05T22:00+01:00/4h"),
                "2026-12-05T22:00+01:00/PT4H",
            )
        ),
        ("0206-12-05T22:00+01:00/4h", "the year must be from 1990 to 2199"),
        ("2200-01-01T00:00+01:00/4h", "the year must be from 1990 to 2199"),
        ("2026-13-05T22:00+01:00/4h", NO_DAY),
        ("2026-00-05T22:00+01:00/4h", NO_DAY),
        ("2026-11-31T22:00+01:00/4h", NO_DAY),
        ("2026-12-00T22:00+01:00/4h", NO_DAY),
        ("2026-02-29T22:00+01:00/4h", NO_DAY),
        ("2100-02-29T22:00+01:00/4h", NO_DAY),
        (
            "2026-12-05T24:00+01:00/4h",
            NO_DAY,
        ),
        (
            "2026-12-05T22:60+01:00/4h",
            NO_DAY,
        ),
        (
            "2026-12-05T22:00+14:01/4h",
            "an offset from UTC is at most 14:00",
        ),
        ("2026-12-05T22:00-01:60/4h", FORM),
        ("2026-12-05T22:00+24:00/4h", FORM),
        ("2026-12-05T22:00+01:00/168h01m", "a window has at most 7 days"),
        ("2026-12-05T22:00+01:00/10081m", "a window has at most 7 days"),
    ],
)
def test_anything_else_is_refused_with_what_is_wrong(text: str, why: str) -> None:
    """The value seen, and one that is right."""
    shown, _, reason = refusal(text).partition(" is not a change window: ")
    assert shown.startswith("'")
    assert reason == why


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "0 min"), (59, "59 min"), (60, "1 h 00 min"), (245, "4 h 05 min"), (6000, "100 h 00 min")],
)
def test_minutes_are_told_in_hours_where_there_are_some(minutes: int, text: str) -> None:
    """No days: a window is not so long."""
    assert duration_text(minutes) == text
