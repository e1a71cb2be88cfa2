# SPDX-License-Identifier: MIT
"""What each strategy would need, counted on the same conflicts."""

import pytest

from tests.builders import inventory, pair, server, servers, settings
from tests.plans import Made, make
from x400fix.inventory.connectors import Inventory, Server
from x400fix.plan.model import Alternative, RoutesRecord
from x400fix.planning.alternatives import count_addresses
from x400fix.settings.choices import AddressMode, Strategy, Wave
from x400fix.settings.settings import Settings
from x400fix.step_kinds import StepKind

NAMES = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)
MINIMAL = settings(minimal=True)


def shared() -> Inventory:
    """Three servers that dial MAIL-D with two, three and four connectors."""
    rows = [
        f"MAIL-{home}/{at} 10.20.2.10 MAIL-D"
        for home, count in (("A", 2), ("B", 3), ("C", 4))
        for at in range(count)
    ]
    return inventory(rows, [server("MAIL-D 10.20.2.10/24")])


def every_kind() -> Inventory:
    """A firewall, a server with DHCP, one by hand, names that are kept, unsafe overrides."""
    rows = [
        *(f"MAIL-A/FW_{at} 10.9.0.1 FAR-{at} via=FW1" for at in range(3)),
        *(f"MAIL-A/DHCP_{at} MAIL-D MAIL-D" for at in range(3)),
        *(f"MAIL-A/B_{at} MAIL-B MAIL-B" for at in range(3)),
        *(f"MAIL-B/-A_{at} 10.20.1.10 MAIL-A" for at in range(3)),
        *(f"MAIL-A/X_{at} 172.16.9.9" for at in range(3)),
    ]
    return inventory(rows, [*servers("5.0", "5.5 SP4"), server("MAIL-D dhcp")])


def alternatives(found: Inventory, chosen: Settings | None = None) -> dict[str, Alternative]:
    return {
        each.strategy + (" minimal" if each.minimal else ""): each
        for each in make(found, chosen).plan.alternatives
    }


@pytest.mark.parametrize(
    ("chosen", "name"),
    [(settings(), "address"), (MINIMAL, "address minimal"), (NAMES, "hostname")],
    ids=["address", "minimal", "hostname"],
)
def test_there_are_six_and_one_is_chosen(chosen: Settings, name: str) -> None:
    """What can be planned here comes first, what cannot is for comparison."""
    found = alternatives(pair(), chosen)
    planned = ["address", "address minimal", "hostname"]
    assert list(found) == [*planned, "selectors", "merge", "nothing"]
    assert [each for each, alternative in found.items() if alternative.chosen] == [name]


def test_minimal_needs_as_many_addresses_as_the_neediest_home_server() -> None:
    """That one needs them all apart, and the others share them."""
    found = alternatives(shared())
    assert (found["address"].addresses, found["address minimal"].addresses) == (6, 3)


@pytest.mark.parametrize("chosen", [settings(), MINIMAL], ids=["address", "minimal"])
def test_the_chosen_one_has_the_addresses_of_the_plan(chosen: Settings) -> None:
    """Promised and given are one number."""
    made = make(shared(), chosen)
    (alternative,) = [each for each in made.plan.alternatives if each.chosen]
    given = {each.address for each in made.plan.assignments} - {None}
    assert alternative.addresses == len(given)


def test_names_need_no_address_and_no_restart_of_a_server() -> None:
    """That is their advantage."""
    found = alternatives(pair())["hostname"]
    assert (found.addresses, found.server_restarts) == (0, 0)


def counted(made: Made) -> tuple[int, int, int]:
    kinds = [step.kind for step in made.plan.steps]
    return (
        kinds.count(StepKind.SERVER_RESTART),
        kinds.count(StepKind.MTA_RESTART),
        sum(kind.is_by_hand for kind in kinds),
    )


@pytest.mark.parametrize("wave", list(Wave))
@pytest.mark.parametrize("chosen", [settings(), MINIMAL, NAMES], ids=["all", "minimal", "names"])
def test_the_chosen_one_is_counted_on_the_steps_of_the_plan(chosen: Settings, wave: Wave) -> None:
    """Restarts of servers and MTAs, and what no script carries out."""
    mode = {"address_mode": chosen.address_mode, "strategy": chosen.strategy}
    made = make(every_kind(), settings(wave=wave, minimal=chosen.minimal, **mode))
    (found,) = [each for each in made.plan.alternatives if each.chosen]
    assert (found.server_restarts, found.mta_restarts, found.manual_steps) == counted(made)


def test_what_is_not_chosen_is_what_choosing_it_would_give() -> None:
    """Where both ends are known, each strategy foresees the other."""
    by_address, by_name = alternatives(pair(3)), alternatives(pair(3), NAMES)
    assert by_address["hostname"].manual_steps == by_name["hostname"].manual_steps == 4
    assert by_name["address"].server_restarts == by_address["address"].server_restarts == 2
    assert by_name["address"].addresses == by_address["address"].addresses == 4


@pytest.mark.parametrize(
    ("rows", "owner", "address", "hostname"),
    [
        pytest.param(
            [f"MAIL-A/{at} 10.9.0.1 FAR-{at} via=FW1" for at in range(3)],
            "FW1 10.9.0.1/24",
            (0, 4),
            (0, 4),
            id="firewall",
        ),
        pytest.param(
            [f"MAIL-A/{at} MAIL-D MAIL-D" for at in range(3)],
            "MAIL-D dhcp",
            (0, 3),
            (0, 3),
            id="unknown-address",
        ),
    ],
)
def test_work_that_both_strategies_leave_to_people(
    rows: list[str], owner: str, address: tuple[int, int], hostname: tuple[int, int]
) -> None:
    """Mappings of a firewall are needed in any case; an unknown address has to be asked for."""
    found = alternatives(inventory(rows, ["MAIL-A 10.20.1.10/24", owner]))
    by_address, by_name = found["address"], found["hostname"]
    assert (by_address.server_restarts, by_address.manual_steps) == address
    assert (by_name.server_restarts, by_name.manual_steps) == hostname


@pytest.mark.parametrize(
    ("owner", "restarts", "by_hand"),
    [
        pytest.param(server("MAIL-B 10.20.2.10/24"), 1, 0, id="nt"),
        pytest.param(server("MAIL-B 10.20.2.10/24", os="Windows 2000"), 0, 0, id="windows-2000"),
        pytest.param(server("MAIL-B 10.20.2.10/24", os=""), 1, 1, id="unknown-system"),
        pytest.param(server("MAIL-B 10.20.2.10/24", adapter=""), 1, 1, id="by-hand"),
    ],
)
def test_names_foresee_what_addresses_would_need(
    owner: Server, restarts: int, by_hand: int
) -> None:
    """Two connectors at MAIL-A; the NIC of MAIL-B by script or by hand."""
    rows = [f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in range(3)]
    found = alternatives(inventory(rows, [server("MAIL-A 10.20.1.10/24"), owner]), NAMES)
    assert found["address"].server_restarts == restarts
    assert found["address"].manual_steps == 2 + by_hand


@pytest.mark.parametrize(("home", "by_hand"), [("MAIL-A", 0), ("$MAIL", 1)])
def test_name_files_are_work_by_hand_only_where_no_script_can_name_the_server(
    home: str, by_hand: int
) -> None:
    """Each strategy foresees for the other what NAMES.CMD does there."""
    rows = [f"{home}/{at} 10.20.2.10 MAIL-B" for at in range(3)]
    found = inventory(rows, [server(f"{home} 10.20.1.10/24"), server("MAIL-B 10.20.2.10/24")])
    by_address, by_name = alternatives(found), alternatives(found, NAMES)
    assert by_address["hostname"].manual_steps == 2 + by_hand
    assert by_name["hostname"].manual_steps == 2 + by_hand
    assert by_name["address"].manual_steps == 2 + by_hand


def test_nothing_to_change_needs_nothing() -> None:
    """All three alternatives are the same."""
    for each in make(pair(1)).plan.alternatives:
        counts = (each.addresses, each.server_restarts, each.mta_restarts, each.manual_steps)
        assert counts == (0, 0, 0, 0)


@pytest.mark.parametrize(("shares", "count"), [(False, 6), (True, 3)])
def test_addresses_are_counted_for_each_owner(*, shares: bool, count: int) -> None:
    """Connectors of one home server never share."""
    moved = [each for each in make(shared()).plan.assignments if each.address is not None]
    assert count_addresses(moved, shares=shares) == count


def test_other_ways_are_counted_on_the_same_conflicts() -> None:
    """Two servers before 5.5 SP1 with two connectors each: upgrades, selectors, removals."""
    found = alternatives(pair())
    counts = {name: (each.manual_steps, each.mta_restarts) for name, each in found.items()}
    assert counts["selectors"] == (2 + 4, 2)
    assert counts["merge"] == (2, 2)
    assert counts["nothing"] == (0, 0)


def test_every_way_says_what_becomes_of_the_routes() -> None:
    """By the same model as the plan: nothing is better than nothing done."""
    routes = {name: each.routes for name, each in alternatives(pair()).items()}
    assert routes["nothing"] == RoutesRecord(down=4)
    assert routes["merge"] == RoutesRecord(works=2)
    assert routes["selectors"] == RoutesRecord(works=4)
    assert routes["address"] == RoutesRecord(uncertain=2, claimed=2)
    assert routes["hostname"] == RoutesRecord(works=2, claimed=2)
