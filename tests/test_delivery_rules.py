# SPDX-License-Identifier: MIT
"""Why a call passes or not, and what two directions make of a route."""

import re

import pytest

from x400fix.simulation import rules
from x400fix.simulation.rules import RULES, Rule, Status, route_status


def test_every_rule_of_the_module_stands_in_the_table_once() -> None:
    """Boards keep places in it, so one that is missing could not be noted."""
    defined = [each for each in vars(rules).values() if isinstance(each, Rule)]
    assert sorted(RULES, key=lambda rule: rule.name) == sorted(defined, key=lambda rule: rule.name)
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_has_a_reason_and_its_articles(rule: Rule) -> None:
    """Each row names its source."""
    assert rule.reason.endswith(".")
    assert rule.sources
    assert all(re.fullmatch(r"Q\d{6}", source) for source in rule.sources)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_no_rule_says_one_direction_only(rule: Rule) -> None:
    """A direction cannot be one of two."""
    assert rule.status is not Status.ONE_WAY


def test_what_q200588_alone_says_is_claimed() -> None:
    """Whether calls over a second connector are accepted on 4.0 and 5.0 is its claim only."""
    assert [rule.name for rule in RULES if rule.status is Status.CLAIMED] == ["same-pair"]
    assert "Q200588" in rules.SAME_PAIR.sources


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [
        (rules.OWN_ADDRESS, rules.OVERRIDE, Status.WORKS),
        (rules.OWN_ADDRESS, rules.SAME_PAIR, Status.CLAIMED),
        (rules.SAME_PAIR, rules.ROLE, Status.UNCERTAIN),
        (rules.OWN_ADDRESS, rules.ROLE, Status.UNCERTAIN),
        (rules.OWN_ADDRESS, rules.NOBODY, Status.ONE_WAY),
        (rules.ROLE, rules.NOBODY, Status.ONE_WAY),
        (rules.WRONG_SERVER, rules.NOBODY, Status.DOWN),
    ],
)
def test_a_route_is_as_good_as_the_worse_direction(one: Rule, other: Rule, status: Status) -> None:
    """If one of them is down it is one direction only; the order of the two does not matter."""
    assert route_status(one, other) is status
    assert route_status(other, one) is status
