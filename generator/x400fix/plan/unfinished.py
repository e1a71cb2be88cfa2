# SPDX-License-Identifier: MIT
"""What an earlier plan began and the inventory shows half done.

A connector has its new Address already, but its owner's NIC does not have that address yet: the
window was broken off in between, or the inventory is not fresh. The NIC is planned again; the step
that compares its lists finds out which it is.
"""

from collections.abc import Mapping, Sequence

from x400fix.model.assignments import Assignment, Memory
from x400fix.model.connectors import Inventory, connector_key

Unfinished = Mapping[str, Sequence[int]]
"""The missing addresses of each owner, in ascending order."""


def find_unfinished(
    memory: Memory, inventory: Inventory, assignments: Sequence[Assignment]
) -> Unfinished:
    """The addresses that an earlier plan gave, that are dialled, and that no NIC has."""
    if not memory:
        return {}
    present = {connector_key(assignment.connector) for assignment in assignments}
    missing: dict[str, set[int]] = {}
    for connector in inventory.connectors:
        key = connector_key(connector)
        earlier = memory.get(key)
        if earlier is None or earlier.address is None or key in present:
            continue
        owner = inventory.servers.get(earlier.owner)
        is_dialled = (
            connector.address.number == earlier.address
            or connector.address.text.upper() == earlier.alias
        )
        present_on_nic = {address.number for address in owner.addresses} if owner else set()
        if owner and is_dialled and present_on_nic and earlier.address not in present_on_nic:
            missing.setdefault(owner.name, set()).add(earlier.address)
    return {name: sorted(numbers) for name, numbers in sorted(missing.items())}
