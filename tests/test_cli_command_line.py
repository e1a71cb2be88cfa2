# SPDX-License-Identifier: MIT
"""The next command is ready to paste."""

import shlex
import sys

import pytest

from tests.command import INVENTORY, POOL, run
from x400fix.cli.command_line import command_line, quoted
from x400fix.settings.choices import Wave

pytestmark = pytest.mark.usefixtures("here")


def test_what_is_set_is_in_the_command() -> None:
    """Options with and without a value, and those that are given more than once."""
    given = {
        "inventory": "my inv.csv",
        "servers": None,
        "pool": ["10.0.0.0/8", "FW 1=10.1.1.1"],
        "zip_file": "a.zip",
        "force": 2,
        "strict": True,
        "minimal": False,
        "wave": Wave.ALL,
    }
    assert command_line(
        "plan", given, "servers", "pool", "zip_file", "force", "strict", "wave"
    ) == (
        "x400fix plan 'my inv.csv' --pool 10.0.0.0/8 --pool 'FW 1=10.1.1.1' --zip a.zip "
        "--force --force --strict --wave all"
    )


def test_a_name_that_looks_like_an_option_is_none() -> None:
    """And what comes from stdin cannot be given again."""
    assert command_line("plan", {"inventory": "-x.csv"}) == "x400fix plan ./-x.csv"
    assert command_line("plan", {"inventory": "-"}) == ""
    told = run("check", "-", stdin=INVENTORY.encode())
    assert told.out.endswith("4 connectors, 2 conflicts\n")


def test_windows_quotes_in_its_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """cmd.exe knows double quotes only."""
    monkeypatch.setattr(sys, "platform", "win32")
    words = ["x400fix", "plan", r"C:\it\inv & more.csv", "--out", r"D:\plan"]
    assert quoted(words) == r'x400fix plan "C:\it\inv & more.csv" --out D:\plan'


def test_check_names_the_plan_of_the_same_inputs() -> None:
    """What it is typed with is taken over; the command works as it is."""
    told = run("check", "inventory.csv", "--delimiter", "comma", "--only", "OK", "--strict")
    command = told.out.splitlines()[-1].removeprefix("Next         x400fix ")
    assert command == "plan inventory.csv --delimiter comma"
    assert run(*shlex.split(command), *POOL).status == 0
