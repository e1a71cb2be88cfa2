# SPDX-License-Identifier: MIT
"""The documents for people are the same, whether they come with a plan or from its PLAN.json."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import POOL, pair, settings
from tests.inventories import inventories
from tests.inventories.case import Case
from tests.inventories.plans import LAWS, MODES, chosen_for, read
from tests.namefiles import name_files, sane_files
from tests.plans import Made, make, name_file
from tests.views import documents_of, view_of
from x400fix.documents import documents
from x400fix.documents.documents import document_files
from x400fix.documents.extras import Extra
from x400fix.namefiles.existing import ExistingFile
from x400fix.planning.plan_file import read_plan
from x400fix.problems import PlanningError
from x400fix.settings.choices import Pack, Profile
from x400fix.settings.ticket_facts import TicketFacts, TicketGroups, TicketRisk
from x400fix.settings.window import parse_window

NOT_OF_THE_TICKET = ("PLAN.json", "SERVERS/")
SAID: Mapping[str, object] = {
    "ticket": "CHG0012345",
    "window": parse_window("2026-12-05T22:00+01:00/4h"),
    "owner": "J. Doe",
    "facts": TicketFacts(
        contact="+49 30",
        groups=TicketGroups(windows="NT operations"),
        risk=TicketRisk(level="3", users=1200),
        limits={"description": 200},
        minutes={"server-restart": 45, "test": 1, "watch": 60},
    ),
}


def made_again(made: Made, profile: Profile | None = None) -> Mapping[str, bytes]:
    """What ``x400fix ticket`` makes of a plan."""
    return documents_of(read_plan(made.document(), "PLAN.json").plan, profile)


def ticket_of(made: Made) -> dict[str, bytes]:
    """What a bundle has beside the plan and the folders of servers."""
    return {
        path: data for path, data in made.bundle().items() if not path.startswith(NOT_OF_THE_TICKET)
    }


@st.composite
def existing(draw: st.DrawFn, case: Case) -> list[ExistingFile]:
    """Name files of some of the servers of an inventory: believable and odd ones."""
    names = sorted({row["server"].upper() for row in case.rows})
    chosen = draw(st.lists(st.sampled_from(names), unique=True, max_size=2)) if names else []
    contents = st.one_of(sane_files, name_files)
    return [
        name_file(f"{name}/{kind}", draw(contents))
        for name in sorted(chosen)
        for kind in draw(st.sampled_from([("LMHOSTS",), ("HOSTS",), ("HOSTS", "LMHOSTS")]))
    ]


@LAWS
@given(st.data())
def test_any_plan_has_the_same_ticket_when_it_is_made_again(data: st.DataObject) -> None:
    """Every byte of every document, with the name files of servers and without."""
    case = data.draw(inventories())
    said = {
        **data.draw(MODES),
        **data.draw(st.sampled_from([{}, SAID])),
        "profile": data.draw(st.sampled_from(Profile)),
        "pack": data.draw(st.sampled_from(Pack)),
    }
    files = data.draw(existing(case))
    try:
        made = make(read(case.text), chosen_for(case, said), existing=files)
    except PlanningError:
        return
    assert made_again(made) == ticket_of(made)


@pytest.mark.parametrize("said", [{}, SAID], ids=["nothing", "all"])
def test_a_ticket_with_merged_name_files_is_made_again(said: Mapping[str, object]) -> None:
    """What changes in them is told by the plan, whatever the id of the block."""
    files = [
        name_file("MAIL-A/LMHOSTS", b"10.20.9.9\tOLD\t#PRE\r\n# caf\xe9\r\n10.20.9.8 OTHER"),
        name_file("MAIL-B/HOSTS", b"10.20.9.9 old # comment\n"),
    ]
    made = make(pair(), settings(POOL[:2], (), **said), existing=files)
    assert b"LMHOSTS.OLD" in ticket_of(made)["TICKET.MD"]
    assert made_again(made) == ticket_of(made)


def test_another_profile_changes_the_fields_and_nothing_else() -> None:
    """The ticket itself is the same for every system."""
    made = make(pair())
    there = made_again(made, Profile.REMEDY)
    same = {path for path in there if not path.startswith("FIELDS/")}
    assert same == {path for path in ticket_of(made) if not path.startswith("FIELDS/")}
    assert all(there[path] == made.bundle()[path] for path in same)
    assert "FIELDS/NOTES.TXT" in there
    assert "FIELDS/NOTES.TXT" not in made.bundle()


def names_of(made: Made, *extras: Extra, all_sizes: bool = True) -> list[str]:
    """The documents of a plan but for the fields."""
    files = document_files(view_of(made), extras=extras, all_sizes=all_sizes)
    return [name for name, _ in files if not name.startswith("FIELDS/")]


def test_a_plan_with_nothing_to_do_has_a_ticket_that_says_why() -> None:
    """And what was asked for by name."""
    made = make(pair(1))
    assert [*documents_of(made.plan)] == ["TICKET.MD"]
    assert names_of(made, Extra.XLSX) == ["TICKET.MD", "ASSIGN.XLSX"]


def test_a_very_large_plan_has_only_what_its_work_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Extras are made at any size, and the others by ``x400fix ticket``."""
    made = make(pair())
    every = ["TICKET.HTML", "TICKET.MD", "ASSIGN.csv", "RUNBOOK.TXT", "EVIDENCE.CSV"]
    assert names_of(made, all_sizes=False) == every
    monkeypatch.setattr(documents, "PEOPLE_LIMIT", len(made.plan.connectors) - 1)
    assert names_of(made, all_sizes=False) == ["ASSIGN.csv", "RUNBOOK.TXT"]
    assert [*document_files(view_of(made), all_sizes=False)][-1][0] == "RUNBOOK.TXT"
    assert names_of(made, Extra.XLSX, all_sizes=False)[-1] == "ASSIGN.XLSX"
    assert names_of(made) == every
