# SPDX-License-Identifier: MIT
"""From physical lines to the records of a table, each with its place; knows no connectors.

A record is one physical line (see ``fault``), so the way of a good record is short: csv.reader
splits it, its length is compared, it goes out. Only what csv.reader refuses, or what has a value
too many, is looked at closely; reading then goes on, so that all problems are told at once.
"""

import contextlib
import csv
from collections.abc import Iterator

from x400fix.problems import Place, ProblemList, shown
from x400fix.sources.fault import LINES_AHEAD, find_fault
from x400fix.sources.feed import LineFeed
from x400fix.sources.header import Columns, Header, read_header, show_delimiter
from x400fix.sources.text import Text


class Table:
    """A header and the records under it; the records can be gone through once."""

    def __init__(self, feed: LineFeed, header: Header, problems: ProblemList) -> None:
        """Stand after the header."""
        self.header = header.cells
        self.header_place = header.place
        self.delimiter = header.delimiter
        self._feed = feed
        self._problems = problems
        # Lines that a spreadsheet does not count: ``sep=``, and all of a record but its first.
        self._rowless = header.place.line - header.place.row
        self._unfinished = ""

    def place(self, line: int, row: int, field: int = 0) -> Place:
        """Where a field, counted from 1, of a record stands."""
        return Place(self.header_place.file, line, field, row)

    def __iter__(self) -> Iterator[tuple[int, int, list[str]]]:
        """Give line, row and fields (as many as the header has) of each record that is not blank.

        Broken records are left out and noted as problems.
        """
        width, line = len(self.header), self.header_place.line
        while True:
            rowless = self._rowless
            for found in self._split_lines():
                self._unfinished = ""
                line += 1
                fields = found if len(found) == width else self._fit(found, line)
                if any(map(str.strip, fields)):
                    yield line, line - rowless, fields
            if not self._unfinished:
                return
            line += self._pass_fault(line + 1)

    def _split_lines(self) -> Iterator[list[str]]:
        """Split lines up to the end, or to one that stays unfinished."""
        with contextlib.suppress(csv.Error):
            yield from csv.reader(self._single_lines(), delimiter=self.delimiter, strict=True)

    def _single_lines(self) -> Iterator[str]:
        """Give lines to csv.reader, but never a second one for the same record."""
        for line in self._feed:
            self._unfinished = line
            yield line
            if self._unfinished:
                return

    def _fit(self, fields: list[str], line: int) -> list[str]:
        """Make it as many fields as the header has; no field at all if values would be lost."""
        width = len(self.header)
        for number, value in enumerate(fields[width:], width + 1):
            if value.strip():
                place = self.place(line, line - self._rowless, number)
                self._problems.add("X4-E009", self._tell_surplus(value), place)
                return []
        return fields[:width] + [""] * (width - len(fields))

    def _tell_surplus(self, value: str) -> str:
        """Say what a value beyond the last column is, and what most likely led to it."""
        return (
            f"value {shown(value)} is one too many, the header has {len(self.header)} columns: "
            f"most likely an earlier value of this record holds {show_delimiter(self.delimiter)}; "
            "put that value in quotation marks"
        )

    def _pass_fault(self, line: int) -> int:
        """Note what is wrong with the unfinished record; give the number of lines that it takes."""
        fault = find_fault(self._unfinished, self._feed.look_ahead(LINES_AHEAD), self.delimiter)
        self._unfinished = ""
        place = self.place(line, line - self._rowless, fault.field)
        self._problems.add(fault.code, fault.message, place)
        self._feed.skip(fault.lines - 1)
        self._rowless += fault.lines - 1
        return fault.lines


def read_table(
    text: Text, *, columns: Columns, delimiter: str | None, problems: ProblemList
) -> Table:
    """Read up to the header; InputError if there is none that can be understood."""
    feed = LineFeed(text.lines)
    header = read_header(feed, text.file, columns, delimiter)
    return Table(feed, header, problems)
