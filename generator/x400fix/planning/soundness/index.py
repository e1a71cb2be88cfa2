# SPDX-License-Identifier: MIT
"""The parts of a plan by what others call them, and the rules by which they are looked at."""

import enum
import itertools
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TypeVar

from x400fix.allocation.assignments import Action
from x400fix.inventory.connectors import Stack
from x400fix.plan.model import (
    AssignmentRecord,
    ConnectorRecord,
    Document,
    FactRecord,
    ServerRecord,
    StepRecord,
)
from x400fix.step_kinds import StepKind

Key = tuple[str, str]
"""A server with the directory name of one of its connectors."""

CHANGES = frozenset({StepKind.ADDRESS.slug, StepKind.ADDRESS_OPEN.slug})
"""The kinds of steps in which the Address of one connector changes."""


class Index:
    """A plan, with its parts by what other parts call them."""

    def __init__(self, document: Document) -> None:
        """Take the plan; nothing is known of it yet."""
        self.document = document

    @cached_property
    def facts(self) -> dict[str, FactRecord]:
        """What is known of each server."""
        return {each.server: each for each in self.document.facts}

    @cached_property
    def connectors(self) -> dict[Key, ConnectorRecord]:
        """The connectors; the one of the TCP stack, if stacks have one of the same name."""
        found = {(each.server, each.connector): each for each in self.document.connectors}
        found |= {
            (each.server, each.connector): each
            for each in self.document.connectors
            if each.stack == Stack.TCP
        }
        return found

    @cached_property
    def assignments(self) -> dict[Key, AssignmentRecord]:
        """What becomes of connectors."""
        return {(each.server, each.connector): each for each in self.document.assignments}

    @cached_property
    def _assigned(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for each in self.document.assignments:
            found.setdefault(each.server, []).append(each.connector)
        return found

    def assigned(self, place: str) -> tuple[str, ...]:
        """The connectors of a place that something is assigned to."""
        return tuple(self._assigned.get(place, ()))

    @cached_property
    def asked(self) -> dict[str, set[str]]:
        """The connectors that somebody else decides of, by whom it is."""
        found: dict[str, set[str]] = {}
        for each in self.document.assignments:
            if each.action == Action.MANUAL:
                found.setdefault(each.owner, set()).add(each.connector)
        return found

    @cached_property
    def places(self) -> dict[str, ServerRecord]:
        """Where somebody works."""
        return {each.name: each for each in self.document.servers}

    @cached_property
    def steps(self) -> dict[int, tuple[str, StepRecord]]:
        """Each step with its place, by number."""
        return {
            step.number: (place.name, step)
            for place in self.document.servers
            for step in place.steps
        }

    @cached_property
    def changes(self) -> dict[Key, int]:
        """The number of the step in which a connector's Address changes."""
        return {
            (place, step.connector): number
            for number, (place, step) in self.steps.items()
            if step.kind in CHANGES
        }

    @cached_property
    def standstills(self) -> dict[str, int]:
        """How many minutes each server, or its MTA, stands still."""
        minutes: dict[str, int] = {}
        for outage in self.document.outages:
            minutes[outage.server] = minutes.get(outage.server, 0) + outage.minutes
        return minutes

    @cached_property
    def met_rules(self) -> frozenset[str]:
        """The rules that routes may name."""
        return frozenset(rule.name for rule in self.document.proof.rules)


T = TypeVar("T")
Rule = tuple[str, Callable[[T, Index], object]]
"""What has to hold, as a text that ends a sentence, and the function that finds whether it does."""


def check_each(name: str, records: Iterable[T], rules: Sequence[Rule[T]], index: Index) -> None:
    """Raise ValueError for the first record that breaks a rule; it is told by its number."""
    for number, record in enumerate(records, 1):
        for why, holds in rules:
            if not holds(record, index):
                message = f"{name} {number}: {why}"
                raise ValueError(message)


def values(choices: type[enum.StrEnum]) -> frozenset[str]:
    """The texts of a closed set."""
    return frozenset(each.value for each in choices)


def are_once(texts: Sequence[object]) -> bool:
    """Whether none is there twice."""
    return len(texts) == len(set(texts))


def is_rising(numbers: Sequence[int]) -> bool:
    """Whether each number is larger than the one before it."""
    return all(one < other for one, other in itertools.pairwise(numbers))
