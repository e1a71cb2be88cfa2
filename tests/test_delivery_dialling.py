# SPDX-License-Identifier: MIT
"""Which connectors of a server its stack cannot tell apart."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import pair
from tests.deliveries import dialled, number, scene, world_of
from x400fix.simulation.dialling import AddressBook, Dialling, Dials
from x400fix.simulation.network import Dialled

ADDRESSES = ("10.20.2.10", "10.20.2.32", "MAIL-B", "mail-b", "MAIL-B.example.com", "elsewhere")
"""The inputs give 10.20.2.10 for the names of MAIL-B, and nothing for the last."""


def dialling(addresses: Iterable[str] = ()) -> Dialling:
    """The connectors 0, 1 and so on of a server, by what they dial."""
    made = Dialling(world_of(pair()).whole())
    for index, address in enumerate(addresses):
        made.enter(index, dialled(address))
    return made


@pytest.mark.parametrize(
    ("addresses", "groups"),
    [
        pytest.param(["10.20.2.10", "10.20.2.10"], [(0, 1)], id="one-address"),
        pytest.param(["10.20.2.10", "10.20.2.32"], [], id="two-addresses"),
        pytest.param(["MAIL-B", "mail-b"], [(0, 1)], id="one-name"),
        pytest.param(["MAIL-B", "MAIL-B.example.com"], [], id="two-names-of-one-address"),
        pytest.param(["MAIL-B", "10.20.2.10"], [(0, 1)], id="a-name-and-its-address"),
        pytest.param(["elsewhere", "10.20.2.10"], [], id="a-name-that-nobody-knows"),
        pytest.param(
            ["MAIL-B", "MAIL-B.example.com", "10.20.2.10"], [(0, 1, 2)], id="names-and-address"
        ),
        pytest.param(
            ["elsewhere", "10.20.2.32", "ELSEWHERE", "10.20.2.32"],
            [(0, 2), (1, 3)],
            id="two-groups",
        ),
    ],
)
def test_connectors_with_one_endpoint_collide(
    addresses: list[str], groups: list[tuple[int, ...]]
) -> None:
    """The same Address, or a name and the address that the inputs give for it (Q200588)."""
    made = dialling(addresses)
    assert sorted(made.groups()) == groups
    assert bool(made.collisions) is bool(groups)


def test_the_connectors_with_an_address_are_found_by_it() -> None:
    """Letter case does not matter; a name does not stand for its address."""
    made = dialling(["MAIL-B", "mail-B", "10.20.2.10"])
    assert list(made.holding("Mail-b")) == [0, 1]
    assert list(made.holding(number("10.20.2.10"))) == [2]
    assert list(made.holding("elsewhere")) == []


@pytest.mark.parametrize(
    ("address", "members"),
    [
        ("10.20.2.10", [0, 1, 2]),
        ("mail-b", [0, 1, 2]),
        ("10.20.2.32", [3]),
        ("10.20.2.99", []),
        ("Elsewhere", [4]),
    ],
)
def test_the_connectors_of_one_endpoint_are_found_however_it_is_written(
    address: str, members: list[int]
) -> None:
    """By any of its names, or by its address."""
    made = dialling(["MAIL-B", "MAIL-B.example.com", "10.20.2.10", "10.20.2.32", "elsewhere"])
    assert sorted(made.sharing(dialled(address))) == members


@given(
    st.lists(st.sampled_from(ADDRESSES), max_size=7),
    st.data(),
)
def test_leaving_undoes_entering(addresses: list[str], data: st.DataObject) -> None:
    """Whoever is left dials and collides as if nobody else had ever been there."""
    made = dialling(addresses)
    gone = data.draw(st.sets(st.sampled_from(range(len(addresses))))) if addresses else set()
    for index in data.draw(st.permutations(sorted(gone))):
        made.leave(index, dialled(addresses[index]))
    fresh = Dialling(world_of(pair()).whole())
    for index in sorted(set(range(len(addresses))) - gone):
        fresh.enter(index, dialled(addresses[index]))
    assert made.collisions == fresh.collisions
    assert sorted(made.groups()) == sorted(fresh.groups())
    for address in map(dialled, ADDRESSES):
        assert list(made.holding(address)) == list(fresh.holding(address))
        assert sorted(made.sharing(address)) == sorted(fresh.sharing(address))


@given(st.lists(st.sampled_from(ADDRESSES), max_size=7))
def test_collisions_are_counted_as_they_come_and_go(addresses: list[str]) -> None:
    """The count is not zero exactly if there is a group, after each arrival."""
    made = dialling()
    for index, address in enumerate(addresses):
        made.enter(index, dialled(address))
        assert bool(made.collisions) is bool(list(made.groups()))
        assert made.collisions == len(list(made.groups()))


def test_a_server_without_connectors_has_an_empty_place() -> None:
    """Somebody may call it all the same."""
    network = scene(["MAIL-A/1 10.20.2.10 MAIL-B"], []).network
    dials = Dials(network, AddressBook(network))
    assert dials.of("MAIL-B").collisions == 0


def test_places_are_made_with_what_connectors_dial_at_the_moment() -> None:
    """What the book has goes before what the inputs say."""
    network = world_of(pair()).whole()
    book = AddressBook(network)
    book.put(1, "MAIL-B-X2")
    places = Dials(network, book).of("MAIL-A")
    assert list(places.holding("mail-b-x2")) == [1]
    assert list(places.holding(number("10.20.2.10"))) == [0]


def test_the_places_of_servers_with_very_many_connectors_are_made_again() -> None:
    """Only so many are remembered at a time, the one asked for always; no answer changes."""
    rows = [f"{home}/{at} 10.20.2.{at % 250} MAIL-Z" for home in ("A", "B") for at in range(3000)]
    network = scene(rows, []).network
    dials = Dials(network, AddressBook(network))
    first: Dialled = number("10.20.2.7")
    answers = [list(dials.of(home).holding(first)) for home in ("A", "B", "A", "B", "B")]
    assert answers[0] == answers[2]
    assert answers[1] == answers[3] == answers[4]
    assert len(answers[0]) == len(answers[1]) == 12
    assert set(answers[0]).isdisjoint(answers[1])
