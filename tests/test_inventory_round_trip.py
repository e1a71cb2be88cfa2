# SPDX-License-Identifier: MIT
"""What was read once and written as text is read as the same value: PLAN.json holds it so."""

from collections.abc import Callable
from typing import TypeVar

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from x400fix.inventory.addresses import (
    Address,
    address_text,
    parse_address,
    parse_nic_address,
)
from x400fix.inventory.cells import (
    parse_gateway,
    parse_other_address,
    parse_roles,
    parse_selector,
    parse_stack,
    parse_text,
    parse_via,
)
from x400fix.inventory.connectors import Role, Stack
from x400fix.inventory.names import parse_connector_name, parse_server_name
from x400fix.inventory.versions import parse_exchange, parse_operating_system
from x400fix.problems import BadValueError

T = TypeVar("T")


def read(parse: Callable[[str], T], text: str) -> list[T]:
    """The value of a text; none of one that is refused, which is no matter of these laws."""
    try:
        return [parse(text)]
    except BadValueError:
        return []


def words(*pieces: str) -> st.SearchStrategy[str]:
    """Texts put together of what such a cell is made of, and of other characters."""
    letters = st.text(min_size=1, max_size=3)
    parts = st.lists(st.one_of(st.sampled_from(pieces), st.sampled_from(pieces), letters))
    return parts.map("".join)


NUMBERS = ("10", "20", "1", "0", "255", "32", "64", "127", "192.168.1.10", "10.20.1.10")
NAMES = words("MAIL", "Mar", "mar", "12", "e+", "-", ".", "_", "#", "NV", "nv", "?", "!", "ß", "ǆ")
ADDRESSES = words(*NUMBERS, ".", ".", ":", "/", "-", "mail", "example", "com", "#", "E+")


@given(
    st.builds(
        "{}{}{}{}{}".format,
        st.sampled_from(("", "Exchange ", "Version ")),
        st.sampled_from(("", "4.0", "4.0a", "5.0", "5.5", "2000", "2003", "6.0", "6.5.1")),
        st.sampled_from(("", ".994.2", ".994.63", ".2232.9", ".1458", "994", "2448.1", "837")),
        st.sampled_from(("", " RTM", " SP0", " SP1", " SP2", " SP3", " SP5", " Service Pack 4")),
        st.sampled_from(("", " Build 994", " (Build 994.5)", " (Build 2653.23: Service Pack 4)")),
    )
)
@example("5.5 SP2 build 2232")
@example("4.0 SP2 (build 994)")
@example("4.0 (build 994)")
def test_an_exchange_version(text: str) -> None:
    """But for what was contradictory about it: the build has decided that already."""
    for version in read(parse_exchange, text):
        again = parse_exchange(str(version))
        assert again == msgspec.structs.replace(version, disagrees=False)
        assert str(again) == str(version)


@given(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(("", "Windows ", "Win", "Microsoft Windows ")),
        st.sampled_from(
            ("NT 3.51", "NT4", "NT Server 4.0", "2000", "2k", "Server 2003", "2003 R2")
        ),
        st.sampled_from(("", " SP0", " SP1", " SP6a", " Service Pack 4", ", SP 2")),
    )
)
def test_an_operating_system(text: str) -> None:
    for system in read(parse_operating_system, text):
        assert parse_operating_system(str(system)) == system


@given(st.integers(0x01000000, 0xDFFFFFFF), st.none() | st.integers(0, 32))
def test_an_address_of_a_nic(number: int, prefix: int | None) -> None:
    text = address_text(number) + ("" if prefix is None else f"/{prefix}")
    for address in read(lambda each: parse_nic_address(each, code="X4-E023"), text):
        assert (address.number, address.prefix) == (number, prefix)
        assert parse_nic_address(str(address), code="X4-E023") == address


@given(ADDRESSES)
@example("10.20.1.10")
@example("#nv")
def test_an_address_of_a_connector(text: str) -> None:
    for address in read(parse_address, text.strip()):
        assert parse_address(address.text) == address


@given(st.integers(0, 0xFFFFFFFF))
def test_a_gateway(number: int) -> None:
    assert read(parse_gateway, address_text(number)) in ([], [number])


@pytest.mark.parametrize(
    "parse",
    [parse_server_name, parse_connector_name, parse_via, parse_text],
    ids=lambda p: p.__name__,
)
@given(text=NAMES)
@example(text="#nv")
@example(text="#n/a")
@example(text="#wert!")
@example(text="mar-01")
@example(text="ß" * 64)
@example(text="ŉ" * 40)
def test_a_name(parse: Callable[[str], str], text: str) -> None:
    """Also where capitals are more characters than the small letters."""
    for name in read(parse, text.strip()):
        assert parse(name) == name


@given(st.text())
def test_an_address_of_another_stack(text: str) -> None:
    for address in read(parse_other_address, text.strip()):
        assert parse_other_address(address.text) == address == Address(text.strip())


@given(st.sets(st.sampled_from(Role)))
def test_roles(roles: set[Role]) -> None:
    read_once = parse_roles(" ".join(roles))
    assert isinstance(read_once, tuple)
    assert set(read_once) == roles
    assert parse_roles(" ".join(read_once)) == read_once


@pytest.mark.parametrize("stack", Stack)
def test_a_stack(stack: Stack) -> None:
    assert parse_stack(stack) is stack


@given(
    st.text(st.characters(max_codepoint=0x7F))
    | st.binary(max_size=32).map(lambda b: f"0x{b.hex()}")
)
def test_a_selector(text: str) -> None:
    for selector in read(parse_selector, text.strip()):
        assert parse_selector(f"0x{selector.hex()}") == selector
