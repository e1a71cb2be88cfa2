# SPDX-License-Identifier: MIT
"""The place where a bundle is to appear: what it is, and whether it may be taken."""

import enum
import os
import stat
from collections.abc import Collection
from pathlib import Path

import msgspec

from x400fix.bundle.contents import SERVERS_NAME, find_foreign_entry
from x400fix.bundle.failures import (
    EXISTS,
    NOT_OURS,
    NOT_WRITTEN,
    attempt,
    ignore_interrupts,
    make_output_error,
)

_ZIP_MAGIC = b"PK\x03\x04"
# A name may have 255 bytes, 143 where names are encrypted, and a character may have four.
_NAME_SHARE = 24


class Kind(enum.Enum):
    """What a bundle is written as."""

    FOLDER = "folder"
    DOCUMENTS = "documents"
    ZIP = "zip"

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder; one of documents is not taken from a whole bundle."""
        return self is not Kind.ZIP


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """The target as the user gave it, and the real place, whatever becomes of the folder we run in.

    ``real`` is absolute and, unless its links lead round in a circle, free of symbolic links.
    """

    given: Path
    real: Path
    kind: Kind
    force: bool

    def name_work_folder(self) -> Path:
        """Give a new name for the hidden folder beside the real place.

        It is not made by tempfile, whose folders are for their owner alone (on Windows with
        all that is moved out of them), while a bundle is as readable as the umask lets it be.
        """
        share = self.real.name[:_NAME_SHARE]
        return self.real.with_name(f".{share}-{os.urandom(8).hex()}")


def find_target(given: Path, *, kind: Kind, force: bool) -> Target:
    """Find the real place of a target and refuse one that may not be taken."""
    with attempt(given):
        real = Path(os.path.realpath(given))  # Path.resolve raises RuntimeError on a circle
    target = Target(given=given, real=real, kind=kind, force=force)
    refuse_occupied(target)
    return target


def check_target(given: Path, *, kind: Kind = Kind.FOLDER, force: bool = False) -> None:
    """Refuse early, before any work is done, a target that could not be written at the end."""
    target = find_target(given, kind=kind, force=force)
    trial = target.name_work_folder()
    with ignore_interrupts(), attempt(given):
        trial.mkdir()
        trial.rmdir()


def refuse_occupied(target: Target) -> None:
    """Refuse a target that exists, unless it is to be replaced and is ours to replace."""
    with attempt(target.given):
        mode = _find_mode(target.real)
    if mode is None:
        return
    if not target.force:
        option = "--out" if target.kind.is_folder else "--zip"
        message = f"exists already; use --force to replace it, or another name with {option}"
        raise make_output_error(EXISTS, message, target.given)
    if os.path.ismount(target.real):
        message = "cannot be written: a file system is mounted there; choose a folder inside it"
        raise make_output_error(NOT_WRITTEN, message, target.given)
    with attempt(target.given):
        _refuse_foreign(target, mode)


def _find_mode(path: Path) -> int | None:
    """Give the mode of what is there, or None; a missing parent is told by the first mkdir."""
    try:
        return path.lstat().st_mode
    except FileNotFoundError:
        return None


def _refuse_foreign(target: Target, mode: int) -> None:
    """Refuse what no run of ours can have written, so that ``--force`` cannot destroy it."""
    if target.kind is Kind.DOCUMENTS:
        reason = _find_folder_fault(target.real, mode, (SERVERS_NAME,))
        replaced = "only an empty folder or the documents of an earlier run"
    elif target.kind is Kind.FOLDER:
        reason = _find_folder_fault(target.real, mode)
        replaced = "only an empty folder or an earlier bundle"
    else:
        reason = _find_archive_fault(target.real, mode)
        replaced = "only a ZIP file"
    if reason is not None:
        message = f"--force replaces {replaced}: {reason}"
        raise make_output_error(NOT_OURS, message, target.given)


def _find_folder_fault(path: Path, mode: int, needed: Collection[str] = ()) -> str | None:
    """``needed`` are names that a bundle may have, and that are not to be lost."""
    if not stat.S_ISDIR(mode):
        return "it is not a folder"
    names = {entry.name for entry in path.iterdir()}
    lost = sorted(names & {*needed})
    if lost:
        return f'it holds "{lost[0]}", without which nothing can be undone'
    return find_foreign_entry(names)


def _find_archive_fault(path: Path, mode: int) -> str | None:
    if not stat.S_ISREG(mode):
        return "it is not a file" if not stat.S_ISDIR(mode) else "it is a folder"
    with path.open("rb") as file:
        begins_as_zip = file.read(len(_ZIP_MAGIC)) == _ZIP_MAGIC
    return None if begins_as_zip else "it does not begin as a ZIP file does"
