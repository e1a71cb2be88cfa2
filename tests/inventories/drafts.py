# SPDX-License-Identifier: MIT
"""Servers and the rows between them, one decision after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from .case import Row
from .words import CONNECTORS, LATER, NT, ROLES, VERSIONS

T = TypeVar("T")


class Pick(Protocol):
    """Takes one of several values; the first ones are the plainest."""

    def __call__(self, options: Sequence[T], /) -> T: ...


@dataclass(slots=True)
class Draft:
    """A server while its inventory is being made."""

    name: str
    index: int
    prefix: int
    facts: Row
    rows: list[Row] = field(default_factory=list)

    def ip(self, host: int) -> str:
        return f"10.20.{4 * self.index}.{host}"


def new_server(pick: Pick, name: str, index: int) -> Draft:
    version = pick(VERSIONS)
    os = pick(LATER) if version[-4:] in ("2000", "2003") else pick((*NT, LATER[0]))
    draft = Draft(name, index, pick((24, 24, 26, 25, 22)), {"exchange": version, "os": os})
    adapter = "Local Area Connection (2)" if os in LATER else "El90x1"
    draft.facts |= {
        "adapter": pick((adapter, adapter, adapter, "")),
        "site": pick(("", "SEATTLE", "=1+1")),
        "roles": pick(ROLES),
        "gateway": pick(("", draft.ip(1), draft.ip(33))),
        "addresses": pick(
            (
                *[f"{draft.ip(10)}/{draft.prefix}"] * 5,
                f"{draft.ip(10)}/{draft.prefix} {draft.ip(41)}/{draft.prefix}",
                f"{draft.ip(10)}/{draft.prefix};{draft.ip(32)}/{draft.prefix}",
                f"{draft.ip(10)}/{draft.prefix}, 10.99.{index}.5/24",
                draft.ip(10),
                "dhcp",
                "",
            )
        ),
    }
    return draft


def link(pick: Pick, one: Draft, other: Draft) -> None:
    kind = pick(("plain", "plain", "plain", "half", "none", "proxy", "presumed"))
    if kind == "none":
        return
    stack = pick((*["TCP"] * 5, "", "TP4", "X25", "RAS"))
    count = pick((2, 2, 3, 1, 4, 6))
    for home, far, number in ((one, other, count), (other, one, pick((count, count, 0, 1, 3)))):
        for at in range(number):
            address = _address(pick, kind if home is one else "plain", far, at)
            via = f"FW{home.index}" if kind == "proxy" and address.startswith("10.9.") else ""
            own = stack if at == 0 else pick((stack, "TCP"))
            address = {"TP4": "490001AA", "X25": f"3110{at}"}.get(own, address)
            _row(pick, home, {"address": address, "remote_server": far.name, "via": via}, own)
    _selectors(pick, one, other)
    _peers(pick, one, other)


def _address(pick: Pick, kind: str, far: Draft, at: int) -> str:
    if kind in ("proxy", "presumed"):
        return "10.9.0.1"
    if kind == "half" and at:
        return far.ip(40 + at)
    plain = far.name.replace("-", "").isalnum() and not far.name.startswith("-")
    if far.facts["addresses"] == "dhcp" or (plain and pick((False, False, False, True))):
        host = far.name if plain else "host-x"
        return pick((host, host, host.lower(), f"{host.strip('-')}.example.com"))
    return far.ip(10)


def _row(pick: Pick, home: Draft, cells: Row, stack: str) -> None:
    taken = {row["connector"].upper() for row in home.rows}
    stem = pick(CONNECTORS).format(cells.get("remote_server") or "X")
    names = (stem, *(f"{stem} {number}" for number in range(2, 60)))
    name = next(each for each in names if each.upper() not in taken)
    spelling = pick((home.name, home.name, home.name, home.name.lower()))
    home.rows.append({"connector": name, "server": spelling, "stack": stack} | cells)


def others(pick: Pick, home: Draft) -> None:
    """Several connectors to one foreign MTA, with or without a name."""
    if pick((True, True, True, False)):
        return
    name = pick(("", "", "PARTNER-X"))
    for _ in range(pick((1, 2, 3))):
        _row(pick, home, {"address": "172.16.9.9", "remote_server": name}, "TCP")


def _between(home: Draft, far: Draft) -> list[Row]:
    found = [row for row in home.rows if row["remote_server"] == far.name]
    found = [row for row in found if row["stack"] in ("TCP", "")]
    return sorted(found, key=lambda row: row["connector"].upper())


def _selectors(pick: Pick, one: Draft, other: Draft) -> None:
    kind = pick(("none", "none", "good", "equal", "good"))
    for ends in (_between(one, other), _between(other, one)):
        for at, row in enumerate(ends):
            text = "SAME" if kind == "equal" else f"L{at}"
            form = pick((text, "0x" + text.encode().hex()))
            row["t_selector"] = "" if kind == "none" else form


def _peers(pick: Pick, one: Draft, other: Draft) -> None:
    """Names the other ends in an order of its own."""
    here, there = _between(one, other), _between(other, one)
    how = pick(("none", "none", "all", "one"))
    if how == "none":
        return
    for row, far in zip(here, reversed(there), strict=False):
        row["peer_connector"] = far["connector"]
        far["peer_connector"] = row["connector"] if how == "all" else ""


def spread_facts(pick: Pick, server: Draft) -> None:
    where = pick(("all", "all", "first", "last"))
    rows = {"all": server.rows, "first": server.rows[:1], "last": server.rows[-1:]}[where]
    for row in rows:
        row.update(server.facts)


def clear_partners(pick: Pick, servers: list[Draft]) -> None:
    """Leaves remote_server out where the Address tells it."""
    known = {server.ip(10) for server in servers if server.ip(10) in server.facts["addresses"]}
    known |= {server.name for server in servers}
    for server in servers:
        for row in server.rows:
            if row["address"] in known and row["stack"] in ("TCP", ""):
                row["remote_server"] = pick((row["remote_server"], row["remote_server"], ""))
