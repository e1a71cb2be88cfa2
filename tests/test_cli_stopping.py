# SPDX-License-Identifier: MIT
"""Ctrl-C, SIGTERM and SIGHUP: the run ends in order, and what was there before is untouched."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import STOPS, plain_environment, tree
from tests.inventories import large
from x400fix.bundle.stopping import Stopped, end_of_stops, no_stops, stop_in_order

pytestmark = pytest.mark.usefixtures("usual_signals")


@pytest.fixture(scope="module")
def inputs() -> dict[str, str]:
    """An inventory whose plan takes a while to write, so that a late signal still meets it."""
    case = large(3_000, seed=1)
    return {"inventory.csv": case.text, "x400fix.toml": f"[pool]\nranges = {case.pools}\n"}


@pytest.fixture
def folder(inputs: dict[str, str], tmp_path: Path) -> Path:
    """A folder with the inputs and an older bundle; a new one for each test."""
    for name, text in inputs.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    (tmp_path / "night").mkdir()
    for name in ("PLAN.json", "TICKET.MD", "SHA256SUMS"):
        (tmp_path / "night" / name).write_text("older\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def program(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run that is writing the bundle."""
    arguments = ["plan", "inventory.csv", "--out", "night", "--discard"]
    with subprocess.Popen(
        [sys.executable, "-m", "x400fix", *arguments],
        cwd=folder,
        env=plain_environment(),  # a stop in the middle of what measures could be lost there
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        yield child
        child.kill()


def wait_until_it_writes(folder: Path, program: subprocess.Popen[bytes]) -> None:
    """Wait for the first server's folder in the hidden folder beside the target."""
    end = time.monotonic() + 240
    while not list(folder.glob(".night-*/new/SERVERS/*")):
        assert program.poll() is None, "it ended before it could be stopped"
        assert time.monotonic() < end
        time.sleep(0.002)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
@pytest.mark.parametrize("number", STOPS, ids=lambda stop: stop.name)
def test_a_run_that_is_stopped_leaves_the_old_bundle_and_nothing_else(
    number: signal.Signals, folder: Path, program: subprocess.Popen[bytes]
) -> None:
    """The status is 128 and the number of the signal, as shells have it."""
    before = tree(folder)
    wait_until_it_writes(folder, program)
    program.send_signal(number)
    _, said = program.communicate(timeout=240)
    assert tree(folder) == before
    assert program.returncode == 128 + number
    assert said.decode().splitlines() == [
        "using x400fix.toml",
        "interrupted; nothing half made is left",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_storm_of_signals_leaves_no_more_than_one(
    folder: Path, program: subprocess.Popen[bytes]
) -> None:
    """Whichever comes first decides; the others do not disturb the tidying."""
    before = tree(folder)
    wait_until_it_writes(folder, program)
    while program.poll() is None:
        for number in STOPS:
            program.send_signal(number)
        time.sleep(0.001)
    _, said = program.communicate(timeout=240)
    assert tree(folder) == before
    assert program.returncode in {128 + number for number in STOPS}
    assert said.decode().splitlines() == [
        "using x400fix.toml",
        "interrupted; nothing half made is left",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of Unix")
def test_a_terminal_that_closes_leaves_the_old_bundle_and_nothing_else(folder: Path) -> None:
    """Nobody can be told anything any more."""
    import pty  # noqa: PLC0415 -- Windows has none

    before = tree(folder)
    child, terminal = pty.fork()
    if child == 0:  # another program takes its place
        os.chdir(folder)
        arguments = ["-m", "x400fix", "plan", "inventory.csv", "--out", "night", "--discard"]
        os.execve(sys.executable, [sys.executable, *arguments], plain_environment())  # noqa: S606
    end = time.monotonic() + 240
    while not list(folder.glob(".night-*/new/SERVERS/*")):
        assert time.monotonic() < end
        time.sleep(0.002)
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 128 + signal.SIGHUP
    assert tree(folder) == before


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_run_that_is_stopped_early_says_no_more_than_that(
    folder: Path, program: subprocess.Popen[bytes]
) -> None:
    """While files are read there is nothing to take back."""
    assert program.stderr is not None
    assert program.stderr.readline() == b"using x400fix.toml\n"
    program.send_signal(signal.SIGINT)
    _, said = program.communicate(timeout=240)
    assert (program.returncode, b"Traceback" in said) == (130, False)
    assert not list(folder.glob(".night-*"))


@pytest.mark.parametrize("number", STOPS, ids=lambda stop: stop.name)
def test_the_signal_becomes_an_exception(number: signal.Signals) -> None:
    """One that only the command line catches; those after it change nothing."""
    stop_in_order()
    with pytest.raises(Stopped) as caught:
        signal.raise_signal(number)
    assert caught.value.status == 128 + number
    for each in STOPS:
        signal.raise_signal(each)


@pytest.mark.parametrize("number", STOPS, ids=lambda stop: stop.name)
def test_the_signal_changes_nothing_inside_the_block(number: signal.Signals) -> None:
    """The change of places is never broken off; afterwards signals count again."""
    stop_in_order()
    with no_stops():
        signal.raise_signal(number)
    with pytest.raises(Stopped):
        signal.raise_signal(number)


def test_the_signal_changes_nothing_when_all_is_done() -> None:
    """The program is about to end."""
    stop_in_order()
    end_of_stops()
    for each in STOPS:
        signal.raise_signal(each)
        assert signal.getsignal(each) is signal.SIG_IGN


@pytest.mark.parametrize("number", STOPS[1:], ids=lambda stop: stop.name)
def test_the_signal_stops_a_run_in_the_background(number: signal.Signals) -> None:
    """Where a shell has made Ctrl-C ineffective."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stop_in_order()
    signal.raise_signal(signal.SIGINT)
    with pytest.raises(Stopped):
        signal.raise_signal(number)


def test_a_signal_that_is_ignored_stays_so() -> None:
    """As nohup wants it."""
    signal.signal(STOPS[-1], signal.SIG_IGN)
    stop_in_order()
    with no_stops():
        signal.raise_signal(STOPS[-1])
    assert signal.getsignal(STOPS[-1]) is signal.SIG_IGN


def test_a_handler_of_another_kind_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python cannot put back one that it has not set."""
    monkeypatch.setattr(signal, "getsignal", lambda _number: None)
    monkeypatch.setattr(signal, "signal", pytest.fail)
    with no_stops():
        pass


class Deaf:
    """What stops a run just when nothing can be raised."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGTERM)


def test_a_signal_that_a_finalizer_swallows_comes_again() -> None:
    """A moment later, and without a complaint."""
    stop_in_order()
    with pytest.raises(Stopped):  # noqa: PT012 -- it comes at any moment
        Deaf()
        time.sleep(10)


def test_what_else_a_finalizer_swallows_is_complained_of(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As Python does."""

    class Broken:
        def __del__(self) -> None:
            raise ZeroDivisionError

    stop_in_order()
    Broken()
    assert "ZeroDivisionError" in capsys.readouterr().err
