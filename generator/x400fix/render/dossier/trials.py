# SPDX-License-Identifier: MIT
"""What is to be tested, and what the model says of it beforehand."""

from collections.abc import Iterable, Iterator

from x400fix.delivery.rules import Status
from x400fix.plan.document.document import Document
from x400fix.plan.document.proof import BreachRecord, ObligationRecord, ProofRecord, RuleRecord
from x400fix.render.account import Account
from x400fix.render.dossier.values import (
    DirectionView,
    ObligationView,
    ProofView,
    RuleView,
    TestView,
)
from x400fix.render.trials import Trials

NOT_MODELLED = DirectionView(status=Status.UNCERTAIN, reason="", sources=())


def find_tests(account: Account, proof: ProofRecord) -> Iterator[TestView]:
    """Every connector of the test plan, with what the model says of both directions."""
    rules = {rule.name: _direction(rule) for rule in proof.rules}
    for trial in Trials(account):
        record, route = trial.record, trial.route
        yield TestView(
            server=record.server,
            connector=record.connector,
            partner=record.remote_server,
            address=trial.address,
            is_changed=trial.is_changed,
            step=trial.step,
            outgoing=rules.get(route.after.outgoing, NOT_MODELLED) if route else NOT_MODELLED,
            incoming=rules.get(route.after.incoming, NOT_MODELLED) if route else NOT_MODELLED,
        )


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
