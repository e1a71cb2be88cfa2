# SPDX-License-Identifier: MIT
"""Each connector is tested in a step in which, by the plan's own model, it can work."""

from collections.abc import Mapping

from hypothesis import given

from tests.builders import inventory, pair, servers, settings
from tests.dossiers import document_of, sample_document
from tests.inventories.plans import LAWS, plans
from tests.plans import Made, make
from x400fix.documents.acceptance import Trial, Trials
from x400fix.documents.account import account_of_document
from x400fix.plan.model import Document, StepRecord
from x400fix.step_kinds import StepKind


def trials_of(document: Document) -> list[Trial]:
    return list(Trials(account_of_document(document)))


def steps_of(document: Document) -> Mapping[int, tuple[str, StepRecord]]:
    """Each step with its place."""
    return {step.number: (place.name, step) for place in document.servers for step in place.steps}


def check(document: Document) -> None:
    """The rule of the test plan, for each connector of it."""
    steps = steps_of(document)
    for trial in trials_of(document):
        if not trial.step:
            continue
        place, step = steps[trial.step]
        assert place in {trial.record.server, trial.record.remote_server}
        turns = trial.route.turns if trial.route else ()
        assert all(turn.step <= trial.step for turn in turns)
        if step.kind == StepKind.TEST.slug:
            assert trial.given is not None
            assert place == trial.record.server
            assert step.wave == steps[trial.given.step][1].wave
        else:
            assert step.kind == StepKind.WATCH.slug


@LAWS
@given(plans())
def test_no_test_comes_before_its_route_is_what_it_will_be(made: Made) -> None:
    """And none stands in a wave that is not its connector's own."""
    check(document_of(made))


def test_a_hub_s_connectors_wait_for_the_last_conflict_of_its_stack() -> None:
    """All of them have a step; some are tested with their wave, some when the hub is watched."""
    document = sample_document("hub")
    check(document)
    steps, trials = steps_of(document), trials_of(document)
    assert all(trial.step for trial in trials)
    kinds = {steps[trial.step][1].kind for trial in trials if trial.is_changed}
    assert kinds == {"test", "watch"}


def test_a_connector_whose_server_has_no_work_is_tested_when_its_partner_is_watched() -> None:
    """Its own server has no steps."""
    lines = [*(f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"), "MAIL-C/X 10.20.2.10 MAIL-B"]
    made = make(inventory(lines, servers()))
    (watch,) = made.steps(StepKind.WATCH, at="MAIL-B")
    (trial,) = (each for each in trials_of(document_of(made)) if each.record.connector == "X")
    assert trial.step == watch.number


def test_where_nobody_watches_there_is_no_step() -> None:
    """The partner is none of ours, and the connector does not change."""
    rows = ["MAIL-A/1 172.16.9.9 FAR", "MAIL-A/2 172.16.9.9 FAR", "MAIL-B/Only 172.16.9.9 FAR"]
    made = make(inventory(rows, servers()), settings(["172.16.9.9=172.16.9.32/28"]))
    trials = trials_of(document_of(made))
    assert [trial.step for trial in trials if trial.record.server == "MAIL-B"] == [0]


def test_a_plan_tells_the_same_steps_before_it_is_written() -> None:
    """One wave of two servers."""
    made = make(pair())
    assert [trial.step for trial in trials_of(document_of(made))] == [19, 17, 20, 18]
