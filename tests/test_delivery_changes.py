# SPDX-License-Identifier: MIT
"""What each kind of step does to the state, and what its undo puts back."""

import pytest

from tests.builders import inventory, server
from tests.deliveries import Scene, names, number, world_of
from x400fix.simulation.changes import Deed, SetOverride, Sheet, Stage, do, held, is_durable, undo
from x400fix.simulation.state import State

PRIMARY, NEW, OTHER = (number(f"10.20.2.{at}") for at in (10, 32, 33))


def three() -> Scene:
    """MAIL-A with two links to MAIL-B and one to MAIL-C."""
    rows = [
        *("MAIL-A/B1 10.20.2.10 MAIL-B", "MAIL-A/B2 10.20.2.10 MAIL-B", "MAIL-A/C1 MAIL-C MAIL-C"),
        *("MAIL-B/A1 10.20.1.10 MAIL-A", "MAIL-B/A2 10.20.1.10 MAIL-A"),
        "MAIL-C/A1 10.20.1.10 MAIL-A",
    ]
    return Scene(world_of(inventory(rows, ["MAIL-A 10.20.1.10/24", "MAIL-B 10.20.2.10/24"])))


def sheet(*, stops_mail: bool = True) -> Sheet:
    """What is changed at MAIL-B: everything that can be."""
    return Sheet(
        place="MAIL-B",
        before=(PRIMARY,),
        after=(PRIMARY, NEW),
        added=(NEW,),
        stops_mail=stops_mail,
        hosts=names("10.20.1.10 MAIL-A"),
        lmhosts=names("10.20.1.32 MAIL-A-X2"),
        overrides=(
            SetOverride(3, PRIMARY, is_scripted=True),
            SetOverride(4, NEW, is_scripted=False),
        ),
        addresses={4: (number("10.20.1.10"), "MAIL-A-X2")},
    )


def stage(deed: Deed, index: int = -1) -> Stage:
    return Stage(7, deed, "MAIL-B", 5, index)


def settled(state: State) -> dict[str, object]:
    """What is set, apart from what is in effect."""
    found = dict(state.contents())
    return {key: found[key] for key in ("lists", "hosts", "lmhosts", "overrides")}


ALL_OF_B = ["MAIL-A/B1", "MAIL-A/B2", "MAIL-B/A1", "MAIL-B/A2"]


@pytest.mark.parametrize(
    ("deed", "touched"),
    [
        pytest.param(Deed.NOTHING, [], id="nothing"),
        pytest.param(Deed.LIST, [], id="list"),
        pytest.param(Deed.RESTART_SERVER, ALL_OF_B, id="server-restart"),
        pytest.param(Deed.HOSTS, ALL_OF_B, id="hosts"),
        pytest.param(Deed.LMHOSTS, ALL_OF_B, id="lmhosts"),
        pytest.param(Deed.OVERRIDES, ["MAIL-B/A1"], id="overrides"),
        pytest.param(Deed.OVERRIDES_BY_HAND, ["MAIL-B/A2"], id="overrides-by-hand"),
        pytest.param(Deed.ADDRESS, ["MAIL-B/A2"], id="address"),
        pytest.param(Deed.RESTART_MTA, [], id="mta-restart"),
    ],
)
def test_a_step_tells_whose_calls_it_may_change(deed: Deed, touched: list[str]) -> None:
    """All that go through the place, or those of one connector; a list waits for the restart."""
    found = three()
    index = found.at("MAIL-B/A2") if deed is Deed.ADDRESS else -1
    changed = do(found.state, stage(deed, index), sheet())
    assert sorted(found.idents(changed)) == touched


def test_a_list_without_a_restart_is_in_effect_at_once() -> None:
    """Windows 2000 and later: netsh (Q225060)."""
    found = three()
    touched = do(found.state, stage(Deed.LIST), sheet(stops_mail=False))
    assert sorted(found.idents(touched)) == ALL_OF_B
    assert found.state.holder(NEW) == "MAIL-B"
    undo(found.state, stage(Deed.LIST), sheet(stops_mail=False))
    assert found.state.holder(NEW) == ""


def test_a_list_with_a_restart_waits_for_it() -> None:
    """Windows NT (Q120642)."""
    found = three()
    do(found.state, stage(Deed.LIST), sheet())
    assert (found.state.lists["MAIL-B"], found.state.holder(NEW)) == ((PRIMARY, NEW), "")
    do(found.state, stage(Deed.RESTART_SERVER), sheet())
    assert found.state.holder(NEW) == "MAIL-B"


def test_what_is_added_is_all_there_is_where_nobody_knows_the_list() -> None:
    """Before and after are empty then."""
    found = three()
    unknown = Sheet(place="MAIL-C", added=(OTHER,))
    do(found.state, Stage(1, Deed.LIST, "MAIL-C", 5), unknown)
    assert found.state.lists["MAIL-C"] == (OTHER,)


def test_an_mta_that_restarts_changes_the_calls_of_its_changed_pairs() -> None:
    """Of both servers; other pairs have nothing to do with it."""
    found = three()
    do(found.state, stage(Deed.ADDRESS, found.at("MAIL-B/A2")), sheet())
    touched = do(found.state, stage(Deed.RESTART_MTA), sheet())
    assert sorted(found.idents(touched)) == ALL_OF_B
    assert found.state.running(found.at("MAIL-B/A2")) == "MAIL-A-X2"


def test_overrides_by_script_and_by_hand_are_two_steps() -> None:
    """Unsafe directory names are set by hand."""
    found = three()
    do(found.state, stage(Deed.OVERRIDES), sheet())
    assert found.state.overrides == {3: PRIMARY}
    do(found.state, stage(Deed.OVERRIDES_BY_HAND), sheet())
    assert found.state.overrides == {3: PRIMARY, 4: NEW}
    undo(found.state, stage(Deed.OVERRIDES), sheet())
    assert found.state.overrides == {4: NEW}


@pytest.mark.parametrize("deed", list(Deed))
@pytest.mark.parametrize("stops_mail", [True, False])
def test_the_undo_of_a_step_gives_what_was_set_before(deed: Deed, *, stops_mail: bool) -> None:
    """undo(do(x)) = x, as far as anything is set."""
    found = three()
    index = found.at("MAIL-B/A2") if deed is Deed.ADDRESS else -1
    before = settled(found.state)
    was = held(found.state, stage(deed, index), sheet(stops_mail=stops_mail))
    do(found.state, stage(deed, index), sheet(stops_mail=stops_mail))
    undo(found.state, stage(deed, index), sheet(stops_mail=stops_mail))
    assert settled(found.state) == before
    assert held(found.state, stage(deed, index), sheet(stops_mail=stops_mail)) == was
    assert found.state.address(found.at("MAIL-B/A2")) == number("10.20.1.10")


@pytest.mark.parametrize("deed", [each for each in Deed if is_durable(each)])
def test_what_is_held_changes_with_each_step_that_lasts(deed: Deed) -> None:
    """Else nobody would see that an undo fails."""
    found = three()
    index = found.at("MAIL-B/A2") if deed is Deed.ADDRESS else -1
    was = held(found.state, stage(deed, index), sheet())
    do(found.state, stage(deed, index), sheet())
    assert held(found.state, stage(deed, index), sheet()) != was


@pytest.mark.parametrize("deed", [each for each in Deed if not is_durable(each)])
def test_steps_that_only_look_or_restart_set_nothing(deed: Deed) -> None:
    """There is nothing to undo."""
    found = three()
    before = settled(found.state)
    do(found.state, stage(deed), sheet())
    assert settled(found.state) == before
    assert held(found.state, stage(deed), sheet()) is None


def test_an_undo_puts_back_what_the_plan_says_was_there() -> None:
    """Not what was: that is how a wrong list is found out."""
    found = Scene(
        world_of(inventory(["MAIL-A/1 10.20.2.10 MAIL-B"], [server("MAIL-B 10.20.2.9/24")]))
    )
    do(found.state, stage(Deed.LIST), sheet())
    undo(found.state, stage(Deed.LIST), sheet())
    assert found.state.lists["MAIL-B"] == (PRIMARY,)
