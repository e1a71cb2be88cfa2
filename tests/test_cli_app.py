# SPDX-License-Identifier: MIT
"""The commands as a whole: help, version, completion, wrong usage."""

import gc
import inspect
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import msgspec
import pytest

from tests.command import POOL, environment, plain_environment, run, run_program, tree
from x400fix import __version__
from x400fix.cli import commands, run_check
from x400fix.cli.inputs import InputPaths
from x400fix.cli.run_lint import LintOptions
from x400fix.cli.run_plan import Output
from x400fix.settings.settings import Options

COMMANDS = ("plan", "check", "lint", "explain", "init", "schema")


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_names_every_command(option: str) -> None:
    """On stdout, because it was asked for."""
    outcome = run(option)
    assert (outcome.status, outcome.err) == (0, "")
    assert all(f"\n  {command} " in outcome.out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(command: str) -> None:
    """With its usage first, and a text to each option."""
    outcome = run(command, "--help")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith(f"Usage: x400fix {command} [OPTIONS]")


@pytest.mark.parametrize("arguments", [["--version"], ["--version", "plan"]])
def test_version_is_one_line(arguments: list[str]) -> None:
    """Also where something stands beside it."""
    assert run(*arguments) == (0, f"x400fix {__version__}\n".encode(), b"")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "No such command"),
        (["--nonsense"], "No such option: --nonsense"),
        (["plan"], "Missing argument 'INVENTORY'"),
        (["plan", "a.csv", "--wave", "never"], "'connector', 'partner', 'all'"),
        (["plan", "a.csv", "--pool"], "requires an argument"),
        (["check"], "Missing argument 'INVENTORY'"),
        (["check", "a.csv", "--format", "html"], "'table', 'csv', 'md'"),
        (["plna"], "Did you mean 'plan'?"),
    ],
)
def test_wrong_usage_has_status_2(arguments: list[str], said: str) -> None:
    """Told on stderr."""
    outcome = run(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert said in outcome.err
    assert "Traceback" not in outcome.err


def test_no_arguments_show_the_help() -> None:
    """With the status of wrong usage, because nothing was done."""
    outcome = run()
    assert outcome.status == 2
    assert "Usage: x400fix" in outcome.out + outcome.err


@pytest.mark.parametrize("argument", ["pl\x1b[31man", "\x1b]0;title\x07"])
def test_wrong_usage_shows_no_control_codes(argument: str) -> None:
    """A shell may put the name of a file there."""
    for arguments in ([argument], ["plan", "a.csv", argument], [f"--{argument}"]):
        outcome = run(*arguments)
        assert outcome.status == 2
        assert "\x1b" not in outcome.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_is_printed(shell: str, here: Path) -> None:
    """For the shell that asks; nothing is installed."""
    env = environment(_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    outcome = run_program("--show-completion", shell, cwd=here, env=env)
    assert outcome.status == 0
    assert "x400fix" in outcome.out.lower()


@pytest.mark.skipif(sys.platform == "win32", reason="bash")
def test_completion_knows_commands_and_options(here: Path) -> None:
    """What the script asks for while the person types."""
    words = environment(
        _X400FIX_COMPLETE="complete_bash", COMP_WORDS="x400fix plan --dry", COMP_CWORD="2"
    )
    assert run_program(cwd=here, env=words).out.split() == ["--dry-run"]
    words |= {"COMP_WORDS": "x400fix ch", "COMP_CWORD": "1"}
    assert run_program(cwd=here, env=words).out.split() == ["check"]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_loads_no_more_than_the_command_line(command: str, here: Path) -> None:
    """Templates and addresses wait until there is something to plan."""
    probe = (
        "import sys\nfrom x400fix.__main__ import main\n"
        f"sys.argv[1:] = {[*command.split(), '--help']}\nmain()\n"
        "print(*sorted({'jinja2', 'netaddr', 'rich', 'pydantic', 'zipfile'} & {*sys.modules}),"
        " file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=here,
        env=plain_environment(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stderr == b"\n"


def test_a_run_collects_no_garbage_while_it_lasts(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking for cycles that are not there costs a fifth of a large run."""
    seen: list[bool] = []

    def look(**how: object) -> None:
        seen.append(gc.isenabled())
        sys.exit(how["prog_name"] != "x400fix")

    monkeypatch.setattr(commands, "app", look)
    assert run("check", str(here / "inventory.csv")).status == 0
    assert seen == [False]


@pytest.mark.parametrize(("code", "status"), [(0, 0), (2, 2), ("why", 70), (None, 70)])
def test_an_end_without_a_number_is_a_bug(
    code: str | int | None, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typer always gives one."""
    monkeypatch.setattr(commands, "app", lambda **how: sys.exit(code if how else 0))
    assert run().status == status


def test_typer_may_just_return(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then all is well."""
    monkeypatch.setattr(commands, "app", lambda **how: how)
    assert run().status == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe of Unix")
@pytest.mark.parametrize(("argument", "status"), [("--help", 0), ("--nonsense", 2)])
def test_typer_may_fail_to_print(
    argument: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its status 1 would mean findings."""
    monkeypatch.setattr(sys, "argv", ["x400fix", argument])
    with closed_pipe() as out, closed_pipe() as err:
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        assert commands.run() == status
        monkeypatch.undo()
    gc.enable()


@contextmanager
def closed_pipe() -> Iterator[TextIO]:
    """A stream whose reader is gone."""
    ours, its = os.pipe()
    os.close(ours)
    with open(its, "w", encoding="utf-8") as stream:  # noqa: PTH123 -- not a path
        yield stream


def test_the_same_bytes_from_another_process(here: Path) -> None:
    """Whatever the hash seed, the time zone and the working folder."""
    assert run("plan", "inventory.csv", *POOL, "--out", "one").status == 0
    elsewhere = here.parent / "elsewhere"
    elsewhere.mkdir()
    outcome = run_program(
        *("plan", str(here / "inventory.csv"), *POOL, "--out", "two"),
        cwd=elsewhere,
        env=environment(PYTHONHASHSEED="99", TZ="Asia/Kathmandu", HOME="/nowhere", LC_ALL="C"),
    )
    assert outcome.status == 0
    assert tree(elsewhere / "two") == tree(here / "one")


# What a command uses itself; every other parameter fills the field of that name.
OF_THE_COMMAND = {
    *("pdf", "xlsx", "netbox", "json", "sarif", "strict", "quiet", "verbose", "no_color"),
    *("again", "next_command"),
}


@pytest.mark.parametrize(
    ("command", "structs", "without"),
    [
        pytest.param(commands.plan, (InputPaths, Options, Output), set(), id="plan"),
        pytest.param(
            commands.check,
            (InputPaths, run_check.Output),
            {"previous", "lmhosts", "tickets", "used"},
            id="check",
        ),
        pytest.param(commands.lint, (LintOptions,), set(), id="lint"),
    ],
)
def test_every_option_reaches_what_is_run(
    command: Callable[..., None], structs: tuple[type[msgspec.Struct], ...], without: set[str]
) -> None:
    """An option and the field that it fills have one name, else its value would be lost."""
    names = set(inspect.signature(command).parameters)
    fields = {name for struct in structs for name in struct.__struct_fields__}
    assert (names ^ fields) - OF_THE_COMMAND == without
