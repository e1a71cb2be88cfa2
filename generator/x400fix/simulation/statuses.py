# SPDX-License-Identifier: MIT
"""The rules that stand for all connectors of a world, kept small: one byte a direction."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator

from x400fix.simulation.network import Network
from x400fix.simulation.rules import RULES, Rule

_PLACES = {rule.name: place for place, rule in enumerate(RULES)}
NOT_RUN = len(RULES)
"""Stands for a connector that the model does not run: its stack is not TCP."""


def place_of(rule: Rule) -> int:
    """Where a rule stands among the rules."""
    return _PLACES[rule.name]


class Board:
    """The rule of each connector's outgoing and incoming direction."""

    def __init__(self, size: int) -> None:
        """Begin with nothing run."""
        self.outgoing = bytearray([NOT_RUN]) * size
        self.incoming = bytearray([NOT_RUN]) * size

    def is_run(self, index: int) -> bool:
        """Whether the model has run a connector."""
        return self.outgoing[index] != NOT_RUN

    def rules(self, index: int) -> tuple[Rule, Rule]:
        """The rules of both directions of a connector that was run."""
        return RULES[self.outgoing[index]], RULES[self.incoming[index]]


class Calls:
    """The rule of each connector's own calls in one network, collisions left aside."""

    def __init__(self, network: Network) -> None:
        """Begin with no rule for any."""
        self._members = network.tcp
        self._places = bytearray([NOT_RUN]) * len(network.tcp)

    def copy(self) -> "Calls":
        """The same rules, which stay as they are."""
        other = Calls.__new__(Calls)
        other.__dict__.update(self.__dict__, _places=bytearray(self._places))
        return other

    def put(self, index: int, rule: Rule) -> None:
        """Note the rule of a connector."""
        self._places[bisect_left(self._members, index)] = place_of(rule)

    def place(self, index: int) -> int:
        """Where the rule of a connector stands among the rules."""
        return self._places[bisect_left(self._members, index)]

    def rule(self, index: int) -> Rule:
        """The rule of a connector."""
        return RULES[self.place(index)]


class Turns:
    """Each turn that a connector's calls take in the course of the steps."""

    def __init__(self) -> None:
        """Begin without any."""
        self._steps, self._indexes = array("I"), array("I")
        self._outgoing, self._incoming = bytearray(), bytearray()

    def add(self, step: int, index: int, outgoing: int, incoming: int) -> None:
        """Note what the two directions of a connector are after a step."""
        self._steps.append(step)
        self._indexes.append(index)
        self._outgoing.append(outgoing)
        self._incoming.append(incoming)

    def places(self) -> set[int]:
        """Where the rules stand that any turn leads to."""
        return {*self._outgoing, *self._incoming}

    def by_connector(self) -> Iterator[tuple[int, int, Rule, Rule]]:
        """Connector, step and both rules of every turn, by connector and then by step."""
        for at in sorted(range(len(self._steps)), key=self._indexes.__getitem__):
            outgoing, incoming = RULES[self._outgoing[at]], RULES[self._incoming[at]]
            yield self._indexes[at], self._steps[at], outgoing, incoming


class Outages:
    """The steps in which a server, or its MTA, stands still, and how many routes go through it."""

    def __init__(self) -> None:
        """Begin without any."""
        self._steps, self._routes = array("I"), array("I")

    def add(self, step: int, routes: int) -> None:
        """Note a step."""
        self._steps.append(step)
        self._routes.append(routes)

    def in_order(self) -> Iterator[tuple[int, int]]:
        """Each step with its number of routes, in order of time."""
        yield from sorted(zip(self._steps, self._routes, strict=True))
