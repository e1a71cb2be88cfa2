# SPDX-License-Identifier: MIT
"""What the board relies on although no input says it."""

import pytest

from tests.builders import POOL, inventory, pair, server, servers, settings
from tests.plans import between, make
from x400fix.settings.choices import AddressMode, Strategy

HOME = "MAIL-A 10.20.1.10/24"


def test_a_plan_of_known_facts_assumes_nothing() -> None:
    """Everything stands in the inputs."""
    assert make(pair()).plan.assumptions == ()


def test_a_bare_55_counts_as_before_sp1() -> None:
    """Nobody said which service pack it has."""
    assert make(pair(2, "5.5", "5.0")).plan.assumptions == (
        "MAIL-A: 5.5 without a service pack counts as before 5.5 SP1.",
    )


@pytest.mark.parametrize("exchange", ["5.5 SP1", "5.5 RTM", "5.0", "4.0a"])
def test_a_version_that_says_enough_is_no_assumption(exchange: str) -> None:
    """An RTM is one that somebody named."""
    assert make(pair(2, exchange, "5.0")).plan.assumptions == ()


def test_an_unknown_version_counts_as_before_sp1() -> None:
    """Of servers without facts, and of partners that are only named."""
    rows = [*("MAIL-A/One 10.20.2.10 FAR", "MAIL-A/Two 10.20.2.10 FAR")]
    made = make(inventory(rows, [server(HOME, exchange="")]), settings(["FAR=10.20.2.32/28"]))
    assert made.plan.assumptions[:2] == (
        "FAR: its Exchange version is unknown and counts as before 5.5 SP1.",
        "MAIL-A: its Exchange version is unknown and counts as before 5.5 SP1.",
    )


def test_versions_of_servers_outside_every_conflict_are_not_told() -> None:
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
    chosen = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)
    (text,) = make(inventory(rows, [HOME, "MAIL-B"]), chosen).plan.assumptions
    assert "10.20.2.10, which its partners dial, is taken as the primary one" in text


def test_a_pool_for_an_owner_of_unknown_address_is_taken_as_fit() -> None:
    """Nobody can see whether it lies in its subnet."""
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
