# SPDX-License-Identifier: MIT
"""The connectors to test, the step in which each is tested, and what the model says beforehand.

A connector that moves is tested with its wave if its route is by then what it will be. Until the
last conflict of its stack, and of its partner's, is gone no connector of it works (Q200588): then
it is tested when its server is watched, as all are that do not move.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Generic, NamedTuple, Protocol, TypeVar

from x400fix.allocation.assignments import Action
from x400fix.documents.account import Account
from x400fix.documents.ticket_values import (
    DirectionView,
    ObligationView,
    ProofView,
    RuleView,
    TestView,
)
from x400fix.inventory.connectors import Stack
from x400fix.plan.model import (
    AssignmentRecord,
    BreachRecord,
    ConnectorRecord,
    Document,
    ObligationRecord,
    ProofRecord,
    RouteRecord,
    RuleRecord,
)
from x400fix.simulation.rules import Status
from x400fix.step_kinds import StepKind


class Trial(NamedTuple):
    """A connector to test in both directions; ``step`` is 0 where nobody else has work to do."""

    record: ConnectorRecord
    given: AssignmentRecord | None
    route: RouteRecord | None
    step: int

    @property
    def address(self) -> str:
        """The Address when it is tested; empty if somebody has still to decide it."""
        return self.given.address_value if self.given else self.record.address

    @property
    def is_changed(self) -> bool:
        """Whether it gets another Address."""
        return self.given is not None and self.given.action != Action.KEEP


class Trials:
    """Every TCP connector to or from a place that is touched, in the inventory's order."""

    def __init__(self, account: Account) -> None:
        """Take a plan; of its long lists only numbers are held."""
        self._account = account

    def __iter__(self) -> Iterator[Trial]:
        """Each connector; connectors, assignments and routes all have the inventory's order."""
        account, owners = self._account, self._owners
        assignments, routes = _InOrder(account.assignments()), _InOrder(account.routes())
        for record in account.connectors():
            if record.stack == Stack.TCP:
                given, route = assignments.take(record), routes.take(record)
                if record.server in owners or record.remote_server in owners or given:
                    yield Trial(record, given, route, self._step(record, given, route))

    @cached_property
    def _owners(self) -> set[str]:
        """The places that get addresses or names."""
        given = self._account.assignments()
        owners = {each.owner for each in given if each.action != Action.KEEP}
        return owners | {place.name for place in self._account.places if place.addresses}

    def _step(
        self, record: ConnectorRecord, given: AssignmentRecord | None, route: RouteRecord | None
    ) -> int:
        own = self._with_wave[-given.step] if given and given.step else 0
        settled = route.turns[-1].step if route and route.turns else 0
        if own and settled <= own:
            return own
        return self._watches.get(record.server) or self._watches.get(record.remote_server, 0)

    @cached_property
    def _watches(self) -> Mapping[str, int]:
        """The step in which each server is watched."""
        watch = StepKind.WATCH.slug
        return {step.place: step.number for step in self._account.steps() if step.kind == watch}

    @cached_property
    def _with_wave(self) -> Sequence[int]:
        """For each step, the last one first, the test of its wave at its place, or 0."""
        found = array("i")
        coming: dict[str, int] = {}
        wave = 0
        for step in self._account.backwards():
            if step.wave != wave:
                coming.clear()
                wave = step.wave
            if step.kind == StepKind.TEST.slug:
                coming[step.place] = step.number
            found.append(coming.get(step.place, 0))
        return found


class _Named(Protocol):
    """A record about one connector."""

    @property
    def server(self) -> str: ...

    @property
    def connector(self) -> str: ...


_Record = TypeVar("_Record", bound=_Named)


class _InOrder(Generic[_Record]):
    """Records of some of the connectors, which are asked for in their order."""

    def __init__(self, records: Iterator[_Record]) -> None:
        self._records = records
        self._following = next(records, None)

    def take(self, record: ConnectorRecord) -> _Record | None:
        """The record of a connector, if it has one."""
        found = self._following
        if found is None or (found.server, found.connector) != (record.server, record.connector):
            return None
        self._following = next(self._records, None)
        return found


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
