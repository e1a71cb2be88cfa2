# SPDX-License-Identifier: MIT
"""What reaches a terminal: no control codes of an input, colours only where they are wanted."""

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.command import INVENTORY, POOL, environment, run, run_program
from x400fix.cli.console import Console
from x400fix.problems import Place, Problem

ESCAPES = "\x1b[31m \x9b2J \x07\r\t\x00 \u202e\u2066\u200f\u061c"
WRONG = INVENTORY.replace("10.20.1.10,MAIL-A", "10.20.01.10,MAIL-A")
WARNS = INVENTORY.replace("gateway", "gateway,colour")


def problem(code: str = "X4-E012", message: str = "wrong", file: str = "a.csv") -> Problem:
    """A problem of line 2."""
    return Problem(code=code, message=message, where=Place(file, 2))


def is_harmless(text: str) -> bool:
    """Whether a terminal does nothing with a text but show it, line by line."""
    return all(line.isprintable() for line in text.split("\n"))


# ---- what is printed


def test_results_go_to_stdout_and_talk_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    """So that a result can be piped."""
    console = Console()
    console.result("result\n")
    console.say("talk")
    console.report("failure")
    assert capsys.readouterr() == ("result\n", "talk\nfailure\n")


@pytest.mark.parametrize(
    ("quiet", "verbose", "said"),
    [
        (False, False, "talk\n"),
        (False, True, "talk\ndetail\n"),
        (True, False, ""),
        (True, True, ""),
    ],
)
def test_quiet_and_verbose_decide_how_much_is_said(
    quiet: bool,  # noqa: FBT001 -- a table
    verbose: bool,  # noqa: FBT001
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Quiet goes before verbose."""
    console = Console(quiet=quiet, verbose=verbose)
    console.say("talk")
    console.detail("detail")
    assert capsys.readouterr().err == said


@pytest.mark.parametrize(
    ("codes", "quiet", "last"),
    [
        (["X4-E012"], False, "1 error"),
        (["X4-E012", "X4-W101", "X4-W102", "X4-N001"], False, "1 error, 2 warnings, 1 note"),
        (["X4-E012", "X4-W101"], True, "1 error, 1 warning"),
        (["X4-N001", "X4-N001"], False, "2 notes"),
    ],
)
def test_the_count_comes_last(
    codes: list[str],
    quiet: bool,  # noqa: FBT001 -- a table
    last: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """By severity, the gravest first."""
    Console(quiet=quiet).problems(map(problem, codes))
    assert capsys.readouterr().err.splitlines()[-1] == last


@pytest.mark.parametrize("codes", [[], ["X4-W101", "X4-N001"]])
def test_quiet_says_nothing_without_errors(
    codes: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Not even a count."""
    Console(quiet=True).problems(map(problem, codes))
    assert capsys.readouterr() == ("", "")


# ---- control codes


@given(st.text())
def test_no_text_reaches_the_terminal_with_control_codes(text: str) -> None:
    """Nor with what is invisible, or turns the direction of writing round."""
    with pytest.MonkeyPatch.context() as patch:
        out, err = io.StringIO(), io.StringIO()
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        console = Console()
        console.result(text)
        console.say(text)
        console.problems([problem(message=text, file=text)])
    printed = out.getvalue() + err.getvalue()
    assert is_harmless(printed)


def test_a_problem_stays_on_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A file name with a line break cannot pretend to be another problem."""
    Console().problems([problem(file="a\nb.csv")])
    assert capsys.readouterr().err == "a\\nb.csv:2: error X4-E012: wrong\n1 error\n"


@pytest.mark.parametrize("command", ["plan", "check"])
@pytest.mark.parametrize("column", INVENTORY.splitlines()[0].split(","))
def test_no_cell_reaches_the_terminal_with_control_codes(
    command: str, column: str, here: Path
) -> None:
    """In whatever column it stands, and whatever becomes of it."""
    columns = INVENTORY.splitlines()[0].split(",")
    cells = INVENTORY.splitlines()[1].split(",")
    cells[columns.index(column)] = ESCAPES
    rows = "\n".join([*INVENTORY.splitlines(), ",".join(cells)])
    (here / "inventory.csv").write_text(rows, encoding="utf-8", newline="")
    for option in ([], ["--json"]):
        outcome = run(command, "inventory.csv", *option)
        assert outcome.status == 3
        assert is_harmless(outcome.out + outcome.err)


@pytest.mark.parametrize("where", ["header", "config", "file name", "pool", "server"])
def test_no_other_input_reaches_the_terminal_with_control_codes(where: str, here: Path) -> None:
    """A column's name, a key, the name of a file, an option."""
    header = f"colour{ESCAPES}" if where == "header" else "colour"
    text = INVENTORY.replace("gateway\n", f"gateway,{header}\n")
    name = f"inv{ESCAPES.replace(chr(0), '')}.csv" if where == "file name" else "inventory.csv"
    (here / name).write_text(text, encoding="utf-8", newline="")
    key = '"\\u001b[31m\\u202e" = 1' if where == "config" else ""
    (here / "x400fix.toml").write_text(key, encoding="utf-8")
    pool = ("--pool", ESCAPES) if where == "pool" else POOL
    keep = ("--keep", f"{ESCAPES}/{ESCAPES}") if where == "server" else ()
    outcome = run("plan", name, *pool, *keep)
    assert is_harmless(outcome.out + outcome.err)
    assert outcome.err


# ---- colours


def run_on_terminal(*arguments: str, cwd: Path, **others: str) -> bytes:
    """What the program shows on a terminal of its own."""
    import pty  # noqa: PLC0415 -- Windows has none

    ours, its = pty.openpty()
    env = {name: value for name, value in environment().items() if name != "NO_COLOR"}
    with subprocess.Popen(
        [sys.executable, "-m", "x400fix", *arguments],
        cwd=cwd,
        env=env | {"TERM": "xterm", **others},
        stdin=its,
        stdout=its,
        stderr=its,
        close_fds=True,
    ):
        os.close(its)
        shown = b""
        while piece := read_terminal(ours):
            shown += piece
    os.close(ours)
    return shown


def read_terminal(ours: int) -> bytes:
    """The next bytes; none when the program has ended."""
    try:
        return os.read(ours, 1 << 16)
    except OSError as error:
        assert error.errno == errno.EIO  # noqa: PT017 -- Linux says so at the end
        return b""


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals of Unix")
def test_a_terminal_gets_colours(here: Path) -> None:
    """The severity is in its colour, and nothing else."""
    (here / "inventory.csv").write_text(WRONG, encoding="utf-8")
    shown = run_on_terminal("plan", "inventory.csv", *POOL, cwd=here)
    assert b":\x1b[31m\x1b[1m error \x1b[0mX4-E012: " in shown
    told = [row for row in shown.splitlines() if b"X4-E012" in row]
    assert [row.count(b"\x1b[") for row in told] == [3, 3]


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals of Unix")
@pytest.mark.parametrize(
    ("options", "variables"),
    [(["--no-color"], {}), ([], {"NO_COLOR": "1"}), ([], {"TERM": "dumb"})],
    ids=["--no-color", "NO_COLOR", "TERM=dumb"],
)
def test_a_terminal_gets_no_colours_where_they_are_not_wanted(
    options: list[str], variables: dict[str, str], here: Path
) -> None:
    """As an option, by the custom of NO_COLOR, and where the terminal has none."""
    (here / "inventory.csv").write_text(WARNS, encoding="utf-8")
    shown = run_on_terminal("plan", "inventory.csv", *POOL, *options, cwd=here, **variables)
    assert b"warning X4-W101" in shown
    assert b"\x1b" not in shown


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals of Unix")
def test_an_empty_no_color_means_nothing(here: Path) -> None:
    """As https://no-color.org has it."""
    (here / "inventory.csv").write_text(WARNS, encoding="utf-8")
    shown = run_on_terminal("plan", "inventory.csv", *POOL, cwd=here, NO_COLOR="")
    assert b"\x1b[33m" in shown


def test_a_pipe_gets_no_colours(here: Path) -> None:
    """Colour only on a terminal."""
    (here / "inventory.csv").write_text(WARNS, encoding="utf-8")
    assert b"\x1b" not in run_program("plan", "inventory.csv", *POOL, cwd=here).stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals of Unix")
def test_verdicts_have_a_colour_on_a_terminal(here: Path) -> None:
    """The word alone, not the blanks behind it; a connector of that name has none."""
    (here / "inventory.csv").write_text(INVENTORY.replace("To B 1", "WARN"), encoding="utf-8")
    shown = run_on_terminal("check", "inventory.csv", cwd=here)
    assert shown.count(b"  \x1b[31m\x1b[1mCONFLICT\x1b[0m  2\r\n") == 4
    assert shown.count(b"\x1b[") == 12


@pytest.mark.parametrize(
    ("variables", "options", "is_coloured"),
    [
        ({}, [], False),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, [], True),
        ({"FORCE_COLOR": ""}, [], False),
        ({"FORCE_COLOR": "0"}, [], False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"FORCE_COLOR": "1"}, ["--no-color"], False),
    ],
)
def test_a_pipe_gets_colours_only_by_force(
    here: Path,
    variables: dict[str, str],
    options: list[str],
    is_coloured: bool,  # noqa: FBT001 -- a table
) -> None:
    """FORCE_COLOR is for pipes; who wants none goes before."""
    (here / "inventory.csv").write_text(WARNS, encoding="utf-8")
    env = environment(**{"TERM": "xterm", "NO_COLOR": "", "FORCE_COLOR": "", **variables})
    outcome = run_program("check", "inventory.csv", *options, cwd=here, env=env)
    assert (b"\x1b[31m" in outcome.stdout) is is_coloured
    assert (b"\x1b[33m" in outcome.stderr) is is_coloured


# ---- encodings


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8", "cp850"])
@pytest.mark.parametrize("command", [("check",), ("plan", *POOL)])
def test_a_name_that_the_terminal_cannot_show_is_escaped(
    encoding: str, command: tuple[str, ...], here: Path
) -> None:
    """And the run goes on."""
    text = INVENTORY.replace("To B 1", "Łódź 日本").replace("gateway", "gateway,Größe")
    (here / "inventory.csv").write_text(text, encoding="utf-8")
    env = environment(PYTHONIOENCODING=encoding)
    outcome = run_program(command[0], "inventory.csv", *command[1:], cwd=here, env=env)
    assert outcome.status == (1 if command == ("check",) else 0)
    assert "Größe".encode(encoding, "backslashreplace") in outcome.stderr
    if command == ("check",):
        assert "Łódź 日本".encode(encoding, "backslashreplace") in outcome.stdout


def test_json_is_utf8_whatever_the_terminal_shows(here: Path) -> None:
    """It is data for another program."""
    (here / "inventory.csv").write_text(INVENTORY.replace("To B 1", "Łódź"), encoding="utf-8")
    env = environment(PYTHONIOENCODING="ascii")
    outcome = run_program("check", "inventory.csv", "--json", cwd=here, env=env)
    assert "Łódź" in outcome.out


# ---- streams that cannot be written


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full of Linux")
def test_a_full_stderr_does_not_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exit status has to do; closing the stream does not fail either."""
    with Path("/dev/full").open("w", encoding="utf-8", buffering=1) as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        Console().say("talk")
        Console().say("more")


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe of Unix")
def test_a_reader_that_is_gone_does_not_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in a text nor in data, however long they are."""
    for text in ("short", "long" * 100_000):
        ours, its = os.pipe()
        os.close(ours)
        with open(its, "w", encoding="utf-8") as stream:  # noqa: PTH123 -- not a path
            monkeypatch.setattr(sys, "stdout", stream)
            Console().result(text)
            Console().data([text.encode()])
            monkeypatch.undo()


def test_a_stream_without_an_encoding_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that runs ours may have put something else there."""
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    Console().result("Łódź\n")
    assert out.getvalue() == "Łódź\n"
