# SPDX-License-Identifier: MIT
"""Runs programs in turn and counts what each of them takes of the processor and of memory."""

import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent


class Task(NamedTuple):
    """A Python program with its arguments, and the folder that it makes."""

    name: str
    arguments: list[str]
    out: Path | None = None
    root: Path = ROOT
    """The checkout whose x400fix runs."""
    tells: bool = False
    """It prints its seconds itself."""


class Usage(NamedTuple):
    """What a run took: seconds of the processor, and KiB of memory at its peak."""

    seconds: float
    kib: int


def environment(root: Path) -> dict[str, str]:
    """What children run in: they keep their bytecode, and are not measured for coverage."""
    unwanted = ("COVERAGE_", "COV_CORE_", "PYTHON")
    plain = {name: text for name, text in os.environ.items() if not name.startswith(unwanted)}
    return {**plain, "PYTHONPATH": os.pathsep.join((str(root / "generator"), str(ROOT)))}


def measure(task: Task, folder: Path) -> Usage:
    """Run a program in a folder; what it made before is removed first, which does not count."""
    if task.out:
        shutil.rmtree(task.out, ignore_errors=True)
    with subprocess.Popen(
        [sys.executable, *task.arguments],
        env=environment(task.root),
        cwd=folder,
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None
        said = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, task.arguments)
    # ru_maxrss counts bytes on macOS, KiB elsewhere.
    kib = usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
    return Usage(float(said) if task.tells else usage.ru_utime + usage.ru_stime, kib)


def rounds(tasks: Iterable[Task], runs: int, folder: Path) -> Mapping[str, list[Usage]]:
    """Run all programs one after the other, as often as asked for."""
    tasks, taken = list(tasks), defaultdict(list)
    for run in range(runs):
        for task in tasks:
            print(f"run {run + 1} of {runs}: {task.name}", file=sys.stderr)  # noqa: T201
            taken[task.name].append(measure(task, folder))
    return taken
