# SPDX-License-Identifier: MIT
"""A plan that violates a requirement is refused; --unsafe takes it, and says so."""

from collections.abc import Mapping

import msgspec
import pytest

from tests.builders import pair
from tests.plans import Made, make
from tests.simulations import Edit, edited, replacing
from x400fix.cli.run_plan import tell_breaches
from x400fix.planning.planning import Plan
from x400fix.problems import PlanningError
from x400fix.simulation.changes import PlaceChanges
from x400fix.simulation.proof import prove


def spoiled(count: int = 2) -> Plan:
    """A plan whose Address steps change nothing, so that every collision is left."""
    made = make(pair(count))

    def unchanged(changes: PlaceChanges) -> PlaceChanges:
        addresses = {index: (old, old) for index, (old, _) in changes.addresses.items()}
        return msgspec.structs.replace(changes, addresses=addresses)

    return with_proof(made, dict.fromkeys(("MAIL-A", "MAIL-B"), unchanged))


def failing_undo() -> Plan:
    """A plan whose lists before are not what the servers have."""
    return with_proof(make(pair()), dict.fromkeys(("MAIL-A", "MAIL-B"), replacing(before=(1,))))


def with_proof(made: Made, edits: Mapping[str, Edit]) -> Plan:
    """A plan with the proof of another one."""
    proof = prove(made.plan.world, edited(made, edits))
    return msgspec.structs.replace(made.plan, proof=proof)


def test_a_plan_that_keeps_all_is_not_spoken_of() -> None:
    """As every plan that x400fix makes."""
    assert not list(tell_breaches(make(pair()).plan, unsafe=False))


def test_a_plan_that_fails_is_refused_with_every_reason() -> None:
    """Exit status 4; each requirement is a problem of its own and names the connectors."""
    with pytest.raises(PlanningError) as caught:
        list(tell_breaches(spoiled(), unsafe=False))
    head = "plan: error X4-E063: run on paper, the plan does not keep this: "
    tail = "; nothing is written: --unsafe goes on all the same"
    collisions = (
        "No two connectors of one stack share an Address any more; it fails at "
        "MAIL-A/'To B 1', MAIL-A/'To B 2', MAIL-B/'To A 1', MAIL-B/'To A 2'"
    )
    astray = (
        "Every new Address leads to the new address, and its owner answers there; it fails at "
        "MAIL-A/'To B 2', MAIL-B/'To A 2'"
    )
    assert [str(problem) for problem in caught.value.problems] == [
        f"{head}{collisions}{tail}",
        f"{head}{astray}{tail}",
    ]
    assert caught.value.status == 4


def test_many_places_are_counted() -> None:
    """The first five are named; simulate names them all."""
    with pytest.raises(PlanningError) as caught:
        list(tell_breaches(spoiled(4), unsafe=False))
    assert "MAIL-B/'To A 1' and 3 more; nothing" in caught.value.problems[0].message


def test_unsafe_goes_on_and_warns() -> None:
    """The warnings stand in the ticket too."""
    told = list(tell_breaches(spoiled(), unsafe=True))
    assert [problem.code for problem in told] == ["X4-W136", "X4-W136"]
    assert all(problem.message.endswith("MAIL-B/'To A 2'") for problem in told)


def test_a_step_is_named_by_its_number() -> None:
    """Where the undo of a step does not give what was there."""
    told = list(tell_breaches(failing_undo(), unsafe=True))
    assert "The undo of each step" in told[0].message
    assert told[0].message.endswith("it fails at step 6, step 9")
