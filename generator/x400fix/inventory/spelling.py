# SPDX-License-Identifier: MIT
"""Names that contradict each other or the addresses, and those that are likely typing errors."""

import difflib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping

from x400fix.inventory.addresses import address_text
from x400fix.inventory.connectors import Connector, Inventory, Server, Stack
from x400fix.inventory.server_facts import Facts
from x400fix.inventory.topology import Owners
from x400fix.problems import Place, ProblemList, listed, shown

# Comparing every unknown name with every known one is slow; typing errors come in small numbers.
_MOST_SUGGESTIONS = 20
_SHORTEST = 4
"""Names shorter than this are nearly alike by chance."""
_ALIKE = str.maketrans("01L", "OII", "-_")


def check_names(inventory: Inventory, facts: Facts, problems: ProblemList) -> None:
    """Report what the names of servers, their addresses and what is dialled say against it."""
    _check_addresses(inventory.servers.values(), facts, problems)
    strangers = _find_strangers(inventory, problems)
    for remote, connector in itertools.islice(strangers.items(), _MOST_SUGGESTIONS):
        close = _similar(remote, inventory.servers)
        if close:
            message = (
                f"remote_server {shown(remote)} is in no server column: did you mean {close}? "
                "If it is another server, give it a row of its own in --servers"
            )
            place = inventory.place(connector, "remote_server")
            problems.add("X4-E033", message, place)
    for one, other, how in itertools.islice(_twins(inventory), _MOST_SUGGESTIONS):
        message = f"servers {one} and {other} {how}: are they one? Then write its name in one way"
        rows = (each for each in inventory.connectors if each.server in {one, other})
        places = (inventory.place(each, "server") for each in rows)
        problems.add("X4-W106", message, next(places, Place(inventory.file)))
    for connector, close in itertools.islice(_nearly_named(inventory), _MOST_SUGGESTIONS):
        name = connector.address.text
        message = (
            f"address {shown(name)} is nearly the name of {close}: if it is that server, write its "
            "name or its IP address, since connectors to one endpoint are in conflict"
        )
        problems.add("X4-W106", message, inventory.place(connector, "address"))
    for connector in _strays(inventory):
        partner = inventory.servers[connector.remote]
        own = listed([address_text(each.number) for each in partner.addresses])
        message = (
            f"address {connector.address.text} is none of {partner.name}'s own ({own}): is it a "
            "typing error, or is it missing in addresses? If a firewall relays the calls, name it "
            "in via"
        )
        problems.add("X4-W107", message, inventory.place(connector, "address"))


def _check_addresses(servers: Iterable[Server], facts: Facts, problems: ProblemList) -> None:
    """Two servers with one address: a wrong list, or networks that do not see each other."""
    owners: dict[int, str] = {}
    for server in servers:
        for address in server.addresses:
            owner = owners.setdefault(address.number, server.name)
            if owner != server.name:
                text = address_text(address.number)
                message = f"address {text} of {server.name} is also an address of {owner}"
                place = facts.place_of(server.name, "addresses")
                problems.add("X4-W105", f"{message}: it is taken as the address of neither", place)


def _find_strangers(inventory: Inventory, problems: ProblemList) -> Mapping[str, Connector]:
    """Each remote_server that no input describes; one that the Address contradicts is an error."""
    owners = Owners(inventory.servers)
    strangers: dict[str, Connector] = {}
    for connector in inventory.connectors:
        remote = connector.remote
        if not remote:
            continue
        if remote == connector.server:
            message = f"remote_server {shown(remote)} is the connector's own home server"
            place = inventory.place(connector, "remote_server")
            problems.add("X4-E029", f"{message}: write the server at the other end", place)
            continue
        # Where a row names a firewall, the Address is that one's.
        dials_server = connector.stack is Stack.TCP and not connector.via
        owner = owners.holder_of(connector.address) if dials_server else ""
        if owner and owner != remote:
            text = shown(connector.address.text)
            message = f"remote_server {shown(remote)}, but the Address {text} is {owner}'s own"
            right = f"did you mean {owner}? If a firewall relays the calls, name it in via"
            place = inventory.place(connector, "remote_server")
            problems.add("X4-E033", f"{message}: {right}", place)
        elif remote not in inventory.servers:
            strangers.setdefault(remote, connector)
    return strangers


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


def _nearly_named(inventory: Inventory) -> Iterator[tuple[Connector, str]]:
    """Connectors whose Address is a name that is nearly that of a server, and that server."""
    owners = Owners(inventory.servers)
    looks = {name.translate(_ALIKE): name for name in inventory.servers}
    for connector in inventory.connectors:
        address, partner = connector.address, connector.remote
        if address.number is not None or connector.stack is not Stack.TCP or connector.via:
            continue
        label = address.text.upper().partition(".")[0]
        if len(label) < _SHORTEST or owners.server_named(address.text) or label == partner:
            continue
        close = looks.get(label.translate(_ALIKE), "")
        if not close and _series(label) != _series(partner) and _distance_is_one(label, partner):
            close = partner
        if close:
            yield connector, close


def _strays(inventory: Inventory) -> Iterator[Connector]:
    """Connectors whose Address is an IP address that their known partner does not have.

    Where a row names a firewall at that Address, or several partners are behind it, it is said
    elsewhere whose it is; another server's own address is an error.
    """
    owners = Owners(inventory.servers)
    own = {
        (server.name, address.number)
        for server in inventory.servers.values()
        for address in server.addresses
    }
    dialled: dict[int, set[str]] = {}
    for connector in inventory.connectors:
        number = connector.address.number
        if number is not None and connector.stack is Stack.TCP:
            dialled.setdefault(number, set()).add("" if connector.via else connector.remote)
    for connector in inventory.connectors:
        number, partner = connector.address.number, inventory.servers.get(connector.remote)
        if number is None or connector.stack is not Stack.TCP or partner is None:
            continue
        is_owned = owners.owner_of(number) or (partner.name, number) in own
        if partner.addresses and dialled[number] == {partner.name} and not is_owned:
            yield connector


def _distance_is_one(one: str, other: str) -> bool:
    """Whether a letter is missing in one of two names, or is another one."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
