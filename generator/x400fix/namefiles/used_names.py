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

_ADDRESS = re.compile(
    r"(?<![0-9])(?<![0-9]\.)[0-9]{1,12}(?:\.[0-9]{1,12}){3}(?!\.?[0-9])", re.ASCII
)
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
        text, sign, remark = _visible(line.text).partition("#")
        shown.add(line.number, _ADDRESS.findall(text))
        if isinstance(statement, Entry) and statement.address.number is not None:
            entries.add(statement.address.number if is_text else None)
        elif not isinstance(statement, Ipv6Entry):
            shown.add(line.number, _WORD.findall(text.upper()))
        if sign:
            remarked.add(line.number, ALIAS.findall(remark.upper()))
            remarked.add(line.number, _ADDRESS.findall(remark))
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


def _visible(text: str) -> str:
    """The line as a person reads it: digits of full width, as some keyboards give, are digits."""
    if text.isascii():
        return text
    try:
        return unicodedata.normalize("NFKC", text.encode("latin-1").decode("utf-8"))
    except UnicodeDecodeError:
        return text.replace("\xa0", " ")


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
