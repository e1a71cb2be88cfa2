# SPDX-License-Identifier: MIT
"""Writes the files of a bundle into a new ZIP that has the same bytes at every run, and reads one.

Each entry has the date 1980-01-01 (the first that a ZIP can tell), the system Unix and the mode
``-rw-r--r--``; entries stand in the order of writing, without entries for folders. Nothing is
compressed: builds of zlib differ in the bytes that they make.
"""

import contextlib
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from x400fix.bundle.failure import NOT_WRITTEN, attempt, make_output_error
from x400fix.problems import InputError, Place, Problem
from x400fix.sources.text import read_failure

_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_ATTRIBUTES = (stat.S_IFREG | 0o644) << 16
# The size of an entry is not known when it begins, and room for a ZIP64 size in each entry would
# shut out old unpackers, so an entry ends below the 2 GiB of the classic format.
LARGEST_ENTRY = 2_000_000_000


class _Archive:
    """The ZIP and the name that the user knows it by."""

    def __init__(self, archive: zipfile.ZipFile, target: Path) -> None:
        self._archive = archive
        self._target = target

    def write(self, name: str, blocks: Iterable[bytes]) -> None:
        """Write one new entry as it comes."""
        with attempt(self._target, name):
            entry = self._archive.open(_describe(name), "w")
        try:
            size = 0
            for block in blocks:
                size += len(block)
                self._refuse_large(name, size)
                with attempt(self._target, name):
                    entry.write(block)
        finally:
            with attempt(self._target, name):
                entry.close()

    def _refuse_large(self, name: str, size: int) -> None:
        if size > LARGEST_ENTRY:
            message = (
                f'"{name}" cannot be written: a ZIP holds no file of more than '
                f"{LARGEST_ENTRY} bytes; write a folder with --out"
            )
            raise make_output_error(NOT_WRITTEN, message, self._target)


def _describe(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type = zipfile.ZIP_STORED
    info.create_system = _UNIX
    info.external_attr = _ATTRIBUTES
    return info


@contextlib.contextmanager
def open_archive(path: Path, target: Path) -> Iterator[Callable[[str, Iterable[bytes]], None]]:
    """Make the new ZIP ``path`` and give what writes a file into it."""
    with attempt(target):
        file = path.open("xb")
    archive = zipfile.ZipFile(file, "w")
    try:
        yield _Archive(archive, target).write
        with attempt(target):
            archive.close()
            file.close()
    finally:
        archive.fp = None  # else the archive, when it is dropped, writes its end to a closed file
        with contextlib.suppress(OSError):
            file.close()


def read_archive(path: str, is_wanted: Callable[[str], bool]) -> Mapping[str, bytes]:
    """The files with a wanted name in a ZIP, whoever made it; InputError if it cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if is_wanted(name)]
            return {name: archive.read(name) for name in names}
    except (OSError, ValueError) as error:
        reason = read_failure(error)
    # RuntimeError: encrypted; NotImplementedError is one: packed in a way that is not known.
    except (zipfile.BadZipFile, EOFError, RuntimeError, zlib.error) as error:
        reason = f"it is no ZIP that can be read ({error})"
    message = f"cannot be read: {reason}"
    raise InputError([Problem(code="X4-E001", message=message, where=Place(path))])
