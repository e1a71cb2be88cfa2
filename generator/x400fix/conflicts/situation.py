# SPDX-License-Identifier: MIT
"""What the truth table looks at, and what a row of it says."""

import enum
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from x400fix.model.versions import Level


def _is_affected(level: Level) -> bool:
    """Whether a version has the limit, or must be taken to have it."""
    return level is not Level.LIFTED and level is not Level.LATER


class Verdict(enum.StrEnum):
    """What the truth table says of one connector."""

    OK = "OK"
    CONFLICT = "CONFLICT"
    ASSUMED = "CONFLICT-ASSUMED"
    WARN = "WARN"
    EXEMPT = "EXEMPT"
    OUT_OF_SCOPE = "OUT OF SCOPE"
    ERROR = "ERROR"

    @property
    def is_conflict(self) -> bool:
        """Whether the connector belongs to a conflict that has to be resolved."""
        return self is Verdict.CONFLICT or self is Verdict.ASSUMED


class Form(enum.Enum):
    """How the Addresses of one endpoint are written."""

    SAME = "the same IP address or the same name"
    ALIASES = "different names of one IP address"
    MIXED = "by name, and by the IP address that the inventory gives for the name"
    PRESUMED = "by the partner's name, and by an IP address that may be the name's"


class Situation(NamedTuple):
    """What the truth table looks at: one connector among those with the same endpoint."""

    is_tcp: bool
    size: int
    local: Level
    remote: Level
    form: Form
    is_foreign: bool
    is_proxied: bool
    has_several_partners: bool
    has_own_selectors: bool

    @property
    def is_local_affected(self) -> bool:
        """Whether the home server has the limit, or must be taken to have it."""
        return _is_affected(self.local)

    @property
    def is_remote_affected(self) -> bool:
        """Whether the partner has the limit, or must be taken to have it."""
        return _is_affected(self.remote)


class Row(msgspec.Struct, frozen=True):
    """One row of the truth table; ``sources`` are KB numbers or section names of the reference."""

    number: int
    verdict: Verdict
    reason: str
    sources: tuple[str, ...]
    applies: Callable[[Situation], bool]


class AddedRow(msgspec.Struct, frozen=True):
    """A row that is added to any verdict."""

    number: int
    reason: str
    sources: tuple[str, ...]
