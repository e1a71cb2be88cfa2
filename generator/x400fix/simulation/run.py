# SPDX-License-Identifier: MIT
"""Runs a plan on paper: every step in its order, and after each the calls that it may change."""

from collections.abc import Iterable, Sequence

import msgspec

from x400fix.simulation import rules
from x400fix.simulation.changes import Deed, Part, Sheet, Stage, do, held, is_durable, undo
from x400fix.simulation.network import NO_NAMES, NameTable, Network
from x400fix.simulation.outcomes import judge_call, judge_return
from x400fix.simulation.rules import Rule
from x400fix.simulation.state import State
from x400fix.simulation.statuses import Board, Calls, Outages, Turns, place_of


class Record(msgspec.Struct, frozen=True):
    """What is noted of the connectors of a world while a plan is run in each of its networks."""

    before: Board
    after: Board
    turns: Turns
    outages: Outages

    @classmethod
    def blank(cls, size: int) -> "Record":
        """A record in which nothing is noted, for a number of connectors."""
        return cls(Board(size), Board(size), Turns(), Outages())


class Rehearsal:
    """One network with a plan run on it.

    ``moved`` are the connectors that change. ``not_undone`` are the steps whose undo does not
    give the state before, ``not_kept`` those after which a NIC's list does not begin with what it
    was; ``first_calls`` is what became of all calls at first, collisions left aside.
    """

    def __init__(
        self,
        network: Network,
        part: Part,
        record: Record,
        dns: NameTable = NO_NAMES,
    ) -> None:
        """Note in ``record`` what was, what is in the end, and each turn."""
        self.network = network
        self.state = State(network, dns)
        self.moved = part.moved
        self.not_undone: list[int] = []
        self.not_kept: list[int] = []
        self._dns = dns
        self._part = part
        self._record = record
        self._calls = Calls(network)
        self._judge(network.tcp)
        self.first_calls = self._calls.copy()
        for index in network.tcp:
            self._show(index, record.before)
            self._show(index, record.after)

    def run(self) -> None:
        """Do every step, and see what it makes of the calls."""
        last = 0
        for stage in self._part.stages():
            last = stage.number
            sheet = self._part.sheet_of(stage.place)
            self._note_outage(stage, sheet)
            if is_durable(stage.deed):
                self._try_undo(stage, sheet)
            colliding = self.state.is_colliding(stage.place)
            self._follow(stage, do(self.state, stage, sheet), was_colliding=colliding)
        if last:
            # Once more from scratch: a wrong plan may have changed calls between others.
            self._judge(self.network.tcp)
            self._compare(last, self.network.tcp)

    def calls(self, index: int) -> tuple[Rule, Rule]:
        """What became of a connector's own calls at first and in the end, without collisions."""
        return self.first_calls.rule(index), self._calls.rule(index)

    def backs_out(self) -> bool:
        """Undo every step, the last one first, and restart what has to read it.

        Says whether that gives the first state; afterwards this is no longer the last one.
        """
        # Nothing that is set belongs to two places, so one place after the other gives the same.
        for place in sorted({*self.network.homes, *self.network.callers}):
            stages = [stage for stage in self._part.stages_at(place) if is_durable(stage.deed)]
            for stage in reversed(stages):
                undo(self.state, stage, self._part.sheet_of(place))
            if stages:
                self.state.restart_server(place)
                self.state.restart_mta(place)
        return self.state.contents() == State(self.network, self._dns).contents()

    def _try_undo(self, stage: Stage, sheet: Sheet) -> None:
        """Do and undo a step: what it changes must be what it was."""
        prior = held(self.state, stage, sheet)
        had = self.state.lists.get(stage.place, ())
        do(self.state, stage, sheet)
        if self.state.lists.get(stage.place, ())[: len(had)] != had:
            self.not_kept.append(stage.number)
        undo(self.state, stage, sheet)
        if held(self.state, stage, sheet) != prior:
            self.not_undone.append(stage.number)

    def _follow(self, stage: Stage, touched: Sequence[int], *, was_colliding: bool) -> None:
        """See what a step makes of the calls that it may change."""
        self._judge(touched)
        seen = {*touched, *(peer for i in touched if (peer := self.network.peer(i)) is not None)}
        if was_colliding is not self.state.is_colliding(stage.place):
            seen.update(self.network.touching(stage.place))
        self._compare(stage.number, sorted(seen))

    def _judge(self, indexes: Iterable[int]) -> None:
        """Follow the calls of connectors, collisions left aside."""
        for index in indexes:
            self._calls.put(index, judge_call(self.state, index))

    def _compare(self, step: int, indexes: Iterable[int]) -> None:
        """Note the turns of connectors in a step."""
        after = self._record.after
        for index in indexes:
            old = after.outgoing[index], after.incoming[index]
            self._show(index, after)
            new = after.outgoing[index], after.incoming[index]
            if new != old:
                self._record.turns.add(step, index, *new)

    def _show(self, index: int, board: Board) -> None:
        """Write what becomes of both directions of a connector on a board."""
        network = self.network
        if self.state.is_colliding(network.connectors[index].server) or self.state.is_colliding(
            network.partners[index]
        ):
            board.outgoing[index] = board.incoming[index] = _COLLISION
            return
        board.outgoing[index] = self._calls.place(index)
        peer = network.peer(index)
        returned = (
            place_of(judge_return(network, index)) if peer is None else self._calls.place(peer)
        )
        board.incoming[index] = returned

    def _note_outage(self, stage: Stage, sheet: Sheet) -> None:
        """Restarts stop all calls through a server, and so does a list that needs one."""
        stops = stage.deed in {Deed.RESTART_SERVER, Deed.RESTART_MTA}
        if stops or (stage.deed is Deed.LIST and sheet.stops_mail):
            routes = len(set(self.network.touching(stage.place)))
            self._record.outages.add(stage.number, routes)


_COLLISION = place_of(rules.COLLISION)
