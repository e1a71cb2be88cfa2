# SPDX-License-Identifier: MIT
"""What the bytes of a name file show as a whole: its encoding, its line endings, odd characters."""

import codecs
from collections.abc import Iterable

import msgspec

from x400fix.namefiles.lines import RawLine

_UTF8_BOM = codecs.BOM_UTF8
_UTF16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CTRL_Z = b"\x1a"


class Traits(msgspec.Struct, frozen=True, kw_only=True):
    """Facts about a whole file.

    ``is_utf16`` is also true without a byte order mark, where every other byte is mostly NUL;
    ``endings`` are the different line endings in the file, the last line's included if it has one.
    """

    has_bom: bool
    has_nul: bool
    is_utf16: bool
    has_ctrl_z: bool
    endings: frozenset[bytes]
    is_ended: bool

    @property
    def has_bare_cr(self) -> bool:
        """Whether a carriage return stands without a line feed."""
        return b"\r" in self.endings

    @property
    def has_bare_lf(self) -> bool:
        """Whether a line feed stands without a carriage return."""
        return b"\n" in self.endings

    @property
    def has_mixed_endings(self) -> bool:
        """Whether the file has more than one kind of line ending."""
        return len(self.endings) > 1


def find_traits(data: bytes, lines: Iterable[RawLine]) -> Traits:
    """The facts about a file and its lines."""
    return Traits(
        has_bom=data.startswith((_UTF8_BOM, *_UTF16_BOMS)),
        has_nul=b"\0" in data,
        is_utf16=data.startswith(_UTF16_BOMS) or _is_bare_utf16(data),
        has_ctrl_z=_CTRL_Z in data,
        endings=frozenset(line.ending for line in lines) - {b""},
        is_ended=not data or data.endswith((b"\r", b"\n")),
    )


def _is_bare_utf16(data: bytes) -> bool:
    """Whether more than half of the first or of the second bytes of all pairs are NUL."""
    return any(2 * half.count(0) > len(half) > 1 for half in (data[::2], data[1::2]))


def mark_length(line: RawLine) -> int:
    """How many bytes at the beginning of a line are the byte order mark of its file."""
    return len(_UTF8_BOM) if not line.offset and line.content.startswith(_UTF8_BOM) else 0


def why_not_mergeable(traits: Traits) -> str | None:
    """Why a file as a whole cannot take a block, or None if it can."""
    if traits.is_utf16:
        return "it is a Unicode (UTF-16) file, which NT cannot read (Q139414)"
    if traits.has_bom:
        return "it begins with a byte order mark, as a Unicode file does (Q139414)"
    if traits.has_nul:
        return "it holds a NUL byte, so it is no text"
    if traits.has_ctrl_z:
        return "it holds a Ctrl-Z (byte 1A), behind which a reader may see nothing"
    return None
