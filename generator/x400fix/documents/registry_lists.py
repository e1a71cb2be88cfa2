# SPDX-License-Identifier: MIT
r"""Lists of strings as regini and as REGEDIT4 files write them.

regini (Resource Kit) takes ``REG_MULTI_SZ "s1" "s2"``; a line may go on after a ``\``. A REGEDIT4
file takes ``hex(7):`` and the ANSI bytes of the strings, a NUL after each and one more at the end
(Q165318, Q179154), folded after a comma with a ``\``.
"""

from collections.abc import Iterable, Sequence

REGINI_LINE = 200
"""Longest line of a regini file; the domain reference wants less than 240."""

REG_FOLD = 76
"""A line of a .REG file that has this length is folded after the next comma, as regedit does."""


def regini_strings(strings: Iterable[str], *, start: int) -> str:
    r"""The quoted strings of a REG_MULTI_SZ; ``start`` is the column at which they begin.

    Continuation lines are indented by eight blanks.
    """
    lines, line, width = [], "", start
    for string in strings:
        quoted = f'"{string}"'
        if line and width + len(quoted) > REGINI_LINE:
            lines.append(line)
            line, width = "", 8
        line += f"{quoted} "
        width += len(quoted) + 1
    lines.append(line)
    return "\\\n        ".join(lines).rstrip()


def hex7(strings: Sequence[str]) -> bytes:
    """The ANSI bytes of a REG_MULTI_SZ: a NUL after each string, one more at the end."""
    return b"".join(string.encode("ascii") + b"\0" for string in strings) + b"\0"


def reg_value(name: str, strings: Sequence[str]) -> str:
    """One value of a REGEDIT4 file, folded as regedit folds it."""
    head = f'"{name}"=hex(7):'
    digits = hex7(strings).hex(",")
    # Three characters an octet; the last octet, without a comma, never needs a fold.
    width = _octets_from(len(head)) * 3
    lines = [head + digits[:width]]
    while width < len(digits):
        start, width = width, width + _octets_from(len(_INDENT)) * 3
        lines.append(_INDENT + digits[start:width])
    return "\\\n".join(lines)


_INDENT = "  "


def _octets_from(column: int) -> int:
    """How many octets a line takes that has ``column`` characters already."""
    return -(-(REG_FOLD - column) // 3)
