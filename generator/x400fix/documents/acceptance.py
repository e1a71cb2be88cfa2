# SPDX-License-Identifier: MIT
"""The tests of a plan: one for each direction of a link, in the step that sends the message."""

from collections import Counter
from collections.abc import Callable, Iterator

import msgspec

from x400fix.inventory.connectors import Stack
from x400fix.plan.model import CallRule, Directions, Plan, Timeline
from x400fix.plan.schedule import find_waves, timeline
from x400fix.simulation.rules import Status
from x400fix.step_kinds import StepKind


class Test(msgspec.Struct, frozen=True, kw_only=True):
    """A message to send through a connector of ``server``, and the step that sends it.

    A message goes ``out`` from the connector's own server; it comes ``in`` from a partner whose
    connectors the inputs do not have. ``address`` is the one that the connector has by then, empty
    if it has still to be decided; ``is_parallel`` says that other connectors lead to the same
    partner. ``rule`` is what the model says beforehand.
    """

    __test__ = False  # not for pytest

    step: int
    server: str
    connector: str
    direction: str
    sender: str
    receiver: str
    address: str
    is_changed: bool
    is_parallel: bool
    rule: CallRule


NOT_MODELLED = CallRule(name="", status=Status.UNCERTAIN, reason="", sources=())


def find_tests(plan: Plan) -> list[Test]:
    """A test in each direction of every TCP connector to or from a place that is touched.

    In order of time, then of the inventory; ``in`` is tested where the other end is not known.
    """
    owners = {place.name for place in plan.servers if place.nic}
    changed = {each.owner for each in plan.assignments if each.is_changed}
    owners |= changed.intersection(place.name for place in plan.servers)
    assigned = {(each.server, each.connector): each for each in plan.assignments}
    routes = {(each.server, each.connector): each.after for each in plan.routes}
    rules = {rule.name: rule for rule in plan.proof.rules}
    paired = {
        (end.server, end.connector) for link in plan.links if link.ends[1:] for end in link.ends
    }
    tcp = [each for each in plan.connectors if each.stack is Stack.TCP]
    counts = Counter((each.server, each.remote_server) for each in tcp)
    step_of = _steps_of_tests(timeline(plan))
    tests = []
    for each in tcp:
        key, ends = (each.server, each.connector), (each.server, each.remote_server)
        given = assigned.get(key)
        if not given and owners.isdisjoint(ends):
            continue
        for direction, rule in _directions(routes.get(key), is_paired=key in paired):
            sender, receiver = ends if direction == "out" else reversed(ends)
            test = Test(
                step=step_of(*ends),
                server=each.server,
                connector=each.connector,
                direction=direction,
                sender=sender,
                receiver=receiver,
                address=given.address_value if given else each.address,
                is_changed=given is not None and given.is_changed,
                is_parallel=counts[ends] > 1,
                rule=rules.get(rule, NOT_MODELLED),
            )
            tests.append(test)
    return sorted(tests, key=lambda test: test.step)


def _directions(after: Directions | None, *, is_paired: bool) -> Iterator[tuple[str, str]]:
    """The directions that a connector is tested in, with the names of the rules for them."""
    yield "out", after.outgoing if after else ""
    if not is_paired:
        yield "in", after.incoming if after else ""


def _steps_of_tests(steps: Timeline) -> Callable[[str, str], int]:
    """Gives the step in which a connector from a server to a partner is tested."""
    waves = find_waves(steps)
    at = {(step.wave, place): step.number for place, step in steps if step.kind is StepKind.TEST}

    def step_of(server: str, partner: str) -> int:
        wave = waves.test_of(server, partner)
        return at.get((wave, server)) or at[wave, partner]

    return step_of
