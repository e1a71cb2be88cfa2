# SPDX-License-Identifier: MIT
"""The power fails: what a file system holds whose device was cut off, at any moment of a run.

An ext4 image is mounted, and its journal is stopped dead (the call of ext4 for this very test);
what is found when it is mounted again is what a computer would find. Needs root and a kernel with
loop devices and ext4.
"""

import contextlib
import hashlib
import os
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import plain_environment

fcntl = pytest.importorskip("fcntl", reason="Windows has no such calls")

_SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN of linux/ext4.h
_WITHOUT_JOURNAL = struct.pack("I", 2)

INVENTORY = "connector,server,address,remote_server,exchange\n" + "".join(
    f"To B {number},MAIL-{server},10.20.2.10,MAIL-X,5.0 SP2\n"
    for server in range(8)
    for number in (1, 2)
)


class Disk:
    """A file system in a file, with an inventory on it."""

    def __init__(self, folder: Path) -> None:
        self.image = folder / "image"
        self.top = folder / "mounted"
        self.top.mkdir()
        with self.image.open("wb") as file:
            file.truncate(64 << 20)
        self.is_mounted = False
        _call("mkfs.ext4", "-q", "-F", self.image)

    def mount(self) -> None:
        """Mount a copy of it; the journal is replayed.

        Some other program of the machine may still hold the old mount, which one of the same file
        would share.
        """
        old, self.image = self.image, self.image.with_name(f"{self.image.name}+")
        _call("cp", "--sparse=always", old, self.image)
        _call("mount", "-o", "loop", self.image, self.top)
        self.is_mounted = True

    def unmount(self) -> None:
        """Unmount it."""
        _call("umount", self.top)
        self.is_mounted = False

    def cut_off(self) -> None:
        """Let nothing more reach the device."""
        folder = os.open(self.top, os.O_RDONLY)
        fcntl.ioctl(folder, _SHUTDOWN, _WITHOUT_JOURNAL)
        os.close(folder)


def _call(*command: str | Path) -> None:
    subprocess.run([str(word) for word in command], check=True, capture_output=True, timeout=60)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk that can be cut off; skipped where there can be none."""
    try:
        made = Disk(tmp_path)
        made.mount()
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no ext4 image can be mounted here: {error}")
    (made.top / "inventory.csv").write_text(INVENTORY, encoding="utf-8")
    os.sync()
    yield made
    if made.is_mounted:
        made.unmount()


def begin(disk: Disk, *options: str) -> "subprocess.Popen[bytes]":
    """Begin to write a plan."""
    return subprocess.Popen(
        [sys.executable, "-m", "x400fix", "plan", "inventory.csv", *options],
        cwd=disk.top,
        env=plain_environment(PYTHONDONTWRITEBYTECODE="1"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def write(disk: Disk, *options: str) -> None:
    """Write a plan."""
    with begin(disk, *options) as child:
        _, said = child.communicate(timeout=120)
        assert child.returncode == 0, said


def digest_of(path: Path) -> str:
    """The digest of a bundle, which is whole."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    subprocess.run(command, cwd=path, check=True, timeout=60)
    sums = (path / "SHA256SUMS").read_bytes()
    listed = {line.split("  ", 1)[1] for line in sums.decode().splitlines()} | {"SHA256SUMS"}
    assert {
        each.relative_to(path).as_posix() for each in path.rglob("*") if each.is_file()
    } == listed
    return hashlib.sha256(sums).hexdigest()


@pytest.mark.parametrize("option", ["--out", "--zip"])
@pytest.mark.parametrize("replaces", [False, True])
def test_what_was_written_is_there(option: str, disk: Disk, *, replaces: bool) -> None:
    """The power fails in the moment in which the run ends well."""
    if replaces:
        write(disk, option, "t", "--ticket", "CHG1")
    write(disk, option, "t", "--force")
    wanted = digest_of(disk.top / "t")
    disk.cut_off()
    disk.unmount()
    disk.mount()
    assert digest_of(disk.top / "t") == wanted
    assert sorted(each.name for each in disk.top.iterdir()) == ["inventory.csv", "lost+found", "t"]


@pytest.mark.slow
@pytest.mark.parametrize("option", ["--out", "--zip"])
def test_it_is_there_at_any_moment_afterwards(option: str, disk: Disk) -> None:
    """Up to 20 seconds later a copy of the device has the new bundle; no old one, no half one."""
    write(disk, option, "t", "--ticket", "CHG1")
    write(disk, option, "t", "--force")
    wanted, ended = digest_of(disk.top / "t"), time.monotonic()
    copies: list[Path] = []
    for moment in (0, 0.2, 1, 3, 6, 12, 20):
        time.sleep(max(0, ended + moment - time.monotonic()))
        copies.append(disk.image.with_name(f"copy-{len(copies)}"))
        _call("cp", "--sparse=always", disk.image, copies[-1])
    disk.unmount()
    for disk.image in copies:
        disk.mount()
        assert digest_of(disk.top / "t") == wanted, disk.image.name
        disk.unmount()


@pytest.mark.slow
@pytest.mark.parametrize("option", ["--out", "--zip"])
@pytest.mark.parametrize("room", [0, 8, 40, 120, 200])
def test_a_disk_that_is_full_keeps_the_old(option: str, room: int, disk: Disk) -> None:
    """Whether the room ends with the first file or the last one."""
    write(disk, option, "t", "--ticket", "CHG1")
    old = digest_of(disk.top / "t")
    with (disk.top / "filler").open("wb") as file:
        with contextlib.suppress(OSError):
            while True:
                file.write(bytes(1 << 16))
                file.flush()
        file.truncate(max(0, file.tell() - (room << 10)))
    with begin(disk, option, "t", "--force") as child:
        _, said = child.communicate(timeout=120)
    if child.returncode:
        assert child.returncode == 5
        assert b"no space is left on the disk" in said
        assert digest_of(disk.top / "t") == old
    assert not [*disk.top.glob(".t-*")]


@pytest.mark.slow
@pytest.mark.parametrize("option", ["--out", "--zip"])
@pytest.mark.parametrize("share", range(5))
def test_at_any_moment_the_old_is_there_or_the_new(option: str, share: int, disk: Disk) -> None:
    """And what the run has left is gone after the next one."""
    write(disk, option, "t", "--ticket", "CHG1")
    old = digest_of(disk.top / "t")
    write(disk, option, "u")
    new = digest_of(disk.top / "u")
    os.sync()
    with begin(disk, option, "t", "--force") as child:
        end = time.monotonic() + 60
        while not list(disk.top.glob(".t-*")) and child.poll() is None:
            assert time.monotonic() < end
        time.sleep(share * 0.02)
        disk.cut_off()
        child.wait(timeout=60)
    disk.unmount()
    disk.mount()
    assert digest_of(disk.top / "t") in {old, new}
    write(disk, option, "t", "--force")
    assert digest_of(disk.top / "t") == new
    assert sorted(each.name for each in disk.top.iterdir()) == [
        "inventory.csv",
        "lost+found",
        "t",
        "u",
    ]
