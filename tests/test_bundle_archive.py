# SPDX-License-Identifier: MIT
"""A bundle as a ZIP."""

import gc
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from x400fix.bundle import writer as archive
from x400fix.bundle.writer import open_archive
from x400fix.problems import OutputError


def write_small(path: Path) -> Path:
    """Write an archive of two files."""
    with open_archive(path, Path("plan.zip")) as write:
        write("PLAN.json", [b"{", b"}"])
        write("SERVERS/MAILA/NIC.INI", [b"x" * 5000, b"\r\n"])
    return path


def test_the_entries_stand_in_the_order_of_writing(tmp_path: Path) -> None:
    """The caller's order decides, and folders have no entries of their own."""
    with zipfile.ZipFile(write_small(tmp_path / "new")) as opened:
        assert opened.namelist() == ["PLAN.json", "SERVERS/MAILA/NIC.INI"]
        assert opened.read("SERVERS/MAILA/NIC.INI") == b"x" * 5000 + b"\r\n"


def test_no_entry_tells_when_or_where_it_was_made(tmp_path: Path) -> None:
    """Date, system and mode are the same everywhere; any unpacker will do."""
    with zipfile.ZipFile(write_small(tmp_path / "new")) as opened:
        for entry in opened.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert (entry.create_system, entry.external_attr >> 16) == (3, 0o100644)
            assert (entry.extract_version, entry.flag_bits, entry.extra) == (20, 0, b"")
            assert entry.compress_type == zipfile.ZIP_STORED


def test_two_archives_of_the_same_files_have_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of the clock or of the place is in it."""
    one, two = write_small(tmp_path / "one"), write_small(tmp_path / "two")
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.skipif(shutil.which("unzip") is None, reason="there is no unzip here")
def test_another_program_reads_it(tmp_path: Path) -> None:
    """Info-ZIP finds no fault."""
    path = write_small(tmp_path / "new.zip")
    done = subprocess.run(
        ["unzip", "-t", str(path)],  # noqa: S607 -- found wherever it is installed
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_a_file_beyond_the_classic_format_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry of 2 GB would need ZIP64, which old unpackers do not know."""
    monkeypatch.setattr(archive, "LARGEST_ENTRY", 100)
    with open_archive(tmp_path / "new", Path("plan.zip")) as write:
        write("ASSIGN.csv", [b"x" * 100])
        with pytest.raises(OutputError, match="cannot be written: a ZIP holds no file of more"):
            write("PLAN.json", [b"x" * 60, b"x" * 41])


def test_an_archive_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """The new archive must be new."""
    (tmp_path / "new").touch()
    with (
        pytest.raises(OutputError, match="something of that name has appeared"),
        open_archive(tmp_path / "new", Path("plan.zip")),
    ):
        pass


def test_an_archive_that_is_given_up_is_closed_without_a_word(tmp_path: Path) -> None:
    """Nothing is written to a closed file when the archive is dropped later."""
    with (
        pytest.raises(ZeroDivisionError),
        open_archive(tmp_path / "new", Path("plan.zip")) as write,
    ):
        write("PLAN.json", (b"{" * (1 // left) for left in (2, 1, 0)))
    gc.collect()  # a complaint out of a finalizer would fail the test
    with pytest.raises(zipfile.BadZipFile), zipfile.ZipFile(tmp_path / "new"):
        pass


def test_a_caller_who_cannot_read_is_not_told_as_a_target_that_cannot_be_written(
    tmp_path: Path,
) -> None:
    """An OSError out of the blocks themselves passes as it is."""

    def blocks() -> Iterator[bytes]:
        yield b"{"
        yield (tmp_path / "missing").read_bytes()

    with (
        pytest.raises(FileNotFoundError, match="missing"),
        open_archive(tmp_path / "new", Path("plan.zip")) as write,
    ):
        write("PLAN.json", blocks())
