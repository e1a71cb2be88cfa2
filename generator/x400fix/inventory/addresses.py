# SPDX-License-Identifier: MIT
"""IPv4 addresses as whole numbers, and the Address Attribute of a connector.

What netaddr reads without flags is an address, so that no octal or shortened form is guessed at
(Q115388: NT reads a leading zero as octal); from then on an address is an ``int``.
"""

import re
from functools import cache, lru_cache

import msgspec
from netaddr import IPAddress, valid_ipv6

from x400fix.inventory.names import refuse_damaged_address, refuse_damaged_name
from x400fix.problems import BadValueError, shown, shown_by_letter


def why_not_ipv4(text: str) -> str:
    """What is wrong with a text that is no address, and what would be right."""
    right = re.sub(r"\b0+(?=[0-9])", "", text, flags=re.ASCII)
    if right != text and is_ipv4(right):
        return f"a leading zero makes a number octal on Windows NT (Q115388); write {right}"
    return "write four decimal numbers from 0 to 255 with dots between, such as 10.20.1.10"


ADDRESS_BYTES = 50
"""Longest Address in bytes: range of N-Address (NT5 schema page attrdetl_35tf)."""

PRESUMED_PREFIX = 24
"""Prefix presumed where no mask is known; every use of it is listed as an assumption."""

_FORBIDDEN = (
    (0x00000000, 0x00FFFFFF, "0.0.0.0/8, which names no host"),
    (0x7F000000, 0x7FFFFFFF, "127.0.0.0/8, the loopback network"),
    (0xA9FE0000, 0xA9FEFFFF, "169.254.0.0/16, which Windows gives itself without DHCP"),
    (0xE0000000, 0xEFFFFFFF, "224.0.0.0/4, the multicast networks"),
    (0xF0000000, 0xFFFFFFFF, "240.0.0.0/4, which is reserved"),
)
_CLASSES = ((0x7FFFFFFF, 0xFFFFFF), (0xBFFFFFFF, 0xFFFF), (0xFFFFFFFF, 0xFF))
"""The last address of class A, B and C, and the bits of a host in a network of that class."""
_PRIVATE = ((0x0A000000, 8), (0xAC100000, 12), (0xC0A80000, 16))
_DOCUMENTATION = ((0xC0000200, 24), (0xC6336400, 24), (0xCB007100, 24))

# What netaddr refuses stays in memory, and a file may hold a million of them.
_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4 = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}", re.ASCII)
_HOST_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?", re.ASCII)
# Also what inet_aton would read as an address: fewer numbers, octal and hexadecimal ones.
_LOOKS_NUMERIC = re.compile(
    r"[0-9./,; ]+|(?:0[xX][0-9A-Fa-f]*|[0-9]+)(?:\.(?:0[xX][0-9A-Fa-f]*|[0-9]*))*", re.ASCII
)


class Address(msgspec.Struct, frozen=True, gc=False):
    """The Address Attribute: what the Stack tab's Address holds, one IP address or one host name.

    ``number`` is the IPv4 address, or None for a Remote host name (Q240759 names the two kinds).
    """

    text: str
    number: int | None = None


class NicAddress(msgspec.Struct, frozen=True, gc=False):
    """One address of a NIC with its prefix length; the prefix is None if no mask is known."""

    number: int
    prefix: int | None = None

    def __str__(self) -> str:
        """The form that the inventory has: ``10.20.1.10/24``."""
        text = address_text(self.number)
        return text if self.prefix is None else f"{text}/{self.prefix}"


@lru_cache(maxsize=8192)
def address_text(number: int) -> str:
    """The dotted form of an address."""
    return f"{number >> 24}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


@lru_cache(maxsize=8192)
def number_of(text: str) -> int:
    """The address that a dotted form stands for, which address_text wrote or a parser has read."""
    first, second, third, last = text.split(".")
    return int(first) << 24 | int(second) << 16 | int(third) << 8 | int(last)


def mask_number(prefix: int) -> int:
    """The subnet mask of a prefix length, as a number."""
    return 0xFFFFFFFF ^ (0xFFFFFFFF >> prefix)


@cache
def mask_text(prefix: int) -> str:
    """The subnet mask of a prefix length, as NT's dialogs show it."""
    return address_text(mask_number(prefix))


def subnet_of(number: int, prefix: int) -> tuple[int, int]:
    """The first and the last address of the subnet that an address lies in."""
    mask = mask_number(prefix)
    return number & mask, number & mask | (0xFFFFFFFF ^ mask)


def subnet_text(subnet: tuple[int, int]) -> str:
    """A subnet, given by its first and last address: ``10.20.1.0/24``."""
    first, last = subnet
    return f"{address_text(first)}/{32 - (last - first).bit_length()}"


def forbidden_reason(number: int) -> str | None:
    """Why no host can have this address (domain rules on subnets), or None if one can."""
    return next((why for first, last, why in _FORBIDDEN if first <= number <= last), None)


def is_class_broadcast(number: int) -> bool:
    """Whether an address is the broadcast of its class A, B or C network.

    NT 4.0 and Windows 2000 cannot use it as a host's, also where the mask allows it (Q281579).
    """
    host_bits = next(bits for end, bits in _CLASSES if number <= end)
    return number & host_bits == host_bits


def is_private(number: int) -> bool:
    """Whether an address lies in the private networks of RFC 1918."""
    return any(number & mask_number(prefix) == start for start, prefix in _PRIVATE)


def is_documentation(number: int) -> bool:
    """Whether an address lies in the networks that RFC 5737 keeps for documents."""
    return any(number & mask_number(prefix) == start for start, prefix in _DOCUMENTATION)


def parse_ipv4(text: str, *, code: str) -> int:
    """Read a full dotted address; anything short, octal or hexadecimal raises BadValueError."""
    if not is_ipv4(text):
        raise BadValueError(code, f"{shown(text)} is not an IP address: {why_not_ipv4(text)}")
    return number_of(text)


def is_ipv4(text: str) -> bool:
    """Whether a text is a full dotted address."""
    return _IPV4.fullmatch(text) is not None


def is_ipv6(text: str) -> bool:
    """Whether a text is an IPv6 address, with or without the name of an adapter behind a ``%``."""
    address, sign, zone = text.partition("%")
    try:
        return ":" in address and valid_ipv6(address) and bool(zone) is bool(sign)
    except ValueError:  # NUL, or bytes that are no text
        return False


def parse_prefix(text: str, *, code: str) -> int:
    """Read ``24`` or ``255.255.255.0``; host masks and masks with holes raise BadValueError."""
    for prefix in range(33):
        if text in {str(prefix), mask_text(prefix)}:
            return prefix
    right = "write a prefix length from 0 to 32 or a subnet mask, such as 24 or 255.255.255.0"
    raise BadValueError(code, f"{shown(text)} is not a mask: {right}")


def parse_nic_address(text: str, *, code: str) -> NicAddress:
    """Read ``10.20.1.10``, ``10.20.1.10/24`` or ``10.20.1.10/255.255.255.0``."""
    address, slash, mask = text.partition("/")
    number = parse_ipv4(address, code=code)
    reason = forbidden_reason(number)
    if reason and number >= mask_number(8):
        if IPAddress(number, version=4).is_netmask():
            right = f"write it after the address, such as 10.20.1.10/{text}"
            raise BadValueError(code, f"{shown(text)} is a subnet mask: {right}")
        right = "is neither an address nor a mask: a mask is such as 255.255.255.0"
        raise BadValueError(code, f"{shown(text)} {right}")
    if reason:
        raise BadValueError(code, f"{shown(text)} cannot be a server's address: it is in {reason}")
    if not slash:
        return NicAddress(number)
    prefix = parse_prefix(mask, code=code)
    if not prefix:
        raise BadValueError(code, f"{shown(text)} has an empty mask: write one such as /24")
    return NicAddress(number, prefix)


def parse_address(text: str) -> Address:
    """Read an Address Attribute: one IPv4 address or one host name, at most 50 bytes."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > ADDRESS_BYTES:
        limit = f"it has {size} bytes, and the Address holds {ADDRESS_BYTES} at most"
        raise BadValueError("X4-E013", f"{shown(text)} is too long: {limit}")
    refuse_damaged_address(text)
    if _LOOKS_NUMERIC.fullmatch(text):
        return _ip_address(text)
    refuse_damaged_name(text)
    if not _HOST_NAME.fullmatch(text) or ".." in text:
        right = "letters, digits, '-', '.' and '_', a letter or digit first, no dot last, no port"
        message = f"{shown_by_letter(text)} is neither an IPv4 address nor a host name: {right}"
        raise BadValueError("X4-E012", message)
    meant = _meant_address(text)
    if meant:
        message = f"{shown(text)} is not an IP address: if {meant} is meant, write that"
        raise BadValueError("X4-E012", f"{message}, else the host name with its domain")
    return Address(text)


_DIGITS_FOR_LETTERS = str.maketrans("OolI", "0011")
_OCTETS_IN_HEX = re.compile(r"(?=[A-Fa-f]*[0-9])[0-9A-Fa-f]{8}", re.ASCII)


def _meant_address(text: str) -> str:
    """The IP address that a host name looks like, or empty.

    With letters for digits, or its octets in hexadecimal, as event 9301 prints it (Q193380).
    """
    digits = text.translate(_DIGITS_FOR_LETTERS)
    if is_ipv4(digits):
        return digits
    number = int(text, 16) if _OCTETS_IN_HEX.fullmatch(text) else 0
    return "" if forbidden_reason(number) else address_text(number)


def _ip_address(text: str) -> Address:
    """The Address for a text that can only be meant as an IP address."""
    parts = [part for part in re.split("[,; ]+", text) if part]
    if len(parts) > 1 and all("." in part for part in parts):
        why = "is more than one address: the Address of a connector holds one (Q197378)"
        raise BadValueError("X4-E012", f"{shown(text)} {why}")
    number = parse_ipv4(text, code="X4-E012")
    reason = forbidden_reason(number)
    if reason:
        message = f"{shown(text)} cannot be a remote address: it is in {reason}"
        raise BadValueError("X4-E012", message)
    return Address(text, number)


HOST_NAME = "Remote host name"
IP_ADDRESS = "IP address"


def address_type(address: Address) -> str:
    """The radio button of the Stack tab that an Address belongs to (Q240759)."""
    return HOST_NAME if address.number is None else IP_ADDRESS
