# SPDX-License-Identifier: MIT
"""Cuts a text that is too long for its field at the end of a sentence."""

import re

_ENDS = re.compile(r"[.!?](?=\s)|(?=\n)")
_WIDE = 0xFFFF


def field_length(text: str) -> int:
    """How many characters a field counts at most.

    A line break may count as two, as Windows writes it; what lies beyond the first 65536 characters
    of Unicode may too.
    """
    return len(text) + text.count("\n") + sum(ord(character) > _WIDE for character in text)


def shorten(text: str, limit: int, ending: str) -> str:
    """The text if it fits, else as many of its sentences as fit together with ``ending``.

    A limit of 0 is none. If not even the first sentence fits, it is cut where it must be.
    """
    if not limit or field_length(text) <= limit:
        return text
    room = _prefix(text, limit - field_length(ending) - 1)
    ends = [found.end() for found in _ENDS.finditer(text, 0, room + 1) if found.end() <= room]
    kept = text[: ends[-1] if ends else room].rstrip()
    return f"{kept} {ending}" if kept else ending[:limit]


def _prefix(text: str, room: int) -> int:
    """How many characters of a text take no more room."""
    taken = 0
    for count, character in enumerate(text):
        taken += 2 if character == "\n" or ord(character) > _WIDE else 1
        if taken > room:
            return count
    return len(text)
