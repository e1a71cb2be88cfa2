# SPDX-License-Identifier: MIT
"""Writes a bundle whole or not at all: as a folder or as a ZIP file.

Each entry has the date 1980-01-01 (the first that a ZIP can tell), the system Unix and the mode
``-rw-r--r--``; entries stand in the order of writing, without entries for folders. Nothing is
compressed: builds of zlib differ in the bytes that they make.

The work folder beside the target holds ``new``, and ``old`` from the moment an old bundle leaves
its place. Nothing called ``old`` is ever removed before the new bundle stands.
"""

import contextlib
import os
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from x400fix.bundle.contents import CHECKSUMS_NAME, Checksums, plain_name
from x400fix.bundle.failures import (
    NOT_WRITTEN,
    attempt,
    ignore_interrupts,
    make_output_error,
    tell_reason,
    tell_refusal,
)
from x400fix.bundle.target import Kind, Target, find_target, refuse_occupied

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


def name_new(work: Path) -> Path:
    """Give the place in the work folder where the new bundle is written."""
    return work / "new"


def _name_old(work: Path) -> Path:
    return work / "old"


def take_place(work: Path, target: Target) -> None:
    """Let the finished bundle appear at its target by one rename."""
    new = name_new(work)
    if target.kind.is_folder:
        _place_folder(new, _name_old(work), target)
    elif target.force:
        new.replace(target.real)
    else:
        _place_file(new, target.real)


def _place_folder(new: Path, old: Path, target: Target) -> None:
    """Rename in; a folder cannot be renamed onto a full one, so that leaves first."""
    if target.force and target.real.exists():
        target.real.rename(old)
    try:
        new.rename(target.real)
    except BaseException:
        _put_back(old, target)
        raise


def _put_back(old: Path, target: Target) -> None:
    if not old.exists():
        return
    try:
        old.rename(target.real)
    except OSError as error:
        message = f'cannot be put back, its old content is now "{old}": {tell_reason(error)}'
        raise make_output_error(NOT_WRITTEN, message, target.given) from error


def _place_file(new: Path, real: Path) -> None:
    """Let a file appear, but never in place of one that another run has just written."""
    try:
        os.link(new, real)
    except FileExistsError:
        raise
    except OSError:  # FAT and some network shares know no second name for a file
        new.rename(real)


def discard(work: Path) -> None:
    """Remove an unfinished bundle; an old one that could not be put back stays in ``work``."""
    new = name_new(work)
    shutil.rmtree(new, ignore_errors=True)
    with contextlib.suppress(OSError):
        new.unlink()
    with contextlib.suppress(OSError):
        work.rmdir()


def discard_old(work: Path, target: Target) -> None:
    """Remove what is left in the work folder after the new bundle took its place."""
    shutil.rmtree(work, ignore_errors=True)
    if work.exists():
        message = f'is complete, but the bundle it replaces is still in "{work}"; remove that'
        raise make_output_error(NOT_WRITTEN, message, target.given)


_WriteFile = Callable[[str, Iterable[bytes]], None]
_BLOCK = 1 << 18  # pieces of a text are written together up to this size


class Bundle:
    """Takes the files of one bundle, each written as it is rendered."""

    def __init__(self, write_file: _WriteFile) -> None:
        """Write through ``write_file``."""
        self._write_file = write_file
        self._checksums = Checksums()

    def write(self, name: str, chunks: Iterable[bytes] | bytes) -> None:
        """Write the file ``name`` (``SERVERS/MAILA/NIC.INI``), whose pieces may come one by one.

        SHA256SUMS has it by its plain name, so that it holds where scripts have their names back.
        """
        plain = plain_name(name)
        self._checksums.expect(plain)
        if isinstance(chunks, bytes):
            self._write_file(name, (chunks,))
            self._checksums.finish(plain, chunks)
        else:
            self._write_file(name, self._checksums.follow(plain, _gather(chunks)))

    def write_checksums(self) -> None:
        """Write SHA256SUMS, the last file."""
        self._write_file(CHECKSUMS_NAME, _gather(self._checksums.lines()))


def _gather(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Join small pieces: each block costs a call of the system."""
    pieces: list[bytes] = []
    size = 0
    for chunk in chunks:
        pieces.append(chunk)
        size += len(chunk)
        if size >= _BLOCK:
            yield b"".join(pieces)
            pieces.clear()
            size = 0
    yield b"".join(pieces)


def _open_sink(kind: Kind, path: Path, target: Path) -> AbstractContextManager[_WriteFile]:
    if kind.is_folder:
        return open_folder(path, target)
    return open_archive(path, target)


@contextmanager
def open_bundle(target: Path, *, kind: Kind = Kind.FOLDER, force: bool = False) -> Iterator[Bundle]:
    """Open a bundle that appears at ``target`` when the block ends without an exception.

    Until then, and for ever if the block fails, what is at ``target`` stays as it is. Raises
    ``OutputError`` if the target may not be taken or the system refuses anything.
    """
    place = find_target(target, kind=kind, force=force)
    work = place.name_work_folder()
    try:
        with attempt(target):
            work.mkdir()
        with _open_sink(kind, name_new(work), target) as write_file:
            bundle = Bundle(write_file)
            yield bundle
            bundle.write_checksums()
        refuse_occupied(place)  # once more: others may have written while we did
        with ignore_interrupts(), attempt(target):
            take_place(work, place)
            discard_old(work, place)
    except BaseException:
        with ignore_interrupts():
            discard(work)
        raise
