# SPDX-License-Identifier: MIT
"""What rules look at, what they may know, and what they find."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from x400fix.inventory.addresses import address_text
from x400fix.inventory.versions import OperatingSystem, Windows
from x400fix.namefiles.blocks import own_line_numbers
from x400fix.namefiles.documents import NameDocument
from x400fix.namefiles.existing import NameFileKind
from x400fix.namefiles.included_files import FileKey, IncludedFiles
from x400fix.problems import Severity

SP4 = 4
"""The service pack of NT 4.0 that many sources name."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan or an inventory says about the names in a file.

    ``computers`` are the names in capitals of all servers and partners, ``addresses`` those that
    a name leads to, ``dialled`` the Addresses of connectors in capitals; ``is_by_name`` says that
    the plan has the strategy ``hostname``.
    """

    computers: frozenset[str] = frozenset()
    addresses: Mapping[str, frozenset[int]] = msgspec.field(default_factory=dict)
    dialled: frozenset[str] = frozenset()
    is_by_name: bool = False

    def lines_about(self, document: NameDocument) -> frozenset[int]:
        """The numbers of the lines with one of these names or addresses."""
        numbers = {number for each in self.addresses.values() for number in each}
        keys = self.computers | self.addresses.keys() | self.dialled
        keys |= {address_text(number) for number in numbers}
        if not keys:
            return frozenset()
        return frozenset(
            number
            for number, address, names in document.rows()
            if address.text in keys or not keys.isdisjoint(names)
        )


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule may know besides the document.

    ``file`` is what findings call the file, ``name`` its name without folders and ``folder`` the
    name of its folder, such as that of a server; ``target`` is the name under which Windows is to
    find it, all empty if unknown. ``os`` is None if it was not given: rules then assume that the
    system is affected. ``is_ours`` says that x400fix wrote the whole file; otherwise only what
    stands in its blocks is. ``included`` are the files that an ``#INCLUDE`` can be followed to.
    ``is_for_wins`` says that WINS is to import the file.
    """

    file: str = ""
    name: str = ""
    folder: str = ""
    target: str = ""
    os: OperatingSystem | None = None
    is_ours: bool = False
    known: Known = Known()
    included: IncludedFiles = msgspec.field(default_factory=lambda: IncludedFiles({}))
    is_for_wins: bool = False

    @property
    def own_keys(self) -> tuple[FileKey, ...]:
        """By what an #INCLUDE may name the file itself."""
        names = dict.fromkeys((self.name.upper(), self.target.upper()))
        return tuple((self.folder.upper(), name) for name in names if name) or (("", ""),)

    def may_be(self, windows: Windows, *, before: int | None = None) -> bool:
        """Whether the system is this Windows, before a service pack if one is given.

        What was not given counts as yes.
        """
        if self.os is None:
            return True
        if self.os.windows is not windows:
            return False
        return before is None or self.os.service_pack is None or self.os.service_pack < before

    @property
    def may_be_before_sp4(self) -> bool:
        """Whether the system may be NT 4.0 before SP4, or was given as NT 3.51."""
        return self.may_be(Windows.NT40, before=SP4) or self.is_surely(Windows.NT351)

    def is_surely(self, *systems: Windows) -> bool:
        """Whether the system was given and is one of these."""
        return self.os is not None and self.os.windows in systems


class Page(msgspec.Struct, frozen=True):
    """A file as its rules look at it, with the numbers of the lines in blocks of ours."""

    document: NameDocument
    context: Context
    own_lines: frozenset[int]

    def is_ours(self, line: int) -> bool:
        """Whether x400fix wrote a line; of line 0, whether it wrote any."""
        if self.context.is_ours:
            return True
        return line in self.own_lines if line else bool(self.own_lines)


class Hit(NamedTuple):
    """One place that breaks a rule; line 0 is the file as a whole, columns are counted from 1.

    ``severity`` is given where the one of the row does not fit.
    """

    line: int
    column: int
    message: str
    severity: Severity | None = None


class Rule(msgspec.Struct, frozen=True):
    """One row: a rule, how much it weighs in our output and in existing files, and its sources.

    ``kinds`` are the files that it is about.

    A severity of None says that the rule is not about such files. A rule without a source is a
    caution. The docstring of ``find`` begins with what is wrong where it finds something.
    """

    id: str
    ours: Severity | None
    existing: Severity | None
    sources: tuple[str, ...]
    find: Callable[[Page], Iterable[Hit]]
    kinds: tuple[NameFileKind, ...] = (NameFileKind.LMHOSTS,)

    @property
    def title(self) -> str:
        """What is wrong, as a sentence."""
        return (self.find.__doc__ or "").partition("\n")[0]

    @property
    def is_caution(self) -> bool:
        """Whether no source confirms the rule."""
        return not self.sources

    @property
    def weight(self) -> Severity:
        """The severity that it has at most."""
        return Severity.ERROR if Severity.ERROR in {self.ours, self.existing} else Severity.WARNING


class Finding(msgspec.Struct, frozen=True, gc=False):
    """A place that breaks a rule; line and column are 0 if it is about the file as a whole."""

    rule: str
    severity: Severity
    message: str
    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """The one line that a person reads."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.severity} {self.rule}: {self.message}"


def find_all(rules: Iterable[Rule], document: NameDocument, context: Context) -> Iterator[Finding]:
    """Everything that the rules find, rule by rule."""
    page = Page(document, context, own_line_numbers(document.lines))
    for rule in rules:
        for hit in rule.find(page):
            weight = rule.ours if page.is_ours(hit.line) else rule.existing
            if weight:
                severity = hit.severity or weight
                yield Finding(rule.id, severity, hit.message, context.file, hit.line, hit.column)


def by_line(finding: Finding) -> tuple[int, int, str]:
    """By what findings of one file are sorted."""
    return finding.line, finding.column, finding.rule
