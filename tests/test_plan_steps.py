# SPDX-License-Identifier: MIT
"""Kinds of steps, single steps, and how they are numbered."""

import pytest

from tests.builders import inventory, pair, server, settings
from tests.plans import make
from x400fix.documents.account import account_of_document
from x400fix.documents.rendering import Renderer
from x400fix.inventory.names import ServerName
from x400fix.planning.plan_file import read_document
from x400fix.planning.steps import Duty, Step, StepList
from x400fix.settings.ticket_facts import TicketFacts
from x400fix.step_kinds import StepKind, Who

HERE = ServerName("MAIL-A")


def test_every_kind_has_a_slug_of_its_own_a_title_and_somebody_who_does_it() -> None:
    """The slug stands in PLAN.json and leads to the texts."""
    slugs = [kind.slug for kind in StepKind]
    assert len(set(slugs)) == len(slugs)
    assert set(Renderer().step_titles) == set(slugs)
    assert {kind.who for kind in StepKind} == set(Who)
    assert all(kind.minutes > 0 for kind in StepKind)


def test_kinds_that_no_script_carries_out_are_by_hand() -> None:
    """Checks, restarts and tests change nothing, so they are not counted."""
    assert {kind.slug for kind in StepKind if kind.is_by_hand} == {
        *("nic-by-hand", "request", "mapping", "hosts-by-hand", "lmhosts-by-hand"),
        *("override-by-hand", "address", "address-open"),
    }


def test_steps_are_numbered_from_one_in_the_order_in_which_they_come() -> None:
    """The number is the place in the plan."""
    steps = StepList({})
    assert [steps.add(StepKind.WATCH, HERE), steps.add(StepKind.TEST, HERE)] == [1, 2]
    assert [step.number for step in steps.steps] == [1, 2]


def test_a_step_waits_for_each_number_once_in_order() -> None:
    """However they were gathered."""
    steps = StepList({})
    steps.add(StepKind.WATCH, HERE, [3, 1, 3, 2])
    assert steps.steps[0].waits_for == (1, 2, 3)


def test_a_step_that_names_nothing_waits_for_nothing() -> None:
    """The first steps of a plan can begin at once."""
    steps = StepList({})
    steps.add(StepKind.WATCH, HERE)
    assert steps.steps[0].waits_for == ()


def test_none_waits_for_the_step_before() -> None:
    """Long chains need no list for each step."""
    steps = StepList({})
    steps.add(StepKind.ADDRESS, HERE)
    steps.add(StepKind.ADDRESS, HERE, None)
    assert steps.steps[1].waits_for == (1,)


def test_a_step_about_no_connector_names_none() -> None:
    """Most steps are about a whole server."""
    assert Step(1, Duty(StepKind.SNAPSHOT, 20), HERE).connector == ""


@pytest.mark.parametrize("kind", [StepKind.ADDRESS, StepKind.ADDRESS_OPEN, StepKind.MAPPING])
def test_a_step_about_one_connector_names_it(kind: StepKind) -> None:
    """So that it is found in the title."""
    made = make(inventory(["MAIL-A/One 10.9.0.1", "MAIL-A/Two 10.9.0.1"], ["MAIL-A"]), settings([]))
    assert Step(1, Duty(kind, 5), HERE, assignment=made.assignment("MAIL-A/Two")).connector == "Two"


def test_a_request_is_about_all_connectors_to_an_owner() -> None:
    """It carries one of them for the reason only."""
    rows = ["MAIL-A/One MAIL-B MAIL-B", "MAIL-A/Two MAIL-B MAIL-B"]
    made = make(inventory(rows, [server("MAIL-A 10.20.1.10/24"), server("MAIL-B dhcp")]))
    (request,) = made.steps(StepKind.REQUEST)
    assert request.assignment is not None
    assert request.connector == ""


def test_a_step_takes_what_its_kind_takes_or_what_somebody_knows_better() -> None:
    """Whose server needs an hour to start again can say so."""
    steps = StepList({"server-restart": 60})
    steps.add(StepKind.SERVER_RESTART, HERE)
    steps.add(StepKind.MTA_RESTART, HERE)
    assert [step.minutes for step in steps.steps] == [60, 10]


def test_told_minutes_reach_every_file_that_shows_some() -> None:
    """Steps, sums, outages, and what is made again from the plan."""
    chosen = settings(facts=TicketFacts(minutes={"server-restart": 61, "watch": 7}))
    usual, told = make(pair()), make(pair(), chosen)
    longer = 2 * (61 - StepKind.SERVER_RESTART.minutes + 7 - StepKind.WATCH.minutes)
    document = read_document(told.document(), "PLAN.json")
    usually = read_document(usual.document(), "PLAN.json").summary.minutes
    assert document.summary.minutes == usually + longer
    page = told.text("SERVERS/MAIL-A/STEPS.TXT")
    assert "    Minutes:    61" in page
    assert "For 7 minutes watch the application log" in page
    assert {each.minutes for each in document.outages} == {5, 61, 10}
    account = account_of_document(document)
    assert sum(step.minutes for step in account.steps()) == document.summary.minutes
