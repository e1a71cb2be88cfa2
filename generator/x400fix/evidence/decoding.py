# SPDX-License-Identifier: MIT
"""What the hexadecimal values in events of the MTA stand for, and which connectors are meant.

Event 9301 has the network address of the caller: ``91F5C11B`` is 145.245.193.27 (Q193380), and
``52656d6f74654d5441`` is the name RemoteMTA. Four bytes that are all printable can be either, and
both readings are given. Event 51 has ``/t:0x..`` (T selector) and ``/n:0x..`` (Q166308, Q152932).
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from x400fix.evidence.events import MEANINGS
from x400fix.evidence.model import Event
from x400fix.inventory.addresses import address_text
from x400fix.inventory.connectors import Connector, Inventory, Stack
from x400fix.inventory.topology import Owners
from x400fix.problems import Place

_DN = re.compile(r"/o=[^/]{1,64}/.{0,400}?/cn=TCP \([^)]{1,20}\)?", re.IGNORECASE)
_VALUE = re.compile(
    r"(?<![0-9A-Za-z])(?:/([tn]):)?(?:0x)?((?:[0-9A-Fa-f]{2}){4,50})(?![0-9A-Za-z])"
)
_SHORT = re.compile(r"/([tn]):0x((?:[0-9A-Fa-f]{2}){1,50})(?![0-9A-Za-z])")
_BARE = re.compile(r"\s*(?:0x)?((?:[0-9A-Fa-f]{2}){1,50})\s*")
_SOCKETS = re.compile(r"sockets error ([0-9]{1,5})", re.IGNORECASE)
_ERRORS = {
    "10051": "the network cannot be reached",
    "10054": "the other side closed the connection",
    "10060": "nothing answered in time",
    "10061": "the connection was refused: nothing listens there",
}
# The sentences by which the articles show the events, for a description without its number.
_PHRASES = (
    (9301, "uses the network address"),
    (9202, "on an accept()"),
    (9215, "on a connect()"),
    (9221, "wsarecvex()"),
    (9156, "free control blocks"),
    (4293, "incorrect t-selector"),
    (51, "unknown mta has attempted to bind"),
)
_HAS_ADDRESS = {9301, 51}
IPV4 = 4


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One way to read a value in hexadecimal, and whom the inventory has for it.

    ``what`` is IP address, name or T selector; ``holder`` the server that has it on its NIC or as
    its name; ``connectors`` those whose Address or T selector it is.
    """

    value: str
    what: str
    text: str
    holder: str = ""
    connectors: tuple[str, ...] = ()


class Decoded(msgspec.Struct, frozen=True, kw_only=True):
    """One value or event, how often it is there, and what it says."""

    where: Place
    count: int = 1
    event: int = 0
    server: str = ""
    meaning: str = ""
    readings: tuple[Reading, ...] = ()
    remarks: tuple[str, ...] = ()


def event_of(text: str) -> int:
    """The number of the event that a description belongs to; 0 if it is none that is known."""
    small = " ".join(text.lower().split())
    return next((number for number, phrase in _PHRASES if phrase in small), 0)


def bare_value(text: str) -> str:
    """The hexadecimal value that a text is; empty if it is something else."""
    found = _BARE.fullmatch(text)
    return found[1].upper() if found else ""


def decode_value(value: str, where: Place, directory: "Meant") -> Decoded:
    """A value of its own, of which nothing says what it is."""
    return Decoded(where=where, readings=directory.readings(value, ""))


def decode_events(events: Iterable[Event], directory: "Meant") -> Iterator[Decoded]:
    """The events that tell of connectors; those that say the same are one, at the first place."""
    found: dict[tuple[int, str, str], list[Event]] = {}
    for event in events:
        if event.id in MEANINGS:
            said = " ".join((*(value for _, value in _values(event)), *_details(event)))
            found.setdefault((event.id, event.server, said), []).append(event)
    for (number, server, _), same in found.items():
        first = same[0]
        readings = [
            reading
            for name, value in _values(first)
            for reading in directory.readings(value, server, name)
        ]
        yield Decoded(
            where=first.place,
            count=len(same),
            event=number,
            server=server,
            meaning=MEANINGS[number],
            readings=tuple(readings),
            remarks=(*_details(first), *directory.remarks(server, readings)),
        )


def _values(event: Event) -> Iterator[tuple[str, str]]:
    """The values in an event, ``t`` before a T selector and ``n`` before a network address."""
    if event.id not in _HAS_ADDRESS:
        return
    text = _DN.sub(" ", event.text)
    pattern = _SHORT if event.id == 51 else _VALUE  # noqa: PLR2004 -- the event
    for name, value in pattern.findall(text):
        yield name, value.upper()
        if not name:
            return


def _details(event: Event) -> tuple[str, ...]:
    """What the text says besides."""
    error = _SOCKETS.search(event.text)
    known = _ERRORS.get(error[1], "") if error else ""
    return (f"sockets error {error[1]}: {known}",) if error and known else ()


def _has_selector(connector: Connector, octets: bytes) -> bool:
    return octets in {connector.selectors.incoming, connector.selectors.outgoing}


class Meant:
    """Knows whom an inventory has for an address, a name or a selector."""

    def __init__(self, inventory: Inventory | None) -> None:
        self._owners = Owners(inventory.servers if inventory else {})
        self._connectors = [
            each for each in (inventory.connectors if inventory else ()) if each.stack is Stack.TCP
        ]

    def readings(self, value: str, server: str, name: str = "") -> tuple[Reading, ...]:
        """Every way to read a value; ``name`` is ``t`` for a T selector."""
        octets = bytes.fromhex(value)
        text = octets.decode("latin-1").rstrip("\0")
        is_text = text.isascii() and text.isprintable() and bool(text)
        shown = text if is_text else f"0x{octets.hex()}"
        if name == "t":
            meant = [each for each in self._connectors if _has_selector(each, octets)]
            return (self._reading(value, "T selector", shown, meant, server),)
        found = []
        if len(octets) == IPV4:
            number = int.from_bytes(octets, "big")
            meant = [each for each in self._connectors if each.address.number == number]
            holder = self._owners.owner_of(number)
            found.append(
                self._reading(value, "IP address", address_text(number), meant, server, holder)
            )
        if is_text:
            same = text.lower()
            meant = [each for each in self._connectors if each.address.text.lower() == same]
            holder = self._owners.server_named(text)
            found.append(self._reading(value, "name", text, meant, server, holder))
        return tuple(found) or (self._reading(value, "octets", shown, [], server),)

    def _reading(  # noqa: PLR0913, PLR0917 -- a reading has these parts
        self,
        value: str,
        what: str,
        text: str,
        meant: Iterable[Connector],
        server: str,
        holder: str = "",
    ) -> Reading:
        """A reading with its connectors by name, those of the server alone if it is known."""
        names = (f"{each.server}/{each.name}" for each in meant if server in {"", each.server})
        return Reading(value=value, what=what, text=text, holder=holder, connectors=tuple(names))

    def remarks(self, server: str, readings: Sequence[Reading]) -> Iterator[str]:
        """What a server has for its partner, where the Address is not the one that was seen."""
        for reading in readings:
            if not reading.holder or reading.connectors:
                continue
            to_partner = [
                f'"{each.name}" with {each.address.text}'
                for each in self._connectors
                if each.server == server
                and reading.holder in {each.remote, self._owners.holder_of(each.address)}
            ]
            if to_partner:
                most = 5
                more = f" and {len(to_partner) - most} more" if len(to_partner) > most else ""
                yield (
                    f"{server} has no connector with {reading.text}; those to {reading.holder} "
                    f"are {', '.join(to_partner[:most])}{more}"
                )
