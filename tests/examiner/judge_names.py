# SPDX-License-Identifier: MIT
"""Judges aliases, LMHOSTS.ADD and HOSTS.ADD (domain/windows.md, 1.2, 1.3, 2.6)."""

import re
from collections import defaultdict
from collections.abc import Iterator

from .bundle import Bundle
from .inventory import Server
from .judge_texts import marked_lines
from .options import Options
from .world import World

Row = dict[str, str]
ALIAS = re.compile(r"[A-Z][A-Z0-9-]{0,13}[A-Z0-9]", re.ASCII)
NUMBERED = re.compile(r"(.+)-X(\d+)", re.ASCII)
LMHOSTS_ENTRY = re.compile(
    r"(\d+\.\d+\.\d+\.\d+)[ \t]+([A-Z][A-Z0-9-]{0,14})[ \t]+#PRE(?: +# [ -~]*)?", re.ASCII
)
HOSTS_ENTRY = re.compile(r"(\d+\.\d+\.\d+\.\d+)[ \t]+([A-Za-z0-9.-]+)(?:[ \t]+# [ -~]*)?", re.ASCII)
_LONGEST_NAME = 15
_LINE_LENGTH = 80


def judge_names(world: World, bundle: Bundle, options: Options) -> Iterator[str]:
    """Complaints about aliases and the two name files."""
    moves = [row for row in bundle.assignments if row["action"] == "move" or row["alias"]]
    yield from _aliases(moves, world, options)
    by_home: dict[str, list[Row]] = defaultdict(list)
    for row in bundle.assignments:
        by_home[row["server"].upper()].append(row)
    for folder, server in bundle.folders.items():
        files = bundle.inside(folder)
        rows = by_home.get(server, [])
        here = f"SERVERS/{folder}"
        yield from _lmhosts(here, files.get("LMHOSTS.ADD"), rows, world, options)
        yield from _hosts(here, files.get("HOSTS.ADD"), rows, world, options)


def _aliases(moves: list[Row], world: World, options: Options) -> Iterator[str]:
    names = world.names_seen()
    holders: dict[str, set[str]] = defaultdict(set)
    for row in moves:
        alias = row["alias"]
        here = f"ASSIGN.csv: {row['server']}/{row['connector']}: alias {alias!r}"
        if not ALIAS.fullmatch(alias):
            yield f"{here} is not legal"
            continue
        if alias in names:
            yield f"{here} is a name of the inventory"
        unique = row["new_address"] if options.strategy == "address" else row["connector"]
        holders[alias].add(f"{row['owner'].upper()} {unique}")
        if row["owner"].upper() in world.servers:
            yield from _stem(here, alias, row["owner"])
    for alias, users in holders.items():
        if len(users) > 1:
            yield f"ASSIGN.csv: alias {alias} is used for {sorted(users)}"


def stem_of(owner: str) -> str:
    """The owner's name as aliases begin (design, rule 8)."""
    name = re.sub(r"[^A-Z0-9-]", "-", owner.upper())
    return name if name[0].isalpha() else f"X{name}"


def _stem(here: str, alias: str, owner: str) -> Iterator[str]:
    found = NUMBERED.fullmatch(alias)
    if not found or int(found[2]) < 2:
        yield f"{here} does not end in -X and a number from 2"
        return
    room = _LONGEST_NAME - len(found[2]) - 2
    stem = stem_of(owner)
    if found[1] not in (stem[:room], stem[:room].rstrip("-")):
        yield f"{here} does not begin as its owner {owner}"


def _lmhosts(
    here: str, data: bytes | None, rows: list[Row], world: World, options: Options
) -> Iterator[str]:
    wanted = {
        row["alias"]: row["new_address"] or _primary(row, world) for row in rows if row["alias"]
    }
    if data is None:
        if wanted:
            yield f"{here}/LMHOSTS.ADD: missing"
        return
    lines, complaints = marked_lines(f"{here}/LMHOSTS.ADD", data, options.ticket)
    yield from complaints
    found: dict[str, str] = {}
    for line in lines:
        entry = LMHOSTS_ENTRY.fullmatch(line)
        if not entry or len(line) >= _LINE_LENGTH:
            yield f"{here}/LMHOSTS.ADD: {line!r} is no entry"
        elif entry[2] in found:
            yield f"{here}/LMHOSTS.ADD: {entry[2]} stands twice"
        else:
            found[entry[2]] = entry[1]
    if found != wanted:
        yield f"{here}/LMHOSTS.ADD: holds {found}, ASSIGN.csv wants {wanted}"


def _primary(row: Row, world: World) -> str:
    owner = world.servers.get(row["owner"].upper())
    return str(owner.nic.primary()) if owner and owner.nic.primary() else row["old_address"]


def _hosts(
    here: str, data: bytes | None, rows: list[Row], world: World, options: Options
) -> Iterator[str]:
    wanted = _hosts_wanted(rows, world, options)
    if data is None:
        if wanted:
            yield f"{here}/HOSTS.ADD: missing, {wanted} wanted"
        return
    lines, complaints = marked_lines(f"{here}/HOSTS.ADD", data, options.ticket)
    yield from complaints
    found = []
    for line in lines:
        entry = HOSTS_ENTRY.fullmatch(line)
        if entry:
            found.append((entry[1], entry[2]))
        else:
            yield f"{here}/HOSTS.ADD: {line!r} is no entry"
    yield from _no_alias_beside_primary(here, found, rows, world)
    if sorted(found) != sorted(wanted):
        yield f"{here}/HOSTS.ADD: holds {found}, wanted {wanted}"
    elif _kept_last(found, rows):
        yield f"{here}/HOSTS.ADD: a kept name stands after an alias"


def _hosts_wanted(rows: list[Row], world: World, options: Options) -> list[tuple[str, str]]:
    """First `PRIMARY KEPTNAME`, then in mode hosts `POOLADDRESS ALIAS` (design, rule 3)."""
    kept = set()
    for row in rows:
        connector = world.connectors.get((row["server"].upper(), row["connector"]))
        if row["action"] == "keep" and connector is not None and connector.ip is None:
            owner = world.owner(connector)
            primary = _known_primary(owner)
            if primary and not connector.via:
                kept.add((primary, connector.address))
    if options.mode != "hosts" or options.strategy != "address":
        return sorted(kept)
    moved = {(row["new_address"], row["alias"]) for row in rows if row["alias"]}
    return sorted(kept) + sorted(moved)


def _known_primary(owner: Server | None) -> str:
    primary = owner.nic.primary() if owner else None
    return str(primary) if primary else ""


def _no_alias_beside_primary(
    here: str, found: list[tuple[str, str]], rows: list[Row], world: World
) -> Iterator[str]:
    primaries = {_known_primary(server) for server in world.servers.values()}
    aliases = {row["alias"] for row in rows}
    for address, name in found:
        if address in primaries and name in aliases:
            yield f"{here}/HOSTS.ADD: alias {name} beside the primary {address}"


def _kept_last(found: list[tuple[str, str]], rows: list[Row]) -> bool:
    aliases = {row["alias"] for row in rows}
    kinds = [name in aliases for _, name in found]
    return kinds != sorted(kinds)
