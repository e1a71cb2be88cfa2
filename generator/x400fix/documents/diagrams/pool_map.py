# SPDX-License-Identifier: MIT
"""The pool as a map: a square for each address, or for as many of them as a row has room for."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from x400fix.allocation.pool import parse_range
from x400fix.documents.diagrams.shapes import HEIGHT, Box, Label, Mark, Picture, Shape, fit
from x400fix.plan.model import PoolRange

_EDGE = 4
_CELL, _ROW = 20, 22
_COLUMNS = 16
_HEAD = 18
_BETWEEN = 12
_MOST_CELLS = 256
_SUBNET = 256
_HALF_WIDTH = 360


class Strip(msgspec.Struct, frozen=True):
    """One range with the most important state of each square, which is ``step`` addresses."""

    title: str
    first: int
    step: int
    states: tuple[str, ...]


def find_strip(part: PoolRange) -> Strip:
    """The squares of a range of the pool."""
    whole = parse_range(part.range)
    step = 1
    while whole.size > step * _MOST_CELLS:
        step *= 2
    cells = ["free"] * -(-whole.size // step)
    # What is more important is painted later.
    states = (("excluded", part.excluded), ("used", part.used), ("given", part.given))
    for state, texts in states:
        for each in map(parse_range, texts):
            first = (max(each.first, whole.first) - whole.first) // step
            last = (min(each.last, whole.last) - whole.first) // step
            cells[first : last + 1] = [state] * (last + 1 - first)
    title = f"{part.owner}={part.range}" if part.owner else part.range
    return Strip(title, whole.first, step, tuple(cells))


def pool_map(parts: Iterable[PoolRange]) -> Iterator[Picture]:
    """The pictures of all ranges, two next to each other, a page of them at a time."""
    shapes: list[Shape] = []
    tops = [_EDGE, _EDGE]
    number = 1
    for part in parts:
        strip = find_strip(part)
        column = tops.index(min(tops))
        if tops[column] + _strip_height(strip) > HEIGHT and shapes:
            yield _picture(number, tops, shapes)
            shapes, tops, column, number = [], [_EDGE, _EDGE], 0, number + 1
        shapes += _squares(strip, column * _HALF_WIDTH, tops[column])
        tops[column] += _strip_height(strip)
    if shapes:
        yield _picture(number, tops, shapes)


def _picture(number: int, tops: Sequence[int], shapes: Sequence[Shape]) -> Picture:
    return Picture(name=f"pool-{number}", height=max(tops), shapes=tuple(shapes))


def _strip_height(strip: Strip) -> int:
    return _HEAD + -(-len(strip.states) // _COLUMNS) * _ROW + _BETWEEN


def _squares(strip: Strip, left: int, top: int) -> Iterator[Shape]:
    """The title of a range, and its squares in rows that name their first address."""
    room = _HALF_WIDTH - 2 * _EDGE
    many = f" \u00d7{strip.step}" if strip.step > 1 else ""
    yield Label(left + _EDGE, top + 12, fit(f"{strip.title}{many}", room), "start", "range")
    for at, state in enumerate(strip.states):
        row, column = divmod(at, _COLUMNS)
        x = left + _EDGE + column * _ROW
        y = top + _HEAD + row * _ROW
        yield Box(x, y, _CELL, _CELL, f"cell-{state}")
        yield Mark(x + _CELL // 2, y + _CELL // 2, f"cell-{state}")
        # The last number that differs from square to square.
        part = (strip.first + at * strip.step) >> (8 if strip.step >= _SUBNET else 0) & 255
        yield Label(x + _CELL // 2, y + _CELL // 2 + 3, str(part), "middle", f"number-{state}")
