# SPDX-License-Identifier: MIT
"""Judges what the batch files do: addresses added, taken away and pinged."""

import re
from collections.abc import Iterator

from .bundle import Bundle
from .inventory import Server
from .judge_nic import nt_kind
from .options import Options
from .world import World

# name="Local Area Connection" addr=10.20.1.41 mask=255.255.255.0, or the values alone
_NETSH = re.compile(
    r'netsh interface ip (add|delete) address (?:name=)?"([^"]*)" (?:addr=)?([\d.]+)'
    r"(?: (?:mask=)?([\d.]+))?"
)
_REGINI = re.compile(r"(?im)^\s*@?regini (\S+)\s*$")


def judge_commands(world: World, bundle: Bundle, options: Options) -> Iterator[str]:
    """Complaints about what NIC.CMD, NICUNDO.CMD and CHECK.CMD do."""
    if options.strategy != "address":
        return
    gets: dict[str, set[str]] = {}
    dials: dict[str, set[str]] = {}
    for row in bundle.assignments:
        if row["action"] == "move":
            gets.setdefault(row["owner"].upper(), set()).add(row["new_address"])
            dials.setdefault(row["server"].upper(), set()).add(row["new_address"])
    for folder, name in bundle.folders.items():
        files = bundle.scripts(folder)
        here, server = f"SERVERS/{folder}", world.servers.get(name)
        yield from _pinged(here, files, gets.get(name, set()), dials.get(name, set()))
        if server is not None:
            yield from _nic(here, files, server, gets.get(name, set()))


def _pinged(here: str, files: dict[str, str], gets: set[str], dials: set[str]) -> Iterator[str]:
    wanted = gets | dials
    if not wanted:
        return
    content = files.get("CHECK.CMD", "")
    missing = wanted - set(re.findall(r"\d+\.\d+\.\d+\.\d+", content))
    if missing:
        yield f"{here}/CHECK.CMD: does not ping {sorted(missing)}"
    if content and ("TTL=" not in content or (gets and "arp -a" not in content)):
        yield f"{here}/CHECK.CMD: does not judge by TTL= and arp -a"


def _nic(here: str, files: dict[str, str], server: Server, new: set[str]) -> Iterator[str]:
    subnet = server.nic.subnet()
    for file, verb in (("NIC", "add"), ("NICUNDO", "delete")):
        content = files.get(f"{file}.CMD")
        if content is None or subnet is None:
            continue
        path = f"{here}/{file}.CMD"
        if nt_kind(server) != "later":
            if _REGINI.findall(content) != [f"{file}.INI"]:
                yield f"{path}: does not run regini with {file}.INI alone"
            continue
        mask = str(subnet.netmask) if verb == "add" else ""
        right = {(verb, server.adapter, address, mask) for address in new}
        if set(_NETSH.findall(content)) != right:
            yield f"{path}: {_NETSH.findall(content)}, should do {sorted(right)}"
