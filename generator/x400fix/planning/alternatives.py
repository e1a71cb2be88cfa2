# SPDX-License-Identifier: MIT
"""What each strategy would need, counted on the same conflicts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from x400fix.allocation.assignments import Action, Draft, OwnerKind
from x400fix.plan.model import Alternative, RouteCounts, Timeline, Vehicle
from x400fix.planning.nic import plan_nic
from x400fix.planning.places import PlaceDraft
from x400fix.settings.choices import Strategy
from x400fix.settings.settings import Settings
from x400fix.simulation.proof import Proof, count_routes, tally
from x400fix.step_kinds import StepKind


class Effort(msgspec.Struct, frozen=True):
    """What a way needs besides addresses."""

    server_restarts: int = 0
    mta_restarts: int = 0
    manual_steps: int = 0


def find_alternatives(
    places: Sequence[PlaceDraft], steps: Timeline, settings: Settings, proof: Proof
) -> tuple[Alternative, ...]:
    """The ways to deal with the conflicts, those that this tool can plan first.

    The chosen one is counted on the steps of the plan, the others on the same conflicts.
    """
    kinds = Counter(step.kind for _, step in steps)
    mta_restarts = kinds[StepKind.MTA_RESTART]
    by_hand = sum(count for kind, count in kinds.items() if kind.is_by_hand)
    counted = Effort(kinds[StepKind.SERVER_RESTART], mta_restarts, by_hand)
    by_name = settings.strategy is Strategy.HOSTNAME
    other = _other_effort(places, mta_restarts, by_name=not by_name)
    by_address, by_hostname = (other, counted) if by_name else (counted, other)
    changing = [a for place in places for a in place.moved]
    needing = [a for a in changing if a.action is Action.MOVE or a.address is not None]
    given = len({a.address for a in needing})
    routes = {name: count_routes(counts) for name, counts in proof.what_ifs.items()}
    routes["nothing"] = count_routes(tally(proof.record.before))
    found = []
    for shares in (False, True):
        chosen = not by_name and settings.minimal is shares
        addresses = given if chosen else count_addresses(needing, shares=shares)
        way = _alternative(Strategy.ADDRESS, by_address, routes, addresses, chosen=chosen)
        found.append(msgspec.structs.replace(way, minimal=shares))
    found.append(_alternative(Strategy.HOSTNAME, by_hostname, routes, chosen=by_name))
    unplanned = _unplanned(places).items()
    return (*found, *(_alternative(way, effort, routes) for way, effort in unplanned))


def _alternative(
    way: str,
    effort: Effort,
    routes: Mapping[str, RouteCounts],
    addresses: int = 0,
    *,
    chosen: bool = False,
) -> Alternative:
    return Alternative(
        strategy=way,
        minimal=False,
        addresses=addresses,
        chosen=chosen,
        routes=routes[way],
        **msgspec.structs.asdict(effort),
    )


def _unplanned(places: Sequence[PlaceDraft]) -> Mapping[str, Effort]:
    """What this tool does not plan: 5.5 SP1 with selectors, fewer connectors, nothing at all.

    A service pack is one manual step a server, selectors or a removal are one a connector; each
    server's MTA restarts once.
    """
    homes = [place for place in places if place.own]
    owners = [a.owner.server for place in places for a in place.own]
    servers = {each.name: each for each in (*(place.server for place in homes), *owners) if each}
    upgrades = sum(server.needs_unique_address for server in servers.values())
    ends = sum(len(place.own) for place in homes)
    removals = sum(len(place.moved) for place in homes)
    return {
        "selectors": Effort(0, len(servers), upgrades + ends),
        "merge": Effort(0, len(homes), removals),
        "nothing": Effort(),
    }


def _other_effort(places: Iterable[PlaceDraft], mta_restarts: int, *, by_name: bool) -> Effort:
    """What more names, or new addresses, would need; in both ways firewalls get mappings.

    Unknown owners have to be asked before a name can lead to them.
    """
    restarts = by_hand = 0
    for place in places:
        files = place.name_files_by_hand
        by_hand += len(place.moved) + (files if by_name else bool(files))
        owner, server = place.owner, place.server
        if owner and owner.kind is OwnerKind.FIREWALL:
            by_hand += len(place.given)
        elif owner and by_name:
            by_hand += owner.primary is None
        elif owner:
            by_hand += plan_nic(owner, ()).vehicle is Vehicle.HAND
            restarts += bool(server and (server.os is None or server.os.uses_registry))
    return Effort(restarts, mta_restarts, by_hand)


def count_addresses(changing: Sequence[Draft], *, shares: bool) -> int:
    """How many new addresses the connectors that change need.

    If connectors of different home servers share, an owner needs as many as the home server with
    the most connectors to it; no fewer do, since that one needs them all apart.
    """
    if not shares:
        return len(changing)
    counts = Counter((draft.owner.name, draft.connector.server) for draft in changing)
    most = Counter[str]()
    for (owner, _), count in counts.items():
        most[owner] = max(most[owner], count)
    return most.total()
