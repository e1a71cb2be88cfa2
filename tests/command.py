# SPDX-License-Identifier: MIT
"""Runs the command line: in this process, or as a program of its own."""

import gc
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from x400fix.cli.commands import run as run_x400fix
from x400fix.plan.model import Plan

SOURCES = Path(__file__).parent.parent / "generator"

INVENTORY = """\
connector,server,address,remote_server,exchange,os,adapter,addresses,gateway
To B 1,MAIL-A,10.20.2.10,MAIL-B,5.0 SP2,NT 4.0 SP5,El90x1,10.20.1.10/24,10.20.1.1
To B 2,MAIL-A,10.20.2.10,MAIL-B,,,,,
To A 1,MAIL-B,10.20.1.10,MAIL-A,5.0 SP2,NT 4.0 SP5,El90x1,10.20.2.10/24,10.20.2.1
To A 2,MAIL-B,10.20.1.10,MAIL-A,,,,,
"""
"""Two servers with two connectors each way: ``To A 2`` and ``To B 2`` must move."""

RANGES = ("10.20.1.32/28", "10.20.2.32/28")
POOL = ("--pool", RANGES[0], "--pool", RANGES[1])

CONFIG = '[pool]\nranges = ["10.20.1.32/28", "10.20.2.32/28"]\n'


class Outcome(NamedTuple):
    """What a run printed, and its exit status."""

    status: int
    stdout: bytes
    stderr: bytes

    @property
    def out(self) -> str:
        """What it printed on stdout."""
        return self.stdout.decode("utf-8")

    @property
    def err(self) -> str:
        """What it said on stderr."""
        return self.stderr.decode("utf-8")

    @property
    def codes(self) -> list[str]:
        """The codes of the problems that ``--json`` printed."""
        return [problem["code"] for problem in json.loads(self.stdout)["problems"]]


def run(*arguments: str, stdin: bytes = b"") -> Outcome:
    """Run the command line in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["x400fix", *arguments])
        patch.delenv("COLUMNS", raising=False)  # of whoever runs the suite
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        out, err = io.BytesIO(), io.BytesIO()
        streams = (_stream(out), _stream(err))
        patch.setattr(sys, "stdout", streams[0])
        patch.setattr(sys, "stderr", streams[1])
        try:
            status = run_x400fix()
        finally:
            gc.enable()  # which the command line switches off for its short life
    return Outcome(status, out.getvalue(), err.getvalue())


def _stream(data: io.BytesIO) -> io.TextIOWrapper:
    return io.TextIOWrapper(data, encoding="utf-8", newline="", write_through=True)


def plan_of(*arguments: str, inventory: str = "inventory.csv") -> Plan:
    """The plan that a dry run prints; the run must succeed."""
    outcome = run("plan", inventory, "--dry-run", "--json", *arguments)
    assert outcome.status == 0, outcome.out + outcome.err
    return msgspec.json.decode(outcome.stdout, type=Plan)


def moves(*arguments: str, inventory: str = "inventory.csv") -> dict[str, str]:
    """The Address that each connector which moves gets, by ``SERVER/CONNECTOR``."""
    return {
        f"{each.server}/{each.connector}": each.address_value
        for each in plan_of(*arguments, inventory=inventory).assignments
        if each.action == "move"
    }


STOPS = tuple(
    signal.Signals[name]
    for name in ("SIGINT", "SIGTERM", "SIGHUP")
    if name in signal.Signals.__members__
)


@contextmanager
def usual_signals() -> Iterator[None]:
    """Let the signals that stop a program do so, here and in programs that are started here.

    They are ignored where a shell runs the suite in the background, or nohup does.
    """
    before = {number: signal.signal(number, signal.SIG_DFL) for number in STOPS}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    hook = sys.unraisablehook
    try:
        yield
    finally:
        sys.unraisablehook = hook
        for number, handler in before.items():
            signal.signal(number, handler)


def environment(**others: str) -> dict[str, str]:
    """The environment of a program of its own."""
    theirs = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    return {**theirs, "PYTHONPATH": str(SOURCES), **others}


def plain_environment(**others: str) -> dict[str, str]:
    """An environment in which a child is not measured for coverage, and writes its bytecode."""
    unwanted = ("COVERAGE_", "COV_CORE_", "PYTHON")
    return {name: value for name, value in os.environ.items() if not name.startswith(unwanted)} | {
        "PYTHONPATH": str(SOURCES),
        **others,
    }


def run_program(
    *arguments: str, cwd: Path, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> Outcome:
    """Run the command line as a program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "x400fix", *arguments],
        cwd=cwd,
        env=environment() if env is None else env,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def tree(folder: Path) -> dict[str, bytes | None]:
    """Every file below a folder with its bytes, and every folder with None."""
    return {
        path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
    }
