# SPDX-License-Identifier: MIT
"""The checksums of a bundle, taken while its files are written.

SHA256SUMS is what ``sha256sum`` writes and ``sha256sum -c`` reads: one line a file, the digest in
lower-case hex, two blanks, the path: ``e3b0c442...b855  SERVERS/MAILA/NIC.INI``
"""

import hashlib
from collections.abc import Iterable, Iterator

from x400fix.bundle.contents import is_legal_name

_UNFINISHED = b""


class Checksums:
    """Remembers the name and the digest of each file, nothing else of it."""

    def __init__(self) -> None:
        """Begin with no file."""
        self._digests: dict[str, bytes] = {}

    def expect(self, name: str) -> None:
        """Note that a file begins; a bundle without its end must never appear."""
        if name in self._digests or not is_legal_name(name):
            message = f"no bundle can hold {name!r}, or it does so already"
            raise ValueError(message)
        self._digests[name] = _UNFINISHED

    def finish(self, name: str, content: bytes) -> None:
        """Note a file that was written at once."""
        self._digests[name] = hashlib.sha256(content).digest()

    def follow(self, name: str, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Pass the blocks of a file on and note it at their end."""
        digest = hashlib.sha256()
        for block in blocks:
            digest.update(block)
            yield block
        self._digests[name] = digest.digest()

    def lines(self) -> Iterator[bytes]:
        """Give the lines of SHA256SUMS in the order of the paths."""
        # Legal names are ASCII: their order is the order of their bytes.
        for name in sorted(self._digests):
            digest = self._digests[name]
            if digest == _UNFINISHED:
                message = f"{name!r} was not written to its end"
                raise ValueError(message)
            yield b"%b  %b\n" % (digest.hex().encode(), name.encode())
