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
from x400fix.plan.model import Step, Timeline
from x400fix.plan.schedule import Load, Run, find_schedule, runs, timeline
from x400fix.problems import Place
from x400fix.settings.choices import Wave
from x400fix.settings.window import parse_window
from x400fix.step_kinds import Change, Phase, StepKind

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


def chain(steps: Timeline) -> int:
    """The longest chain over what steps wait for, each step at a place of its own."""
    ends: dict[int, int] = {}
    for _, each in steps:
        begin = max((ends.get(number, 0) for number in each.waits_for), default=0)
        ends[each.number] = begin + each.minutes
    return max(ends.values(), default=0)


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
    window = [(place, each) for place, each in found if each.kind.phase is Phase.WINDOW]
    for run in (schedule.in_turn, schedule.side_by_side):
        free: dict[str, int] = {}
        assert list(run.ends) == [each.number for _, each in window]
        for place, each in window:
            begin = run.ends[each.number] - each.minutes
            assert begin >= max((run.ends.get(number, 0) for number in each.waits_for), default=0)
            assert begin >= free.get(place, 0)
            free[place] = run.ends[each.number]
        assert run.minutes == max(run.ends.values(), default=0)
    alone, together = schedule.in_turn, schedule.side_by_side
    assert alone.minutes == sum(each.minutes for _, each in window)
    assert chain(window) <= together.minutes <= alone.minutes
    assert 0 <= together.undo <= alone.undo <= alone.minutes
    assert sum(load.minutes for load in schedule.loads) == alone.minutes
    assert sum(load.preparation for load in schedule.loads) == schedule.preparation
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
    window = [(place, each) for place, each in apart if each.kind.phase is Phase.WINDOW]
    assert find_schedule(apart).side_by_side.minutes == chain(window)


@pytest.mark.parametrize("kind", list(StepKind))
def test_what_changes_something_in_the_window_takes_as_long_to_undo(kind: StepKind) -> None:
    """Checks and tests leave nothing; all else can wait until the window is over."""
    schedule = find_schedule([step(1, "A", kind, 7)])
    changes = kind.change is not Change.NOTHING and kind.phase is Phase.WINDOW
    undo = 7 if changes else 0
    assert (schedule.in_turn.undo, schedule.side_by_side.undo) == (undo, undo)


def test_a_back_out_restarts_each_server_once_and_its_mta_only_without_it() -> None:
    """However many waves there were."""
    kinds = ["mta-restart", "mta-restart", "mta-restart"]
    rows = [
        step(1, "A", "server-restart", 20),
        *(step(n, place, kind, 10) for n, (place, kind) in enumerate(product("AB", kinds), 2)),
    ]
    schedule = find_schedule(rows)
    assert schedule.in_turn.undo == 20 + 10
    assert schedule.side_by_side.undo == 20


def test_settings_go_back_everywhere_before_any_server_restarts() -> None:
    """People at each place wait for the last of them."""
    rows = [
        *(step(1, "A", "nic-script", 5), step(2, "A", "server-restart", 20, (1,))),
        *(step(3, "B", "address", 5, (2,)), step(4, "B", "address", 5, (3,))),
        step(5, "B", "mta-restart", 10, (4,)),
    ]
    schedule = find_schedule(rows)
    assert schedule.in_turn.undo == 10 + 25 + 10
    assert schedule.side_by_side.undo == 10 + 25


def test_only_the_window_is_counted() -> None:
    """What comes before is done by then, and what comes afterwards decides nothing."""
    rows = [
        *(step(1, "A", "prepare", 30), step(2, "B", "go", 5, (1,))),
        *(step(3, "A", "test", 15, (2,)), step(4, "B", "test", 20, (2,))),
        *(step(5, "A", "watch", 30, (3,)), step(6, "A", "lmhosts-optional", 5, (5,))),
    ]
    schedule = find_schedule(rows)
    assert schedule.preparation == 35
    assert schedule.in_turn.ends == {3: 15, 4: 35}
    assert schedule.in_turn.minutes == 35
    assert schedule.side_by_side.minutes == 20


def test_a_plan_without_steps_takes_no_time() -> None:
    """Nothing to do."""
    schedule = find_schedule([])
    nothing = Run({}, 0, 0)
    assert (schedule.in_turn, schedule.side_by_side, schedule.loads) == (nothing, nothing, ())


def test_the_two_servers_of_kb_200588_take_this_long() -> None:
    """NIC 5, restart 20, check 5, Address 5, MTA 10, test 15; people at each do it at once."""
    schedule = find_schedule(timeline(make(pair()).plan))
    assert schedule.preparation == 2 * (30 + 5 + 5)
    assert schedule.in_turn.minutes == 120
    assert schedule.side_by_side.minutes == 60
    assert schedule.in_turn.undo == 2 * (5 + 5 + 20)
    assert schedule.side_by_side.undo == 5 + 5 + 20


def test_the_load_of_a_place_has_its_restarts() -> None:
    """NT 3.51 and 4.0 restart after a change of their NIC, MTAs once in each wave."""
    rows = timeline(make(pair(3), settings(wave=Wave.CONNECTOR)).plan)
    loads = find_schedule(rows).loads
    kinds = Counter((place, each.kind) for place, each in rows)
    minutes = Counter[tuple[str, Phase]]()
    for place, each in rows:
        minutes[place, each.kind.phase] += each.kind.minutes
    assert loads == tuple(
        Load(
            place=name,
            steps=sum(place == name for place, _ in rows),
            preparation=minutes[name, Phase.PREPARATION],
            minutes=minutes[name, Phase.WINDOW],
            server_restarts=kinds[name, StepKind.SERVER_RESTART],
            mta_restarts=kinds[name, StepKind.MTA_RESTART],
        )
        for name in ("MAIL-A", "MAIL-B")
    )
    assert [(load.server_restarts, load.mta_restarts) for load in loads] == [(1, 2), (1, 2)]


@pytest.mark.parametrize(
    ("length", "latest"), [("3h", 120), ("160m", 100), ("159m", None), ("1h", None)]
)
def test_a_back_out_begins_so_early_that_all_is_undone_when_the_window_ends(
    length: str, latest: int | None
) -> None:
    """And not before the last test: then the window is too short."""
    run = Run({}, 100, 60)
    window = parse_window(f"2026-12-05T22:00+01:00/{length}")
    assert run.fits(window) is (latest is not None)
    assert run.latest_back_out(window) == latest


def test_a_window_is_asked_for_in_whole_five_minutes() -> None:
    """For the steps, and for the back-out after the last of them."""
    assert [Run({}, *each).rounded for each in ((41, 20), (45, 21), (0, 0))] == [65, 70, 0]


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ((), []),
        ((4,), [(4, 4)]),
        ((1, 2, 3), [(1, 3)]),
        ((1, 3, 4, 7, 8, 9), [(1, 1), (3, 4), (7, 9)]),
    ],
)
def test_numbers_that_follow_each_other_are_one_run(
    numbers: tuple[int, ...], found: list[tuple[int, int]]
) -> None:
    """By its first and its last."""
    assert list(runs(numbers)) == found


def made_within(length: str, count: int = 2) -> Made:
    """A plan of two servers, whose steps take 2 h, or 1 h with people at each."""
    window = parse_window(f"2026-12-05T22:00+01:00/{length}")
    return make(pair(count), settings(POOL[:count], window=window))


def test_without_a_window_nothing_is_said_of_it() -> None:
    """Nobody knows how long it may take."""
    assert make(pair(), settings(POOL[:2])).codes == []


@pytest.mark.parametrize(
    ("length", "codes"),
    [("3h", []), ("179m", ["X4-W161"]), ("90m", ["X4-W161"]), ("89m", ["X4-W160"])],
)
def test_the_worst_is_told_and_nothing_else(length: str, codes: list[str]) -> None:
    """Steps and back-out that do not fit, or one person who cannot do it all."""
    assert made_within(length).codes == codes


def test_a_window_that_is_too_short_says_what_it_takes() -> None:
    """Even with people at each server."""
    (problem,) = made_within("80m").problems
    assert problem.where == Place("--window")
    assert problem.message == (
        "the window has 1 h 20 min; the steps take 1 h 00 min and undoing them 30 min, even with "
        "one administrator per server: make it at least 1 h 30 min long, or plan fewer connectors"
    )


def test_a_window_that_one_person_cannot_keep_says_so() -> None:
    """The steps and, if it comes to that, the back-out."""
    assert made_within("2h").messages("X4-W161") == [
        (
            "the window has 2 h 00 min, and one person needs 3 h 00 min for the steps and a "
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
