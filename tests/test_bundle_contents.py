# SPDX-License-Identifier: MIT
"""Names that a bundle may hold, and folders that are no bundle."""

import pytest

from x400fix.bundle.contents import find_foreign_entry, is_legal_name


@pytest.mark.parametrize(
    "name",
    [
        "PLAN.json",
        "ASSIGN.csv",
        "RUNBOOK.TXT",
        "EVIDENCE.CSV",
        "TICKET.TXT",
        "TICKET.html",
        "SERVERS/MAILA/NIC.INI",
        "SERVERS/_A-1/LMHOSTS.ADD",
        "FIELDS/S01.TXT",
    ],
)
def test_a_name_of_the_bundle_is_legal(name: str) -> None:
    """Every name that design knows can be written."""
    assert is_legal_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "PLAN.json\n",
        "PLANxjson",
        "SHA256SUMS",
        "NOTES.TXT",
        "SERVERS",
        "SERVERS/",
        "SERVERS//NIC.INI",
        "SERVERS/../../etc/passwd",
        "SERVERS/MAILA/.hidden",
        "SERVERS\\MAILA\\NIC.INI",
        "SERVERS/MAIL A/NIC.INI",
        "SERVERS/MÄIL/NIC.INI",
        "TICKET.",
        "TICKET.TXT/PLAN.json",
        "/PLAN.json",
        "PLAN.json/x",
    ],
)
def test_another_name_is_not_legal(name: str) -> None:
    """A name that could lead out, or that --force would not know again, is refused."""
    assert not is_legal_name(name)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param([], None, id="empty"),
        pytest.param(["PLAN.json", "SHA256SUMS"], None, id="least"),
        pytest.param(
            ["PLAN.json", "SHA256SUMS", "TICKET.TXT", "TICKET.HTML", "SERVERS", "FIELDS"],
            None,
            id="full",
        ),
        pytest.param(["PLAN.json"], 'it does not hold "SHA256SUMS"', id="no sums"),
        pytest.param(["SHA256SUMS", "SERVERS"], 'it does not hold "PLAN.json"', id="no plan"),
        pytest.param(
            ["PLAN.json", "SHA256SUMS", "letters", "b.doc"], 'it holds "b.doc"', id="foreign"
        ),
        pytest.param(["PLAN.json", "SHA256SUMS", ".git"], 'it holds ".git"', id="hidden"),
    ],
)
def test_a_folder_is_ours_by_the_names_at_its_top(names: list[str], expected: str | None) -> None:
    """Only an empty folder and one with our names, the plan and the sums among them, are ours."""
    assert find_foreign_entry(names) == expected
