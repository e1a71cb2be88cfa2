# SPDX-License-Identifier: MIT
"""The change of places at the end: the new bundle in, the old one out, or all as it was.

The work folder beside the target holds ``new``, and ``old`` from the moment an old bundle leaves
its place. Nothing called ``old`` is ever removed before the new bundle stands.
"""

import contextlib
import os
import shutil
from pathlib import Path

from x400fix.bundle.failure import NOT_WRITTEN, make_output_error, tell_reason
from x400fix.bundle.target import Target


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
