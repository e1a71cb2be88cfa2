# SPDX-License-Identifier: MIT
"""Problems say what is wrong, where, and how much it weighs."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from x400fix.problems import (
    BadValueError,
    InputError,
    OutputError,
    Place,
    PlanningError,
    Problem,
    ProblemList,
    Severity,
    UsageError,
    X400FixError,
    place_of,
    shown,
)

places = st.builds(
    Place,
    st.sampled_from(["inventory.csv", "servers.csv"]),
    st.integers(0, 3),
    st.integers(0, 3),
)
findings = st.builds(
    lambda code, message, where: Problem(code=code, message=message, where=where),
    st.sampled_from(["X4-E012", "X4-W101"]),
    st.sampled_from(["one", "two"]),
    places,
)


def problem(code: str = "X4-E012", where: Place | None = None, message: str = "wrong") -> Problem:
    """A problem of which only one thing matters."""
    return Problem(code=code, message=message, where=where or Place("inventory.csv", 7, 4, 7))


@pytest.mark.parametrize(
    ("code", "severity"),
    [
        ("X4-E012", Severity.ERROR),
        ("X4-W101", Severity.WARNING),
        ("X4-N001", Severity.NOTE),
    ],
)
def test_the_letter_of_a_code_is_its_severity(code: str, severity: Severity) -> None:
    """A code never changes its weight without changing its name."""
    assert problem(code).severity is severity


@pytest.mark.parametrize(
    ("field", "row", "cell"),
    [
        (1, 1, "A1"),
        (4, 7, "D7"),
        (26, 2, "Z2"),
        (27, 2, "AA2"),
        (52, 2, "AZ2"),
        (53, 2, "BA2"),
        (702, 100000, "ZZ100000"),
        (703, 3, "AAA3"),
        (0, 7, ""),
        (4, 0, ""),
    ],
)
def test_a_place_has_the_name_of_its_cell(field: int, row: int, cell: str) -> None:
    """It is the name that a spreadsheet program shows; a place that is no cell has none."""
    assert Place("inventory.csv", 9, field, row).cell == cell


@pytest.mark.parametrize("sheet", ["", "Sheet1", "Site A", "It's", "2026"])
def test_a_place_on_a_sheet_is_read_back(sheet: str) -> None:
    """As a plan holds it: by the name of its cell."""
    place = Place("inventory.xlsx", 9, 3, 9, sheet)
    assert place_of("inventory.xlsx", 9, 3, place.cell) == place


@given(st.integers(1, 20_000))
def test_no_two_fields_have_the_same_letters(field: int) -> None:
    """The letters, read as a number in base 26 without a zero, give the field back."""
    letters = Place("inventory.csv", 1, field, 1).cell.removesuffix("1")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    assert number == field


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("a/inventory.csv", 7, 4, 7), "a/inventory.csv:7:4"),
        (Place("inventory.csv", 7), "inventory.csv:7"),
        (Place("inventory.csv"), "inventory.csv"),
        (Place(f"a/{'b' * 255}/c.csv", 7), f"a/{'b' * 255}/c.csv:7"),
        (Place(f"a/{'b' * 256}/c.csv", 7), f"a/{'b' * 60}…/c.csv:7"),
        (Place("a/" * 2048, 7), f"{'a/' * 30}…:7"),
    ],
)
def test_a_place_is_written_as_far_as_it_is_known(place: Place, text: str) -> None:
    """No colon stands for a number that nobody knows."""
    assert str(place) == text


def test_a_problem_is_one_line_with_its_cell_last() -> None:
    """The form that an editor and a person find the place by."""
    where = Place("inventory.csv", 8, 4, 7)
    assert str(problem(where=where)) == "inventory.csv:8:4: error X4-E012: wrong (cell D7)"


def test_a_problem_without_a_cell_names_none() -> None:
    """An option has no cell."""
    assert str(problem("X4-W110", Place("--pool"))) == "--pool: warning X4-W110: wrong"


def test_a_plan_names_no_folder() -> None:
    """Only the base name of the file is left, everything else stays."""
    found = problem(where=Place("a/b/inventory.csv", 7, 4, 6)).with_base_name()
    assert found == problem(where=Place("inventory.csv", 7, 4, 6))


def test_problems_come_in_the_order_of_their_places() -> None:
    """Files as they were noted first, then line and field, whatever was noted when."""
    noted = ProblemList()
    noted.add("X4-E015", "late", Place("servers.csv", 9))
    noted.add("X4-E012", "second", Place("inventory.csv", 3, 2))
    noted.extend([problem("X4-E015", Place("inventory.csv", 3, 1), "first")])
    noted.add("X4-W104", "early", Place("servers.csv", 2))
    assert [found.message for found in noted] == ["early", "late", "first", "second"]


@given(st.lists(findings, max_size=6).flatmap(lambda p: st.tuples(st.just(p), st.permutations(p))))
def test_the_order_of_finding_does_not_matter(orders: tuple[list[Problem], list[Problem]]) -> None:
    """Of the problems of one file the order is always the same."""

    def told(found: Sequence[Problem]) -> list[Problem]:
        noted = ProblemList()
        noted.extend(p for p in found if p.where.file == "inventory.csv")
        return list(noted)

    assert told(orders[0]) == told(orders[1])


@pytest.mark.parametrize(
    ("codes", "has_errors"),
    [
        ((), False),
        (("X4-W101", "X4-N001"), False),
        (("X4-W101", "X4-E012"), True),
    ],
)
def test_only_errors_are_errors(codes: tuple[str, ...], has_errors: bool) -> None:  # noqa: FBT001 -- a row of the table
    """Warnings and notes stop nothing."""
    noted = ProblemList()
    noted.extend(problem(code) for code in codes)
    assert noted.has_errors is has_errors


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UsageError, 2),
        (InputError, 3),
        (PlanningError, 4),
        (OutputError, 5),
        (X400FixError, 70),
    ],
)
def test_every_failure_has_its_exit_status(error: type[X400FixError], status: int) -> None:
    """The statuses are those that the README lists."""
    assert error([]).status == status


def test_a_failure_carries_its_problems_in_order() -> None:
    """All of them, each with its own line in the message."""
    noted = ProblemList()
    noted.extend([problem(where=Place("i", 2), message="two"), problem(where=Place("i", 1))])
    error = InputError(noted)
    assert [found.where.line for found in error.problems] == [1, 2]
    assert str(error) == "i:1: error X4-E012: wrong; i:2: error X4-E012: two"


def test_a_bad_value_knows_its_code_but_no_place() -> None:
    """Who parses a value does not know where it stands."""
    error = BadValueError("X4-E012", "wrong")
    assert (error.code, error.message, str(error)) == ("X4-E012", "wrong", "wrong")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("MAIL-A", "'MAIL-A'"),
        ("", "''"),
        ("Zürich 東京", "'Zürich 東京'"),
        ("a\tb\r\n", r"'a\tb\r\n'"),
        ("\x1b[31m", r"'\x1b[31m'"),
        ("a\u202eb\u200b", r"'a\u202eb\u200b'"),
        ("a\u00a0b", r"'a\xa0b'"),
        ("\U000e0001", r"'\U000e0001'"),
        ("x" * 60, f"'{'x' * 60}'"),
        ("x" * 61, f"'{'x' * 59}…'"),
    ],
)
def test_a_value_is_shown_on_one_line(value: str, text: str) -> None:
    """What cannot be seen is written out, what is long is cut."""
    assert shown(value) == text


@given(st.text())
def test_nothing_that_is_shown_reaches_the_terminal_as_a_code(value: str) -> None:
    """Whatever an inventory holds, a message holds printable characters only."""
    assert shown(value).isprintable()
