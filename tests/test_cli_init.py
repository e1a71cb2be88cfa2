# SPDX-License-Identifier: MIT
"""``x400fix init`` gives a newcomer files that work."""

import re
from pathlib import Path

import pytest

from tests.command import moves, run, run_program, tree
from x400fix.settings.config_file import parse_config

pytestmark = pytest.mark.usefixtures("here")


def test_the_two_files_are_named() -> None:
    """On stdout, one a line, and below them what to do next."""
    outcome = run("init", "start")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == (
        "start/inventory.csv\nstart/x400fix.toml\n"
        "Next         x400fix check start/inventory.csv\n"
        "Next         x400fix plan start/inventory.csv\n"
    )
    assert run("init", "other", "--quiet").out == "other/inventory.csv\nother/x400fix.toml\n"
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
    """Where nothing of the names is there yet; it is the one that is meant."""
    Path("empty").mkdir()
    outcome = run_program("init", cwd=Path("empty"))
    assert outcome.out.endswith("Next         x400fix plan inventory.csv\n")
    assert len(tree(Path("empty"))) == 2
    assert run_program("init", ".", cwd=Path("empty")).status == 5


# ---- of an inventory


def test_the_pool_of_an_inventory_is_written() -> None:
    """And what it proposes is right as soon as a person has agreed to it."""
    Path("here").mkdir()
    outcome = run("init", "here", "--from", "inventory.csv")
    assert outcome.out == (
        "here/x400fix.toml\nNext         x400fix plan inventory.csv --config here/x400fix.toml\n"
    )
    path = Path("here", "x400fix.toml")
    text = path.read_bytes().decode()
    assert text.count("\r\n") == text.count("\n")
    assert "# 10.20.1.0/24, MAIL-A: 1 needed\r\n" in text
    assert parse_config(text.encode(), "x400fix.toml").pool.ranges == ()
    path.write_bytes(re.sub(r'# (?=")', "", text).encode())
    found = moves("--config", str(path))
    assert found == {"MAIL-A/To B 2": "10.20.2.11", "MAIL-B/To A 2": "10.20.1.11"}


def test_an_inventory_without_work_needs_no_pool() -> None:
    """The file says so; nor does one where names are the remedy."""
    rows = Path("inventory.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    Path("one.csv").write_text("".join(rows[:2]), encoding="utf-8")
    outcome = run("init", "--from", "one.csv")
    assert outcome.out.endswith("Next         x400fix plan one.csv\n")
    text = Path("x400fix.toml").read_text(encoding="utf-8")
    assert "# No addresses are needed" in text
    assert run("plan", "one.csv", "--dry-run").status == 0
    Path("x400fix.toml").write_text('strategy = "hostname"', encoding="utf-8")
    run("init", "names", "--from", "inventory.csv")
    assert "# No addresses" in Path("names", "x400fix.toml").read_text(encoding="utf-8")


def test_an_inventory_that_is_wrong_has_no_pool() -> None:
    """And nothing is written; nor is a file replaced."""
    Path("wrong.csv").write_text("connector,server\nA,B\n", encoding="utf-8")
    outcome = run("init", "--from", "wrong.csv")
    assert (outcome.status, outcome.out) == (3, "")
    assert "Columns      connector, server\n" in outcome.err
    assert "error X4-E006" in outcome.err
    Path("x400fix.toml").write_text("", encoding="utf-8")
    assert run("init", "--from", "inventory.csv").status == 5
    assert Path("x400fix.toml").read_text(encoding="utf-8") == ""


def test_the_pool_avoids_what_other_files_use() -> None:
    """As the plan does."""
    Path("used.txt").write_text("10.20.2.11-10.20.2.200", encoding="utf-8")
    folder = Path("etc", "MAIL-A")
    folder.mkdir(parents=True)
    Path(folder, "HOSTS").write_text("# 10.20.1.11 printer\n", encoding="utf-8")
    outcome = run("init", "--from", "inventory.csv", "--used", "used.txt", "--lmhosts", "etc")
    assert outcome.out.endswith("plan inventory.csv --lmhosts etc --used used.txt\n")
    text = Path("x400fix.toml").read_text(encoding="utf-8")
    assert '# "10.20.2.201",\n' in text
    assert '# "10.20.1.12",\n' in text


def test_warnings_of_the_inventory_are_told() -> None:
    """They may change what is needed."""
    text = Path("inventory.csv").read_text(encoding="utf-8").replace("gateway", "gateway,colour")
    Path("inventory.csv").write_text(text, encoding="utf-8")
    assert "warning X4-W101" in run("init", "--from", "inventory.csv").err


def test_a_start_from_nothing_gets_the_script_that_gathers() -> None:
    """For any server: its caller names the NIC."""
    outcome = run("init", "start", "--gather")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == (
        f"{Path('start', 'GATHER.CMD')}\n"
        "Next         on each server: GATHER BEFORE\n"
        "Next         x400fix import FOLDER\n"
    )
    (data,) = tree(Path("start")).values()
    assert data is not None
    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert b"such as GATHER BEFORE El90x1" in data
    assert b'=="MAIL' not in data
    assert run("init", "start", "--gather").status == 5
