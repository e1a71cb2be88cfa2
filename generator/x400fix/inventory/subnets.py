# SPDX-License-Identifier: MIT
"""The addresses and subnets that an inventory shows, and those of them that cannot be right."""

import re
from collections.abc import Iterable, Iterator

from x400fix.inventory.addresses import (
    address_text,
    is_class_broadcast,
    is_ipv4,
    number_of,
    subnet_of,
    subnet_text,
)
from x400fix.inventory.connectors import Connector, Inventory, Stack
from x400fix.problems import Place, Problem

_DOTTED = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])", re.ASCII)

Span = tuple[int, int]
"""The first and the last address of a subnet."""


def known_subnets(inventory: Inventory) -> dict[Span, str]:
    """The subnet of each primary address with a mask, and the first server in it."""
    found: dict[Span, str] = {}
    for server in inventory.servers.values():
        if server.primary and server.primary.prefix is not None:
            found.setdefault(subnet_of(server.primary.number, server.primary.prefix), server.name)
    return found


def used_numbers(inventory: Inventory) -> set[int]:
    """Every address that the inventory shows, also in an Address of a stack other than TCP."""
    servers = inventory.servers.values()
    used = {address.number for server in servers for address in server.addresses}
    used |= {server.gateway for server in servers if server.gateway is not None}
    for connector in inventory.connectors:
        if connector.address.number is not None:
            used.add(connector.address.number)
        elif connector.stack is not Stack.TCP:
            shown = _DOTTED.findall(connector.address.text)
            used.update(number_of(text) for text in shown if is_ipv4(text))
    return used


def taken_numbers(inventory: Inventory) -> set[int]:
    """Every address that the inventory shows, and the ends of every subnet that it shows."""
    taken = used_numbers(inventory)
    for server in inventory.servers.values():
        for address in server.addresses:
            if address.prefix is not None:
                taken.update(subnet_of(address.number, address.prefix))
    return taken


def subnet_warnings(inventory: Inventory) -> Iterator[Problem]:
    """What there is to warn of: overlapping subnets, addresses that NT cannot use."""
    first: dict[str, Connector] = {}
    for connector in inventory.connectors:
        first.setdefault(connector.server, connector)
        number = connector.address.number
        if number is not None and is_class_broadcast(number):
            yield _unusable(connector.server, number, inventory.place(connector, "address"))

    def place(server: str) -> Place:
        found = first.get(server)
        return inventory.place(found, "server") if found else Place(inventory.file)

    for server in inventory.servers.values():
        for address in server.addresses:
            if is_class_broadcast(address.number):
                yield _unusable(server.name, address.number, place(server.name))
    servers = known_subnets(inventory)
    for inner, outer in _overlaps(servers):
        message = (
            f"{servers[inner]}: its subnet {subnet_text(inner)} lies inside {subnet_text(outer)}, "
            f"the subnet of {servers[outer]}: on one wire all masks are the same; correct the "
            "wrong one, or see that these are two wires"
        )
        yield Problem(code="X4-W113", message=message, where=place(servers[inner]))


def _unusable(server: str, number: int, where: Place) -> Problem:
    message = (
        f"{server}: {address_text(number)} is the broadcast address of its class A, B or C "
        "network, which NT 4.0 and Windows 2000 cannot use, whatever the mask (Q281579): "
        "correct it, or give that server another one"
    )
    return Problem(code="X4-W114", message=message, where=where)


def _overlaps(subnets: Iterable[Span]) -> Iterator[tuple[Span, Span]]:
    """Each subnet inside another one, with the smallest around it."""
    around: list[Span] = []
    for span in sorted(subnets, key=lambda each: (each[0], -each[1])):
        while around and around[-1][1] < span[0]:
            around.pop()
        if around:
            yield span, around[-1]
        around.append(span)
