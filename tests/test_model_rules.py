# SPDX-License-Identifier: MIT
"""Rows of rules, what they may know, and how their hits become findings."""

from collections.abc import Iterator

import pytest

from tests.lint_cases import windows
from x400fix.inventory.versions import Windows
from x400fix.model.rules import Context, Hit, Rule, find_all
from x400fix.problems import Place, Severity


def each_line(document: tuple[int, ...], _: Context) -> Iterator[Hit]:
    """A hit in column 2 of each line."""
    return (Hit(line, 2, f"line {line}") for line in document)


def first_line(document: tuple[int, ...], _: Context) -> Iterator[Hit]:
    """A hit in column 1 of the first line, of a weight of its own."""
    yield Hit(document[0], 1, "first", Severity.NOTE)


def rule(
    ours: Severity | None, existing: Severity | None, number: int = 1
) -> Rule[tuple[int, ...]]:
    """A row of the table."""
    return Rule(
        id=f"XX{number:02}",
        ours=ours,
        existing=existing,
        title="A rule.",
        sources=("Q1",),
        find=each_line if number == 1 else first_line,
    )


ROWS = (rule(Severity.ERROR, Severity.WARNING), rule(Severity.ERROR, None, 2))


def test_whose_a_line_is_decides_what_a_finding_weighs() -> None:
    """A rule that is not about such lines finds nothing there."""
    found = find_all(ROWS, (3, 1), Context(file="F"), lambda line: line == 3)
    assert [(each.rule, each.severity, each.where) for each in found] == [
        ("XX01", Severity.WARNING, Place("F", 1, 2)),
        ("XX02", Severity.NOTE, Place("F", 3, 1)),
        ("XX01", Severity.ERROR, Place("F", 3, 2)),
    ]


def test_in_a_file_of_ours_every_line_is() -> None:
    """Whatever its markers say."""
    found = find_all(ROWS, (1,), Context(is_ours=True), lambda _: False)
    assert [each.severity for each in found] == [Severity.NOTE, Severity.ERROR]


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("NT 4.0", None, True),
        ("NT 4.0", 4, True),
        ("NT 4.0 SP3", 4, True),
        ("NT 4.0 SP4", 4, False),
        ("NT 3.51", None, False),
        ("NT 3.51", 4, False),
        ("Windows 2000", None, False),
    ],
)
def test_a_system_may_be_what_nobody_denies(
    text: str, before: int | None, *, expected: bool
) -> None:
    """A service pack that is not stated may be any."""
    assert windows(text).may_be(Windows.NT40, before=before) is expected
    assert Context().may_be(Windows.NT40, before=before)


def test_a_system_is_surely_only_what_somebody_said() -> None:
    """One of several."""
    assert windows("NT 3.51").is_surely(Windows.NT40, Windows.NT351)
    assert not windows("NT 3.51").is_surely(Windows.NT40)
    assert not Context().is_surely(*Windows)
