# SPDX-License-Identifier: MIT
"""Pieces of a line with the column at which they stand; one character stands for one byte."""

import re

import msgspec

BLANKS = " \t"
"""What separates the fields of a line."""

_DOTTED = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,12}){3}", re.ASCII)
_ZERO_FIRST = re.compile(r"(?:^|\.)0[0-9]", re.ASCII)
_OCTET_MOST = 255


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of a line: its text (ISO 8859-1, so that every byte has a character), its column.

    Columns count bytes from 1.
    """

    text: str
    column: int

    @property
    def end(self) -> int:
        """The column behind the last character."""
        return self.column + len(self.text)

    @property
    def key(self) -> str:
        """The text in capitals, as names are compared."""
        return capitals(self.text)

    @property
    def number(self) -> int | None:
        """The address that the text is: four decimal numbers to 255 without a leading zero."""
        readings = address_readings(self.text)
        return min(readings) if readings and not _ZERO_FIRST.search(self.text) else None


def capitals(text: str) -> str:
    """A text with its ASCII letters in capitals, all others as they are."""
    return text.encode("latin-1").upper().decode("latin-1")


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
