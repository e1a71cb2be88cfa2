# SPDX-License-Identifier: MIT
"""Stack IP Address Override: which address an owner's MTA calls from, connector by connector.

Only MTAs of build 2431 or later know the value (Q197378). It makes the owner's calls come from
the address that the partner's connector of the same link holds.
"""

from collections.abc import Sequence

import msgspec

from x400fix.allocation.assignments import Action, Assignment
from x400fix.inventory.connectors import Connector, connector_key
from x400fix.inventory.names import is_script_safe_connector


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """The source address of one connector; unsafe directory names are set by hand."""

    connector: Connector
    number: int
    is_scripted: bool


def _kept_number(assignment: Assignment) -> int | None:
    """The owner's primary address; if nobody tells it, what the kept connector dials."""
    server = assignment.owner.server
    if server and server.primary:
        return server.primary.number
    return assignment.connector.address.number


def find_overrides(
    assignments: Sequence[Assignment],
) -> dict[str, list[Override]]:
    """The overrides of each owner that knows them, by owner and then by directory name."""
    moving = {
        (assignment.owner.name, assignment.connector.server)
        for assignment in assignments
        if assignment.action is Action.MOVE and assignment.address is not None
    }
    found: dict[str, list[Override]] = {}
    for assignment in assignments:
        owner = assignment.owner
        exchange = owner.server.exchange if owner.server else None
        if (owner.name, assignment.connector.server) not in moving:
            continue
        if not (exchange and exchange.has_override):
            continue
        number = assignment.address
        if assignment.action is Action.KEEP:
            number = _kept_number(assignment)
        far = assignment.link.other_end(assignment.connector)
        if far and number is not None:
            found.setdefault(owner.name, []).append(
                Override(
                    connector=far,
                    number=number,
                    is_scripted=is_script_safe_connector(far.name),
                )
            )
    for overrides in found.values():
        overrides.sort(key=lambda override: connector_key(override.connector))
    return found
