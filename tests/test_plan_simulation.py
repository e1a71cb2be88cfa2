# SPDX-License-Identifier: MIT
"""A plan that was read back runs as it did when it was made."""

import pytest
from hypothesis import given

from tests.builders import pair
from tests.plans import Made, make
from tests.test_plan_properties import LAWS, plans
from x400fix.planning.course import StageFinder
from x400fix.planning.plan_file import read_document
from x400fix.planning.records import outage_records, proof_record, route_records, standstills
from x400fix.planning.restored.simulation import simulate
from x400fix.simulation.changes import Deed
from x400fix.step_kinds import StepKind


@LAWS
@given(plans())
def test_simulate_finds_from_the_document_alone_what_plan_found(made: Made) -> None:
    """Two builders make the course of a plan; the model must see no difference."""
    document = read_document(made.document(), "PLAN.json")
    found = simulate(document, "PLAN.json")
    times = ((step.server, step.kind.minutes) for step in made.plan.steps)
    outages = tuple(outage_records(found.proof, times))
    assert proof_record(found.proof, found.world) == document.proof
    assert outages == document.outages
    assert tuple(route_records(found.proof, found.world, standstills(outages))) == document.routes


@LAWS
@given(plans())
def test_every_plan_keeps_its_obligations(made: Made) -> None:
    """What an option gives up, and what somebody else decides, is told as that."""
    assert not made.plan.proof.fails


@LAWS
@given(plans())
def test_what_is_claimed_or_unknown_is_never_said_to_work(made: Made) -> None:
    """A route works only if both directions do, and each of them by sources alone."""
    document = read_document(made.document(), "PLAN.json")
    status = {rule.name: rule.status for rule in document.proof.rules}
    for route in document.routes:
        ends = (status[route.after.outgoing], status[route.after.incoming])
        assert (route.after.status == "works") is (ends == ("works", "works"))


@pytest.mark.parametrize("kind", StepKind)
def test_every_kind_of_step_is_known_to_the_model(kind: StepKind) -> None:
    """Or is known to change nothing: a new kind has to be thought about."""
    looking = {
        StepKind.UNPACK,
        StepKind.SNAPSHOT,
        StepKind.CHECK_BEFORE,
        StepKind.NIC_COMPARE,
        StepKind.REQUEST,
        StepKind.MAPPING,
        StepKind.CHECK_AFTER,
        StepKind.OVERRIDE_READ,
        StepKind.TEST,
        StepKind.WATCH,
    }
    network = next(make(pair()).plan.world.networks())
    stage = StageFinder(network, ())(1, kind.slug, "MAIL-A", 5, "To B 1")
    assert (stage.deed is Deed.NOTHING) is (kind in looking)
