# SPDX-License-Identifier: MIT
"""Stack IP Address Overrides (Q197378) and T selectors (KB 198772) that a plan proposes."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import inventory, pair, server, servers, settings
from tests.plans import Made, called, make
from x400fix.inventory.connectors import Selectors
from x400fix.plan.model import SelectorProposal
from x400fix.settings.choices import AddressMode, Strategy


def overrides(made: Made) -> dict[str, list[tuple[str, str, bool]]]:
    """Owner, connector, source address, and whether a script sets it."""
    return {
        place.name: [(each.connector, each.address, each.scripted) for each in place.overrides]
        for place in made.plan.servers
        if place.overrides
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
def test_a_kept_link_calls_from_what_is_dialled_if_the_primary_is_unknown(
    address: str, source: list[str]
) -> None:
    """The partner's Address must equal it; what a name leads to is unknown."""
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


def test_an_owner_whose_server_no_input_describes_has_none() -> None:
    """A foreign MTA is not ours to configure."""
    rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
    made = make(inventory(rows, ["MAIL-A 10.20.1.10/24"]), settings(["172.16.9.32/28"]))
    assert overrides(made) == {}


NEW = "5.5 SP3"


def proposals(made: Made, home: str = "MAIL-A") -> tuple[SelectorProposal, ...]:
    return made.place(home).selectors


def mixed(*selectors: tuple[str, str], own: str = "") -> Made:
    """MAIL-A at 5.0 and MAIL-B at 5.5 SP3, with outgoing selectors for the two ends of links."""
    rows = []
    for at, (here, there) in enumerate(selectors, 1):
        rows += [
            f"MAIL-A/To_B_{at:03} 10.20.2.10 MAIL-B out={here}",
            f"MAIL-B/To_A_{at:03} 10.20.1.10 MAIL-A out={there} own={own}",
        ]
    return make(inventory(rows, servers("5.0 SP2", NEW)))


def test_links_without_selectors_get_numbered_ones() -> None:
    """B is equal on both ends and distinct for each link."""
    found = proposals(mixed(("", ""), ("", ""), ("", "")))
    assert [each.outgoing for each in found] == ["L01", "L02", "L03"]


def test_a_link_with_equal_selectors_of_its_own_keeps_them() -> None:
    """What works already is left as it is."""
    found = proposals(mixed(("ONE", "ONE"), ("TWO", "TWO")))
    assert [each.outgoing for each in found] == ["ONE", "TWO"]


@pytest.mark.parametrize("ends", [("ONE", "TWO"), ("ONE", ""), ("", "ONE")])
def test_ends_that_differ_get_a_new_selector(ends: tuple[str, str]) -> None:
    """The outgoing selectors of both ends must be equal."""
    assert [each.outgoing for each in proposals(mixed(ends, ends))] == ["L01", "L02"]


def test_the_second_of_two_links_with_one_selector_gets_another() -> None:
    """Equal ones cannot tell links apart."""
    found = proposals(mixed(("X", "X"), ("X", "X")))
    assert [each.outgoing for each in found] == ["X", "L01"]


def test_a_selector_that_a_later_link_has_already_is_not_given_away() -> None:
    """Otherwise a working link would have to change."""
    found = proposals(mixed(("", ""), ("L01", "L01"), ("", "")))
    assert [each.outgoing for each in found] == ["L02", "L01", "L03"]


def test_the_older_ends_incoming_selector_is_the_newer_servers_own() -> None:
    """C of the older end equals A of the newer one."""
    assert [each.incoming for each in proposals(mixed(("", ""), ("", ""), own="CADIZ"))] == [
        "CADIZ",
        "CADIZ",
    ]


def test_an_unknown_own_selector_stays_open() -> None:
    """The page then says whose selector it is."""
    assert {each.incoming for each in proposals(mixed(("", ""), ("", "")))} == {""}


@pytest.mark.parametrize("exchange", ["5.0 SP2", "5.5", ""])
def test_two_older_ends_get_no_proposal(exchange: str) -> None:
    """Before 5.5 SP1 selectors cannot separate connectors."""
    assert proposals(make(pair(2, "5.0 SP2", exchange))) == ()


def test_a_link_without_another_end_gets_no_proposal() -> None:
    """There is no partner to agree with."""
    rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"]
    assert proposals(make(inventory(rows, servers("5.0 SP2", NEW)))) == ()


@pytest.mark.parametrize(
    ("selector", "text"),
    [
        (b"L01", "L01"),
        (b"two words", "two words"),
        (b"\x00\x01\xab", "0x0001AB"),
        (b"\xe9", "0xE9"),
    ],
)
def test_a_selector_is_text_if_it_can_be_typed(selector: bytes, text: str) -> None:
    """The Stack tab takes text or hexadecimal digits."""
    found = pair(2, "5.0 SP2", NEW)
    own = Selectors(own=selector, outgoing=selector)
    rows = [
        msgspec.structs.replace(each, selectors=own) if each.name.endswith("1") else each
        for each in found.connectors
    ]
    first, _ = proposals(make(msgspec.structs.replace(found, connectors=tuple(rows))))
    assert (first.outgoing, first.incoming) == (text, text)


@given(st.lists(st.tuples(*[st.sampled_from(["", "L01", "L02", "X"])] * 2), min_size=2, max_size=6))
def test_proposed_selectors_are_never_blank_and_never_equal(ends: list[tuple[str, str]]) -> None:
    """Whatever is configured now, each link ends with a selector of its own."""
    found = [each.outgoing for each in proposals(mixed(*ends))]
    assert len(set(found)) == len(ends)
    assert "" not in found
