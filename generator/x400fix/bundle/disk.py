# SPDX-License-Identifier: MIT
"""What a bundle needs of the operating system: locks, exchange in one step, writing to the disk."""

import contextlib
import ctypes
import errno
import os
from pathlib import Path

NO_REPLACE = 1
EXCHANGE = 2
_HERE = -100  # AT_FDCWD: paths as usual
_UNKNOWN = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


def _system_call(name: str, *arguments: int | bytes) -> bool:
    """Make a call of Linux that Python does not offer; False where there is none."""
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None) if os.name == "posix" else None
    if call is None:
        return False
    if call(*arguments):
        number = ctypes.get_errno()
        if number in _UNKNOWN:  # by the kernel, or by this file system
            return False
        raise OSError(number, os.strerror(number))
    return True


def rename(one: Path, other: Path, how: int) -> bool:
    """Rename a file or folder in one step; False where the system cannot do it in this way.

    With NO_REPLACE nothing may be at the other place, with EXCHANGE the two change their places.
    """
    return _system_call("renameat2", _HERE, os.fsencode(one), _HERE, os.fsencode(other), how)


def sync(path: Path) -> None:
    """Return when a file or a folder, which is the list of what it holds, is on the disk."""
    # Windows opens no folder, and writes no file to the disk that is open for reading.
    with contextlib.suppress(PermissionError):
        file = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(file)
        except OSError as error:
            if error.errno not in _UNKNOWN:
                raise
        finally:
            os.close(file)


def sync_tree(folder: Path) -> None:
    """Return when a folder and everything below it is on the disk.

    One call for the file system: to wait for thousands of small files one by one takes minutes.
    """
    done = False
    with contextlib.suppress(PermissionError):
        file = os.open(folder, os.O_RDONLY)
        try:
            done = _system_call("syncfs", file)
        finally:
            os.close(file)
    if not done:
        for path in (*folder.rglob("*"), folder):
            sync(path)


def lock(folder: Path) -> int:
    """Open a folder of this user that nobody else has locked; closing it ends the lock.

    So does the end of the process, whatever ends it. BlockingIOError if another run has it.
    """
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(file).st_uid != os.geteuid():
            raise PermissionError(errno.EPERM, "")
        lock_file(file)
    except (ImportError, OSError):
        os.close(file)
        raise
    return file


def lock_file(file: int) -> None:
    """Lock what is open; BlockingIOError if another run has it, ImportError where none can be."""
    import fcntl  # noqa: PLC0415 -- Windows has none

    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
