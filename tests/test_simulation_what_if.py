# SPDX-License-Identifier: MIT
"""What would become of the routes in another way."""

import pytest

from tests.builders import inventory, pair, server, servers, settings
from tests.plans import make
from tests.simulations import Scene, number, world_of
from x400fix.inventory.connectors import Inventory
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.settings.settings import Settings
from x400fix.simulation.outcomes import judge_call
from x400fix.simulation.proof import tally
from x400fix.simulation.what_if import WHAT_IFS, Tally, tally_what_if


def supposed(name: str, found: Inventory, moved: list[str]) -> dict[str, int]:
    """How many routes would be what if some connectors moved in a way."""
    named = Scene(world_of(found))
    first = {index: judge_call(named.state, index) for index in named.network.tcp}
    places = [named.at(ident) for ident in moved]
    return counts(tally_what_if(name, named.state, places, first))


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


@pytest.mark.parametrize("name", WHAT_IFS)
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
    after = tally(make(pair(count), chosen).planned.proof.record.after)
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
    """MAIL-A still has two connectors with one Address."""
    assert supposed("address", pair(3), ["MAIL-B/To A 2", "MAIL-B/To A 3"]) == {"down": 6}


def test_no_supposed_address_is_anybodys() -> None:
    """They lie beyond all that there are."""
    state = Scene(world_of(pair())).state
    WHAT_IFS["address"](state, [1, 3])
    added = {each for name in ("MAIL-A", "MAIL-B") for each in state.lists[name][1:]}
    assert len(added) == 2
    assert min(added) > number("255.255.255.255")
    assert {state.running[1], state.running[3]} == added
