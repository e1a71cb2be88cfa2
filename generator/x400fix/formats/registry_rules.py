# SPDX-License-Identifier: MIT
"""The rules for .REG files, RG01 to RG12."""

import re
from collections.abc import Iterator

from x400fix.formats.nic_lists import ADDRESSES, MASKS, NicList, find_list_faults
from x400fix.formats.registry_text import (
    EXPAND_SZ,
    MULTI_SZ,
    RegistryText,
    RegValue,
    Version,
    is_plain_data,
    strings_of,
)
from x400fix.model.lines import find_line_ends, find_odd_bytes
from x400fix.model.rules import Context, Hit, Rule
from x400fix.model.versions import Windows
from x400fix.problems import Severity, shown

LONGEST_LINE = 80
"""Columns of a line of a value; keys and strings cannot be folded."""

_ROOTS = (
    *("HKEY_LOCAL_MACHINE", "HKEY_USERS", "HKEY_CURRENT_USER", "HKEY_CLASSES_ROOT"),
    *("HKEY_CURRENT_CONFIG", "HKEY_DYN_DATA"),
)
_BACKSLASH_AT_END = re.compile(r"\\([ \t]*)\Z")


def _header(document: RegistryText, _: Context) -> Iterator[Hit]:
    first = document.lines[0].text if document.lines else ""
    if document.version is None:
        seen = shown(first) if document.lines else "nothing"
        yield Hit(1, 1, f"the file begins with {seen}: the first line must be REGEDIT4")
    elif first != document.version:
        yield Hit(1, 1, f"the header is {shown(first)}: write {document.version}, nothing else")
    elif len(document.lines) > 1 and document.lines[1].text.strip():
        yield Hit(2, 1, "an empty line must follow the header", Severity.WARNING)


def _encoding(document: RegistryText, _: Context) -> Iterator[Hit]:
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


def _byte_lists(document: RegistryText, _: Context) -> Iterator[Hit]:
    for value in document.values:
        number = value.line.number
        if value.kind is not None and value.octets is None:
            yield Hit(number, 1, f"{shown(value.name)}: its data is no list of bytes: it is lost")
        elif value.kind == MULTI_SZ and value.octets is not None:
            version = document.version or Version.REGEDIT4
            fault = _why_no_strings(value.octets, version)
            if fault:
                yield Hit(number, 1, f"{shown(value.name)}: {fault}")


def _why_no_strings(octets: bytes, version: Version) -> str | None:
    """What is wrong with the bytes of a REG_MULTI_SZ."""
    looks_wide = len(octets) > 1 and not any(octets[1::2]) and any(octets[::2])
    if version is Version.FIVE and not looks_wide and octets != b"\0\0":
        return "version 5.00 takes two bytes (UTF-16) for each character"
    if version is Version.REGEDIT4 and looks_wide and octets != b"\0":
        return "REGEDIT4 takes one byte (ANSI) for each character, not two"
    if strings_of(octets, version) is None:
        return "each string must end with a NUL, and the list with one more"
    return None


def _folding(document: RegistryText, _: Context) -> Iterator[Hit]:
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


def _long_lines(document: RegistryText, _: Context) -> Iterator[Hit]:
    for value in document.values:
        for line in value.lines:
            if value.kind is not None and len(line.text) > LONGEST_LINE:
                message = f"the line has {len(line.text)} characters: fold at {LONGEST_LINE}"
                yield Hit(line.number, LONGEST_LINE + 1, message)


def _line_ends(document: RegistryText, _: Context) -> Iterator[Hit]:
    yield from find_line_ends(document.lines)
    last = document.lines[-1] if document.lines else None
    if last and last.end and last.text.strip():
        message = "an empty line must follow the last value: some readers leave it out otherwise"
        yield Hit(last.number, len(last.text) + 1, message)


def _strange_lines(document: RegistryText, _: Context) -> Iterator[Hit]:
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


def _system(document: RegistryText, context: Context) -> Iterator[Hit]:
    if context.is_surely(Windows.NT351):
        yield Hit(1, 1, "NT 3.51 takes no .REG file of this form: use regini")
    elif document.version is Version.FIVE and context.may_be(Windows.NT40):
        yield Hit(1, 1, "version 5.00 is for Windows 2000 and later: NT 4.0 needs REGEDIT4")


def _nic_lists(document: RegistryText, _: Context) -> Iterator[Hit]:
    version = document.version or Version.REGEDIT4
    lists = [
        NicList(value.key, value.name, strings, value.line.number, 1)
        for value in document.values
        if value.name.lower() in {ADDRESSES, MASKS} and value.kind == MULTI_SZ and value.octets
        if (strings := strings_of(value.octets, version)) is not None
    ]
    for each, fault in find_list_faults(lists):
        yield Hit(each.line, each.column, fault)


def _odd_bytes(document: RegistryText, _: Context) -> Iterator[Hit]:
    if not document.is_utf16:
        yield from find_odd_bytes(document.lines)


def _expandable(document: RegistryText, context: Context) -> Iterator[Hit]:
    if context.may_be(Windows.NT40):
        for value in document.values:
            if value.kind == EXPAND_SZ:
                message = f"{shown(value.name)}: NT 4.0 may not apply changed hex(2) data"
                yield Hit(value.line.number, 1, f"{message}: read it back, or use regini")


def _later_windows(document: RegistryText, context: Context) -> Iterator[Hit]:
    if context.is_surely(Windows.W2000, Windows.W2003):
        for value in document.values:
            if value.name.lower() in {ADDRESSES, MASKS}:
                message = f"set {value.name} with netsh or by hand on {context.os}"
                yield Hit(value.line.number, 1, message)


_E, _W = Severity.ERROR, Severity.WARNING

RULES: tuple[Rule[RegistryText], ...] = (
    Rule(
        id="RG01",
        ours=_E,
        existing=_E,
        title="The first line is not exactly a header that regedit knows.",
        sources=("Q177932", "Q165318"),
        find=_header,
    ),
    Rule(
        id="RG02",
        ours=_E,
        existing=_E,
        title="The encoding of the file is not the one that its header promises.",
        sources=("Q165318", "Q179154", "WINE"),
        find=_encoding,
    ),
    Rule(
        id="RG03",
        ours=_E,
        existing=_E,
        title="A list of bytes is broken, or its characters are not as the header says.",
        sources=("Q165318", "Q179154", "Q307765", "WINE"),
        find=_byte_lists,
    ),
    Rule(
        id="RG04",
        ours=_E,
        existing=_E,
        title="A value or a key is folded where it cannot be.",
        sources=("WINE",),
        find=_folding,
    ),
    Rule(
        id="RG05",
        ours=_W,
        existing=_W,
        title=f"A list of bytes has a line of more than {LONGEST_LINE} characters.",
        sources=("WINE",),
        find=_long_lines,
        is_caution=True,
    ),
    Rule(
        id="RG06",
        ours=_W,
        existing=_W,
        title="Lines do not end with CR LF, or no empty line ends the file.",
        sources=("WINE", "Samba"),
        find=_line_ends,
        is_caution=True,
    ),
    Rule(
        id="RG07",
        ours=_E,
        existing=_E,
        title="A line is neither key, value nor comment: regedit skips it.",
        sources=("WINE",),
        find=_strange_lines,
    ),
    Rule(
        id="RG08",
        ours=_E,
        existing=_E,
        title="This Windows does not read this kind of .REG file.",
        sources=("Q153935", "Q225060"),
        find=_system,
    ),
    Rule(
        id="RG09",
        ours=_E,
        existing=_E,
        title="The lists of addresses and masks of a NIC do not fit together.",
        sources=("Q120642",),
        find=_nic_lists,
    ),
    Rule(
        id="RG10",
        ours=_E,
        existing=_W,
        title="A byte is neither printable ASCII nor a TAB.",
        sources=(),
        find=_odd_bytes,
        is_caution=True,
    ),
    Rule(
        id="RG11",
        ours=_W,
        existing=_W,
        title="NT 4.0 may not apply hex(2) data that was changed.",
        sources=("Q186146",),
        find=_expandable,
    ),
    Rule(
        id="RG12",
        ours=_W,
        existing=_W,
        title="Addresses are set in the registry of Windows 2000 or later.",
        sources=("Q225060",),
        find=_later_windows,
    ),
)
