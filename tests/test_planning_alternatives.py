# SPDX-License-Identifier: MIT
"""What each strategy would need on the same conflicts, and what the plan presumes."""

import pytest

from tests.builders import POOL, inventory, pair, server, servers, settings
from tests.plans import Made, between, make
from x400fix.inventory.connectors import Inventory, Role, Server
from x400fix.plan.model import Alternative, RouteCounts
from x400fix.settings.choices import AddressMode, Strategy, Wave
from x400fix.settings.settings import Settings
from x400fix.step_kinds import StepKind

HOME = "MAIL-A 10.20.1.10/24"
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
    given = {each.new_address for each in made.plan.assignments} - {""}
    assert alternative.addresses == len(given)


def test_names_need_no_address_and_no_restart_of_a_server() -> None:
    """That is their advantage."""
    found = alternatives(pair())["hostname"]
    assert (found.addresses, found.server_restarts) == (0, 0)


def counted(made: Made) -> tuple[int, int, int]:
    kinds = [step.kind for step in made.steps()]
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
        pytest.param(server("MAIL-B 10.20.2.10/24", roles=(Role.CLUSTER,)), 1, 1, id="cluster"),
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
    assert routes["nothing"] == RouteCounts(down=4)
    assert routes["merge"] == RouteCounts(works=2)
    assert routes["selectors"] == RouteCounts(works=4)
    assert routes["address"] == RouteCounts(uncertain=2, claimed=2)
    assert routes["hostname"] == RouteCounts(works=2, claimed=2)


def test_a_plan_of_known_facts_assumes_nothing() -> None:
    """Everything stands in the inputs."""
    assert make(pair()).plan.assumptions == ()


def test_a_bare_55_counts_as_before_sp1() -> None:
    """No input says which service pack it has."""
    assert make(pair(2, "5.5", "5.0")).plan.assumptions == (
        "MAIL-A: 5.5 without a service pack counts as before 5.5 SP1.",
    )


@pytest.mark.parametrize("exchange", ["5.5 SP1", "5.5 RTM", "5.0", "4.0a"])
def test_a_version_that_says_enough_is_no_assumption(exchange: str) -> None:
    """An RTM is one that the inventory names."""
    assert make(pair(2, exchange, "5.0")).plan.assumptions == ()


def test_an_unknown_version_counts_as_before_sp1() -> None:
    """Of servers without facts, and of partners that are only named."""
    rows = [*("MAIL-A/One 10.20.2.10 FAR", "MAIL-A/Two 10.20.2.10 FAR")]
    made = make(inventory(rows, [server(HOME, exchange="")]), settings(["FAR=10.20.2.32/28"]))
    assert made.plan.assumptions[:2] == (
        "FAR: its Exchange version is unknown and counts as before 5.5 SP1.",
        "MAIL-A: its Exchange version is unknown and counts as before 5.5 SP1.",
    )


def test_versions_of_servers_outside_every_conflict_are_no_assumptions() -> None:
    """Nothing in the plan rests on them."""
    rows = ["MAIL-A/One 10.20.2.10 MAIL-B"]
    assert make(inventory(rows, [server(HOME, exchange="")])).plan.assumptions == ()


def test_an_unknown_mask_is_taken_as_24_bits() -> None:
    """Addresses are chosen around the primary one."""
    made = make(between(server(HOME), server("MAIL-B 10.20.2.10")))
    assert made.plan.assumptions == (
        (
            "MAIL-B: its subnet mask is unknown; 255.255.255.0 around 10.20.2.10 is taken to "
            "choose addresses."
        ),
    )


def test_an_unknown_nic_is_taken_to_have_what_its_partners_dial() -> None:
    """As its primary address, with a presumed mask."""
    rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"]
    made = make(inventory(rows, [HOME, "MAIL-B"]))
    assert made.plan.assumptions[1] == (
        "MAIL-B: its NIC's addresses are unknown; 10.20.2.10, which its partners dial, is taken as "
        "the primary one."
    )


def test_names_for_a_presumed_address_rest_on_it_too() -> None:
    """They are written beside it in LMHOSTS."""
    rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"]
    (text,) = make(inventory(rows, [HOME, "MAIL-B"]), NAMES).plan.assumptions
    assert "10.20.2.10, which its partners dial, is taken as the primary one" in text


def test_a_pool_for_an_owner_of_unknown_address_is_taken_as_fit() -> None:
    """Whether it lies in its subnet cannot be seen."""
    rows = ["MAIL-A/One host-x", "MAIL-A/Two host-x"]
    made = make(inventory(rows, [HOME]), settings(["HOST-X=172.16.0.32/28"]))
    assert made.plan.assumptions == (
        "HOST-X: its present address is unknown; its pool is taken as fit.",
    )


@pytest.mark.parametrize(
    ("via", "presumed"), [pytest.param("", True, id="presumed"), ("via=10.9.0.1", False)]
)
def test_a_proxy_firewall_that_no_row_names_is_an_assumption(via: str, *, presumed: bool) -> None:
    """Different partners share one Address."""
    rows = [f"MAIL-A/{far} 10.9.0.1 {far} {via}" for far in ("MAIL-B", "MAIL-C", "MAIL-D")]
    found = inventory(rows, [*servers(), server("MAIL-C 10.20.3.10/24"), server("MAIL-D")])
    text = "10.9.0.1: different partners share this Address, so it is taken as a proxy firewall's."
    assert (text in make(found, settings(POOL)).plan.assumptions) is presumed


def test_an_assumption_stands_once() -> None:
    """However many connectors rest on it."""
    rows = [f"MAIL-A/{far} 10.9.0.1 FAR-{far}" for far in range(5)]
    found = make(inventory(rows, [HOME]), settings([])).plan.assumptions
    assert len(found) == len(set(found)) == 6
