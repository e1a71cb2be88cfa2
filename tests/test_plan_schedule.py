# SPDX-License-Identifier: MIT
"""When each step is done, and how long a back-out takes."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import pair, settings
from tests.plans import Made, make
from tests.test_plan_properties import LAWS, plans
from x400fix.plan.schedule import Load, Run, Task, find_schedule
from x400fix.planning.warnings import tasks_of
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


def chain(tasks: Sequence[Task], minutes: Sequence[int]) -> int:
    """The longest chain over what steps wait for, each step at a place of its own."""
    ends: list[int] = []
    for task, each in zip(tasks, minutes, strict=True):
        ends.append(max((ends[number - 1] for number in task.waits_for), default=0) + each)
    return max(ends, default=0)


@st.composite
def tasks(draw: st.DrawFn) -> list[Task]:
    """Steps that wait for earlier ones, at up to four places."""
    count = draw(st.integers(0, 12))
    return [
        Task(
            draw(st.sampled_from("ABCD")),
            draw(st.sampled_from(list(StepKind))).slug,
            draw(st.integers(1, 40)),
            draw(st.lists(st.integers(1, number - 1), max_size=3)) if number > 1 else (),
        )
        for number in range(1, count + 1)
    ]


def assert_lawful(found: Sequence[Task]) -> None:
    """Nobody is at two steps at once, and nobody begins before what the step waits for is done."""
    schedule = find_schedule(found)
    for run in (schedule.in_turn, schedule.side_by_side):
        free: dict[str, int] = {}
        for task, end in zip(found, run.ends, strict=True):
            begin = end - task.minutes
            assert begin >= max((run.ends[number - 1] for number in task.waits_for), default=0)
            assert begin >= free.get(task.place, 0)
            free[task.place] = end
        assert run.minutes == max(run.ends, default=0)
        assert run.decided <= run.minutes
        assert 0 <= run.undo <= run.minutes
    alone, together = schedule.in_turn, schedule.side_by_side
    assert alone.minutes == sum(task.minutes for task in found)
    assert chain(found, [task.minutes for task in found]) <= together.minutes <= alone.minutes
    assert together.undo <= alone.undo
    assert sum(load.minutes for load in schedule.loads) == alone.minutes
    assert sum(load.steps for load in schedule.loads) == len(found)


@given(tasks())
def test_any_steps_are_done_in_an_order_that_people_can_keep(found: list[Task]) -> None:
    """With one person, and with people of its own at each place."""
    assert_lawful(found)


@LAWS
@given(plans())
def test_the_steps_of_any_plan_are_too(made: Made) -> None:
    """Whatever waits for what."""
    assert_lawful(list(tasks_of(made.plan.steps)))


@given(tasks())
def test_places_with_a_step_each_take_the_longest_chain(found: list[Task]) -> None:
    """Nobody waits for people then."""
    apart = [task._replace(place=str(number)) for number, task in enumerate(found)]
    run = find_schedule(apart).side_by_side
    assert run.minutes == chain(apart, [task.minutes for task in apart])
    undo = [task.minutes if task.kind in UNDONE else 0 for task in apart]
    assert run.undo == chain(apart, undo)


def test_every_kind_of_step_either_is_undone_or_leaves_nothing_to_undo() -> None:
    """A new kind has to be one of them."""
    assert {kind.slug for kind in StepKind} == UNDONE | NOT_UNDONE


@pytest.mark.parametrize("kind", list(StepKind), ids=lambda kind: kind.slug)
def test_what_changes_something_takes_as_long_to_undo(kind: StepKind) -> None:
    """Records, checks and tests leave nothing; what comes after the decision is not done yet."""
    schedule = find_schedule([Task("A", kind.slug, 7, ())])
    undo = 7 if kind.slug in UNDONE else 0
    assert (schedule.in_turn.undo, schedule.side_by_side.undo) == (undo, undo)


def test_a_back_out_restarts_each_server_and_each_mta_once() -> None:
    """However many waves there were."""
    kinds = ["server-restart", "mta-restart", "mta-restart", "mta-restart"]
    rows = [Task(place, kind, 10, ()) for place in "AB" for kind in kinds]
    schedule = find_schedule(rows)
    assert schedule.in_turn.undo == 40
    assert schedule.side_by_side.undo == 20


def test_the_decision_comes_when_all_but_watching_and_options_is_done() -> None:
    """Nobody waits for these."""
    rows = [
        *(Task("A", "test", 15, ()), Task("A", "watch", 30, (1,))),
        *(Task("A", "lmhosts-optional", 5, (2,)), Task("B", "test", 20, ())),
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
    schedule = find_schedule(tasks_of(make(pair()).plan.steps))
    assert schedule.in_turn.minutes == 250
    # 60 to the check, 10 for the chain of Addresses, 20 for the chain of restarts, 15 for tests.
    assert schedule.side_by_side.decided == 105
    assert schedule.side_by_side.minutes == 140
    assert schedule.in_turn.undo == 2 * (5 + 20 + 5 + 10)
    assert schedule.side_by_side.undo == 25 + 10 + 20


def test_the_load_of_a_place_has_its_restarts() -> None:
    """NT 3.51 and 4.0 restart after a change of their NIC, MTAs once in each wave."""
    rows = make(pair(3), settings(wave=Wave.CONNECTOR)).plan.steps
    loads = find_schedule(tasks_of(rows)).loads
    kinds = Counter((str(step.server), step.kind) for step in rows)
    minutes = Counter[str]()
    for step in rows:
        minutes[step.server] += step.kind.minutes
    assert loads == tuple(
        Load(
            place=name,
            steps=sum(step.server == name for step in rows),
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
