# SPDX-License-Identifier: MIT
"""What the simulation says of a plan, as PLAN.json holds it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from x400fix.plan.model import (
    Breach,
    CallRule,
    Directions,
    Outage,
    Proof,
    Requirement,
    Route,
    Turn,
)
from x400fix.plan.schedule import Timeline
from x400fix.simulation.network import World
from x400fix.simulation.proof import Proof as Found
from x400fix.simulation.proof import count_routes, tally
from x400fix.simulation.requirements import Breach as FoundBreach
from x400fix.simulation.requirements import Outcome, Result
from x400fix.simulation.rules import RULES, Rule, route_status
from x400fix.simulation.run import Turn as FoundTurn


def find_proof(found: Found, world: World) -> Proof:
    """What was found about each requirement, and the rules that were met."""
    record = found.record
    routes = {*record.before, *record.after, *(turn.directions for turn in record.turns)}
    met = {rule for directions in routes if directions for rule in directions}
    return Proof(
        obligations=tuple(_requirement(result, found.waiver, world) for result in found.results),
        rules=tuple(
            CallRule(name=rule.name, status=rule.status, reason=rule.reason, sources=rule.sources)
            for rule in RULES
            if rule in met
        ),
        before=count_routes(tally(record.before)),
        after=count_routes(tally(record.after)),
    )


def _requirement(result: Result, waiver: str, world: World) -> Requirement:
    """What was found; what is given up names the option."""
    is_waived = result.outcome is Outcome.WAIVED
    return Requirement(
        name=result.requirement.name,
        text=result.requirement.text,
        sources=result.requirement.sources,
        outcome=f"{result.outcome} by {waiver}" if is_waived else result.outcome,
        breaches=tuple(_breach(breach, world) for breach in result.breaches),
    )


def _breach(breach: FoundBreach, world: World) -> Breach:
    connector = world.connectors[breach.index] if breach.index >= 0 else None
    return Breach(
        server=connector.server if connector else "",
        connector=connector.name if connector else "",
        step=breach.step,
        is_open=breach.is_open,
    )


def find_outages(found: Found, steps: Timeline) -> tuple[Outage, ...]:
    """Each step in which a server or its MTA is out of service, in order of time."""
    return tuple(
        Outage(
            step=each.step,
            server=steps[each.step - 1][0],
            minutes=steps[each.step - 1][1].minutes,
            routes=each.routes,
        )
        for each in sorted(found.record.outages, key=lambda each: each.step)
    )


def find_routes(found: Found, world: World, outages: Sequence[Outage]) -> tuple[Route, ...]:
    """The route of each TCP connector, in the order of the inventory."""
    return tuple(_routes(found, world, _minutes_by_server(outages)))


def _routes(found: Found, world: World, minutes: Mapping[str, int]) -> Iterator[Route]:
    record = found.record
    turns: dict[int, list[Turn]] = {}
    for turn in record.turns:
        turns.setdefault(turn.index, []).append(_turn(turn))
    for index, (before, after) in enumerate(zip(record.before, record.after, strict=True)):
        if before is not None and after is not None:
            connector, partner = world.connectors[index], world.partners[index]
            yield Route(
                server=connector.server,
                connector=connector.name,
                partner=partner,
                before=_directions(*before),
                after=_directions(*after),
                turns=tuple(turns.get(index, ())),
                minutes=minutes.get(connector.server, 0) + minutes.get(partner, 0),
            )


def _minutes_by_server(outages: Sequence[Outage]) -> Mapping[str, int]:
    """How many minutes each server, or its MTA, is out of service."""
    minutes: dict[str, int] = {}
    for outage in outages:
        minutes[outage.server] = minutes.get(outage.server, 0) + outage.minutes
    return minutes


@cache
def _named_directions(outgoing: str, incoming: str, status: str) -> Directions:
    return Directions(outgoing=outgoing, incoming=incoming, status=status)


def _directions(outgoing: Rule, incoming: Rule) -> Directions:
    """One value for all routes with the same two rules."""
    return _named_directions(outgoing.name, incoming.name, route_status(outgoing, incoming))


def _turn(turn: FoundTurn) -> Turn:
    outgoing, incoming = turn.directions
    return Turn(
        step=turn.step,
        outgoing=outgoing.name,
        incoming=incoming.name,
        status=route_status(outgoing, incoming),
    )
