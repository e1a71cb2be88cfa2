# SPDX-License-Identifier: MIT
"""Names and addresses that an existing name file uses, so that nobody else may get them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

import msgspec

from x400fix.namefiles.blocks import find_blocks
from x400fix.namefiles.documents import NameDocument, parse_name_file
from x400fix.namefiles.lines import address_readings, capitals
from x400fix.namefiles.statements import Entry, Ipv6Entry, Malformed, Statement

_DOTTED = r"(?<![0-9])(?<![0-9]\.)[0-9]{1,12}(?:[ \t]?\.[ \t]?[0-9]{1,12}){3}(?!\.?[0-9])"
_ADDRESS = re.compile(_DOTTED, re.ASCII)
_RANGE = re.compile(
    rf"({_DOTTED})\s*(?:-|\.\.+|to|bis|thru|through)\s*({_DOTTED}|[0-9]{{1,3}}(?![0-9.]))",
    re.IGNORECASE,
)
_LARGEST_RANGE = 1 << 16
"""Of a range with more addresses only the ends count: it is that of a whole network."""
_WORD = re.compile(r"[A-Z0-9_][A-Z0-9_.-]*", re.ASCII)
ALIAS = re.compile(r"(?<![A-Z0-9-])[A-Z][A-Z0-9-]{0,11}-X[0-9]{1,12}(?![A-Z0-9-])", re.ASCII)
"""What a new alias looks like: of the words of a comment no other can be in its way."""


class UsedNames(msgspec.Struct, frozen=True, kw_only=True):
    """Names in capitals (a name with dots also by its first part), and addresses.

    ``unread`` has the line of each address that only lines which Windows does not read have, such
    as comments and lines that are no entry; ``remarks`` are names and addresses that only comments
    and the paths of #INCLUDE have.
    """

    names: frozenset[str]
    numbers: frozenset[int]
    unread: Mapping[int, int]
    remarks: AbstractSet[str | int]


def used_names(document: NameDocument, block_id: str) -> UsedNames:
    """What a file uses outside the block of an id; blocks of other tickets are not ours.

    Domains of #DOM are names too: they share one flat space with computer names (domain rules on
    names). What a person can read counts, also in a comment, where a line cannot be parsed, or if
    the file was saved as UTF-16. An address with a leading zero takes every address that it may be
    read as.
    """
    is_text = not document.encoding.has_nul
    if not is_text:
        # UTF-16 without its NUL bytes is ASCII, as far as it holds names and addresses.
        document = parse_name_file(document.kind, bytes(document).replace(b"\0", b""))
    block = find_blocks(document.lines).sound_one(block_id)
    read, shown, remarked = _Found(), _Found(), _Found()
    entries: set[int | None] = set()
    for place, statement in enumerate(document.statements):
        if block and block.begin <= place <= block.end:
            continue
        line = document.lines[place]
        read.add(line.number, _keys_of(document, statement))
        text, sign, remark = visible(_as_utf8(line.text)).partition("#")
        shown.add_addresses(line.number, text)
        shown.add(line.number, ALIAS.findall(text.upper()))
        if isinstance(statement, Entry) and statement.address.number is not None:
            entries.add(statement.address.number if is_text else None)
        elif not isinstance(statement, Ipv6Entry):
            shown.add(line.number, _WORD.findall(text.upper()))
        if sign:
            remarked.add(line.number, ALIAS.findall(remark.upper()))
            remarked.add_addresses(line.number, remark)
    found = {**remarked.numbers, **shown.numbers, **read.numbers}
    certain = read.names | shown.names | read.numbers.keys() | shown.numbers.keys()
    return UsedNames(
        names=frozenset(read.names | shown.names | remarked.names),
        numbers=frozenset(found),
        unread={number: line for number, line in found.items() if number not in entries},
        remarks=(remarked.names | remarked.numbers.keys()) - certain,
    )


class _Found:
    """Names, and addresses with the first line that has each."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.numbers: dict[int, int] = {}

    def add(self, line: int, keys: Iterable[str]) -> None:
        for key in keys:
            readings = address_readings(key)
            for number in readings:
                self.numbers.setdefault(number, line)
            if not readings and key:
                self.names.add(key)
                self.names.add(key.partition(".")[0])
        self.names.discard("")

    def add_addresses(self, line: int, text: str) -> None:
        """Note every address in a text, and what is between the two ends of a range."""
        found = _ADDRESS.findall(text)
        self.add(line, ("".join(each.split()) for each in found))
        for begin, end in _RANGE.findall(text) if found else ():
            first, last = (
                min(address_readings("".join(each.split())), default=-1) for each in (begin, end)
            )
            if end.isdecimal():
                last = first & ~0xFF | int(end) if int(end) <= 0xFF else -1  # noqa: PLR2004
            if 0 <= first <= last < first + _LARGEST_RANGE:
                for number in range(first, last + 1):
                    self.numbers.setdefault(number, line)


def visible(text: str) -> str:
    """A text as a person reads it: without what is invisible, and all digits as 0 to 9.

    Some keyboards give digits and dots of full width, and some people write 10.2.0[.]32.
    """
    text = text.replace("[.]", ".")
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFKC", text)
    seen = (each for each in letters if unicodedata.category(each) != "Cf")
    return "".join(_PLAIN.get(each) or str(unicodedata.decimal(each, each)) for each in seen)


def _as_utf8(text: str) -> str:
    """What the bytes of a line are as UTF-8, else as they are."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return text


# The dashes of Windows-1252 are \x96 and \x97.
_PLAIN = {"\u3002": ".", **dict.fromkeys("\u2010\u2013\u2014\u2212\x96\x97", "-")}


def _keys_of(document: NameDocument, statement: Statement) -> list[str]:
    """What may be an address or a name, in capitals."""
    match statement:
        case Entry():
            fields = [statement.address, *statement.names[1:]]
            keys = document.names_of(statement)
        case Malformed():
            fields, keys = [*statement.fields], frozenset()
        case Ipv6Entry():
            return [name.key for name in statement.names]
        case _:
            return []
    domains = [capitals(tag.domain) for tag in statement.tags]
    return [*keys, *(field.key for field in fields), *domains]
