# SPDX-License-Identifier: MIT
"""Names and addresses that an existing name file uses, so that nobody else may get them."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from x400fix.namefiles.blocks import find_blocks
from x400fix.namefiles.lines import RawLine
from x400fix.namefiles.tokens import Token, address_readings

AnyLine = TypeVar("AnyLine", bound=RawLine)
"""A line of LMHOSTS or of HOSTS."""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """Names in capitals (a name with dots also by its first part), and addresses."""

    names: frozenset[str]
    numbers: frozenset[int]


NOTHING_TAKEN = Taken(names=frozenset(), numbers=frozenset())


def foreign_lines(lines: Sequence[AnyLine], block_id: str) -> Sequence[AnyLine]:
    """All lines but those of the sound block of an id; blocks of other tickets are not ours."""
    block = find_blocks(lines).sound_one(block_id)
    return [*lines[: block.begin], *lines[block.end + 1 :]] if block else lines


def taken_by(names: Iterable[str], fields: Iterable[Token]) -> Taken:
    """What names, and fields that are addresses or names, take.

    A field with a leading zero takes every address that it may be read as.
    """
    numbers: set[int] = set()
    keys = set(names)
    for field in fields:
        readings = address_readings(field.text)
        numbers |= readings
        if not readings:
            keys.add(field.key)
    keys |= {key.partition(".")[0] for key in keys}
    return Taken(names=frozenset(keys - {""}), numbers=frozenset(numbers))
