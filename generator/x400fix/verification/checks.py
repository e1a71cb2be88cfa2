# SPDX-License-Identifier: MIT
"""What was found about one thing that a plan says, and how files are counted for a server."""

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from x400fix.evidence.model import Evidence, Nic, Override
from x400fix.namefiles.existing import ExistingFile
from x400fix.problems import Place

_OfServer = TypeVar("_OfServer", Nic, Override, ExistingFile)


class Outcome(enum.StrEnum):
    """What the files show of one thing; the worse ones come first."""

    DIFFERS = "differs"
    NOT_DONE = "not done"
    NO_EVIDENCE = "no evidence"
    DONE = "done"
    UNCHANGED = "unchanged"

    @property
    def is_proven(self) -> bool:
        """Whether it is after the change as the plan says."""
        return self in {Outcome.DONE, Outcome.UNCHANGED}


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a plan says of a server or of one of its connectors, and what is seen of it.

    ``step`` is the step that changes it, 0 for what must stay as it is. ``before`` and ``after``
    are what the plan says, ``why`` is what differs, and ``places`` are where that is written.
    ``is_word`` says that a person wrote it into a form; ``is_optional`` that no step needs it.
    """

    server: str
    what: str
    outcome: Outcome
    connector: str = ""
    step: int = 0
    before: str = ""
    after: str = ""
    seen: str = ""
    why: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    is_word: bool = False
    is_optional: bool = False


class ServerFiles(msgspec.Struct, frozen=True, kw_only=True):
    """What the files show of one server; ``has_mta_key`` says that the MTA's key is among them."""

    nics: tuple[Nic, ...] = ()
    overrides: tuple[Override, ...] = ()
    name_files: tuple[ExistingFile, ...] = ()
    has_mta_key: bool = False


_MTA_KEY = "\\MSEXCHANGEMTA\\PARAMETERS"


def files_by_server(evidence: Evidence) -> Mapping[str, ServerFiles]:
    """The evidence about each server that has any."""
    keys = {each.server for each in evidence.registry if _MTA_KEY in f"{each.key}\\".upper()}
    nics, overrides = _grouped(evidence.nics), _grouped(evidence.overrides)
    names = _grouped(evidence.name_files)
    return {
        server: ServerFiles(
            nics=tuple(nics.get(server, ())),
            overrides=tuple(overrides.get(server, ())),
            name_files=tuple(names.get(server, ())),
            has_mta_key=server in keys or server in overrides,
        )
        for server in sorted({*nics, *overrides, *names, *keys})
    }


def _grouped(found: Iterable[_OfServer]) -> dict[str, list[_OfServer]]:
    grouped: dict[str, list[_OfServer]] = {}
    for each in found:
        grouped.setdefault(each.server, []).append(each)
    return grouped


NO_FILES = ServerFiles()


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The worst of several outcomes; some done and some not is a difference."""
    found = set(outcomes)
    if Outcome.NOT_DONE in found and Outcome.DONE in found:
        return Outcome.DIFFERS
    return next(each for each in Outcome if each in found)


def in_order_of_weight(checks: Sequence[Check]) -> Iterator[Check]:
    """What is missing first; within an outcome as it was found."""
    for outcome in Outcome:
        yield from (each for each in checks if each.outcome is outcome)
