# SPDX-License-Identifier: MIT
"""A dossier is opened of a plan that fits together, and of no other."""

from collections.abc import Callable

import msgspec
import pytest

from tests.builders import inventory, pair, servers
from tests.dossiers import dossier_of, sample_document, sample_dossier
from tests.plans import make
from x400fix.documents.documents import document_files, extra_files, ticket_files
from x400fix.documents.extras import Extra
from x400fix.documents.rendering import Renderer
from x400fix.documents.ticket import TOO_OLD, open_dossier
from x400fix.plan.model import BreachRecord, Document
from x400fix.problems import InputError
from x400fix.simulation.requirements import Outcome


def changed(document: Document, **parts: object) -> Document:
    """A plan with other parts."""
    return msgspec.structs.replace(document, **parts)


def refusal(document: Document) -> str:
    """Why no dossier is opened."""
    with pytest.raises(InputError) as caught:
        open_dossier(document, Renderer(), "PLAN.json")
    (problem,) = caught.value.problems
    return f"{problem.code}: {problem.message}"


@pytest.mark.parametrize("version", TOO_OLD)
def test_a_plan_that_tells_too_little_is_planned_again(version: str) -> None:
    """It is read for other purposes, but no ticket is made of it."""
    told = refusal(changed(sample_document("two-sites"), version=version))
    assert told.startswith("X4-E073: no ticket can be made of this plan")
    assert told.endswith("plan again from the inventory")


def without_connectors(document: Document) -> Document:
    """Links and assignments lead nowhere."""
    return changed(document, connectors=())


def with_a_strange_pool(document: Document) -> Document:
    """A range that is none."""
    return changed(
        document, pools=(msgspec.structs.replace(document.pools[0], range="over there"),)
    )


def with_a_request_about_nothing(document: Document) -> Document:
    """A step that asks for an address for no connector."""
    first, *others = document.servers
    step = msgspec.structs.replace(first.steps[0], kind="request")
    steps = (step, *first.steps[1:])
    return changed(document, servers=(msgspec.structs.replace(first, steps=steps), *others))


def with_a_strange_gateway(document: Document) -> Document:
    """Which is found by what makes the servers again."""
    first, *others = document.facts
    spoiled = msgspec.structs.replace(first, gateway="somewhere")
    return changed(document, facts=(spoiled, *others))


@pytest.mark.parametrize(
    "spoil",
    [
        without_connectors,
        with_a_strange_pool,
        with_a_request_about_nothing,
        with_a_strange_gateway,
    ],
)
def test_a_plan_whose_parts_do_not_fit_together_is_refused(
    spoil: Callable[[Document], Document],
) -> None:
    """With a problem, and never with a traceback."""
    told = refusal(spoil(sample_document("two-sites")))
    assert told.startswith("X4-E070: this plan cannot be used: its parts do not fit together")
    assert told.endswith("give the PLAN.json of a bundle as it was made")


def test_an_obligation_names_the_connectors_and_the_steps_where_it_is_open() -> None:
    """A connector with its server; a step by its number."""
    document = sample_document("two-sites")
    first, *others = document.proof.obligations
    breaches = (
        BreachRecord(server="SEAHUB1", connector="X400 to DENVER 1", step=0, is_open=True),
        BreachRecord(server="", connector="", step=7, is_open=True),
    )
    spoiled = msgspec.structs.replace(first, outcome=Outcome.OPEN, breaches=breaches)
    proof = msgspec.structs.replace(document.proof, obligations=(spoiled, *others))
    view = dossier_of(changed(document, proof=proof)).proof.obligations[0]
    assert view.places == ("SEAHUB1/X400 to DENVER 1", "7")
    assert view.outcome == "open"


def test_a_plan_with_nothing_to_do_has_a_decision_and_two_annexes() -> None:
    """Why there is nothing, and what was read."""
    dossier = sample_dossier("clean")
    assert dossier.nothing_to_do
    assert list(dossier.annexes) == ["why", "inputs"]
    assert dossier.decision.purpose[0].startswith("Nothing to do")
    assert [*dossier.steps(), *dossier.back_out(), *dossier.standstills()] == []


def test_documents_that_need_work_are_left_out_where_there_is_none() -> None:
    """No evidence form, no fields: there is nothing to enter."""
    names = {path for path, _ in document_files(sample_document("clean"), Renderer())}
    assert names == {"TICKET.HTML", "TICKET.MD"}


def test_extras_alone_are_the_files_that_are_asked_for() -> None:
    """Where a plan is too large for the other documents; none is made unasked."""
    document = sample_document("two-sites")
    assert [path for path, _ in extra_files(document, Renderer(), [Extra.XLSX])] == ["ASSIGN.XLSX"]
    assert [*extra_files(document, Renderer(), [])] == []
    whole = [path for path, _ in ticket_files(document, Renderer(), extras=[Extra.XLSX])]
    assert "ASSIGN.XLSX" in whole
    assert "TICKET.PDF" not in whole


def test_a_partner_of_whom_nothing_is_known_is_drawn_as_one_from_elsewhere() -> None:
    """The end of its link has no connector."""
    rows = [f"MAIL-A/One_{at} 172.16.0.1" for at in range(2)]
    dossier = dossier_of(make(inventory([*rows, "MAIL-B/X 10.20.1.10 MAIL-A"], servers())))
    foreign = next(each for each in dossier.pairs if each.near == "172.16.0.1")
    assert not foreign.near_is_known
    assert foreign.far_is_known
    assert {link.near.connector for link in foreign.links} == {""}


def test_the_same_plan_gives_the_same_dossier() -> None:
    """Long parts are made anew each time they are asked for."""
    dossier = dossier_of(make(pair()))
    assert [*dossier.steps()] == [*dossier.steps()]
    assert [*dossier.tests()] == [*dossier.tests()]
