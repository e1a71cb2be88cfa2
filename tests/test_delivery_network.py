# SPDX-License-Identifier: MIT
"""How the connectors of an inventory belong together."""

import pytest

from tests.builders import inventory, pair, server, servers
from tests.deliveries import Scene, number, scene, world_of
from x400fix.simulation.network import Network, World

A, B, C = "MAIL-A 10.20.1.10/24", "MAIL-B 10.20.2.10/24", "MAIL-C 10.20.3.10/24"


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
    assert Scene(world).idents(world.whole().tcp) == ["MAIL-A/2", "MAIL-B/1"]


def test_the_two_ends_of_a_link_are_peers() -> None:
    """A link of one end has none."""
    rows = [
        "MAIL-A/1 10.20.2.10 MAIL-B",
        "MAIL-A/2 10.20.2.10 MAIL-B",
        "MAIL-B/1 10.20.1.10 MAIL-A",
    ]
    found = scene(rows, [A, B])
    network = found.network
    peers = {found.idents([i])[0]: network.peer(i) for i in network.tcp}
    assert peers == {
        "MAIL-A/1": found.at("MAIL-B/1"),
        "MAIL-A/2": None,
        "MAIL-B/1": found.at("MAIL-A/1"),
    }


def test_an_address_is_a_number_and_a_name_a_text() -> None:
    """As the model compares them."""
    found = scene(["MAIL-A/1 10.20.2.10 MAIL-B", "MAIL-A/2 Mail-B MAIL-B"], [A, B])
    assert [found.network.dialled(index) for index in found.network.tcp] == [
        number("10.20.2.10"),
        "Mail-B",
    ]


def test_the_inputs_give_the_address_of_a_known_servers_name() -> None:
    """Its computer name, with or without a domain; nothing else."""
    network = scene(["MAIL-A/1 10.20.2.10 MAIL-B"], [A, B]).network
    assert network.number_given("mail-b.example.com") == number("10.20.2.10")
    assert network.number_given("elsewhere") is None


@pytest.mark.parametrize(
    ("exchange", "needs"), [("5.0 SP2", True), ("", True), ("5.5 SP1", False), ("2003", False)]
)
def test_connectors_before_55_sp1_need_an_address_each(exchange: str, *, needs: bool) -> None:
    """An unknown version counts as before."""
    network = scene(["MAIL-A/1 10.20.2.10 MAIL-B"], [server(A, exchange=exchange)]).network
    assert network.needs_own_address("MAIL-A") is needs


def test_a_server_that_nobody_describes_needs_an_address_each() -> None:
    """Its version is unknown, and so is its NIC."""
    network = scene(["MAIL-A/1 10.20.2.10 MAIL-B"], [A]).network
    assert network.needs_own_address("MAIL-B")
    assert not network.knows_nic("MAIL-B")
    assert network.knows_nic("MAIL-A")


def test_what_is_supposed_stands_for_the_supposition_only() -> None:
    """Another version, and T selectors where there are none, or others."""
    network = scene(
        ["MAIL-A/1 10.20.2.10 MAIL-B out=L1", "MAIL-A/2 10.20.2.10 MAIL-B"], [A]
    ).network
    supposed = network.suppose(["MAIL-A"], {1: b"L2"})
    assert (network.needs_own_address("MAIL-A"), supposed.needs_own_address("MAIL-A")) == (
        True,
        False,
    )
    assert [network.outgoing_selector(index) for index in (0, 1)] == [b"L1", b""]
    assert [supposed.outgoing_selector(index) for index in (0, 1)] == [b"L1", b"L2"]


def hub() -> Scene:
    """MAIL-A with two links to MAIL-B, one to MAIL-C of one end, and a foreign MTA."""
    rows = [
        *("MAIL-A/B1 10.20.2.10 MAIL-B", "MAIL-A/B2 10.20.2.10 MAIL-B"),
        *("MAIL-A/C1 10.20.3.10 MAIL-C", "MAIL-A/X1 172.16.9.9"),
        *("MAIL-B/A1 10.20.1.10 MAIL-A", "MAIL-B/A2 10.20.1.10 MAIL-A"),
    ]
    return scene(rows, [A, B, C])


def test_a_pair_has_all_connectors_between_two_servers() -> None:
    """Those of both of them; to a foreign MTA there is one direction only."""
    found = hub()
    pairs = {ident: found.idents(found.network.pair(found.at(ident))) for ident in ("MAIL-A/B2",)}
    assert sorted(pairs["MAIL-A/B2"]) == ["MAIL-A/B1", "MAIL-A/B2", "MAIL-B/A1", "MAIL-B/A2"]
    assert found.idents(found.network.pair(found.at("MAIL-A/C1"))) == ["MAIL-A/C1"]
    assert found.idents(found.network.pair(found.at("MAIL-A/X1"))) == ["MAIL-A/X1"]


def test_a_server_is_touched_by_its_connectors_and_by_those_that_call_it() -> None:
    """Everything that goes through it."""
    found = hub()
    assert found.idents(found.network.touching("MAIL-C")) == ["MAIL-A/C1"]
    assert sorted(found.idents(found.network.touching("MAIL-B"))) == [
        *("MAIL-A/B1", "MAIL-A/B2", "MAIL-B/A1", "MAIL-B/A2"),
    ]
    assert found.network.touching("MAIL-Z") == []


def test_slices_are_the_connectors_between_two_servers_each() -> None:
    """Every connector is in one of them."""
    found = hub()
    slices = sorted(found.idents(part.tcp) for part in found.network.slices())
    assert slices == [
        ["MAIL-A/B1", "MAIL-A/B2", "MAIL-B/A1", "MAIL-B/A2"],
        ["MAIL-A/C1"],
        ["MAIL-A/X1"],
    ]


def test_a_slice_begins_at_the_server_whose_connectors_come_first() -> None:
    """A partner that has no connectors back does not begin one."""
    found = scene(["MAIL-B/A 10.20.1.10 MAIL-A", "MAIL-B/C 10.20.3.10 MAIL-C"], [A, B, C])
    slices = [found.idents(part.tcp) for part in found.network.slices()]
    assert slices == [["MAIL-B/A"], ["MAIL-B/C"]]


def test_a_part_knows_what_all_say_of_who_is_dialled_where() -> None:
    """Else a slice would presume less than the whole network."""
    rows = ["MAIL-A/1 10.20.2.10 MAIL-B", "MAIL-C/1 10.20.2.41 MAIL-B"]
    whole = scene(rows, [A, C]).network
    assert whole.presumed_primaries == {}
    assert [part.presumed_primaries for part in whole.slices()] == [{}, {}]


def test_without_leaves_connectors_out() -> None:
    """The places of the others stay what they are."""
    found = hub()
    left = found.network.without({found.at("MAIL-A/B2"), found.at("MAIL-B/A2")})
    assert found.idents(left.tcp) == ["MAIL-A/B1", "MAIL-A/C1", "MAIL-A/X1", "MAIL-B/A1"]
    assert found.idents(left.homes["MAIL-B"]) == ["MAIL-B/A1"]


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


def test_many_servers_are_asked_for_one_after_the_other() -> None:
    """Only the last ones are remembered, which changes no answer."""
    rows = [f"MAIL-A/{at} 10.20.{at}.10 MAIL-{at}" for at in range(80)]
    back = [f"MAIL-{at}/Back 10.20.1.10 MAIL-A" for at in range(80)]
    network = scene([*rows, *back], []).network
    pairs = [sorted(network.pair(index)) for index in network.tcp]
    assert pairs == [sorted(network.pair(index)) for index in network.tcp]
    assert all(len(each) == 2 for each in pairs)


def test_a_world_knows_the_name_files_that_servers_have() -> None:
    """None, if nobody handed any in."""
    world = world_of(pair(), hosts={"MAIL-A": ["10.20.2.10 MAIL-B"]})
    assert world.hosts["MAIL-A"].name_of(number("10.20.2.10")) == "MAIL-B"
    assert (dict(world_of(pair()).hosts), dict(world.lmhosts)) == ({}, {})


def test_a_network_of_some_connectors_has_only_their_servers() -> None:
    """Nobody else can be met there."""
    world = world_of(inventory(["MAIL-A/1 10.20.2.10 MAIL-B", "MAIL-C/1 172.16.9.9"], servers()))
    network = Network(world, [0])
    assert (list(network.homes), list(network.callers)) == (["MAIL-A"], ["MAIL-B"])
