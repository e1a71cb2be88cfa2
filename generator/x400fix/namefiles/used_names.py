# SPDX-License-Identifier: MIT
"""Names and addresses that an existing name file uses, so that nobody else may get them."""

import re
import unicodedata
from collections.abc import Iterator

import msgspec

from x400fix.namefiles.blocks import find_blocks
from x400fix.namefiles.documents import NameDocument, parse_name_file
from x400fix.namefiles.lines import address_readings, capitals
from x400fix.namefiles.statements import Entry, Ipv6Entry, Malformed, Statement

_ADDRESS = re.compile(
    r"(?<![0-9])(?<![0-9]\.)[0-9]{1,12}(?:\.[0-9]{1,12}){3}(?!\.?[0-9])", re.ASCII
)
_WORD = re.compile(r"[A-Z0-9_][A-Z0-9_.-]*", re.ASCII)


class UsedNames(msgspec.Struct, frozen=True, kw_only=True):
    """Names in capitals (a name with dots also by its first part), and addresses."""

    names: frozenset[str]
    numbers: frozenset[int]


def used_names(document: NameDocument, block_id: str) -> UsedNames:
    """What a file uses outside the block of an id; blocks of other tickets are not ours.

    Domains of #DOM are names too: they share one flat space with computer names (domain rules on
    names). What a person can read counts, also where a line cannot be parsed or the file was saved
    as UTF-16. An address with a leading zero takes every address that it may be read as.
    """
    if document.encoding.has_nul:
        # UTF-16 without its NUL bytes is ASCII, as far as it holds names and addresses.
        document = parse_name_file(document.kind, bytes(document).replace(b"\0", b""))
    block = find_blocks(document.lines).sound_one(block_id)
    names: set[str] = set()
    numbers: set[int] = set()
    for place, statement in enumerate(document.statements):
        if block and block.begin <= place <= block.end:
            continue
        readable = _readable(document.lines[place].text, statement)
        for key in (*_keys_of(document, statement), *readable):
            readings = address_readings(key)
            numbers |= readings
            if not readings:
                names |= {key, key.partition(".")[0]}
    return UsedNames(names=frozenset(names - {""}), numbers=frozenset(numbers))


def _readable(text: str, statement: Statement) -> Iterator[str]:
    """The addresses that a person reads before a comment, and the words of a line that is no entry.

    Digits of full width, as some keyboards give them, are digits.
    """
    visible = text.partition("#")[0]
    if not visible.isascii():
        try:
            visible = unicodedata.normalize("NFKC", visible.encode("latin-1").decode("utf-8"))
        except UnicodeDecodeError:
            visible = visible.replace("\xa0", " ")
    yield from _ADDRESS.findall(visible)
    if isinstance(statement, Entry) and statement.address.number is not None:
        return
    if not isinstance(statement, Ipv6Entry):
        yield from _WORD.findall(visible.upper())


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
