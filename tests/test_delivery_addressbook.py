# SPDX-License-Identifier: MIT
"""Addresses that differ from the inputs."""

import pytest

from tests.builders import pair
from tests.deliveries import number, world_of
from x400fix.simulation.dialling import AddressBook
from x400fix.simulation.network import Dialled


def book() -> AddressBook:
    """The book of four connectors."""
    return AddressBook(world_of(pair()).whole())


def test_at_first_every_address_is_as_in_the_inputs() -> None:
    """Then there is nothing to tell."""
    assert [book().get(index) for index in range(4)] == [None] * 4


@pytest.mark.parametrize("address", [number("10.20.2.32"), "MAIL-B-X2", 0], ids=str)
def test_what_is_noted_is_read_again(address: Dialled) -> None:
    """A number or a name; the other connectors stay as they are."""
    noted = book()
    noted.put(2, address)
    assert [noted.get(index) for index in range(4)] == [None, None, address, None]


@pytest.mark.parametrize("later", [number("10.20.2.32"), None], ids=["number", "nothing"])
def test_a_name_that_is_replaced_is_forgotten(later: Dialled | None) -> None:
    """A book with the same contents is the same, whatever stood in it before."""
    noted, other = book(), book()
    noted.put(1, "MAIL-B-X2")
    noted.put(1, later)
    other.put(1, later)
    assert noted.get(1) == later
    assert noted.contents() == other.contents()


def test_books_differ_by_numbers_and_by_names() -> None:
    """Each of the two counts."""
    one, other, third = book(), book(), book()
    one.put(1, "MAIL-B-X2")
    other.put(1, "MAIL-B-X3")
    third.put(1, 5)
    assert one.contents() != other.contents()
    assert other.contents() != third.contents()


def test_a_book_of_some_connectors_finds_them_by_their_places_in_the_world() -> None:
    """A network need not begin with the first connector."""
    world = world_of(pair())
    noted = AddressBook(world.whole().without({0, 2}))
    noted.put(3, "MAIL-B-X2")
    assert (noted.get(1), noted.get(3)) == (None, "MAIL-B-X2")
