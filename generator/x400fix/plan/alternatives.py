# SPDX-License-Identifier: MIT
"""What each strategy would need, counted on the same conflicts."""

from collections.abc import Sequence

import msgspec

from x400fix.model.assignments import Action, Assignment, Owner, OwnerKind
from x400fix.model.choices import Strategy
from x400fix.plan.nic import Vehicle, plan_nic


class Alternative(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way to resolve the conflicts; manual steps are those that no file carries out."""

    strategy: str
    minimal: bool
    addresses: int
    server_restarts: int
    mta_restarts: int
    manual_steps: int
    chosen: bool


def find_alternatives(
    assignments: Sequence[Assignment], strategy: Strategy, *, minimal: bool
) -> tuple[Alternative, ...]:
    """The strategies in the order of what Microsoft advises first."""
    changing = [a for a in assignments if a.action is not Action.KEEP]
    needing = [a for a in changing if a.action is Action.MOVE or a.address is not None]
    owners = {a.owner.name: a.owner for a in changing}
    pairs = {tuple(sorted((a.connector.server, a.partner or a.owner.name))) for a in changing}
    known = {a.connector.server for a in changing} | {
        name for name, owner in owners.items() if owner.kind is OwnerKind.SERVER
    }
    mta_restarts = sum(server in known for pair in pairs for server in pair)
    by_hand = sum(_is_by_hand(owner) for owner in owners.values())
    restarts = sum(_restarts(owner) for owner in owners.values())
    callers = len({a.connector.server for a in changing})
    by_address = [
        Alternative(
            strategy="address",
            minimal=shares,
            addresses=count_addresses(needing, shares=shares),
            server_restarts=restarts,
            mta_restarts=mta_restarts,
            manual_steps=len(changing) + by_hand,
            chosen=strategy is Strategy.ADDRESS and minimal is shares,
        )
        for shares in (False, True)
    ]
    by_name = Alternative(
        strategy="hostname",
        minimal=False,
        addresses=0,
        server_restarts=0,
        mta_restarts=mta_restarts,
        manual_steps=len(changing) + callers,
        chosen=strategy is Strategy.HOSTNAME,
    )
    return (*by_address, by_name)


def count_addresses(changing: Sequence[Assignment], *, shares: bool) -> int:
    """How many new addresses the connectors that change need.

    If connectors of different home servers share, an owner needs as many as the home server with
    the most connectors to it; no fewer do, since that one needs them all apart.
    """
    if not shares:
        return len(changing)
    counts: dict[str, dict[str, int]] = {}
    for assignment in changing:
        homes = counts.setdefault(assignment.owner.name, {})
        server = assignment.connector.server
        homes[server] = homes.get(server, 0) + 1
    return sum(max(homes.values()) for homes in counts.values())


def _is_by_hand(owner: Owner) -> bool:
    """Whether an owner's addresses have to be set without a script."""
    return plan_nic(owner, ()).vehicle is Vehicle.HAND


def _restarts(owner: Owner) -> bool:
    """Whether a server restarts for new addresses: Windows NT, or a system nobody named."""
    server = owner.server
    return server is not None and (server.os is None or server.os.uses_registry)
