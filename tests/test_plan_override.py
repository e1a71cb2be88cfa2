# SPDX-License-Identifier: MIT
"""Which Stack IP Address Overrides an owner of new addresses gets (Q197378)."""

import pytest

from tests.builders import inventory, pair, server, settings
from tests.plans import Made, called, make
from x400fix.inventory.addresses import address_text
from x400fix.planning.overrides import find_overrides
from x400fix.settings.choices import AddressMode, Strategy


def overrides(made: Made) -> dict[str, list[tuple[str, str, bool]]]:
    """Owner, connector, source address, and whether a script sets it."""
    return {
        owner: [
            (each.connector.name, address_text(each.number), each.is_scripted) for each in found
        ]
        for owner, found in find_overrides(made.plan.assignments).items()
    }


def test_the_kept_link_calls_from_the_primary_and_the_others_from_their_own() -> None:
    """The source is the address that the partner's connector of the same link holds."""
    assert overrides(make(pair(3, "5.0 SP2", "5.5 SP4"))) == {
        "MAIL-B": [
            ("To A 1", "10.20.2.10", True),
            ("To A 2", "10.20.2.32", True),
            ("To A 3", "10.20.2.33", True),
        ]
    }


@pytest.mark.parametrize(
    ("exchange", "has_some"),
    [
        pytest.param("5.5 SP1", False, id="sp1"),
        pytest.param("5.5.2430.1", False, id="build-2430"),
        pytest.param("5.5.2431.1", True, id="build-2431"),
        pytest.param("5.5 SP2", True, id="sp2"),
        pytest.param("Exchange 2000", True, id="2000"),
        pytest.param("5.5", False, id="bare-5.5"),
        pytest.param("5.0 SP2", False, id="5.0"),
        pytest.param("", False, id="unknown"),
    ],
)
def test_the_owners_build_decides(exchange: str, *, has_some: bool) -> None:
    """Build 2431 is the first that knows the value."""
    assert bool(overrides(make(pair(2, "5.0 SP2", exchange))).get("MAIL-B")) is has_some


@pytest.mark.parametrize(
    "name", ["-dash", "Zürich", "back\\slash", "100%", "a&b", "(x", "ends.", "[1 5]", "x=y"]
)
def test_an_unsafe_directory_name_is_set_by_hand(name: str) -> None:
    """A directory name is a key of the registry script only if it passes the allow-list."""
    found = inventory(
        [
            "MAIL-A/One 10.20.2.10 MAIL-B",
            "MAIL-A/Two 10.20.2.10 MAIL-B",
            "MAIL-B/A_first 10.20.1.10 MAIL-A",
            called(name, "MAIL-B/x 10.20.1.10 MAIL-A peer=Two"),
        ],
        [server("MAIL-A 10.20.1.10/24"), server("MAIL-B 10.20.2.10/24", exchange="5.5 SP4")],
    )
    assert overrides(make(found))["MAIL-B"] == sorted(
        [("A first", "10.20.2.10", True), (name, "10.20.2.32", False)],
        key=lambda each: each[0].upper(),
    )


@pytest.mark.parametrize(
    ("address", "source"), [("10.20.2.10", ["10.20.2.10"]), ("MAIL-B", [])], ids=["ip", "name"]
)
def test_a_kept_link_calls_from_what_is_dialled_if_nobody_tells_the_primary(
    address: str, source: list[str]
) -> None:
    """The partner's Address must equal it; what a name leads to nobody knows."""
    rows = [
        *(f"MAIL-A/One {address} MAIL-B", f"MAIL-A/Two {address} MAIL-B"),
        *("MAIL-B/One 10.20.1.10 MAIL-A", "MAIL-B/Two 10.20.1.10 MAIL-A"),
    ]
    found = inventory(rows, [server("MAIL-A 10.20.1.10/24"), server("MAIL-B", exchange="5.5 SP4")])
    made = make(found, settings(["10.20.1.32/28", "MAIL-B=10.20.2.32/28"]))
    kept = [each for each in overrides(made)["MAIL-B"] if each[0] == "One"]
    assert [number for _, number, _ in kept] == source


def test_overrides_come_in_the_order_of_directory_names() -> None:
    """Not in that of the partner's connectors."""
    found = inventory(
        [
            "MAIL-A/One 10.20.2.10 MAIL-B peer=b",
            "MAIL-A/Two 10.20.2.10 MAIL-B peer=A",
            "MAIL-B/A 10.20.1.10 MAIL-A",
            "MAIL-B/b 10.20.1.10 MAIL-A",
        ],
        [server("MAIL-A 10.20.1.10/24"), server("MAIL-B 10.20.2.10/24", exchange="5.5 SP4")],
    )
    assert [name for name, _, _ in overrides(make(found))["MAIL-B"]] == ["A", "b"]


def test_a_link_without_another_end_has_nothing_to_set() -> None:
    """There is no connector whose calls could be steered."""
    found = inventory(
        ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"],
        [server("MAIL-A 10.20.1.10/24"), server("MAIL-B 10.20.2.10/24", exchange="5.5 SP4")],
    )
    assert overrides(make(found)) == {}


def test_only_partners_that_get_new_addresses_matter() -> None:
    """With more names for one address the owner still calls from its primary one."""
    chosen = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)
    assert overrides(make(pair(2, "5.0 SP2", "5.5 SP4"), chosen)) == {}


def test_an_owner_whose_server_nobody_describes_has_none() -> None:
    """A foreign MTA is not ours to configure."""
    rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
    made = make(inventory(rows, ["MAIL-A 10.20.1.10/24"]), settings(["172.16.9.32/28"]))
    assert overrides(made) == {}
