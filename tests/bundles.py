# SPDX-License-Identifier: MIT
"""Bundles as tests write and read them."""

import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from x400fix.bundle import writer
from x400fix.bundle.target import Kind
from x400fix.settings.choices import Replace

SMALL: Mapping[str, bytes] = {
    "PLAN.json": b"{}",
    "TICKET.TXT": b"ticket\r\n",
    "SERVERS/MAILA/NIC.INI": b"nic\r\n",
}
Snapshot = dict[str, bytes]


def open_bundle(
    target: Path, *, kind: Kind = Kind.FOLDER, force: int = 0, said: list[str] | None = None
) -> AbstractContextManager[writer.Bundle]:
    """Open a bundle as a command with ``--force`` so many times does; a list gets what it says."""
    say = ([] if said is None else said).append
    return writer.open_bundle(target, say, kind=kind, replace=Replace(force))


def write_bundle(
    target: Path,
    files: Mapping[str, bytes | Iterable[bytes]] = SMALL,
    *,
    kind: Kind = Kind.FOLDER,
    force: int = 0,
    said: list[str] | None = None,
) -> Path:
    """Write a whole bundle."""
    with open_bundle(target, kind=kind, force=force, said=said) as bundle:
        for name, content in files.items():
            bundle.write(name, content)
    return target


def read_tree(folder: Path) -> Snapshot:
    """Give each file below a folder, hidden ones too, and each empty folder as no bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
        if path.is_file() or not any(path.iterdir())
    }


def read_bundle(target: Path, kind: Kind) -> Snapshot:
    """Give the files of a bundle of either kind."""
    if kind is not Kind.ZIP:
        return read_tree(target)
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sum_up(files: Mapping[str, bytes]) -> bytes:
    """Give what SHA256SUMS must hold."""
    lines = [
        f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n"
        for name in sorted(files, key=str.encode)
    ]
    return "".join(lines).encode()
