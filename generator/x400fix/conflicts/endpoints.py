# SPDX-License-Identifier: MIT
"""Groups connectors by stack and endpoint: those that the stack cannot tell apart by Address."""

from collections.abc import Iterator, Sequence

from x400fix.links import Directory
from x400fix.model.connectors import Connector, Inventory, Stack


def find_groups(inventory: Inventory, directory: Directory) -> Iterator[tuple[int, ...]]:
    """The connectors of each stack with one endpoint; other stacks than TCP stay alone."""
    groups: dict[tuple[str, int | str], list[int]] = {}
    for index, connector in enumerate(inventory.connectors):
        if connector.stack is Stack.TCP:
            key = directory.address_key(connector.address)
            groups.setdefault((connector.server, key), []).append(index)
        else:
            yield (index,)
    for members in groups.values():
        yield tuple(members)


def find_presumed(
    inventory: Inventory, directory: Directory, partners: Sequence[str]
) -> Iterator[int]:
    """Connectors that may have one endpoint, although the inventory does not tell.

    They lead from one server to one partner, whose address is unknown: some by its name, others
    by an IP address.
    """
    kinds: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
    known = {"", *(server.name for server in inventory.servers.values() if server.addresses)}
    for index, (connector, partner) in enumerate(zip(inventory.connectors, partners, strict=True)):
        if partner in known or not _leads_straight(connector, directory):
            continue
        named, numbered = kinds.setdefault((connector.server, partner), ([], []))
        if connector.address.number is not None:
            numbered.append(index)
        elif _is_name_of(connector.address.text, partner):
            named.append(index)
    for named, numbered in kinds.values():
        if named and numbered:
            yield from named
            yield from numbered


def _leads_straight(connector: Connector, directory: Directory) -> bool:
    """Whether the Address is the partner's own, and not a proxy firewall's."""
    return connector.stack is Stack.TCP and not directory.is_firewall(connector.address)


def _is_name_of(host_name: str, server: str) -> bool:
    """Whether a host name is a server's own: its computer name, or that with a domain."""
    return host_name.upper().partition(".")[0] == server
