# SPDX-License-Identifier: MIT
"""Runs a plan in every network of an inventory, and says what was proven."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from x400fix.plan.model import RouteCounts
from x400fix.simulation.changes import Course
from x400fix.simulation.network import World
from x400fix.simulation.requirements import OBLIGATIONS, Breach, Outcome, Result, find_result
from x400fix.simulation.rules import Status, route_status
from x400fix.simulation.run import Record, Rehearsal
from x400fix.simulation.statuses import Board
from x400fix.simulation.what_if import SUPPOSITIONS, Tally, tally_supposition


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What the model says of a plan.

    ``suppositions`` count the routes for each way to resolve the conflicts; ``waiver`` is the
    option that gives up what is given up.
    """

    record: Record
    results: tuple[Result, ...]
    suppositions: Mapping[str, Tally]
    waiver: str

    @property
    def fails(self) -> bool:
        """Whether an obligation fails."""
        return any(result.outcome is Outcome.FAILS for result in self.results)


def prove(world: World, course: Course) -> Proof:
    """Run the plan; every network is run on its own and forgotten, so that memory stays small."""
    record = Record.blank(len(world.connectors))
    breaches: dict[str, list[Breach]] = {}
    suppositions: dict[str, Tally] = {name: Counter() for name in SUPPOSITIONS}
    for network in world.networks():
        part = course.part_of(network)
        rehearsal = Rehearsal(network, part, record, course.dns)
        rehearsal.run()
        for obligation in OBLIGATIONS:
            found = obligation.find_breaches(rehearsal, part.promises())
            breaches.setdefault(obligation.name, []).extend(found)
        first = rehearsal.first_calls
        del rehearsal
        for name in SUPPOSITIONS:
            if part.moved and name != course.strategy:
                counts = tally_supposition(name, network, part.moved, first, course.dns)
            else:
                counts = _tally(record.after, network.tcp)
            suppositions[name].update(counts)
    return Proof(
        record=record,
        results=tuple(_results(breaches, course.waiver)),
        suppositions=suppositions,
        waiver=course.waiver,
    )


def _results(breaches: Mapping[str, Sequence[Breach]], waiver: str) -> Iterator[Result]:
    for obligation in OBLIGATIONS:
        yield find_result(obligation, breaches.get(obligation.name, ()), waiver)


def tally_board(board: Board) -> Tally:
    """How many routes are what on a board."""
    return _tally(board, range(len(board.outgoing)))


def _tally(board: Board, indexes: Iterable[int]) -> Tally:
    """The same for some of the connectors."""
    return Counter(route_status(*board.rules(index)) for index in indexes if board.is_run(index))


def count_routes(tally: Tally) -> RouteCounts:
    """The counts of routes under the names of PLAN.json."""
    return RouteCounts(
        works=tally[Status.WORKS],
        claimed=tally[Status.CLAIMED],
        uncertain=tally[Status.UNCERTAIN],
        one_way=tally[Status.ONE_WAY],
        down=tally[Status.DOWN],
    )
