# SPDX-License-Identifier: MIT
"""What the cells of each column hold: functions from a text to its type, or BadValueError."""

import difflib
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from x400fix.inventory.addresses import (
    HOST_NAME,
    IP_ADDRESS,
    Address,
    NicAddress,
    address_text,
    forbidden_reason,
    parse_ipv4,
    parse_nic_address,
    parse_prefix,
    subnet_of,
)
from x400fix.inventory.connectors import Role, Stack
from x400fix.inventory.names import CONNECTOR_LENGTH, refuse_damaged_address
from x400fix.inventory.versions import (
    ExchangeVersion,
    OperatingSystem,
    is_open_question,
    parse_exchange,
    parse_operating_system,
    stated_product,
    stated_system,
)
from x400fix.problems import BadValueError, listed, readable, shown

TEXT_LENGTH = 1000
"""Longest free text; what is longer is no site, and no cell of a ticket."""

SELECTOR_BYTES = 32
"""Longest T selector: 32 characters or 64 hexadecimal digits (xog07008, Q165111, Q169159)."""

_HEX = re.compile(r"0[xX]((?:[0-9A-Fa-f]{2})*)", re.ASCII)
_BETWEEN = re.compile(r"[ ,;]+")
# The last three are the object classes of a dump (Q199412).
_STACKS = {stack.value: stack for stack in Stack} | {
    "TCPIP": Stack.TCP,
    "TCP/IP": Stack.TCP,
    "TCP-IP": Stack.TCP,
    "X.25": Stack.X25,
    "RFC1006-X400-LINK": Stack.TCP,
    "TP4-X400-LINK": Stack.TP4,
    "EICON-X25-X400-LINK": Stack.X25,
}

_STACK_WORD = re.compile(r"(TCP(?:[/-]?IP)?|TP4|X\.?25|RAS)(?: \(.*\))?$", re.ASCII)
"""What the name of a stack begins with; the server may follow, as in ``TCP (SEAHUB1)``."""

_T = TypeVar("_T")


class NicFact(msgspec.Struct, frozen=True):
    """The column ``addresses``: the ordered list, or that DHCP gives the address."""

    addresses: tuple[NicAddress, ...] = ()
    uses_dhcp: bool = False


class Partly(msgspec.Struct, frozen=True):
    """A value that says less than its cell, and the warning that says so (X4-W103)."""

    value: object
    message: str


def parse_text(text: str) -> str:
    """Read free text: printable characters only, and not so many that no ticket can show them."""
    return readable(text, most=TEXT_LENGTH, code="X4-E017")


NO_FIREWALL = frozenset(
    ["na", "no", "n", "nein", "non", "false", "falsch", "faux", "0", "direct", "direkt"]
)
"""What a column about firewalls says of a connector that is behind none."""
_SOME_FIREWALL = {"yes", "y", "ja", "j", "oui", "o", "true", "wahr", "vrai", "1", "x"}


def parse_via(text: str) -> str:
    """Read the name of a firewall, in capitals; a yes names none."""
    if text.lower() in _SOME_FIREWALL:
        why = "says that there is a firewall, but not which: write its name"
        raise BadValueError("X4-E017", f"via {shown(text)} {why}")
    return readable(text.upper(), most=CONNECTOR_LENGTH, code="X4-E017")


def parse_other_address(text: str) -> Address:
    """Read the Address of a stack other than TCP: an NSAP or X.121 address, taken as it is."""
    return Address(parse_text(text))


def parse_stack(text: str) -> Stack:
    """Read the name of a transport stack."""
    word = _STACK_WORD.match(text.upper())
    stack = _STACKS.get(word[1] if word else text.upper())
    if stack is None:
        message = f"unknown stack {shown(text)}: write TCP, TP4, X25 or RAS"
        raise BadValueError("X4-E020", message)
    return stack


def parse_exchange_cell(text: str) -> ExchangeVersion | Partly:
    """Read an Exchange version as far as it goes; a question or a plan is no fact."""
    return _as_far(text, "exchange", parse_exchange, stated_product)


def parse_os_cell(text: str) -> OperatingSystem | Partly:
    """Read a Windows version as far as it goes; a question or a plan is no fact."""
    return _as_far(text, "os", parse_operating_system, stated_system)


def _as_far(
    text: str, column: str, parse: Callable[[str], _T], stated: Callable[[str], _T | None]
) -> _T | Partly:
    why, part = f"{column} {shown(text)} is not a fact", None
    if not is_open_question(text):
        try:
            return parse(text)
        except BadValueError as error:
            why, part = error.message, stated(text)
    if part is None:
        return Partly(None, f"{why}: the version counts as unknown")
    return Partly(part, f"{why}; it counts as {part}")


def parse_masks(text: str) -> tuple[int, ...]:
    """Read the subnet masks of a NIC's addresses, in their order."""
    parts = [part.removeprefix("/") for part in _BETWEEN.split(text)]
    return tuple(parse_prefix(part, code="X4-E023") for part in parts if part)


def with_masks(nic: NicFact, masks: Sequence[int]) -> NicFact:
    """A NIC's list with the masks of a column of their own: one each, or one for all."""
    addresses = nic.addresses
    if len(masks) not in {1, len(addresses)}:
        why = f"{len(masks)} masks for {len(addresses)} addresses: give one for all, or one each"
        raise BadValueError("X4-E023", f"subnet_masks has {why}")
    pairs = [*zip(addresses, [*masks] * (len(addresses) // len(masks)), strict=True)]
    for address, prefix in pairs:
        if address.prefix not in {None, prefix}:
            why = f"has /{prefix} for {address}: make them agree"
            raise BadValueError("X4-E023", f"subnet_masks {why}")
    return parse_nic(" ".join(f"{address_text(a.number)}/{prefix}" for a, prefix in pairs))


def parse_address_type(text: str) -> str:
    """Read N-Address-Type: 0 is a host name, 1 an IP address (Q199412)."""
    kind = {"0": "0", "1": "1", HOST_NAME.upper(): "0", IP_ADDRESS.upper(): "1"}.get(text.upper())
    if kind is None:
        message = f"{shown(text)} is not a type of Address: write 0 (host name) or 1 (IP address)"
        raise BadValueError("X4-E020", message)
    return kind


def parse_gateway(text: str) -> int:
    """Read the default gateway."""
    refuse_damaged_address(text)
    number = parse_ipv4(text, code="X4-E025")
    reason = forbidden_reason(number)
    if reason:
        raise BadValueError("X4-E025", f"{shown(text)} is not a gateway: it is in {reason}")
    return number


def parse_nic(text: str) -> NicFact:
    """Read the ordered list of a NIC's addresses, or ``dhcp``."""
    if text.lower() == "dhcp":
        return NicFact(uses_dhcp=True)
    refuse_damaged_address(text)
    parts = [part for part in _BETWEEN.split(text) if part]
    if "dhcp" in map(str.lower, parts):
        raise _no_nic(text, "holds dhcp and an address: write one of the two, as the NIC has it")
    found: dict[int, NicAddress] = {}
    for part in parts:
        address = parse_nic_address(part, code="X4-E023")
        number, prefix = address.number, address.prefix
        if number in found:
            raise _no_nic(part, "is in the list twice: a NIC holds an address once")
        first, last = subnet_of(number, 32 if prefix is None else prefix)
        # Without a mask nothing tells where the subnet ends; /31 and /32 have no ends.
        if last - first > 1 and number in {first, last}:
            kind = "network" if number == first else "broadcast"
            raise _no_nic(part, f"is the {kind} address of its subnet, which no NIC can have")
        found[number] = address
    return NicFact(tuple(found.values()))


def _no_nic(text: str, why: str) -> BadValueError:
    return BadValueError("X4-E023", f"{shown(text)} {why}")


_ROLE_WORDS = {role.partition("-")[0]: role for role in Role} | {
    "mscs": Role.CLUSTER,
    "rras": Role.RAS,
}
_NO_ROLES = {"server", "service", "node", "client", "host", "dienst", "knoten", "und", "and", "et"}
"""Words that go with a role and name none."""


def parse_roles(text: str) -> tuple[Role, ...] | Partly:
    """Read the roles of a server, in the order of their names.

    What is nearly a role is refused as a typing error; other words are not understood.
    """
    words = sorted({part for part in re.split(r"[ ,;/+&|()_-]+", text.lower()) if part})
    roles, unknown = set[Role](), list[str]()
    for word in words:
        close = difflib.get_close_matches(word, _ROLE_WORDS, n=1, cutoff=0.75)
        if word in _ROLE_WORDS:
            roles.add(_ROLE_WORDS[word])
        elif close:
            right = _ROLE_WORDS[close[0]]
            message = f"unknown role {shown(word)}: did you mean {right}? There are"
            raise BadValueError("X4-E027", f"{message} {', '.join(Role)}")
        elif word not in _NO_ROLES:
            unknown.append(word)
    found = tuple(sorted(roles))
    if unknown:
        message = f"roles {shown(text)}: {listed(unknown)} is not one of {', '.join(Role)}"
        return Partly(found or None, f"{message}, so it is not read")
    return found


def parse_selector(text: str) -> bytes:
    """Read a T selector: ``0x`` and hexadecimal digits, else text."""
    digits = _HEX.fullmatch(text)
    if digits:
        selector = bytes.fromhex(digits[1])
    elif text[:2].lower() == "0x":
        raise _no_selector(text, "after 0x an even number of hexadecimal digits is needed")
    elif text.isascii() and text.isprintable():
        selector = text.encode("ascii")
    else:
        why = "only ASCII characters are possible; write others as 0x and hexadecimal digits"
        raise _no_selector(text, why)
    if len(selector) > SELECTOR_BYTES:
        why = f"it has {len(selector)} bytes, a T selector has {SELECTOR_BYTES} at most"
        raise _no_selector(text, why)
    return selector


def _no_selector(text: str, why: str) -> BadValueError:
    return BadValueError("X4-E028", f"selector {shown(text)}: {why}")
