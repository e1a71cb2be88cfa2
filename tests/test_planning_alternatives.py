# SPDX-License-Identifier: MIT
"""What each strategy would need on the same conflicts, and what the plan presumes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import POOL, inventory, pair, server, servers, settings
from tests.inventories import Case, inventories
from tests.inventories.plans import LAWS, chosen_for, read
from tests.plans import Made, between, make
from x400fix.inventory.connectors import Inventory
from x400fix.plan.model import Alternative, RouteCounts
from x400fix.planning.alternatives import MOST_COMPARED, TOO_MANY
from x400fix.problems import PlanningError
from x400fix.settings.choices import AddressMode, Strategy, Wave
from x400fix.settings.settings import Settings
from x400fix.step_kinds import StepKind

HOME = "MAIL-A 10.20.1.10/24"
NAMES = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)
MINIMAL = settings(minimal=True)


def alternatives(found: Inventory, chosen: Settings | None = None) -> dict[str, Alternative]:
    return {
        each.strategy + (" minimal" if each.minimal else ""): each
        for each in make(found, chosen).plan.alternatives
    }


def figures(each: Alternative | None) -> tuple[object, ...]:
    """What a row says, but for whether it is the chosen one."""
    assert each
    counts = (each.addresses, each.server_restarts, each.mta_restarts, each.manual_steps)
    return (*counts, each.routes)


def own_figures(made: Made) -> tuple[object, ...]:
    """The same counted on a plan itself."""
    kinds = [step.kind for step in made.steps()]
    return (
        made.plan.summary.new_addresses,
        kinds.count(StepKind.SERVER_RESTART),
        kinds.count(StepKind.MTA_RESTART),
        sum(kind.is_by_hand for kind in kinds),
        made.plan.proof.after,
    )


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


WAYS: dict[str, dict[str, object]] = {
    "address": {"strategy": Strategy.ADDRESS, "minimal": False, "address_mode": AddressMode.IP},
    "address minimal": {
        "strategy": Strategy.ADDRESS,
        "minimal": True,
        "address_mode": AddressMode.IP,
    },
    "hostname": {
        "strategy": Strategy.HOSTNAME,
        "minimal": False,
        "address_mode": AddressMode.LMHOSTS,
    },
}
"""Each way with what its Addresses usually are."""


@LAWS
@given(inventories(), st.sampled_from(Wave), st.sampled_from([False, False, True]))
def test_a_row_is_what_a_plan_with_that_option_gives(
    case: Case,
    wave: Wave,
    reassign_all: bool,  # noqa: FBT001 -- as hypothesis gives it
) -> None:
    """Or it says why there is none."""
    found, others = read(case.text), {"wave": wave, "reassign_all": reassign_all}
    plans: dict[str, Made | str] = {}
    for name, way in WAYS.items():
        try:
            plans[name] = make(found, chosen_for(case, {**others, **way}))
        except PlanningError as error:
            plans[name] = error.problems[0].message
    for made in (each for each in plans.values() if isinstance(each, Made)):
        rows = {
            each.strategy + (" minimal" if each.minimal else ""): each
            for each in made.plan.alternatives
        }
        for name, other in plans.items():
            if isinstance(other, Made):
                assert figures(rows[name]) == own_figures(other), name
                assert not rows[name].why_not
            else:
                assert (rows[name].routes, rows[name].why_not) == (None, other)


def test_the_mode_hosts_stays_where_the_strategy_is_another() -> None:
    """It was chosen, and both can have it."""
    by_name = settings(strategy=Strategy.HOSTNAME, address_mode=AddressMode.HOSTS)
    by_address = settings(address_mode=AddressMode.HOSTS)
    assert figures(alternatives(pair(), by_name)["address"]) == own_figures(
        make(pair(), by_address)
    )


def test_what_no_plan_shows_has_no_figures() -> None:
    """An upgrade and fewer connectors are not planned here."""
    found = alternatives(pair())
    for name in ("selectors", "merge"):
        assert figures(found[name]) == (None,) * 5
        assert found[name].why_not == "x400fix does not plan this"
    assert figures(found["nothing"]) == (0, 0, 0, 0, RouteCounts(down=4))


def test_large_plans_are_not_made_only_to_be_compared() -> None:
    """It would take three times as long."""
    rows = [f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in range(MOST_COMPARED + 1)]
    found = alternatives(inventory(rows, []), settings(["MAIL-B=10.20.0.0/16"]))
    assert found["address"].addresses == MOST_COMPARED
    assert found["hostname"] == Alternative(strategy="hostname", why_not=TOO_MANY)


@pytest.mark.parametrize("chosen", [settings(), MINIMAL, NAMES], ids=["all", "minimal", "names"])
def test_nothing_to_change_needs_nothing(chosen: Settings) -> None:
    """All that can be planned are the same."""
    found = alternatives(pair(1), chosen)
    for name in (*WAYS, "nothing"):
        assert figures(found[name]) == (0, 0, 0, 0, RouteCounts(works=2))


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
    rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-B/One 10.20.1.10 MAIL-A"]
    assert make(inventory(rows, [server(HOME, exchange="")])).plan.assumptions == ()


def test_a_partner_that_nobody_has_looked_at_is_an_assumption() -> None:
    """Nothing to do is never said without it; a partner of 5.5 SP1 or later needs none."""
    rows = [f"MAIL-A/C{n:02} 10.20.2.{n} P{n:02}" for n in range(1, 14)]
    (text,) = make(
        inventory(rows, [server(HOME), server("P01", exchange="5.5 SP4")])
    ).plan.assumptions
    assert text == (
        "P02, P03, P04, P05, P06, P07, P08, P09, P10, P11 and 2 more: their connectors are not in "
        "the inventory. One that is before 5.5 SP1 and has several connectors with one Address "
        "has no connector that works, also none to here (KB 200588)."
    )


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
