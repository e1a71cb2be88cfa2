# SPDX-License-Identifier: MIT
r"""Values of the registry, as regdmp, regedit and ``reg query`` write them.

======================  ======================================================================
program                 a value of several texts
======================  ======================================================================
regdmp (Resource Kit)   ``IPAddress = REG_MULTI_SZ "10.1.0.10" "10.1.0.41"``, keys by indents
regedit of NT 4.0       below ``REGEDIT4``: ``"IPAddress"=hex(7):31,30,2e,..``, bytes are ANSI
regedit of 2000, 2003   below ``Windows Registry Editor Version 5.00``, bytes are UTF-16LE
reg query (2000, 2003)  ``IPAddress    REG_MULTI_SZ    10.1.0.10\010.1.0.41``
======================  ======================================================================

A backslash at its end lets a line go on (Q165318, Q179154, Q264584). Only values that say something
of TCP/IP, the MTA or the system are kept, so that a password never becomes one.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from x400fix.evidence.model import RegistryValue
from x400fix.problems import Place

_WANTED = {
    *("ipaddress", "subnetmask", "defaultgateway", "enabledhcp", "dhcpipaddress"),
    *("dhcpsubnetmask", "name", "computername", "hostname", "domain", "csdversion"),
    *("currentversion", "servicename", "stack ip address override", "tcp/ip control blocks"),
    *("tp4 control blocks", "rfc1006 port number", "enablelmhosts", "databasepath", "maxpreload"),
}
_ROOT = re.compile(r"(?:\\registry\\machine|hkey_local_machine|hklm)(?=\\|$)", re.IGNORECASE)
_RIGHTS = re.compile(r"\s*\[[0-9 ]*\]\s*", re.ASCII)
_REG_HEADERS = ("REGEDIT4", "Windows Registry Editor Version 5.00")
_REG_VALUE = re.compile(r'\s*"((?:[^"\\]|\\.)*)"\s*=\s*(.*)', re.DOTALL)
_REG_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"\s*')
_HEX = re.compile(r"hex(?:\(([0-9a-f]{1,8})\))?:([0-9a-f,\s]*)", re.IGNORECASE | re.ASCII)
_OCTET = re.compile("[0-9a-f]{1,2}", re.IGNORECASE | re.ASCII)
_DWORD = re.compile(r"dword:([0-9a-f]{1,8})\s*", re.IGNORECASE | re.ASCII)
_TYPED = re.compile(r"(REG_[A-Z_]+)(?:\s+(.*))?", re.DOTALL)
_QUERIED = re.compile(r"\s+(\S[^=]{0,200}?)(?:\t+| {2,})(REG_[A-Z_]+)(?:\s+(.*))?")
_STRING = re.compile(r'"([^"]*)"')
_NUMBER = re.compile(r"(?:0x([0-9a-f]{1,8})|([0-9]{1,10}))\b", re.IGNORECASE | re.ASCII)
_LONGEST = 16 * 1024
_TYPES = {"1": "REG_SZ", "2": "REG_EXPAND_SZ", "4": "REG_DWORD", "7": "REG_MULTI_SZ"}


class Registry(NamedTuple):
    """The values that were read, and the lines of values that could not be."""

    values: tuple[RegistryValue, ...]
    unread: tuple[Place, ...]


def is_registry(lines: Sequence[str]) -> bool:
    """Whether a header of regedit or a key of the local machine begins a line."""
    first = next((line.strip() for line in lines if line.strip()), "")
    return first in _REG_HEADERS or any(_ROOT.match(line) for line in lines)


def parse_registry(lines: Sequence[str], file: str) -> Registry:
    """The values in the order of the file."""
    first = next((line.strip() for line in lines if line.strip()), "")
    found = list(
        _read_reg(lines, file, is_unicode=first == _REG_HEADERS[1])
        if first in _REG_HEADERS
        else _read_dump(lines, file)
    )
    values = tuple(each for each in found if isinstance(each, RegistryValue))
    return Registry(values, tuple(each for each in found if isinstance(each, Place)))


def _is_wanted(name: str) -> bool:
    return name.lower() in _WANTED


def _key_of(text: str) -> str:
    r"""A key of the local machine as ``HKLM\...``; empty for another one."""
    found = _ROOT.match(text)
    return f"HKLM{text[found.end() :]}" if found else ""


def _joined(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines with those that they go on in, each with its number."""
    number, pieces = 0, list[str]()
    for at, line in enumerate(lines, 1):
        text = line[:_LONGEST].rstrip()
        number = number if pieces else at
        if text.endswith("\\") and ("=" in text or pieces) and len(pieces) < _LONGEST:
            pieces.append(text[:-1])
            continue
        yield number, " ".join([*pieces, text.lstrip()]) if pieces else text
        pieces = []
    if pieces:
        yield number, " ".join(pieces)


Found = Iterator[RegistryValue | Place]


def _read_reg(lines: Sequence[str], file: str, *, is_unicode: bool) -> Found:
    """What regedit exports."""
    key = ""
    for number, line in _joined(lines):
        if line.startswith("["):
            key = _key_of(line[1:].rstrip("]")) if line.endswith("]") else ""
            continue
        value = _REG_VALUE.fullmatch(line)
        name = _unescaped(value[1]) if value else ""
        if not key or value is None or not _is_wanted(name):
            continue
        place = Place(file, number)
        data = _reg_data(value[2], is_unicode=is_unicode)
        yield place if data is None else _value(key, name, *data, place)


def _value(key: str, name: str, kind: str, data: Sequence[str], place: Place) -> RegistryValue:
    return RegistryValue(server="", key=key, name=name, type=kind, data=tuple(data), place=place)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _reg_data(text: str, *, is_unicode: bool) -> tuple[str, list[str]] | None:
    """The type and the texts of a value; None if they cannot be read."""
    string = _REG_TEXT.fullmatch(text)
    if string:
        return "REG_SZ", [_unescaped(string[1])]
    number = _DWORD.fullmatch(text)
    if number:
        return "REG_DWORD", [str(int(number[1], 16))]
    octets = _HEX.fullmatch(text)
    kind = _TYPES.get((octets[1] or "").lstrip("0")) if octets else None
    if octets is None or kind is None:
        return None
    data = bytes(int(each, 16) for each in _OCTET.findall(octets[2]))
    if kind == "REG_DWORD":
        return kind, [str(int.from_bytes(data[:4], "little"))]
    decoded = data.decode("utf-16-le" if is_unicode else "cp1252", "replace")
    texts = decoded.split("\0")
    if kind == "REG_MULTI_SZ":
        return kind, [each for each in texts if each]
    return kind, texts[:1]


def _read_dump(lines: Sequence[str], file: str) -> Found:
    """What regdmp and ``reg query`` print: the indents of regdmp's keys say what they are in."""
    keys: list[tuple[int, str]] = []
    for number, line in _joined(lines):
        text = line.strip()
        indent = len(line) - len(line.lstrip())
        place = Place(file, number)
        queried = _QUERIED.fullmatch(line)
        if _ROOT.match(text):
            keys = [(indent, _key_of(_without_rights(text)))]
        elif not text or not keys:
            continue
        elif queried and "=" not in queried[1]:
            if _is_wanted(queried[1]):
                kind, data = queried[2], queried[3] or ""
                texts = data.split("\\0") if kind == "REG_MULTI_SZ" else [data]
                yield from _dumped(keys[-1][1], queried[1], kind, texts, place)
        elif "=" in text:
            name, _, value = text.partition("=")
            name = name.strip().strip('"')
            at = next((key for level, key in reversed(keys) if level < indent), "")
            if at and _is_wanted(name):
                typed = _TYPED.fullmatch(value.strip())
                kind, data = (typed[1], typed[2] or "") if typed else ("REG_SZ", value.strip())
                texts = _STRING.findall(data) or [data.strip('"')]
                yield from _dumped(at, name, kind, texts, place)
        else:
            while keys and keys[-1][0] >= indent:
                keys.pop()
            if keys:
                keys.append((indent, f"{keys[-1][1]}\\{_without_rights(text)}"))


def _without_rights(text: str) -> str:
    """A key without the numbers of its permissions, which regdmp prints behind it (Q264584)."""
    at = text.rfind("[")
    return text[:at].rstrip() if at > 0 and _RIGHTS.fullmatch(text[at:]) else text


def _dumped(key: str, name: str, kind: str, texts: Sequence[str], place: Place) -> Found:
    if kind == "REG_DWORD":
        number = _NUMBER.match(texts[0].strip())
        if number is None:
            yield place
            return
        texts = [str(int(number[1], 16) if number[1] else int(number[2]))]
    elif kind == "REG_MULTI_SZ":
        texts = [each.strip() for each in texts if each.strip()]
    elif kind not in {"REG_SZ", "REG_EXPAND_SZ"}:
        yield place
        return
    yield _value(key, name, kind, texts, place)
