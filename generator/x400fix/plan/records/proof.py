# SPDX-License-Identifier: MIT
"""What the model says of a plan as records of PLAN.json."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from x400fix.delivery.network import World
from x400fix.delivery.obligations import Breach, Outcome, Result
from x400fix.delivery.proof import Proof, routes_record, tally_board
from x400fix.delivery.rules import RULES, Rule, Status, route_status
from x400fix.delivery.suppositions import Tally
from x400fix.plan.document.proof import (
    BreachRecord,
    DirectionsRecord,
    ObligationRecord,
    OutageRecord,
    ProofRecord,
    RouteRecord,
    RoutesRecord,
    RuleRecord,
    TurnRecord,
)

Time = tuple[str, int]
"""Where a step is done, and how many minutes it is likely to take."""


def proof_record(proof: Proof, world: World) -> ProofRecord:
    """What was proven, and the rules that were met."""
    met = set(_rules_met(proof))
    return ProofRecord(
        obligations=tuple(
            ObligationRecord(
                name=result.obligation.name,
                text=result.obligation.text,
                sources=result.obligation.sources,
                outcome=_outcome(result, proof.waiver),
                breaches=tuple(_breach_record(breach, world) for breach in result.breaches),
            )
            for result in proof.results
        ),
        rules=tuple(
            RuleRecord(name=rule.name, status=rule.status, reason=rule.reason, sources=rule.sources)
            for rule in RULES
            if rule.name in met
        ),
        before=routes_record(tally_board(proof.record.before)),
        after=routes_record(tally_board(proof.record.after)),
    )


def outage_records(proof: Proof, times: Iterable[Time]) -> Iterator[OutageRecord]:
    """Each step in which something stands still; ``times`` are those of all steps, in order."""
    routes = dict(proof.record.outages.in_order())
    for number, (place, minutes) in enumerate(times, 1):
        if number in routes:
            yield OutageRecord(step=number, server=place, minutes=minutes, routes=routes[number])


def route_records(
    proof: Proof, world: World, standstills: Mapping[str, int]
) -> Iterator[RouteRecord]:
    """The route of each TCP connector; ``standstills`` are minutes by server."""
    record, connectors = proof.record, world.connectors
    turns = record.turns.by_connector()
    following = next(turns, None)
    for index, connector in enumerate(connectors):
        if not record.before.is_run(index):
            continue
        own = []
        while following is not None and following[0] == index:
            own.append(_turn_record(*following[1:]))
            following = next(turns, None)
        partner = world.partners[index]
        yield RouteRecord(
            server=connector.server,
            connector=connector.name,
            partner=partner,
            before=_directions(*record.before.rules(index)),
            after=_directions(*record.after.rules(index)),
            turns=tuple(own),
            minutes=standstills.get(connector.server, 0) + standstills.get(partner, 0),
        )


def standstills(outages: Iterable[OutageRecord]) -> Mapping[str, int]:
    """How many minutes each server, or its MTA, stands still."""
    minutes: dict[str, int] = {}
    for outage in outages:
        minutes[outage.server] = minutes.get(outage.server, 0) + outage.minutes
    return minutes


def _rules_met(proof: Proof) -> Iterator[str]:
    record = proof.record
    places = {*record.before.outgoing, *record.before.incoming}
    places |= {*record.after.outgoing, *record.after.incoming, *record.turns.places()}
    yield from (RULES[place].name for place in places if place < len(RULES))


def _outcome(result: Result, waiver: str) -> str:
    """What was found; what is given up names the option."""
    is_waived = result.outcome is Outcome.WAIVED
    return f"{result.outcome} by {waiver}" if is_waived else result.outcome


def _breach_record(breach: Breach, world: World) -> BreachRecord:
    connector = world.connectors[breach.index] if breach.index >= 0 else None
    return BreachRecord(
        server=connector.server if connector else "",
        connector=connector.name if connector else "",
        step=breach.step,
        is_open=breach.is_open,
    )


@cache
def _named_directions(outgoing: str, incoming: str, status: str) -> DirectionsRecord:
    return DirectionsRecord(outgoing=outgoing, incoming=incoming, status=status)


def _directions(outgoing: Rule, incoming: Rule) -> DirectionsRecord:
    """One record for all routes with the same two rules."""
    return _named_directions(outgoing.name, incoming.name, route_status(outgoing, incoming))


def _turn_record(step: int, outgoing: Rule, incoming: Rule) -> TurnRecord:
    return TurnRecord(
        step=step,
        outgoing=outgoing.name,
        incoming=incoming.name,
        status=route_status(outgoing, incoming),
    )
