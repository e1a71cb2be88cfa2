# SPDX-License-Identifier: MIT
"""The back-out undoes what was done, the last step first, and restarts nothing twice."""

from collections import Counter

from hypothesis import given

from tests.dossiers import dossier_of, sample_dossier
from tests.inventories.plans import LAWS, plans
from tests.plans import Made
from x400fix.documents.back_out import LOOKING
from x400fix.step_kinds import StepKind

RESTARTS = {StepKind.SERVER_RESTART, StepKind.MTA_RESTART}


def test_addresses_go_back_before_the_mta_restarts_and_that_before_the_nic() -> None:
    """Each server's own restart comes after its NIC is as it was."""
    kinds = [(head.server, head.kind) for head in sample_dossier("two-sites").back_out()]
    assert kinds == [
        ("SEAHUB1", "lmhosts-optional"),
        ("DENHUB1", "lmhosts-optional"),
        ("SEAHUB1", "address"),
        ("DENHUB1", "address"),
        ("DENHUB1", "mta-restart"),
        ("SEAHUB1", "mta-restart"),
        ("SEAHUB1", "nic-script"),
        ("SEAHUB1", "server-restart"),
        ("DENHUB1", "nic-script"),
        ("DENHUB1", "server-restart"),
    ]


@LAWS
@given(plans())
def test_every_change_is_undone_once(made: Made) -> None:
    """What only looks is not; each server, and each MTA, restarts once."""
    changes = [step for step in made.plan.steps if step.kind not in LOOKING]
    undone = [head.number for head in dossier_of(made).back_out()]
    assert len(undone) == len(set(undone))
    assert {s.number for s in changes if s.kind not in RESTARTS} <= set(undone)
    kinds = {step.number: step for step in changes}
    restarts = Counter(
        (kinds[number].server, kinds[number].kind)
        for number in undone
        if kinds[number].kind in RESTARTS
    )
    assert set(restarts) == {(s.server, s.kind) for s in changes if s.kind in RESTARTS}
    assert set(restarts.values()) <= {1}


@LAWS
@given(plans())
def test_undoing_takes_longer_the_further_the_work_has_come(made: Made) -> None:
    """Until all is done, when it takes what the schedule says."""
    dossier = dossier_of(made)
    points = list(dossier.back_out_points())
    minutes = [point.minutes for point in points]
    assert minutes == sorted(minutes)
    assert max(minutes, default=0) <= dossier.schedule.in_turn.undo
    if dossier.document.summary.waves:
        assert minutes[-1] == dossier.schedule.in_turn.undo


def test_the_points_are_the_ends_of_restarts() -> None:
    """There the work may rest."""
    points = [(p.step, p.minutes) for p in sample_dossier("two-sites").back_out_points()]
    assert points == [(7, 25), (10, 50), (16, 80)]
