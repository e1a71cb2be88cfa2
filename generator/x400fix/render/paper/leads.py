# SPDX-License-Identifier: MIT
"""What begins something, such as a heading, stays on one page with the beginning of that."""

from collections.abc import Iterable, Iterator

from reportlab.platypus import CondPageBreak, Flowable, Paragraph

from x400fix.render.paper.drawing import Drawing
from x400fix.render.paper.grid import Grid, Legend
from x400fix.render.paper.looks import HEIGHT, LEADS
from x400fix.render.paper.marks import Anchor
from x400fix.render.paper.phrases import Phrase

_LINES = 30.0
"""As much of a text as has to stand below its heading."""


def keep_leads(story: Iterable[Flowable], width: float) -> Iterator[Flowable]:
    """The parts of a story, with a page ended before a heading that would stand alone below it."""
    leads: list[Flowable] = []
    for part in story:
        if _leads(part):
            leads.append(part)
            continue
        if leads:
            yield CondPageBreak(min(sum(_height(each, width) for each in [*leads, part]), HEIGHT))
        yield from leads
        yield part
        leads = []
    yield from leads


def _leads(part: Flowable) -> bool:
    """Whether a part belongs to the next one."""
    is_heading = isinstance(part, Paragraph | Phrase) and part.style.name in LEADS
    return is_heading or isinstance(part, Anchor | Legend)


def _height(part: Flowable, width: float) -> float:
    """How much of a part must not be parted from what leads to it, with the space around."""
    if isinstance(part, Grid):
        return part.least_height
    height = part.wrap(width, HEIGHT)[1] + part.getSpaceBefore() + part.getSpaceAfter()
    return height if _leads(part) or isinstance(part, Drawing) else min(height, _LINES)
