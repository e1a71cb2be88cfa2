# SPDX-License-Identifier: MIT
"""A table that goes on from page to page: its head is repeated, and no row is torn.

reportlab's own table copies all of its rows at each page, and tears one that had room on the next.
"""

import enum
from collections.abc import Iterator, Sequence

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from x400fix.documents.paper.looks import HEIGHT, RULE, TINT

_THIN = 0.4
_ENDLESS = 1e6
_LEAST_PARTED = 6
"""How many rows of a group are worth to begin it at the foot of a page."""
_FEW, _LOW = 3, 80.0
"""So many rows at least stand on a page, if they are together no higher than that."""
_MOST_OF_TITLE = HEIGHT / 4
"""How high a title may be that is repeated on each page."""
_ROUND, _INSET = 3.0, 2.0


class Look(enum.Enum):
    """How a row is set off from the others."""

    HEAD = enum.auto()
    RULED = enum.auto()
    TINTED = enum.auto()
    CARDS = enum.auto()
    PLAIN = enum.auto()

    @property
    def padding(self) -> tuple[float, float]:
        """The space left and right, and above and below, of what stands in a cell."""
        return {Look.CARDS: (8.0, 6.0), Look.PLAIN: (1.5, 0.7)}.get(self, (3.0, 2.0))


class Cell:
    """What stands in one cell, and how many columns it spans."""

    def __init__(self, parts: list[Flowable], span: int = 1) -> None:
        """Take the parts, which stand one below the other."""
        self.parts = parts
        self.span = span

    def wrap(self, width: float) -> float:
        """Set its parts in a width, and give its height."""
        heights = sum(part.wrap(width, _ENDLESS)[1] for part in self.parts)
        return heights + sum(map(_gap, self.parts[:-1]))

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw its parts below a point, its upper left corner."""
        for part in self.parts:
            y -= part.height
            part.drawOn(canvas, x, y)
            y -= _gap(part)

    def tear(self, width: float, height: float) -> tuple["Cell", "Cell"]:
        """As much of it as has room, and the rest."""
        left = height
        for number, part in enumerate(self.parts):
            if part.height > left:
                pieces = _split(part, width, left)
                upper = [*self.parts[:number], *pieces[:1]]
                lower = [*(pieces[1:] or [part]), *self.parts[number + 1 :]]
                return Cell(upper, self.span), Cell(lower, self.span)
            left -= part.height + _gap(part)
        return self, Cell([], self.span)


def _split(part: Flowable, width: float, height: float) -> list[Flowable]:
    """What of a part has room, and the rest of it."""
    if isinstance(part, Grid):
        return part.part(height, is_fresh=True)
    return part.split(width, height)


def _gap(part: Flowable) -> float:
    """The space below a part."""
    return float(part.getSpaceAfter())


class Row:
    """Cells side by side, which span all columns; ``sticks`` if the next row must not be parted."""

    def __init__(
        self, cells: Sequence[Cell], look: Look, *, sticks: bool = False, least: float = 0
    ) -> None:
        """Take the cells; ``least`` is how high it is if there is little in them."""
        self.cells = cells
        self.look = look
        self.sticks = sticks
        self._least = least
        self._height = 0.0

    def wrap(self, widths: Sequence[float]) -> float:
        """Set the cells, once, and give the height."""
        if not self._height:
            placed = self._placed(widths)
            heights = [cell.wrap(width) for cell, _, width in placed]
            self._height = max(*heights, self._least) + 2 * self.look.padding[1]
        return self._height

    def draw(self, canvas: Canvas, x: float, y: float, widths: Sequence[float]) -> None:
        """Draw the cells and what sets them off; ``y`` is the upper edge."""
        bottom = y - self.wrap(widths)
        self._set_off(canvas, (x, bottom, sum(widths), y - bottom), widths)
        for cell, left, _ in self._placed(widths):
            cell.draw(canvas, x + left, y - self.look.padding[1])

    def _set_off(
        self, canvas: Canvas, box: tuple[float, float, float, float], widths: Sequence[float]
    ) -> None:
        """Draw what parts it from the others."""
        x, bottom, whole, height = box
        if self.look is Look.PLAIN:
            return
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(_THIN)
        if self.look is Look.CARDS:
            pad = self.look.padding[0] - _INSET
            for _, left, width in self._placed(widths):
                size = (width + 2 * pad, height - 2 * _INSET)
                canvas.roundRect(x + left - pad, bottom + _INSET, *size, _ROUND)
            return
        if self.look is not Look.RULED:
            canvas.setFillColor(TINT)
            canvas.rect(*box, stroke=0, fill=1)
        canvas.line(x, bottom, x + whole, bottom)

    def tear(self, widths: Sequence[float], height: float) -> tuple["Row", "Row"]:
        """As much of each cell as has room, and the rest."""
        inner = height - 2 * self.look.padding[1]
        pairs = [cell.tear(width, inner) for cell, _, width in self._placed(widths)]
        upper, lower = ([pair[at] for pair in pairs] for at in (0, 1))
        return Row(upper, self.look), Row(lower, self.look, sticks=self.sticks)

    @property
    def is_title(self) -> bool:
        """Whether it tells what the rows that stick to it are about."""
        return self.sticks and len(self.cells) == 1

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.parts for cell in self.cells)

    def _placed(self, widths: Sequence[float]) -> Iterator[tuple[Cell, float, float]]:
        """Each cell with the place of its content from the left, and the width of that."""
        pad, x, column = self.look.padding[0], 0.0, 0
        for cell in self.cells:
            width = sum(widths[column : column + cell.span])
            yield cell, x + pad, width - 2 * pad
            x += width
            column += cell.span


class Grid(Flowable):
    """The rows of a table, or those that stand on one page."""

    def __init__(self, head: Sequence[Row], rows: Sequence[Row], widths: Sequence[float]) -> None:
        """Take the rows; those of ``head`` are drawn above the others on each page."""
        super().__init__()
        self.spaceAfter = 6.0
        self._head = head
        self._rows = rows
        self._widths = widths

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803
        """Width and height; of one that has no room, the height is only known to be too much."""
        self.width, self.height = sum(self._widths), self._height_of(self._head)
        for row in self._rows:
            self.height += row.wrap(self._widths)
            if self.height > aH:
                break
        return self.width, self.height

    @property
    def least_height(self) -> float:
        """The height of the head and of the rows that must stay with it, or a few low ones."""
        alone = (at for at, row in enumerate(self._rows, 1) if not row.sticks)
        first = self._height_of([*self._head, *self._rows[: next(alone, 0)]])
        few = self._height_of([*self._head, *self._rows[:_FEW]])
        return few if first < few <= _LOW else first

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: ARG002, N803
        """The rows that have room, and the others; none if they had better begin on a new page."""
        return self.part(aH, is_fresh=aH > HEIGHT - 1)

    def part(self, height: float, *, is_fresh: bool) -> list[Flowable]:
        """The rows that have room, and the others; on a fresh page one that is too high is torn."""
        room = height - self._height_of(self._head)
        count = self._count_fitting(room, is_fresh=is_fresh)
        if count == len(self._rows):
            return [self]
        count -= self._kept_company(count)
        title = self._title_of(count)
        if count > len(title):
            return [self._with(self._rows[:count]), self._with([*title, *self._rows[count:]])]
        return self._torn(title, room) if is_fresh else []

    def _torn(self, title: Sequence[Row], room: float) -> list[Flowable]:
        """As much of the first row below its title as has room, and the rest below it again."""
        row, *others = self._rows[len(title) :]
        upper, lower = row.tear(self._widths, room - self._height_of(title))
        if upper.is_empty:
            return []
        return [self._with([*title, upper]), self._with([*title, lower, *others])]

    def _count_fitting(self, room: float, *, is_fresh: bool) -> int:
        """How many rows have room; of a group, a few are not parted from the others."""
        count, whole = 0, 0
        for number, row in enumerate(self._rows, 1):
            room -= row.wrap(self._widths)
            if room < 0:
                break
            count = number
            whole = whole if row.sticks else number
        is_worth_it = count - whole >= _LEAST_PARTED or (is_fresh and not whole)
        return count if is_worth_it else whole

    def _kept_company(self, count: int) -> int:
        """How many rows go on to the next page, so that none stands there alone."""
        lacking = _FEW - (len(self._rows) - count)
        moved = self._rows[count - lacking - 1 : count]
        is_long = count > 2 * _FEW and lacking > 0
        return lacking if is_long and not any(row.sticks for row in moved) else 0

    def _title_of(self, number: int) -> Sequence[Row]:
        """The title of the group of rows that goes on with a row, if it has a short one."""
        first = number
        while first and self._rows[first - 1].sticks:
            first -= 1
        return [
            row
            for row in self._rows[first : min(first + 1, number)]
            if row.is_title and row.wrap(self._widths) <= _MOST_OF_TITLE
        ]

    def draw(self) -> None:
        """Draw the head and the rows."""
        y = self.height
        for row in (*self._head, *self._rows):
            row.draw(self.canv, 0, y, self._widths)
            y -= row.wrap(self._widths)

    def _height_of(self, rows: Sequence[Row]) -> float:
        return sum(row.wrap(self._widths) for row in rows)

    def _with(self, rows: Sequence[Row]) -> "Grid":
        return Grid(self._head, rows, self._widths)


class Legend(Grid):
    """Signs with their meanings, which belong to the picture below them."""
