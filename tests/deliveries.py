# SPDX-License-Identifier: MIT
"""Runs the model of deliveries on inventories from tests.builders.

A connector is named as there, ``MAIL-A/To B 1``; an address is its text; a line of a name file or
of DNS is ``10.20.2.10 MAIL-B other``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from ipaddress import IPv4Address

import msgspec
from x400fix.planning.course import course_of

from tests.builders import ident_of, inventory, study
from tests.plans import Made
from x400fix.inventory.connectors import Connector, Inventory, Server
from x400fix.simulation import rules
from x400fix.simulation.calls import incoming, outgoing
from x400fix.simulation.changes import Course, Part, Stage
from x400fix.simulation.network import Dialled, NameTable, Network, World
from x400fix.simulation.outcomes import judge_call, judge_return
from x400fix.simulation.proof import Proof, prove
from x400fix.simulation.requirements import Breach, Outcome
from x400fix.simulation.run import Record, Rehearsal
from x400fix.simulation.state import State
from x400fix.simulation.statuses import Board


def number(text: str) -> int:
    """An address as the model has it."""
    return int(IPv4Address(text))


def dialled(text: str) -> Dialled:
    """An Address as the model has it: an IP address is a number, a name stays a text."""
    return number(text) if text.replace(".", "").isdigit() else text


def names(*lines: str) -> NameTable:
    """A name file of lines such as ``10.20.2.10 MAIL-B other``."""
    parts = (line.split(" ", 1) for line in lines)
    return NameTable((number(address), text) for address, text in parts)


def world_of(
    found: Inventory,
    hosts: Mapping[str, Sequence[str]] | None = None,
    lmhosts: Mapping[str, Sequence[str]] | None = None,
) -> World:
    """The world of an inventory, with the name files that servers have now."""
    studied = study(found)
    assert "error" not in studied.problems, studied.problems
    return World(
        found,
        studied.directory,
        studied.partners,
        studied.links,
        hosts={server: names(*lines) for server, lines in (hosts or {}).items()},
        lmhosts={server: names(*lines) for server, lines in (lmhosts or {}).items()},
    )


class Scene:
    """The connectors of an inventory with a state that tests can change."""

    def __init__(self, world: World, dns: Sequence[str] = ()) -> None:
        """Begin with what the inventory says."""
        self.network = world.whole()
        self.state = State(self.network, names(*dns))

    def at(self, ident: str) -> int:
        """The place of a connector in the world."""
        return [ident_of(each) for each in self.network.connectors].index(ident)

    def idents(self, indexes: Iterable[int]) -> list[str]:
        """What connectors are called."""
        return [ident_of(self.network.connectors[index]) for index in indexes]

    def rule(self, ident: str) -> str:
        """The rule by which a connector's own calls end, collisions left aside."""
        return judge_call(self.state, self.at(ident)).name

    def meets(self, ident: str) -> list[str]:
        """The connectors that a connector's calls may meet."""
        call = outgoing(self.state, self.at(ident))
        assert call.source is not None
        return self.idents(incoming(self.state, call.server, call.source).connectors)

    def answer(self, server: str, source: str) -> list[str]:
        """What a server does with a call from an address: the connectors met, or the events."""
        found = incoming(self.state, server, number(source))
        return self.idents(found.connectors) or list(found.events)

    def set_address(self, ident: str, address: str) -> None:
        """Change an Address, and let the MTA read it."""
        self.state.set_address(self.at(ident), dialled(address))
        self.state.restart_mta(self.network.connectors[self.at(ident)].server)

    def set_override(self, ident: str, source: str) -> None:
        """Set a Stack IP Address Override, and let the MTA read it."""
        self.state.set_override(self.at(ident), number(source))
        self.state.restart_mta(self.network.connectors[self.at(ident)].server)


def scene(
    connectors: Iterable[str | Connector],
    servers: Iterable[str | Server],
    *,
    hosts: Mapping[str, Sequence[str]] | None = None,
    lmhosts: Mapping[str, Sequence[str]] | None = None,
    dns: Sequence[str] = (),
) -> Scene:
    """The model of an inventory of short texts, before anything is changed."""
    return Scene(world_of(inventory(connectors, servers), hosts, lmhosts), dns)


def course(made: Made) -> Course:
    """The course of a plan."""
    plan = made.plan
    return course_of(plan.works, plan.steps, plan.settings)


def failing(proof: Proof) -> dict[str, tuple[Breach, ...]]:
    """The obligations that fail, with the places where they do."""
    return {
        result.obligation.name: result.breaches
        for result in proof.results
        if result.outcome is Outcome.FAILS
    }


def reprove(made: Made, change: Callable[[Network, Part], Part]) -> Proof:
    """Run a plan whose parts are changed first."""
    planned = course(made)

    def part_of(network: Network) -> Part:
        return change(network, planned.part_of(network))

    return prove(made.plan.world, msgspec.structs.replace(planned, part_of=part_of))


def rehearse(
    made: Made, see: Callable[[Rehearsal, Board, Stage], None] | None = None
) -> Iterator[Rehearsal]:
    """Run a plan in each network; ``see`` is called after every step."""
    planned, world = course(made), made.plan.world
    record = Record.blank(len(world.connectors))
    for network in world.networks():
        part = planned.part_of(network)
        running: list[Rehearsal] = []

        def stages(part: Part = part, running: list[Rehearsal] = running) -> Iterator[Stage]:
            for stage in part.stages():
                yield stage
                if see is not None:
                    # Whoever asks for the next step has done this one.
                    see(running[0], record.after, stage)

        watched = msgspec.structs.replace(part, stages=stages)
        running.append(Rehearsal(network, watched, record, planned.dns))
        running[0].run()
        yield running[0]


def board_from_scratch(state: State) -> dict[int, tuple[rules.Rule, rules.Rule]]:
    """The rules of both directions of every connector, all calls followed anew."""
    network = state.network
    calls = {index: judge_call(state, index) for index in network.tcp}
    found = {}
    for index in network.tcp:
        peer = network.peer(index)
        returned = judge_return(network, index) if peer is None else calls[peer]
        ends = (network.connectors[index].server, network.partners[index])
        collides = any(state.is_colliding(end) for end in ends)
        found[index] = (rules.COLLISION,) * 2 if collides else (calls[index], returned)
    return found
