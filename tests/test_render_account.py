# SPDX-License-Identifier: MIT
"""The ticket of a plan that was read back is the ticket of the plan that was made."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import POOL, pair, settings
from tests.dossiers import document_of
from tests.golden import SAMPLES, sample_names
from tests.inventories import inventories
from tests.inventories.case import Case
from tests.inventories.plans import LAWS, MODES, chosen_for, planned, read
from tests.plans import Made, make, name_file
from x400fix.documents.account import account_of_document
from x400fix.documents.account_files import account_files
from x400fix.documents.rendering import Renderer
from x400fix.plan.model import Document
from x400fix.planning.plan_file import read_document
from x400fix.settings.ticket_facts import TicketFacts
from x400fix.settings.window import parse_window

TEXTS = ("TICKET.TXT", "ASSIGN.csv", "RUNBOOK.TXT")
SAID: Mapping[str, object] = {
    "window": parse_window("2026-12-05T22:00+01:00/4h"),
    "owner": "J. Doe",
    "facts": TicketFacts(contact="+49 30"),
}


def made_again(document: Document) -> dict[str, bytes]:
    """The texts about the whole plan, from what PLAN.json holds."""
    files = account_files(account_of_document(document), lambda: document.checksum, Renderer())
    return {path: b"".join(content) for path, content in files}


def texts_of(bundle: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: bundle[path] for path in TEXTS if path in bundle}


@LAWS
@given(inventories(), MODES, st.sampled_from([{}, SAID]))
def test_any_plan_tells_the_same_when_it_is_read_back(
    case: Case, options: dict[str, object], said: dict[str, object]
) -> None:
    """Every byte of the ticket, of the assignments and of the runbook."""
    found = planned(read(case.text), chosen_for(case, {**options, **said}))
    if found is not None:
        assert made_again(document_of(found)) == texts_of(found.bundle())


@pytest.mark.parametrize("name", sample_names())
def test_a_sample_tells_the_same_when_it_is_read_back(name: str) -> None:
    """From the files in its golden folder."""
    golden = SAMPLES / name / "expected"
    document = read_document((golden / "PLAN.json").read_bytes(), "PLAN.json")
    assert made_again(document) == texts_of(
        {path: (golden / path).read_bytes() for path in TEXTS if (golden / path).exists()}
    )


@pytest.mark.parametrize("ticket", ["", "CHG-1"])
def test_what_changes_in_name_files_is_told_again(ticket: str) -> None:
    """With tabs, odd bytes, and a last line that is not ended; whatever the id of the block."""
    data = b"10.20.9.9\tOLD\t#PRE\r\n# caf\xe9\r\n10.20.9.8 OTHER"
    made = make(
        pair(),
        settings(POOL[:2], (), ticket=ticket),
        existing=[name_file("MAIL-A/LMHOSTS", data)],
    )
    document = document_of(made)
    (lines,) = document.name_diffs
    assert lines[0] == "--- SERVERS/MAIL-A/LMHOSTS.OLD"
    assert f"+# x400fix BEGIN {document.block_id}" in lines
    assert made_again(document) == texts_of(made.bundle())


def test_a_conflict_names_whose_address_its_connectors_share() -> None:
    """PLAN.json tells the owner of kept ones nowhere else."""
    made: Made = make(pair())
    (first, second) = document_of(made).conflicts
    assert (first.server, first.address, first.owner) == ("MAIL-A", "10.20.2.10", "MAIL-B")
    assert first.connectors == ("To B 1", "To B 2")
    assert second.server == "MAIL-B"
