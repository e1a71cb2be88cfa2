# SPDX-License-Identifier: MIT
"""A bundle as a folder, file by file."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from x400fix.bundle.writer import open_folder
from x400fix.problems import OutputError


def test_blocks_are_written_as_they_are(tmp_path: Path) -> None:
    """No byte is changed, neither a line end nor a zero, and an empty file is a file."""
    with open_folder(tmp_path / "new", Path("plan")) as write:
        write("SERVERS/MAILA/NIC.INI", [b"a\r\n", b"b\n\x00", b"\xff"])
        write("SERVERS/MAILA/EMPTY", [])
    folder = tmp_path / "new/SERVERS/MAILA"
    assert (folder / "NIC.INI").read_bytes() == b"a\r\nb\n\x00\xff"
    assert (folder / "EMPTY").read_bytes() == b""


def test_a_file_is_on_the_disk_before_the_next_block_comes(tmp_path: Path) -> None:
    """A large file never stands in memory as a whole."""
    sizes: list[int] = []

    def blocks() -> Iterator[bytes]:
        for _ in range(3):
            yield b"x" * 10
            sizes.append((tmp_path / "new/PLAN.json").stat().st_size)

    with open_folder(tmp_path / "new", Path("plan")) as write:
        write("PLAN.json", blocks())
    assert sizes == [10, 20, 30]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask for folders")
@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_modes_are_those_of_the_umask(tmp_path: Path, mask: int) -> None:
    """Folder and file are as readable as any other that the user makes."""
    before = os.umask(mask)
    try:
        with open_folder(tmp_path / "new", Path("plan")) as write:
            write("SERVERS/MAILA/NIC.INI", [b""])
    finally:
        os.umask(before)
    paths = ["new", "new/SERVERS", "new/SERVERS/MAILA", "new/SERVERS/MAILA/NIC.INI"]
    modes = [(tmp_path / path).stat().st_mode & 0o777 for path in paths]
    assert modes == [0o777 & ~mask] * 3 + [0o666 & ~mask]


def test_a_folder_that_vanishes_is_told(tmp_path: Path) -> None:
    """Somebody who removes the work folder gets an error, not half a bundle."""
    with open_folder(tmp_path / "new", Path("plan")) as write:
        (tmp_path / "new").rmdir()
        with pytest.raises(OutputError, match=r'"PLAN\.json" cannot be written: the folder'):
            write("PLAN.json", [b"{}"])


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    """Where capitals and small letters are the same, two names may be one file."""
    with open_folder(tmp_path / "new", Path("plan")) as write:
        write("PLAN.json", [b"one"])
        with pytest.raises(OutputError, match="something of that name has appeared"):
            write("PLAN.json", [b"two"])
    assert (tmp_path / "new/PLAN.json").read_bytes() == b"one"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """The new folder must be new."""
    with (
        pytest.raises(OutputError, match="something of that name has appeared"),
        open_folder(tmp_path, Path("plan")),
    ):
        pass


def test_a_refusal_at_closing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A network share may take each block and say only at the end that it is full."""
    close = os.close

    def close_full(file: int) -> None:
        close(file)
        raise OSError(errno.ENOSPC, "No space left on device")

    with open_folder(tmp_path / "new", Path("plan")) as write, monkeypatch.context() as patch:
        patch.setattr(os, "close", close_full)
        with pytest.raises(OutputError, match=r'"PLAN\.json" cannot be written: no space'):
            write("PLAN.json", [b"{}"])


def test_a_caller_who_cannot_read_is_not_told_as_a_target_that_cannot_be_written(
    tmp_path: Path,
) -> None:
    """An OSError out of the blocks themselves passes as it is."""

    def blocks() -> Iterator[bytes]:
        yield b"{"
        yield (tmp_path / "missing").read_bytes()

    with (
        pytest.raises(FileNotFoundError, match="missing"),
        open_folder(tmp_path / "new", Path("plan")) as write,
    ):
        write("PLAN.json", blocks())
