# SPDX-License-Identifier: MIT
"""Stack IP Address Override: which address an owner's MTA calls from, connector by connector.

Only MTAs of build 2431 or later know the value (Q197378). It makes the owner's calls come from
the address that the partner's connector of the same link holds.
"""

from collections.abc import Sequence

from x400fix.allocation.assignments import Action, Draft
from x400fix.inventory.addresses import address_text
from x400fix.inventory.names import is_script_safe_connector
from x400fix.plan.model import Override


def _kept_number(draft: Draft) -> int | None:
    """The owner's primary address; if it is unknown, what the kept connector dials."""
    server = draft.owner.server
    if server and server.primary:
        return server.primary.number
    return draft.connector.address.number


def find_overrides(drafts: Sequence[Draft]) -> dict[str, list[Override]]:
    """The overrides of each owner that knows them, by owner and then by directory name."""
    moving = {
        (draft.owner.name, draft.connector.server)
        for draft in drafts
        if draft.action is Action.MOVE and draft.address is not None
    }
    found: dict[str, list[Override]] = {}
    for draft in drafts:
        owner = draft.owner
        exchange = owner.server.exchange if owner.server else None
        if (owner.name, draft.connector.server) not in moving:
            continue
        if not (exchange and exchange.has_override):
            continue
        number = _kept_number(draft) if draft.action is Action.KEEP else draft.address
        far = draft.link.other_end(draft.connector)
        if far and number is not None:
            override = Override(
                connector=far.name,
                address=address_text(number),
                scripted=is_script_safe_connector(far.name),
            )
            found.setdefault(owner.name, []).append(override)
    for overrides in found.values():
        overrides.sort(key=lambda override: override.connector.upper())
    return found
