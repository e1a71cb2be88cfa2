# SPDX-License-Identifier: MIT
"""Judges NIC scripts: whole ordered lists, before and after, do and undo."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Interface

from .bundle import Bundle, Json, base, record, text, texts
from .inventory import Server
from .options import Options
from .registry import RegistryError, Values, read_regedit4, read_regini
from .world import World

NT_ADAPTER = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,31}", re.ASCII)
LATER_ADAPTER = re.compile(r"[A-Za-z0-9 ().#-]+", re.ASCII)
_KEY = "system\\currentcontrolset\\services\\{}\\parameters\\tcpip"
_READERS = (("INI", read_regini), ("REG", read_regedit4))


def judge_nics(world: World, bundle: Bundle, options: Options) -> Iterator[str]:
    """Complaints about NIC files and the `nic` of PLAN.json."""
    new: dict[str, set[IPv4Address]] = {}
    for row in bundle.assignments:
        if row["action"] == "move" and options.strategy == "address" and row["new_address"]:
            new.setdefault(row["owner"].upper(), set()).add(IPv4Address(row["new_address"]))
    planned = {text(each, "name").upper(): each for each in bundle.servers}
    for name in sorted(new):
        server = world.servers.get(name)
        if server is not None and name not in planned:
            yield f"PLAN.json: servers lacks {name}, which gets addresses"
    for name, each in planned.items():
        if name in world.servers:
            folder = base(text(each, "folder"))
            files = bundle.inside(folder) if folder else {}
            yield from _server(world.servers[name], each, files, new.get(name, set()))


def nt_kind(server: Server) -> str:
    """`3.51`, `4.0`, `later` or `` when unknown."""
    found = re.search(r"(3\.51|4\.0|2000|2003)", server.os)
    if not found:
        return ""
    return found[1] if found[1] in ("3.51", "4.0") else "later"


def scriptable(server: Server) -> bool:
    """Whether every fact that a NIC script needs is there (design, Inventory)."""
    pattern = LATER_ADAPTER if nt_kind(server) == "later" else NT_ADAPTER
    named = server.safe and pattern.fullmatch(server.adapter)
    fixed = "cluster" not in server.roles  # its addresses belong to no one node
    return bool(named and fixed and nt_kind(server) and server.nic.one_known_subnet())


def _server(
    server: Server, each: Json, files: dict[str, bytes], new: set[IPv4Address]
) -> Iterator[str]:
    here = f"SERVERS/{base(text(each, 'folder'))}"
    have = {name for name in files if name.startswith("NIC")}
    wanted = _wanted_files(server) if new else set()
    optional = set() if scriptable(server) or not new else _hand_files(server)
    if have - wanted - optional or wanted - have:
        yield f"{here}: NIC files are {sorted(have)}, should be {sorted(wanted)}"
    nic = record(each.get("nic"))
    before, after = texts(nic.get("before")), texts(nic.get("after"))
    if new and server.nic.addresses:
        yield from _lists(f"PLAN.json: {server.name}", server, before, after, new)
    if files:
        yield from _registry_files(here, server, files, before, after)


def _hand_files(server: Server) -> set[str]:
    """A server whose name may not reach a script can still get the lists alone."""
    complete = server.nic.one_known_subnet() and NT_ADAPTER.fullmatch(server.adapter)
    if server.safe or not complete or nt_kind(server) in ("", "later"):
        return set()
    return {"NIC.INI", "NICUNDO.INI", "NIC.REG", "NICUNDO.REG"}


def _wanted_files(server: Server) -> set[str]:
    if not scriptable(server):
        return set()
    wanted = {"NIC.CMD", "NICUNDO.CMD"}
    kind = nt_kind(server)
    if kind != "later":
        wanted |= {"NIC.INI", "NICUNDO.INI"}
    return wanted | {"NIC.REG", "NICUNDO.REG"} if kind == "4.0" else wanted


def _lists(
    here: str, server: Server, before: list[str], after: list[str], new: set[IPv4Address]
) -> Iterator[str]:
    if before != server.nic.texts():
        yield f"{here}: nic before is {before}, the inventory says {server.nic.texts()}"
    if after[: len(before)] != before:
        yield f"{here}: nic after {after} does not begin with before"
    if len(set(after)) != len(after):
        yield f"{here}: nic after holds an address twice: {after}"
    added = after[len(before) :]
    subnet = server.nic.subnet()
    right = {f"{ip}/{subnet.prefixlen}" if subnet else str(ip) for ip in new}
    if set(added) != right:
        yield f"{here}: nic adds {added}, ASSIGN.csv gives {sorted(right)}"


def _registry_files(
    here: str, server: Server, files: dict[str, bytes], before: list[str], after: list[str]
) -> Iterator[str]:
    for ending, reader in _READERS:
        for name, wanted in (("NIC", after), ("NICUNDO", before)):
            path = f"{name}.{ending}"
            if path not in files:
                continue
            try:
                values = reader(files[path])
            except (RegistryError, UnicodeDecodeError) as error:
                yield f"{here}/{path}: {error}"
                continue
            yield from _values(f"{here}/{path}", values, server, wanted)


def _values(here: str, values: Values, server: Server, wanted: list[str]) -> Iterator[str]:
    key = _KEY.format(server.adapter.lower())
    interfaces = [IPv4Interface(each) for each in wanted]
    right = {
        (key, "IPAddress"): [str(each.ip) for each in interfaces],
        (key, "SubnetMask"): [str(each.netmask) for each in interfaces],
    }
    if values != right:
        yield f"{here}: sets {values}, should set {right}"
