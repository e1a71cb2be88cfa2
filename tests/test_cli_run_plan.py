# SPDX-License-Identifier: MIT
"""What ``x400fix plan`` does, apart from its options: in which order, and what it tells."""

import hashlib
from pathlib import Path

import pytest

from tests.command import CONFIG, INVENTORY, POOL, run, tree

pytestmark = pytest.mark.usefixtures("here")


def write(name: str, text: str) -> None:
    """A file in the current folder."""
    Path(name).write_text(text, encoding="utf-8")


def test_wrong_options_pools_and_files_are_told_at_once() -> None:
    """And the status is that of the options."""
    write("inventory.csv", INVENTORY.replace("10.20.1.10,MAIL-A", "10.20.01.10,MAIL-A"))
    write("x400fix.toml", CONFIG.replace("10.20.2.32/28", "10.20.2.33/28"))
    outcome = run("plan", "inventory.csv", "--ticket", "no ticket", "--exclude", "10.99.0.1")
    assert outcome.status == 2
    assert {"X4-E012", "X4-E093"} <= {word.strip(":") for word in outcome.err.split()}


def test_a_pool_that_is_wrong_and_an_inventory_that_is_wrong_are_told_at_once() -> None:
    """Nobody likes to run a program once for each mistake."""
    write("inventory.csv", INVENTORY.replace("10.20.1.10,MAIL-A", "10.20.01.10,MAIL-A"))
    outcome = run("plan", "inventory.csv", "--pool", "10.20.2.33/28")
    assert outcome.status == 3
    assert {"X4-E012", "X4-E050"} <= {word.strip(":") for word in outcome.err.split()}


def test_a_target_that_cannot_be_taken_is_told_before_anything_is_written() -> None:
    """But after everything that is wrong with the inputs."""
    Path("inventory-plan").mkdir()
    write("inventory-plan/mine.txt", "mine")
    before = tree(Path())
    for force in ([], ["--force"]):
        outcome = run("plan", "inventory.csv", *POOL, *force)
        assert (outcome.status, outcome.out, tree(Path())) == (5, "", before)
    assert run("plan", "inventory.csv").status == 4


def test_the_words_of_the_summary_agree_with_its_numbers() -> None:
    """One server is no servers."""
    rows = INVENTORY.splitlines(keepends=True)
    write("inventory.csv", "".join(rows[:3]))
    outcome = run("plan", "inventory.csv", "--pool", "MAIL-B=10.20.2.32", "--dry-run", "--quiet")
    assert outcome.status == 0
    assert "\nConnectors   2 on 1 server, 1 conflict\n" in outcome.out


def test_the_bundle_goes_where_the_current_folder_was() -> None:
    """A relative target is one of the folder in which the run began."""
    Path("deep").mkdir()
    assert run("plan", "inventory.csv", *POOL, "--out", "deep/../night").status == 0
    assert Path("night", "TICKET.MD").is_file()


def test_every_file_of_the_bundle_is_summed() -> None:
    """As sha256sum wants it."""
    run("plan", "inventory.csv", *POOL, "--out", "night")
    files = {name: data for name, data in tree(Path("night")).items() if data is not None}
    sums = files.pop("SHA256SUMS").decode().splitlines()
    assert sums == [
        f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in sorted(files.items())
    ]
