# SPDX-License-Identifier: MIT
"""A bundle of an earlier run: how it is recognised, and what in it is not as we wrote it.

Its SHA256SUMS says what we wrote. What is not in there, or differs from it, is the work of other
people: a form that was filled in, a copy that NAMES.CMD made, notes, a signed ticket.
"""

import hashlib
import os
import stat
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from x400fix.bundle.contents import CHECKSUMS_NAME, MARKS, parse_checksums, plain_name


def find_fault_of_folder(path: Path) -> str | None:
    """What shows that a folder is neither empty nor an earlier bundle; None if it is."""
    if not stat.S_ISDIR(path.lstat().st_mode):
        return "it is not a folder"
    files = {entry.name: entry.is_file(follow_symlinks=False) for entry in os.scandir(path)}
    missing = [name for name in MARKS if not files.get(name)]
    return f'it does not hold the file "{missing[0]}"' if files and missing else None


def find_fault_of_archive(path: Path) -> str | None:
    """What shows that a file is no earlier bundle; None if it is."""
    mode = path.lstat().st_mode
    if not stat.S_ISREG(mode):
        return "it is a folder" if stat.S_ISDIR(mode) else "it is not a file"
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, EOFError, RuntimeError, ValueError):
        return "it is not a ZIP file"
    missing = [name for name in MARKS if name not in names]
    return f'it does not hold the file "{missing[0]}"' if missing else None


def changed_files(path: Path) -> Iterator[str]:
    """What of a bundle is not as we wrote it; a folder that we did not make counts as one."""
    if path.is_dir():
        yield from _changed_in_folder(path)
    else:
        yield from _changed_in_archive(path)


def _changed_in_folder(path: Path) -> Iterator[str]:
    sums: Mapping[str, str] = {}
    if (path / CHECKSUMS_NAME).exists():
        sums = parse_checksums((path / CHECKSUMS_NAME).read_bytes())
    made = {parent.as_posix() for name in sums for parent in PurePosixPath(name).parents}
    folders = [""]
    while folders:
        folder = folders.pop()
        for entry in os.scandir(path / folder):
            name = f"{folder}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if name in made:
                    folders.append(f"{name}/")
                else:
                    yield f"{name}/"
            elif name != CHECKSUMS_NAME and not _is_file_with(entry, sums.get(plain_name(name))):
                yield name


def _is_file_with(entry: "os.DirEntry[str]", digest: str | None) -> bool:
    if digest is None or not entry.is_file(follow_symlinks=False):
        return False
    try:
        with open(entry.path, "rb") as file:  # noqa: PTH123 -- there are thousands
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except OSError:
        return False  # whoever made it unreadable meant to keep it


def _changed_in_archive(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        intact = _digest_of(archive, archive.getinfo(CHECKSUMS_NAME))
        sums = dict(parse_checksums(archive.read(CHECKSUMS_NAME))) if intact else {}
        for entry in archive.infolist():
            digest = sums.pop(plain_name(entry.filename), None)
            if entry.filename != CHECKSUMS_NAME and digest != _digest_of(archive, entry):
                yield entry.filename


def _digest_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    """The digest of an entry; empty if it is packed as we pack nothing, or damaged."""
    if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits:
        return ""
    try:
        with archive.open(entry) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    except (zipfile.BadZipFile, EOFError, OSError, ValueError):
        return ""
