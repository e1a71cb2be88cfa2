# SPDX-License-Identifier: MIT
"""Writes a bundle whole or not at all, as a folder or as a ZIP file, and reads such a ZIP.

Each entry has the date 1980-01-01 (the first that a ZIP can tell), the system Unix and the mode
``-rw-r--r--``; entries are in the order of writing, without entries for folders. Nothing is
compressed: builds of zlib differ in the bytes that they make.

The work folder next to the target holds ``new``, and ``old`` from the moment an old bundle leaves
its place. Nothing called ``old`` is ever removed before the new bundle is in its place.
"""

import contextlib
import os
import shutil
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from x400fix.bundle.contents import CHECKSUMS_NAME, Checksums, plain_name
from x400fix.bundle.target import (
    NOT_WRITTEN,
    Kind,
    Target,
    attempt,
    find_target,
    ignore_interrupts,
    make_output_error,
    refuse_occupied,
    tell_reason,
)
from x400fix.inventory.text_file import read_failure
from x400fix.problems import InputError, OutputError, Place, Problem


class Bundle:
    """Takes the files of one bundle, each written as it is rendered.

    ``write_file`` writes one file; it may raise OSError, which is reported at ``target``.
    """

    def __init__(self, write_file: Callable[[str, Iterable[bytes]], object], target: Path) -> None:
        """Begin with no file."""
        self._write_file = write_file
        self._target = target
        self._checksums = Checksums()

    def write(self, name: str, content: Iterable[bytes] | bytes) -> None:
        """Write the file ``name`` (``SERVERS/MAILA/NIC.INI``), whose pieces may come one by one.

        SHA256SUMS has it by its plain name, so that it holds where scripts have their names back.
        """
        with attempt(self._target, name):
            self._write_file(name, self._checksums.follow(plain_name(name), content))

    def write_all(self, files: Iterable[tuple[str, Iterable[bytes] | bytes]]) -> list[str]:
        """Write files one after the other, and give their names."""
        names = []
        for name, chunks in files:
            self.write(name, chunks)
            names.append(name)
        return names

    def write_checksums(self) -> None:
        """Write SHA256SUMS, the last file."""
        with attempt(self._target, CHECKSUMS_NAME):
            self._write_file(CHECKSUMS_NAME, [self._checksums.text()])


@contextmanager
def _open_folder(path: Path, target: Path) -> Iterator[Bundle]:
    """Make the new folder and give what writes into it.

    There is no fsync: it would cost more than all else together, and a bundle that a power failure
    damages is found by SHA256SUMS and made again from the same input.
    """
    with attempt(target):
        path.mkdir()
    made = {""}

    def write_file(name: str, pieces: Iterable[bytes]) -> None:
        folder = name.rpartition("/")[0]
        if folder not in made:
            Path(path, folder).mkdir(parents=True, exist_ok=True)
            made.add(folder)
        with open(f"{path}/{name}", "xb") as file:  # noqa: PTH123 -- a Path costs as much as this
            file.writelines(pieces)

    yield Bundle(write_file, target)


_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_ATTRIBUTES = (stat.S_IFREG | 0o644) << 16
# A ZIP64 size would shut out old unpackers, so an entry has less than the 2 GiB of the classic
# format.
LARGEST_ENTRY = 2_000_000_000


@contextmanager
def open_archive(path: Path, target: Path) -> Iterator[Bundle]:
    """Make the new ZIP ``path``, known to the user as ``target``, and give what writes into it."""
    with attempt(target):
        file = path.open("xb")
    archive = zipfile.ZipFile(file, "w")

    def write_file(name: str, pieces: Iterable[bytes]) -> None:
        data = b"".join(pieces)
        if len(data) > LARGEST_ENTRY:
            message = (
                f'"{name}" cannot be written: a ZIP holds no file of more than '
                f"{LARGEST_ENTRY} bytes; write a folder with --out"
            )
            raise make_output_error(NOT_WRITTEN, message, target)
        info = zipfile.ZipInfo(name, _DATE)
        info.create_system, info.external_attr = _UNIX, _ATTRIBUTES
        archive.writestr(info, data)

    try:
        yield Bundle(write_file, target)
        with attempt(target):
            archive.close()
            file.close()
    finally:
        archive.fp = None  # else the archive, when it is dropped, writes its end to a closed file
        with contextlib.suppress(OSError):
            file.close()


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
        opened = _open_folder if kind.is_folder else open_archive
        with opened(work / "new", target) as bundle:
            yield bundle
            bundle.write_checksums()
        refuse_occupied(place)  # once more: others may have written while we did
        with ignore_interrupts(), attempt(target):
            _take_place(work, place)
            _discard_old(work, place)
    except BaseException:
        with ignore_interrupts():
            _discard(work)
        raise


def _take_place(work: Path, target: Target) -> None:
    """Let the finished bundle appear at its target by one rename."""
    new, old = work / "new", work / "old"
    if not target.kind.is_folder:
        new.replace(target.real) if target.force else _place_file(new, target.real)
        return
    # A folder cannot be renamed onto a full one, so that leaves first.
    if target.force and target.real.exists():
        target.real.rename(old)
    try:
        new.rename(target.real)
    except BaseException:
        if old.exists():
            _put_back(old, target)
        raise


def _put_back(old: Path, target: Target) -> None:
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


def _discard(work: Path) -> None:
    """Remove an unfinished bundle; an old one that could not be put back stays in ``work``."""
    shutil.rmtree(work / "new", ignore_errors=True)
    with contextlib.suppress(OSError):
        (work / "new").unlink()
    with contextlib.suppress(OSError):
        work.rmdir()


def _discard_old(work: Path, target: Target) -> None:
    """Remove what is left in the work folder after the new bundle took its place."""
    shutil.rmtree(work, ignore_errors=True)
    if work.exists():
        message = f'is complete, but the bundle it replaces is still in "{work}"; remove that'
        raise make_output_error(NOT_WRITTEN, message, target.given)


# ---- what is in one that is a ZIP


def read_archive(path: str, is_wanted: Callable[[str], bool]) -> Mapping[str, bytes]:
    """The files with a wanted name in a ZIP, whoever made it; InputError if it cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            files = (each.filename for each in archive.infolist() if not each.is_dir())
            return {name: archive.read(name) for name in files if is_wanted(name)}
    except (OSError, ValueError) as error:
        reason = read_failure(error)
    # zipfile raises RuntimeError for what is encrypted or packed in a way that it does not know.
    except (zipfile.BadZipFile, EOFError, RuntimeError, zlib.error) as error:
        reason = f"it is not a ZIP that can be read ({error})"
    message = f"cannot be read: {reason}"
    raise InputError([Problem(code="X4-E001", message=message, where=Place(path))])


# ---- the samples of ``x400fix init``


def write_starters(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write the files into a folder, which is made if it is not there; all of them or none."""
    paths = [folder / name for name in files]
    message = "this file exists already: choose another folder"
    taken = [Place(str(path)) for path in paths if os.path.lexists(path)]
    if taken:
        raise OutputError(Problem(code="X4-E080", message=message, where=each) for each in taken)
    # It takes a moment, so Ctrl-C can wait until either all is there or nothing.
    with ignore_interrupts(), attempt(folder), contextlib.ExitStack() as undo:
        for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
            missing.mkdir()
            undo.callback(missing.rmdir)
        for path, data in zip(paths, files.values(), strict=True):
            with path.open("xb") as file:
                undo.callback(path.unlink)
                file.write(data)
        undo.pop_all()
    return paths
