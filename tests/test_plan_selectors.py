# SPDX-License-Identifier: MIT
"""The T selectors proposed for links between an older and a newer server (KB 198772)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import inventory, pair, servers
from tests.plans import Made, make
from x400fix.planning.selectors import SelectorProposal, propose_selectors, selector_text

NEW = "5.5 SP3"


def proposals(made: Made, home: str = "MAIL-A") -> list[SelectorProposal]:
    own = [each for each in made.plan.assignments if each.connector.server == home]
    return list(propose_selectors(own, made.plan.judgement.inventory.servers))


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
    assert [each.outgoing for each in found] == [b"L01", b"L02", b"L03"]


def test_a_link_with_equal_selectors_of_its_own_keeps_them() -> None:
    """What works already is left as it is."""
    found = proposals(mixed(("ONE", "ONE"), ("TWO", "TWO")))
    assert [each.outgoing for each in found] == [b"ONE", b"TWO"]


@pytest.mark.parametrize("ends", [("ONE", "TWO"), ("ONE", ""), ("", "ONE")])
def test_ends_that_differ_get_a_new_selector(ends: tuple[str, str]) -> None:
    """The outgoing selectors of both ends must be equal."""
    assert [each.outgoing for each in proposals(mixed(ends, ends))] == [b"L01", b"L02"]


def test_the_second_of_two_links_with_one_selector_gets_another() -> None:
    """Equal ones cannot tell links apart."""
    found = proposals(mixed(("X", "X"), ("X", "X")))
    assert [each.outgoing for each in found] == [b"X", b"L01"]


def test_a_selector_that_a_later_link_has_already_is_not_given_away() -> None:
    """Otherwise a working link would have to change."""
    found = proposals(mixed(("", ""), ("L01", "L01"), ("", "")))
    assert [each.outgoing for each in found] == [b"L02", b"L01", b"L03"]


def test_the_older_ends_incoming_selector_is_the_newer_servers_own() -> None:
    """C of the older end equals A of the newer one."""
    assert [each.incoming for each in proposals(mixed(("", ""), ("", ""), own="CADIZ"))] == [
        b"CADIZ",
        b"CADIZ",
    ]


def test_an_unknown_own_selector_stays_open() -> None:
    """The page then says whose selector it is."""
    assert {each.incoming for each in proposals(mixed(("", ""), ("", "")))} == {None}


@pytest.mark.parametrize("exchange", ["5.0 SP2", "5.5", ""])
def test_two_older_ends_get_no_proposal(exchange: str) -> None:
    """Before 5.5 SP1 selectors cannot separate connectors."""
    assert proposals(make(pair(2, "5.0 SP2", exchange))) == []


def test_a_link_without_another_end_gets_no_proposal() -> None:
    """There is nobody to agree with."""
    rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"]
    assert proposals(make(inventory(rows, servers("5.0 SP2", NEW)))) == []


@pytest.mark.parametrize(
    ("selector", "text"),
    [
        (b"L01", "L01"),
        (b"two words", "two words"),
        (b"", ""),
        (b"\x00\x01\xab", "0x0001AB"),
        (b"\xe9", "0xE9"),
    ],
)
def test_a_selector_is_text_if_it_can_be_typed(selector: bytes, text: str) -> None:
    """The Stack tab takes text or hexadecimal digits."""
    assert selector_text(selector) == text


@given(st.lists(st.tuples(*[st.sampled_from(["", "L01", "L02", "X"])] * 2), min_size=2, max_size=6))
def test_proposed_selectors_are_never_blank_and_never_equal(ends: list[tuple[str, str]]) -> None:
    """Whatever is configured now, each link ends with a selector of its own."""
    found = [each.outgoing for each in proposals(mixed(*ends))]
    assert len(set(found)) == len(ends)
    assert b"" not in found
