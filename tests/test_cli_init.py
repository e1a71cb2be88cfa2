# SPDX-License-Identifier: MIT
"""``x400fix init`` gives a newcomer files that work."""

from pathlib import Path

import pytest

from tests.command import moves, run, run_program, tree
from x400fix.config.file import Config, PoolConfig, parse_config

pytestmark = pytest.mark.usefixtures("here")


def test_the_two_files_are_named() -> None:
    """On stdout, one a line, so that they can be opened."""
    outcome = run("init", "start")
    assert outcome == (0, b"start/inventory.csv\nstart/x400fix.toml\n", b"")
    assert sorted(tree(Path("start"))) == ["inventory.csv", "x400fix.toml"]


def test_the_sample_is_checked_and_planned_as_it_is() -> None:
    """Without a word of warning, but for the config file that is used."""
    run("init", "start")
    checked = run("check", "start/inventory.csv")
    assert (checked.status, checked.err) == (1, f"using {Path('start', 'x400fix.toml')}\n")
    planned = run("plan", "start/inventory.csv", "--strict")
    assert (planned.status, planned.err) == (0, f"using {Path('start', 'x400fix.toml')}\n")
    assert len(moves(inventory="start/inventory.csv")) == 2


def test_every_key_of_the_config_file_is_shown() -> None:
    """Those that are not set stand in comments, and are right as well."""
    run("init", "start")
    text = Path("start", "x400fix.toml").read_text(encoding="utf-8")
    shown = "".join(
        line.removeprefix("# ") if "=" in line and line.startswith("# ") else line
        for line in text.splitlines(keepends=True)
    )
    parse_config(shown.encode(), "x400fix.toml")
    for key in (*Config.__struct_fields__, *PoolConfig.__struct_fields__):
        assert f"\n{key} = " in shown or f"[{key}]" in shown or f".{key}]" in shown


def test_every_line_is_windows_plain_text() -> None:
    """Notepad of that time knows neither LF alone nor UTF-8."""
    run("init", "start")
    for data in tree(Path("start")).values():
        assert data is not None
        assert data.isascii()
        assert data.count(b"\n") == data.count(b"\r\n") > 5


@pytest.mark.parametrize("name", ["inventory.csv", "x400fix.toml"])
def test_a_file_that_is_there_is_not_overwritten(name: str) -> None:
    """And the other one is not written either."""
    Path("start").mkdir()
    Path("start", name).write_text("mine", encoding="utf-8")
    outcome = run("init", "start")
    assert (outcome.status, outcome.out) == (5, "")
    assert f"{Path('start', name)}: error X4-E080" in outcome.err
    assert tree(Path("start")) == {name: b"mine"}


def test_the_current_folder_will_do() -> None:
    """Where nothing of the names is there yet."""
    Path("empty").mkdir()
    assert run_program("init", ".", cwd=Path("empty")).status == 0
    assert len(tree(Path("empty"))) == 2
