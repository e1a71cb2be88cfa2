# SPDX-License-Identifier: MIT
"""The elements of TICKET.HTML as what reportlab sets: paragraphs, lists, tables, pictures."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak, Paragraph, Spacer

from x400fix.documents.diagrams.shapes import Picture
from x400fix.documents.paper.columns import column_widths
from x400fix.documents.paper.drawing import Drawing
from x400fix.documents.paper.fitted import Fitted
from x400fix.documents.paper.fonts import drawable, typed
from x400fix.documents.paper.grid import Cell, Grid, Legend, Look, Row
from x400fix.documents.paper.inline import is_inline, line_of
from x400fix.documents.paper.looks import CELL, STYLES
from x400fix.documents.paper.marks import Anchor, Bookmark
from x400fix.documents.paper.phrases import Phrase
from x400fix.documents.paper.signs import Signed, sign_of
from x400fix.documents.paper.tables import TableRow, read_table
from x400fix.documents.paper.tree import Element

_Children = Sequence[Element | str]
_Set = Callable[[Element, float, str], Iterator[Flowable]]

_LEVELS = {"h1": 0, "h2": 0, "h3": 1}
_LABELS = 46.0
"""The width of the labels of a list such as ``Do: ...``."""
_BELOW_LINES = 8.0
_MARKUP = re.compile("[<&]")
_ALONE = {"outages", "wide"}
_HANDWRITING = {"signatures": 18.0, "evidence": 11.0}
"""Tables that people write into, and how high their rows are at least."""


class Setter:
    """Sets the elements of one document."""

    def __init__(self, root: Element, pictures: Mapping[str, Picture]) -> None:
        """Take the whole document, whose links lead to its own elements, and its pictures."""
        links = {each.attributes.get("href", "").removeprefix("#") for each in root.find("a")}
        self._targets = links & {each.attributes.get("id", "") for each in root.descendants()}
        self._pictures = pictures
        self._headings = 0
        containers = ("html", "body", "header", "main", "section", "div", "figure")
        self._by_tag: Mapping[str, _Set] = {
            **dict.fromkeys(containers, self._container),
            **dict.fromkeys(_LEVELS, self._heading),
            **dict.fromkeys(("ul", "ol"), self._list),
            "nav": self._contents,
            "footer": lambda *_: iter(()),  # it stands on every page
            "p": self._paragraph,
            "pre": self._lines,
            "span": self._entry,
            "dl": self._labels,
            "table": self._table,
            "figcaption": lambda element, *_: self._line(element.children, "caption"),
            "svg": self._picture,
        }

    def blocks(self, children: _Children, width: float, style: str) -> Iterator[Flowable]:
        """What stands one below the other; inline elements in a row are one paragraph."""
        line: list[Element | str] = []
        for child in children:
            if isinstance(child, str) or is_inline(child):
                line.append(child)
                continue
            yield from self._line(line, style)
            line = []
            yield from self._anchor(child.attributes.get("id", ""))
            yield from self._by_tag[child.tag](child, width, style)
        yield from self._line(line, style)

    def _line(self, children: _Children, style: str, bullet: str = "") -> Iterator[Flowable]:
        """A paragraph, if anything stands in it, with the sign with which it begins."""
        sign = bullet or sign_of(children)
        text = line_of(children, self._targets)
        if text:
            look = STYLES[style]
            part = _text(text, look)
            yield Signed(sign, part, look.fontSize) if sign else part

    def _anchor(self, name: str) -> Iterator[Flowable]:
        """The place that links to a name lead to."""
        if name in self._targets:
            yield Anchor(name)

    def _container(self, element: Element, width: float, style: str) -> Iterator[Flowable]:
        if "cards" in element.classes:
            yield Fitted(lambda width: [*self._cards(element, width)])
        else:
            yield from self.blocks(element.children, width, style)

    def _contents(self, element: Element, width: float, style: str) -> Iterator[Flowable]:
        """The list of annexes, behind which they begin: page one is the decision page alone."""
        yield PageBreak()
        yield from self.blocks(element.children, width, style)

    def _heading(self, element: Element, _width: float, style: str) -> Iterator[Flowable]:
        """A heading with its bookmark; those on cards stand too close for one."""
        if style == "body":
            self._headings += 1
            title = drawable(element.text)
            yield Bookmark(f"heading {self._headings}", title, _LEVELS[element.tag])
        yield from self._line(element.children, element.tag)

    def _paragraph(self, element: Element, width: float, style: str) -> Iterator[Flowable]:
        if "legend" in element.classes:
            cells = [Cell([*self._line([span], style)]) for span in element.elements()]
            yield Legend((), [Row(cells, Look.PLAIN)], [width / len(cells)] * len(cells))
        elif "facts" in element.classes:
            for span in element.elements():
                yield from self._line([span], style)
        else:
            yield from self._line(element.children, "head" if "what" in element.classes else style)

    def _lines(self, element: Element, _width: float, _style: str) -> Iterator[Flowable]:
        """Lines of a file, each with all of its blanks; a long one goes on indented."""
        for line in element.elements():
            text = escape(typed("".join(line.texts()))).replace(" ", "\xa0")
            yield _text(text or "\xa0", STYLES[next(iter(line.classes))])
        yield Spacer(0, _BELOW_LINES)

    def _entry(self, element: Element, _width: float, style: str) -> Iterator[Flowable]:
        """One of several texts on lines of their own; those of a list are indented."""
        return self._line(element.children, style, "indent" if "item" in element.classes else "")

    def _list(self, element: Element, width: float, style: str) -> Iterator[Flowable]:
        sign = "box" if "boxes" in element.classes else "dot"
        items = [
            [*self._line([f"{number}. ", *item.children], style)]
            if element.tag == "ol"
            else [*self._line(item.children, style, sign)]
            for number, item in enumerate(element.elements(), 1)
        ]
        if "across" in element.classes:
            widths = [width / len(items)] * len(items)
            yield Grid((), [Row([Cell(parts) for parts in items], Look.PLAIN)], widths)
        else:
            yield from (part for parts in items for part in parts)

    def _labels(self, element: Element, width: float, style: str) -> Iterator[Flowable]:
        """Labels with what they are for beside them."""
        inner = width - _LABELS
        rows = []
        for pair in element.elements():
            cells = [Cell([*self.blocks(each.children, inner, style)]) for each in pair.elements()]
            rows.append(Row(cells, Look.PLAIN))
        yield Grid((), rows, [_LABELS, inner])

    def _picture(self, element: Element, _width: float, _style: str) -> Iterator[Flowable]:
        yield Drawing(self._pictures[element.attributes["data-picture"]])

    def _table(self, element: Element, width: float, _style: str) -> Iterator[Flowable]:
        table = read_table(element)
        if table.caption:
            yield from self._line(table.caption.children, "caption")
        widths = column_widths(table.column_texts(), width, CELL)
        least = max((_HANDWRITING.get(name, 0.0) for name in element.classes), default=0.0)
        head = [self._row(row, widths, Look.HEAD) for row in table.head]
        rows = [
            self._row(row, widths, Look.TINTED if row.is_marked else Look.RULED, least)
            for row in table.rows
        ]
        yield Grid(head, rows, widths)

    def _row(self, row: TableRow, widths: Sequence[float], look: Look, least: float = 0) -> Row:
        pad, column = 2 * look.padding[0], 0
        cells = []
        for cell, span in zip(row.cells, row.spans, strict=True):
            width = sum(widths[column : column + span])
            cells.append(Cell([*self._cell(cell, width - pad)], span))
            column += span
        cells[0].parts[:0] = self._anchor(row.name)
        return Row(cells, look, sticks=row.sticks, least=least)

    def _cell(self, cell: Element, width: float) -> Iterator[Flowable]:
        style = "head" if cell.tag == "th" else "cell"
        return self.blocks(cell.children, width, f"{style}-right" if "n" in cell.classes else style)

    def _cards(self, element: Element, width: float) -> Iterator[Flowable]:
        """Cards: wide ones alone, and those between them side by side."""
        hand: list[Element] = []
        for card in element.elements():
            if card.classes & _ALONE:
                yield from self._deal(hand, width)
                hand = []
                yield from self._deal(
                    [*card.elements()] if "outages" in card.classes else [card], width
                )
            else:
                hand.append(card)
        yield from self._deal(hand, width)

    def _deal(self, cards: Sequence[Element], width: float) -> Iterator[Flowable]:
        """Cards in a row."""
        if cards:
            widths = [width / len(cards)] * len(cards)
            inner = widths[0] - 2 * Look.CARDS.padding[0]
            cells = [Cell([*self.blocks(card.children, inner, "card")]) for card in cards]
            grid = Grid((), [Row(cells, Look.CARDS)], widths)
            grid.spaceAfter = 0
            yield grid


def _text(text: str, look: ParagraphStyle) -> Paragraph | Phrase:
    """A text that is escaped already."""
    return Paragraph(text, look) if _MARKUP.search(text) else Phrase(text, look)
