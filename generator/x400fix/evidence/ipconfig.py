# SPDX-License-Identifier: MIT
r"""What ``ipconfig /all`` prints on NT 3.51, NT 4.0, Windows 2000 and 2003.

A sample of NT 4.0 (layout of Q176280 and Q191548), with two addresses on one adapter::

    Windows NT IP Configuration

            Host Name . . . . . . . . . : mail-b.corp.example.com

    Ethernet adapter El90x1:

            Description . . . . . . . . : 3Com EtherLink PCI
            DHCP Enabled. . . . . . . . : No
            IP Address. . . . . . . . . : 10.20.1.10
            Subnet Mask . . . . . . . . : 255.255.255.0
            IP Address. . . . . . . . . : 10.20.1.41
            Subnet Mask . . . . . . . . : 255.255.255.0
            Default Gateway . . . . . . : 10.20.1.1

Labels are English, German or French. They are compared by their letters of ASCII, so that it does
not matter whether accented letters came through a code page. Leaders may hold no-break spaces.
"""

import re
from collections.abc import Sequence

from x400fix.evidence.model import Kind, Nic, Part, Seen, ServerFact
from x400fix.inventory.addresses import NicAddress, is_ipv4, parse_ipv4, parse_prefix
from x400fix.inventory.repairs import domain_of
from x400fix.problems import BadValueError, Place, ProblemList

_ADAPTER = re.compile(
    r"[ ]{0,4}(?:[^:]{0,40}[ -])?(?:[^ :]{0,20}adapter|carte [^ :]{1,20})[ ]+([^ :][^:]{0,200}?)",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^a-z]+")
_LONGEST = 1000
_FIRST_ADDRESS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}", re.ASCII)

_HOST = {"hostname", "nomdelhte", "nomdelhote", "nomdhte", "nomdhote"}
_SUFFIX = {"primarydnssuffix", "primresdnssuffix", "primaresdnssuffix", "suffixednsprincipal"}
_DESCRIPTION = {"description", "beschreibung"}
_DHCP = {"dhcpenabled", "dhcpaktiviert", "dhcpactiv", "dhcpactive"}
_ADDRESS = re.compile(
    r"(?:autoconfiguration)?(?:ipv?address|ipv?adresse(?:autokonfig(?:uration)?)?"
    r"|adresseipv?(?:deconfigurationautomatique)?|ipadressedeconfigurationautomatique)"
)
_MASK = {"subnetmask", "subnetzmaske", "masquedesousrseau", "masquedesousreseau"}
_GATEWAY = {
    *("defaultgateway", "standardgateway"),
    *("passerellepardfaut", "passerellepardefaut"),
}
_YES, _NO = {"yes", "ja", "oui"}, {"no", "nein", "non"}


def key_of(label: str) -> str:
    """What is left of a label: its letters of ASCII, small."""
    return _LETTERS.sub("", label.lower())


def is_ipconfig(lines: Sequence[str]) -> bool:
    """Whether fields with leaders of dots are there, an address or a host name among them."""
    keys = {key_of(line.partition(":")[0]) for line in lines if _has_leader(line)}
    return bool(keys & (_HOST | _MASK) or any(map(_ADDRESS.fullmatch, keys)))


def _has_leader(line: str) -> bool:
    label, colon, _ = line[:_LONGEST].partition(":")
    return bool(colon) and ". ." in label.replace("\xa0", " ")


def read_ipconfig(lines: Sequence[str], file: str, problems: ProblemList) -> Part:
    """The host name and the adapters with an address or with DHCP."""
    reader = _Reader(file)
    for number, line in enumerate(lines, 1):
        if len(line) <= _LONGEST:
            reader.read(Place(file, number), line.replace("\xa0", " ").replace("\t", " "))
    nics = [_made(each) for each in reader.adapters]
    for adapter in reader.adapters:
        for place in adapter.unread:
            problems.add("X4-W171", "this is no address or no mask, and is not read", place)
    if not reader.host and not any(nics):
        message = "this is what ipconfig prints, but no host name and no address in it was found"
        problems.add(
            "X4-W171", f"{message}: is its language English, German or French?", Place(file)
        )
    return Part(
        kind=Kind.IPCONFIG,
        host=reader.host,
        nics=tuple(nic for nic in nics if nic),
        facts=tuple(reader.facts),
    )


class _Adapter:
    """One adapter while its lines are read."""

    def __init__(self, name: str, place: Place) -> None:
        self.name = name
        self.place = place
        self.description = ""
        self.dhcp: Seen[bool] | None = None
        self.addresses: list[Seen[NicAddress]] = []
        self.gateways: list[Seen[int]] = []
        self.unread: list[Place] = []


class _Reader:
    """Goes through the lines, and has what was found."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._key = ""
        self.host: Seen[str] | None = None
        self.facts: list[ServerFact] = []
        self.adapters: list[_Adapter] = []

    def read(self, place: Place, line: str) -> None:
        """Take one line."""
        head = line.rstrip()
        adapter = _ADAPTER.fullmatch(head[:-1].rstrip()) if head.endswith(":") else None
        if adapter and ". ." not in head:
            self._key = ""
            self.adapters.append(_Adapter(adapter[1].strip().strip('"'), place))
            return
        label, colon, value = line.partition(":")
        if colon:
            self._key = key_of(label)
            self._take(value.strip(), place)
        elif _FIRST_ADDRESS.fullmatch(line.strip()):
            self._take(line.strip(), place)
        elif not self.adapters and "windows 2000" in line.lower():
            fact = ServerFact(server="", name="os", text="Windows 2000", place=place)
            self.facts.append(fact)

    def _take(self, value: str, place: Place) -> None:
        """A value of the field that the last label named."""
        if not value:
            return
        if not self.adapters:
            if self._key in _HOST and self.host is None:
                self.host = Seen(value, place)
            domain = (
                value if self._key in _SUFFIX else domain_of(value) if self._key in _HOST else ""
            )
            if domain:
                self.facts.append(ServerFact(server="", name="domain", text=domain, place=place))
            return
        adapter = self.adapters[-1]
        if self._key in _DESCRIPTION:
            adapter.description = value
        elif self._key in _DHCP:
            word = key_of(value)
            adapter.dhcp = Seen(word in _YES, place) if word in _YES | _NO else None
        elif self._key in _GATEWAY and is_ipv4(value):
            adapter.gateways.append(Seen(parse_ipv4(value, code=""), place))
        elif _ADDRESS.fullmatch(self._key):
            _add_address(adapter, value, place)
        elif self._key in _MASK:
            _add_mask(adapter, value, place)


def _add_address(adapter: _Adapter, value: str, place: Place) -> None:
    found = _FIRST_ADDRESS.match(value)
    if found and is_ipv4(found[0]):
        adapter.addresses.append(Seen(NicAddress(parse_ipv4(found[0], code="")), place))
    else:
        adapter.unread.append(place)


def _add_mask(adapter: _Adapter, value: str, place: Place) -> None:
    """Give the last address its mask."""
    try:
        prefix = parse_prefix(value, code="")
    except BadValueError:
        adapter.unread.append(place)
        return
    if adapter.addresses and adapter.addresses[-1].value.prefix is None:
        last = adapter.addresses[-1]
        adapter.addresses[-1] = Seen(NicAddress(last.value.number, prefix), last.place)


def _made(adapter: _Adapter) -> Nic | None:
    """The adapter as it is kept; None for one without an address: RAS, or no cable."""
    addresses = tuple(each for each in adapter.addresses if each.value.number)
    if not addresses and not (adapter.dhcp and adapter.dhcp.value and adapter.addresses):
        return None
    if key_of(adapter.name).startswith("ndiswan"):
        return None
    return Nic(
        server="",
        name=adapter.name,
        kind=Kind.IPCONFIG,
        place=adapter.place,
        description=adapter.description,
        addresses=addresses,
        uses_dhcp=adapter.dhcp,
        gateways=tuple(adapter.gateways),
    )
