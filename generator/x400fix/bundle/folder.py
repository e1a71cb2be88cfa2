# SPDX-License-Identifier: MIT
"""Writes the files of a bundle into a new folder."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from x400fix.bundle.failure import attempt, tell_refusal

# O_BINARY: else Windows makes CR LF of each LF.
_NEW_FILE: int = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_MODE = 0o666  # the umask takes its share, as with every file


class _Folder:
    """The folder and which of its subfolders are made already."""

    def __init__(self, path: Path, target: Path) -> None:
        self._root = f"{path}{os.sep}"
        self._target = target
        self._made = {""}

    def write(self, name: str, blocks: Iterable[bytes]) -> None:
        """Write one new file.

        No fsync: it would cost more than all else together, and a bundle that a power failure
        damages is found by SHA256SUMS and made again from the same input.
        """
        try:
            self._make_folder(name.rpartition("/")[0])
            file = os.open(self._root + name, _NEW_FILE, _MODE)
        except OSError as error:
            raise tell_refusal(error, self._target, name) from error
        try:
            for block in blocks:
                self._write_all(file, name, block)
        finally:
            self._close(file, name)

    def _make_folder(self, folder: str) -> None:
        """Make a subfolder once, without asking the system whether it is there."""
        if folder not in self._made:
            self._make_folder(folder.rpartition("/")[0])
            os.mkdir(self._root + folder)  # noqa: PTH102 -- a Path costs as much as the call
            self._made.add(folder)

    def _write_all(self, file: int, name: str, block: bytes) -> None:
        """Write the whole block: the system may take only the part for which there is room."""
        try:
            done = os.write(file, block)
            while done < len(block):
                done += os.write(file, memoryview(block)[done:])
        except OSError as error:
            raise tell_refusal(error, self._target, name) from error

    def _close(self, file: int, name: str) -> None:
        """Close the file; a network share may tell only now that the disk is full."""
        try:
            os.close(file)
        except OSError as error:
            raise tell_refusal(error, self._target, name) from error


@contextmanager
def open_folder(path: Path, target: Path) -> Iterator[Callable[[str, Iterable[bytes]], None]]:
    """Make the new folder ``path`` and give what writes a file into it."""
    with attempt(target):
        path.mkdir()
    yield _Folder(path, target).write
