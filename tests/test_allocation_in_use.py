# SPDX-License-Identifier: MIT
"""What exports of IPAM tools and scans say is in use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from x400fix.allocation.in_use import read_in_use
from x400fix.allocation.pool import InUse, parse_range, spans_of
from x400fix.inventory.addresses import address_text

NETBOX_ADDRESSES = """\
address,vrf,status,dns_name
10.1.0.5/24,,active,den-x2.example.com
10.1.0.9/32,,reserved,
"""
NETBOX_PREFIXES = "prefix,status\n10.1.0.32/28,active\n"
NETBOX_RANGES = "start_address,end_address,size\n10.1.0.10/24,10.1.0.20/24,11\n"
PHPIPAM = "Section;Subnet;Mask;Description\nA;10.3.0.0;24;servers\nB;10.3.1.5;24;one host\n"
MICROSOFT = """\
"Network ID","Vendor","Start IP Address","End IP Address","Comment"
"10.2.0.0/30","a, b","10.2.1.1","10.2.1.9","from 2019"
"""
NMAP = """\
# Nmap 7.80 scan initiated as: nmap -v -sn 10.1.0.0/24
Nmap scan report for printer (10.1.0.7)
Host is up (0.0010s latency).
Nmap scan report for 10.1.0.8 [host down]
# Nmap done at 12:00 -- 256 IP addresses (1 host up) scanned
"""
NMAP_LINES = "Host: 10.1.0.9 ()\tStatus: Up\nHost: 10.1.0.10 ()\tStatus: Down\n"
NMAP_XML = """\
<nmaprun scanner="nmap" args="nmap -sn 10.1.0.0/24">
<host><status state="down" reason="no-response"/>
<address addr="10.1.0.1" addrtype="ipv4"/>
</host>
<host starttime="1"><status state="up" reason="echo-reply"/>
<address addr="10.1.0.2" addrtype="ipv4"/>
</host>
"""


def spans(text: str) -> list[str]:
    return [
        address_text(first) if first == last else f"{address_text(first)}-{address_text(last)}"
        for first, last in read_in_use("used", text).spans
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (NETBOX_ADDRESSES, ["10.1.0.5", "10.1.0.9"]),
        (NETBOX_PREFIXES, ["10.1.0.32-10.1.0.47"]),
        (NETBOX_RANGES, ["10.1.0.10-10.1.0.20"]),
        (PHPIPAM, ["10.3.0.0-10.3.0.255", "10.3.1.5"]),
        (MICROSOFT, ["10.2.0.0-10.2.0.3", "10.2.1.1-10.2.1.9"]),
        (NMAP, ["10.1.0.7"]),
        ("010.002.000.036", ["8.2.0.30", "10.2.0.36"]),
        ("10.2.0.\u200b34", ["10.2.0.34"]),
        ("10 . 2 . 0 . 35", ["10.2.0.35"]),
        ("10.2.0[.]39", ["10.2.0.39"]),
        ("10.2.0.46 through 10.2.0.48", ["10.2.0.46-10.2.0.48"]),
        ("10.2.0.52\xa0\u2014 10.2.0.54", ["10.2.0.52-10.2.0.54"]),
        ("999.2.0.1 10.2.0.999", []),
        (NMAP_LINES, ["10.1.0.9"]),
        (NMAP_XML, ["10.1.0.2"]),
    ],
)
def test_what_known_tools_print(text: str, expected: list[str]) -> None:
    assert spans(text) == expected
    assert spans(text.replace("\n", "\r\n")) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("10.1.0.10-20", ["10.1.0.10-10.1.0.20"]),
        ("10.1.0.20-10", ["10.1.0.20"]),
        ("10.1.0.10-300", ["10.1.0.10"]),
        ("10.1.0.30 - 10.1.0.33", ["10.1.0.30-10.1.0.33"]),
        ("10.1.0.30 \u2013 10.1.0.33", ["10.1.0.30-10.1.0.33"]),
        ("from 10.1.0.40 to 10.1.0.42", ["10.1.0.40-10.1.0.42"]),
        ("von 10.1.0.40 bis 10.1.0.42", ["10.1.0.40-10.1.0.42"]),
        ("10.1.0.42 to 10.1.0.40", ["10.1.0.40", "10.1.0.42"]),
        ("10.9.0.0 255.255.255.252", ["10.9.0.0-10.9.0.3"]),
        ("10.9.0.1/255.255.255.252", ["10.9.0.1"]),
        ("10.9.0.0/255.255.255.252", ["10.9.0.0-10.9.0.3"]),
        ("10.9.0.0/33", ["10.9.0.0"]),
        ("10.1.0.5,10.1.0.6;10.1.0.8", ["10.1.0.5-10.1.0.6", "10.1.0.8"]),
        ("ip=10.1.0.5:443 (10.1.0.7)", ["10.1.0.5", "10.1.0.7"]),
        ("\uff11\uff10.1.0.5", ["10.1.0.5"]),
        ("10.1.0.300 1.2.3.4.5 1.2.3 v10.1", []),
        ("10.1.0.5," * 50_000, ["10.1.0.5"]),
        ("x," * 70_000 + "10.1.0.5," + "y" * 140_000, ["10.1.0.5"]),
    ],
)
def test_an_address_a_range_or_a_prefix_in_any_text(line: str, expected: list[str]) -> None:
    assert spans(line) == expected


def test_names_that_an_alias_could_be_are_taken() -> None:
    assert read_in_use("used", NETBOX_ADDRESSES).names == {"DEN-X2"}


@given(st.text(max_size=200), st.integers(0x01000000, 0xDFFFFFFF))
def test_an_address_between_blanks_is_always_found(text: str, number: int) -> None:
    """Whatever stands around it, unless a scan says that nothing is there."""
    found = read_in_use("used", f"{text.replace('-', '')}\n {address_text(number)} \n").spans
    assert any(first <= number <= last for first, last in found)


@pytest.mark.parametrize(
    ("pool", "expected"),
    [
        (["10.1.0.0/28"], [(0, 3), (8, 9), (12, 15)]),
        (["10.1.0.2-10.1.0.8", "10.1.0.13", "10.1.0.30"], [(2, 3), (8, 8), (13, 13), (30, 30)]),
        (["10.2.0.0/28"], []),
        ([], []),
    ],
)
def test_only_what_lies_in_the_pool_counts(
    pool: list[str], expected: list[tuple[int, int]]
) -> None:
    base = 0x0A010000
    numbers = [(0, 3), (8, 9), (12, 40)]
    found = InUse(source="used", spans=tuple((base + a, base + b) for a, b in numbers))
    kept = found.within(spans_of(map(parse_range, pool))).spans
    assert [(a - base, b - base) for a, b in kept] == expected
