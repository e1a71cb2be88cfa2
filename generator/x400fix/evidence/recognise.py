# SPDX-License-Identifier: MIT
"""Which formats a file is of, by its content: a text can hold what several programs printed."""

from collections.abc import Callable, Iterator, Sequence

from x400fix.evidence.admindmp import is_admindmp, read_admindmp
from x400fix.evidence.directory_export import is_export, is_ldif, read_export, read_ldif
from x400fix.evidence.events import is_events, read_events
from x400fix.evidence.ipconfig import is_ipconfig, read_ipconfig
from x400fix.evidence.model import Part
from x400fix.evidence.name_tables import name_table_kind
from x400fix.evidence.nbtstat import is_nbtstat, read_nbtstat
from x400fix.evidence.netsh import is_netsh, read_netsh
from x400fix.evidence.registry import is_registry
from x400fix.evidence.registry_facts import read_registry
from x400fix.evidence.texts import decode, is_binary, lines_of
from x400fix.namefiles.existing import ExistingFile, NameFileKind
from x400fix.problems import ProblemList

Read = Callable[[Sequence[str], str, ProblemList], Part]

_Format = tuple[Callable[[Sequence[str]], bool], Read]

# What a directory or regedit writes is alone in its file; console programs may share one.
_ALONE: tuple[_Format, ...] = (
    (is_ldif, read_ldif),
    (is_export, read_export),
    (is_admindmp, read_admindmp),
    (is_registry, read_registry),
)
_CONSOLE: tuple[_Format, ...] = (
    (is_ipconfig, read_ipconfig),
    (is_netsh, read_netsh),
    (is_nbtstat, read_nbtstat),
    (is_events, read_events),
)


def read_parts(data: bytes, file: str, problems: ProblemList) -> Iterator[Part]:
    """What each format in a file says; nothing if it is of none of them."""
    text = decode(data)
    if is_binary(text):
        return
    lines = lines_of(text)
    for is_kind, read in _ALONE:
        if is_kind(lines):
            yield read(lines, file, problems)
            return
    found = [read for is_kind, read in _CONSOLE if is_kind(lines)]
    if found:
        lines = lines_of(decode(data, console=True))
        for read in found:
            yield read(lines, file, problems)
        return
    kind = name_table_kind(lines, file)
    if kind:
        existing = ExistingFile(server="", kind=NameFileKind(kind.value), data=data, path=file)
        yield Part(kind=kind, name_files=(existing,))
