# SPDX-License-Identifier: MIT
"""The rules for .REG files, RG01 to RG12."""

from collections.abc import Iterator

from x400fix.formats import registry_layout as layout
from x400fix.formats.nic_lists import ADDRESSES, MASKS, NicList, find_list_faults
from x400fix.formats.registry_text import EXPAND_SZ, MULTI_SZ, RegistryText, Version, strings_of
from x400fix.inventory.versions import Windows
from x400fix.model.lines import find_odd_bytes
from x400fix.model.rules import Context, Hit, Rule
from x400fix.problems import Severity, shown


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
    if strings_of(octets, version) is not None:
        return None
    is_wide = len(octets) % 2 == 0 and not any(octets[1::2])
    if version is Version.FIVE and not is_wide:
        return "version 5.00 takes two bytes (UTF-16) for each character"
    if version is Version.REGEDIT4 and is_wide and len(octets) > len("1\0"):
        return "REGEDIT4 takes one byte (ANSI) for each character, not two"
    return "each string must end with a NUL, and the list with one more"


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
        find=layout.header_faults,
    ),
    Rule(
        id="RG02",
        ours=_E,
        existing=_E,
        title="The encoding of the file is not the one that its header promises.",
        sources=("Q165318", "Q179154", "WINE"),
        find=layout.encoding_faults,
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
        find=layout.folding_faults,
    ),
    Rule(
        id="RG05",
        ours=_W,
        existing=_W,
        title=f"A list of bytes has a line of more than {layout.LONGEST_LINE} characters.",
        sources=("WINE",),
        find=layout.long_lines,
        is_caution=True,
    ),
    Rule(
        id="RG06",
        ours=_W,
        existing=_W,
        title="Lines do not end with CR LF, or no empty line ends the file.",
        sources=("WINE", "Samba"),
        find=layout.line_end_faults,
        is_caution=True,
    ),
    Rule(
        id="RG07",
        ours=_E,
        existing=_E,
        title="A line is neither key, value nor comment: regedit skips it.",
        sources=("WINE",),
        find=layout.strange_lines,
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
