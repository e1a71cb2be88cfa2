# SPDX-License-Identifier: MIT
"""Names that a bundle may hold, and the checksums of one."""

import pytest

from x400fix.bundle.contents import is_legal_name, parse_checksums


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


def test_lines_that_are_no_checksums_are_left_out() -> None:
    """Somebody may have written into the file."""
    digest = "0" * 64
    text = f"{digest}  PLAN.json\nnotes\n{digest} *TICKET.MD\n\n".encode() + b"\xff\n"
    assert parse_checksums(text) == {"PLAN.json": digest}
