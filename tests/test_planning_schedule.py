# SPDX-License-Identifier: MIT
"""When each step is done, how long a back-out takes, and whether all fits into the window."""

from collections import Counter
from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import POOL, pair, settings
from tests.inventories.plans import LAWS, plans
from tests.plans import Made, make
from x400fix.plan.model import Step
from x400fix.plan.schedule import Load, Run, Timeline, find_schedule, timeline
from x400fix.problems import Place
from x400fix.settings.choices import Wave
from x400fix.settings.window import parse_window
from x400fix.step_kinds import StepKind

UNDONE = {
    *("nic-script", "nic-by-hand", "server-restart", "request", "mapping", "hosts", "lmhosts"),
    *("hosts-by-hand", "lmhosts-by-hand", "override-script", "override-by-hand"),
    *("address", "address-open", "mta-restart"),
}
NOT_UNDONE = {
    *("snapshot", "check-before", "nic-compare", "check-after", "override-read", "test"),
    *("watch", "lmhosts-optional", "unpack"),
}


KINDS = {str(kind): kind for kind in StepKind}


def step(
    number: int, place: str, kind: str, minutes: int, waits_for: Sequence[int] = ()
) -> tuple[str, Step]:
    """A step at a place."""
    return place, Step(
        number=number,
        kind=KINDS[kind],
        who="",
        minutes=minutes,
        wave=0,
        waits_for=tuple(waits_for),
        connector="",
        assignment=0,
    )


def chain(steps: Timeline, minutes: Sequence[int]) -> int:
    """The longest chain over what steps wait for, each step at a place of its own."""
    ends: list[int] = []
    for (_, each), length in zip(steps, minutes, strict=True):
        ends.append(max((ends[number - 1] for number in each.waits_for), default=0) + length)
    return max(ends, default=0)


@st.composite
def timelines(draw: st.DrawFn) -> list[tuple[str, Step]]:
    """Steps that wait for earlier ones, at up to four places."""
    return [
        step(
            number,
            draw(st.sampled_from("ABCD")),
            draw(st.sampled_from(list(StepKind))),
            draw(st.integers(1, 40)),
            draw(st.lists(st.integers(1, number - 1), max_size=3)) if number > 1 else (),
        )
        for number in range(1, draw(st.integers(0, 12)) + 1)
    ]


def assert_lawful(found: Timeline) -> None:
    """No one is at two steps at once, or begins before what the step waits for is done."""
    schedule = find_schedule(found)
    for run in (schedule.in_turn, schedule.side_by_side):
        free: dict[str, int] = {}
        for (place, each), end in zip(found, run.ends, strict=True):
            begin = end - each.minutes
            assert begin >= max((run.ends[number - 1] for number in each.waits_for), default=0)
            assert begin >= free.get(place, 0)
            free[place] = end
        assert run.minutes == max(run.ends, default=0)
        assert run.decided <= run.minutes
        assert 0 <= run.undo <= run.minutes
    minutes = [each.minutes for _, each in found]
    alone, together = schedule.in_turn, schedule.side_by_side
    assert alone.minutes == sum(minutes)
    assert chain(found, minutes) <= together.minutes <= alone.minutes
    assert together.undo <= alone.undo
    assert sum(load.minutes for load in schedule.loads) == alone.minutes
    assert sum(load.steps for load in schedule.loads) == len(found)


@given(timelines())
def test_any_steps_are_done_in_an_order_that_people_can_keep(found: list[tuple[str, Step]]) -> None:
    """With one person, and with people of its own at each place."""
    assert_lawful(found)


@LAWS
@given(plans())
def test_the_steps_of_any_plan_are_too(made: Made) -> None:
    """Whatever waits for what."""
    assert_lawful(timeline(made.plan))


@given(timelines())
def test_places_with_a_step_each_take_the_longest_chain(found: list[tuple[str, Step]]) -> None:
    """No step waits for people then."""
    apart = [(str(each.number), each) for _, each in found]
    run = find_schedule(apart).side_by_side
    assert run.minutes == chain(apart, [each.minutes for _, each in apart])
    undo = [each.minutes if each.kind in UNDONE else 0 for _, each in apart]
    assert run.undo == chain(apart, undo)


def test_every_kind_of_step_either_is_undone_or_leaves_nothing_to_undo() -> None:
    """A new kind has to be one of them."""
    assert set(map(str, StepKind)) == UNDONE | NOT_UNDONE


@pytest.mark.parametrize("kind", list(StepKind))
def test_what_changes_something_takes_as_long_to_undo(kind: StepKind) -> None:
    """Records, checks and tests leave nothing; what comes after the decision is not done yet."""
    schedule = find_schedule([step(1, "A", kind, 7)])
    undo = 7 if kind in UNDONE else 0
    assert (schedule.in_turn.undo, schedule.side_by_side.undo) == (undo, undo)


def test_a_back_out_restarts_each_server_and_each_mta_once() -> None:
    """However many waves there were."""
    kinds = ["server-restart", "mta-restart", "mta-restart", "mta-restart"]
    rows = [
        step(number, place, kind, 10)
        for number, (place, kind) in enumerate(product("AB", kinds), 1)
    ]
    schedule = find_schedule(rows)
    assert schedule.in_turn.undo == 40
    assert schedule.side_by_side.undo == 20


def test_the_decision_comes_when_all_but_watching_and_options_is_done() -> None:
    """These are done afterwards."""
    rows = [
        *(step(1, "A", "test", 15), step(2, "A", "watch", 30, (1,))),
        *(step(3, "A", "lmhosts-optional", 5, (2,)), step(4, "B", "test", 20)),
    ]
    schedule = find_schedule(rows)
    assert list(schedule.in_turn.ends) == [15, 45, 50, 70]
    assert (schedule.in_turn.decided, schedule.in_turn.minutes) == (70, 70)
    assert (schedule.side_by_side.decided, schedule.side_by_side.minutes) == (20, 50)


def test_a_plan_without_steps_takes_no_time() -> None:
    """Nothing to do."""
    schedule = find_schedule([])
    nothing = Run(schedule.in_turn.ends, 0, 0, 0)
    assert list(schedule.in_turn.ends) == []
    assert (schedule.in_turn, schedule.side_by_side, schedule.loads) == (nothing, nothing, ())


def test_the_two_servers_of_kb_200588_take_this_long() -> None:
    """Snapshot 20, check 5, NIC 10, restart 20, check 5, Addresses, both MTAs, test, watch."""
    schedule = find_schedule(timeline(make(pair()).plan))
    assert schedule.in_turn.minutes == 250
    # 60 to the check, 10 for the chain of Addresses, 20 for the chain of restarts, 15 for tests.
    assert schedule.side_by_side.decided == 105
    assert schedule.side_by_side.minutes == 140
    assert schedule.in_turn.undo == 2 * (5 + 20 + 5 + 10)
    assert schedule.side_by_side.undo == 25 + 10 + 20


def test_the_load_of_a_place_has_its_restarts() -> None:
    """NT 3.51 and 4.0 restart after a change of their NIC, MTAs once in each wave."""
    rows = timeline(make(pair(3), settings(wave=Wave.CONNECTOR)).plan)
    loads = find_schedule(rows).loads
    kinds = Counter((place, each.kind) for place, each in rows)
    minutes = Counter[str]()
    for place, each in rows:
        minutes[place] += each.kind.minutes
    assert loads == tuple(
        Load(
            place=name,
            steps=sum(place == name for place, _ in rows),
            minutes=minutes[name],
            server_restarts=kinds[name, StepKind.SERVER_RESTART],
            mta_restarts=kinds[name, StepKind.MTA_RESTART],
        )
        for name in ("MAIL-A", "MAIL-B")
    )
    assert [(load.server_restarts, load.mta_restarts) for load in loads] == [(1, 2), (1, 2)]


@pytest.mark.parametrize(
    ("length", "fits", "leaves", "latest"),
    [("2h", True, True, 60), ("100m", True, True, 40), ("90m", False, False, 30)],
)
def test_a_window_that_fits_may_leave_no_time_for_a_back_out(
    length: str, *, fits: bool, leaves: bool, latest: int
) -> None:
    """It has to begin so early that everything is undone when the window ends."""
    run = Run((), 100, 40, 60)
    window = parse_window(f"2026-12-05T22:00+01:00/{length}")
    assert run.fits(window) is fits
    assert run.leaves_back_out(window) is leaves
    assert run.latest_back_out(window) == latest


def test_a_window_is_asked_for_in_whole_five_minutes() -> None:
    """For the steps, or for the tests and the back-out, whichever takes longer."""
    assert [Run((), *numbers).rounded for numbers in ((61, 40, 20), (61, 45, 21), (0, 0, 0))] == [
        65,
        70,
        0,
    ]


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
        "the window has 2 h 00 min, and the steps take 2 h 20 min even with one "
        "administrator per server: make it at least 2 h 40 min long, which leaves time for a "
        "back-out, or plan fewer connectors"
    )


def test_a_window_without_time_for_a_back_out_says_what_that_takes() -> None:
    """It is decided upon when the tests end."""
    assert made_within("150m").messages("X4-W162") == [
        (
            "the window has 2 h 30 min; the tests end after 1 h 45 min, and undoing everything "
            "takes 55 min, even with one administrator per server: make it at least "
            "2 h 40 min long, which leaves time for a back-out, or plan fewer connectors"
        )
    ]


def test_a_window_that_one_person_cannot_keep_says_so() -> None:
    """The steps and, if it comes to that, the back-out."""
    assert made_within("3h").messages("X4-W161") == [
        (
            "the window has 3 h 00 min, and one person needs 4 h 20 min for the steps and a "
            "back-out: each server needs its own administrator"
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
