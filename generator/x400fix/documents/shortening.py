# SPDX-License-Identifier: MIT
"""Cuts a text that is too long for its field at the end of a sentence."""

import itertools
import re

_ENDS = re.compile(r"(?m)^\d+\.(?=\s)|(?P<end>[.!?](?=\s)|(?=\n))")
"""A number that begins a line of a list, which is none, or the end of a sentence or a line."""
_CUT = "..."
"""What stands behind a sentence that goes on."""

_WIDE = 0xFFFF


def field_length(text: str) -> int:
    """How many characters a field counts at most.

    A line break may count as two, as Windows writes it; what lies beyond the first 65536 characters
    of Unicode may too.
    """
    return len(text) + text.count("\n") + sum(ord(character) > _WIDE for character in text)


def shorten(text: str, limit: int, ending: str) -> str:
    """The text if it fits, else as many of its sentences as fit together with ``ending``.

    A limit of 0 is none. If not even the first sentence fits, it is cut behind a word. After a
    whole line ``ending`` stands on a line of its own.
    """
    if not limit or field_length(text) <= limit:
        return text
    room = _prefix(text, limit - field_length(f"\n{ending}"))
    ends = [found.end("end") for found in _ENDS.finditer(text, 0, room + 1)]
    cut = max((end for end in ends if end <= room), default=-1)
    kept = text[: max(cut, 0)].rstrip()
    if not kept:
        return _begin(text, limit, ending)
    between = "\n" if text[cut] == "\n" else " "
    return f"{kept}{between}{ending}"


def _begin(text: str, limit: int, ending: str) -> str:
    """The first words of a sentence; a very long one is cut where it must be."""
    room = _prefix(text, limit - field_length(f"{_CUT} {ending}"))
    word = text.rfind(" ", 0, room + 1)
    kept = text[: room if 2 * word < room else word].rstrip()
    return f"{kept}{_CUT} {ending}" if kept else ending[:limit]


def _prefix(text: str, room: int) -> int:
    """How many characters of a text take no more room."""
    taken = itertools.accumulate(map(field_length, text))
    return sum(1 for _ in itertools.takewhile(room.__ge__, taken))
