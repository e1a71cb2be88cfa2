# SPDX-License-Identifier: MIT
"""Why a record could not be read: looks closely at the few that csv.reader refuses.

A good record stands on one physical line, because no value may hold a line break. So a quotation
mark that is not closed on its line is wrong in any case; what differs is what the person did:

- a value really holds a line break (Alt+Enter in Excel): the record goes on over the next lines;
- the closing mark was forgotten: the next lines are records of their own, which must not be lost.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from x400fix.problems import shown

LINES_AHEAD = 32
"""How many lines after the first are looked at for the closing quotation mark."""

# Possessive, so that neither a closing mark is taken back nor time is lost in trying.
_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
_LINE_END = re.compile(r"\r\n|\r|\n")


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a record, at which field, and how many lines the record takes."""

    code: str
    field: int
    message: str
    lines: int = 1


class _Span(msgspec.Struct, frozen=True):
    """A field as it stands in the text; ``end`` is -1 if its quotation mark is never closed."""

    start: int
    end: int


def find_fault(line: str, following: Sequence[str], delimiter: str) -> Fault:
    """Explain why csv.reader refused the record that begins at this line."""
    text = line + "".join(following)
    spans = list(_find_spans(text, delimiter))
    last = spans[-1]
    is_whole = last.end >= 0 and text[last.end : last.end + 1] in {"", "\r", "\n"}
    broken = next((s for s in spans if s.end < 0 or s.end > len(line.rstrip("\r\n"))), None)
    culprit = broken or last
    number = spans.index(culprit) + 1
    if not is_whole or (broken and _is_forgotten(text[broken.start : last.end])):
        return Fault(code="X4-E008", field=number, message=_tell_quote(line, culprit))
    if broken:
        return Fault(
            code="X4-E010",
            field=number,
            message=(
                f"value {shown(_unquote(text[broken.start : broken.end]))} holds a line break: "
                "write it on one line"
            ),
            lines=1 + len(_LINE_END.findall(text, 0, last.end)),
        )
    return _find_too_long(line, spans)


def _find_spans(text: str, delimiter: str) -> Iterator[_Span]:
    """Give the fields of the first record, up to its end or to the first that is broken."""
    unquoted = re.compile(f"[^{re.escape(delimiter)}\r\n]*+")
    start = 0
    while True:
        found = (_QUOTED if text.startswith('"', start) else unquoted).match(text, start)
        end = found.end() if found else -1
        yield _Span(start, end)
        if not found or not text.startswith(delimiter, end):
            return
        start = end + 1


def _is_forgotten(rest: str) -> bool:
    """Whether the mark was closed by accident, by one that opens a value of a later record.

    Whole values and whole lines hold an even number of marks; the forgotten one makes it odd.
    """
    return rest.count('"') % 2 == 1


def _tell_quote(line: str, culprit: _Span) -> str:
    """Say what became of the quotation mark that opens the field."""
    content = line.rstrip("\r\n")
    opening = f"the quotation mark that opens {shown(content[culprit.start :])}"
    if 0 <= culprit.end <= len(content):
        return (
            f"{opening} is closed before {shown(content[culprit.end :])}: "
            'close it at the end of the value, and write a quotation mark inside a value as ""'
        )
    return f"{opening} is not closed on its line: close it at the end of the value"


def _unquote(field: str) -> str:
    """The value that the quoted field stands for."""
    return field[1:-1].replace('""', '"')


def _find_too_long(line: str, spans: Sequence[_Span]) -> Fault:
    """Name the longest field: length is the one thing that is left to refuse a whole record for."""
    longest = max(spans, key=lambda span: span.end - span.start)
    value = line[longest.start : longest.end]
    size = f"it has {len(value)} characters, far more than any column takes"
    return Fault(
        code="X4-E011",
        field=spans.index(longest) + 1,
        message=f"value {shown(value)} is too long: {size}",
    )
