# SPDX-License-Identifier: MIT
"""What one name file, or DNS, says: which address a name has, and which name an address has."""

from collections.abc import Iterable


class NameTable:
    """The lines of a name file in their order; the first match wins, in both directions.

    Of several names on one line the first is the official one, which a reverse lookup gives
    (windows.md 2.5 and 2.6; Q193380).
    """

    def __init__(self, lines: Iterable[tuple[int, str]] = ()) -> None:
        """``lines`` are addresses, each with the names that stand behind it."""
        self.lines = tuple(lines)
        # Made by the first question: most files are never asked.
        self._numbers: dict[str, int] = {}
        self._names: dict[int, str] = {}

    def number_of(self, name: str) -> int | None:
        """The address that a name has; letter case does not matter."""
        self._index()
        return self._numbers.get(name.lower())

    def name_of(self, number: int) -> str:
        """The official name of an address, or empty."""
        self._index()
        return self._names.get(number, "")

    def _index(self) -> None:
        if self.lines and not self._names:
            for number, names in self.lines:
                for name in names.split():
                    self._numbers.setdefault(name.lower(), number)
                    self._names.setdefault(number, name)


NO_NAMES = NameTable()
