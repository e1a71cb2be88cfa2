# SPDX-License-Identifier: MIT
"""The states before a plan and after it."""

import msgspec

from tests.builders import pair, settings
from tests.deliveries import course, names, number, rehearse
from tests.plans import make
from x400fix.settings.choices import AddressMode
from x400fix.simulation.changes import state_after, state_before
from x400fix.simulation.state import State


def test_before_a_plan_everything_is_as_in_the_inputs() -> None:
    """DNS takes part, if it is given."""
    made = make(pair())
    (network,) = made.plan.world.networks()
    told = msgspec.structs.replace(course(made), dns=names("10.20.2.10 b.example.com"))
    state = state_before(network, told)
    assert state.contents() == State(network).contents()
    assert state.dns.name_of(number("10.20.2.10")) == "b.example.com"


def test_after_a_plan_every_step_is_done() -> None:
    """The same as a rehearsal comes to."""
    made = make(pair(3, "5.0 SP2", "5.5 SP4"), settings(address_mode=AddressMode.HOSTS))
    (rehearsal,) = rehearse(made)
    state = state_after(rehearsal.network, course(made))
    assert state.contents() == rehearsal.state.contents()
    assert state.contents() != State(rehearsal.network).contents()
