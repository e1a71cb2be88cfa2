# SPDX-License-Identifier: MIT
"""The two kinds of name files, and those that servers have already as they were handed in."""

import enum

import msgspec


class NameFileKind(enum.StrEnum):
    """The two files that Windows NT looks names up in; neither has an extension."""

    HOSTS = "HOSTS"
    LMHOSTS = "LMHOSTS"


class ExistingFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of one server; ``path`` is what messages call it."""

    server: str
    kind: NameFileKind
    data: bytes
    path: str

    @property
    def name(self) -> str:
        """What a plan calls it: ``MAIL-A/LMHOSTS``, whatever the letter case on disk."""
        return f"{self.server}/{self.kind}"
