# SPDX-License-Identifier: MIT
"""Rows of rules, what they may know, and how their hits become findings."""

from collections.abc import Iterator

import pytest

from tests.lint_cases import PLAN, block, text, windows
from x400fix.inventory.versions import Windows
from x400fix.lint.findings import Context, Finding, Hit, Known, Page, Rule, find_all
from x400fix.namefiles.documents import parse_name_file
from x400fix.namefiles.existing import NameFileKind
from x400fix.problems import Severity

LINES = text("10.1.1.1 A") + block("10.1.1.2 B")


def entry_lines(page: Page) -> Iterator[Hit]:
    """A hit in column 2 of each entry."""
    return (Hit(line, 2, f"line {line}") for line, _ in page.document.entries())


def first_line(_: Page) -> Iterator[Hit]:
    """A hit in column 1 of the first line, of a weight of its own."""
    yield Hit(1, 1, "first", Severity.NOTE)


ROWS = (
    Rule("XX01", Severity.ERROR, Severity.WARNING, ("Q1",), entry_lines),
    Rule("XX02", Severity.ERROR, None, ("Q1",), first_line),
)


def found(context: Context) -> list[Finding]:
    """What the rows find in the lines."""
    return list(find_all(ROWS, parse_name_file(NameFileKind.LMHOSTS, LINES), context))


def test_whose_a_line_is_decides_what_a_finding_weighs() -> None:
    """A rule that is not about such lines finds nothing there."""
    assert found(Context(file="F")) == [
        Finding("XX01", Severity.WARNING, "line 1", "F", 1, 2),
        Finding("XX01", Severity.ERROR, "line 3", "F", 3, 2),
    ]


def test_in_a_file_of_ours_every_line_is() -> None:
    """Whatever its markers say."""
    severities = [each.severity for each in found(Context(is_ours=True))]
    assert severities == [Severity.ERROR, Severity.ERROR, Severity.NOTE]


@pytest.mark.parametrize(
    ("system", "before", "expected"),
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
def test_a_system_may_be_what_is_not_denied(
    system: str, before: int | None, *, expected: bool
) -> None:
    """A service pack that is not stated may be any."""
    assert windows(system).may_be(Windows.NT40, before=before) is expected
    assert Context().may_be(Windows.NT40, before=before)


def test_a_system_is_surely_only_what_was_given() -> None:
    """One of several."""
    assert windows("NT 3.51").is_surely(Windows.NT40, Windows.NT351)
    assert not windows("NT 3.51").is_surely(Windows.NT40)
    assert not Context().is_surely(*Windows)


def test_lines_about_servers_of_the_plan_are_known_by_name_or_address() -> None:
    """Computers, what a name leads to, and what connectors dial; in either kind of file."""
    known = Known(computers=PLAN.computers, addresses=PLAN.addresses, dialled=frozenset({"MX"}))
    lines = text("10.9.9.9 mail-a", "10.20.1.41 other", "10.9.9.8 mx", "10.9.9.7 other", "# MX")
    assert known.lines_about(parse_name_file(NameFileKind.HOSTS, lines)) == {1, 2, 3}
    assert known.lines_about(parse_name_file(NameFileKind.LMHOSTS, lines)) == {1, 2, 3}
    assert not Known().lines_about(parse_name_file(NameFileKind.HOSTS, lines))
