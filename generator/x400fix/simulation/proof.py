# SPDX-License-Identifier: MIT
"""Runs a plan in every network of an inventory, and says what was proven, as PLAN.json has it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from x400fix.plan import model
from x400fix.simulation.changes import Course
from x400fix.simulation.network import World
from x400fix.simulation.outcomes import Directions
from x400fix.simulation.requirements import REQUIREMENTS, Outcome, find_result
from x400fix.simulation.rules import RULES, Rule, Status, route_status
from x400fix.simulation.run import Record, Run, is_down


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What the model says of a plan."""

    record: Record
    results: tuple[model.Requirement, ...]

    @property
    def fails(self) -> bool:
        """Whether a requirement is violated."""
        return any(result.outcome == Outcome.FAILS for result in self.results)


Tally = Counter[Status]
"""How many routes are what."""


def prove(world: World, course: Course) -> Proof:
    """Run the plan in each network on its own."""
    record = Record(len(world.connectors))
    breaches: dict[str, list[model.Breach]] = {requirement.name: [] for requirement in REQUIREMENTS}
    for network in world.networks():
        run = Run(network, course, record)
        for requirement in REQUIREMENTS:
            breaches[requirement.name].extend(requirement.find_breaches(run))
    return Proof(
        record=record,
        results=tuple(find_result(r, breaches[r.name], course.waiver) for r in REQUIREMENTS),
    )


def tally(statuses: Iterable[Directions | None]) -> Tally:
    """How many routes are what; those that were not run are none."""
    return Counter(route_status(*directions) for directions in statuses if directions)


def count_routes(counts: Tally) -> model.RouteCounts:
    """The counts of routes under the names of PLAN.json."""
    return model.RouteCounts(**{status.name.lower(): counts[status] for status in Status})


def held_proof(found: Proof) -> model.Proof:
    """What was found about each requirement, and the rules that were met."""
    record = found.record
    routes = {*record.before, *record.after, *(turn.directions for turn in record.turns)}
    met = {rule for directions in routes if directions for rule in directions}
    return model.Proof(
        obligations=found.results,
        rules=tuple(
            model.CallRule(
                name=rule.name, status=rule.status, reason=rule.reason, sources=rule.sources
            )
            for rule in RULES
            if rule in met
        ),
        before=count_routes(tally(record.before)),
        after=count_routes(tally(record.after)),
    )


def find_outages(found: Proof) -> tuple[model.Outage, ...]:
    """Each step in which a server or its MTA is out of service, in order of time."""
    return tuple(sorted(found.record.outages, key=lambda each: each.step))


def find_routes(found: Proof, world: World) -> Iterator[model.Route]:
    """The route of each TCP connector, in the order of the inventory."""
    record, minutes = found.record, Counter[str]()
    for outage in record.outages:
        minutes[outage.server] += outage.minutes
    turns: dict[int, list[model.Turn]] = {}
    for turn in record.turns:
        outgoing, incoming = turn.directions
        status = route_status(outgoing, incoming)
        turns.setdefault(turn.index, []).append(
            model.Turn(
                step=turn.step, outgoing=outgoing.name, incoming=incoming.name, status=status
            )
        )
    for index, (before, after) in enumerate(zip(record.before, record.after, strict=True)):
        if before is not None and after is not None:
            connector, partner = world.connectors[index], world.partners[index]
            yield model.Route(
                server=connector.server,
                connector=connector.name,
                partner=partner,
                before=_directions(*before),
                after=_directions(*after),
                turns=tuple(turns.get(index, ())),
                minutes=0 if is_down(before) else minutes[connector.server] + minutes[partner],
            )


@cache
def _directions(outgoing: Rule, incoming: Rule) -> model.Directions:
    """One value for all routes with the same two rules."""
    return model.Directions(
        outgoing=outgoing.name, incoming=incoming.name, status=route_status(outgoing, incoming)
    )
