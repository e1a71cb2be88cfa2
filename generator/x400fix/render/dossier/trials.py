# SPDX-License-Identifier: MIT
"""What is to be tested, and what the model says of it beforehand."""

from collections.abc import Iterable, Iterator, Mapping

from x400fix.delivery.rules import Status
from x400fix.model.assignments import Action
from x400fix.model.connectors import Stack
from x400fix.model.stepkinds import StepKind
from x400fix.plan.document.document import AssignmentRecord, Document
from x400fix.plan.document.proof import BreachRecord, ObligationRecord, RuleRecord
from x400fix.render.dossier.values import (
    DirectionView,
    ObligationView,
    ProofView,
    RuleView,
    TestView,
)

Key = tuple[str, str]

NOT_MODELLED = DirectionView(status=Status.UNCERTAIN, reason="", sources=())


def find_tests(document: Document) -> Iterator[TestView]:
    """Every TCP connector to or from a server that is touched, in the inventory's order."""
    assigned = {(each.server, each.connector): each for each in document.assignments}
    owners = set(_owners(document))
    routes = {(route.server, route.connector): route for route in document.routes}
    rules = {rule.name: _direction(rule) for rule in document.proof.rules}
    steps = _test_steps(document)
    for record in document.connectors:
        given = assigned.get((record.server, record.connector))
        touched = record.server in owners or record.remote_server in owners or given
        if record.stack != Stack.TCP or not touched:
            continue
        route = routes.get((record.server, record.connector))
        yield TestView(
            server=record.server,
            connector=record.connector,
            partner=record.remote_server,
            address=given.address_value if given else record.address,
            is_changed=_is_changed(given),
            step=steps.get((record.server, given.step if given else 0), 0)
            or steps.get((record.server, 0), 0),
            outgoing=rules.get(route.after.outgoing, NOT_MODELLED) if route else NOT_MODELLED,
            incoming=rules.get(route.after.incoming, NOT_MODELLED) if route else NOT_MODELLED,
        )


def _owners(document: Document) -> Iterator[str]:
    """The places that get addresses or names."""
    yield from (each.owner for each in document.assignments if each.action != Action.KEEP)
    yield from (place.name for place in document.servers if place.nic)


def _is_changed(given: AssignmentRecord | None) -> bool:
    return given is not None and given.action != Action.KEEP


def _test_steps(document: Document) -> Mapping[tuple[str, int], int]:
    """The test's step for each Address step; for all other connectors, with 0, the last one."""
    found: dict[tuple[str, int], int] = {}
    for place in document.servers:
        tests = {step.wave: step.number for step in place.steps if step.kind == StepKind.TEST.slug}
        for step in place.steps:
            if step.wave in tests:
                found[place.name, step.number] = tests[step.wave]
        watches = [step.number for step in place.steps if step.kind == StepKind.WATCH.slug]
        found[place.name, 0] = watches[-1] if watches else 0
    return found


def _direction(rule: RuleRecord) -> DirectionView:
    return DirectionView(status=rule.status, reason=rule.reason, sources=rule.sources)


def find_proof(document: Document) -> ProofView:
    """What the model found, with the rules that hold of the routes afterwards."""
    met: dict[str, int] = {}
    for route in document.routes:
        for name in (route.after.outgoing, route.after.incoming):
            met[name] = met.get(name, 0) + 1
    rules = [
        RuleView(
            name=rule.name,
            status=rule.status,
            reason=rule.reason,
            sources=rule.sources,
            directions=met[rule.name],
        )
        for rule in document.proof.rules
        if rule.name in met
    ]
    return ProofView(
        obligations=tuple(map(_obligation, document.proof.obligations)),
        proven=_with_status(rules, Status.WORKS),
        claimed=_with_status(rules, Status.CLAIMED),
        unknown=_with_status(rules, Status.UNCERTAIN),
        down=_with_status(rules, Status.DOWN),
        before=document.proof.before,
        after=document.proof.after,
    )


def _with_status(rules: Iterable[RuleView], status: Status) -> tuple[RuleView, ...]:
    return tuple(rule for rule in rules if rule.status == status)


def _obligation(record: ObligationRecord) -> ObligationView:
    return ObligationView(
        text=record.text,
        sources=record.sources,
        outcome=record.outcome,
        places=tuple(map(_place, record.breaches)),
    )


def _place(breach: BreachRecord) -> str:
    """Where an obligation fails or stays open: a connector, or the number of a step."""
    if breach.connector:
        return f"{breach.server}/{breach.connector}"
    return str(breach.step)
