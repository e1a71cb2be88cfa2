# SPDX-License-Identifier: MIT
"""What a plan knows about the names in the files of its servers."""

from x400fix.inventory.names import host_label
from x400fix.inventory.versions import OperatingSystem, parse_operating_system
from x400fix.model.rules import Known
from x400fix.namefiles.tokens import address_readings
from x400fix.plan.model import Document, ServerRecord
from x400fix.problems import BadValueError

_SERVER = "server"
_BY_NAME = "hostname"


def known_names(document: Document) -> Known:
    """The computers of a plan, and the addresses of its computers and aliases."""
    addresses: dict[str, set[int]] = {}
    for server in document.servers:
        for name, text in _names_of(server):
            addresses.setdefault(name.upper(), set()).update(address_readings(text))
    return Known(
        computers=frozenset(_computers_of(document)),
        addresses={name: frozenset(numbers) for name, numbers in addresses.items()},
        is_by_name=document.options.strategy == _BY_NAME,
    )


def _computers_of(document: Document) -> set[str]:
    """All computer names, and the host names that Windows NT makes of them."""
    names = {server.name for server in document.servers if server.kind == _SERVER}
    for connector in document.connectors:
        names |= {connector.server, connector.remote_server}
    names.discard("")
    return {name.upper() for name in names} | {host_label(name) for name in names}


def _names_of(server: ServerRecord) -> set[tuple[str, str]]:
    """Names and the addresses that they lead to, as the folder of a server shows them."""
    found = {(entry.name, entry.address) for entry in server.lmhosts}
    if server.nic:
        found |= {
            (server.name, address.partition("/")[0])
            for address in (*server.nic.before, *server.nic.after)
        }
    return found


def system_of(server: ServerRecord) -> OperatingSystem | None:
    """The Windows of a server; None if the plan does not know it."""
    try:
        return parse_operating_system(server.os)
    except BadValueError:
        return None
