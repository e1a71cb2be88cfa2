# SPDX-License-Identifier: MIT
"""A bundle as a ZIP file.

Each entry has the date 1980-01-01 (the first that a ZIP can tell), the system Unix and the mode
``-rw-r--r--``; entries are in the order of writing, without entries for folders. Nothing is
compressed: builds of zlib differ in the bytes that they make.
"""

import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from x400fix.bundle.target import NOT_WRITTEN, attempt, make_output_error
from x400fix.inventory.text_file import read_failure, refuse_large
from x400fix.problems import InputError, Place, Problem, shortened

WriteFile = Callable[[str, Iterable[bytes]], object]
"""Writes the pieces of one file; it may raise OSError."""

_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_ATTRIBUTES = (stat.S_IFREG | 0o644) << 16
_READABLE = (
    zipfile.ZIP_STORED,
    zipfile.ZIP_DEFLATED,
)  # what unpacks others fails in ways of its own
# A ZIP64 size would shut out old unpackers, so an entry has less than the 2 GiB of the classic
# format.
LARGEST_ENTRY = 2_000_000_000


@contextmanager
def open_archive(file: BinaryIO, target: Path) -> Iterator[WriteFile]:
    """Give what writes files into a new ZIP, which is known to the user as ``target``."""
    archive = zipfile.ZipFile(file, "w")

    def write_file(name: str, pieces: Iterable[bytes]) -> None:
        data = b"".join(pieces)
        if len(data) > LARGEST_ENTRY:
            message = (
                f'"{name}" cannot be written: a ZIP holds no file of more than '
                f"{LARGEST_ENTRY} bytes; write a folder with --out"
            )
            raise make_output_error(NOT_WRITTEN, message, target)
        info = zipfile.ZipInfo(name, _DATE)
        info.create_system, info.external_attr = _UNIX, _ATTRIBUTES
        archive.writestr(info, data)

    try:
        yield write_file
        with attempt(target):
            archive.close()
    finally:
        archive.fp = None  # else the archive, when it is dropped, writes its end to a closed file


def read_archive(path: str, is_wanted: Callable[[str], bool], most: int) -> Mapping[str, bytes]:
    """The files with a wanted name in a ZIP, whoever made it; InputError if it cannot be read.

    Together they may have ``most`` bytes; a small ZIP may hold very many.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            files = [each for each in archive.infolist() if is_wanted(each.filename)]
            refuse_large(sum(each.file_size for each in files), most)
            if all(each.compress_type in _READABLE for each in files):
                return {each.filename: archive.read(each) for each in files if not each.is_dir()}
            reason = "its files are packed in a way that is not read; pack them anew as a usual ZIP"
    except (OSError, ValueError) as error:
        reason = read_failure(error)
    # zipfile raises RuntimeError for what is encrypted.
    except (zipfile.BadZipFile, EOFError, RuntimeError, zlib.error) as error:
        reason = f"it is not a ZIP that can be read ({shortened(str(error))})"
    message = f"cannot be read: {reason}"
    raise InputError([Problem(code="X4-E001", message=message, where=Place(path))])
