# SPDX-License-Identifier: MIT
"""How wide the columns of a table are, from the texts in them."""

from collections.abc import Iterable, Sequence
from heapq import nlargest

from x400fix.documents.paper.fonts import BOLD, drawable, width_of
from x400fix.documents.paper.looks import BESIDE
from x400fix.documents.paper.tables import ROOM_FOR_SIGN

_PAD = 6.0 + BESIDE  # what a cell has left and right of its text
_LOOKED_AT = 8  # of the longest texts: the widest one is among them, or nearly so
_HANDWRITING = 0.15  # of the whole width, for a column that people write into
_MOST_OF_ALL = 0.4  # of the whole width, for a word that cannot be broken


def column_widths(columns: Sequence[Sequence[str]], whole: float, size: float) -> list[float]:
    """A width for each column, given its texts; together they are the whole width.

    A column gets what its longest text needs, if all columns can have that. Else those that need
    little get it, and the others share what is left, but no column is narrower than a word in it.
    """
    wanted = [max(_widest(texts, size), _to_write(texts, whole)) for texts in columns]
    least = [min(_widest(_words(texts), size), whole * _MOST_OF_ALL) for texts in columns]
    if sum(wanted) <= whole:
        return _stretch(wanted, whole)
    if sum(least) >= whole:
        return _stretch(least, whole)
    return _share(wanted, least, whole)


def _to_write(texts: Sequence[str], whole: float) -> float:
    """The room that a column needs below whose heading nothing stands: somebody writes there."""
    return 0.0 if any(texts[1:]) else whole * _HANDWRITING


def _stretch(widths: Sequence[float], whole: float) -> list[float]:
    """The widths, all larger or smaller by the same factor."""
    return [width * whole / sum(widths) for width in widths]


def _share(wanted: Sequence[float], least: Sequence[float], whole: float) -> list[float]:
    """Each column's least, and a share of what is left by the root of what it lacks."""
    lacks = [want - low for want, low in zip(wanted, least, strict=True)]
    widths, left = [*least], whole - sum(least)
    order = sorted(range(len(lacks)), key=lambda at: lacks[at])
    for number, at in enumerate(order):
        roots = sum(lacks[other] ** 0.5 for other in order[number:])
        given = min(lacks[at], left * lacks[at] ** 0.5 / roots)
        widths[at] += given
        left -= given
    return widths


def _widest(texts: Iterable[str], size: float) -> float:
    """The width of the widest of some texts; of many only the longest are looked at."""
    longest = nlargest(_LOOKED_AT, map(drawable, texts), key=len)
    return max((width_of(text, BOLD, size) for text in longest), default=0.0) + _PAD


def _words(texts: Iterable[str]) -> Iterable[str]:
    """What cannot be broken; a sign belongs to the word behind it."""
    joined = (text.replace(f"{ROOM_FOR_SIGN} ", ROOM_FOR_SIGN) for text in texts)
    return (word for text in joined for word in text.split())
