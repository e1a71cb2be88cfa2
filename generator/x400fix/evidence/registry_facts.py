# SPDX-License-Identifier: MIT
r"""What values of the registry say: adapters with their ordered addresses, overrides, the system.

The keys are those of NT (``Services\El90x1\Parameters\Tcpip``, Q120642) and of Windows 2000 and
2003 (``Services\Tcpip\Parameters\Interfaces\{GUID}``, Q225060).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from x400fix.evidence.model import Kind, Nic, Override, Part, RegistryValue, Seen, ServerFact
from x400fix.evidence.registry import parse_registry
from x400fix.inventory.addresses import NicAddress, is_ipv4, parse_ipv4, parse_prefix
from x400fix.problems import BadValueError, Place, ProblemList, shown

_CONTROL = r"hklm\\system\\(currentcontrolset|controlset[0-9]{3})"
_NIC = re.compile(
    rf"{_CONTROL}\\services\\(?:tcpip\\parameters\\interfaces\\([^\\]+)|([^\\]+)\\parameters\\tcpip)",
    re.IGNORECASE | re.ASCII,
)
_CONNECTION = re.compile(
    rf"{_CONTROL}\\control\\network\\[^\\]+\\(\{{[^\\]+\}})\\connection", re.IGNORECASE | re.ASCII
)
_COMPUTER = re.compile(
    rf"{_CONTROL}\\control\\computername\\(?:active)?computername", re.IGNORECASE | re.ASCII
)
_TCPIP = re.compile(rf"{_CONTROL}\\services\\tcpip\\parameters", re.IGNORECASE | re.ASCII)
_MTA = re.compile(
    rf"{_CONTROL}\\services\\msexchangemta\\parameters\\(.+)", re.IGNORECASE | re.ASCII
)
_SYSTEM = re.compile(r"hklm\\software\\microsoft\\windows nt\\currentversion", re.IGNORECASE)
_SYSTEMS = {"3.51", "4.0", "5.0", "5.2"}

_NONE = "0.0.0.0"  # noqa: S104 -- what an adapter has that has no address

_Values = dict[str, RegistryValue]


def read_registry(lines: Sequence[str], file: str, problems: ProblemList) -> Part:
    """What the registry of one computer says."""
    registry = parse_registry(lines, file)
    for place in registry.unread:
        problems.add("X4-W171", "the data of this value is not understood, and not read", place)
    values = _of_one_set(registry.values, problems)
    keys: dict[str, _Values] = {}
    for each in values:
        keys.setdefault(each.key, {})[each.name.lower()] = each
    computers = _named(keys, _COMPUTER, "computername") + _named(keys, _TCPIP, "hostname")
    domains = _named(keys, _TCPIP, "domain")
    domain = [ServerFact(server="", name="domain", text=x.value, place=x.place) for x in domains]
    systems = [fact for key, at in keys.items() if _SYSTEM.fullmatch(key) for fact in _system(at)]
    return Part(
        kind=Kind.REGISTRY,
        host=computers[0] if computers else None,
        nics=tuple(_nics(keys, problems)),
        overrides=tuple(_overrides(keys)),
        facts=(*domain, *systems),
        registry=values,
    )


def _named(keys: Mapping[str, _Values], pattern: re.Pattern[str], name: str) -> list[Seen[str]]:
    """The texts of a value in the keys that a pattern matches."""
    found = (_text(at.get(name)) for key, at in keys.items() if pattern.fullmatch(key))
    return [each for each in found if each]


def _overrides(keys: Mapping[str, _Values]) -> Iterator[Override]:
    for key, at in keys.items():
        connector, text = _MTA.fullmatch(key), _text(at.get("stack ip address override"))
        if connector and text:
            yield Override(server="", connector=connector[2], text=text)


def _nics(keys: Mapping[str, _Values], problems: ProblemList) -> Iterator[Nic]:
    connections = {
        found[2].lower(): name.value
        for key, at in keys.items()
        if (found := _CONNECTION.fullmatch(key)) and (name := _text(at.get("name")))
    }
    for key, at in keys.items():
        adapter = _NIC.fullmatch(key)
        nic = _nic(adapter[2] or adapter[3], at, problems) if adapter else None
        if nic:
            yield msgspec.structs.replace(nic, name=connections.get(nic.name.lower(), nic.name))


def _of_one_set(
    values: Sequence[RegistryValue], problems: ProblemList
) -> tuple[RegistryValue, ...]:
    """The values without those of control sets that are copies of the current one, or older."""
    names: dict[str, Place] = {}
    for each in values:
        found = re.match(_CONTROL, each.key, re.IGNORECASE)
        if found:
            names.setdefault(found[1].lower(), each.place)
    if len(names) < 2:  # noqa: PLR2004 -- nothing to choose
        return tuple(values)
    kept = min(names, key=lambda name: (name != "currentcontrolset", name))
    left = sorted(names.keys() - {kept})
    message = f"{kept} is read, and {', '.join(left)} not, which are copies of it or older"
    problems.add("X4-N005", message, names[left[0]])
    starts = tuple(f"hklm\\system\\{name}\\" for name in left)
    return tuple(each for each in values if not f"{each.key.lower()}\\".startswith(starts))


def _text(value: RegistryValue | None) -> Seen[str] | None:
    """The text of a value that has one."""
    return Seen(value.data[0], value.place) if value and value.data and value.data[0] else None


def _system(at: _Values) -> list[ServerFact]:
    """The Windows version, with its service pack if it is said."""
    release, pack = _text(at.get("currentversion")), _text(at.get("csdversion"))
    if not release or release.value not in _SYSTEMS:
        return []
    text = f"{release.value} {pack.value}" if pack else release.value
    return [ServerFact(server="", name="os", text=text, place=release.place)]


def _nic(name: str, at: _Values, problems: ProblemList) -> Nic | None:
    """The adapter of a key; None for one that has no address and no DHCP, as those of RAS."""
    dhcp = at.get("enabledhcp")
    uses_dhcp = Seen(dhcp.data[0] != "0", dhcp.place) if dhcp and dhcp.data else None
    prefix = "dhcp" if uses_dhcp and uses_dhcp.value else ""
    addresses = _addresses(at.get(f"{prefix}ipaddress"), at.get(f"{prefix}subnetmask"), problems)
    if not addresses and not prefix:
        return None
    return Nic(
        server="",
        name=name,
        kind=Kind.REGISTRY,
        place=next(iter(at.values())).place,
        addresses=addresses,
        is_ordered=True,
        uses_dhcp=uses_dhcp,
        gateways=tuple(
            Seen(parse_ipv4(text, code=""), each.place)
            for each in filter(None, [at.get("defaultgateway")])
            for text in each.data
            if is_ipv4(text)
        ),
    )


def _addresses(
    addresses: RegistryValue | None, masks: RegistryValue | None, problems: ProblemList
) -> tuple[Seen[NicAddress], ...]:
    """Each address with the mask at the same position; without one where the list is too short."""
    if addresses is None:
        return ()
    prefixes = _prefixes(masks.data, masks.place, problems) if masks else []
    found = []
    for index, text in enumerate(addresses.data):
        if not is_ipv4(text):
            message = f"{shown(text)} is no IP address, and is not read"
            problems.add("X4-W171", message, addresses.place)
        elif text != _NONE:
            prefix = prefixes[index] if index < len(prefixes) else None
            number = parse_ipv4(text, code="")
            found.append(Seen(NicAddress(number, prefix), addresses.place))
    return tuple(found)


def _prefixes(masks: Iterable[str], place: Place, problems: ProblemList) -> list[int | None]:
    found: list[int | None] = []
    for mask in masks:
        try:
            found.append(parse_prefix(mask, code="") if mask != _NONE else None)
        except BadValueError as error:
            problems.add("X4-W171", f"{error.message}; it is not read", place)
            found.append(None)
    return found
