# SPDX-License-Identifier: MIT
"""``x400fix ticket`` makes the documents of a bundle again, as a user runs it."""

import shutil
from pathlib import Path

import pytest

from tests.command import POOL, run, tree
from tests.golden import SAMPLES, files_below, sample_names
from x400fix.documents import documents as documents_of_a_plan

EXTRAS = {"--xlsx": "ASSIGN.XLSX", "--pdf": "TICKET.PDF", "--netbox": "NETBOX.csv"}
TICKET = ("--ticket", "CHG0012345", "--window", "2026-12-05T22:00+01:00/6h", "--owner", "J. Doe")


def documents(folder: Path) -> dict[str, bytes]:
    """What a bundle has beside the folders of servers, the attachments and the checksums."""
    return {
        path: data
        for path, data in files_below(folder).items()
        if not path.startswith(("SERVERS/", "ATTACH/")) and path != "SHA256SUMS"
    }


@pytest.mark.parametrize("name", sample_names())
def test_a_sample_has_the_same_documents_again(name: str, here: Path) -> None:
    """From the PLAN.json of its golden folder, and from nothing else."""
    golden = SAMPLES / name / "expected"
    shutil.copy(golden / "PLAN.json", here)
    extras = [name for name, file in EXTRAS.items() if (golden / file).exists()]
    outcome = run("ticket", "PLAN.json", *extras)
    assert outcome.status == 0, outcome.err
    assert documents(here / "PLAN-ticket") == documents(golden)
    first = "TICKET.HTML" if (golden / "TICKET.HTML").exists() else "TICKET.MD"
    assert outcome.out.endswith(f" files written to PLAN-ticket; begin with {first}\n")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("profile", ["generic", "servicenow", "jsm", "remedy"])
def test_plan_and_ticket_write_the_same_bytes(profile: str) -> None:
    """Documents and what is attached of them; only the ZIP of all files is of the plan alone."""
    assert run("plan", "inventory.csv", *POOL, *TICKET, "--profile", profile).status == 0
    outcome = run("ticket", "inventory-plan/PLAN.json", "--out", "again")
    assert outcome.status == 0
    first = {
        path: data
        for path, data in tree(Path("inventory-plan")).items()
        if not path.startswith("SERVERS") and path not in ("SHA256SUMS", "ATTACH/BUNDLE.ZIP")
    }
    again = tree(Path("again"))
    del again["SHA256SUMS"]
    assert again == first


@pytest.mark.usefixtures("here")
def test_the_plan_may_be_for_one_system_and_the_ticket_for_another() -> None:
    """As if the plan had been made for that one, but for the plan, which is as it was."""
    assert run("plan", "inventory.csv", *POOL, "--out", "one").status == 0
    assert run("plan", "inventory.csv", *POOL, "--profile", "jsm", "--out", "other").status == 0
    assert run("ticket", "one/PLAN.json", "--profile", "jsm", "--out", "again").status == 0
    again, other = documents(Path("again")), documents(Path("other"))
    fields = {path for path in other if path.startswith("FIELDS/")}
    assert fields == {path for path in again if path.startswith("FIELDS/")}
    plain = {path for path in fields if b"hecksum" not in other[path]}
    assert len(plain) > len(fields) - 3
    assert {path: again[path] for path in plain} == {path: other[path] for path in plain}
    assert again["PLAN.json"] == documents(Path("one"))["PLAN.json"]


@pytest.mark.usefixtures("here")
def test_a_plan_may_come_by_stdin() -> None:
    """``-`` reads it; the folder then has a name of its own."""
    assert run("plan", "inventory.csv", *POOL).status == 0
    data = Path("inventory-plan/PLAN.json").read_bytes()
    outcome = run("ticket", "-", stdin=data)
    assert outcome.status == 0, outcome.err
    assert documents(Path("plan-ticket")) == documents(Path("inventory-plan"))
    assert outcome.out.endswith("written to plan-ticket; begin with TICKET.HTML\n")


@pytest.mark.usefixtures("here")
def test_a_very_large_plan_gets_its_other_documents_from_ticket(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both commands name the file to begin with."""
    monkeypatch.setattr(documents_of_a_plan, "PEOPLE_LIMIT", 3)
    outcome = run("plan", "inventory.csv", *POOL)
    assert outcome.out.endswith(
        " files written to inventory-plan; begin with RUNBOOK.TXT\n"
        "This plan is large: the next command makes its other documents\n"
        "Next         x400fix ticket inventory-plan\n"
    )
    outcome = run("ticket", "inventory-plan/PLAN.json")
    assert outcome.out.endswith("; begin with TICKET.HTML\n")
    assert documents(Path("inventory-plan")).items() < documents(Path("PLAN-ticket")).items()


@pytest.mark.usefixtures("here")
def test_a_whole_bundle_is_never_replaced_by_its_documents() -> None:
    """Only it undoes what was done from it, so --force does not help."""
    run("plan", "inventory.csv", *POOL)
    before = tree(Path("inventory-plan"))
    outcome = run("ticket", "inventory-plan/PLAN.json", "--out", "inventory-plan", "--force")
    assert outcome.status == 5
    assert 'it holds "SERVERS", without which nothing can be undone' in outcome.err
    assert tree(Path("inventory-plan")) == before


@pytest.mark.usefixtures("here")
def test_no_name_of_a_folder_makes_a_line_of_its_own() -> None:
    """A terminal would show it as ours."""
    run("plan", "inventory.csv", *POOL, "--ticket", "CHG1")
    outcome = run("ticket", "inventory-plan/PLAN.json", "--out", "new\nexit 0")
    assert "files written to new\\nexit 0; begin" in outcome.out


@pytest.mark.usefixtures("here")
def test_a_folder_that_is_there_is_replaced_only_by_force() -> None:
    """As with a bundle."""
    assert run("plan", "inventory.csv", *POOL).status == 0
    assert run("ticket", "inventory-plan/PLAN.json", "--verbose").err.startswith("PLAN.json\n")
    again = run("ticket", "inventory-plan/PLAN.json")
    assert again.status == 5
    assert "--force" in again.err
    assert run("ticket", "inventory-plan/PLAN.json", "--force").status == 0
