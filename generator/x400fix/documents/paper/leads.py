# SPDX-License-Identifier: MIT
"""What begins something, such as a heading, stays on one page with the beginning of that."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeGuard

from reportlab.platypus import CondPageBreak, Flowable, Paragraph

from x400fix.documents.paper.drawing import Drawing
from x400fix.documents.paper.grid import Grid, Legend
from x400fix.documents.paper.looks import HEIGHT, LEADS
from x400fix.documents.paper.marks import Anchor
from x400fix.documents.paper.phrases import Phrase

_LINES = 34.0
"""As much of a text as has to stand below its heading: three lines."""


def keep_leads(story: Iterable[Flowable], width: float) -> Iterator[Flowable]:
    """The parts of a story, with a page ended before a heading that would stand alone below it."""
    leads: list[Flowable] = []
    for part in story:
        leads.append(part)
        if not (_leads(part) or _introduces(leads, width)):
            yield from _together(leads, width)
            leads = []
    yield from _together(leads, width)


def _together(parts: Sequence[Flowable], width: float) -> Iterator[Flowable]:
    """The parts, at the beginning of a page if they have no room on this one."""
    if len(parts) > 1:
        yield CondPageBreak(min(sum(_height(each, width) for each in parts), HEIGHT))
    yield from parts


def _leads(part: Flowable) -> bool:
    """Whether a part belongs to the next one."""
    is_heading = _is_text(part) and part.style.name in LEADS
    return is_heading or isinstance(part, Anchor | Legend)


def _is_text(part: Flowable) -> TypeGuard[Paragraph | Phrase]:
    return isinstance(part, Paragraph | Phrase)


def _introduces(parts: Sequence[Flowable], width: float) -> bool:
    """Whether the last part is a short text right below a heading, as above a table."""
    if len(parts) == 1 or not (_is_text(parts[-1]) and _leads(parts[-2])):
        return False
    return float(parts[-1].wrap(width, HEIGHT)[1]) <= _LINES


def _height(part: Flowable, width: float) -> float:
    """How much of a part must not be parted from what leads to it, with the space around."""
    if isinstance(part, Grid):
        return part.least_height
    height = part.wrap(width, HEIGHT)[1] + part.getSpaceBefore() + part.getSpaceAfter()
    return height if _leads(part) or isinstance(part, Drawing) else min(height, _LINES)
