# SPDX-License-Identifier: MIT
"""The two kinds of Address on the Stack tab."""

import pytest

from x400fix.inventory.addresses import address_type, parse_address


@pytest.mark.parametrize(
    ("address", "button"),
    [
        ("10.20.2.10", "IP address"),
        ("MAIL-B", "Remote host name"),
        ("mail-b.example.com", "Remote host name"),
    ],
)
def test_an_address_has_the_radio_button_of_its_kind(address: str, button: str) -> None:
    """Q240759 names the two kinds."""
    assert address_type(parse_address(address)) == button
