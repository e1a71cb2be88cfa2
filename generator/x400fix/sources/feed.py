# SPDX-License-Identifier: MIT
"""Lines that can be looked at before they are taken."""

import itertools
from collections import deque
from collections.abc import Iterator


class LineFeed:
    """Gives each line once; what was only looked at is given later."""

    def __init__(self, lines: Iterator[str]) -> None:
        """Begin before the first line."""
        self._lines = lines
        self._ahead: deque[str] = deque()

    def __iter__(self) -> Iterator[str]:
        """Take lines; after looking ahead, begin a new loop."""
        return itertools.chain(self._drain(), self._lines)

    def look_ahead(self, count: int) -> list[str]:
        """Show the next lines, fewer at the end, without taking them."""
        missing = max(count - len(self._ahead), 0)
        self._ahead.extend(itertools.islice(self._lines, missing))
        return list(itertools.islice(self._ahead, count))

    def skip(self, count: int) -> None:
        """Take lines that were looked at."""
        for _ in range(count):
            self._ahead.popleft()

    def _drain(self) -> Iterator[str]:
        while self._ahead:
            yield self._ahead.popleft()
