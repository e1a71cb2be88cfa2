# SPDX-License-Identifier: MIT
"""Rules of the linter as rows of data, and what they find."""

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

import msgspec

from x400fix.inventory.versions import OperatingSystem, Windows
from x400fix.problems import Place, Severity

DocumentT = TypeVar("DocumentT")


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan or an inventory tells about the names in a file.

    ``computers`` are the names in capitals of all servers and partners, ``addresses`` those that
    a name leads to; ``is_by_name`` says that the plan has the strategy ``hostname``.
    """

    computers: frozenset[str] = frozenset()
    addresses: Mapping[str, frozenset[int]] = msgspec.field(default_factory=dict)
    is_by_name: bool = False


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule may know besides the document.

    ``file`` is what findings call the file, ``name`` its name without folders and ``folder`` the
    name of its folder, such as that of a server; ``target`` is the name under which Windows is to
    find it, all empty if unknown. ``os`` is None if nobody said it: rules then assume that the
    system is affected. ``is_ours`` says that x400fix wrote the whole file; otherwise only what
    stands in its blocks is. ``included`` are the files that an ``#INCLUDE`` can be followed to, by
    the names of folder and file in capitals. ``is_for_wins`` says that WINS is to import the file.
    """

    file: str = ""
    name: str = ""
    folder: str = ""
    target: str = ""
    os: OperatingSystem | None = None
    is_ours: bool = False
    known: Known = Known()
    included: Mapping[tuple[str, str], bytes] = msgspec.field(default_factory=dict)
    is_for_wins: bool = False

    def may_be(self, windows: Windows, *, before: int | None = None) -> bool:
        """Whether the system is this Windows, before a service pack if one is given.

        What nobody said counts as yes.
        """
        if self.os is None:
            return True
        if self.os.windows is not windows:
            return False
        return before is None or self.os.service_pack is None or self.os.service_pack < before

    def is_surely(self, *systems: Windows) -> bool:
        """Whether somebody said that the system is one of these."""
        return self.os is not None and self.os.windows in systems


class Hit(NamedTuple):
    """One place that breaks a rule; line 0 is the file as a whole, columns are counted from 1.

    ``severity`` is given where the one of the row does not fit.
    """

    line: int
    column: int
    message: str
    severity: Severity | None = None


class Rule(msgspec.Struct, Generic[DocumentT], frozen=True, kw_only=True):
    """One row: a rule, how much it weighs in our output and elsewhere, and what it rests on.

    A severity of None says that the rule is not about such files. ``is_caution`` marks a rule
    that no source confirms.
    """

    id: str
    ours: Severity | None
    existing: Severity | None
    title: str
    sources: tuple[str, ...]
    find: Callable[[DocumentT, Context], Iterable[Hit]]
    is_caution: bool = False


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A place that breaks a rule, as it is told; the field of ``where`` is the column."""

    rule: str
    severity: Severity
    message: str
    where: Place

    def __str__(self) -> str:
        """The one line that a person reads."""
        return f"{self.where}: {self.severity} {self.rule}: {self.message}"


def find_all(
    rules: Iterable[Rule[DocumentT]],
    document: DocumentT,
    context: Context,
    is_ours: Callable[[int], bool],
) -> tuple[Finding, ...]:
    """Everything that the rules find, in the order of the lines.

    ``is_ours`` tells whether x400fix wrote a line; of line 0, whether it wrote any.
    """
    found = [
        Finding(
            rule=rule.id,
            severity=hit.severity or severity,
            message=hit.message,
            where=Place(context.file, hit.line, hit.column),
        )
        for rule in rules
        for hit in rule.find(document, context)
        if (severity := rule.ours if context.is_ours or is_ours(hit.line) else rule.existing)
    ]
    return tuple(sorted(found, key=lambda each: (each.where.line, each.where.field, each.rule)))
