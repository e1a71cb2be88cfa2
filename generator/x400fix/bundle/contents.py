# SPDX-License-Identifier: MIT
"""What a bundle holds: the names of its files, and SHA256SUMS.

SHA256SUMS is what ``sha256sum`` writes and ``sha256sum -c`` reads: one line a file, the digest in
lower-case hex, two blanks, the path: ``e3b0c442...b855  SERVERS/MAILA/NIC.INI``
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

PLAN_NAME = "PLAN.json"
CHECKSUMS_NAME = "SHA256SUMS"
MARKS = (PLAN_NAME, CHECKSUMS_NAME)
"""What is in every bundle; a folder or a ZIP with both is one."""

UNPACKED_NAME = "UNPACKED.SUM"
"""The checksums of a safe ZIP, by the names that files have until scripts are named back."""

SERVERS_NAME = "SERVERS"
"""The folder with what changes servers, and changes them back."""

_TOP_FILES = (
    *(PLAN_NAME, "ASSIGN.csv", "ASSIGN.XLSX", "NETBOX.csv"),
    *("RUNBOOK.TXT", "EVIDENCE.CSV", UNPACKED_NAME),
)
_TOP_FOLDERS = (SERVERS_NAME, "FIELDS", "ATTACH")
_DOCUMENTS = ("TICKET.", "VERIFY.")
# No part begins with a dot, so no name can lead out of the bundle; and no name needs the
# escapes that sha256sum has for a backslash and a line break.
_PART = "[A-Za-z0-9_-][A-Za-z0-9_.-]*"
_LEGAL_NAME = re.compile(
    f"(?:{'|'.join(_TOP_FOLDERS)})(?:/{_PART})+"
    f"|(?:{'|'.join(map(re.escape, _DOCUMENTS))})[A-Za-z0-9]+"
    f"|{'|'.join(re.escape(name) for name in _TOP_FILES)}"
)

_LINES_AT_ONCE = 1_000

_SAFE_ENDINGS = {".CMD": ".CM_", ".REG": ".RE_"}
_PLAIN_ENDINGS = {safe: plain for plain, safe in _SAFE_ENDINGS.items()}


def safe_name(name: str) -> str:
    """The name that a file has in a safe ZIP."""
    return name[:-4] + _SAFE_ENDINGS.get(name[-4:], name[-4:])


def plain_name(name: str) -> str:
    """The name that a file has when scripts have their names back."""
    ending = _PLAIN_ENDINGS.get(name[-4:])
    return name[:-4] + ending if ending else name


def is_legal_name(name: str) -> bool:
    """Whether a file of that name, ``/`` between its parts, may be written into a bundle."""
    return _LEGAL_NAME.fullmatch(name) is not None


def parse_checksums(text: bytes) -> Mapping[str, str]:
    """The digest of each file that SHA256SUMS names; lines of another form are left out."""
    lines = text.decode("ascii", "replace").splitlines()
    return {line[66:]: line[:64] for line in lines if line[64:66] == "  "}


class Checksums:
    """The name and the digest of each file, nothing else of it."""

    def __init__(self) -> None:
        """Begin with no file."""
        self._digests: dict[str, bytes] = {}

    def follow(self, name: str, content: Iterable[bytes] | bytes) -> Iterable[bytes]:
        """Pass on the pieces of a new file; without their end there will be no checksums."""
        if name in self._digests or not is_legal_name(name):
            message = f"no bundle can hold {name!r}, or it does so already"
            raise ValueError(message)
        if isinstance(content, bytes):
            self._digests[name] = hashlib.sha256(content).digest()
            return (content,)
        self._digests[name] = b""
        return self._digest(name, content)

    def _digest(self, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        digest = hashlib.sha256()
        for piece in pieces:
            digest.update(piece)
            yield piece
        self._digests[name] = digest.digest()

    def text(self) -> Iterator[bytes]:
        """The content of SHA256SUMS, in the order of the paths, piece by piece."""
        if b"" in self._digests.values():
            message = "a file of the bundle was not written to its end"
            raise ValueError(message)
        # Legal names are ASCII: their order is the order of their bytes.
        lines = (f"{self._digests[name].hex()}  {name}\n" for name in sorted(self._digests))
        while piece := "".join(islice(lines, _LINES_AT_ONCE)):
            yield piece.encode("ascii")
