# SPDX-License-Identifier: MIT
"""What would become of the routes in another way."""

import pytest

from tests.builders import inventory, pair, server, servers, settings
from tests.deliveries import Scene, number, world_of
from tests.plans import make
from x400fix.inventory.connectors import Inventory
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.settings.settings import Settings
from x400fix.simulation.network import NO_NAMES, Network
from x400fix.simulation.outcomes import judge_call
from x400fix.simulation.proof import tally_board
from x400fix.simulation.state import State
from x400fix.simulation.statuses import Calls
from x400fix.simulation.what_if import SUPPOSITIONS, Tally, tally, tally_supposition


def supposed(name: str, found: Inventory, moved: list[str]) -> dict[str, int]:
    """How many routes would be what if some connectors moved in a way."""
    named = Scene(world_of(found))
    network = named.network
    first = Calls(network)
    for index in network.tcp:
        first.put(index, judge_call(named.state, index))
    places = [named.at(ident) for ident in moved]
    return counts(tally_supposition(name, network, places, first, NO_NAMES))


def counts(tallied: Tally) -> dict[str, int]:
    return {status.value: count for status, count in sorted(tallied.items()) if count}


SECOND = ["MAIL-A/To B 2", "MAIL-B/To A 2"]
NAMED = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)


@pytest.mark.parametrize(
    ("name", "routes"),
    [
        pytest.param("address", {"claimed": 2, "uncertain": 2}, id="address"),
        pytest.param("hostname", {"claimed": 2, "works": 2}, id="hostname"),
        pytest.param("selectors", {"works": 4}, id="selectors"),
        pytest.param("merge", {"works": 2}, id="merge"),
    ],
)
def test_two_links_between_two_servers(name: str, routes: dict[str, int]) -> None:
    """More addresses leave open which one is called from; merging leaves two routes fewer."""
    assert supposed(name, pair(), SECOND) == routes


@pytest.mark.parametrize("name", SUPPOSITIONS)
def test_where_nothing_moves_nothing_changes(name: str) -> None:
    """Calls that worked before do so in every way."""
    assert supposed(name, pair(1), []) == {"works": 2}


@pytest.mark.parametrize(
    ("name", "routes"),
    [
        pytest.param("address", {"claimed": 2, "uncertain": 4}, id="address"),
        pytest.param("hostname", {"claimed": 2, "works": 4}, id="hostname"),
    ],
)
def test_more_addresses_also_change_where_others_are_called_from(
    name: str, routes: dict[str, int]
) -> None:
    """MAIL-C has one link to MAIL-A, which would get an address more."""
    rows = [
        *("MAIL-A/To_B_1 10.20.2.10 MAIL-B", "MAIL-A/To_B_2 10.20.2.10 MAIL-B"),
        *("MAIL-B/To_A_1 10.20.1.10 MAIL-A", "MAIL-B/To_A_2 10.20.1.10 MAIL-A"),
        *("MAIL-C/To_A 10.20.1.10 MAIL-A", "MAIL-A/To_C 10.20.3.10 MAIL-C"),
    ]
    found = inventory(rows, [*servers(), server("MAIL-C 10.20.3.10/24")])
    assert supposed(name, found, SECOND) == routes


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize(
    ("name", "chosen"), [("address", settings()), ("hostname", NAMED)], ids=["address", "hostname"]
)
def test_what_is_supposed_is_what_the_plan_would_do(
    name: str, chosen: Settings, count: int
) -> None:
    """The same routes, counted by the same model; overrides and NIC scripts are the plan's."""
    after = tally_board(make(pair(count), chosen).plan.proof.record.after)
    moved = [f"MAIL-A/To B {at}" for at in range(2, count + 1)]
    moved += [f"MAIL-B/To A {at}" for at in range(2, count + 1)]
    assert supposed(name, pair(count), moved) == counts(after)


def test_a_partner_whose_address_nobody_knows_gets_a_name_without_a_line() -> None:
    """Nobody can write down what it leads to."""
    rows = ["MAIL-A/One MAIL-D MAIL-D", "MAIL-A/Two MAIL-D MAIL-D", "MAIL-D/A 10.20.1.10 MAIL-A"]
    found = inventory(rows, [*servers(), server("MAIL-D dhcp")])
    assert supposed("hostname", found, ["MAIL-A/Two"]) == {"uncertain": 3}


def test_a_new_address_goes_onto_a_nic_that_nobody_knows() -> None:
    """And a foreign MTA has one as well, wherever that is."""
    rows = [
        *("MAIL-A/One 10.20.4.10 MAIL-D", "MAIL-A/Two 10.20.4.10 MAIL-D"),
        *("MAIL-D/One 10.20.1.10 MAIL-A", "MAIL-A/Three 172.16.9.9", "MAIL-A/Four 172.16.9.9"),
    ]
    found = inventory(rows, servers())
    assert supposed("address", found, ["MAIL-A/Two", "MAIL-A/Four"]) == {"uncertain": 5}


def test_selectors_suppose_55_sp1_everywhere_on_the_way() -> None:
    """Each link has one of its own, also one that is not paired."""
    rows = [
        "MAIL-A/One 10.20.2.10 MAIL-B",
        "MAIL-A/Two 10.20.2.10 MAIL-B",
        "MAIL-B/One 10.20.1.10 MAIL-A",
    ]
    found = inventory(rows, servers())
    assert supposed("selectors", found, ["MAIL-A/Two"]) == {"uncertain": 1, "works": 2}


def test_merging_takes_the_other_end_away_as_well() -> None:
    """A link has two ends."""
    rows = [
        "MAIL-A/One 10.20.2.10 MAIL-B",
        "MAIL-A/Two 10.20.2.10 MAIL-B",
        "MAIL-B/One 10.20.1.10 MAIL-A",
    ]
    found = inventory(rows, servers())
    assert supposed("merge", found, ["MAIL-A/Two"]) == {"works": 2}


def test_a_way_that_leaves_a_collision_has_every_route_of_the_stack_down() -> None:
    """Counted as the board would show it."""
    state = Scene(world_of(pair())).state
    assert counts(tally(state)) == {"down": 4}


def test_routes_are_counted_as_they_are_at_a_moment() -> None:
    """After the first restart MAIL-B still collides, and so do its calls to MAIL-A."""
    found = Scene(world_of(pair()))
    found.set_address("MAIL-A/To B 2", "10.20.2.32")
    assert counts(tally(found.state)) == {"down": 4}
    found.set_address("MAIL-B/To A 2", "10.20.1.32")
    # Nobody has the two new addresses: the plan would have put them onto the NICs.
    assert counts(tally(found.state)) == {"uncertain": 2, "works": 2}


def test_no_supposed_address_is_anybodys() -> None:
    """They lie beyond all that there are."""
    named = Scene(world_of(pair()))
    network: Network = named.network
    state: State = SUPPOSITIONS["address"](network, [1, 3], {"MAIL-A", "MAIL-B"}, NO_NAMES)
    added = {each for name in ("MAIL-A", "MAIL-B") for each in state.lists[name][1:]}
    assert len(added) == 4
    assert min(added) > number("255.255.255.255")
    assert {state.running(1), state.running(3)} < added
