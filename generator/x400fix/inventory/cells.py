# SPDX-License-Identifier: MIT
"""What the cells of each column hold: functions from a text to its type, or BadValueError."""

import re

import msgspec

from x400fix.inventory.addresses import (
    Address,
    NicAddress,
    forbidden_reason,
    parse_ipv4,
    parse_nic_address,
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
)
from x400fix.problems import BadValueError, readable, shown

TEXT_LENGTH = 1000
"""Longest free text; what is longer is no site, and no cell of a ticket."""

SELECTOR_BYTES = 32
"""Longest T selector: 32 characters or 64 hexadecimal digits (xog07008, Q165111, Q169159)."""

_HEX = re.compile(r"0[xX]((?:[0-9A-Fa-f]{2})*)", re.ASCII)
_BETWEEN = re.compile(r"[ ,;]+")
_STACKS = {"TCPIP": Stack.TCP, "TCP/IP": Stack.TCP, "X.25": Stack.X25} | {
    stack.value: stack for stack in Stack
}


class NicFact(msgspec.Struct, frozen=True):
    """The column ``addresses``: the ordered list, or that DHCP gives the address."""

    addresses: tuple[NicAddress, ...] = ()
    uses_dhcp: bool = False


class OpenQuestion(msgspec.Struct, frozen=True):
    """A version that the cell asks for or plans, so that it is not known."""


def parse_text(text: str) -> str:
    """Read free text: printable characters only, and not so many that no ticket can show them."""
    return readable(text, most=TEXT_LENGTH, code="X4-E017")


def parse_via(text: str) -> str:
    """Read the name of a firewall, in capitals."""
    return readable(text.upper(), most=CONNECTOR_LENGTH, code="X4-E017")


def parse_other_address(text: str) -> Address:
    """Read the Address of a stack other than TCP: an NSAP or X.121 address, taken as it is."""
    return Address(parse_text(text))


def parse_stack(text: str) -> Stack:
    """Read the name of a transport stack."""
    stack = _STACKS.get(text.upper())
    if stack is None:
        message = f"unknown stack {shown(text)}: write TCP, TP4, X25 or RAS"
        raise BadValueError("X4-E020", message)
    return stack


def parse_exchange_cell(text: str) -> ExchangeVersion | OpenQuestion:
    """Read an Exchange version; a question or a plan is no fact."""
    return OpenQuestion() if is_open_question(text) else parse_exchange(text)


def parse_os_cell(text: str) -> OperatingSystem | OpenQuestion:
    """Read a Windows version; a question or a plan is no fact."""
    return OpenQuestion() if is_open_question(text) else parse_operating_system(text)


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


def parse_roles(text: str) -> tuple[Role, ...]:
    """Read the roles of a server, in the order of their names."""
    names = {part for part in _BETWEEN.split(text.lower().replace("_", "-")) if part}
    for name in sorted(names - {role.value for role in Role}):
        message = f"unknown role {shown(name)}: write one of {', '.join(Role)}"
        raise BadValueError("X4-E027", message)
    return tuple(Role(name) for name in sorted(names))


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
