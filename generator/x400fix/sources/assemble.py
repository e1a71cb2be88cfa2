# SPDX-License-Identifier: MIT
"""Puts what the readers found together as an Inventory, and checks what no single row can tell."""

import difflib
import itertools
import re
from collections.abc import Iterable, Mapping

from x400fix.model.addresses import address_text
from x400fix.model.connectors import Connector, Inventory, Server, connector_key
from x400fix.problems import Place, ProblemList, shown
from x400fix.sources.facts import Facts

# Comparing every unknown name with every known one is slow; typing errors come in small numbers.
_MOST_SUGGESTIONS = 20


def assemble(
    connectors: Iterable[Connector],
    facts: Facts,
    problems: ProblemList,
    *,
    header_place: Place,
    columns: Mapping[str, int],
) -> Inventory:
    """The inventory in its order, which no longer depends on the order of rows."""
    unsorted = tuple(connectors)
    keys = [_order(connector) for connector in unsorted]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    inventory = Inventory(
        connectors=tuple(unsorted[index] for index in order),
        servers={server.name: server for server in facts.servers()},
        file=header_place.file,
        columns=columns,
        rows_hidden=header_place.line - header_place.row,
    )
    for before, after in itertools.pairwise(order):
        if keys[before][0] == keys[after][0]:
            _tell_duplicate(unsorted[before], unsorted[after], inventory, problems)
    _check_addresses(inventory.servers.values(), facts, problems)
    _check_remote_servers(inventory, problems)
    return inventory


def _order(connector: Connector) -> tuple[tuple[str, str, str], int]:
    """The order of connectors, with stack and line to tell equal names apart."""
    server, name = connector_key(connector)
    return (server, name, connector.stack), connector.line


def _tell_duplicate(
    before: Connector, after: Connector, inventory: Inventory, problems: ProblemList
) -> None:
    """Row 21 of the truth table: the same connector of the same stack twice."""
    message = (
        f"connector {shown(after.name)} of {after.server} stands in line {before.line} "
        "already: one row is one connector"
    )
    problems.add("X4-E018", message, inventory.place(after, "connector"))


def _check_addresses(servers: Iterable[Server], facts: Facts, problems: ProblemList) -> None:
    """Two servers with one address: a wrong list, or networks that do not see each other."""
    owners: dict[int, str] = {}
    for server in servers:
        for address in server.addresses:
            owner = owners.setdefault(address.number, server.name)
            place = facts.place_of(server.name, "addresses")
            if owner != server.name and place:
                text = address_text(address.number)
                message = f"address {text} of {server.name} is also an address of {owner}"
                problems.add("X4-W105", f"{message}: it is taken as the address of neither", place)


def _series(name: str) -> str:
    """What the names of a numbered or lettered series have in common: MAIL-A, MAIL-B."""
    return re.sub(r"[0-9]+|.$", "", name)


def _check_remote_servers(inventory: Inventory, problems: ProblemList) -> None:
    """A remote_server without a row of its own may be a typing error."""
    suggestions = _MOST_SUGGESTIONS
    told: set[str] = set()
    for connector in inventory.connectors:
        remote = connector.remote
        if remote == connector.server:
            message = f"remote_server {shown(remote)} is the connector's own home server"
            place = inventory.place(connector, "remote_server")
            problems.add("X4-E029", f"{message}: write the server at the other end", place)
        if not remote or remote in inventory.servers or remote in told:
            continue
        told.add(remote)
        if suggestions:
            suggestions -= 1
            close = difflib.get_close_matches(remote, inventory.servers, n=1, cutoff=0.75)
            if close and _series(close[0]) != _series(remote):
                message = (
                    f"remote_server {shown(remote)} is the server of no row: "
                    f"did you mean {close[0]}?"
                )
                place = inventory.place(connector, "remote_server")
                problems.add("X4-W102", message, place)
