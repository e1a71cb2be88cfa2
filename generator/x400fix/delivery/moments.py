# SPDX-License-Identifier: MIT
"""The states before a plan and after it."""

from x400fix.delivery.changes import do
from x400fix.delivery.network import Network
from x400fix.delivery.sheets import Course
from x400fix.delivery.state import State


def state_before(network: Network, course: Course) -> State:
    """What the inputs say."""
    return State(network, course.dns)


def state_after(network: Network, course: Course) -> State:
    """What is there when every step is done."""
    state = state_before(network, course)
    part = course.part_of(network)
    for stage in part.stages():
        do(state, stage, part.sheet_of(stage.place))
    return state
