# SPDX-License-Identifier: MIT
"""The rules for regini files, RI01 to RI11."""

import re
from collections.abc import Iterator

from x400fix.formats.nic_lists import ADDRESSES, MASKS, NicList, find_list_faults
from x400fix.formats.regini import ReginiText, ReginiValue, strings_of
from x400fix.inventory.versions import Windows
from x400fix.model.lines import find_line_ends, find_odd_bytes, find_unicode
from x400fix.model.rules import Context, Hit, Rule
from x400fix.problems import Severity, shown

LONGEST_LINE = 240
"""Every line of a regini file stays below this length."""

_ROOT = "\\registry\\"
_TYPES = {"", "DELETE", "REG_SZ", "REG_EXPAND_SZ", "REG_MULTI_SZ", "REG_DWORD", "REG_BINARY"}
_NUMBER = re.compile(r"0x[0-9a-f]{1,8}|[0-9]{1,10}", re.IGNORECASE)
_PERMISSIONS = re.compile(r"\[[ \t0-9]*\]?[ \t]*\Z")

_E, _W = Severity.ERROR, Severity.WARNING


def _encoding(document: ReginiText, _: Context) -> Iterator[Hit]:
    yield from find_unicode(document.data)


def _line_ends(document: ReginiText, _: Context) -> Iterator[Hit]:
    yield from find_line_ends(document.lines)


def _comments(document: ReginiText, context: Context) -> Iterator[Hit]:
    severity = _E if context.is_surely(Windows.NT351) else None
    for line in document.comments:
        message = "the regini of NT 3.5x knows no comments: take the line out"
        yield Hit(line.number, line.column, message, severity)


def _key_paths(document: ReginiText, _: Context) -> Iterator[Hit]:
    for key in document.keys:
        if not key.path.lower().startswith(_ROOT):
            right = r"write the whole path, such as \Registry\Machine\System\CurrentControlSet"
            yield Hit(key.at.number, key.at.column, f"{shown(key.text)} is no such key: {right}")
        if key.at.text.rstrip(" \t") != key.at.text:
            column = len(key.at.text.rstrip(" \t")) + 1
            yield Hit(key.at.number, column, "blanks at the end become part of the key's name")
        if ";" in key.text:
            column = key.at.column + key.text.index(";")
            yield Hit(key.at.number, column, "a comment behind a key becomes part of its name")


def _permissions(document: ReginiText, _: Context) -> Iterator[Hit]:
    for key in document.keys:
        found = _PERMISSIONS.search(key.text)
        if found:
            column = key.at.column + found.start()
            yield Hit(key.at.number, column, "brackets behind a key replace its permissions")


def _values(document: ReginiText, _: Context) -> Iterator[Hit]:
    for value in document.values:
        for fault in _value_faults(value):
            yield Hit(value.at.number, value.at.column, f"{shown(value.name)}: {fault}")


def _value_faults(value: ReginiValue) -> Iterator[str]:
    """What is wrong with one value."""
    if not value.name:
        yield "the value has no name"
    if not value.key:
        yield "the value stands under no key"
    if value.type not in _TYPES:
        yield f"{value.type} is no type: write for example REG_SZ or REG_MULTI_SZ"
    elif value.type == "DELETE":
        if value.data:
            yield "nothing may stand behind DELETE"
    elif not value.data:
        yield "it has no data"
    elif value.type == "REG_MULTI_SZ" and strings_of(value.data) is None:
        yield 'write each string of a REG_MULTI_SZ in quotes: "10.20.1.10" "10.20.1.41"'
    elif value.type == "REG_DWORD" and not _NUMBER.fullmatch(value.data):
        yield f"{shown(value.data)} is no number: write for example 0x1"


def _long_lines(document: ReginiText, _: Context) -> Iterator[Hit]:
    for line in document.lines:
        if len(line.text) >= LONGEST_LINE:
            message = f"the line has {len(line.text)} characters: go on in the next one with a \\"
            yield Hit(line.number, LONGEST_LINE, message)


def _continuation(document: ReginiText, _: Context) -> Iterator[Hit]:
    for line in document.lines:
        body = line.text.rstrip(" \t")
        if body.endswith("\\") and body != line.text:
            yield Hit(line.number, len(body), "nothing may follow the backslash, not even a blank")
    places = [*(key.at for key in document.keys), *(value.at for value in document.values)]
    for at in places:
        last = at.lines[-1]
        if last.text.endswith("\\"):
            yield Hit(last.number, len(last.text), "the last line goes on with nothing")
        elif len(at.lines) > 1 and not last.text.strip(" \t"):
            yield Hit(last.number, 1, "the line before goes on here, where nothing stands")


def _nic_lists(document: ReginiText, _: Context) -> Iterator[Hit]:
    lists = [
        NicList(value.key, value.name, strings, value.at.number, value.at.column)
        for value in document.values
        if value.name.lower() in {ADDRESSES, MASKS} and value.type == "REG_MULTI_SZ"
        if (strings := strings_of(value.data)) is not None
    ]
    for each, fault in find_list_faults(lists):
        yield Hit(each.line, each.column, fault)


def _odd_bytes(document: ReginiText, _: Context) -> Iterator[Hit]:
    yield from find_odd_bytes(document.lines)


def _later_windows(document: ReginiText, context: Context) -> Iterator[Hit]:
    if context.is_surely(Windows.W2000, Windows.W2003):
        for value in document.values:
            if value.name.lower() in {ADDRESSES, MASKS}:
                message = f"set {value.name} with netsh or by hand on {context.os}"
                yield Hit(value.at.number, value.at.column, message)


RULES: tuple[Rule[ReginiText], ...] = (
    Rule(
        id="RI01",
        ours=_E,
        existing=_E,
        title="The file was saved as Unicode.",
        sources=("RK-REGINI",),
        find=_encoding,
    ),
    Rule(
        id="RI02",
        ours=_E,
        existing=_E,
        title="A line does not end with CR LF: regini leaves it out silently.",
        sources=("Q139278",),
        find=_line_ends,
    ),
    Rule(
        id="RI03",
        ours=_E,
        existing=_W,
        title="The file has a comment, which the regini of NT 3.5x does not know.",
        sources=("RK-REGINI",),
        find=_comments,
    ),
    Rule(
        id="RI04",
        ours=_E,
        existing=_E,
        title="A key is not the whole path and nothing else.",
        sources=("RK-REGINI", "Q264584"),
        find=_key_paths,
    ),
    Rule(
        id="RI05",
        ours=_E,
        existing=_E,
        title="Brackets behind a key replace its permissions.",
        sources=("Q264584",),
        find=_permissions,
    ),
    Rule(
        id="RI06",
        ours=_E,
        existing=_E,
        title="A value is not written as regini reads it.",
        sources=("RK-REGINI", "Q139278"),
        find=_values,
    ),
    Rule(
        id="RI07",
        ours=_W,
        existing=_W,
        title=f"A line has {LONGEST_LINE} characters or more.",
        sources=(),
        find=_long_lines,
        is_caution=True,
    ),
    Rule(
        id="RI08",
        ours=_E,
        existing=_E,
        title="A backslash at the end of a line goes on with nothing.",
        sources=("RK-REGINI",),
        find=_continuation,
    ),
    Rule(
        id="RI09",
        ours=_E,
        existing=_E,
        title="The lists of addresses and masks of a NIC do not fit together.",
        sources=("Q120642",),
        find=_nic_lists,
    ),
    Rule(
        id="RI10",
        ours=_E,
        existing=_W,
        title="A byte is neither printable ASCII nor a TAB.",
        sources=("RK-REGINI",),
        find=_odd_bytes,
        is_caution=True,
    ),
    Rule(
        id="RI11",
        ours=_W,
        existing=_W,
        title="Addresses are set in the registry of Windows 2000 or later.",
        sources=("Q225060",),
        find=_later_windows,
    ),
)
