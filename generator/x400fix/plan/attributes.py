# SPDX-License-Identifier: MIT
"""The Address Attribute of a connector before and after the plan."""

from x400fix.config.settings import Settings
from x400fix.model.addresses import Address, address_text
from x400fix.model.assignments import Action, Assignment
from x400fix.model.choices import AddressMode

HOST_NAME = "Remote host name"
IP_ADDRESS = "IP address"


def address_type(address: Address) -> str:
    """The radio button of the Stack tab that an Address belongs to (Q240759)."""
    return HOST_NAME if address.number is None else IP_ADDRESS


def new_address(assignment: Assignment, settings: Settings) -> Address | None:
    """What the Address holds after the change; None if the plan cannot know it."""
    if assignment.action is Action.KEEP:
        return assignment.connector.address
    if assignment.address is not None and settings.address_mode is AddressMode.IP:
        return Address(address_text(assignment.address), assignment.address)
    return Address(assignment.alias) if assignment.alias else None
