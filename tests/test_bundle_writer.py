# SPDX-License-Identifier: MIT
"""The files of a bundle as they are on the disk and in a ZIP, and the change of places."""

import errno
import gc
import os
import shutil
import stat
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.bundles import open_bundle, write_bundle
from x400fix.bundle import archive
from x400fix.bundle.target import Kind
from x400fix.bundle.writer import Bundle
from x400fix.problems import OutputError

NIC = "SERVERS/MAILA/NIC.INI"
FILES = {"PLAN.json": [b"{", b"}"], NIC: [b"x" * 5000, b"\r\n", b"\x00\xff"], "TICKET.MD": []}


def write(target: Path, *, kind: Kind = Kind.FOLDER, force: int = 0) -> Path:
    """Write a small bundle in pieces."""
    return write_bundle(target, FILES, kind=kind, force=force)


def refusal(target: Path, *, kind: Kind = Kind.FOLDER, force: int = 0) -> str:
    """What is reported when the bundle cannot be written."""
    with pytest.raises(OutputError) as caught:
        write(target, kind=kind, force=force)
    return str(caught.value).removeprefix(f"{target}: error X4-E082: ")


# ---- as files


def test_blocks_are_written_as_they_are(tmp_path: Path) -> None:
    """No byte is changed, neither a line end nor a zero, and an empty file is a file."""
    write(tmp_path / "plan")
    assert (tmp_path / "plan" / NIC).read_bytes() == b"x" * 5000 + b"\r\n\x00\xff"
    assert (tmp_path / "plan/TICKET.MD").read_bytes() == b""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask for folders")
@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_modes_are_those_of_the_umask(tmp_path: Path, mask: int) -> None:
    """Folder and file are as readable as any other that the user makes."""
    before = os.umask(mask)
    try:
        write(tmp_path / "plan")
    finally:
        os.umask(before)
    paths = ["plan", "plan/SERVERS", "plan/SERVERS/MAILA", f"plan/{NIC}"]
    modes = [(tmp_path / path).stat().st_mode & 0o777 for path in paths]
    assert modes == [0o777 & ~mask] * 3 + [0o666 & ~mask]


def test_the_lines_of_the_checksums_stand_in_the_order_of_the_path_bytes(tmp_path: Path) -> None:
    """Capitals come before small letters and '-' before '/', as in the C locale."""
    names = ["SERVERS/a/X", "SERVERS/B/X", "PLAN.json", "SERVERS/B-C/X", "ASSIGN.csv"]
    with open_bundle(tmp_path / "plan") as bundle:
        for name in names:
            bundle.write(name, b"")
    lines = (tmp_path / "plan/SHA256SUMS").read_bytes().decode().splitlines()
    assert [line.split("  ")[1] for line in lines] == sorted(names, key=str.encode)


def write_twice(bundle: Bundle, name: str) -> None:
    """Write a file, and one more."""
    bundle.write("PLAN.json", b"{}")
    bundle.write(name, b"{}")


@pytest.mark.parametrize("name", ["../PLAN.json", "PLAN.json"], ids=["illegal", "twice"])
def test_a_name_that_cannot_be_taken_is_our_own_mistake(name: str, tmp_path: Path) -> None:
    """An illegal name and a second file of one name are bugs, not findings about an input."""
    with (
        pytest.raises(ValueError, match="no bundle can hold"),
        open_bundle(tmp_path / "plan") as bundle,
    ):
        write_twice(bundle, name)
    assert not (tmp_path / "plan").exists()


def write_where_something_is(target: Path) -> None:
    """Write a file that another program has just made."""
    with open_bundle(target) as bundle:
        next(target.parent.glob(".plan-*/new")).joinpath("PLAN.json").touch()
        bundle.write("PLAN.json", b"{}")


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    """Where capitals and small letters are the same, two names may be one file."""
    with pytest.raises(OutputError, match=r'"PLAN\.json" cannot be written: something of that'):
        write_where_something_is(tmp_path / "plan")
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_at_closing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A network share may take each block and say only at the end that it is full."""
    close = os.close

    def close_full(file: int) -> None:
        is_file = stat.S_ISREG(os.fstat(file).st_mode)
        close(file)
        if is_file:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.close", close_full)
    assert (
        refusal(tmp_path / "plan") == '"PLAN.json" cannot be written: no space is left on the disk'
    )


# ---- as a ZIP


def test_the_entries_stand_in_the_order_of_writing(tmp_path: Path) -> None:
    """The caller's order decides, and folders have no entries of their own."""
    with zipfile.ZipFile(write(tmp_path / "plan.zip", kind=Kind.ZIP)) as opened:
        assert opened.namelist() == [*FILES, "SHA256SUMS"]
        assert opened.read(NIC) == b"".join(FILES[NIC])


def test_no_entry_tells_when_or_where_it_was_made(tmp_path: Path) -> None:
    """Date, system and mode are the same everywhere; any unpacker will do."""
    with zipfile.ZipFile(write(tmp_path / "plan.zip", kind=Kind.ZIP)) as opened:
        for entry in opened.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert (entry.create_system, entry.external_attr >> 16) == (3, 0o100644)
            assert (entry.extract_version, entry.flag_bits, entry.extra) == (20, 0, b"")
            assert entry.compress_type == zipfile.ZIP_STORED


@pytest.mark.skipif(shutil.which("unzip") is None, reason="there is no unzip here")
def test_another_program_reads_it(tmp_path: Path) -> None:
    """Info-ZIP finds no fault."""
    path = write(tmp_path / "plan.zip", kind=Kind.ZIP)
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
    told = refusal(tmp_path / "plan.zip", kind=Kind.ZIP)
    assert told.startswith(f'"{NIC}" cannot be written: a ZIP holds no file of more than 100 bytes')
    gc.collect()  # a complaint out of a finalizer would fail the test
    assert list(tmp_path.iterdir()) == []
