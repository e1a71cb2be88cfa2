# SPDX-License-Identifier: MIT
"""Tables on a terminal: columns that line up, and no line wider than the terminal."""

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence

GAP = "  "
_WORD = re.compile(r"[^\s-]+-?|-")
_NARROWEST = 8
"""To how many columns of the terminal a column of a table is made narrower, if need be."""


def terminal_width() -> int:
    """How many columns the terminal has, or COLUMNS says; 0 is no limit, as in a pipe."""
    return shutil.get_terminal_size((0, 0)).columns


def text_width(text: str) -> int:
    """How many columns of a terminal a text takes; a Chinese character takes two."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def lay_out(rows: Sequence[Sequence[str]], width: int = 0) -> Iterator[list[str]]:
    """The padded cells of each line of a table whose first row is its head.

    Columns are as wide as their widest cell, if that fits into ``width``. Else the widest are made
    narrower, and a cell goes on in the next line, so that nothing of it is lost.
    """
    columns = [*zip(*rows, strict=True)]
    widths = [max(map(text_width, column)) for column in columns]
    room = width - len(GAP) * (len(widths) - 1)
    if width and sum(widths) > room:
        widths = _fitted(widths, [*map(_longest_word, columns)], room)
    for row in rows:
        if all(text_width(cell) <= most for cell, most in zip(row, widths, strict=True)):
            yield [_padded(*each) for each in zip(row, widths, strict=True)]
            continue
        parts = [[*broken(cell, most)] for cell, most in zip(row, widths, strict=True)]
        for at in range(max(map(len, parts))):
            line = (part[at] if at < len(part) else "" for part in parts)
            yield [_padded(*each) for each in zip(line, widths, strict=True)]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - text_width(text))


def _longest_word(column: Iterable[str]) -> int:
    """How wide a column has to be so that no word is cut."""
    return max(text_width(word) for cell in column for word in _WORD.findall(cell) or [""])


def _fitted(widths: Sequence[int], words: Sequence[int], room: int) -> list[int]:
    """The widths with the widest cut to what leaves room for all; words are cut last."""
    for least in (words, [0] * len(widths)):
        fitted, most = [*widths], max(widths)
        while most > _NARROWEST and sum(fitted) > room:
            most -= 1
            fitted = [min(each, max(most, word)) for each, word in zip(widths, least, strict=True)]
        if sum(fitted) <= room:
            break
    return fitted


def broken(text: str, width: int) -> Iterator[str]:
    """A text in pieces that are no wider than that, between words where it is possible."""
    while text_width(text) > width:
        end = next(at for at in range(1, len(text)) if text_width(text[: at + 1]) > width)
        between = max(text.rfind(" ", 1, end + 1), text.rfind("-", 1, end) + 1)
        end = between if between > 0 else end
        yield text[:end].rstrip()
        text = text[end:].lstrip()
    yield text
