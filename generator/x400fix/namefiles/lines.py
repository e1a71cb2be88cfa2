# SPDX-License-Identifier: MIT
"""The lines of a file as bytes, each with the line ending that it has itself."""

import re

import msgspec

_LINE = re.compile(rb"([^\r\n]*)(\r\n|\r|\n|\Z)")


class RawLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line: its number from 1, where it begins in the file, its bytes, its line ending.

    ``ending`` is CRLF, LF or CR, or empty if the file ends without one.
    """

    number: int
    offset: int
    content: bytes
    ending: bytes

    def __bytes__(self) -> bytes:
        """The line as the file has it."""
        return self.content + self.ending


def split_lines(data: bytes) -> tuple[RawLine, ...]:
    """All lines of a file; joined again they are the file, whatever bytes it holds."""
    lines: list[RawLine] = []
    offset = 0
    while offset < len(data):
        # Matches at every offset: the content may be empty, and so may the ending at the end.
        match = next(_LINE.finditer(data, offset))
        content, ending = match.groups()
        lines.append(RawLine(number=len(lines) + 1, offset=offset, content=content, ending=ending))
        offset = match.end()
    return tuple(lines)
