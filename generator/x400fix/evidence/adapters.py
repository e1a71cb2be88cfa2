# SPDX-License-Identifier: MIT
"""The one NIC of a server that the inventory has, out of what its files show of all its adapters.

Records of one adapter have the same name or an address in common: Windows 2000 calls it by a GUID
in the registry and by its connection name elsewhere.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from x400fix.evidence.agreement import CONTRADICTION, Claim, agreed
from x400fix.evidence.model import Nic, Seen
from x400fix.inventory.addresses import NicAddress, address_text
from x400fix.inventory.cells import parse_nic, parse_text
from x400fix.problems import BadValueError, ProblemList, listed, shown

Group = list[Nic]
Cells = dict[str, Seen[str]]


def nic_cells(
    server: str, nics: Sequence[Nic], dialled: AbstractSet[int], problems: ProblemList
) -> Cells:
    """The cells adapter, addresses and gateway of a server."""
    group = _chosen(server, _grouped(nics), dialled, problems)
    if not group:
        return {}
    cells: Cells = {}
    named = (nic for nic in group if not nic.name.startswith("{"))
    names = (Claim(nic.name.lower(), nic.name, nic.place) for nic in named)
    name = agreed(names, f"the adapter of {server}", problems)
    if name:
        _put(cells, "adapter", Seen(name.text, name.place), parse_text, problems)
    addresses = _addresses(server, group, problems)
    if addresses:
        cells["addresses"] = addresses
    gateways = (
        Claim(each.value, address_text(each.value), each.place)
        for nic in group
        for each in nic.gateways[:1]
    )
    gateway = agreed(gateways, f"the gateway of {server}", problems)
    if gateway and gateway.value:
        cells["gateway"] = Seen(gateway.text, gateway.place)
    return cells


def _put(
    cells: Cells,
    column: str,
    seen: Seen[str],
    parse: Callable[[str], object],
    problems: ProblemList,
) -> None:
    """Fill a cell, if its column can be read so."""
    try:
        parse(seen.value)
    except BadValueError as error:
        problems.add("X4-W175", f"{error.message}; it is left out", seen.place)
    else:
        cells[column] = seen


def _grouped(nics: Iterable[Nic]) -> list[Group]:
    """The records of each adapter, in the order in which the adapters come first."""
    groups: list[Group] = []
    by_key: dict[object, int] = {}
    for nic in nics:
        keys = [nic.name.lower(), *(each.value.number for each in nic.addresses)]
        known = sorted({by_key[key] for key in keys if key in by_key})
        if known:
            at, *others = known
            for other in others:  # what this record shows to be one adapter
                groups[at] += groups[other]
                groups[other] = []
            by_key = {key: at if value in others else value for key, value in by_key.items()}
        else:
            at = len(groups)
            groups.append([])
        groups[at].append(nic)
        by_key.update(dict.fromkeys(keys, at))
    return [group for group in groups if group]


def _numbers(group: Iterable[Nic]) -> set[int]:
    return {each.value.number for nic in group for each in nic.addresses}


def _chosen(
    server: str, groups: Sequence[Group], dialled: AbstractSet[int], problems: ProblemList
) -> Group:
    """The adapter; of several the one whose addresses connectors dial; none if that decides not."""
    # Windows 2000 keeps keys of connections that are gone, which have DHCP and no address.
    groups = [group for group in groups if _numbers(group)] or groups
    if len(groups) <= 1:
        return groups[0] if groups else []
    called = [group for group in groups if _numbers(group) & dialled]
    names = listed([group[0].name for group in groups])
    if len(called) == 1:
        message = (
            f"{server} has {len(groups)} adapters, {names}: {shown(called[0][0].name)} is taken, "
            "whose address connectors dial"
        )
        problems.add("X4-N005", message, called[0][0].place)
        return called[0]
    message = (
        f"{server} has {len(groups)} adapters, {names}, and the Addresses of connectors do not "
        "show which one X.400 uses: none is taken; fill in adapter and addresses by hand"
    )
    problems.add("X4-W176", message, groups[0][0].place)
    return []


def _addresses(server: str, group: Group, problems: ProblemList) -> Seen[str] | None:
    """The ordered list as the inventory has it, or ``dhcp``."""
    claims = (
        Claim(nic.uses_dhcp.value, "on" if nic.uses_dhcp.value else "off", nic.uses_dhcp.place)
        for nic in group
        if nic.uses_dhcp
    )
    dhcp = agreed(claims, f"DHCP of {server}", problems)
    if dhcp and dhcp.value:
        return Seen("dhcp", dhcp.place)
    lists = sorted((nic for nic in group if nic.addresses), key=lambda nic: not nic.is_ordered)
    masks = _masks(server, lists, problems) if lists else None
    if masks is None:
        return None
    first = lists[0]
    place = first.addresses[0].place
    if not first.is_ordered and len(first.addresses) > 1:
        message = (
            f"the order of the addresses of {server} is presumed to be the one that ipconfig "
            "prints, so that the first is the primary: only the registry shows the order"
        )
        problems.add("X4-W174", message, place)
    cells: Cells = {}
    _put(cells, "addresses", Seen(_text(first, masks), place), parse_nic, problems)
    return cells.get("addresses")


def _masks(
    server: str, lists: Sequence[Nic], problems: ProblemList
) -> Mapping[int, NicAddress] | None:
    """Each address with the mask that any list gives it; None if the lists do not agree."""
    first = lists[0]
    masks: dict[int, Seen[NicAddress]] = {}
    for nic in lists:
        if not _same(first, nic):
            message = (
                f"the addresses of {server} are {_text(nic, {})} here, but {_text(first, {})} at "
                f"{first.addresses[0].place}: neither list is taken"
            )
            problems.add(CONTRADICTION, message, nic.addresses[0].place)
            return None
        for each in nic.addresses:
            known = masks.setdefault(each.value.number, each)
            if known.value.prefix is None:
                masks[each.value.number] = each
            elif each.value.prefix not in {None, known.value.prefix}:
                message = (
                    f"the mask of an address of {server} is {each.value} here, but {known.value} "
                    f"at {known.place}: neither list is taken"
                )
                problems.add(CONTRADICTION, message, each.place)
                return None
    return {number: each.value for number, each in masks.items()}


def _same(first: Nic, other: Nic) -> bool:
    """Whether two lists have the same addresses, and in the same order where both have one."""
    one = [each.value.number for each in first.addresses]
    two = [each.value.number for each in other.addresses]
    return one == two if other.is_ordered and first.is_ordered else sorted(one) == sorted(two)


def _text(nic: Nic, masks: Mapping[int, NicAddress]) -> str:
    return " ".join(str(masks.get(each.value.number, each.value)) for each in nic.addresses)
