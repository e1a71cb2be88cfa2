# SPDX-License-Identifier: MIT
"""Runs the simulation on inventories from tests.builders.

A connector is named as there, ``MAIL-A/To B 1``; an address is its text; a line of a name file or
of DNS is ``10.20.2.10 MAIL-B other``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from ipaddress import IPv4Address

import msgspec

from tests.builders import ident_of, inventory, study
from tests.plans import Made
from x400fix.inventory.connectors import Connector, Inventory, Server, Stack
from x400fix.simulation.calls import incoming, outgoing
from x400fix.simulation.changes import Course, PlaceChanges
from x400fix.simulation.network import Dialled, NameTable, Network, World
from x400fix.simulation.outcomes import judge_call
from x400fix.simulation.proof import Proof, prove
from x400fix.simulation.requirements import Outcome
from x400fix.simulation.state import State


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
    dns: Sequence[str] = (),
) -> World:
    """The world of an inventory, with the name files that servers have now."""
    studied = study(found)
    assert "error" not in studied.problems, studied.problems
    return World(
        studied,
        hosts={server: names(*lines) for server, lines in (hosts or {}).items()},
        lmhosts={server: names(*lines) for server, lines in (lmhosts or {}).items()},
        dns=names(*dns),
    )


class Scene:
    """The connectors of an inventory with a state that tests can change."""

    def __init__(self, world: World) -> None:
        """Begin with what the inventory says."""
        tcp = [i for i, each in enumerate(world.connectors) if each.stack is Stack.TCP]
        self.network = Network(world, tcp)
        self.state = State(self.network)

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
    return Scene(world_of(inventory(connectors, servers), hosts, lmhosts, dns))


def at(made: Made, ident: str) -> int:
    """The place of a connector in the world of a plan."""
    return [ident_of(each) for each in made.planned.world.connectors].index(ident)


Edit = Callable[[PlaceChanges], PlaceChanges]


def edited(made: Made, edits: Mapping[str, Edit]) -> Course:
    """The course of a plan with something else changed at some places."""
    course = made.planned.course
    changes = {place: edit(course.changes[place]) for place, edit in edits.items()}
    return msgspec.structs.replace(course, changes={**course.changes, **changes})


def replacing(**values: object) -> Edit:
    """An edit that replaces fields of what is changed at a place."""
    return lambda changes: msgspec.structs.replace(changes, **values)


def failing(proof: Proof) -> dict[str, list[str]]:
    """The requirements that fail, with the connectors and steps that they name."""
    return {
        result.name: [
            f"{each.server}/{each.connector}" if each.connector else f"step {each.step}"
            for each in result.breaches
        ]
        for result in proof.results
        if result.outcome == Outcome.FAILS
    }


def broken(made: Made, edits: Mapping[str, Edit]) -> dict[str, list[str]]:
    """The requirements that fail if something else is changed at some places."""
    return failing(prove(made.planned.world, edited(made, edits)))
