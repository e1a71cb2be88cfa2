# SPDX-License-Identifier: MIT
"""An LMHOSTS file as its rules look at it."""

from collections.abc import Iterator

import msgspec

from x400fix.lmhosts.document import LmhostsDocument, parse_lmhosts
from x400fix.lmhosts.keywords import Keyword, Tag
from x400fix.lmhosts.statements import Entry
from x400fix.model.lines import Line, split_lines
from x400fix.namefiles.ownership import own_line_numbers


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes, what they say, and the numbers of the lines that stand in blocks of ours."""

    data: bytes
    document: LmhostsDocument
    own_lines: frozenset[int]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The physical lines as text."""
        return split_lines(self.data.decode("latin-1"))

    def entries(self) -> Iterator[tuple[int, Entry]]:
        """Every entry with the number of its line."""
        return ((line.number, entry) for line, entry in self.document.entries())

    def tags(self, *keywords: Keyword) -> Iterator[tuple[int, Entry, Tag]]:
        """Every tag with one of these keywords, with its entry and the number of its line."""
        for number, entry in self.entries():
            for tag in entry.tail.tags:
                if tag.keyword in keywords:
                    yield number, entry, tag

    def is_ours(self, line: int) -> bool:
        """Whether x400fix wrote a line; of line 0, whether it wrote any."""
        return line in self.own_lines if line else bool(self.own_lines)


def make_page(data: bytes) -> Page:
    """Read a file; nothing is refused."""
    document = parse_lmhosts(data)
    return Page(data=data, document=document, own_lines=own_line_numbers(document.lines))
