# SPDX-License-Identifier: MIT
"""Runs a plan in every network of an inventory, and says what was proven."""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from x400fix.plan.model import RouteCounts
from x400fix.simulation.changes import Course
from x400fix.simulation.network import World
from x400fix.simulation.outcomes import Directions
from x400fix.simulation.requirements import REQUIREMENTS, Breach, Outcome, Result, find_result
from x400fix.simulation.rules import Status, route_status
from x400fix.simulation.run import Record, Run
from x400fix.simulation.state import State
from x400fix.simulation.what_if import WHAT_IFS, Tally, tally_what_if


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What the model says of a plan.

    ``what_ifs`` count the routes for each way to resolve the conflicts; ``waiver`` is the option
    that gives up what is given up.
    """

    record: Record
    results: tuple[Result, ...]
    what_ifs: Mapping[str, Tally]
    waiver: str

    @property
    def fails(self) -> bool:
        """Whether a requirement is violated."""
        return any(result.outcome is Outcome.FAILS for result in self.results)


def prove(world: World, course: Course) -> Proof:
    """Run the plan in each network on its own."""
    record = Record(len(world.connectors))
    breaches: dict[str, list[Breach]] = {requirement.name: [] for requirement in REQUIREMENTS}
    what_ifs: dict[str, Tally] = {name: Counter() for name in WHAT_IFS}
    for network in world.networks():
        run = Run(network, course, record)
        for requirement in REQUIREMENTS:
            breaches[requirement.name].extend(requirement.find_breaches(run))
        moved, first_calls = run.moved, run.first_calls
        # Its state is as large as the network, and each what-if needs another.
        del run
        for name, counts in what_ifs.items():
            if moved and name != course.strategy:
                state = State(network, course.dns)
                counts.update(tally_what_if(name, state, moved, first_calls))
            else:
                counts.update(tally(record.after[index] for index in network.tcp))
    return Proof(
        record=record,
        results=tuple(find_result(r, breaches[r.name], course.waiver) for r in REQUIREMENTS),
        what_ifs=what_ifs,
        waiver=course.waiver,
    )


def tally(statuses: Iterable[Directions | None]) -> Tally:
    """How many routes are what; those that were not run are none."""
    return Counter(route_status(*directions) for directions in statuses if directions)


def count_routes(counts: Tally) -> RouteCounts:
    """The counts of routes under the names of PLAN.json."""
    return RouteCounts(**{status.name.lower(): counts[status] for status in Status})
