# SPDX-License-Identifier: MIT
"""What may go wrong while a bundle is written, and signals that have to wait."""

import errno
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from x400fix.problems import OutputError, Place, Problem

EXISTS = "X4-E080"
NOT_OURS = "X4-E081"
NOT_WRITTEN = "X4-E082"

_REASONS = {
    errno.EACCES: "no permission",
    errno.EPERM: "no permission",
    errno.EROFS: "the file system is read-only",
    errno.ENOSPC: "no space is left on the disk",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file would be larger than the file system or a limit of this account allows",
    errno.ENOENT: "the folder it should stand in does not exist",
    errno.ENOTDIR: "a part of its path is a file, not a folder",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "its symbolic links form a loop",
    errno.EEXIST: "something of that name has appeared meanwhile",
    errno.ENOTEMPTY: "something of that name has appeared meanwhile",
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


def tell_refusal(error: OSError, target: Path, name: str = "") -> OutputError:
    """Make the error for what the system refused, for the whole target or the file ``name``."""
    what = f'"{name}" ' if name else ""
    return make_output_error(NOT_WRITTEN, f"{what}cannot be written: {tell_reason(error)}", target)


@contextmanager
def attempt(target: Path, name: str = "") -> Iterator[None]:
    """Turn what the system refuses inside the block into an ``OutputError``.

    It stands around our own calls of the system only: a file that the caller fails to read while
    a text is rendered is another matter, and must not be told as a target that cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise tell_refusal(error, target, name) from error


def _let_pass(_number: int, _frame: FrameType | None) -> None:
    """Do nothing; not SIG_IGN, with which a signal that is just arriving prints a complaint."""


@contextmanager
def ignore_interrupts() -> Iterator[None]:
    """Let Ctrl-C have no effect inside the block.

    The block begins when the run can no longer be stopped half way (it is about to be complete,
    or to end with an error anyhow), so nothing is lost. Only the main thread can be interrupted.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, _let_pass)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
