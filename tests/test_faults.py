# SPDX-License-Identifier: MIT
"""A kill or an error at every system call that writes: the old is there or the new, nothing else.

strace counts the calls of a command and lets the one with a certain number fail; the program has
no part in it. What a killed run leaves next to its target the next run removes.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.command import plain_environment, tree, usual_signals

STRACE = shutil.which("strace")

# In plain words: what makes, fills, moves, changes or removes files and folders, or brings them to
# the disk. A call that the machine does not know is left out ("?").
CALLS = (
    *("mkdir", "write", "rename", "renameat2", "link", "unlink", "unlinkat", "rmdir"),
    *("fsync", "syncfs", "chmod", "fchmod", "chown", "flock", "ftruncate"),
)
MAKING = re.compile(r"openat\(.*O_CREAT")

INVENTORY = "connector,server,address,exchange\nTo B,MAIL-A,10.20.2.10,5.5 SP3\n"
OTHER = INVENTORY.replace("MAIL-A", "MAIL-C")


class Case(NamedTuple):
    """A command, what is at the target before, and what makes it: earlier commands."""

    command: str
    target: str
    before: tuple[str, ...] = ()

    @property
    def again(self) -> str:
        """The command of a run that follows, which may replace what is there."""
        return f"{self.command} --force" if self.command.split()[0] in {"plan", "ticket"} else ""


CASES = {
    "plan": Case("plan inventory.csv --out t", "t"),
    "force": Case("plan inventory.csv --out t --force", "t", ("plan other.csv --out t",)),
    "zip": Case("plan inventory.csv --zip t", "t"),
    "zip-force": Case("plan inventory.csv --zip t --force", "t", ("plan other.csv --zip t",)),
    "ticket": Case("ticket p/PLAN.json --out t", "t", ("plan inventory.csv --out p",)),
    "init": Case("init t", "t"),
}


def start(folder: Path, command: str, *tracing: str) -> "subprocess.CompletedProcess[bytes]":
    """Run a command, perhaps under strace."""
    prefix = [str(STRACE), "-qq", "-o", "trace", *tracing] if tracing else []
    with usual_signals():
        return subprocess.run(
            [*prefix, sys.executable, "-m", "x400fix", *command.split()],
            cwd=folder,
            env=plain_environment(PYTHONDONTWRITEBYTECODE="1"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=120,
        )


def prepare(folder: Path, case: Case) -> Mapping[str, bytes | None]:
    """A folder in which a case can begin."""
    folder.mkdir()
    (folder / "inventory.csv").write_text(INVENTORY, encoding="utf-8")
    (folder / "other.csv").write_text(OTHER, encoding="utf-8")
    for command in case.before:
        assert start(folder, command).returncode == 0
    return tree(folder)


def now(folder: Path) -> dict[str, bytes | None]:
    """What is in a folder, but for what strace writes."""
    return {name: data for name, data in tree(folder).items() if name != "trace"}


@cache
def can_trace() -> bool:
    """Whether strace is there and may trace programs and let calls fail."""
    if not STRACE:
        return False
    inject = ["-e", "trace=write", "-e", "inject=write:error=EIO:when=1"]
    command = [STRACE, "-qq", "-o", os.devnull, *inject, "/bin/echo", "x"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 1


needs_strace = pytest.mark.skipif(not can_trace(), reason="strace cannot let system calls fail")


def traced_lines(folder: Path, command: str, calls: str) -> list[str]:
    """The calls of a command that succeeds."""
    assert start(folder, command, "-f", "-y", "-e", f"trace={calls}").returncode == 0
    text = (folder / "trace").read_text(encoding="utf-8", errors="replace")
    return [line.split(maxsplit=1)[1] for line in text.splitlines()]


def attacks(lines: list[str], among: str = "") -> Iterator[tuple[str, int]]:
    """Each call by its name and its number among those of the name, if its line has a text."""
    counts: dict[str, int] = {}
    for line in lines:
        name = line.partition("(")[0]
        counts[name] = counts.get(name, 0) + 1
        if among in line and (name != "openat" or MAKING.match(line)):
            yield name, counts[name]


ALL_CALLS = ",".join(f"?{name}" for name in (*CALLS, "openat"))


@needs_strace
@pytest.mark.slow
@pytest.mark.parametrize("fault", ["signal=KILL", "signal=INT", "error=EIO"])
@pytest.mark.parametrize("name", CASES)
def test_old_or_new_and_nothing_else(name: str, fault: str, tmp_path: Path) -> None:
    """Whichever call fails; and what a kill leaves is gone after the next run."""
    case = CASES[name]
    before = prepare(tmp_path / "model", case)
    lines = traced_lines(tmp_path / "model", case.command, ALL_CALLS)
    after = now(tmp_path / "model")
    assert after != before
    seen = set()
    for call, number in attacks(lines):
        folder = tmp_path / f"{call}-{number}"
        restore(folder, before)
        inject = f"inject={call}:{fault}:when={number}"
        done = start(folder, case.command, "-e", f"trace={call}", "-e", inject)
        found = now(folder)
        assert b"Traceback" not in done.stderr, (call, number)
        if fault == "signal=KILL":
            found = without_work(found)
            again = start(folder, case.again or case.command)
            assert without_work(now(folder)) == now(folder), (call, number, again.stderr)
            assert now(folder) == after, (call, number, again.stderr)
        assert found in (before, after), (call, number, sorted(found), done.stderr)
        if done.returncode == 0:
            assert found == after, (call, number)
        seen.add(found == after)
        shutil.rmtree(folder)
    assert False in seen


def restore(folder: Path, files: Mapping[str, bytes | None]) -> None:
    """Make a folder with what was in another one."""
    folder.mkdir()
    for path, data in files.items():
        (folder / path).mkdir(parents=True) if data is None else (folder / path).write_bytes(data)


TROUBLE = {
    "ENOSPC": b"no space is left on the disk",
    "EDQUOT": b"the disk quota is used up",
    "EROFS": b"the file system is read-only",
    "EACCES": b"no permission",
}


@needs_strace
@pytest.mark.slow
@pytest.mark.parametrize("error", TROUBLE)
@pytest.mark.parametrize("name", CASES)
def test_what_the_system_refuses_is_named(name: str, error: str, tmp_path: Path) -> None:
    """At the first, a middle and the last call of each kind that writes what is new."""
    case = CASES[name]
    before = prepare(tmp_path / "model", case)
    lines = traced_lines(tmp_path / "model", case.command, ALL_CALLS)
    numbers: dict[str, list[int]] = {}
    for call, number in attacks(lines, "/.t-"):
        numbers.setdefault(call, []).append(number)
    assert {"mkdir", "openat", "write"} <= numbers.keys()
    for call in {"mkdir", "openat", "write", "fsync", "syncfs", "renameat2"} & numbers.keys():
        found = numbers[call]
        for number in {found[0], found[len(found) // 2], found[-1]}:
            restore(folder := tmp_path / f"{call}-{number}", before)
            inject = f"inject={call}:error={error}:when={number}"
            done = start(folder, case.command, "-e", f"trace={call}", "-e", inject)
            if done.returncode:
                assert (done.returncode, TROUBLE[error] in done.stderr) == (5, True), done.stderr
                assert now(folder) == before, (call, number)


def without_work(files: Mapping[str, bytes | None]) -> dict[str, bytes | None]:
    """All but the hidden folder of a run that was killed."""
    return {path: data for path, data in files.items() if not re.match(r"\.t-[0-9a-f]{16}\b", path)}


@needs_strace
@pytest.mark.parametrize("name", ["force", "zip-force"])
def test_the_order_of_calls_survives_a_failure_of_the_power(name: str, tmp_path: Path) -> None:
    """All is on the disk, then places are exchanged, that is on the disk, and then the old goes."""
    case = CASES[name]
    prepare(tmp_path / "here", case)
    calls = [
        line
        for line in traced_lines(tmp_path / "here", case.command, ALL_CALLS)
        if MAKING.match(line)
        or ("/.t-" in line and not line.startswith("openat"))
        or "sync" in line
    ]
    steps = [line.partition("(")[0] for line in calls]
    exchange = steps.index("renameat2")
    assert "RENAME_EXCHANGE" in calls[exchange]
    synced = "syncfs" if name == "force" else "fsync"
    assert steps[exchange - 1] == synced, calls
    assert steps[exchange + 1] == "fsync", calls
    assert calls[exchange + 1].endswith("/here>) = 0")
    removed = [at for at, step in enumerate(steps) if step in {"unlink", "unlinkat", "rmdir"}]
    assert min(removed) > exchange + 1
    assert {"openat", "write"} <= {*steps[: exchange - 1]}
    assert not {"openat", "write", "chmod"} & {*steps[exchange:]}
