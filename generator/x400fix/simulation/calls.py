# SPDX-License-Identifier: MIT
"""Where an outgoing call goes, what a name leads to, and which connector an incoming call meets.

Q172218: the own host name, HOSTS, DNS, then NetBIOS names; Q193380: a reverse lookup asks HOSTS,
then DNS, and NT adds a node status query (Q138086). LMHOSTS is never asked in reverse.

After exchange.md 4.1 and 4.2: Q189345, Q193380, Q197378, Q162674.
"""

import enum

import msgspec

from x400fix.inventory.connectors import Role
from x400fix.inventory.versions import Windows
from x400fix.simulation.state import State

_NETBIOS_LENGTH = 15
_MOVING_ROLES = frozenset({Role.CLUSTER, Role.RAS, Role.PROXY_CLIENT})


class Way(enum.StrEnum):
    """Where an address, or a name, comes from."""

    ADDRESS = "the Address is an IP address"
    OWN_NAME = "the server's own host name"
    HOSTS = "the HOSTS file"
    DNS = "DNS"
    LMHOSTS = "the LMHOSTS file"
    COMPUTER_NAME = "the computer name, by WINS or broadcast"
    PARTNER = "the inventory, which names the partner"
    NODE_STATUS = "a node status query"
    UNKNOWN = "nothing that the inputs have"


class Forward(msgspec.Struct, frozen=True):
    """The address that a name leads to, if it is known."""

    number: int | None
    way: Way


class Reverse(msgspec.Struct, frozen=True):
    """The name that an address has, or empty."""

    name: str
    way: Way


_NO_NAME = Reverse("", Way.UNKNOWN)


def resolve(state: State, index: int) -> Forward:
    """What a connector's home server takes the Address for that its MTA has read."""
    address = state.running[index]
    if isinstance(address, int):
        return Forward(address, Way.ADDRESS)
    connectors, directory = state.network.connectors, state.network.world.directory
    server, name = connectors[index].server, address
    if directory.server_named(name) == server:
        return Forward(state.primary(server), Way.OWN_NAME)
    tables = [(table, Way.HOSTS) for table in state.hosts(server)]
    tables.append((state.network.world.dns, Way.DNS))
    if is_netbios(name):
        tables += [(table, Way.LMHOSTS) for table in state.lmhosts(server)]
    for table, way in tables:
        number = table.number_of(name)
        if number is not None:
            return Forward(number, way)
    named = directory.server_named(name)
    if named:
        return Forward(state.primary(named), Way.COMPUTER_NAME)
    partner = state.network.partners[index]
    return Forward(state.primary(partner), Way.PARTNER) if partner else Forward(None, Way.UNKNOWN)


def is_netbios(name: str) -> bool:
    """Whether a name can reach NetBT and so LMHOSTS: no dot, 15 characters at most (Q221150)."""
    return "." not in name and len(name) <= _NETBIOS_LENGTH


def reverse(state: State, server: str, number: int) -> Reverse:
    """The name that a server finds for an address."""
    tables = [(table, Way.HOSTS) for table in state.hosts(server)]
    for table, way in (*tables, (state.network.world.dns, Way.DNS)):
        name = table.name_of(number)
        if name:
            return Reverse(name, way)
    holder = state.holder(number)
    if holder in state.network.world.servers:
        return Reverse(holder, Way.NODE_STATUS)
    return _NO_NAME


class Origin(enum.StrEnum):
    """Why a call is taken to come from an address."""

    OVERRIDE = "Stack IP Address Override"
    ONLY = "the only address of the server"
    FIRST = "the first address, which Windows NT 3.5x always uses"
    PRESUMED_FIRST = "presumed: the first of several addresses"
    PRESUMED = "presumed: the address that the others dial"
    ROLE = "presumed: a cluster node, RAS server or proxy client may use another one"
    UNKNOWN = "unknown"


class Outgoing(msgspec.Struct, frozen=True):
    """Where a connector's call goes, who answers there, and where the call comes from.

    ``server`` is the server that answers, empty if none of the inputs has the called address;
    ``is_presumed`` says that the inputs do not have its NIC.
    """

    called: Forward
    server: str
    source: int | None
    origin: Origin
    is_presumed: bool = False


class Match(enum.StrEnum):
    """By what an incoming call is matched."""

    ADDRESS = "the caller's address is the Address"
    NAME = "the name of the caller's address is the Address"
    NONE = "nothing matches"


class Incoming(msgspec.Struct, frozen=True):
    """The connectors that an incoming call may meet, and by what.

    ``events`` are what the called MTA logs if nothing matches; 9221 is the caller's.
    """

    connectors: tuple[int, ...]
    match: Match
    looked_up: Reverse
    events: tuple[str, ...]


def outgoing(state: State, index: int) -> Outgoing:
    """Follow a connector's call to the server that answers it."""
    network = state.network
    called, partner = resolve(state, index), network.partners[index]
    source, origin = find_source(state, index)
    if called.number is None:
        # A name can tell whose it is even if the inputs do not have that server's addresses.
        named = network.world.directory.server_named(str(state.running[index]))
        return Outgoing(called, named or partner, source, origin, is_presumed=True)
    holder = state.holder(called.number)
    if holder or state.is_held(called.number):
        return Outgoing(called, holder, source, origin)
    presumed = network.presumed_holder(called.number, partner)
    return Outgoing(called, presumed, source, origin, is_presumed=bool(presumed))


def find_source(state: State, index: int) -> tuple[int | None, Origin]:
    """The address that a connector's calls come from, and how sure that is (Q149399, Q197378)."""
    override = state.calling_from.get(index)
    if override is not None:
        return override, Origin.OVERRIDE
    name = state.network.connectors[index].server
    server, primary = state.network.world.servers[name], state.primary(name)
    if primary is None:
        return None, Origin.UNKNOWN
    if server.roles and not _MOVING_ROLES.isdisjoint(server.roles):
        return primary, Origin.ROLE
    if name not in state.network.known_nics:
        return primary, Origin.PRESUMED
    if len(state.answering[name]) == 1:
        return primary, Origin.ONLY
    is_nt351 = server.os is not None and server.os.windows is Windows.NT351
    return primary, Origin.FIRST if is_nt351 else Origin.PRESUMED_FIRST


def incoming(state: State, server: str, source: int) -> Incoming:
    """What a server's MTA does with a call from an address: Address first, then its name."""
    met = state.holding(server, source)
    if met:
        return Incoming(tuple(met), Match.ADDRESS, _NO_NAME, ())
    found = reverse(state, server, source)
    met = state.holding(server, found.name) if found.name else ()
    if met:
        return Incoming(tuple(met), Match.NAME, found, ())
    return Incoming((), Match.NONE, found, _refusal_events(state, server, source, found.name))


def _refusal_events(state: State, server: str, source: int, name: str) -> tuple[str, ...]:
    """The events of a refused call; some builds never log 9301 (Q234962)."""
    facts = state.network.world.servers.get(server)
    is_silent = facts is not None and facts.exchange is not None and facts.exchange.has_silent_9301
    shown = [] if is_silent else [f"9301 {source:08X}"]
    if name and not is_silent:
        shown.append(f"9301 {name.encode('ascii', 'replace').hex().upper()}")
    return (*shown, "9202", "9221 at the caller")
