# SPDX-License-Identifier: MIT
"""One run at a time for a folder of change tickets, so that no two plans give one address.

The lock is the operating system's and ends with its process, whatever ends that. The file says who
has it; one that is still there afterwards was left by a run that was killed.
"""

import contextlib
import os
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from x400fix.bundle import disk
from x400fix.bundle.target import tell_reason
from x400fix.problems import OutputError, Place, PlanningError, Problem, UsageError, shown

LOCK_NAME = ".x400fix.lock"
_WAIT = re.compile(r"([0-9]{1,5})(s|m)?", re.ASCII)
_BETWEEN_TRIES = 0.05
_MOST_SAID = 200


def parse_wait(text: str) -> int:
    """The seconds of ``30s``, ``2m`` or ``30``; UsageError for another text."""
    found = _WAIT.fullmatch(text)
    if not found:
        message = f"{shown(text)} is no time to wait: write 30s or 2m"
        raise UsageError([Problem(code="X4-E096", message=message, where=Place("--wait"))])
    return int(found[1]) * (60 if found[2] == "m" else 1)


@contextmanager
def hold_ledger(folder: Path, seconds: int, say: Callable[[str], None]) -> Iterator[None]:
    """Keep other runs out of a folder of tickets; PlanningError if one is in it for too long."""
    path = folder / LOCK_NAME
    try:
        file = _take(path, seconds)
    except OSError as error:
        message = f"the lock file cannot be made: {tell_reason(error)}"
        problem = Problem(code="X4-E085", message=message, where=Place(str(path)))
        raise OutputError([problem]) from error
    try:
        left = _content(file)
        if left:
            say(f"{path} was left by a run that was killed: {left}")
        os.ftruncate(file, 0)
        since = time.strftime("%Y-%m-%d %H:%M:%S")
        os.write(file, f"process {os.getpid()} on {socket.gethostname()} since {since}\n".encode())
        yield
    finally:
        with contextlib.suppress(OSError):
            os.ftruncate(file, 0)  # Windows does not remove a file that is open: nobody is in it
            path.unlink()
        os.close(file)


def _take(path: Path, seconds: int) -> int:
    """Open the lock file and lock it, if need be after waiting."""
    ends = time.monotonic() + seconds
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            with contextlib.suppress(ImportError):
                disk.lock_file(file)
            # The run before may have removed the file in the meantime.
            if path.exists() and os.path.samestat(os.fstat(file), path.lstat()):
                return file
        except BlockingIOError:
            if time.monotonic() >= ends:
                who = _content(file) or "another run"
                os.close(file)
                raise _refused(path, who) from None
        os.close(file)
        time.sleep(_BETWEEN_TRIES)


def _content(file: int) -> str:
    """Who has the lock, or had it."""
    os.lseek(file, 0, os.SEEK_SET)
    said = os.read(file, _MOST_SAID).decode("utf-8", "replace").strip()
    os.lseek(file, 0, os.SEEK_SET)
    return said


def _refused(path: Path, who: str) -> PlanningError:
    message = (
        f"a plan is being made for these tickets by {who}: plan again when it is done, or wait for "
        "it with --wait 2m"
    )
    return PlanningError([Problem(code="X4-E065", message=message, where=Place(str(path)))])
