# SPDX-License-Identifier: MIT
"""From the bytes of a file to its lines, whatever it was written with.

A byte order mark decides, then the NUL bytes of a UTF-16 without one, then UTF-8. What is left is
Windows-1252 or, where a console program wrote it, code page 850 or 437, which agree on the letters
of German and French. Their accented letters are 0x81 to 0x9A, where Windows-1252 has signs only.
"""

import re

from x400fix.namefiles.lines import find_encoding

MOST_BYTES = 16 * 1024 * 1024
"""The largest file that is read: no text that a server prints of itself comes near it."""

LONGEST_LINE = 64 * 1024
"""Longest line that is looked at; of the lines that are read, those of directory exports are."""

_OEM_LETTERS = re.compile(rb"[\x81-\x85\x87-\x8a\x8c-\x90\x93-\x97\x99\x9a]")
_CONTROL = re.compile(r"[\x00-\x06\x0e-\x19\x1b-\x1f]")
_SAMPLE = 4096


def decode(data: bytes, *, console: bool = False) -> str:
    """The text of a file; ``console`` says that a console program may have written it."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    if find_encoding(data[:_SAMPLE]).is_utf16:
        return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if console and _OEM_LETTERS.search(data):
        return data.decode("cp850")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def is_binary(text: str) -> bool:
    """Whether a text holds what no text holds; the end of file of DOS, Ctrl-Z, is no such thing."""
    return _CONTROL.search(text) is not None


def lines_of(text: str) -> list[str]:
    """The lines of a text: CRLF, LF or CR ends one, and so does CR CR LF.

    That is what programs of Windows 2000 write into a file in text mode.
    """
    for end in ("\r\r\n", "\r\n", "\r"):
        text = text.replace(end, "\n")
    return text.rstrip("\x1a\n").split("\n")
