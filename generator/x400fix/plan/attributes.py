# SPDX-License-Identifier: MIT
"""The two kinds of Address that the Stack tab offers."""

from x400fix.model.addresses import Address

HOST_NAME = "Remote host name"
IP_ADDRESS = "IP address"


def address_type(address: Address) -> str:
    """The radio button of the Stack tab that an Address belongs to (Q240759)."""
    return HOST_NAME if address.number is None else IP_ADDRESS
