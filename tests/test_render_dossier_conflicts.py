# SPDX-License-Identifier: MIT
"""The conflicts that documents show are those that the plan resolves."""

from hypothesis import given

from tests.dossiers import dossier_of, sample_dossier
from tests.inventories.plans import LAWS, plans
from tests.plans import Made


@LAWS
@given(plans())
def test_conflicts_are_those_of_the_judgement(made: Made) -> None:
    """PLAN.json does not tell which connectors belong together; their Addresses do."""
    connectors = made.plan.judgement.inventory.connectors
    expected = {
        frozenset((connectors[at].server, connectors[at].name) for at in conflict.members)
        for conflict in made.plan.judgement.findings.conflicts
    }
    views = dossier_of(made).conflicts
    found = {frozenset((m.server, m.connector) for m in view.members) for view in views}
    assert found == expected
    assert len(views) == len(expected)
    assert [view.number for view in views] == list(range(1, len(views) + 1))


def test_a_conflict_tells_what_becomes_of_its_connectors() -> None:
    """With the row of the truth table and its sources."""
    first = sample_dossier("two-sites").conflicts[0]
    assert (first.server, first.address, first.row, first.sources) == (
        *("DENHUB1", "10.1.0.10", 2),
        ("Q200588",),
    )
    assert [(m.action, m.value) for m in first.members] == [
        ("keep", "10.1.0.10"),
        ("move", "10.1.0.32"),
    ]


def test_rows_that_find_nothing_are_left_out() -> None:
    """Row 1 says that all is well."""
    rows = sample_dossier("hub").rows
    assert [(row.number, row.connectors) for row in rows] == [
        *((2, 18), (3, 3), (4, 3), (5, 4), (7, 2), (10, 2), (13, 5), (16, 2)),
    ]
