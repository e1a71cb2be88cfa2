# SPDX-License-Identifier: MIT
"""ASSIGN.csv and EVIDENCE.CSV, with cells that no spreadsheet program takes for a formula.

EVIDENCE.CSV has a row for each test of the test plan. Whoever sends a test message fills in
result, time, initials and note; the plan's checksum in each row says which plan it is about.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

import msgspec

from x400fix.documents.acceptance import Test
from x400fix.documents.rendering import visible
from x400fix.plan.model import Assignment

_FORMULA = re.compile(
    r'(?:^|[;,|\t\r\n])[\s"]*'
    r"(?='*[-=+@\t\r\uff0d\uff1d\uff0b\uff20\ufe63\ufe66\ufe62\ufe6b])"
)
"""What is in front of a formula: the beginning of a cell, or a character that another program, or
another country's, takes for the end of one. Some fold full-width and small signs into ASCII.
"""

_ROWS_AT_ONCE = 1_000

_EVIDENCE = (
    *("step", "server", "connector", "direction", "from", "to", "address", "changed"),
    *("result", "time", "initials", "note", "plan"),
)


def csv_cell(text: str) -> str:
    """One cell, quoted if it must be; an apostrophe is put before all that looks like a formula."""
    # An apostrophe of its own before such a text gets another one, so that one can be taken off.
    if _FORMULA.search(text):
        text = _FORMULA.sub(r"\g<0>'", text)
    if '"' in text or "," in text or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text


def csv_pieces(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """A file of rows in UTF-8; a character that is not visible is written as an escape."""
    # Servers, owners, reasons and so on are few, so that each is quoted once.
    cell = cache(lambda text: csv_cell(visible(text)))
    lines = (f"{','.join(map(cell, row))}\r\n" for row in rows)
    while piece := "".join(islice(lines, _ROWS_AT_ONCE)):
        yield piece.encode()


def assign_rows(assignments: Iterable[Assignment]) -> Iterator[Sequence[str]]:
    """The head of ASSIGN.csv, and its rows."""
    yield Assignment.__struct_fields__
    for each in assignments:
        *texts, step = msgspec.structs.astuple(each)
        yield *texts, str(step or "")


def evidence_rows(tests: Iterable[Test], checksum: str) -> Iterator[Sequence[str]]:
    """The head of EVIDENCE.CSV, and a row for each test, which is one message one way."""
    yield _EVIDENCE
    for test in tests:
        yield (
            *(str(test.step), test.server, test.connector, test.direction),
            *(test.sender, test.receiver, test.address, "yes" if test.is_changed else "no"),
            *("", "", "", "", checksum),
        )
