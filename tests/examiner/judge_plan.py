# SPDX-License-Identifier: MIT
"""Judges verdicts, and who keeps, moves or is left to a person."""

from collections import Counter
from collections.abc import Iterator

from .bundle import COLUMNS, Bundle, records, text
from .inventory import Connector, Ident, Server
from .options import Options
from .truth import acceptable, behind_proxy, conflicts
from .versions import OVERRIDE_BUILD
from .world import Group, World

ACTIONS = ("move", "keep", "manual")


def judge_plan(world: World, bundle: Bundle, options: Options) -> Iterator[str]:
    """Complaints about verdicts and actions."""
    yield from _verdicts(world, bundle)
    yield from _one_row_each(world, bundle)
    groups = conflicts(world)
    for group in groups:
        yield from _actions(group, world, bundle, options)
    if not groups:
        return
    if "ASSIGN.csv" not in bundle.files:
        yield "ASSIGN.csv: missing although there are conflicts"
        return
    wanted = {member.ident for group in groups for member in group}
    for ident in sorted(set(bundle.by_connector) - wanted):
        yield f"ASSIGN.csv: {ident} is in no conflict"
    yield from _same_link_kept(groups, world, bundle, options)


def _verdicts(world: World, bundle: Bundle) -> Iterator[str]:
    said = records(bundle.plan.get("connectors"))
    seen = Counter((text(each, "server").upper(), text(each, "connector")) for each in said)
    for ident in sorted(set(world.connectors) ^ set(seen)):
        yield f"PLAN.json: connectors and inventory disagree about {ident}"
    for ident, times in seen.items():
        if times > 1:
            yield f"PLAN.json: {ident} stands {times} times"
    for each in said:
        ident = text(each, "server").upper(), text(each, "connector")
        if ident in world.connectors:
            yield from _verdict(ident, (text(each, "verdict"), each.get("row")), world)


def _verdict(ident: Ident, said: tuple[str, object], world: World) -> Iterator[str]:
    allowed = acceptable(world.connectors[ident], world)
    if said not in allowed:
        yield f"PLAN.json: {ident} is {said}, the table says {sorted(allowed)}"


def _one_row_each(world: World, bundle: Bundle) -> Iterator[str]:
    if "ASSIGN.csv" not in bundle.files:
        return
    header = bundle.files["ASSIGN.csv"].decode("utf-8-sig").split("\r\n", 1)[0].split(",")
    if header != COLUMNS:
        yield f"ASSIGN.csv: header is {header}"
    counted = Counter((row["server"].upper(), row["connector"]) for row in bundle.assignments)
    for ident, times in counted.items():
        if ident not in world.connectors:
            yield f"ASSIGN.csv: {ident} is not in the inventory"
        if times > 1:
            yield f"ASSIGN.csv: {ident} stands {times} times"
    for row in bundle.assignments:
        yield from _row(row, world)


def _row(row: dict[str, str], world: World) -> Iterator[str]:
    ident = row["server"].upper(), row["connector"]
    here = f"ASSIGN.csv: {ident}"
    if row["action"] not in ACTIONS:
        yield f"{here}: action {row['action']!r}"
    connector = world.connectors.get(ident)
    if connector is not None and row["old_address"] != connector.address:
        yield f"{here}: old_address {row['old_address']!r} is not {connector.address!r}"
    if row["action"] == "keep":
        if row["owner"] or row["new_address"] or row["alias"]:
            yield f"{here}: keep with owner, new_address or alias"
        if row["address_value"] != row["old_address"]:
            yield f"{here}: keep changes the address_value to {row['address_value']!r}"


def kept_member(group: Group, world: World, options: Options) -> Connector:
    """The connector of the smallest link, or of a link that --keep names."""
    named = {name.upper() for name in options.keep}
    for member in group:
        ends = {member.ident, world.peer.get(member.ident, member.ident)}
        if {f"{server}/{name}".upper() for server, name in ends} & named:
            return member
    return min(group, key=world.link_order)


def _actions(group: Group, world: World, bundle: Bundle, options: Options) -> Iterator[str]:
    rows = {member.ident: bundle.by_connector.get(member.ident) for member in group}
    for ident, row in rows.items():
        if row is None:
            yield f"ASSIGN.csv: {ident} is in a conflict but has no row"
    keeps = [ident for ident, row in rows.items() if row and row["action"] == "keep"]
    right = [] if options.reassign_all else [kept_member(group, world, options).ident]
    if keeps != right:
        yield f"ASSIGN.csv: {group[0].server} {group[0].address}: keeps {keeps}, not {right}"
    for member in group:
        row = rows[member.ident]
        if row and row["action"] != "keep":
            yield from _move_or_manual(member, row["action"], world, options)


def _move_or_manual(
    connector: Connector, action: str, world: World, options: Options
) -> Iterator[str]:
    right = right_actions(connector, world, options)
    if action not in right:
        yield f"ASSIGN.csv: {connector.ident} is {action}, should be {' or '.join(sorted(right))}"


def right_actions(connector: Connector, world: World, options: Options) -> set[str]:
    """What may be done with a connector that must leave its Address."""
    if behind_proxy(world.group[connector.ident], world):
        return {"manual"}
    if options.strategy == "hostname":
        return {"move", "manual"}
    owner = world.owner(connector)
    if owner is not None and options.mode == "ip" and _unpinnable(owner):
        return {"manual"}
    if owner is None or owner.nic.primary() is None:
        return _without_address(connector, world, options)
    return {"move"} if owner.nic.subnet() else {"move", "manual"}


def _unpinnable(owner: Server) -> bool:
    """A cluster node whose calls cannot be given a source address (Q169113, Q197378)."""
    return "cluster" in owner.roles and owner.build < OVERRIDE_BUILD


def _without_address(connector: Connector, world: World, options: Options) -> set[str]:
    owner = world.owner(connector)
    if owner is not None and owner.nic.dhcp:
        return {"manual"}
    if options.ranges_of(world.partner[connector.ident]):
        return {"move"}
    return {"move", "manual"} if options.general_ranges() else {"manual"}


def _same_link_kept(
    groups: list[Group], world: World, bundle: Bundle, options: Options
) -> Iterator[str]:
    if options.reassign_all:
        return
    members = {member.ident: group for group in groups for member in group}
    for group in groups:
        ends = {world.peer.get(member.ident) for member in group}
        for member in group:
            row = bundle.by_connector.get(member.ident)
            other = world.peer.get(member.ident)
            if not row or row["action"] != "keep" or other not in members:
                continue
            if {each.ident for each in members[other]} == ends:
                there = bundle.by_connector.get(other)
                if there is None or there["action"] != "keep":
                    yield f"ASSIGN.csv: {member.ident} is kept, its other end {other} is not"
