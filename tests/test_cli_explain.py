# SPDX-License-Identifier: MIT
"""``x400fix explain`` has a text for every code, every rule and every row of the truth table."""

import pytest

from tests.command import run
from x400fix.documents.explanations import codes
from x400fix.lint.table import RULES
from x400fix.verdicts.truth_table import ADDED_ROWS, ROWS

RULE_IDS = [rule.id for rule in RULES]
NUMBERS = sorted({row.number for row in ROWS} | {row.number for row in ADDED_ROWS})


@pytest.mark.parametrize("code", codes())
def test_each_code_is_explained(code: str) -> None:
    """Its text begins with the code itself, as the messages show it."""
    outcome = run("explain", code)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith(f"{code}: ")


@pytest.mark.parametrize("rule", RULE_IDS)
def test_each_rule_of_lint_is_explained(rule: str) -> None:
    """Its text begins with its id, as findings show it."""
    outcome = run("explain", rule.lower())
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith(f"{rule}: ")


@pytest.mark.parametrize("number", NUMBERS)
def test_each_row_is_explained(number: int) -> None:
    """With every verdict that the row can give, its reason and its sources."""
    outcome = run("explain", f"R{number}")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith(f"Row {number} of the truth table: ")
    for row in (*ROWS, *ADDED_ROWS):
        if row.number == number:
            assert row.reason in outcome.out
            assert ", ".join(row.sources) in outcome.out


def test_every_row_of_the_design_is_there() -> None:
    """The table has rows 1 to 21."""
    assert list(range(1, 22)) == NUMBERS


@pytest.mark.parametrize("code", ["x4-e012", " X4-E012 ", "r13"])
def test_a_code_may_be_written_small(code: str) -> None:
    """As a person types it."""
    assert run("explain", code).status == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("LM6", "LM06"), ("lm06", "LM06"), ("HS3", "HS03"), ("E12", "X4-E012")),
        *(("W101", "X4-W101"), ("x4e012", "X4-E012"), ("X4-E12", "X4-E012")),
    ],
)
def test_a_code_may_be_written_short(text: str, code: str) -> None:
    """Without leading zeros and the common beginning."""
    assert run("explain", text).out.startswith(f"{code}: ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Q200588", ["R1", "R2", "LM11", "same-pair"]),
        ("KB 200588", ["R2"]),
        ("200588", ["R2"]),
        ("conflict", ["R2", "R3", "R7", "R10", "R13"]),
        ("claimed", ["same-pair"]),
        ("Uncertain", ["several-addresses", "another-address"]),
        ("own-address", ["own-address"]),
        ("Q165439", ["LM16"]),
    ],
)
def test_an_article_a_verdict_or_a_status_lists_what_has_it(text: str, expected: list[str]) -> None:
    outcome = run("explain", text)
    assert (outcome.status, outcome.err) == (0, "")
    names = [line.split()[0] for line in outcome.out.splitlines()[1:]]
    assert set(expected) <= set(names)
    assert len(set(outcome.out.splitlines())) == 1 + len(names)


@pytest.mark.parametrize("command", ["plan", "check", "explain"])
def test_help_shows_the_help_of_a_command(command: str) -> None:
    """As --help does."""
    assert run("help", command) == run(command, "--help")
    assert run("help") == run("--help")


def test_help_of_no_command_is_wrong_usage() -> None:
    outcome = run("help", "nope")
    assert outcome.status == 2
    assert "No such command" in outcome.err


def test_all_are_listed_without_a_code() -> None:
    """Each with its first line."""
    outcome = run("explain")
    assert (outcome.status, outcome.err) == (0, "")
    listed = [line.split()[0] for line in outcome.out.splitlines()]
    assert listed == [*codes(), *RULE_IDS, *(f"R{number}" for number in NUMBERS)]
    assert all(len(line.split()) > 2 for line in outcome.out.splitlines())


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("X4-E012X", "did you mean X4-E012"),
        ("LM16X", "did you mean LM16"),
        ("nonsense", "x400fix explain lists them all"),
    ],
)
def test_an_unknown_code_is_wrong_usage(code: str, hint: str) -> None:
    """With what may have been meant."""
    outcome = run("explain", code)
    assert (outcome.status, outcome.out) == (2, "")
    assert "error X4-E094" in outcome.err
    assert hint in outcome.err


@pytest.mark.parametrize("code", ["../console/plan", "X4-E012.txt", "*", "{{ 7*7 }}", "\x1b[31m"])
def test_a_code_is_no_path_and_no_template(code: str) -> None:
    """It names one of ours, or it is refused."""
    outcome = run("explain", code)
    assert (outcome.status, outcome.out) == (2, "")
    assert "\x1b" not in outcome.err
    assert "49" not in outcome.err
