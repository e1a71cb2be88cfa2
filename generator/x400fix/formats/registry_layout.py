# SPDX-License-Identifier: MIT
"""What the rules for .REG files ask of header, encoding, lines and folds."""

import re
from collections.abc import Iterator

from x400fix.formats.registry_text import RegistryText, RegValue, Version, is_plain_data
from x400fix.model.lines import find_line_ends
from x400fix.model.rules import Context, Hit
from x400fix.problems import Severity, shown

LONGEST_LINE = 80
"""Columns of a line of a value; keys and strings cannot be folded."""

_ROOTS = (
    *("HKEY_LOCAL_MACHINE", "HKEY_USERS", "HKEY_CURRENT_USER", "HKEY_CLASSES_ROOT"),
    *("HKEY_CURRENT_CONFIG", "HKEY_DYN_DATA"),
)
_BACKSLASH_AT_END = re.compile(r"\\([ \t]*)\Z")


def header_faults(document: RegistryText, _: Context) -> Iterator[Hit]:
    """A first line that is no header, or not exactly one."""
    first = document.lines[0].text if document.lines else ""
    if document.version is None:
        seen = shown(first) if document.lines else "nothing"
        yield Hit(1, 1, f"the file begins with {seen}: the first line must be REGEDIT4")
    elif first != document.version:
        yield Hit(1, 1, f"the header is {shown(first)}: write {document.version}, nothing else")
    elif len(document.lines) > 1 and document.lines[1].text.strip():
        yield Hit(2, 1, "an empty line must follow the header", Severity.WARNING)


def encoding_faults(document: RegistryText, _: Context) -> Iterator[Hit]:
    """An encoding that the header does not promise."""
    data, five = document.data, document.version is Version.FIVE
    if data.startswith(b"\xfe\xff"):
        yield Hit(1, 1, "the file is UTF-16 with the bytes of each character swapped")
    elif document.is_utf16:
        if not five:
            yield Hit(1, 1, "the file is UTF-16, but its header is not that of version 5.00")
    elif data.startswith(b"\xef\xbb\xbf"):
        yield Hit(1, 1, "the file begins with the byte order mark of UTF-8: save it as ANSI text")
    elif b"\0" in data:
        yield Hit(1, 1, "the file holds NUL bytes, as a Unicode file does: save it as ANSI text")
    elif five:
        yield Hit(1, 1, "the header is that of version 5.00, but the file is not UTF-16 with mark")


def folding_faults(document: RegistryText, _: Context) -> Iterator[Hit]:
    """Values and keys that are folded where they cannot be."""
    for value in document.values:
        if value.kind is not None:
            yield from _fold_faults(value)
        elif value.data.startswith('"') and not is_plain_data(value.data):
            found = _BACKSLASH_AT_END.search(value.data)
            if found:
                column = len(value.line.text)
                yield Hit(value.line.number, column, "a string cannot be folded: it is lost")
    for key in document.keys:
        if not key.is_closed and key.line.text.rstrip().endswith("\\"):
            yield Hit(key.line.number, len(key.line.text), "a key cannot be folded: it is lost")


def _fold_faults(value: RegValue) -> Iterator[Hit]:
    """What is wrong where a list of bytes is folded."""
    *folded, last = value.lines
    for line in value.lines[1:]:
        if line.text[:1] not in {" ", "\t"}:
            yield Hit(line.number, 1, "a line that continues a value must begin with blanks")
        if line.text.lstrip(" \t").startswith(","):
            yield Hit(line.number, 1, "a line that begins with a comma makes the value void")
    for line in folded:
        body = line.text.rstrip(" \t")
        if body != line.text:
            yield Hit(line.number, len(body), "nothing may follow the backslash, not even a blank")
        if not body[:-1].endswith((",", ":")):
            yield Hit(line.number, len(body), "fold a list of bytes behind a comma only")
    body = last.text.rstrip(" \t")
    if body.endswith("\\"):
        yield Hit(last.number, len(body), "the last line of the file goes on with nothing")
    elif body.endswith(","):
        yield Hit(last.number, len(body), "the line ends with a comma, but no backslash continues")


def long_lines(document: RegistryText, _: Context) -> Iterator[Hit]:
    """Lines of lists of bytes that are too long."""
    for value in document.values:
        for line in value.lines:
            if value.kind is not None and len(line.text) > LONGEST_LINE:
                message = f"the line has {len(line.text)} characters: fold at {LONGEST_LINE}"
                yield Hit(line.number, LONGEST_LINE + 1, message)


def line_end_faults(document: RegistryText, _: Context) -> Iterator[Hit]:
    """Line ends that are not CR LF, and a last line that is not empty."""
    yield from find_line_ends(document.lines)
    last = document.lines[-1] if document.lines else None
    if last and last.end and last.text.strip():
        message = "an empty line must follow the last value: some readers leave it out otherwise"
        yield Hit(last.number, len(last.text) + 1, message)


def strange_lines(document: RegistryText, _: Context) -> Iterator[Hit]:
    """Lines that regedit skips."""
    for line in document.strange:
        message = f"{shown(line.text.strip())} is no key, no value and no comment: it is skipped"
        yield Hit(line.number, 1, message)
    for key in document.keys:
        root = key.path.removeprefix("-").partition("\\")[0]
        if not key.is_closed:
            yield Hit(key.line.number, 1, "the key is not closed, or something stands behind it")
        elif root.upper() not in _ROOTS:
            yield Hit(key.line.number, 2, f"{shown(root)} is no root: write HKEY_LOCAL_MACHINE")
    for value in document.values:
        if value.kind is None and not is_plain_data(value.data):
            message = f"the data of {shown(value.name)} cannot be read: the line is skipped"
            yield Hit(value.line.number, 1, message)
        elif not value.key:
            yield Hit(value.line.number, 1, f"{shown(value.name)} stands under no key")
