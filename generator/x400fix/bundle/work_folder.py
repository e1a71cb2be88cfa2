# SPDX-License-Identifier: MIT
"""The hidden folder next to a target, in which its new content is made before it takes its place.

All runs for one target use the same folder and lock it, so only one of them is at work, and a lock
ends with its holder, whatever ends that. What a killed run left in it the next one removes.

It holds ``new``: what is being made and, once both have changed places in one step, what was at the
target before. Where the system knows no such step, that is ``old`` from the moment it leaves its
place, and goes back there as long as nothing else is there.
"""

import contextlib
import os
import re
import shutil
import stat
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from x400fix.bundle import disk
from x400fix.bundle.stopping import no_stops
from x400fix.bundle.target import (
    NAME_SHARE,
    NOT_WRITTEN,
    Target,
    attempt,
    make_output_error,
    refuse_changed,
    refuse_occupied,
)
from x400fix.problems import as_text

Say = Callable[[str], None]

_UNLOCKED = -1  # the folder is ours because we made it


@contextmanager
def open_work_folder(target: Target, say: Say) -> Iterator[Path]:
    """Give the path ``new``, where nothing is yet, to the one run that is at work for a target.

    Nothing is left of the folder when the block ends; if anything is, a note of the error says so.
    """
    lock, is_left = _UNLOCKED, False
    try:
        try:
            with no_stops(), attempt(target.given):
                lock, is_left = _lock(target, say), True
                _remove_older(target, say)
            yield target.work / "new"
        except MemoryError as error:
            traceback.clear_frames(error.__traceback__)  # to tidy up takes some memory
            raise
        finally:
            with no_stops():
                is_left = is_left and not _tidy(target)
    except BaseException as error:
        # A signal may have come just before the lines above. After them another run may be there.
        if is_left and not _tidy(target):
            error.add_note(f"what is left of it is in {_name(target)}")
        raise
    finally:
        if lock != _UNLOCKED:
            os.close(lock)
    if is_left:
        message = f"is complete, but what it replaces is still in {_name(target)}: remove that"
        raise make_output_error(NOT_WRITTEN, message, target.given)
    with contextlib.suppress(OSError):
        disk.sync(target.real.parent)


def _lock(target: Target, say: Say) -> int:
    """Lock the folder, which is then empty."""
    work = target.work
    while True:
        try:
            work.mkdir()
            is_new = True
        except FileExistsError:
            is_new = False
        try:
            lock = disk.lock(work)
        except FileNotFoundError:
            continue  # the run that had it has just ended
        except BlockingIOError as error:
            message = "another run of x400fix is writing it: let that end first"
            raise make_output_error("X4-E083", message, target.given) from error
        except (ImportError, OSError) as error:
            if is_new:
                return _UNLOCKED
            message = f"{_name(target)} is in the way: remove it if no other run of x400fix has it"
            raise make_output_error("X4-E083", message, target.given) from error
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(lock), work.lstat()):
                if not any(work.iterdir()):
                    return lock
                _recover(target, lock, say)
        os.close(lock)


def _name(target: Target, path: Path | None = None) -> str:
    name = (path or target.work).name
    return f'the folder "{as_text(name)}" next to "{as_text(str(target.given))}"'


def _recover(target: Target, lock: int, say: Say) -> None:
    """Tidy up what a killed run left."""
    say(f"removing what a killed run left in {_name(target)}")
    if not _tidy(target):
        os.close(lock)
        message = f"what a killed run left in {_name(target)} cannot be removed: do so by hand"
        raise make_output_error(NOT_WRITTEN, message, target.given)


_OLD = 3600
"""After so many seconds without a change nobody writes a folder that cannot say so by a lock."""


def _remove_older(target: Target, say: Say) -> None:
    """Remove what killed runs of earlier versions left: they gave their folders chance names."""
    name = re.compile(rf"\.{re.escape(target.real.name[:NAME_SHARE])}-[0-9a-f]{{16}}")
    siblings: list[Path] = []
    with contextlib.suppress(OSError):
        siblings = sorted(target.real.parent.iterdir())
    for path in siblings:
        if path == target.work or not name.fullmatch(path.name):
            continue
        with contextlib.suppress(ImportError, OSError):
            lock = disk.lock(path)
            try:
                parts = {each.name for each in path.iterdir()}
                changed = max(each.lstat().st_mtime for each in (path, *path.rglob("*")))
                if changed > time.time() - _OLD or not parts <= {"new", "old"}:
                    continue
                where = _name(target, path)
                if "old" in parts:
                    say(f"{where} is from a killed run and may hold an earlier bundle: look there")
                else:
                    say(f"removing what a killed run left in {where}")
                    shutil.rmtree(path)
            finally:
                os.close(lock)


def _tidy(target: Target) -> bool:
    """Remove the folder, which this run has, and put back what left its place in vain.

    What fails once, such as on a network, may succeed the second time, when no folder in it is
    read-only any more; False if it does not.
    """
    new, old = target.work / "new", target.work / "old"
    for _ in range(2):
        with contextlib.suppress(OSError):
            if os.path.lexists(old) and not os.path.lexists(target.real):
                old.rename(target.real)
        for path in (new, old) if os.path.lexists(target.real) else (new,):
            shutil.rmtree(path, ignore_errors=True)
            with contextlib.suppress(OSError):
                path.unlink()
        with contextlib.suppress(OSError):
            target.work.rmdir()
            return True
        for folder, _, _ in os.walk(target.work):
            with contextlib.suppress(OSError):
                os.chmod(folder, stat.S_IRWXU)  # noqa: PTH101 -- os.walk gives no Path
    return not target.work.exists()


def take_place(target: Target) -> None:
    """Let what is ``new`` and on the disk appear at the target; an error changes nothing."""
    refuse_occupied(target)  # once more: others may have written while we did
    new, old, real = target.work / "new", target.work / "old", target.real
    with no_stops(), attempt(target.given):
        if not os.path.lexists(real):
            appear((new, real))
        elif disk.rename(new, real, disk.EXCHANGE):
            try:
                refuse_changed(target, new)
                disk.sync(real.parent)
            except BaseException:
                disk.rename(new, real, disk.EXCHANGE)
                raise
        elif target.kind.is_folder:  # a folder cannot be renamed onto a full one, so that leaves
            real.rename(old)
            refuse_changed(target, old)
            appear((new, real))
        else:
            refuse_changed(target, real)
            new.replace(real)
            disk.sync(real.parent)


def appear(*moves: tuple[Path, Path]) -> None:
    """Let new things appear in a folder, all or none, also if the power fails from now on."""
    with contextlib.ExitStack() as undo:
        for new, real in moves:
            if not disk.rename(new, real, disk.NO_REPLACE):
                new.rename(real)
            undo.callback(real.rename, new)
        disk.sync(moves[0][1].parent)
        undo.pop_all()


def keep_permissions(target: Target) -> None:
    """Give what is new the owner, the group and the mode of what is at the target."""
    new = target.work / "new"
    if not os.path.lexists(target.real):
        return
    for path in (new, *new.rglob("*")):
        old = target.real / path.relative_to(new)
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            was, now = old.lstat(), path.lstat()
            if stat.S_IFMT(was.st_mode) == stat.S_IFMT(now.st_mode):
                if (was.st_uid, was.st_gid) != (now.st_uid, now.st_gid):
                    with contextlib.suppress(PermissionError):
                        os.chown(path, was.st_uid, was.st_gid)
                path.chmod(stat.S_IMODE(was.st_mode))
