# SPDX-License-Identifier: MIT
r"""Reads a regini file line by line, whatever it holds, so that the linter can judge it.

A line with ``=`` is a value, any other a key; a ``\`` at the end continues a line (RK-REGINI)::

    \Registry\Machine\System\CurrentControlSet\Services\El90x1\Parameters\Tcpip
        IPAddress = REG_MULTI_SZ "10.20.1.10" "10.20.1.41"
        SubnetMask = REG_MULTI_SZ "255.255.255.0" "255.255.255.0"

A key that is indented further stands below the one before it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from x400fix.model.lines import Line, split_lines

_DATA = re.compile(r"(REG_[A-Za-z0-9_]*|DELETE)?[ \t]*(.*)", re.DOTALL)
_STRINGS = re.compile(r'(?:"([^"]*)"[ \t]*)*')


class ReginiLine(NamedTuple):
    """What stands on one line and the lines that continue it."""

    lines: tuple[Line, ...]
    text: str

    @property
    def number(self) -> int:
        """The line on which it begins."""
        return self.lines[0].number

    @property
    def column(self) -> int:
        """The column of its first character."""
        text = self.lines[0].text
        return len(text) - len(text.lstrip(" \t")) + 1


class ReginiKey(NamedTuple):
    """A key as it is written, and its path with the keys above it."""

    at: ReginiLine
    text: str
    path: str


class ReginiValue(NamedTuple):
    """A value: its key's path, its name, the word for its type if there is one, the rest."""

    at: ReginiLine
    key: str
    name: str
    type: str
    data: str


class ReginiText(msgspec.Struct, frozen=True, kw_only=True):
    """A whole file."""

    data: bytes
    lines: tuple[Line, ...]
    keys: tuple[ReginiKey, ...]
    values: tuple[ReginiValue, ...]
    comments: tuple[ReginiLine, ...]


def parse_regini(data: bytes) -> ReginiText:
    """Read a file; nothing is refused."""
    lines = split_lines(data.decode("latin-1"))
    items = tuple(_read_items(lines))
    return ReginiText(
        data=data,
        lines=lines,
        keys=tuple(each for each in items if isinstance(each, ReginiKey)),
        values=tuple(each for each in items if isinstance(each, ReginiValue)),
        comments=tuple(each for each in items if isinstance(each, ReginiLine)),
    )


def _logical_lines(lines: Sequence[Line]) -> Iterator[ReginiLine]:
    """Lines put together with those that continue them."""
    parts: list[Line] = []
    for line in lines:
        parts.append(line)
        if not line.text.endswith("\\"):
            yield _join(parts)
            parts = []
    if parts:
        yield _join(parts)


def _join(parts: Sequence[Line]) -> ReginiLine:
    """One logical line; a blank stands for each place where it was continued."""
    *heads, last = parts
    texts = [*(line.text[:-1] for line in heads), last.text.removesuffix("\\")]
    return ReginiLine(tuple(parts), " ".join(texts))


def _read_items(lines: Sequence[Line]) -> Iterator[ReginiKey | ReginiValue | ReginiLine]:
    """Keys, values, and the lines that are comments; blank lines are left out."""
    above: list[tuple[int, str]] = []
    for line in _logical_lines(lines):
        body = line.text.strip(" \t")
        if body[:1] in {"", ";"}:
            if body:
                yield line
            continue
        name, equals, rest = body.partition("=")
        if equals:
            match = _DATA.fullmatch(rest.strip(" \t"))
            kind, data = match.groups(default="") if match else ("", rest)
            yield ReginiValue(line, above[-1][1] if above else "", name.rstrip(" \t"), kind, data)
        else:
            yield _read_key(line, body, above)


def _read_key(line: ReginiLine, body: str, above: list[tuple[int, str]]) -> ReginiKey:
    """A key; ``above`` becomes its path with those that it stands below, by their columns."""
    while above and above[-1][0] >= line.column:
        above.pop()
    is_relative = not body.startswith("\\") and above
    path = f"{above[-1][1]}\\{body}" if is_relative else body
    above.append((line.column, path))
    return ReginiKey(line, body, path)


def strings_of(data: str) -> tuple[str, ...] | None:
    """The quoted strings of a REG_MULTI_SZ; None if there is anything else."""
    if not _STRINGS.fullmatch(data):
        return None
    return tuple(re.findall(r'"([^"]*)"', data))
