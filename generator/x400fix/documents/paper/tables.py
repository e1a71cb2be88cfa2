# SPDX-License-Identifier: MIT
"""The rows of an HTML table, and the texts in its columns."""

from collections.abc import Iterator, Sequence

import msgspec

from x400fix.documents.paper.tree import Element

_SIGNS = {"input", "svg"}
ROOM_FOR_SIGN = "MM"
"""What stands for a sign in a text, as wide as the sign."""
_BREAKS = {"br", "dd", "div", "dl", "dt", "li", "p", "ul"}
_OWN_LINES = {"entry", "item", "note"}


class TableRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row, which links to ``name`` lead to; ``sticks`` if the next one belongs to it.

    ``is_marked`` is set for the row that was chosen, and for one that is the title of others.
    """

    name: str
    cells: tuple[Element, ...]
    spans: tuple[int, ...]
    sticks: bool
    is_marked: bool


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table with its caption, if it has one; every part of it but the head is a group of rows."""

    caption: Element | None
    head: tuple[TableRow, ...]
    rows: tuple[TableRow, ...]

    def column_texts(self) -> Sequence[Sequence[str]]:
        """The lines of text in each column, those of its heading first."""
        columns: list[list[str]] = [[] for _ in range(sum(self.head[0].spans))]
        for row in (*self.head, *self.rows):
            if len(row.cells) == len(columns):
                for texts, cell in zip(columns, row.cells, strict=True):
                    texts.extend(lines_of(cell))
        return columns


def read_table(element: Element) -> Table:
    """Read a table, all of whose rows stand in a head or in bodies."""
    bodies = [*element.find("tbody")]
    return Table(
        caption=next(element.find("caption"), None),
        head=tuple(row for part in element.find("thead") for row in _rows(part, is_group=True)),
        rows=tuple(row for part in bodies for row in _rows(part, is_group=len(bodies) > 1)),
    )


def _rows(part: Element, *, is_group: bool) -> Iterator[TableRow]:
    """The rows of a part."""
    rows = [*part.find("tr")]
    for number, row in enumerate(rows, 1):
        cells = tuple(row.elements())
        yield TableRow(
            name=part.attributes.get("id", "") if number == 1 else "",
            cells=cells,
            spans=tuple(int(cell.attributes.get("colspan", "1")) for cell in cells),
            sticks=is_group and number < len(rows),
            is_marked="chosen" in row.classes or len(cells) == 1,
        )


def lines_of(element: Element) -> Iterator[str]:
    """The texts in an element that stand on lines of their own."""
    line = ""
    for child in element.children:
        if isinstance(child, str):
            line += child
        elif child.tag in _SIGNS:
            line += ROOM_FOR_SIGN
        else:
            first, *others = lines_of(child)
            if child.tag in _BREAKS or child.classes & _OWN_LINES:
                yield line
                yield from (first, *others)
                line = ""
            else:
                line += first
                for other in others:
                    yield line
                    line = other
    yield line
