# SPDX-License-Identifier: MIT
"""``x400fix init`` gives a newcomer files that work."""

import re
from pathlib import Path

import pytest

from tests.command import moves, run, run_program, tree
from x400fix.settings.config_file import parse_config

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
    shown = re.sub(r"^# (?=(?:[\w.-]+|\"[^\"]+\") = )", "", text, flags=re.MULTILINE)
    config = parse_config(shown.encode(), "x400fix.toml")
    ticket = config.ticket_table
    for part in (config, config.pool, ticket, ticket.groups, ticket.risk):
        unset = [key for key in part.__struct_fields__ if getattr(part, key) in (None, "", (), {})]
        assert unset == []


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
