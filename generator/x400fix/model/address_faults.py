# SPDX-License-Identifier: MIT
"""What is wrong with a text that is no IP address or no host name, and what would be right."""

import re

from x400fix.problems import shown

_OCTETS = 4
_LAST_OCTET = 255


def why_not_ipv4(text: str) -> str:
    """What is wrong with a text that netaddr refuses, and what would be right."""
    octets = text.split(".")
    if not all(octet.isdecimal() and octet.isascii() for octet in octets):
        return _why_not_decimal(text)
    if len(octets) != _OCTETS:
        return f"it has {len(octets)} of four numbers; write all four, such as 10.20.1.10"
    # Not by int(), which refuses thousands of digits.
    plain = [octet.lstrip("0") or "0" for octet in octets]
    largest = max(plain, key=lambda octet: (len(octet), octet))
    if len(largest) > len("255") or int(largest) > _LAST_OCTET:
        return f"{largest} is more than {_LAST_OCTET}; each number is from 0 to 255"
    right = ".".join(plain)
    return f"a leading zero makes a number octal on Windows NT (Q115388); write {right}"


def _why_not_decimal(text: str) -> str:
    """What else there is in a text that should hold decimal numbers and dots only."""
    if ":" in text:
        return "only IPv4 addresses without a port are possible here, such as 10.20.1.10"
    if "/" in text:
        return "a mask is not possible here; leave it out"
    if text.endswith("."):
        return "it ends with a dot; leave the dot out"
    if re.search(r"\b0[xX]", text):
        return "it is hexadecimal; write four decimal numbers such as 10.20.1.10"
    return "write four decimal numbers from 0 to 255 with dots between, such as 10.20.1.10"


def why_no_host_name(text: str) -> str:
    """What is wrong with an Address that is neither an IP address nor a host name."""
    if text.endswith("."):
        return f"{shown(text)} ends with a dot: write the host name without it"
    if re.fullmatch(r"[^:]+:[0-9]+|.*:.*:.*", text):
        return f"{shown(text)} is no Address: only an IPv4 address or a host name, without a port"
    return (
        f"{shown(text)} is no host name: letters, digits, '-', '.' and '_' only, "
        "with a letter or digit first"
    )
