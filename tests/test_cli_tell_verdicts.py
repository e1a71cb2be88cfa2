# SPDX-License-Identifier: MIT
"""What ``x400fix check`` does, apart from its options."""

from pathlib import Path

import pytest

from tests.command import INVENTORY
from x400fix.cli import run_check as tell_verdicts
from x400fix.cli.console import Console
from x400fix.cli.inputs import InputPaths
from x400fix.problems import InputError

PATHS = InputPaths(inventory="inventory.csv")


def test_the_status_says_whether_there_is_a_conflict(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """1 with, 0 without."""
    assert tell_verdicts.run(PATHS, Console(), strict=False, as_data=False) == 1
    rows = INVENTORY.splitlines(keepends=True)
    (here / "inventory.csv").write_text("".join([rows[0], rows[1], rows[3]]), encoding="utf-8")
    assert tell_verdicts.run(PATHS, Console(), strict=False, as_data=False) == 0
    assert capsys.readouterr().err == ""


def test_a_wrong_input_gives_every_problem_and_no_verdict(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Those of the rows, and of the config file beside it."""
    text = INVENTORY.replace("10.20.2.10,MAIL-B", "10.20.2.010,MAIL-B")
    (here / "inventory.csv").write_text(text, encoding="utf-8")
    (here / "x400fix.toml").write_text("colour = 1", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        tell_verdicts.run(PATHS, Console(), strict=False, as_data=False)
    codes = sorted(problem.code for problem in caught.value.problems)
    assert codes == ["X4-E012", "X4-E012", "X4-E041"]
    assert capsys.readouterr().out == ""
