# SPDX-License-Identifier: MIT
"""The place where a bundle is to appear: whether it may be taken, and what the system refuses."""

import enum
import errno
import os
import signal
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from x400fix.bundle.contents import SERVERS_NAME, find_foreign_entry
from x400fix.problems import OutputError, Place, Problem

NOT_WRITTEN = "X4-E082"

_REASONS = {
    errno.EACCES: "no permission",
    errno.EPERM: "no permission",
    errno.EROFS: "the file system is read-only",
    errno.ENOSPC: "no space is left on the disk",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file would be larger than the file system or a limit of this account allows",
    errno.ENOENT: "its folder does not exist",
    errno.ENOTDIR: "a part of its path is a file, not a folder",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "its symbolic links form a loop",
    errno.EEXIST: "something of that name appeared in the meantime",
    errno.ENOTEMPTY: "something of that name appeared in the meantime",
    errno.EBUSY: "it is in use, or a file system is mounted there; choose a folder inside it",
    errno.EXDEV: "a file system is mounted there; choose a folder inside it",
}


def tell_reason(error: OSError) -> str:
    """Say what the system said, without the temporary path that it knows."""
    known = _REASONS.get(error.errno) if error.errno is not None else None
    return known or error.strerror or str(error)


def make_output_error(code: str, message: str, target: Path) -> OutputError:
    """Make the error that ends the run, placed at the target as the user wrote it."""
    return OutputError([Problem(code=code, message=message, where=Place(file=str(target)))])


@contextmanager
def attempt(target: Path, name: str = "") -> Iterator[None]:
    """Turn what the system refuses inside the block into an ``OutputError``.

    It is about the whole target, or the file ``name`` of it.
    """
    try:
        yield
    except OSError as error:
        what = f'"{name}" ' if name else ""
        message = f"{what}cannot be written: {tell_reason(error)}"
        raise make_output_error(NOT_WRITTEN, message, target) from error


@contextmanager
def ignore_interrupts() -> Iterator[None]:
    """Let Ctrl-C have no effect inside the block.

    The block begins when the run can no longer be stopped half way (it is about to be complete,
    or to end with an error anyway), so nothing is lost. Only the main thread can be interrupted.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    # Not SIG_IGN, with which a signal that is just arriving prints a complaint.
    signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Kind(enum.Enum):
    """What a bundle is written as, and what ``--force`` lets it replace."""

    FOLDER = "only an empty folder or an earlier bundle"
    DOCUMENTS = "only an empty folder or the documents of an earlier run"
    ZIP = "only a ZIP file"

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder; one of documents is not taken from a whole bundle."""
        return self is not Kind.ZIP


_ZIP_MAGIC = b"PK\x03\x04"
# A name may have 255 bytes, 143 where names are encrypted, and a character may have four.
_NAME_SHARE = 24


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """The target as the user gave it, and the real place, whatever becomes of the folder we run in.

    ``real`` is absolute and, unless its links form a loop, free of symbolic links.
    """

    given: Path
    real: Path
    kind: Kind
    force: bool

    def name_work_folder(self) -> Path:
        """Give a new name for the hidden folder next to the real place.

        It is not made by tempfile, whose folders are for their owner alone (on Windows with
        all that is moved out of them), while a bundle is as readable as the umask lets it be.
        """
        share = self.real.name[:_NAME_SHARE]
        return self.real.with_name(f".{share}-{os.urandom(8).hex()}")


def find_target(given: Path, *, kind: Kind, force: bool) -> Target:
    """Find the real place of a target and refuse one that may not be taken."""
    with attempt(given):
        real = Path(os.path.realpath(given))  # Path.resolve raises RuntimeError on a loop
    target = Target(given=given, real=real, kind=kind, force=force)
    refuse_occupied(target)
    return target


def check_target(given: Path, *, kind: Kind = Kind.FOLDER, force: bool = False) -> None:
    """Refuse early, before any work is done, a target that could not be written at the end."""
    trial = find_target(given, kind=kind, force=force).name_work_folder()
    with ignore_interrupts(), attempt(given):
        trial.mkdir()
        trial.rmdir()


def refuse_occupied(target: Target) -> None:
    """Refuse a target that exists, unless it is to be replaced and is ours to replace."""
    with attempt(target.given):
        try:
            mode = target.real.lstat().st_mode
        except FileNotFoundError:  # a missing parent is reported by the first mkdir
            return
    if not target.force:
        option = "--out" if target.kind.is_folder else "--zip"
        message = f"exists already; use --force to replace it, or another name with {option}"
        raise make_output_error("X4-E080", message, target.given)
    with attempt(target.given):
        if os.path.ismount(target.real):
            raise OSError(errno.EXDEV, "")
        reason = _find_fault(target, mode)
    if reason is not None:
        message = f"--force replaces {target.kind.value}: {reason}"
        raise make_output_error("X4-E081", message, target.given)


def _find_fault(target: Target, mode: int) -> str | None:
    """What shows that no run of ours can have written it, so that ``--force`` cannot destroy it."""
    if target.kind is Kind.ZIP:
        if not stat.S_ISREG(mode):
            return "it is a folder" if stat.S_ISDIR(mode) else "it is not a file"
        with target.real.open("rb") as file:
            begins_as_zip = file.read(len(_ZIP_MAGIC)) == _ZIP_MAGIC
        return None if begins_as_zip else "it does not begin like a ZIP file"
    if not stat.S_ISDIR(mode):
        return "it is not a folder"
    names = {entry.name for entry in target.real.iterdir()}
    if target.kind is Kind.DOCUMENTS and SERVERS_NAME in names:
        return f'it holds "{SERVERS_NAME}", without which nothing can be undone'
    return find_foreign_entry(names)
