# SPDX-License-Identifier: MIT
"""The place where a bundle is to appear: whether it may be taken, and what the system refuses."""

import enum
import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from x400fix.bundle.contents import SERVERS_NAME
from x400fix.bundle.earlier import changed_files, find_fault_of_archive, find_fault_of_folder
from x400fix.problems import OutputError, Place, Problem, as_text, listed
from x400fix.settings.choices import Replace

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
        raise refusal(error, target, name) from error


def refusal(error: OSError, target: Path, name: str = "") -> OutputError:
    """What the system refused, as the user is told it."""
    what = f'"{name}" ' if name else ""
    return make_output_error(NOT_WRITTEN, f"{what}cannot be written: {tell_reason(error)}", target)


class Kind(enum.Enum):
    """What a bundle is written as, and what ``--force`` lets it replace."""

    FOLDER = "only an empty folder or an earlier bundle"
    DOCUMENTS = "only an empty folder or the documents of an earlier run"
    ZIP = "only an earlier bundle that is a ZIP file"

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder and not one file."""
        return self is not Kind.ZIP


# A name may have 255 bytes, 143 where names are encrypted, and a character may have four.
NAME_SHARE = 24
_MOST_NAMED = 10


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """The target as the user gave it, and the real place, whatever becomes of the folder we run in.

    ``real`` is absolute and, unless its links form a loop, free of symbolic links.
    """

    given: Path
    real: Path
    kind: Kind = Kind.FOLDER
    replace: Replace = Replace.NOTHING

    @property
    def work(self) -> Path:
        """The hidden folder next to the real place, where all runs for this target meet.

        It is not made by tempfile, whose folders are for their owner alone (on Windows with
        all that is moved out of them), while a bundle is as readable as the umask lets it be.
        """
        name = self.real.name
        digest = hashlib.sha256(os.fsencode(name)).hexdigest()
        return self.real.with_name(f".{name[:NAME_SHARE]}-{digest[:16]}")


def find_target(given: Path, *, kind: Kind, replace: Replace) -> Target:
    """Find the real place of a target; one where a file system is mounted cannot be taken."""
    with attempt(given):
        real = Path(os.path.realpath(given))  # Path.resolve raises RuntimeError on a loop
        if os.path.ismount(real):
            raise OSError(errno.EXDEV, "")
    return Target(given=given, real=real, kind=kind, replace=replace)


def refuse_occupied(target: Target) -> None:
    """Refuse a target that exists, unless it is to be replaced and is ours to replace."""
    with attempt(target.given):
        try:
            target.real.lstat()
        except FileNotFoundError:
            return
    if target.replace is Replace.NOTHING:
        option = "--out" if target.kind.is_folder else "--zip"
        message = f"exists already; use --force to replace it, or another name with {option}"
        raise make_output_error("X4-E080", message, target.given)
    with attempt(target.given):
        find_fault = find_fault_of_folder if target.kind.is_folder else find_fault_of_archive
        reason = find_fault(target.real)
        if target.kind is Kind.DOCUMENTS and os.path.lexists(target.real / SERVERS_NAME):
            reason = f'it holds "{SERVERS_NAME}", without which nothing can be undone'
    if reason is not None:
        message = f"--force replaces {target.kind.value}: {reason}"
        raise make_output_error("X4-E081", message, target.given)


def refuse_changed(target: Target, place: Path) -> None:
    """Refuse to lose what is not as we wrote it in the old bundle, which is now at ``place``."""
    if target.replace is Replace.EVERYTHING or not os.path.lexists(place):
        return
    with attempt(target.given):
        changed = sorted(changed_files(place))
    if changed:
        names = listed(list(map(as_text, changed)), _MOST_NAMED)
        message = (
            f"holds what x400fix did not write or what was changed since: {names}; keep a "
            "copy elsewhere, then give --force twice, or --discard, to lose it here"
        )
        raise make_output_error("X4-E084", message, target.given)
