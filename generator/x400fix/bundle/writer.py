# SPDX-License-Identifier: MIT
"""Writes a bundle whole or not at all, as a folder or as a ZIP file; and the samples of ``init``.

It is made in a work folder next to its target and is on the disk before it takes its place, so that
neither a signal nor a failure of the power leaves anything but what was there or what is new.
"""

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from x400fix.bundle import disk
from x400fix.bundle.archive import WriteFile, open_archive
from x400fix.bundle.contents import CHECKSUMS_NAME, Checksums, plain_name
from x400fix.bundle.stopping import no_stops
from x400fix.bundle.target import (
    Kind,
    Target,
    attempt,
    find_target,
    make_output_error,
    refusal,
    refuse_changed,
    refuse_occupied,
)
from x400fix.bundle.work_folder import (
    Say,
    appear,
    keep_permissions,
    open_work_folder,
    take_place,
)
from x400fix.problems import OutputError, Place, Problem
from x400fix.settings.choices import Replace

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Bundle:
    """Takes the files of one bundle, each written as it is rendered.

    What ``write_file`` cannot write is reported at ``target``.
    """

    def __init__(self, write_file: WriteFile, target: Path) -> None:
        """Begin with no file."""
        self._write_file = write_file
        self._target = target
        self._checksums = Checksums()

    def write(self, name: str, content: Iterable[bytes] | bytes) -> None:
        """Write the file ``name`` (``SERVERS/MAILA/NIC.INI``), whose pieces may come one by one.

        SHA256SUMS has it by its plain name, so that it holds where scripts have their names back.
        """
        pieces = self._checksums.follow(plain_name(name), content)
        try:  # what ``attempt`` does, in half the time: there are thousands
            self._write_file(name, pieces)
        except OSError as error:
            raise refusal(error, self._target, name) from error

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
            self._write_file(CHECKSUMS_NAME, self._checksums.text())


@contextmanager
def _open_folder(path: Path, target: Path) -> Iterator[WriteFile]:
    """Make the new folder and give what writes files into it."""
    with attempt(target):
        path.mkdir()
    root, made = os.fspath(path), {""}

    def write_file(name: str, pieces: Iterable[bytes]) -> None:
        folder = name.rpartition("/")[0]
        if folder not in made:
            os.makedirs(f"{root}/{folder}", exist_ok=True)  # noqa: PTH103 -- as below
            made.add(folder)
        # Thousands of small files: a file object costs as much as all of this.
        file = os.open(f"{root}/{name}", _NEW_FILE, 0o666)
        try:
            for piece in pieces:
                while piece:
                    piece = piece[os.write(file, piece) :]  # noqa: PLW2901 -- what is left of it
        finally:
            os.close(file)

    yield write_file


@contextmanager
def _open_file(path: Path, target: Path) -> Iterator[WriteFile]:
    """Make the new ZIP and give what writes files into it."""
    with attempt(target):
        file = path.open("xb")
    try:
        with open_archive(file, target) as write_file:
            yield write_file
        with attempt(target):
            file.close()
    finally:
        with contextlib.suppress(OSError):
            file.close()


@contextmanager
def open_bundle(
    given: Path, say: Say, *, kind: Kind = Kind.FOLDER, replace: Replace = Replace.NOTHING
) -> Iterator[Bundle]:
    """Open a bundle that appears at its target when the block ends without an exception.

    Until then, and for ever if the block fails, what is at the target stays as it is. Raises
    ``OutputError`` if the target may not be taken or the system refuses anything.
    """
    target = find_target(given, kind=kind, replace=replace)
    if not target.work.exists():  # else a killed run may have left the old bundle there
        refuse_occupied(target)
    with open_work_folder(target, say) as new:
        refuse_occupied(target)
        refuse_changed(target, target.real)
        opened = _open_folder if kind.is_folder else _open_file
        with opened(new, given) as write_file:
            bundle = Bundle(write_file, given)
            yield bundle
            bundle.write_checksums()
        with attempt(given):
            keep_permissions(target)
            disk.sync_tree(new) if kind.is_folder else disk.sync(new)
        take_place(target)


# ---- the samples of ``x400fix init``


def write_starters(folder: Path, files: Mapping[str, bytes], say: Say) -> list[Path]:
    """Write the files into a folder, which is made if it is not there; all of them or none."""
    with attempt(folder):
        real = Path(os.path.realpath(folder))
    parents = [real, *real.parents]
    missing = [each for each in parents if not os.path.lexists(each)]
    for each in parents[len(missing) : -1]:
        target = Target(given=folder, real=each)
        if os.path.lexists(target.work):  # a run that was killed at its very end made this folder
            with open_work_folder(target, say):
                pass
    first = next(iter(files))
    target = Target(given=folder / first, real=real / first)
    if missing:
        target = Target(given=folder, real=missing[-1])
    was_killed = os.path.lexists(target.work)
    with open_work_folder(target, say) as new, attempt(folder):
        if was_killed:
            for name, data in files.items():
                with contextlib.suppress(OSError):
                    if (real / name).read_bytes() == data:
                        (real / name).unlink()
        taken = [Place(str(folder / name)) for name in files if os.path.lexists(real / name)]
        if taken:
            message = "this file exists already: choose another folder"
            raise OutputError(Problem(code="X4-E080", message=message, where=it) for it in taken)
        made = new / real.relative_to(missing[-1]) if missing else new
        made.mkdir(parents=True)
        for name, data in files.items():
            (made / name).write_bytes(data)
        disk.sync_tree(new)
        with no_stops():
            appear(*[(new, missing[-1])] if missing else [(new / n, real / n) for n in files])
    return [folder / name for name in files]


# ---- plain files


def write_files(
    files: Mapping[Path, bytes], say: Say, *, replace: bool, option: str = "--out"
) -> None:
    """Write files into the folder of the first one, all of them or none.

    Those that exist are refused, unless they are to be replaced; a folder is never replaced.
    """
    first = next(iter(files))
    with attempt(first):
        reals = {path: Path(os.path.realpath(path)) for path in files}
    for path, real in reals.items():
        if os.path.lexists(real) and (not replace or not real.is_file()):
            message = f"exists already; use --force to replace it, or another name with {option}"
            if replace:
                message = f"is no file, so it is not replaced: choose another name with {option}"
            raise make_output_error("X4-E080", message, path)
    target = Target(given=first, real=reals[first])
    with open_work_folder(target, say) as new, attempt(first):
        new.mkdir()
        moves = [(new / f"{index}", real) for index, real in enumerate(reals.values())]
        for (path, _), data in zip(moves, files.values(), strict=True):
            path.write_bytes(data)
        disk.sync_tree(new)
        with no_stops(), contextlib.ExitStack() as undo:
            for path, real in moves:
                if replace and real.is_file():
                    old = path.with_name(f"{path.name}.old")
                    old_mode = real.stat().st_mode
                    path.chmod(stat.S_IMODE(old_mode))
                    real.rename(old)
                    undo.callback(old.rename, real)
            appear(*moves)
            undo.pop_all()
