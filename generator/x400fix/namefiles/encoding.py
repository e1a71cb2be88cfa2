# SPDX-License-Identifier: MIT
"""What the bytes of a name file show as a whole: byte order marks, UTF-16, NUL, Ctrl-Z."""

import codecs

import msgspec

from x400fix.namefiles.lines import Line

_UTF8_MARK = codecs.BOM_UTF8.decode("latin-1")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


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


def why_not_mergeable(encoding: Encoding) -> str | None:
    """Why a file as a whole cannot take a block, or None if it can."""
    if encoding.is_utf16:
        return "it is a Unicode (UTF-16) file, which NT cannot read (Q139414)"
    if encoding.has_mark:
        return "it begins with a byte order mark, as a Unicode file does (Q139414)"
    if encoding.has_nul:
        return "it holds a NUL byte, so it is no text"
    if encoding.has_ctrl_z:
        return "it holds a Ctrl-Z (byte 1A), behind which a reader may see nothing"
    return None
