# SPDX-License-Identifier: MIT
"""A plan that fails an obligation is refused; --unsafe takes it, and says so."""

import msgspec
import pytest

from tests.builders import pair
from tests.plans import make
from x400fix.cli.run_plan import tell_breaches
from x400fix.planning.course import course_of
from x400fix.planning.planning import Plan
from x400fix.problems import PlanningError
from x400fix.simulation.changes import Course, Part, Sheet
from x400fix.simulation.network import Network
from x400fix.simulation.proof import prove


def spoiled(count: int = 2) -> Plan:
    """A plan whose Address steps change nothing, so that every collision is left."""
    plan = make(pair(count)).plan
    course = course_of(plan.works, plan.steps, plan.settings)

    def part_of(network: Network) -> Part:
        part = course.part_of(network)

        def unchanged(place: str) -> Sheet:
            sheet = part.sheet_of(place)
            addresses = {index: (old, old) for index, (old, _) in sheet.addresses.items()}
            return msgspec.structs.replace(sheet, addresses=addresses)

        return msgspec.structs.replace(part, sheet_of=unchanged)

    wrong = Course(part_of=part_of, strategy=course.strategy)
    return msgspec.structs.replace(plan, proof=prove(plan.world, wrong))


def failing_undo() -> Plan:
    """A plan whose lists before are not what the servers have."""
    plan = make(pair()).plan
    course = course_of(plan.works, plan.steps, plan.settings)

    def part_of(network: Network) -> Part:
        part = course.part_of(network)

        def misread(place: str) -> Sheet:
            return msgspec.structs.replace(part.sheet_of(place), before=(1,))

        return msgspec.structs.replace(part, sheet_of=misread)

    wrong = Course(part_of=part_of, strategy=course.strategy)
    return msgspec.structs.replace(plan, proof=prove(plan.world, wrong))


def test_a_plan_that_keeps_all_is_not_spoken_of() -> None:
    """As every plan that x400fix makes."""
    assert not list(tell_breaches(make(pair()).plan, unsafe=False))


def test_a_plan_that_fails_is_refused_with_every_reason() -> None:
    """Exit status 4; each obligation is a problem of its own and names the connectors."""
    with pytest.raises(PlanningError) as caught:
        list(tell_breaches(spoiled(), unsafe=False))
    head = "plan: error X4-E063: run on paper, the plan does not keep this: "
    tail = "; nothing is written: --unsafe goes on all the same"
    collisions = (
        "No two connectors of a stack are left that it cannot tell apart; it fails at "
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
