# SPDX-License-Identifier: MIT
"""The connectors to test, the step in which each is tested, and what the model says beforehand.

A connector that moves is tested with its wave if its route is by then what it will be. Until the
last conflict of its stack, and of its partner's, is gone no connector of it works (Q200588): then
it is tested when its server is watched, as all are that do not move.
"""

from collections.abc import Mapping, Sequence

import msgspec

from x400fix.documents.step_texts import StepHead
from x400fix.inventory.connectors import Stack
from x400fix.plan.model import Assignment, CallRule, Plan, Route
from x400fix.simulation.rules import Status
from x400fix.step_kinds import StepKind


class Test(msgspec.Struct, frozen=True, kw_only=True):
    """A connector to test in both directions; ``step`` is 0 if no step of the plan tests it.

    ``address`` is the one that it has when it is tested, empty if it has still to be decided.
    """

    __test__ = False  # not for pytest

    server: str
    connector: str
    partner: str
    address: str
    is_changed: bool
    step: int
    outgoing: CallRule
    incoming: CallRule


NOT_MODELLED = CallRule(name="", status=Status.UNCERTAIN, reason="", sources=())


def find_tests(plan: Plan, heads: Sequence[StepHead]) -> list[Test]:
    """Every TCP connector to or from a place that is touched, in the inventory's order."""
    owners = {each.owner for each in plan.assignments if each.is_changed}
    owners |= {place.name for place in plan.servers if place.nic and place.nic.added}
    assigned = {(each.server, each.connector): each for each in plan.assignments}
    routes = {(each.server, each.connector): each for each in plan.routes}
    rules = {rule.name: rule for rule in plan.proof.rules}
    watches = {h.place.name: h.step.number for h in heads if h.step.kind is StepKind.WATCH}
    in_wave = _tests_of_waves(heads)
    tests = []
    for each in plan.connectors:
        key = each.server, each.connector
        given, route = assigned.get(key), routes.get(key)
        if each.stack is not Stack.TCP or not (
            given or each.server in owners or each.remote_server in owners
        ):
            continue
        watch = watches.get(each.server) or watches.get(each.remote_server, 0)
        tests.append(
            Test(
                server=each.server,
                connector=each.connector,
                partner=each.remote_server,
                address=given.address_value if given else each.address,
                is_changed=given is not None and given.is_changed,
                step=_own_step(given, route, in_wave) or watch,
                outgoing=rules[route.after.outgoing] if route else NOT_MODELLED,
                incoming=rules[route.after.incoming] if route else NOT_MODELLED,
            )
        )
    return tests


def _own_step(given: Assignment | None, route: Route | None, in_wave: Mapping[int, int]) -> int:
    """The test of the wave that moves a connector, if its route is then what it will be."""
    own = in_wave.get(given.step, 0) if given else 0
    settled = route.turns[-1].step if route and route.turns else 0
    return own if settled <= own else 0


def _tests_of_waves(heads: Sequence[StepHead]) -> Mapping[int, int]:
    """For each step the test of its wave at its place, if one comes after it."""
    found: dict[int, int] = {}
    coming: dict[tuple[int, str], int] = {}
    for head in reversed(heads):
        key = head.step.wave, head.place.name
        if head.step.kind is StepKind.TEST:
            coming[key] = head.step.number
        if key in coming:
            found[head.step.number] = coming[key]
    return found
