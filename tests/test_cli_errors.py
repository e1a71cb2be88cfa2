# SPDX-License-Identifier: MIT
"""Every failure becomes a message and an exit status; nothing else comes out."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.command import INVENTORY, POOL, environment, plain_environment, run, tree
from x400fix.bundle.stopping import Stopped
from x400fix.cli import commands, run_plan
from x400fix.cli.console import Console
from x400fix.cli.errors import BUG, guard
from x400fix.problems import (
    InputError,
    OutputError,
    Place,
    PlanningError,
    Problem,
    UsageError,
    X400FixError,
)

PROBLEM = Problem(code="X4-E012", message="wrong", where=Place("a.csv", 2))

needs_unix = pytest.mark.skipif(sys.platform == "win32", reason="a shell and /dev/full")


def raising(error: BaseException) -> Callable[[], int]:
    """An action that fails."""

    def action() -> int:
        raise error

    return action


@pytest.mark.parametrize("status", [0, 1])
def test_an_action_gives_the_status(status: int) -> None:
    """Whatever it is."""
    assert guard(Console(), lambda: status) == status


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UsageError([PROBLEM]), 2),
        (InputError([PROBLEM]), 3),
        (PlanningError([PROBLEM]), 4),
        (OutputError([PROBLEM]), 5),
    ],
)
def test_an_expected_failure_is_told(
    error: X400FixError, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """As lines on stderr, or as data on stdout."""
    assert guard(Console(), raising(error)) == status
    assert capsys.readouterr() == ("", "a.csv:2: error X4-E012: wrong\n1 error\n")
    assert guard(Console(as_data=True), raising(error)) == status
    captured = capsys.readouterr()
    assert json.loads(captured.out)["problems"][0]["code"] == "X4-E012"
    assert captured.err == ""


@pytest.mark.parametrize("note", ["", "a note"])
@pytest.mark.parametrize(
    "error_class", [MemoryError, partial(OSError, errno.ENOMEM, "no memory", "lib"), SystemError]
)
def test_too_little_memory_is_told(
    note: str, error_class: Callable[[], Exception], capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line, and what could not be removed in another; whoever noticed it."""
    error = error_class()
    if note:
        error.add_note(note)
    assert guard(Console(), raising(error)) == 3
    line, count, *notes = capsys.readouterr().err.splitlines()
    assert line.startswith("memory: error X4-E086: too large: it needs more memory")
    assert (count, notes) == ("1 error", [note] if note else [])


def test_an_interruption_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """In one line."""
    assert guard(Console(), raising(Stopped(15))) == 143
    assert capsys.readouterr().err == "interrupted; nothing half made is left\n"


@pytest.mark.parametrize("error", [Stopped(15), ValueError(), OutputError([PROBLEM])])
def test_what_is_left_is_told(error: BaseException, capsys: pytest.CaptureFixture[str]) -> None:
    """And nobody says that there is nothing."""
    error.add_note("a note")
    guard(Console(), raising(error))
    said = capsys.readouterr().err
    assert "a note" in said
    assert "nothing half made" not in said


def test_what_the_system_refuses_unexpectedly_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """With the file's name, if it is about a file."""
    error = PermissionError(13, "Permission denied", "somewhere")
    assert guard(Console(), raising(error)) == 5
    assert capsys.readouterr().err == (
        "somewhere: error X4-E082: cannot be written: Permission denied\n1 error\n"
    )


def test_a_bug_is_reported_in_short(
    here: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What and where, but no traceback and no value of an input."""

    def break_down(*_arguments: object, **_options: object) -> None:
        message = "To B 1 at 10.20.2.10 on MAIL-A"
        raise ValueError(message)

    monkeypatch.setattr(run_plan, "make_plan", break_down)
    outcome = run("plan", "inventory.csv", *POOL)
    assert outcome.status == BUG
    assert outcome.out == ""
    lines = outcome.err.splitlines()
    assert lines[0].startswith("this is a bug in x400fix; nothing half made is left")
    assert "ValueError in break_down:" in lines[1]
    assert len(lines) == 3
    for value in ("Traceback", "To B 1", "10.20.2.10", "MAIL-A", str(tmp_path), str(here)):
        assert value not in outcome.err
    assert [path.name for path in here.iterdir()] == ["inventory.csv"]


def test_a_bug_while_files_are_written_leaves_nothing(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hidden folder beside the target is gone as well."""

    def write_some(*_arguments: object) -> object:
        yield "PLAN.json", b"{}"
        yield "SERVERS/MAIL-A/STEPS.TXT", b"1. Begin."
        raise AssertionError

    monkeypatch.setattr(run_plan, "bundle_files", write_some)
    before = tree(here)
    assert run("plan", "inventory.csv", *POOL).status == BUG
    assert tree(here) == before


def test_a_bug_outside_of_every_command_is_reported_too(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is ever told as a traceback."""
    monkeypatch.setattr(commands, "app", lambda **how: how.nonsense)
    outcome = run("check", str(here / "inventory.csv"))
    assert outcome.status == BUG
    assert "AttributeError in <lambda>" in outcome.err


def test_the_status_of_a_bug_is_its_own() -> None:
    """It is none that a shell or another failure uses."""
    assert BUG == X400FixError.status == 70


# ---- streams that cannot be written, in this process


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full of Linux")
def test_a_stdout_that_is_full_leads_nowhere_from_then_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it still holds would fail once more when the program ends."""
    with Path("/dev/full").open("w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert guard(Console(), lambda: stream.write("result") * 0) == 5
        monkeypatch.undo()
    assert "<stdout>: error X4-E082: cannot be written: No space left" in capsys.readouterr().err


@needs_unix
def test_a_pipe_whose_reader_is_gone_leads_nowhere_from_then_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the action keeps its status."""
    ours, its = os.pipe()
    os.close(ours)
    with open(its, "w", encoding="utf-8") as stream:  # noqa: PTH123 -- not a path
        monkeypatch.setattr(sys, "stdout", stream)
        assert guard(Console(), lambda: min(stream.write("result"), 1)) == 1
        monkeypatch.undo()
    assert capsys.readouterr().err == ""


# ---- streams: the shell closes them, so the program runs as one of its own

BIG = "connector,server,address\n" + "".join(
    f"To {number},MAIL-A,10.{number // 250}.{number % 250}.9\n" for number in range(3000)
).replace("10.0.1.9", "10.0.0.9")


def shell(line: str, cwd: Path) -> tuple[int, str]:
    """The status of the program in a line of bash, and everything it said on stderr."""
    done = subprocess.run(
        ["/bin/sh", "-c", line.replace("x400fix", f"{sys.executable} -m x400fix")],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stderr.decode()


@needs_unix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full of Linux")
@pytest.mark.parametrize(
    "command",
    [
        "plan inventory.csv --dry-run --pool 10.20.1.32/28,10.20.2.32/28",
        "plan inventory.csv --dry-run --pool 10.20.1.32/28,10.20.2.32/28 --json",
        "plan missing.csv --json",
        "check inventory.csv",
        "explain",
        "schema",
        "--help",
        "--version",
    ],
)
def test_a_full_stdout_is_told(command: str, here: Path) -> None:
    """Exit 5, one line, no traceback, no complaint at exit."""
    status, said = shell(f"x400fix {command} >/dev/full", here)
    assert status == 5
    expected = "<stdout>: error X4-E082: cannot be written: No space left on device"
    assert said.splitlines() == [expected, "1 error"]


@needs_unix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full of Linux")
@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("plan inventory.csv --dry-run --pool 10.20.1.32/28,10.20.2.32/28", 0),
        ("plan missing.csv", 3),
        ("check inventory.csv", 1),
        ("explain nonsense", 2),
        ("--nonsense", 2),
    ],
)
@pytest.mark.parametrize("how", ["2>/dev/full", "2>&-", "2>&1 >/dev/null | true"])
def test_a_stderr_that_takes_nothing_changes_no_status(
    command: str, status: int, how: str, here: Path
) -> None:
    """Nobody can read it, so the exit status has to do."""
    (here / "x400fix.toml").write_text("", encoding="utf-8")
    line = f"{{ x400fix {command}; echo $? >status; }} {how}"
    shell(line, here)
    assert (here / "status").read_text(encoding="utf-8") == f"{status}\n"


@needs_unix
@pytest.mark.parametrize(
    ("command", "status"), [("check inventory.csv", 1), ("schema", 0), ("--version", 0)]
)
def test_a_program_without_stdout_runs_all_the_same(command: str, status: int, here: Path) -> None:
    """As a service manager may start it."""
    assert shell(f"x400fix {command} >&-", here) == (status, "")


@needs_unix
@pytest.mark.parametrize(
    ("command", "status"),
    [("check inventory.csv --quiet", 1), ("check inventory.csv --json", 1), ("schema", 0)],
)
def test_a_pipe_that_is_closed_changes_no_status(command: str, status: int, here: Path) -> None:
    """As with ``| head``: the reader has seen enough."""
    (here / "inventory.csv").write_text(BIG, encoding="utf-8")
    line = f"{{ x400fix {command}; echo $? >status; }} | head -n 1"
    assert shell(line, here) == (0, "")
    assert (here / "status").read_text(encoding="utf-8") == f"{status}\n"


@needs_unix
@pytest.mark.parametrize(
    ("command", "status"), [("check inventory.csv", 1), ("--help", 0), ("--version", 0)]
)
def test_a_pipe_that_is_closed_from_the_start_changes_no_status(
    command: str, status: int, here: Path
) -> None:
    """What is short is written when the verdict is known."""
    shell(f"{{ sleep 0.2; x400fix {command}; echo $? >status; }} | true", here)
    assert (here / "status").read_text(encoding="utf-8") == f"{status}\n"


# ---- names of files


@needs_unix
@pytest.mark.parametrize("option", [[], ["--json"]])
def test_a_name_with_bytes_that_are_no_text_is_escaped(option: list[str], here: Path) -> None:
    """In messages, in data and in the plan; the file is found all the same."""
    strange = os.fsdecode(b"inv\xff.csv")
    outcome = run("plan", strange, *POOL, *option)
    assert outcome.status == 3
    named = json.loads(outcome.out)["problems"][0]["file"] if option else outcome.err
    assert named.startswith("inv\\udcff.csv")
    (here / strange).write_text(INVENTORY, encoding="utf-8")
    assert run("plan", strange, *POOL, "--out", "night", *option).status == 0
    plan = json.loads((here / "night" / "PLAN.json").read_bytes())
    assert plan["inputs"][0]["name"] == "inv\\udcff.csv"


@needs_unix
def test_the_folder_may_have_been_removed(tmp_path: Path) -> None:
    """A shell can stand in a folder that is gone."""
    gone = tmp_path / "gone"
    gone.mkdir()
    (tmp_path / "inventory.csv").write_text(INVENTORY, encoding="utf-8")
    line = f"rmdir ../gone; x400fix plan {tmp_path}/inventory.csv --pool {POOL[1]},{POOL[3]}"
    status, said = shell(line, gone)
    assert status == 5
    assert said.splitlines()[0].startswith("inventory-plan: error X4-E082: ")
    assert "Traceback" not in said


LIMITED = (
    "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000));"
    "from x400fix.__main__ import main; sys.exit(main())"
)


@needs_unix
def test_a_limit_on_the_size_of_files_leaves_nothing(here: Path) -> None:
    """What a full disk would do, in the middle of a file."""
    text = INVENTORY + "".join(
        f"To B {number},MAIL-A,10.20.2.10,MAIL-B,,,,,\n" for number in range(3, 60)
    )
    (here / "inventory.csv").write_text(text, encoding="utf-8")
    before = tree(here)
    arguments = ("plan", "inventory.csv", "--pool", "10.20.1.32/27,10.20.2.32-10.20.2.99")
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, *arguments],
        cwd=here,
        # Neither coverage nor Python itself may write files of their own that would be cut.
        env=plain_environment(PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 5
    assert b'"PLAN.json" cannot be written: the file would be larger' in done.stderr
    assert tree(here) == before
