# SPDX-License-Identifier: MIT
"""The name files that servers have now: as they were handed in, merged, and what differs."""

import difflib
import itertools
from collections.abc import Iterator, Mapping, Sequence

from x400fix.documents.scripts import Scripts
from x400fix.namefiles.documents import parse_name_file
from x400fix.namefiles.existing import NameFileKind
from x400fix.namefiles.lines import split_lines
from x400fix.namefiles.merge import merge
from x400fix.plan.model import Place, Plan

_NOT_ENDED = "\\ No newline at end of file"


class NameFiles:
    """Makes the name files of all folders of a plan."""

    def __init__(self, plan: Plan) -> None:
        """Find the files by server."""
        self._block_id = plan.block_id
        self._given = {(each.server, each.file): each.data for each in plan.name_files}

    def files(self, place: Place, blocks: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
        """LMHOSTS.OLD and so on, byte for byte, and the .NEW of each file that is merged.

        ``blocks`` has LMHOSTS.ADD and so on by name: what is merged.
        """
        for use in place.name_files:
            data = self._given[place.name, use.file]
            yield f"{use.file}.OLD", data
            if use.merged:
                document = parse_name_file(NameFileKind(use.file), data)
                yield f"{use.file}.NEW", merge(document, self._block_id, blocks[f"{use.file}.ADD"])


def name_diffs(plan: Plan, scripts: Scripts) -> list[Sequence[str]]:
    """The unified diff of each merged file, as lines of text."""
    name_files = NameFiles(plan)
    diffs: list[Sequence[str]] = []
    for place in plan.servers:
        files = dict(name_files.files(place, scripts.name_blocks(place)))
        for file in (use.file for use in place.name_files if use.merged):
            path = f"SERVERS/{place.folder}/{file}"
            diffs.append([*_diff(path, files[f"{file}.OLD"], files[f"{file}.NEW"])])
    return diffs


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
