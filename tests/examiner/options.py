# SPDX-License-Identifier: MIT
"""The options a plan was made with, as far as they change what is right."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the administrator asked for."""

    pools: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    mode: str = "ip"
    strategy: str = "address"
    minimal: bool = False
    reassign_all: bool = False
    keep: tuple[str, ...] = ()
    ticket: str | None = None

    def general_ranges(self) -> list[tuple[int, int]]:
        """Ranges that serve whichever owner lies in their subnet."""
        return sorted(span(text) for text in self.pools if "=" not in text)

    def ranges_of(self, owner: str) -> list[tuple[int, int]]:
        """Ranges given to one owner by name."""
        found = []
        for text in self.pools:
            name, equals, ranges = text.partition("=")
            if equals and name.strip().upper() == owner.upper():
                found += [span(part) for part in ranges.replace(",", " ").split()]
        return sorted(found)

    def excluded(self) -> set[int]:
        """Each address the administrator took out."""
        return {number for text in self.exclude for number in _numbers(text)}


def span(text: str) -> tuple[int, int]:
    """First and last address of a CIDR, a `first-last` range or a single address."""
    first, dash, last = text.strip().partition("-")
    if dash:
        return int(IPv4Address(first.strip())), int(IPv4Address(last.strip()))
    network = IPv4Network(first, strict=False)
    return int(network.network_address), int(network.broadcast_address)


def inside(number: int, spans: list[tuple[int, int]]) -> bool:
    """Whether one of the spans holds the number."""
    return any(first <= number <= last for first, last in spans)


def _numbers(text: str) -> range:
    first, last = span(text)
    return range(first, last + 1)
