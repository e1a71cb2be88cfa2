# SPDX-License-Identifier: MIT
"""Names that contradict each other or the addresses, and those that are likely typing errors."""

import difflib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping

from x400fix.inventory.addresses import address_text
from x400fix.inventory.connectors import Connector, Inventory, Server, Stack
from x400fix.inventory.names import host_label
from x400fix.inventory.server_facts import Facts
from x400fix.problems import Place, ProblemList, shown

# Comparing every unknown name with every known one is slow; typing errors come in small numbers.
_MOST_SUGGESTIONS = 20
_SHORTEST = 4
"""Names shorter than this are nearly alike by chance."""
_ALIKE = str.maketrans("01L", "OII", "-_")


def check_names(inventory: Inventory, facts: Facts, problems: ProblemList) -> None:
    """Report what the names of servers, their addresses and what is dialled say against it."""
    owners = _owners(inventory.servers.values(), facts, problems)
    suspects = dict(itertools.islice(_strangers(inventory, owners, problems), _MOST_SUGGESTIONS))
    for remote, connector in suspects.items():
        close = _similar(remote, inventory.servers)
        if close:
            message = (
                f"remote_server {shown(remote)} is in no server column: did you mean {close}? "
                "If it is another server, give it a row of its own in --servers"
            )
            place = inventory.place(connector, "remote_server")
            problems.add("X4-E033", message, place)
    twins = [*itertools.islice(_twins(inventory), _MOST_SUGGESTIONS)]
    for one, other, how in twins:
        message = f"servers {one} and {other} {how}: are they one? Then write its name in one way"
        rows = (each for each in inventory.connectors if each.server in {one, other})
        places = (inventory.place(each, "server") for each in rows)
        problems.add("X4-W106", message, next(places, Place(inventory.file)))


def _owners(
    servers: Iterable[Server], facts: Facts, problems: ProblemList
) -> Mapping[int | str, str]:
    """Whose an address, or a host name, is; empty for two servers with one address.

    Those are a wrong list, or networks that do not see each other.
    """
    servers = list(servers)
    owners: dict[int | str, str] = {host_label(server.name): server.name for server in servers}
    owners.update({server.name: server.name for server in servers})
    for server in servers:
        for address in server.addresses:
            owner = owners.setdefault(address.number, server.name)
            if owner != server.name:
                text = address_text(address.number)
                message = f"address {text} of {server.name} is also an address of {owner}"
                place = facts.place_of(server.name, "addresses")
                problems.add("X4-W105", f"{message}: it is taken as the address of neither", place)
                owners[address.number] = ""
    return owners


def _strangers(
    inventory: Inventory, owners: Mapping[int | str, str], problems: ProblemList
) -> Iterator[tuple[str, Connector]]:
    """Each remote_server that no input describes; one that the Address contradicts is an error."""
    told: set[str] = set()
    for connector in inventory.connectors:
        remote = connector.remote
        if not remote:
            continue
        if remote == connector.server:
            message = f"remote_server {shown(remote)} is the connector's own home server"
            place = inventory.place(connector, "remote_server")
            problems.add("X4-E029", f"{message}: write the server at the other end", place)
            continue
        owner = _owner_of(connector, owners, inventory.servers)
        if owner and owner != remote:
            text = shown(connector.address.text)
            message = f"remote_server {shown(remote)}, but the Address {text} is {owner}'s own"
            right = f"did you mean {owner}? If a firewall relays the calls, name it in via"
            place = inventory.place(connector, "remote_server")
            problems.add("X4-E033", f"{message}: {right}", place)
        elif remote not in inventory.servers and remote not in told:
            told.add(remote)
            yield remote, connector


def _owner_of(
    connector: Connector, owners: Mapping[int | str, str], servers: Mapping[str, Server]
) -> str:
    """The server whose own address or name a connector dials; none where a row names a firewall."""
    address = connector.address
    if connector.via or connector.stack is not Stack.TCP:
        return ""
    if address.number is not None:
        return owners.get(address.number, "")
    label, _, domain = address.text.upper().partition(".")
    owner = owners.get(address.text.upper()) or owners.get(label, "")
    known = servers[owner].domain.upper() if owner and domain else ""
    return owner if not known or known == domain else ""


def _similar(remote: str, servers: Mapping[str, Server]) -> str:
    """The known server that a name is most likely a typing error of, or empty."""
    alike = remote.translate(_ALIKE)
    like = (name for name in servers if name.translate(_ALIKE) == alike)
    same = next(like, "") if len(alike) >= _SHORTEST else ""
    if same:
        return same
    close = difflib.get_close_matches(remote, servers, n=3, cutoff=0.75)
    return next((name for name in close if _series(name) != _series(remote)), "")


def _series(name: str) -> str:
    """What the names of a numbered or lettered series have in common: MAIL-A, MAIL-B."""
    return re.sub(r"[0-9]+|.$", "", name)


def _twins(inventory: Inventory) -> Iterator[tuple[str, str, str]]:
    """Servers whose names are nearly the same, and how they differ.

    Names that differ in a number or in their last letter are a series. One letter apart counts
    only where nobody dials one of the two, as a typing error in ``server`` makes it.
    """
    dialled = {connector.remote for connector in inventory.connectors}
    looks: dict[str, str] = {}
    letters: dict[str, str] = {}
    for name in inventory.servers:
        look = name.translate(_ALIKE)
        if len(look) < _SHORTEST:
            continue
        first = looks.setdefault(look, name)
        if first != name:
            yield first, name, "differ in '-', '_', 0 and O, or 1 and I only"
            continue
        for variant in (name, *(name[:at] + name[at + 1 :] for at in range(len(name)))):
            other = letters.setdefault(variant, name)
            if other == name or _series(other) == _series(name) or {name, other} <= dialled:
                continue
            if sorted(other) == sorted(name) or _distance_is_one(other, name):
                yield other, name, "are one letter apart"
                break


def _distance_is_one(one: str, other: str) -> bool:
    """Whether a letter is missing in one of two names, or is another one."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
