# SPDX-License-Identifier: MIT
"""One bundle from its first file to its appearance: whole or not at all."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from x400fix.bundle.checksums import Checksums
from x400fix.bundle.contents import CHECKSUMS_NAME, plain_name
from x400fix.bundle.failure import attempt
from x400fix.bundle.folder import open_folder
from x400fix.bundle.interrupts import ignore_interrupts
from x400fix.bundle.replacement import discard, discard_old, name_new, take_place
from x400fix.bundle.target import Kind, find_target, refuse_occupied

_WriteFile = Callable[[str, Iterable[bytes]], None]
_BLOCK = 1 << 18  # pieces of a text are written together up to this size


class Bundle:
    """Takes the files of one bundle, each written as it is rendered."""

    def __init__(self, write_file: _WriteFile) -> None:
        """Write through ``write_file``."""
        self._write_file = write_file
        self._checksums = Checksums()

    def write(self, name: str, chunks: Iterable[bytes] | bytes) -> None:
        """Write the file ``name`` (``SERVERS/MAILA/NIC.INI``), whose pieces may come one by one.

        SHA256SUMS has it by its plain name, so that it holds where scripts have their names back.
        """
        plain = plain_name(name)
        self._checksums.expect(plain)
        if isinstance(chunks, bytes):
            self._write_file(name, (chunks,))
            self._checksums.finish(plain, chunks)
        else:
            self._write_file(name, self._checksums.follow(plain, _gather(chunks)))

    def write_checksums(self) -> None:
        """Write SHA256SUMS, the last file."""
        self._write_file(CHECKSUMS_NAME, _gather(self._checksums.lines()))


def _gather(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Join small pieces: each block costs a call of the system."""
    pieces: list[bytes] = []
    size = 0
    for chunk in chunks:
        pieces.append(chunk)
        size += len(chunk)
        if size >= _BLOCK:
            yield b"".join(pieces)
            pieces.clear()
            size = 0
    yield b"".join(pieces)


def _open_sink(kind: Kind, path: Path, target: Path) -> AbstractContextManager[_WriteFile]:
    if kind.is_folder:
        return open_folder(path, target)
    from x400fix.bundle.archive import open_archive  # noqa: PLC0415 -- zipfile loads slowly

    return open_archive(path, target)


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
        with _open_sink(kind, name_new(work), target) as write_file:
            bundle = Bundle(write_file)
            yield bundle
            bundle.write_checksums()
        refuse_occupied(place)  # once more: others may have written while we did
        with ignore_interrupts(), attempt(target):
            take_place(work, place)
            discard_old(work, place)
    except BaseException:
        with ignore_interrupts():
            discard(work)
        raise
