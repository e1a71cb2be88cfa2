# SPDX-License-Identifier: MIT
"""The lists of a NIC as a registry file would set them."""

import pytest

from x400fix.formats.nic_lists import NicList, find_list_faults


def faults(addresses: tuple[str, ...], masks: tuple[str, ...]) -> list[tuple[str, str]]:
    """What is wrong with the two lists of one key, and in which of them."""
    lists = [NicList("K", "IPAddress", addresses, 1, 1), NicList("k", "SubnetMask", masks, 2, 1)]
    return [(each.name, fault) for each, fault in find_list_faults(lists)]


def test_lists_of_the_same_length_are_fine() -> None:
    """Whatever the masks."""
    assert faults(("10.0.0.1", "10.0.0.2"), ("255.0.0.0", "255.255.255.0")) == []


@pytest.mark.parametrize(
    ("addresses", "masks", "expected"),
    [
        (("10.0.0.1", "10.0.0.2"), ("255.0.0.0",), ("SubnetMask", "2 addresses, but 1 masks")),
        (
            ("10.0.0.1",) * 2,
            ("255.0.0.0",) * 2,
            ("IPAddress", "'10.0.0.1' stands in the list twice"),
        ),
        (("10.00.0.1",), ("255.0.0.0",), ("IPAddress", "leading zero")),
        (("0.0.0.0",), ("255.0.0.0",), ("IPAddress", "no server's address")),  # noqa: S104 -- a text
        (("10.0.0.1",), ("24",), ("SubnetMask", "write it such as 255.255.255.0")),
        (("10.0.0.1",), ("255.0.255.0",), ("SubnetMask", "not in one piece")),
    ],
)
def test_what_is_wrong_is_told_once(
    addresses: tuple[str, ...], masks: tuple[str, ...], expected: tuple[str, str]
) -> None:
    """With the list that it stands in."""
    ((name, fault),) = faults(addresses, masks)
    assert name == expected[0]
    assert expected[1] in fault
