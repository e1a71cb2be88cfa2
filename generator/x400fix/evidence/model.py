# SPDX-License-Identifier: MIT
"""What was seen in the files that servers print: plain values, each with its place.

Nothing here is judged: two files may say different things of one server, and both are here.
``server`` is a computer name in capitals, or empty where nothing says whose it is.
"""

import enum
from typing import Generic, TypeVar

import msgspec

from x400fix.inventory.addresses import Address, NicAddress
from x400fix.inventory.connectors import Stack
from x400fix.namefiles.existing import ExistingFile
from x400fix.problems import Place

T = TypeVar("T")


class Kind(enum.StrEnum):
    """The formats that are recognised, as messages call them."""

    ADMINDMP = "raw properties (Admindmp.txt)"
    EXPORT = "directory export (CSV)"
    LDIF = "directory export (LDIF)"
    IPCONFIG = "ipconfig /all"
    REGISTRY = "registry"
    NETSH = "netsh dump"
    NBTSTAT = "nbtstat -n"
    EVENTS = "event log"
    LMHOSTS = "LMHOSTS"
    HOSTS = "HOSTS"
    UNKNOWN = "not recognised"


class Owner(enum.StrEnum):
    """How it is known whose file it is."""

    CONTENT = "content"
    FOLDER = "folder"
    NAME = "name of the file"
    UNKNOWN = "unknown"


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One file that was given; ``why`` says why nothing was taken from it, if nothing was.

    A file can be about several servers, such as a directory export: then it is nobody's.
    """

    path: str
    kind: Kind
    server: str = ""
    owner: Owner = Owner.UNKNOWN
    why: str = ""


class Seen(msgspec.Struct, Generic[T], frozen=True):
    """One value and where it is written."""

    value: T
    place: Place


class ServerFact(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a file says of a server.

    ``name`` is a column of servers.csv (site, exchange, os), where exchange is the version that the
    MTA says of itself; ``product`` is that of the server object, ``stack_t_selector`` is in
    hexadecimal behind ``0x``, ``domain`` that of the host name.
    """

    server: str
    name: str
    text: str
    place: Place


class Nic(msgspec.Struct, frozen=True, kw_only=True):
    """One network adapter as one file shows it.

    ``name`` is the service name on NT (El90x1), the connection name on Windows 2000 and 2003, or
    the GUID of the registry there. ``is_ordered`` says that the file has the addresses in the
    order of the registry, so that the first is the primary: registry and netsh have, what ipconfig
    prints need not (domain rules on NICs). The prefix of an address is None if its mask is missing.
    """

    server: str
    name: str
    kind: Kind
    place: Place
    description: str = ""
    addresses: tuple[Seen[NicAddress], ...] = ()
    is_ordered: bool = False
    uses_dhcp: Seen[bool] | None = None
    gateways: tuple[Seen[int], ...] = ()


class SeenConnector(msgspec.Struct, frozen=True, kw_only=True):
    """One X.400 Connector as one object of a dump or an export shows it (Q199412).

    ``name_place`` and ``server_place`` are the lines that name the connector and its home server.
    ``remote_mta`` is Gateway-Local-Desig and ``local_mta`` MTA-Local-Desig. ``version`` is
    Object-Version and ``changed`` When-Changed, zero and empty where the file does not have them.
    An attribute that the object does not have is None: blank ones are not written.
    """

    server: str
    name: str
    place: Place
    name_place: Place
    server_place: Place
    kind: Kind
    dn: str = ""
    stack: Stack = Stack.TCP
    site: Seen[str] | None = None
    address: Seen[Address] | None = None
    address_type: Seen[str] | None = None
    t_selector: Seen[bytes] | None = None
    t_selector_in: Seen[bytes] | None = None
    remote_mta: Seen[str] | None = None
    local_mta: Seen[str] | None = None
    version: int = 0
    changed: str = ""


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """A Stack IP Address Override in the registry: the text of the value for a connector (Q197378).

    ``connector`` is the name of its key, which is the connector's directory name.
    """

    server: str
    connector: str
    text: Seen[str]


class RegistryValue(msgspec.Struct, frozen=True, kw_only=True):
    r"""One value of the registry; ``key`` is ``HKLM\...`` as the file writes it, but one root name.

    ``data`` has the strings of REG_SZ, REG_EXPAND_SZ (one) and REG_MULTI_SZ, and the number of a
    REG_DWORD in decimal digits. Passwords are not among the values.
    """

    server: str
    key: str
    name: str
    type: str
    data: tuple[str, ...]
    place: Place


class NetbiosName(msgspec.Struct, frozen=True, kw_only=True):
    """One name of the local table of nbtstat -n; ``suffix`` is its type byte."""

    server: str
    name: str
    suffix: int
    is_group: bool
    status: str
    place: Place


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One event of an exported log; ``when`` is the date and time as the file writes them."""

    server: str
    id: int
    source: str
    when: str
    text: str
    place: Place


class _Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What files show, of each sort in the order of the files and of their lines."""

    connectors: tuple[SeenConnector, ...] = ()
    nics: tuple[Nic, ...] = ()
    facts: tuple[ServerFact, ...] = ()
    overrides: tuple[Override, ...] = ()
    registry: tuple[RegistryValue, ...] = ()
    netbios: tuple[NetbiosName, ...] = ()
    events: tuple[Event, ...] = ()
    name_files: tuple[ExistingFile, ...] = ()


class Part(_Shown, frozen=True, kw_only=True):
    """What one reader has of one file.

    ``host`` is what the file calls the computer that printed it, a computer name or a host name;
    in all else an empty ``server`` is that computer.
    """

    kind: Kind
    host: Seen[str] | None = None


class Evidence(_Shown, frozen=True, kw_only=True):
    """All that was seen in all files."""

    sources: tuple[Source, ...] = ()
