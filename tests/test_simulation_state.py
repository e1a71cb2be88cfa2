# SPDX-License-Identifier: MIT
"""How connectors belong together, what is set and in effect, and who answers where."""

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import inventory, pair, server
from tests.simulations import Scene, dialled, names, number, scene, world_of
from x400fix.simulation.network import NO_NAMES, World
from x400fix.simulation.state import State

A, B, C = "MAIL-A 10.20.1.10/24", "MAIL-B 10.20.2.10/24", "MAIL-C 10.20.3.10/24"
FIRST, SECOND, THIRD = number("10.20.2.10"), number("10.20.2.32"), number("10.20.2.33")
ADDRESSES = ("10.20.2.10", "10.20.2.32", "MAIL-B", "mail-b", "MAIL-B.example.com", "elsewhere")
"""The inputs give 10.20.2.10 for the names of MAIL-B, and nothing for the last."""


def parts(world: World) -> list[list[str]]:
    """The connectors of each network."""
    named = Scene(world)
    return [named.idents(network.tcp) for network in world.networks()]


def test_servers_with_a_connector_between_them_are_in_one_network() -> None:
    """Also by way of a third, in whatever order the rows come."""
    rows = [
        *("MAIL-C/1 10.20.4.10 MAIL-D", "MAIL-A/1 10.20.2.10 MAIL-B"),
        *("MAIL-B/1 10.20.4.10 MAIL-D", "MAIL-X/1 10.20.9.10 MAIL-Y"),
    ]
    assert parts(world_of(inventory(rows, []))) == [
        ["MAIL-A/1", "MAIL-B/1", "MAIL-C/1"],
        ["MAIL-X/1"],
    ]


def test_a_foreign_mta_connects_nothing() -> None:
    """Two servers that dial one each have nothing to do with each other."""
    rows = ["MAIL-A/1 172.16.9.9", "MAIL-B/1 172.16.9.9"]
    assert parts(world_of(inventory(rows, [A, B]))) == [["MAIL-A/1"], ["MAIL-B/1"]]


def test_other_stacks_are_not_run() -> None:
    """They connect nothing either."""
    rows = ["MAIL-A/1 490001AA MAIL-B stack=TP4", "MAIL-A/2 172.16.9.9", "MAIL-B/1 172.16.9.9"]
    world = world_of(inventory(rows, [A, B]))
    assert parts(world) == [["MAIL-A/2"], ["MAIL-B/1"]]
    assert Scene(world).idents(Scene(world).network.tcp) == ["MAIL-A/2", "MAIL-B/1"]


def test_the_two_ends_of_a_link_are_peers() -> None:
    """A link of one end has none."""
    rows = [
        "MAIL-A/1 10.20.2.10 MAIL-B",
        "MAIL-A/2 10.20.2.10 MAIL-B",
        "MAIL-B/1 10.20.1.10 MAIL-A",
    ]
    found = scene(rows, [A, B])
    network = found.network
    peers = {found.idents([i])[0]: network.peers[i] for i in network.tcp}
    assert peers == {
        "MAIL-A/1": found.at("MAIL-B/1"),
        "MAIL-A/2": None,
        "MAIL-B/1": found.at("MAIL-A/1"),
    }


def hub() -> Scene:
    """MAIL-A with two links to MAIL-B, one to MAIL-C of one end, and a foreign MTA."""
    rows = [
        *("MAIL-A/B1 10.20.2.10 MAIL-B", "MAIL-A/B2 10.20.2.10 MAIL-B"),
        *("MAIL-A/C1 10.20.3.10 MAIL-C", "MAIL-A/X1 172.16.9.9"),
        *("MAIL-B/A1 10.20.1.10 MAIL-A", "MAIL-B/A2 10.20.1.10 MAIL-A"),
    ]
    return scene(rows, [A, B, C])


def test_a_server_is_touched_by_its_connectors_and_by_those_that_call_it() -> None:
    """Everything that goes through it."""
    found = hub()
    assert found.idents(found.network.through["MAIL-C"]) == ["MAIL-A/C1"]
    assert sorted(found.idents(found.network.through["MAIL-B"])) == [
        *("MAIL-A/B1", "MAIL-A/B2", "MAIL-B/A1", "MAIL-B/A2"),
    ]


@pytest.mark.parametrize(
    ("rows", "primaries"),
    [
        pytest.param(["10.20.2.10 MAIL-B"], {"MAIL-B": "10.20.2.10"}, id="one-address"),
        pytest.param(["10.20.2.10 MAIL-B", "10.20.2.41 MAIL-B"], {}, id="several"),
        pytest.param(["MAIL-B MAIL-B"], {}, id="a-name"),
        pytest.param(["10.9.0.1 MAIL-B via=FW1"], {}, id="a-firewalls"),
        pytest.param(["172.16.9.9"], {}, id="foreign"),
        pytest.param(["10.20.3.10 MAIL-C"], {}, id="a-known-nic"),
    ],
)
def test_the_one_address_that_an_unknown_server_is_dialled_at_is_its_primary(
    rows: list[str], primaries: dict[str, str]
) -> None:
    """Presumed, as far as the inputs tell."""
    found = scene([f"MAIL-A/{at} {row}" for at, row in enumerate(rows)], [A, C])
    assert found.network.presumed_primaries == {
        name: number(address) for name, address in primaries.items()
    }


@pytest.mark.parametrize(
    ("address", "partner", "holder"),
    [
        pytest.param("10.20.2.10", "MAIL-B", "MAIL-B", id="the-partner-is-dialled-there"),
        pytest.param("10.20.2.10", "MAIL-D", "MAIL-B", id="another-is-dialled-there"),
        pytest.param("10.20.2.77", "MAIL-D", "MAIL-D", id="nobody-is-dialled-there"),
        pytest.param("10.20.2.77", "MAIL-A", "", id="the-inputs-have-the-partners-nic"),
        pytest.param("10.20.2.10", "", "", id="foreign"),
        pytest.param("10.20.5.10", "MAIL-D", "MAIL-D", id="two-are-dialled-there"),
    ],
)
def test_an_address_that_no_nic_has_is_taken_to_be_who_is_dialled_there(
    address: str, partner: str, holder: str
) -> None:
    """Else the partner's, unless the inputs show that it is not."""
    rows = [
        *("MAIL-A/1 10.20.2.10 MAIL-B", "MAIL-A/2 10.20.4.10 MAIL-D"),
        *("MAIL-A/3 10.20.5.10 MAIL-E", "MAIL-A/4 10.20.5.10 MAIL-F"),
    ]
    network = scene(rows, [A]).network
    assert network.presumed_holder(number(address), partner) == holder


def test_a_firewall_at_one_end_is_on_the_way_of_both_directions() -> None:
    """But only the connector with the firewall's Address dials it."""
    rows = ["MAIL-A/1 10.9.0.1 MAIL-B via=FW1", "MAIL-B/1 10.20.1.10 MAIL-A", "MAIL-B/2 172.16.9.9"]
    found = scene(rows, [A, B])
    network = found.network
    assert found.idents(network.dials_firewall) == ["MAIL-A/1"]
    assert network.behind_firewall == {found.at("MAIL-A/1"), found.at("MAIL-B/1")}


def test_one_row_tells_that_an_address_is_a_firewalls() -> None:
    """The other rows of the same server need not say it again."""
    rows = ["MAIL-A/1 10.9.0.1 MAIL-B via=FW1", "MAIL-A/2 10.9.0.1 MAIL-C"]
    found = scene(rows, [A, B])
    assert sorted(found.idents(found.network.dials_firewall)) == ["MAIL-A/1", "MAIL-A/2"]


def two() -> Scene:
    """MAIL-A and MAIL-B with two connectors each way."""
    return Scene(world_of(pair()))


def test_at_first_everything_is_as_in_the_inputs() -> None:
    """Lists and Addresses, all of them in effect."""
    found = two()
    state = found.state
    assert state.lists == state.answering == {"MAIL-A": (number("10.20.1.10"),), "MAIL-B": (FIRST,)}
    index = found.at("MAIL-A/To B 1")
    assert state.address(index) == state.running[index] == FIRST
    assert not state.is_open(index)
    assert index not in state.unread


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
    assert (state.address(index), state.running[index]) == (SECOND, FIRST)
    assert index in state.unread
    assert "MAIL-A" in state.colliding
    assert state.restart_mta("MAIL-A") == [index]
    assert (state.running[index], index in state.unread) == (SECOND, False)
    assert "MAIL-A" not in state.colliding
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


def test_an_address_that_somebody_else_decides_is_open_and_no_longer_the_old_one() -> None:
    """It collides with no other once the MTA has restarted; the undo brings the old one back."""
    found = two()
    index = found.at("MAIL-A/To B 2")
    found.state.set_address(index, None)
    assert found.state.restart_mta("MAIL-A") == [index]
    assert found.state.is_open(index)
    assert found.state.address(index) is None
    assert "MAIL-A" not in found.state.colliding
    found.state.set_address(index, FIRST)
    found.state.restart_mta("MAIL-A")
    assert "MAIL-A" in found.state.colliding
    assert found.state.contents() == State(found.network).contents()


def test_an_address_is_decided_after_it_was_open() -> None:
    """Then it is what was decided, and nothing of the old one is left."""
    found = two()
    index = found.at("MAIL-A/To B 2")
    for address in (None, None, "MAIL-B-X2"):
        found.state.set_address(index, address)
        found.state.restart_mta("MAIL-A")
    assert found.state.running[index] == "MAIL-B-X2"
    assert found.state.holding("MAIL-A", "MAIL-B-X2") == [index]


def test_an_override_comes_into_effect_when_the_mta_starts_and_so_does_its_end() -> None:
    """Q197378."""
    found = two()
    state, index = found.state, found.at("MAIL-B/To A 1")
    state.set_override(index, SECOND)
    assert (state.overrides, state.calling_from) == ({index: SECOND}, {})
    assert index in state.unread
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
    assert "MAIL-A" in found.state.colliding
    assert "MAIL-B" not in found.state.colliding
    assert "nobody" not in found.state.colliding


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


def dialling(addresses: Iterable[str]) -> Scene:
    """The connectors 0, 1 and so on of MAIL-A, by what they dial."""
    return scene([f"MAIL-A/{at} {each} MAIL-B" for at, each in enumerate(addresses)], [A, B])


@pytest.mark.parametrize(
    ("addresses", "groups"),
    [
        pytest.param(["10.20.2.10", "10.20.2.10"], [(0, 1)], id="one-address"),
        pytest.param(["10.20.2.10", "10.20.2.32"], [], id="two-addresses"),
        pytest.param(["MAIL-B", "mail-b"], [(0, 1)], id="one-name"),
        pytest.param(["MAIL-B", "MAIL-B.example.com"], [], id="two-names-of-one-address"),
        pytest.param(["MAIL-B", "10.20.2.10"], [(0, 1)], id="a-name-and-its-address"),
        pytest.param(["elsewhere", "10.20.2.10"], [], id="a-name-that-nobody-knows"),
        pytest.param(
            ["MAIL-B", "MAIL-B.example.com", "10.20.2.10"], [(0, 1, 2)], id="names-and-address"
        ),
        pytest.param(
            ["elsewhere", "10.20.2.32", "ELSEWHERE", "10.20.2.32"],
            [(0, 2), (1, 3)],
            id="two-groups",
        ),
    ],
)
def test_connectors_with_one_endpoint_collide(
    addresses: list[str], groups: list[tuple[int, ...]]
) -> None:
    """The same Address, or a name and the address that the inputs give for it (Q200588)."""
    state = dialling(addresses).state
    assert sorted(state.collisions()) == groups
    assert ("MAIL-A" in state.colliding) is bool(groups)


def test_the_connectors_with_an_address_are_found_by_it() -> None:
    """Letter case does not matter; a name does not stand for its address."""
    state = dialling(["MAIL-B", "mail-B", "10.20.2.10"]).state
    assert list(state.holding("MAIL-A", "Mail-b")) == [0, 1]
    assert list(state.holding("MAIL-A", number("10.20.2.10"))) == [2]
    assert list(state.holding("MAIL-A", "elsewhere")) == []


@pytest.mark.parametrize(
    ("address", "members"),
    [
        ("10.20.2.10", [0, 1, 2]),
        ("mail-b", [0, 1, 2]),
        ("10.20.2.32", [3]),
        ("10.20.2.99", []),
        ("Elsewhere", [4]),
    ],
)
def test_the_connectors_of_one_endpoint_are_found_however_it_is_written(
    address: str, members: list[int]
) -> None:
    """By any of its names, or by its address."""
    addresses = ["MAIL-B", "MAIL-B.example.com", "10.20.2.10", "10.20.2.32", "elsewhere"]
    state = dialling(addresses).state
    assert sorted(state.sharing("MAIL-A", dialled(address))) == members


@given(
    st.lists(st.sampled_from(ADDRESSES), min_size=1, max_size=7),
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from(ADDRESSES)), max_size=7),
)
def test_connectors_collide_by_what_they_dial_now(
    addresses: list[str], changes: list[tuple[int, str]]
) -> None:
    """As if they had never dialled anything else."""
    made, now = dialling(addresses), list(addresses)
    for at, changed in changes:
        now[at % len(now)] = changed
        made.set_address(f"MAIL-A/{at % len(now)}", changed)
    fresh = dialling(now).state
    assert sorted(made.state.collisions()) == sorted(fresh.collisions())
    assert ("MAIL-A" in made.state.colliding) is ("MAIL-A" in fresh.colliding)
    for address in map(dialled, ADDRESSES):
        met = made.state.holding("MAIL-A", address)
        assert sorted(met) == sorted(fresh.holding("MAIL-A", address))
        met = made.state.sharing("MAIL-A", address)
        assert sorted(met) == sorted(fresh.sharing("MAIL-A", address))
