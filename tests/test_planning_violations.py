# SPDX-License-Identifier: MIT
"""A plan that violates a requirement is refused; --unsafe takes it, and warns."""

from collections.abc import Callable, Sequence

import pytest
from msgspec.structs import replace

from tests.builders import pair, settings
from tests.plans import make
from x400fix.plan.model import Place
from x400fix.planning.warnings import find_violations
from x400fix.problems import PlanningError, Problem
from x400fix.simulation.changes import course_of
from x400fix.simulation.proof import prove


def violations(
    change: Callable[[Place], Place], *, count: int = 2, unsafe: bool
) -> Sequence[Problem]:
    """What is found about the plan of a pair whose work at each place is changed first."""
    planned = make(pair(count)).planned
    places = [change(place) for place in planned.plan.servers]
    course = course_of(places, planned.plan.assignments, settings(), planned.world)
    proof = prove(planned.world, course)
    return list(find_violations(proof, unsafe=unsafe))


def unchanged(place: Place) -> Place:
    """Address steps that change nothing, so that every collision is left."""
    attributes = (replace(each, after=each.before) for each in place.address_attributes)
    return replace(place, address_attributes=tuple(attributes))


def misread(place: Place) -> Place:
    """Lists before that are not what the servers have."""
    assert place.nic
    return replace(place, nic=replace(place.nic, before=("10.99.0.1/24",)))


def test_a_plan_that_keeps_all_has_no_violations() -> None:
    """As every plan that x400fix makes."""
    assert violations(lambda place: place, unsafe=False) == []


def test_a_plan_that_violates_is_refused_with_every_reason() -> None:
    """Exit status 4; each requirement is a problem of its own and names the connectors."""
    with pytest.raises(PlanningError) as caught:
        violations(unchanged, unsafe=False)
    head = "plan: error X4-E063: simulation: this requirement is violated: "
    tail = "; nothing was written (--unsafe writes the plan anyway)"
    first, second = (str(problem) for problem in caught.value.problems)
    for text in (first, second):
        assert text.startswith(head)
        assert text.endswith(tail)
    assert first.endswith(
        f"; at MAIL-A/'To B 1', MAIL-A/'To B 2', MAIL-B/'To A 1', MAIL-B/'To A 2'{tail}"
    )
    assert second.endswith(f"; at MAIL-A/'To B 2', MAIL-B/'To A 2'{tail}")
    assert caught.value.status == 4


def test_many_places_are_counted() -> None:
    """The first five are named; simulate names them all."""
    with pytest.raises(PlanningError) as caught:
        violations(unchanged, count=4, unsafe=False)
    assert "MAIL-B/'To A 1' and 3 more; nothing" in caught.value.problems[0].message


def test_unsafe_goes_on_and_warns() -> None:
    """The warnings stand in the ticket too."""
    found = violations(unchanged, unsafe=True)
    assert [problem.code for problem in found] == ["X4-W136", "X4-W136"]
    assert all(problem.message.endswith("MAIL-B/'To A 2'") for problem in found)


def test_a_step_is_named_by_its_number() -> None:
    """Where the undo of a step does not give what was there."""
    first = violations(misread, unsafe=True)[0]
    assert "The undo of each step" in first.message
    assert first.message.endswith("; at step 7, step 9")
