# SPDX-License-Identifier: MIT
"""The name files that servers have now: as they were handed in, merged, and what differs."""

import difflib
import itertools
from collections.abc import Iterator, Mapping, Sequence

from x400fix.documents.rendering import Renderer
from x400fix.documents.scripts import script_files
from x400fix.namefiles.lines import split_lines
from x400fix.planning.name_files import NameMerge
from x400fix.planning.names import BlockId
from x400fix.planning.planning import Plan
from x400fix.planning.records import merges_at

_NOT_ENDED = "\\ No newline at end of file"


def name_files(
    merges: Sequence[NameMerge], scripts: Mapping[str, bytes], block_id: str
) -> Iterator[tuple[str, bytes]]:
    """LMHOSTS.OLD and so on, byte for byte, and the .NEW of each file that could be merged.

    ``scripts`` are the scripts of the folder by name: LMHOSTS.ADD is the block that is merged.
    """
    for merge in merges:
        kind = merge.file.given.kind
        yield f"{kind}.OLD", merge.file.given.data
        if merge.is_merged:
            yield f"{kind}.NEW", merge.file.merge(block_id, scripts[f"{kind}.ADD"])


def name_file_names(merges: Sequence[NameMerge]) -> list[str]:
    """The names of the files that name_files makes."""
    kinds = [(merge.file.given.kind, merge.is_merged) for merge in merges]
    return [f"{kind}.OLD" for kind, _ in kinds] + [
        f"{kind}.NEW" for kind, is_new in kinds if is_new
    ]


def name_diffs(plan: Plan, block_id: BlockId, renderer: Renderer) -> Iterator[Sequence[str]]:
    """The unified diff of each merged file, as lines of text; by then the id must be known."""
    for work in plan.works:
        merges = merges_at(plan, work)
        if any(merge.is_merged for merge in merges):
            scripts = dict(script_files(work, str(block_id), renderer))
            files = dict(name_files(merges, scripts, str(block_id)))
            for merge in merges:
                if merge.is_merged:
                    kind = merge.file.given.kind
                    path = f"SERVERS/{work.folder}/{kind}"
                    yield list(_diff(path, files[f"{kind}.OLD"], files[f"{kind}.NEW"]))


def _diff(path: str, old: bytes, new: bytes) -> Iterator[str]:
    """A unified diff; lines are told apart by their bytes, and shown as far as they are text."""
    before, after = (
        [bytes(line).decode("latin-1") for line in split_lines(data)] for data in (old, new)
    )
    yield from (f"--- {path}.OLD", f"+++ {path}.NEW")
    # The heads of difflib come first, and only if something differs.
    for line in itertools.islice(difflib.unified_diff(before, after, lineterm=""), 2, None):
        yield _shown(line.rstrip("\r\n"))
        if not line.startswith("@@") and not line.endswith(("\r", "\n")):
            yield _NOT_ENDED


def _shown(line: str) -> str:
    """A line as a page shows it: tabs as they are, other odd bytes as their numbers."""
    return "".join(c if c == "\t" or " " <= c <= "~" else f"\\x{ord(c):02x}" for c in line)
