# SPDX-License-Identifier: MIT
"""The truth table (domain/exchange.md, section 8): which verdicts and rows a connector may get."""

from .inventory import Connector
from .versions import Level
from .world import Group, World, group_order

Verdict = tuple[str, int]
CONFLICTS = frozenset({"CONFLICT", "CONFLICT-ASSUMED"})


def acceptable(connector: Connector, world: World) -> set[Verdict]:
    """Every (verdict, row) that the table allows, in its order of reading."""
    if connector.stack != "TCP":
        return {("OUT OF SCOPE", 16)}
    whole = world.group[connector.ident]
    if len(whole) == 1:
        return {("OK", 1), ("OK", 20)} | _alias_rows(connector, world)
    group = sharing(connector, world)
    if len(group) == 1:
        return {("WARN", 9)}
    return (
        _proxy_rows(connector, group, world)
        or _foreign_rows(connector, group, world)
        or _mixed_form_rows(connector, group, world)
        or _version_rows(connector, group, world)
    )


def sharing(connector: Connector, world: World) -> Group:
    """Those that share its Address; of different names for one IP, those with its name (row 9)."""
    group = world.group[connector.ident]
    if _home_level(connector, world) >= Level.SP1 or any(each.ip for each in group):
        return group
    return tuple(each for each in group if each.address.lower() == connector.address.lower())


def conflicts(world: World) -> list[Group]:
    """Each set of connectors of which all but one must leave their Address."""
    found = {
        sharing(member, world)
        for group in world.groups()
        for member in group
        if is_conflict(member, world)
    }
    return sorted(found, key=group_order)


def is_conflict(connector: Connector, world: World) -> bool:
    """Whether only conflict verdicts are right."""
    return {verdict for verdict, _ in acceptable(connector, world)} <= CONFLICTS


def behind_proxy(group: Group, world: World) -> bool:
    """Whether the shared Address is, or is presumed to be, a proxy firewall's (Q199326)."""
    return any(member.via for member in group) or len(partners(group, world)) > 1


def partners(group: Group, world: World) -> set[str]:
    """Names at the other ends, `` for a foreign MTA without a name."""
    return {world.partner[member.ident] for member in group}


def _home_level(connector: Connector, world: World) -> Level:
    return world.servers[connector.server].level


def _conflict(level: Level, row: int) -> set[Verdict]:
    found: set[Verdict] = {("CONFLICT", row)}
    return found | {("CONFLICT-ASSUMED", row)} if level is Level.UNKNOWN else found


def _alias_rows(connector: Connector, world: World) -> set[Verdict]:
    """Rows 9 and 10 where only remote_server tells that two Addresses are one endpoint."""
    partner = world.partner[connector.ident]
    way = world.ways[connector.server, partner]
    others = [each for each in way if each.stack == "TCP" and each.ident != connector.ident]
    by_name = connector.ip is None or any(other.ip is None for other in others)
    if not partner or not others or not by_name:
        return set()
    if _home_level(connector, world) >= Level.SP1:  # one endpoint, if its addresses were known
        return _version_rows(connector, (connector, *others), world)
    return {("WARN", 9), ("WARN", 10)}


def _proxy_rows(connector: Connector, group: Group, world: World) -> set[Verdict]:
    if not behind_proxy(group, world):
        return set()
    level = _home_level(connector, world)
    if level < Level.SP1:
        return _conflict(level, 13)
    return {("WARN", 14)} if len(partners(group, world)) > 1 else set()


def _foreign_rows(connector: Connector, group: Group, world: World) -> set[Verdict]:
    if world.partner[connector.ident] in world.servers:
        return set()
    level = _home_level(connector, world)
    if level < Level.SP1:
        return _conflict(level, 15) | (_named_absent(connector, group, world))
    return {("EXEMPT" if _distinct(group) else "WARN", 15)} | _named_absent(connector, group, world)


def _named_absent(connector: Connector, group: Group, world: World) -> set[Verdict]:
    """A named partner without rows of its own may be read as a server of unknown version."""
    named = world.partner[connector.ident]
    return _version_rows(connector, group, world) if named else set()


def _mixed_form_rows(connector: Connector, group: Group, world: World) -> set[Verdict]:
    level = _home_level(connector, world)
    if level >= Level.SP1 or len({member.ip is None for member in group}) == 1:
        return set()
    return _conflict(level, 10)


def _version_rows(connector: Connector, group: Group, world: World) -> set[Verdict]:
    home, owner = _home_level(connector, world), world.owner(connector)
    newer = owner is not None and owner.level >= Level.SP1
    if home is Level.UNKNOWN:
        return {("CONFLICT-ASSUMED", 8)}
    if home is Level.BARE_55:
        return {("CONFLICT", 7)}
    if home is Level.OLD:
        return {("CONFLICT", 3 if newer else 2)}
    if not newer:
        back = world.ways.get((world.partner[connector.ident], connector.server), ())
        shown = any(each.stack == "TCP" for each in back)
        return {("OK" if shown else "WARN", 4)}
    if home is Level.E2K:
        return {("EXEMPT", 17)}
    return {("EXEMPT", 5)} if _selected(group, world) else {("WARN", 6)}


def _distinct(group: Group) -> bool:
    selectors = [member.outgoing for member in group]
    return all(selectors) and len(set(selectors)) == len(selectors)


def _selected(group: Group, world: World) -> bool:
    """P2 of Q198772: outgoing T selectors set, distinct here, equal at both ends."""
    ends = [world.peer.get(member.ident) for member in group]
    return _distinct(group) and all(
        end is not None and world.connectors[end].outgoing == member.outgoing
        for member, end in zip(group, ends, strict=True)
    )
