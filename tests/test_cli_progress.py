# SPDX-License-Identifier: MIT
"""The line that says what a long run is doing."""

import gc
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.command import POOL, run
from x400fix.cli import (
    commands,
    explain_call,
    run_check,
    run_lint,
    run_plan,
    run_simulate,
    run_ticket,
)
from x400fix.cli import progress as line
from x400fix.cli.console import Console
from x400fix.cli.progress import progress

pty = pytest.importorskip("pty")


class Terminal:
    """A terminal whose screen is read while the program runs."""

    def __init__(self, ours: int) -> None:
        self._ours = ours
        self.shown = b""

    def read(self, seconds: float = 0.0) -> bytes:
        """What has been shown so far, at most so many seconds from now."""
        end = time.monotonic() + seconds
        while True:
            try:
                self.shown += os.read(self._ours, 1 << 16)
            except BlockingIOError:
                if time.monotonic() > end:
                    return self.shown
                time.sleep(0.01)

    def wait_for(self, text: bytes, seconds: float = 30) -> None:
        """Wait until a text is shown."""
        end = time.monotonic() + seconds
        while text not in self.read():
            assert time.monotonic() < end, self.shown
            time.sleep(0.01)


@contextmanager
def opened_terminal(delay: float = 0.05) -> Iterator[Terminal]:
    """A terminal as stderr."""
    ours, its = pty.openpty()
    os.set_blocking(ours, False)
    with (
        open(its, "w", encoding="utf-8", buffering=1) as stream,  # noqa: PTH123 -- not a path
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.delenv("NO_COLOR", raising=False)
        patch.setenv("TERM", "xterm")
        patch.setattr(line, "DELAY", delay)
        patch.setattr(sys, "stderr", stream)
        yield Terminal(ours)
    os.close(ours)


def test_a_long_stage_is_shown_until_it_ends() -> None:
    """Then the line is erased, and no thread is left."""
    before = threading.active_count()
    with opened_terminal() as terminal:
        with progress(Console(), "reading inv[red]\x07.csv"):
            terminal.wait_for(b"reading inv[red]\\x07.csv")
        assert terminal.read(0.1).endswith(b"\x1b[2K")
    assert threading.active_count() == before


PLAN = ("plan", "inventory.csv", *POOL)
STAGES = (
    (run_check, "read_inputs", ("check", "inventory.csv"), "reading inventory.csv"),
    (run_plan, "read_inputs", PLAN, "reading inventory.csv"),
    (run_plan, "make_plan", PLAN, "planning"),
    (run_plan, "open_bundle", PLAN, "writing inventory-plan"),
    (run_simulate, "read_plan", ("simulate", "n/PLAN.json"), "running n/PLAN.json"),
    (explain_call, "read_plan", ("simulate", "n/PLAN.json", "--explain", "To B 1"), "running n/"),
    (run_ticket, "read_plan", ("ticket", "n/PLAN.json"), "reading n/PLAN.json"),
    (run_ticket, "open_bundle", ("ticket", "n/PLAN.json"), "writing PLAN-ticket"),
    (run_lint, "read_files", ("lint", "n"), "linting"),
)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("module", "slow", "arguments", "text"), STAGES)
def test_every_command_says_what_takes_long(
    module: ModuleType,
    slow: str,
    arguments: tuple[str, ...],
    text: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever of its work that is; here it waits until its line is there."""
    assert run(*PLAN, "--out", "n").status == 0
    work = getattr(module, slow)
    with opened_terminal() as terminal:

        def slowly(*given: Any, **named: Any) -> Any:  # noqa: ANN401 -- as the real one
            terminal.wait_for(text.encode())
            return work(*given, **named)

        monkeypatch.setattr(module, slow, slowly)
        monkeypatch.setattr(sys, "argv", ["x400fix", *arguments])
        status = commands.run()
    gc.enable()
    assert status in {0, 1}


def test_a_short_stage_is_not_shown() -> None:
    """Most runs take less than a second."""
    with opened_terminal(delay=60) as terminal:
        with progress(Console(), "reading"):
            pass
        assert terminal.read(0.1) == b""


def test_what_is_printed_takes_the_place_of_the_line() -> None:
    """A message does not end up behind it; the line comes again below."""
    with opened_terminal() as terminal:
        console = Console()
        with progress(console, "planning"):
            terminal.wait_for(b"planning")
            console.say("using x400fix.toml")
            terminal.wait_for(b"\x1b[2Kusing x400fix.toml\r\n")
            terminal.shown = b""
            terminal.wait_for(b"planning")
        console.say("done")
        assert terminal.read(0.2).endswith(b"\x1b[2Kdone\r\n")


@pytest.mark.parametrize(
    "console", [{"quiet": True}, {"as_data": True}, {"no_color": True}], ids=str
)
def test_whoever_wants_plain_output_gets_no_line(console: dict[str, bool]) -> None:
    """With --quiet and --json, and where a terminal is to be treated like a file."""
    with opened_terminal() as terminal, progress(Console(**console), "reading"):
        assert terminal.read(0.3) == b""


def test_a_file_gets_no_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does a pipe."""
    monkeypatch.setattr(line, "DELAY", 0.01)
    with (tmp_path / "log").open("w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        with progress(Console(), "reading"):
            time.sleep(0.1)
        monkeypatch.undo()
    assert (tmp_path / "log").read_bytes() == b""


def test_a_failure_passes_and_takes_the_line_away() -> None:
    """Whatever ends the stage."""
    with opened_terminal() as terminal:
        with pytest.raises(AssertionError), progress(Console(), "writing"):
            terminal.wait_for(b"nothing of the kind", seconds=0.5)
        assert terminal.read(0.1).endswith(b"\x1b[2K")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full of Linux")
def test_a_terminal_that_takes_nothing_does_not_end_the_stage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As when its window is closed during a run that goes on under nohup."""
    monkeypatch.setattr(line, "DELAY", 0.01)
    monkeypatch.setattr(Console, "is_watched", True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")  # a dumb one is never written to
    stream = Path("/dev/full").open("w", encoding="utf-8", buffering=1)  # noqa: SIM115 -- fails
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", stream)
        with progress(Console(), "reading"):
            time.sleep(0.5)
    with pytest.raises(OSError, match="No space left"):
        stream.close()
