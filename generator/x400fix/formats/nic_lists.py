# SPDX-License-Identifier: MIT
"""The lists of a NIC's addresses and masks as a registry file would set them.

Windows NT has one mask for each address, in the same order (Q120642), and a file replaces the
whole lists.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from x400fix.inventory.addresses import forbidden_reason, parse_ipv4, parse_prefix
from x400fix.problems import BadValueError, shown

ADDRESSES, MASKS = "ipaddress", "subnetmask"
"""The names of the two values, in small letters; Windows does not tell letter case apart."""


class NicList(NamedTuple):
    """One of the two lists, with the key that it belongs to and the place where it begins."""

    key: str
    name: str
    strings: tuple[str, ...]
    line: int
    column: int


def find_list_faults(lists: Sequence[NicList]) -> Iterator[tuple[NicList, str]]:
    """What is wrong with the lists of one file, and which of them it stands in."""
    by_key: dict[str, dict[str, NicList]] = {}
    for each in lists:
        by_key.setdefault(each.key.lower(), {})[each.name.lower()] = each
    for pair in by_key.values():
        yield from _pair_faults(pair)
    for each in lists:
        yield from ((each, fault) for fault in _string_faults(each))


def _pair_faults(pair: dict[str, NicList]) -> Iterator[tuple[NicList, str]]:
    """What is wrong with the lists of one key together."""
    addresses, masks = pair.get(ADDRESSES), pair.get(MASKS)
    if addresses and masks:
        counts = len(addresses.strings), len(masks.strings)
        if counts[0] != counts[1]:
            yield masks, f"{counts[0]} addresses, but {counts[1]} masks: give each address its mask"
        return
    for each in pair.values():
        other = "SubnetMask" if addresses else "IPAddress"
        yield each, f"{each.name} is set without {other}: give both lists whole"


def _string_faults(each: NicList) -> Iterator[str]:
    """What is wrong inside of one list."""
    if not each.strings:
        yield f"the list {each.name} is empty: the NIC would lose what it has"
    is_address = each.name.lower() == ADDRESSES
    for string in each.strings:
        fault = _address_fault(string) if is_address else _mask_fault(string)
        if fault:
            yield fault
    if is_address:
        twice = [string for string, count in Counter(each.strings).items() if count > 1]
        yield from (f"{shown(string)} stands in the list twice" for string in twice)


def _address_fault(string: str) -> str | None:
    """Why a text can be no address of a NIC."""
    try:
        reason = forbidden_reason(parse_ipv4(string, code=""))
    except BadValueError as error:
        return error.message
    return f"{shown(string)} can be no server's address: it is in {reason}" if reason else None


def _mask_fault(string: str) -> str | None:
    """Why a text can be no subnet mask in the registry."""
    if "." not in string:
        return f"{shown(string)} is no subnet mask: write it such as 255.255.255.0"
    try:
        parse_prefix(string, code="")
    except BadValueError as error:
        return error.message
    return None
