# SPDX-License-Identifier: MIT
"""Judges the new addresses: in the pool, in the subnet, free, the lowest, used once."""

from collections import defaultdict
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network

from .bundle import Bundle
from .inventory import Connector, Server
from .options import Options, inside
from .truth import conflicts, is_conflict
from .world import World, canonical

Row = dict[str, str]
# domain/windows.md, section 7
DENIED = tuple(
    IPv4Network(text)
    for text in ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4")
)


def judge_addresses(world: World, bundle: Bundle, options: Options) -> Iterator[str]:
    """Complaints about new addresses."""
    moves = [row for row in bundle.assignments if row["action"] == "move"]
    if options.strategy == "address":
        taken = world.numbers_seen() | options.excluded()
        for row in moves:
            yield from _address(row, world, options, taken)
        yield from _once(moves, options)
        yield from (_least(moves) if options.minimal else _lowest(moves, world, options, taken))
    yield from _still_shared(world, bundle)


def _address(row: Row, world: World, options: Options, taken: set[int]) -> Iterator[str]:
    here = f"ASSIGN.csv: {row['server']}/{row['connector']}: new_address {row['new_address']!r}"
    try:
        address = IPv4Address(row["new_address"])
    except ValueError:
        yield f"{here} is no address"
        return
    owner = world.servers.get(row["owner"].upper())
    if int(address) in taken:
        yield f"{here} is seen in the inventory or excluded"
    if any(address in denied for denied in DENIED):
        yield f"{here} is on the deny list"
    spans = options.general_ranges() + options.ranges_of(row["owner"])
    if not inside(int(address), spans):
        yield f"{here} is in no pool"
    yield from _in_subnet(here, address, owner)
    yield from _right_owner(row, world)


def _in_subnet(here: str, address: IPv4Address, owner: Server | None) -> Iterator[str]:
    subnet = owner.nic.subnet() if owner else None
    if subnet is None:
        return
    if address not in subnet:
        yield f"{here} is outside the owner's subnet {subnet}"
    if address in (subnet.network_address, subnet.broadcast_address):
        yield f"{here} is the network or broadcast address of {subnet}"


def _right_owner(row: Row, world: World) -> Iterator[str]:
    partner = world.partner.get((row["server"].upper(), row["connector"]), "")
    if partner and row["owner"].upper() != partner:
        yield f"ASSIGN.csv: {row['server']}/{row['connector']}: owner is not {partner}"
    if partner and row["remote_server"].upper() != partner:
        yield f"ASSIGN.csv: {row['server']}/{row['connector']}: remote_server is not {partner}"


def _once(moves: list[Row], options: Options) -> Iterator[str]:
    users: dict[str, list[Row]] = defaultdict(list)
    for row in moves:
        users[row["new_address"]].append(row)
    for address, rows in users.items():
        homes = [row["server"].upper() for row in rows]
        owners = {row["owner"].upper() for row in rows}
        repeated = len(homes) != len(set(homes)) if options.minimal else len(homes) > 1
        if repeated or len(owners) > 1:
            yield f"ASSIGN.csv: {address} is given out {len(rows)} times, to {sorted(owners)}"


def _by_owner(moves: list[Row]) -> dict[str, list[Row]]:
    owners: dict[str, list[Row]] = defaultdict(list)
    for row in moves:
        owners[row["owner"].upper()].append(row)
    return dict(sorted(owners.items()))


def _least(moves: list[Row]) -> Iterator[str]:
    for owner, rows in _by_owner(moves).items():
        homes = [row["server"].upper() for row in rows]
        least = max(homes.count(home) for home in set(homes))
        used = len({row["new_address"] for row in rows})
        if used != least:
            yield f"ASSIGN.csv: {owner} gets {used} addresses, {least} are enough"


def _lowest(moves: list[Row], world: World, options: Options, taken: set[int]) -> Iterator[str]:
    """Owners by name, then who dials them; each the lowest free (design, Pools)."""
    used = set(taken)
    for owner, rows in _by_owner(moves).items():
        server = world.servers.get(owner)
        subnet = server.nic.subnet() if server else None
        spans = options.ranges_of(owner) or options.general_ranges()
        ordered = sorted(rows, key=lambda row: (row["server"].upper(), row["connector"].upper()))
        for row in ordered:
            wanted = _first_free(spans, subnet, used)
            if subnet and wanted is not None and row["new_address"] != str(wanted):
                yield f"ASSIGN.csv: {row['connector']}: {row['new_address']} is not {wanted}"
            used.add(int(wanted or 0))
            used.add(int(IPv4Address(row["new_address"] or "0.0.0.0")))  # noqa: S104 not a bind


def _first_free(
    spans: list[tuple[int, int]], subnet: IPv4Network | None, used: set[int]
) -> IPv4Address | None:
    if subnet is None:
        return None
    low, high = int(subnet.network_address) + 1, int(subnet.broadcast_address) - 1
    for first, last in sorted(spans):
        for number in range(max(first, low), min(last, high) + 1):
            if number not in used:
                return IPv4Address(number)
    return None


def _still_shared(world: World, bundle: Bundle) -> Iterator[str]:
    """After all moves no server with a conflict may still share an Address."""
    touched = {group[0].server for group in conflicts(world)}
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for connector in world.connectors.values():
        value = _value_after(connector, world, bundle)
        if connector.server in touched and value:
            holders[connector.server, canonical(value, world.servers)].append(connector.name)
    for (server, address), names in holders.items():
        if len(names) > 1:
            yield f"ASSIGN.csv: after the plan {server} still dials {address} with {names}"


def _value_after(connector: Connector, world: World, bundle: Bundle) -> str:
    """The Address after the plan, `` where uniqueness is not asked for."""
    if connector.stack != "TCP":
        return ""
    row = bundle.by_connector.get(connector.ident)
    if row and row["action"] == "manual":
        return ""
    if not is_conflict(connector, world) and len(world.group[connector.ident]) > 1:
        return ""
    return row["address_value"] if row and row["action"] == "move" else connector.address
