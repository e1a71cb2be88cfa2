# SPDX-License-Identifier: MIT
"""The bytes of a file, its lines, and their pieces; one character (ISO 8859-1) is one byte."""

import codecs
import re

import msgspec

BLANKS = " \t"
"""What separates the fields of a line."""

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_NUMBER = r"(0|[1-9][0-9]{0,2})"
_PLAIN = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}\.{_NUMBER}", re.ASCII)
_DOTTED = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,12}){3}", re.ASCII)
_OCTET_MOST = 255
_UTF8_MARK = codecs.BOM_UTF8.decode("latin-1")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Line(msgspec.Struct, frozen=True, gc=False):
    """One line: its number from 1, its text, its line ending.

    ``ending`` is CRLF, LF or CR, or empty if the file ends without one.
    """

    number: int
    text: str
    ending: str

    def __bytes__(self) -> bytes:
        """The line as the file has it."""
        return (self.text + self.ending).encode("latin-1")


def split_lines(data: bytes) -> tuple[Line, ...]:
    """All lines of a file; joined again they are the file, whatever bytes it holds."""
    found = (match.groups() for match in _LINE.finditer(data.decode("latin-1")))
    # The pattern also matches the nothing behind the last line.
    return tuple(
        Line(number, text, ending)
        for number, (text, ending) in enumerate(found, 1)
        if text or ending
    )


class Encoding(msgspec.Struct, frozen=True, kw_only=True):
    """Facts about a whole file; ``is_utf16`` needs no mark where every other byte is mostly NUL."""

    has_mark: bool
    has_nul: bool
    is_utf16: bool
    has_ctrl_z: bool


def find_encoding(data: bytes) -> Encoding:
    """The facts about the bytes of a file."""
    return Encoding(
        has_mark=data.startswith((codecs.BOM_UTF8, *_UTF16_MARKS)),
        has_nul=b"\0" in data,
        is_utf16=data.startswith(_UTF16_MARKS) or _is_bare_utf16(data),
        has_ctrl_z=b"\x1a" in data,
    )


def _is_bare_utf16(data: bytes) -> bool:
    """Whether more than half of the first or of the second bytes of all pairs are NUL."""
    return any(2 * half.count(0) > len(half) > 1 for half in (data[::2], data[1::2]))


def mark_length(line: Line) -> int:
    """How many bytes at the beginning of a line are the byte order mark of its file."""
    return len(_UTF8_MARK) if line.number == 1 and line.text.startswith(_UTF8_MARK) else 0


class Token(msgspec.Struct, frozen=True, gc=False):
    """A piece of a line: its text, its column (from 1)."""

    text: str
    column: int

    @property
    def key(self) -> str:
        """The text in capitals, as names are compared."""
        return capitals(self.text)


class AddressToken(Token, frozen=True, gc=False):
    """What stands where an address belongs; ``number`` is None if it is none.

    An address is four decimal numbers to 255 without a leading zero.
    """

    number: int | None


def capitals(text: str) -> str:
    """A text with its ASCII letters in capitals, all others as they are."""
    return text.upper() if text.isascii() else text.encode("latin-1").upper().decode("latin-1")


def address_number(text: str) -> int | None:
    """The address that a text is beyond doubt, or None."""
    found = _PLAIN.fullmatch(text)
    if not found:
        return None
    first, second, third, fourth = map(int, found.groups())
    if max(first, second, third, fourth) > _OCTET_MOST:
        return None
    return first << 24 | second << 16 | third << 8 | fourth


def is_attempt(first: str, second: str) -> bool:
    """Whether the first field of a line was meant as an address."""
    # A name may begin with a digit: then the address behind it tells that they changed.
    return first[0] in "0123456789" and address_number(second) is None


def address_readings(text: str) -> frozenset[int]:
    """Every address that four numbers may be read as; none if they are no address at all.

    A leading zero makes a number octal for ping and inet_addr (Q115388) while others take it for
    decimal, so that such a text may be two addresses.
    """
    if not _DOTTED.fullmatch(text):
        return frozenset()
    parts = text.split(".")
    readings = ([int(part) for part in parts], [_as_inet_addr(part) for part in parts])
    return frozenset(
        int.from_bytes(octets, "big") for octets in readings if max(octets) <= _OCTET_MOST
    )


def _as_inet_addr(part: str) -> int:
    """A number as inet_addr reads it; one that is none in octal counts as too large."""
    if not part.startswith("0"):
        return int(part)
    return _OCTET_MOST + 1 if set(part) & set("89") else int(part, 8)
