# SPDX-License-Identifier: MIT
"""Stack IP Address Overrides (Q197378) and T selectors (KB 198772) that a plan proposes."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import inventory, pair, server, servers, settings
from tests.inventories import Case, inventories
from tests.inventories.plans import HOSTNAME, LAWS, chosen_for, read
from tests.plans import Made, called, make
from x400fix.inventory.cells import parse_selector
from x400fix.inventory.connectors import Inventory, Selectors, Stack
from x400fix.inventory.versions import parse_exchange
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
    ("address", "others", "source"),
    [
        ("10.20.2.10", [], ["10.20.2.10"]),
        ("MAIL-B", [], []),
        ("MAIL-B", ["MAIL-C/One 10.20.2.10 MAIL-B"], ["10.20.2.10"]),
    ],
    ids=["ip", "name", "presumed"],
)
def test_a_kept_link_calls_from_what_is_dialled_if_the_primary_is_unknown(
    address: str, others: list[str], source: list[str]
) -> None:
    """The partner's Address must equal it; what a name leads to only others' rows show."""
    rows = [
        *(f"MAIL-A/One {address} MAIL-B", f"MAIL-A/Two {address} MAIL-B"),
        *("MAIL-B/One 10.20.1.10 MAIL-A", "MAIL-B/Two 10.20.1.10 MAIL-A"),
        *others,
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


def test_a_connector_without_another_end_calls_from_the_primary_and_that_is_said() -> None:
    """So that it meets the connector that is kept."""
    rows = [
        *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
        *(f"MAIL-B/{name} 10.20.1.10 MAIL-A" for name in ("a", "b", "c")),
    ]
    known = [server("MAIL-A 10.20.1.10/24"), server("MAIL-B 10.20.2.10/24", exchange="5.5 SP4")]
    made = make(inventory(rows, known))
    assert overrides(made)["MAIL-B"][2] == ("c", "10.20.2.10", True)
    assert made.plan.assumptions == (
        (
            "MAIL-B: the other end of 'c' is not in the inventory; its override is 10.20.2.10, so "
            "that its calls meet the connector that is kept."
        ),
    )


def test_a_connector_whose_other_end_is_in_no_conflict_calls_from_what_that_holds() -> None:
    """MAIL-A dials a second address of MAIL-B with one connector only."""
    rows = [
        *("MAIL-A/a 10.20.2.10 MAIL-B", "MAIL-A/b 10.20.2.10 MAIL-B", "MAIL-A/c 10.20.2.41 MAIL-B"),
        *(f"MAIL-B/{name} 10.20.1.10 MAIL-A" for name in "abc"),
    ]
    there = server("MAIL-B 10.20.2.10/24 10.20.2.41/24", exchange="5.5 SP4")
    made = make(inventory(rows, [server("MAIL-A 10.20.1.10/24"), there]))
    assert [number for _, number, _ in overrides(made)["MAIL-B"]] == [
        *("10.20.2.10", "10.20.2.32", "10.20.2.41")
    ]


def test_what_calls_through_a_firewall_has_no_override() -> None:
    """The other end sees the firewall's address."""
    rows = [
        *("MAIL-A/a 10.20.2.10 MAIL-B", "MAIL-A/b 10.20.2.10 MAIL-B"),
        *("MAIL-A/c 10.9.0.1 MAIL-B via=FW1", "MAIL-A/d 10.9.0.1 MAIL-C via=FW1"),
        *("MAIL-A/e 10.9.0.2 MAIL-B via=FW2",),
        *(f"MAIL-B/{name} 10.20.1.10 MAIL-A" for name in "abce"),
    ]
    there = server("MAIL-B 10.20.2.10/24", exchange="5.5 SP4")
    made = make(inventory(rows, [server("MAIL-A 10.20.1.10/24"), there]))
    assert [name for name, _, _ in overrides(made)["MAIL-B"]] == ["a", "b"]


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
    return tuple(each for each in made.plan.selectors if each.server == home)


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


# ---- T selectors of links that are newer at both ends


def followed(found: Inventory, made: Made) -> Inventory:
    """The inventory after every proposal was followed to the letter."""
    outgoing: dict[tuple[str, str], bytes] = {}
    incoming: dict[tuple[str, str], bytes] = {}
    for one in made.plan.selectors:
        for end in ((one.server, one.connector), (one.other_server, one.other_connector)):
            outgoing[end] = parse_selector(one.outgoing)
        if one.incoming:
            incoming[one.server, one.connector] = parse_selector(one.incoming)
    rows = []
    for each in found.connectors:
        key, now = (each.server, each.name), each.selectors
        if each.stack is Stack.TCP:
            now = msgspec.structs.replace(
                now,
                outgoing=outgoing.get(key, now.outgoing),
                incoming=incoming.get(key, now.incoming),
            )
        rows.append(msgspec.structs.replace(each, selectors=now))
    return msgspec.structs.replace(found, connectors=tuple(rows))


NEWER = ("5.5 SP1", "5.5 SP3", "5.5 SP4", "5.0 SP2")


@LAWS
@given(inventories(), st.lists(st.sampled_from(NEWER), min_size=5, max_size=5))
def test_who_follows_the_proposals_satisfies_the_check(case: Case, versions: list[str]) -> None:
    """No link is left that needs T selectors, and none that had some of its own is touched."""
    found = read(case.text)
    servers = {
        name: msgspec.structs.replace(each, exchange=parse_exchange(version))
        for (name, each), version in zip(found.servers.items(), versions, strict=False)
    }
    found = msgspec.structs.replace(found, servers={**found.servers, **servers})
    made = make(found, chosen_for(case, HOSTNAME))
    done = followed(found, made)
    again = make(done, chosen_for(case, HOSTNAME))
    assert [each.row for each in again.plan.connectors if each.verdict == "WARN"].count(6) == 0
    assert not [text for text in again.messages("X4-W115") if "proposed" in text]
    assert followed(done, again) == done
    ends = [(each.server, each.outgoing) for each in made.plan.selectors]
    ends += [
        (each.other_server, each.outgoing) for each in made.plan.selectors if each.other_server
    ]
    assert len(ends) == len(set(ends))


def test_one_selector_a_link_the_same_at_both_ends() -> None:
    """The hub has links to two partners, and AAA has fewer connectors back."""
    rows = [
        *("HUB/a1 10.2.0.10 AAA", "HUB/a2 10.2.0.10 AAA", "HUB/b1 10.3.0.10 BBB"),
        *("HUB/b2 10.3.0.10 BBB", "AAA/h1 10.1.0.10 HUB", "BBB/h1 10.1.0.10 HUB"),
        "BBB/h2 10.1.0.10 HUB",
    ]
    known = [server(name, exchange="5.5 SP4") for name in ("AAA", "BBB", "HUB")]
    made = make(inventory(rows, known), settings([]))
    assert [
        f"{each.server}/{each.connector} {each.other_server}/{each.other_connector} {each.outgoing}"
        for each in made.plan.selectors
    ] == ["AAA/h1 HUB/a1 L01", "BBB/h1 HUB/b1 L02", "BBB/h2 HUB/b2 L03", "HUB/a2 / L04"]
    assert made.plan.nothing_to_do
    assert [text.partition("; proposed")[2] for text in made.messages("X4-W115")] == [
        ", the same at both ends of a link: 'a1' L01, 'a2' L04, 'b1' L02, 'b2' L03",
        ", the same at both ends of a link: 'h1' L02, 'h2' L03",
    ]
