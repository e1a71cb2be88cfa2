# SPDX-License-Identifier: MIT
"""The stages from an inventory to a plan, put together."""

import msgspec
import pytest

from tests.builders import inventory, pair, server, servers, settings
from tests.plans import Made, called, make
from x400fix.allocation.assignments import Action
from x400fix.inventory.connectors import Inventory
from x400fix.planning.planning import judge
from x400fix.problems import PlanningError, ProblemList


def without(found: Inventory, name: str) -> Inventory:
    """The same inventory without the connectors of one directory name."""
    kept = tuple(each for each in found.connectors if each.name != name)
    return msgspec.structs.replace(found, connectors=kept)


def addresses(made: Made) -> list[int | None]:
    """What each connector of a conflict gets."""
    return [each.address for each in made.plan.assignments]


def test_an_inventory_that_contradicts_itself_is_not_judged() -> None:
    """Conflicts are looked for only when partners and links are certain."""
    problems = ProblemList()
    assert judge(inventory(["MAIL-A/One 10.20.1.10"], servers()), problems) is None
    assert [each.code for each in problems] == ["X4-E029"]


def test_verdicts_that_warn_are_told_before_anything_is_planned() -> None:
    """So that ``check`` tells them too."""
    problems = ProblemList()
    assert judge(pair(2, "5.5 SP3", "5.5 SP3"), problems)
    assert {each.code for each in problems} == {"X4-W115"}


def test_too_small_a_pool_makes_no_plan() -> None:
    """One error, and nothing else is done."""
    with pytest.raises(PlanningError) as caught:
        make(pair(3), settings(["10.20.1.32", "10.20.2.32"]))
    assert [each.code for each in caught.value.problems] == ["X4-E061"]


def test_a_range_that_serves_nobody_warns() -> None:
    """It was meant for somebody."""
    assert make(pair(), settings(["10.99.0.0/24", "10.20.1.0/24", "10.20.2.0/24"])).messages(
        "X4-W112"
    ) == [
        "no server can use pool range '10.99.0.0/24': no server of the inventory is in its subnet"
    ]


def test_a_plan_given_back_gives_the_same_assignments() -> None:
    """Although the pool begins elsewhere now."""
    first = make(pair(3), settings(["10.20.1.48/28", "10.20.2.48/28"]))
    again = make(pair(3), settings(), first.memory())
    assert addresses(again) == addresses(first)


def test_an_address_that_an_earlier_plan_gave_is_nobody_elses() -> None:
    """Also that of a connector which is gone."""
    first = make(pair(3))
    later = make(without(pair(4), "To B 2"), memory=first.memory())
    given = {each.address for each in later.plan.assignments if each.connector.server == "MAIL-A"}
    assert first.assignment("MAIL-A/To B 2").address not in given


def test_what_is_no_longer_in_conflict_is_remembered_as_earlier() -> None:
    """So that the next plan does not give its address away."""
    first = make(pair(3))
    later = make(without(pair(3), "To B 2"), memory=first.memory())
    assert list(later.plan.earlier) == [("MAIL-A", "TO B 2")]
    third = make(pair(3), memory=later.memory())
    assert third.assignment("MAIL-A/To B 2").address == first.assignment("MAIL-A/To B 2").address
    assert third.plan.earlier == {}


def test_without_an_earlier_plan_nothing_is_remembered() -> None:
    """The key is empty then."""
    assert make(pair()).plan.earlier == {}


def test_done_parts_disappear_from_the_plan() -> None:
    """A connector with an address of its own is in no conflict."""
    first = make(pair(3))
    moved = first.assignment("MAIL-A/To B 2")
    assert moved.value
    found = pair(3)
    rows = tuple(
        msgspec.structs.replace(each, address=moved.value) if each is moved.connector else each
        for each in first.plan.judgement.inventory.connectors
    )
    later = make(msgspec.structs.replace(found, connectors=rows), memory=first.memory())
    assert [each.connector.name for each in later.work("MAIL-A").own] == ["To B 1", "To B 3"]
    assert later.assignment("MAIL-A/To B 3").address == first.assignment("MAIL-A/To B 3").address


def test_directory_names_are_remembered_whatever_their_case() -> None:
    """Exchange does not tell them apart by it."""
    quiet, loud = (
        [called(name, "MAIL-A/x 10.20.2.10 MAIL-B") for name in names]
        for names in (("one", "straße"), ("ONE", "STRASSE"))
    )
    first = make(inventory(quiet, servers()))
    again = make(inventory(loud, servers()), memory=first.memory())
    assert again.plan.earlier == {}
    assert again.assignment("MAIL-A/STRASSE").address == first.assignment("MAIL-A/straße").address


def test_every_connector_of_every_conflict_is_moved_kept_or_told_by_hand() -> None:
    """Nothing falls between."""
    rows = [f"MAIL-A/{at} MAIL-B MAIL-B" for at in "123"]
    made = make(inventory(rows, [server("MAIL-A 10.20.1.10/24"), server("MAIL-B dhcp")]))
    assert [each.action for each in made.plan.assignments] == [
        *(Action.KEEP, Action.MANUAL, Action.MANUAL)
    ]
