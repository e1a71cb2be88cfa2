# SPDX-License-Identifier: MIT
"""What is set, what of it is in effect, and who answers where."""

from collections.abc import Callable

import pytest

from tests.builders import pair, server
from tests.deliveries import Scene, names, number, scene, world_of
from x400fix.simulation.network import NO_NAMES
from x400fix.simulation.state import State

A, B = "MAIL-A 10.20.1.10/24", "MAIL-B 10.20.2.10/24"
FIRST, SECOND, THIRD = number("10.20.2.10"), number("10.20.2.32"), number("10.20.2.33")


def two() -> Scene:
    """MAIL-A and MAIL-B with two connectors each way."""
    return Scene(world_of(pair()))


def test_at_first_everything_is_as_in_the_inputs() -> None:
    """Lists and Addresses, all of them in effect."""
    found = two()
    state = found.state
    assert state.lists == state.answering == {"MAIL-A": (number("10.20.1.10"),), "MAIL-B": (FIRST,)}
    index = found.at("MAIL-A/To B 1")
    assert state.address(index) == state.running(index) == FIRST
    assert not state.is_open(index)
    assert not state.is_unread(index)


def test_a_nic_that_nobody_knows_has_no_list() -> None:
    """What is added to it is all that there is then."""
    state = scene(["MAIL-A/1 10.20.2.10 MAIL-B"], [A]).state
    assert "MAIL-B" not in state.lists
    state.set_list("MAIL-B", [SECOND])
    state.restart_server("MAIL-B")
    assert state.holder(SECOND) == "MAIL-B"


def test_a_list_comes_into_effect_when_the_server_starts() -> None:
    """Until then the old one answers (Q120642)."""
    state = two().state
    state.set_list("MAIL-B", [FIRST, SECOND])
    assert (state.lists["MAIL-B"], state.holder(SECOND)) == ((FIRST, SECOND), "")
    state.restart_server("MAIL-B")
    assert (state.holder(FIRST), state.holder(SECOND)) == ("MAIL-B", "MAIL-B")
    state.set_list("MAIL-B", [SECOND])
    state.restart_server("MAIL-B")
    assert (state.holder(FIRST), state.holder(SECOND)) == ("", "MAIL-B")


def test_an_address_on_two_nics_belongs_to_neither() -> None:
    """Until one of them gives it up; somebody answers there all the time."""
    state = two().state
    for name, numbers in (("MAIL-A", [number("10.20.1.10"), SECOND]), ("MAIL-B", [FIRST, SECOND])):
        state.set_list(name, numbers)
        state.restart_server(name)
    assert state.holder(SECOND) == ""
    assert state.is_held(SECOND)
    state.set_list("MAIL-A", [number("10.20.1.10")])
    state.restart_server("MAIL-A")
    assert state.holder(SECOND) == "MAIL-B"


def test_an_address_on_three_nics_is_still_on_two_when_one_gives_it_up() -> None:
    """The first holder may be the one that goes."""
    rows = ["MAIL-A/1 10.20.2.10 MAIL-B", "MAIL-A/2 10.20.3.10 MAIL-C"]
    state = scene(rows, [A, B, "MAIL-C 10.20.3.10/24"]).state
    for name in ("MAIL-A", "MAIL-B", "MAIL-C"):
        state.set_list(name, [*state.lists[name], SECOND])
        state.restart_server(name)
    state.set_list("MAIL-A", state.lists["MAIL-A"][:1])
    state.restart_server("MAIL-A")
    assert (state.holder(SECOND), state.is_held(SECOND)) == ("", True)
    state.set_list("MAIL-B", state.lists["MAIL-B"][:1])
    state.restart_server("MAIL-B")
    assert state.holder(SECOND) == "MAIL-C"


def test_a_server_beyond_the_network_is_known_by_the_inputs() -> None:
    """One of the network, however, has only what it has now."""
    found = scene(["MAIL-A/1 10.20.2.10 MAIL-B"], [A, B, "MAIL-C 10.20.3.10/24"])
    assert found.state.holder(number("10.20.3.10")) == "MAIL-C"
    assert found.state.is_held(number("10.20.3.10"))
    found.state.set_list("MAIL-B", [SECOND])
    found.state.restart_server("MAIL-B")
    assert found.state.holder(FIRST) == ""
    assert not found.state.is_held(FIRST)


def test_the_first_address_in_effect_is_the_primary() -> None:
    """None, if a wrong plan takes all; what the others dial, if nobody knows the NIC."""
    state = two().state
    state.set_list("MAIL-B", [SECOND, FIRST])
    assert state.primary("MAIL-B") == FIRST
    state.restart_server("MAIL-B")
    assert state.primary("MAIL-B") == SECOND
    state.set_list("MAIL-B", [])
    state.restart_server("MAIL-B")
    assert state.primary("MAIL-B") is None
    unknown = scene(["MAIL-A/1 10.20.2.10 MAIL-B", "MAIL-A/2 MAIL-C MAIL-C"], [A]).state
    assert (unknown.primary("MAIL-B"), unknown.primary("MAIL-C")) == (FIRST, None)


def test_an_address_comes_into_effect_when_the_mta_starts() -> None:
    """Until then the stack has the old one, and nobody knows what is read before (Q306959)."""
    found = two()
    state, index = found.state, found.at("MAIL-A/To B 2")
    state.set_address(index, SECOND)
    assert (state.address(index), state.running(index)) == (SECOND, FIRST)
    assert state.is_unread(index)
    assert state.is_colliding("MAIL-A")
    assert state.restart_mta("MAIL-A") == [index]
    assert (state.running(index), state.is_unread(index)) == (SECOND, False)
    assert not state.is_colliding("MAIL-A")
    assert state.restart_mta("MAIL-A") == []


def test_an_address_that_is_set_back_leaves_no_trace() -> None:
    """The state is the first one again."""
    found = two()
    index = found.at("MAIL-A/To B 2")
    found.set_address("MAIL-A/To B 2", "MAIL-B-X2")
    assert found.state.contents() != State(found.network).contents()
    found.state.set_address(index, FIRST)
    found.state.restart_mta("MAIL-A")
    assert found.state.contents() == State(found.network).contents()


def test_an_address_that_somebody_else_decides_stays_what_it_is() -> None:
    """It is open, also when the MTA has restarted."""
    found = two()
    index = found.at("MAIL-A/To B 2")
    found.state.set_address(index, None)
    assert found.state.restart_mta("MAIL-A") == [index]
    assert found.state.is_open(index)
    assert found.state.address(index) is None
    assert found.state.running(index) == FIRST
    assert found.state.is_colliding("MAIL-A")


def test_an_override_comes_into_effect_when_the_mta_starts_and_so_does_its_end() -> None:
    """Q197378."""
    found = two()
    state, index = found.state, found.at("MAIL-B/To A 1")
    state.set_override(index, SECOND)
    assert (state.overrides, state.calling_from) == ({index: SECOND}, {})
    assert state.is_unread(index)
    state.restart_mta("MAIL-B")
    assert state.calling_from == {index: SECOND}
    state.set_override(index, None)
    assert (state.overrides, state.calling_from) == ({}, {index: SECOND})
    state.restart_mta("MAIL-B")
    assert state.calling_from == {}
    state.set_override(index, None)


def test_collisions_are_the_groups_of_servers_that_need_an_address_each() -> None:
    """From 5.5 SP1 the stack has other ways to tell connectors apart."""
    found = Scene(world_of(pair(2, "5.0 SP2", "5.5 SP1")))
    assert [found.idents(group) for group in found.state.collisions()] == [
        ["MAIL-A/To B 1", "MAIL-A/To B 2"]
    ]
    assert found.state.is_colliding("MAIL-A")
    assert not found.state.is_colliding("MAIL-B")
    assert not found.state.is_colliding("nobody")


def test_a_server_from_55_sp1_stays_out_of_it_when_it_restarts() -> None:
    """Its connectors are read anew like all others."""
    found = Scene(world_of(pair(2, "5.0 SP2", "5.5 SP1")))
    found.set_address("MAIL-B/To A 1", "10.20.1.99")
    assert not found.state.is_colliding("MAIL-B")
    assert found.state.running(found.at("MAIL-B/To A 1")) == number("10.20.1.99")


def test_connectors_are_found_by_what_they_dial_now() -> None:
    """A server without connectors has none."""
    found = scene(["MAIL-A/1 10.20.2.10 MAIL-B", "MAIL-A/2 Mail-B MAIL-B"], [A, B])
    assert found.idents(found.state.dialling("MAIL-A", FIRST)) == ["MAIL-A/1"]
    assert found.idents(found.state.dialling("MAIL-A", "mail-b")) == ["MAIL-A/2"]
    assert found.idents(found.state.sharing("MAIL-A", FIRST)) == ["MAIL-A/1", "MAIL-A/2"]
    assert found.state.dialling("MAIL-B", FIRST) == ()


def test_lines_are_added_before_hosts_and_behind_lmhosts() -> None:
    """In HOSTS the first match wins (Q193380); #PRE entries belong at the end of LMHOSTS."""
    there = {"MAIL-A": ["10.20.2.10 OLD"]}
    state = Scene(world_of(pair(), hosts=there, lmhosts=there)).state
    state.set_hosts("MAIL-A", names("10.20.2.10 NEW"))
    state.set_lmhosts("MAIL-A", names("10.20.2.10 NEW"))
    assert [table.name_of(FIRST) for table in state.hosts("MAIL-A")] == ["NEW", "OLD"]
    assert [table.name_of(FIRST) for table in state.lmhosts("MAIL-A")] == ["OLD", "NEW"]
    assert state.hosts("MAIL-B") == state.lmhosts("MAIL-B") == (NO_NAMES, NO_NAMES)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda state: state.set_list("MAIL-B", [SECOND]), id="list"),
        pytest.param(lambda state: state.set_hosts("MAIL-A", names("1.1.1.1 X")), id="hosts"),
        pytest.param(lambda state: state.set_lmhosts("MAIL-A", names("1.1.1.1 X")), id="lmhosts"),
        pytest.param(lambda state: state.set_override(2, SECOND), id="override"),
        pytest.param(lambda state: state.set_address(0, THIRD), id="address"),
        pytest.param(
            lambda state: (state.set_address(0, THIRD), state.restart_mta("MAIL-A")), id="running"
        ),
    ],
)
def test_two_states_differ_by_whatever_a_window_changes(change: Callable[[State], object]) -> None:
    """Everything that counts is among the contents."""
    state, other = two().state, two().state
    assert state.contents() == other.contents()
    change(state)
    assert state.contents() != other.contents()


def test_what_is_in_effect_counts_beside_what_is_set() -> None:
    """A list that was written back, but is still answering, is another state."""
    state, other = two().state, two().state
    state.set_list("MAIL-B", [FIRST, SECOND])
    state.restart_server("MAIL-B")
    state.set_list("MAIL-B", [FIRST])
    assert state.contents() != other.contents()
    state.restart_server("MAIL-B")
    assert state.contents() == other.contents()


def test_empty_files_and_lists_are_none() -> None:
    """An undo puts back emptiness where there was nothing."""
    unknown = scene(["MAIL-A/1 10.20.2.10 MAIL-B"], [server(A)])
    state = unknown.state
    state.set_list("MAIL-B", [])
    state.restart_server("MAIL-B")
    state.set_hosts("MAIL-A", NO_NAMES)
    state.set_lmhosts("MAIL-A", NO_NAMES)
    assert state.contents() == State(unknown.network).contents()
