# SPDX-License-Identifier: MIT
r"""Reads a .REG file line by line, whatever it holds, so that the linter can judge it.

A file as regedit writes it::

    REGEDIT4

    [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\El90x1\Parameters\Tcpip]
    "IPAddress"=hex(7):31,30,2e,32,30,2e,31,2e,31,30,00,31,30,2e,32,30,2e,31,2e,\
      34,31,00,00

A list of bytes is folded after a comma with a ``\``; a key and a string cannot be folded (WINE).
"""

import enum
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from x400fix.model.lines import Line, split_lines

_VALUE = re.compile(r'[ \t]*(@|"(?:[^"\\]|\\.)*")[ \t]*=[ \t]*(.*)', re.DOTALL)
_HEX = re.compile(r"hex(?:\(([0-9a-f]{1,8})\))?:", re.IGNORECASE)
_OCTETS = re.compile(r"(?:[0-9a-f]{1,2}(?:[ \t]*,[ \t]*[0-9a-f]{1,2})*)?", re.IGNORECASE)
_FOLD = re.compile(r"\\[ \t]*\Z")
_PLAIN_DATA = re.compile(
    r'"(?:[^"\\]|\\.)*"[ \t]*|dword:[0-9a-f]{1,8}[ \t]*|-[ \t]*', re.IGNORECASE
)

MULTI_SZ, EXPAND_SZ, BINARY = 7, 2, 3
"""The numbers in ``hex(7):`` and ``hex(2):``, and the type of ``hex:`` without one."""


class Version(enum.StrEnum):
    """The two header lines."""

    REGEDIT4 = "REGEDIT4"
    FIVE = "Windows Registry Editor Version 5.00"


class RegValue(NamedTuple):
    """One value with the key that it stands under, and its physical lines.

    ``data`` is what follows the ``=``, unfolded; ``kind`` is the number of a list of bytes, or
    None for other data; ``octets`` are its bytes, or None if the list cannot be read.
    """

    key: str
    name: str
    lines: tuple[Line, ...]
    data: str
    kind: int | None
    octets: bytes | None

    @property
    def line(self) -> Line:
        """The line on which it begins."""
        return self.lines[0]


class RegKey(NamedTuple):
    """A line that begins with a bracket; ``path`` is what stands between the brackets."""

    line: Line
    path: str
    is_closed: bool


class RegistryText(msgspec.Struct, frozen=True, kw_only=True):
    """A whole file; ``version`` is None if the first line begins like neither header."""

    data: bytes
    lines: tuple[Line, ...]
    version: Version | None
    keys: tuple[RegKey, ...]
    values: tuple[RegValue, ...]
    strange: tuple[Line, ...]

    @property
    def is_utf16(self) -> bool:
        """Whether the file has the byte order mark of UTF-16LE."""
        return self.data.startswith(b"\xff\xfe")


def parse_registry_text(data: bytes) -> RegistryText:
    """Read a file; nothing is refused."""
    text = data[2:].decode("utf-16-le", "replace") if data[:2] == b"\xff\xfe" else ""
    lines = split_lines(text or data.decode("latin-1"))
    version = _version_of(lines)
    items = tuple(_read_items(lines[1:] if version else lines))
    return RegistryText(
        data=data,
        lines=lines,
        version=version,
        keys=tuple(each for each in items if isinstance(each, RegKey)),
        values=tuple(each for each in items if isinstance(each, RegValue)),
        strange=tuple(each for each in items if isinstance(each, Line)),
    )


def _version_of(lines: Sequence[Line]) -> Version | None:
    """The header that the first line is meant to be."""
    first = lines[0].text.strip().lower() if lines else ""
    return next((each for each in Version if first.startswith(each.lower())), None)


def _read_items(lines: Sequence[Line]) -> Iterator[RegKey | RegValue | Line]:
    """Keys, values, and lines that are nothing; blank lines and comments are left out."""
    key, at = "", 0
    while at < len(lines):
        line = lines[at]
        at += 1
        body = line.text.strip()
        if not body or body[0] in ";#":
            continue
        if body[0] == "[":
            found = _read_key(line, body)
            key = found.path
            yield found
        elif match := _VALUE.fullmatch(line.text):
            value = _read_value(key, match[1], match[2], lines[at - 1 :])
            at += len(value.lines) - 1
            yield value
        else:
            yield line


def _read_key(line: Line, body: str) -> RegKey:
    """A key line; the bracket that counts is the last one."""
    path, bracket, rest = body[1:].rpartition("]")
    return RegKey(line, path if bracket else rest, is_closed=bool(bracket) and not rest)


def _read_value(key: str, name: str, data: str, lines: Sequence[Line]) -> RegValue:
    """A value with the lines that it is continued on."""
    head = _HEX.match(data)
    if not head:
        return RegValue(key, name.strip('"'), (lines[0],), data, None, None)
    parts, used = [data[head.end() :]], 1
    while _FOLD.search(parts[-1]) and used < len(lines):
        parts[-1] = _FOLD.sub("", parts[-1])
        parts.append(lines[used].text.strip(" \t"))
        used += 1
    digits = "".join(parts)
    kind = int(head[1], 16) if head[1] else BINARY
    return RegValue(key, name.strip('"'), tuple(lines[:used]), digits, kind, _octets_of(digits))


def _octets_of(digits: str) -> bytes | None:
    """The bytes of a list, or None if it is none."""
    if not _OCTETS.fullmatch(digits):
        return None
    return bytes(int(octet, 16) for octet in digits.split(",") if octet.strip())


def is_plain_data(data: str) -> bool:
    """Whether data is a whole string, a number, or the sign that removes a value."""
    return _PLAIN_DATA.fullmatch(data) is not None


def strings_of(octets: bytes, version: Version) -> tuple[str, ...] | None:
    """The strings of a REG_MULTI_SZ as the file's version stores them; None if it is broken off.

    An empty list is its final NUL alone.
    """
    encoding, nul = ("utf-16-le", b"\0\0") if version is Version.FIVE else ("latin-1", b"\0")
    if octets == nul:
        return ()
    try:
        text = octets.decode(encoding)
    except UnicodeDecodeError:
        return None
    strings = text.removesuffix("\0\0").split("\0")
    return tuple(strings) if text.endswith("\0\0") and all(strings) else None
