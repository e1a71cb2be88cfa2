# SPDX-License-Identifier: MIT
"""The rules that stand for all connectors, kept small."""

import pytest

from tests.builders import pair
from tests.deliveries import world_of
from x400fix.simulation import rules
from x400fix.simulation.rules import RULES, Rule
from x400fix.simulation.statuses import NOT_RUN, Board, Calls, Outages, Turns, place_of


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_found_again_by_its_place(rule: Rule) -> None:
    """A place fits into one byte, and none is that of a connector that is not run."""
    assert RULES[place_of(rule)] is rule
    assert place_of(rule) < NOT_RUN < 256


def test_a_board_has_nothing_run_at_first() -> None:
    """Connectors of other stacks stay so."""
    board = Board(2)
    board.outgoing[1], board.incoming[1] = place_of(rules.ROLE), place_of(rules.NOBODY)
    assert [board.is_run(index) for index in (0, 1)] == [False, True]
    assert board.rules(1) == (rules.ROLE, rules.NOBODY)


def test_a_copy_of_calls_stays_as_it_is() -> None:
    """What was before is told after the last step."""
    network = world_of(pair()).whole().without({0})
    calls = Calls(network)
    calls.put(2, rules.ROLE)
    first = calls.copy()
    calls.put(2, rules.NOBODY)
    calls.put(3, rules.OPEN)
    assert (first.rule(2), calls.rule(2), calls.rule(3)) == (
        rules.ROLE,
        rules.NOBODY,
        rules.OPEN,
    )
    assert (first.place(3), calls.place(3)) == (NOT_RUN, place_of(rules.OPEN))


def test_turns_are_told_by_connector_and_then_by_step() -> None:
    """They are noted in order of time."""
    turns, open_, role = Turns(), place_of(rules.OPEN), place_of(rules.ROLE)
    turns.add(3, 9, open_, open_)
    turns.add(3, 4, role, open_)
    turns.add(12, 9, role, role)
    assert list(turns.by_connector()) == [
        (4, 3, rules.ROLE, rules.OPEN),
        (9, 3, rules.OPEN, rules.OPEN),
        (9, 12, rules.ROLE, rules.ROLE),
    ]
    assert turns.places() == {open_, role}
    assert Turns().places() == set()


def test_places_of_turns_are_those_of_both_directions() -> None:
    """Each of them is a rule that was met."""
    turns = Turns()
    turns.add(1, 0, place_of(rules.OPEN), place_of(rules.ROLE))
    assert turns.places() == {place_of(rules.OPEN), place_of(rules.ROLE)}


def test_outages_are_told_in_order_of_time() -> None:
    """One network after the other was run."""
    outages = Outages()
    outages.add(7, 4)
    outages.add(2, 30)
    assert list(outages.in_order()) == [(2, 30), (7, 4)]
