# SPDX-License-Identifier: MIT
"""The name files that servers have now: as they were handed in, merged, and what differs."""

import difflib
import itertools
from collections.abc import Iterator, Mapping, Sequence

from x400fix.documents.rendering import Renderer
from x400fix.documents.scripts import Scripts
from x400fix.namefiles.documents import parse_name_file
from x400fix.namefiles.existing import NameFileKind
from x400fix.namefiles.lines import split_lines
from x400fix.namefiles.merge import merge
from x400fix.plan.model import Place, Plan

_NOT_ENDED = "\\ No newline at end of file"


def name_files(
    plan: Plan, place: Place, scripts: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """LMHOSTS.OLD and so on, byte for byte, and the .NEW of each file that is merged.

    ``scripts`` are the scripts of the folder by name: LMHOSTS.ADD is the block that is merged.
    """
    given = {each.file: each for each in plan.name_files if each.server == place.name}
    for use in place.name_files:
        found = given[use.file]
        yield f"{use.file}.OLD", found.data
        if use.merged:
            document = parse_name_file(NameFileKind(use.file), found.data)
            yield f"{use.file}.NEW", merge(document, plan.block_id, scripts[f"{use.file}.ADD"])


def name_diffs(plan: Plan, renderer: Renderer) -> tuple[Sequence[str], ...]:
    """The unified diff of each merged file, as lines of text."""
    scripts = Scripts(plan, renderer)
    return tuple(
        list(_diff(f"SERVERS/{place.folder}/{use.file}", files[f"{use.file}.OLD"], files[new]))
        for place in plan.servers
        if any(use.merged for use in place.name_files)
        for files in (dict(name_files(plan, place, dict(scripts.files(place)))),)
        for use in place.name_files
        for new in (f"{use.file}.NEW",)
        if use.merged
    )


def _diff(path: str, old: bytes, new: bytes) -> Iterator[str]:
    """A unified diff; lines are told apart by their bytes, and shown as far as they are text."""
    before, after = ([line.text + line.ending for line in split_lines(data)] for data in (old, new))
    yield from (f"--- {path}.OLD", f"+++ {path}.NEW")
    # The heads of difflib come first, and only if something differs.
    for line in itertools.islice(difflib.unified_diff(before, after, lineterm=""), 2, None):
        yield _shown(line.rstrip("\r\n"))
        if not line.startswith("@@") and not line.endswith(("\r", "\n")):
            yield _NOT_ENDED


def _shown(line: str) -> str:
    """A line as a page shows it: tabs as they are, other odd bytes as their numbers."""
    return "".join(c if c == "\t" or " " <= c <= "~" else f"\\x{ord(c):02x}" for c in line)
