# SPDX-License-Identifier: MIT
"""What the cells of one column hold: each text is parsed once into its type."""

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

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
from x400fix.inventory.csv_table import Table
from x400fix.inventory.names import CONNECTOR_LENGTH, refuse_damaged_address
from x400fix.inventory.versions import (
    ExchangeVersion,
    OperatingSystem,
    is_open_question,
    parse_exchange,
    parse_operating_system,
)
from x400fix.problems import BadValueError, is_visible, shown

T_co = TypeVar("T_co", covariant=True)

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


class Cells(Generic[T_co]):
    """Reads the cells of one column and remembers each text, because cells repeat."""

    def __init__(
        self,
        column: str,
        parse: Callable[[str], T_co],
        columns: Mapping[str, int],
        *,
        empty: T_co | None = None,
    ) -> None:
        """Parse with a function that raises BadValueError.

        ``columns`` has the index of each column; an absent one has the index -1, where the
        caller puts an empty cell. Without ``empty`` the column must not be empty.
        """
        self.column = column
        self.index = columns.get(column, -1)
        self._parse = parse
        self._known: dict[str, T_co] = {} if empty is None else {"": empty}

    def read(self, fields: Sequence[str]) -> T_co:
        """The value of this column's cell in a record; BadValueError if it is wrong."""
        text = fields[self.index]
        value = self._known.get(text)
        if value is None:
            value = self._known[text] = self._parse_new(text)
        return value

    def check(self, fields: Sequence[str], line: int, table: Table) -> T_co | None:
        """The value of this column's cell; None if it is wrong, which becomes a problem."""
        try:
            return self.read(fields)
        except BadValueError as error:
            table.problems.add(error.code, error.message, table.place(line, self.index + 1))
            return None

    def _parse_new(self, text: str) -> T_co:
        """The value of a text that was not met before."""
        stripped = text.strip()
        if stripped != text and stripped in self._known:
            return self._known[stripped]
        if not stripped:
            raise BadValueError("X4-E032", f"{self.column} is empty; every row needs one")
        return self._parse(stripped)


def parse_text(text: str) -> str:
    """Read free text: printable characters only, and not so many that no ticket can show them."""
    if len(text) > TEXT_LENGTH:
        message = f"{shown(text)} is too long: at most {TEXT_LENGTH} characters"
        raise BadValueError("X4-E017", message)
    if not is_visible(text):
        why = "holds a control or invisible character: remove it"
        raise BadValueError("X4-E017", f"{shown(text)} {why}")
    return text


def parse_via(text: str) -> str:
    """Read the name of a firewall, in capitals."""
    name = text.upper()
    if len(name) > CONNECTOR_LENGTH:
        message = f"{shown(text)} is too long for a name: at most {CONNECTOR_LENGTH} characters"
        raise BadValueError("X4-E017", message)
    return parse_text(name)


def parse_other_address(text: str) -> Address:
    """Read the Address of a stack other than TCP: an NSAP or X.121 address, taken as it is."""
    return Address(parse_text(text))


def parse_stack(text: str) -> Stack:
    """Read the name of a transport stack."""
    name = text.upper()
    stack = _STACKS.get(name)
    if stack is None:
        # TPC is TCP with two letters exchanged, although TP4 is as close to it.
        exchanged = [known for known in _STACKS if sorted(known) == sorted(name)]
        close = exchanged or difflib.get_close_matches(name, _STACKS, n=1)
        hint = f"; did you mean {_STACKS[close[0]]}?" if close else ""
        message = f"unknown stack {shown(text)}: write TCP, TP4, X25 or RAS{hint}"
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
        why = "holds dhcp and an address: write one of the two, as the NIC has it"
        raise BadValueError("X4-E023", f"{shown(text)} {why}")
    addresses = tuple(parse_nic_address(part, code="X4-E023") for part in parts)
    seen: set[int] = set()
    for part, address in zip(parts, addresses, strict=True):
        if address.number in seen:
            message = f"{shown(part)} is in the list twice: a NIC holds an address once"
            raise BadValueError("X4-E023", message)
        seen.add(address.number)
        _refuse_ends_of_subnet(part, address)
    return NicFact(addresses)


def _refuse_ends_of_subnet(part: str, address: NicAddress) -> None:
    """Raise for an address that is the first or the last of its own subnet (Q164015)."""
    if address.prefix is None or address.prefix > 30:  # noqa: PLR2004 -- /31 and /32 have no ends
        return
    first, last = subnet_of(address.number, address.prefix)
    if address.number in {first, last}:
        kind = "network" if address.number == first else "broadcast"
        message = f"{shown(part)} is the {kind} address of its subnet, which no NIC can have"
        raise BadValueError("X4-E023", message)


def parse_roles(text: str) -> tuple[Role, ...]:
    """Read the roles of a server, in the order of their names."""
    roles = set()
    for part in _BETWEEN.split(text.lower().replace("_", "-")):
        if not part:
            continue
        if part not in Role._value2member_map_:
            close = difflib.get_close_matches(part, [role.value for role in Role], n=1)
            hint = f"did you mean {close[0]}?" if close else f"write one of {', '.join(Role)}"
            raise BadValueError("X4-E027", f"unknown role {shown(part)}: {hint}")
        roles.add(Role(part))
    return tuple(sorted(roles))


def parse_selector(text: str) -> bytes:
    """Read a T selector: ``0x`` and hexadecimal digits, else text."""
    digits = _HEX.fullmatch(text)
    if digits:
        selector = bytes.fromhex(digits[1])
    elif text[:2].lower() == "0x":
        why = "after 0x an even number of hexadecimal digits is needed"
        raise BadValueError("X4-E028", f"selector {shown(text)}: {why}")
    elif text.isascii() and text.isprintable():
        selector = text.encode("ascii")
    else:
        why = "only ASCII characters are possible; write others as 0x and hexadecimal digits"
        raise BadValueError("X4-E028", f"selector {shown(text)}: {why}")
    if len(selector) > SELECTOR_BYTES:
        why = f"it has {len(selector)} bytes, a T selector has {SELECTOR_BYTES} at most"
        raise BadValueError("X4-E028", f"selector {shown(text)}: {why}")
    return selector
