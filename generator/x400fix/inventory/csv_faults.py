# SPDX-License-Identifier: MIT
"""What is wrong with a record of a CSV file.

A record is one physical line, because no value may hold a line break. So a quotation mark that is
not closed on its line is wrong in any case; what differs is what the person did:

- a value really holds a line break (Alt+Enter in Excel): the record goes on over the next lines;
- the closing mark was forgotten: the next lines are records of their own, which must not be lost.

Only what csv.reader refuses is looked at so closely; reading then goes on, so that all problems
are reported at once.
"""

import re
from collections.abc import Sequence

import msgspec

from x400fix.problems import shown

MOST_LINES = 33
"""How many lines of a record are looked at for the closing quotation mark."""
# Possessive, so that neither a closing mark is taken back nor time is lost in trying.
_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
_LINE_END = re.compile(r"\r\n|\r|\n")


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with a record, at which field, and how many lines the record takes."""

    code: str
    field: int
    message: str
    lines: int = 1


def find_fault(lines: Sequence[str], delimiter: str) -> Fault:
    """Explain why csv.reader refused the record that begins with the first of the lines."""
    text, width = "".join(lines), len(lines[0].rstrip("\r\n"))
    spans = _find_spans(text, delimiter)
    end = spans[-1][1]
    is_whole = end >= 0 and text[end : end + 1] in {"", "\r", "\n"}
    broken = next((span for span in spans if not 0 <= span[1] <= width), None)
    longest = max(spans, key=lambda span: span[1] - span[0])
    culprit = broken or (longest if is_whole else spans[-1])
    field, value = spans.index(culprit) + 1, text[slice(*culprit)]
    # Whole values and lines have an even number of marks. An odd one says that the mark was closed
    # by accident, by one that opens a value of a later record.
    if not is_whole or (broken and text.count('"', broken[0], end) % 2):
        message = (
            f"the quotation mark that opens {shown(text[culprit[0] : width])} is not closed at the "
            'end of its value: close it there, and write a quotation mark inside a value as ""'
        )
        return Fault("X4-E008", field, message)
    if broken:
        unquoted = value[1:-1].replace('""', '"')
        message = f"value {shown(unquoted)} contains a line break: write it on one line"
        return Fault("X4-E010", field, message, 1 + len(_LINE_END.findall(text, 0, end)))
    size = f"it has {len(value)} characters, far more than any column takes"
    return Fault("X4-E011", field, f"value {shown(value)} is too long: {size}")


def _find_spans(text: str, delimiter: str) -> list[tuple[int, int]]:
    """Start and end of the fields of the first record, up to the first whose end is unclear.

    The end is -1 if a quotation mark is never closed.
    """
    unquoted = re.compile(f"[^{re.escape(delimiter)}\r\n]*+")
    spans, start = [], 0
    while True:
        found = (_QUOTED if text.startswith('"', start) else unquoted).match(text, start)
        end = found.end() if found else -1
        spans.append((start, end))
        if not found or not text.startswith(delimiter, end):
            return spans
        start = end + 1
