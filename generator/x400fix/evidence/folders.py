# SPDX-License-Identifier: MIT
"""Finds and reads the files that were given: files, and all that is in folders.

Nothing is waited for and nothing grows without end: pipes, devices and links out of a folder are
named and left alone, and so is what is larger than any text of a server.
"""

import os
import stat
from collections.abc import Iterable, Iterator

from x400fix.evidence.reader import GivenFile
from x400fix.evidence.texts import MOST_BYTES
from x400fix.inventory.text_file import read_failure
from x400fix.problems import Place, ProblemList, as_text

_CHECKSUMS, _PLAN = "SHA256SUMS", "PLAN.json"
MOST_FILES = 50_000
"""How many files are read: more than a few of each of some thousand servers."""


def find_files(paths: Iterable[str], problems: ProblemList) -> Iterator[GivenFile]:
    """Every file in the order of the paths given, of a folder by name; each once."""
    seen: set[tuple[int, int]] = set()
    count = 0
    for path in paths:
        for each in _below(path, problems):
            real = os.stat(each) if os.path.exists(each) else None  # noqa: PTH110, PTH116 -- text, as given
            if real:
                if (real.st_dev, real.st_ino) in seen:
                    continue
                seen.add((real.st_dev, real.st_ino))
            count += 1
            if count > MOST_FILES:
                message = f"not read: there are more than {MOST_FILES} files; give fewer folders"
                problems.add("X4-W177", message, Place(as_text(each)))
                return
            yield _read(each, path)


def _below(path: str, problems: ProblemList) -> Iterator[str]:
    """The path itself, or all files below it if it is a folder."""
    if not os.path.isdir(path):  # noqa: PTH112
        if not os.path.lexists(path):
            problems.add("X4-E001", "cannot be read: there is no such file", Place(as_text(path)))
            return
        yield path
        return

    def refuse(error: OSError) -> None:
        message = f"not read: {read_failure(error)}"
        problems.add("X4-W177", message, Place(as_text(os.fsdecode(error.filename))))

    ours: set[str] = set()
    for parent, folders, names in os.walk(path, onerror=refuse):
        for name in sorted(folders):
            if os.path.islink(os.path.join(parent, name)):  # noqa: PTH114, PTH118
                folders.remove(name)
                message = "not read: this is a link to a folder; give that folder itself"
                problems.add("X4-W177", message, Place(as_text(f"{parent}/{name}")))
        folders.sort()
        if _CHECKSUMS in names and _PLAN in names:
            listed = _listed_in(os.path.join(parent, _CHECKSUMS), parent)  # noqa: PTH118
            message = f"not read: this bundle, {len(listed)} files that x400fix wrote itself"
            problems.add("X4-N003", message, Place(as_text(f"{parent}/{_PLAN}")))
            ours |= listed
        for name in sorted(names):
            each = os.path.join(parent, name)  # noqa: PTH118
            if each not in ours:
                yield each


def _listed_in(path: str, folder: str) -> set[str]:
    """The files of a bundle, which are what is planned and not what a server has."""
    with open(path, "rb") as file:  # noqa: PTH123
        lines = file.read(MOST_BYTES).decode("utf-8", "replace").splitlines()
    names = (line.partition("  ")[2].replace("/", os.sep) for line in lines)
    return {os.path.join(folder, name) for name in (_CHECKSUMS, *names)}  # noqa: PTH118


def _read(path: str, given: str) -> GivenFile:
    """The bytes of a file, or why they are not read."""
    name = as_text(path).replace(os.sep, "/").removeprefix("./")
    try:
        # Without waiting for the other end of a pipe.
        file = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except (OSError, ValueError) as error:
        return GivenFile(name, None, read_failure(error))
    with os.fdopen(file, "rb") as stream:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            return GivenFile(name, None, "this is neither a file nor a folder")
        if os.path.islink(path) and not _is_inside(path, given):  # noqa: PTH114
            return GivenFile(name, None, "a link leads out of the folder; put a copy here")
        if status.st_size > MOST_BYTES:
            size = f"{status.st_size // 1_000_000} MB"
            return GivenFile(name, None, f"it has {size}, and at most 16 MB are read; cut it")
        return GivenFile(name, stream.read(MOST_BYTES + 1))


def _is_inside(path: str, given: str) -> bool:
    """Whether a link stays in the folder that was given; one that was given itself may lead on."""
    if path == given:
        return True
    real, top = os.path.realpath(path), os.path.realpath(given)
    return real.startswith(os.path.join(top, ""))  # noqa: PTH118
