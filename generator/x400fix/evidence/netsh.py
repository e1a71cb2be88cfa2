# SPDX-License-Identifier: MIT
"""What ``netsh interface ip dump`` prints on Windows 2000 and 2003: commands that set it all again.

A sample, with and without blanks round the equals sign, in the order of the registry::

    pushd interface ip
    set address name="Local Area Connection" source=static addr=10.1.0.10 mask=255.255.255.0
    set address name="Local Area Connection" gateway=10.1.0.1 gwmetric=1
    add address name="Local Area Connection" addr=10.1.0.41 mask=255.255.255.0
    popd
"""

import re
from collections.abc import Sequence

from x400fix.evidence.model import Kind, Nic, Part, Seen
from x400fix.inventory.addresses import NicAddress, is_ipv4, parse_ipv4, parse_prefix
from x400fix.problems import BadValueError, Place, ProblemList

_COMMAND = re.compile(r"\s*(set|add) address\s+(\S.{0,900})", re.IGNORECASE)
_PAIR = re.compile(r'([a-z]{1,20})\s*=\s*("[^"]{0,200}"|[^\s"]{1,200})', re.IGNORECASE | re.ASCII)


def is_netsh(lines: Sequence[str]) -> bool:
    """Whether a line sets or adds an address by its name."""
    return any((found := _COMMAND.fullmatch(line)) and _PAIR.search(found[2]) for line in lines)


def read_netsh(lines: Sequence[str], file: str, problems: ProblemList) -> Part:
    """The adapters that the commands set, each with its addresses in their order."""
    adapters: dict[str, _Adapter] = {}
    for number, line in enumerate(lines, 1):
        command = _COMMAND.fullmatch(line)
        if not command:
            continue
        place = Place(file, number)
        pairs = {name.lower(): text.strip('"') for name, text in _PAIR.findall(command[2])}
        name = pairs.get("name", "")
        if not name:
            problems.add("X4-W171", "an address without the name of its connection", place)
            continue
        adapter = adapters.setdefault(name.lower(), _Adapter(name, place))
        adapter.take(pairs, place, problems)
    nics = tuple(each.made() for each in adapters.values())
    return Part(kind=Kind.NETSH, nics=nics)


class _Adapter:
    """One connection while its commands are read."""

    def __init__(self, name: str, place: Place) -> None:
        self._name = name
        self._place = place
        self._dhcp: Seen[bool] | None = None
        self._addresses: list[Seen[NicAddress]] = []
        self._gateways: list[Seen[int]] = []

    def take(self, pairs: dict[str, str], place: Place, problems: ProblemList) -> None:
        """Take the values of one command."""
        source = pairs.get("source", "").lower()
        if source:
            self._dhcp = Seen(source == "dhcp", place)
        address = pairs.get("addr") or pairs.get("address")
        if address:
            try:
                number = parse_ipv4(address, code="")
                prefix = parse_prefix(pairs["mask"], code="") if "mask" in pairs else None
            except BadValueError as error:
                problems.add("X4-W171", f"{error.message}; it is not read", place)
            else:
                self._addresses.append(Seen(NicAddress(number, prefix), place))
        gateway = pairs.get("gateway", "")
        if is_ipv4(gateway):
            self._gateways.append(Seen(parse_ipv4(gateway, code=""), place))

    def made(self) -> Nic:
        """The connection as it is kept."""
        return Nic(
            server="",
            name=self._name,
            kind=Kind.NETSH,
            place=self._place,
            addresses=tuple(self._addresses),
            is_ordered=True,
            uses_dhcp=self._dhcp,
            gateways=tuple(self._gateways),
        )
