# SPDX-License-Identifier: MIT
"""A part of the document that is to stand on one page, a little smaller if need be."""

from collections.abc import Callable, Sequence

from reportlab.platypus import Flowable

from x400fix.documents.paper.grid import Cell

_SCALES = (1.0, 0.96, 0.92, 0.88, 0.84, 0.8)


class Fitted(Flowable):
    """Parts that are set again, smaller, until they have room; too many go on on the next page."""

    def __init__(self, make: Callable[[float], Sequence[Flowable]]) -> None:
        """``make`` gives the parts for a width."""
        super().__init__()
        self._make = make

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 -- reportlab's
        """The size of the parts at the largest scale that has room, or at the usual one."""
        for self._scale in _SCALES:
            self._cell = Cell([*self._make(aW / self._scale)])
            self.width, self.height = aW, self._cell.wrap(aW / self._scale) * self._scale
            if self.height <= aH:
                break
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: ARG002, N803
        """The parts by themselves."""
        return [*self._make(aW)]

    def draw(self) -> None:
        """Draw the parts."""
        self.canv.saveState()
        self.canv.scale(self._scale, self._scale)
        self._cell.draw(self.canv, 0, self.height / self._scale)
        self.canv.restoreState()
