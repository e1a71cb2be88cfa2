# SPDX-License-Identifier: MIT
"""Laws of the order of steps, by the clock: with one person, and with people at each server."""

from collections import Counter
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from tests.plans import Made
from tests.test_plan_properties import LAWS, plans
from x400fix.allocation.assignments import Draft, OwnerKind
from x400fix.plan.schedule import Run, find_schedule
from x400fix.planning.steps import Step
from x400fix.planning.warnings import tasks_of
from x400fix.step_kinds import StepKind

CHANGES = {StepKind.ADDRESS, StepKind.ADDRESS_OPEN}
NAMES = {StepKind.HOSTS, StepKind.LMHOSTS}
NICS = {StepKind.NIC_SCRIPT, StepKind.NIC_HAND, StepKind.SERVER_RESTART}
OVERRIDES = {StepKind.OVERRIDE_SCRIPT, StepKind.OVERRIDE_HAND}
OWNERS = NICS | {StepKind.REQUEST, StepKind.MAPPING}

RUNS = st.sampled_from(["in_turn", "side_by_side"])


class Times:
    """When the steps of a plan begin and end."""

    def __init__(self, made: Made, way: str) -> None:
        """Take one way of working."""
        self.steps = made.plan.steps
        run: Run = getattr(find_schedule(tasks_of(self.steps)), way)
        self._ends = run.ends

    def begin(self, step: Step) -> int:
        return self.end(step) - step.kind.minutes

    def end(self, step: Step) -> int:
        return self._ends[step.number - 1]

    def at(self, server: str, kinds: set[StepKind]) -> Iterator[Step]:
        """The steps of some kinds at a place."""
        return (step for step in self.steps if step.server == server and step.kind in kinds)

    def follows(self, step: Step, server: str, kinds: set[StepKind]) -> bool:
        """Whether a step begins when all those of some kinds at a place have ended."""
        return all(self.end(each) <= self.begin(step) for each in self.at(server, kinds))


def assigned(step: Step) -> Draft:
    assert step.assignment
    return step.assignment


@LAWS
@given(plans(), RUNS)
def test_an_address_answers_before_anything_points_at_it(made: Made, way: str) -> None:
    """A connector's Address, a name file's line, and the address that a server calls from."""
    times = Times(made, way)
    for step in made.steps(*CHANGES):
        owner = assigned(step).owner.name
        assert times.follows(step, owner, OWNERS), step
        assert times.follows(step, step.server, {StepKind.CHECK_AFTER} | NAMES), step
        assert times.follows(step, owner, OVERRIDES), step
    for step in made.steps(*NAMES):
        owners = {each.owner.name for each in made.work(step.server).moved}
        assert all(times.follows(step, owner, OWNERS) for owner in owners)
        assert times.follows(step, step.server, {StepKind.CHECK_AFTER})
    for step in made.steps(*OVERRIDES):
        assert times.follows(step, step.server, OWNERS | {StepKind.OVERRIDE_READ})


@LAWS
@given(plans())
def test_a_server_that_runs_windows_nt_restarts_once_after_its_nic_has_changed(made: Made) -> None:
    """NT 3.51 and 4.0 read new addresses only when they start (Q120642, Q140552)."""
    for work in made.plan.works:
        restarts = made.steps(StepKind.SERVER_RESTART, at=work.name)
        changes = made.steps(StepKind.NIC_SCRIPT, StepKind.NIC_HAND, at=work.name)
        reads_at_start = work.server and (work.server.os is None or work.server.os.uses_registry)
        assert len(restarts) == (1 if changes and reads_at_start else 0)
        assert all(restart.number == changes[-1].number + 1 for restart in restarts)


@LAWS
@given(plans(), RUNS)
def test_each_mta_of_a_wave_restarts_once_after_its_addresses_and_before_its_test(
    made: Made, way: str
) -> None:
    """Also the partner's, whose own Addresses may all stay (Q306959)."""
    times = Times(made, way)
    touched: set[tuple[int, str]] = set()
    for step in made.steps(*CHANGES):
        owner = assigned(step).owner
        touched.add((step.wave, step.server))
        if owner.kind is OwnerKind.SERVER:
            touched.add((step.wave, owner.name))
    restarts = Counter((each.wave, each.server) for each in made.steps(StepKind.MTA_RESTART))
    assert restarts == Counter(dict.fromkeys(touched, 1))
    for restart in made.steps(StepKind.MTA_RESTART):
        of_wave = [step for step in made.plan.steps if step.wave == restart.wave]
        for step in of_wave:
            if step.kind in CHANGES:
                assert times.end(step) <= times.begin(restart)
            if step.kind is StepKind.TEST:
                assert times.end(restart) <= times.begin(step)


@LAWS
@given(plans(), RUNS)
def test_a_server_is_tested_before_its_next_wave_begins(made: Made, way: str) -> None:
    """One wrong Address can block all connectors of an MTA (Q193760)."""
    times = Times(made, way)
    for test in made.steps(StepKind.TEST):
        for step in made.steps(*CHANGES, StepKind.MTA_RESTART, at=test.server):
            assert step.wave <= test.wave or times.end(test) <= times.begin(step)


def test_the_times_of_a_step_are_those_of_its_kind() -> None:
    """The laws above would hold of steps that take no time."""
    assert min(kind.minutes for kind in StepKind) > 0
