# SPDX-License-Identifier: MIT
"""Addresses and names that other sources say are in use, such as exports of an IPAM tool.

Any text will do: every address, range and prefix in it is taken. What NetBox, phpIPAM, Microsoft
IPAM and nmap print is known: columns with the first and the last address of a range, a network with
its mask in the next column, and hosts that a scan found down, which use nothing.
"""

import csv
import re
from collections.abc import Iterator, Sequence

from x400fix.allocation.pool import InUse, merge
from x400fix.inventory.addresses import mask_number, subnet_of
from x400fix.inventory.subnets import Span
from x400fix.namefiles.documents import parse_name_file
from x400fix.namefiles.existing import ExistingFile
from x400fix.namefiles.lines import address_readings
from x400fix.namefiles.used_names import ALIAS, used_names, visible


def in_use_of(file: ExistingFile) -> InUse:
    """What a file behind an #INCLUDE takes."""
    used = used_names(parse_name_file(file.kind, file.data), block_id="")
    names = {name for name in used.names if ALIAS.fullmatch(name)}
    spans = merge((number, number) for number in used.numbers)
    return InUse(source=file.path, spans=tuple(spans), names=frozenset(names))


# ---- from any text

_OCTETS = r"[0-9]{1,3}(?:[ \t]?\.[ \t]?[0-9]{1,3}){3}"
_TOKEN = re.compile(
    rf"(?<![0-9])(?<![0-9]\.)({_OCTETS})(?:/([0-9]{{1,2}})(?![0-9.]))?"
    r"(?:-([0-9]{1,3})(?![0-9.]))?(?!\.?[0-9])"
)
_BETWEEN_ENDS = {"-", "..", "to", "bis", "thru", "through"}
_BEFORE_MASK = {"", "/", ",", ";", "|"}
_MASKS = {mask_number(prefix): prefix for prefix in range(8, 33)}
_SCAN = re.compile(r"\A(?:#|<!--|Starting)\s*Nmap|<nmaprun|\ANmap done", re.IGNORECASE)
_DOWN = re.compile(r"\[host down|Status: Down", re.IGNORECASE)
_DOWN_IN_XML = re.compile(
    r"<host\b[^<>]*+>\s*+<status state=\"down\"(?:(?!<host\b).)*?</host>", re.DOTALL
)
_START_TITLE = re.compile(r"start|begin|first|from|von|debut", re.IGNORECASE)
_END_TITLE = re.compile(r"end|last|\bto\b|stop|bis|fin", re.IGNORECASE)
_MASK_TITLE = re.compile(r"mask|prefix|bits|cidr", re.IGNORECASE)
_SMALLEST_PREFIX = 8


def read_in_use(source: str, text: str) -> InUse:
    """What a text shows; nothing in it can be wrong, and what is no address is passed over."""
    text = visible(text)
    lines = _DOWN_IN_XML.sub("", text).splitlines()
    kept = [line for line in lines if not _SCAN.search(line) and not _DOWN.search(line)]
    spans = [span for line in kept for span in _spans(line)]
    spans += _spans_by_title(kept)
    names = frozenset(ALIAS.findall(text.upper()))
    return InUse(source=source, spans=tuple(merge(spans)), names=names)


def _spans(line: str) -> Iterator[Span]:
    """Every address, range and prefix of a line; an address with its mask is that address."""
    last_number, last_end = None, 0
    for found in _TOKEN.finditer(line):
        readings = sorted(address_readings("".join(found[1].split())))
        if not readings:
            continue
        # With a leading zero it may be octal, which is smaller: both are taken.
        number = readings.pop()
        yield from ((each, each) for each in readings)
        between = line[last_end : found.start()].strip(" \t\"'").lower()
        if last_number is not None and between in _BETWEEN_ENDS and last_number <= number:
            yield last_number, number
        elif last_number is not None and between in _BEFORE_MASK and number in _MASKS:
            yield _network(last_number, _MASKS[number])
        elif found[2]:
            yield _network(number, int(found[2]))
        elif found[3] and number & 0xFF <= int(found[3]) <= 0xFF:  # noqa: PLR2004 -- an octet
            yield number, number & 0xFFFFFF00 | int(found[3])
        else:
            yield number, number
        last_number, last_end = number, found.end()


def _network(number: int, prefix: int) -> Span:
    """All of a network if the address is its first one, else that address alone."""
    if _SMALLEST_PREFIX <= prefix <= 32:  # noqa: PLR2004 -- bits of an address
        first, last = subnet_of(number, prefix)
        if number == first:
            return first, last
    return number, number


def _spans_by_title(lines: Sequence[str]) -> Iterator[Span]:
    """What the titles of a table say of its columns: two ends of a range, or a short mask."""
    delimiter = max(",;\t|", key="\n".join(lines[:20]).count)
    titles: list[str] = []
    for line in lines:
        if delimiter not in line:
            continue  # one cell says what the line says
        try:
            cells = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:  # a field of more than 128 KiB: no table of addresses
            continue
        numbers = {at: span[0] for at, cell in enumerate(cells) for span in _spans(cell)}
        if not numbers:
            titles = titles or [cell.lower() for cell in cells if len(cells) > 1]
            continue
        starts, ends = (
            [number for at, number in numbers.items() if pattern.search(_at(titles, at))]
            for pattern in (_START_TITLE, _END_TITLE)
        )
        if starts and ends and starts[0] <= ends[0]:
            yield starts[0], ends[0]
        first, number = next(iter(numbers.items()))
        for at, cell in enumerate(cells[first + 1 :], first + 1):
            mask = cell.strip(" /")
            if mask.isdecimal() and _MASK_TITLE.search(_at(titles, at)):
                yield _network(number, int(mask[:3]))


def _at(titles: Sequence[str], index: int) -> str:
    """The title of a column, or nothing."""
    return titles[index] if index < len(titles) else ""
