# SPDX-License-Identifier: MIT
"""Bytes as physical lines, and what of them no file of Windows NT should hold.

Each byte is one character (Latin-1), so that a column is a byte and nothing is lost.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from x400fix.model.rules import Hit

_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_ODD = re.compile(r"[^\t\x20-\x7e]")
_MARKS = (
    (b"\xff\xfe", "begins with the byte order mark of UTF-16 (FF FE)"),
    (b"\xfe\xff", "begins with the byte order mark of UTF-16 (FE FF)"),
    (b"\xef\xbb\xbf", "begins with the byte order mark of UTF-8 (EF BB BF)"),
)
_UTF8 = "\xef\xbb\xbf"
_CTRL_Z = "\x1a"
_FIRST_HIGH = 0x80


class Line(NamedTuple):
    """One physical line: its number from 1, its characters, and what ends it."""

    number: int
    text: str
    end: str


def split_lines(text: str) -> tuple[Line, ...]:
    """The physical lines; put together they are the text again."""
    found = (match.groups() for match in _LINE.finditer(text))
    # The pattern also matches the nothing behind the last line.
    pairs = ((body, end) for body, end in found if body or end)
    return tuple(Line(number, body, end) for number, (body, end) in enumerate(pairs, 1))


def find_unicode(data: bytes) -> Iterator[Hit]:
    """What shows that a file was saved as Unicode."""
    for mark, what in _MARKS:
        if data.startswith(mark):
            yield Hit(1, 1, f"the file {what}: save it as ANSI text")
            return
    at = data.find(b"\0")
    if at >= 0:
        line = len(split_lines(data[:at].decode("latin-1") + "x"))
        column = at - max(data.rfind(b"\n", 0, at), data.rfind(b"\r", 0, at))
        yield Hit(line, column, "NUL byte, as in a file saved as Unicode: save it as ANSI text")


def find_odd_bytes(lines: Sequence[Line]) -> Iterator[Hit]:
    """The first byte of each line that is neither printable ASCII nor a TAB."""
    for line in lines:
        # NUL bytes and the mark of UTF-8 are what find_unicode tells.
        start = len(_UTF8) if line.number == 1 and line.text.startswith(_UTF8) else 0
        odd = [match for match in _ODD.finditer(line.text, start) if match[0] != "\0"]
        if odd:
            more = f", and {len(odd) - 1} more in this line" if len(odd) > 1 else ""
            yield Hit(line.number, odd[0].start() + 1, f"{_tell_byte(odd[0][0])}{more}")


def _tell_byte(character: str) -> str:
    """What a byte is that should not be there."""
    code = ord(character)
    if character == _CTRL_Z:
        return "Ctrl-Z (1A), the end of the file for many programs: what follows may be lost"
    if code >= _FIRST_HIGH:
        return f"byte {code:02X} is not ASCII: its meaning depends on the code page"
    return f"control character {code:02X}: only TAB may stand in a line"


def find_line_ends(lines: Sequence[Line]) -> Iterator[Hit]:
    """Lines that do not end with CR LF: the first of each kind, with the number of the others."""
    for end, name in (("\n", "LF alone"), ("\r", "CR alone")):
        wrong = [line for line in lines if line.end == end]
        if wrong:
            more = f", and {len(wrong) - 1} more do" if len(wrong) > 1 else ""
            where = wrong[0]
            message = f"the line ends with {name}{more}: end each line with CR LF"
            yield Hit(where.number, len(where.text) + 1, message)
    if lines and not lines[-1].end:
        last = lines[-1]
        message = "the last line has no end: end it with CR LF"
        yield Hit(last.number, len(last.text) + 1, message)
