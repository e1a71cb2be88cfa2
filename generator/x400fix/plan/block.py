# SPDX-License-Identifier: MIT
"""The id between the markers of our lines in LMHOSTS and HOSTS."""

import hashlib
from collections.abc import Iterable, Iterator

_DIGITS = 8


class BlockId:
    """What the marker lines in LMHOSTS and HOSTS hold.

    The ticket, else the first 8 hexadecimal digits of the SHA-256 over the list ``assignments``
    as PLAN.json has it, so that the same assignments always give the same block.
    """

    def __init__(self, ticket: str) -> None:
        """Begin before the assignments are written; they must pass through ``follow``."""
        self._ticket = ticket
        self._digest = hashlib.sha256()

    def follow(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Pass the bytes of the list on and take them in."""
        for chunk in chunks:
            self._digest.update(chunk)
            yield chunk

    def __str__(self) -> str:
        """The id itself."""
        return self._ticket or self._digest.hexdigest()[:_DIGITS]
