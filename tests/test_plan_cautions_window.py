# SPDX-License-Identifier: MIT
"""Whether the work fits into its window."""

import pytest

from tests.builders import POOL, pair, settings
from tests.plans import Made, make
from x400fix.problems import Place
from x400fix.settings.window import parse_window


def made_within(length: str, count: int = 2) -> Made:
    """A plan of two servers, whose steps take 4 h 10 min, or 2 h 20 min with people at each."""
    window = parse_window(f"2026-12-05T22:00+01:00/{length}")
    return make(pair(count), settings(POOL[:count], window=window))


def test_without_a_window_nothing_is_said_of_it() -> None:
    """Nobody knows how long it may take."""
    assert make(pair(), settings(POOL[:2])).codes == []


@pytest.mark.parametrize(
    ("length", "codes"),
    [
        ("5h", []),
        ("250m", ["X4-W161"]),
        ("160m", ["X4-W161"]),
        ("159m", ["X4-W162"]),
        ("140m", ["X4-W162"]),
        ("139m", ["X4-W160"]),
    ],
)
def test_the_worst_is_told_and_nothing_else(length: str, codes: list[str]) -> None:
    """Steps that do not fit, a back-out that does not, or one person who cannot do it all."""
    assert made_within(length).codes == codes


def test_a_window_that_is_too_short_says_what_it_takes() -> None:
    """Even with people at each server."""
    (problem,) = made_within("2h").problems
    assert problem.where == Place("--window")
    assert problem.message == (
        "the window has 2 h 00 min, and the steps take 2 h 20 min even if each server has people "
        "of its own: make it at least 2 h 40 min long, which leaves time for a back-out, or plan "
        "fewer connectors"
    )


def test_a_window_without_time_for_a_back_out_says_what_that_takes() -> None:
    """It is decided upon when the tests end."""
    assert made_within("150m").messages("X4-W162") == [
        (
            "the window has 2 h 30 min; the tests end after 1 h 45 min, and to undo everything "
            "takes 55 min, even if each server has people of its own: make it at least "
            "2 h 40 min long, which leaves time for a back-out, or plan fewer connectors"
        )
    ]


def test_a_window_that_one_person_cannot_keep_says_so() -> None:
    """The steps and, if it comes to that, the back-out."""
    assert made_within("3h").messages("X4-W161") == [
        (
            "the window has 3 h 00 min, and one person needs 4 h 20 min for the steps and a "
            "back-out: each server needs people of its own"
        )
    ]


def test_nothing_to_do_fits_into_any_window() -> None:
    """There are no steps."""
    assert not {*made_within("1m", 1).codes} - {"X4-W112"}


def test_a_window_of_the_config_file_is_blamed_there() -> None:
    """Where it stands."""
    window = parse_window("2026-12-05T22:00+01:00/1m")
    found = make(pair(), settings(POOL[:2], window=window, window_place=Place("x400fix.toml")))
    assert str(found.problems[0]).startswith("x400fix.toml: warning X4-W160: ")
