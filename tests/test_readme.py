# SPDX-License-Identifier: MIT
"""The README shows the real thing: its tables, its help and its worked example."""

import shutil
from pathlib import Path

import pytest

from tests.golden import ROOT, SAMPLES
from tests.readme import (
    CONSOLE_BLOCK,
    README,
    added_table,
    column_table,
    key_table,
    output_of,
    row_table,
    rule_table,
)


@pytest.fixture(name="readme")
def _readme() -> str:
    return README.read_text(encoding="utf-8")


def test_it_lists_every_column(readme: str) -> None:
    """The table of columns is that of the reader."""
    assert column_table() in readme


def test_it_lists_every_row_of_the_truth_table(readme: str) -> None:
    """The rows are those that judge connectors, in their order."""
    assert row_table() in readme
    assert added_table() in readme


def test_it_lists_every_key_of_the_config_file(readme: str) -> None:
    """In the words in which the sample and messages describe them."""
    assert key_table() in readme


def test_it_lists_every_rule_of_lint(readme: str) -> None:
    """The table of rules is that of the linter."""
    assert rule_table() in readme


def test_its_console_blocks_show_what_the_commands_print(readme: str, tmp_path: Path) -> None:
    """Run one after the other in a copy of the first sample, they print just that."""
    folder = tmp_path / "two-sites"
    shutil.copytree(SAMPLES / "two-sites", folder, ignore=shutil.ignore_patterns("expected"))
    blocks = CONSOLE_BLOCK.findall(readme)
    assert len(blocks) >= len(["cat", "check", "plan", "cat", "cat", "help", "help", "help"])
    for command, shown in blocks:
        assert shown == output_of(command, folder), command


def test_it_names_every_file_that_a_bundle_can_have(readme: str) -> None:
    """The table of the bundle names each file of the golden folders."""
    names = {path.name for path in SAMPLES.glob("*/expected/**/*") if path.is_file()}
    assert names
    assert {name for name in names if f"{name}`" not in readme} == set()


def test_no_command_that_it_shows_is_a_wrong_one(readme: str) -> None:
    """A block that is made again would show the mistake for ever."""
    assert "for help." not in readme
    assert "Error:" not in readme


def test_its_two_commands_come_first_and_are_targets(readme: str) -> None:
    """Both commands stand before any other command, and the Makefile has them."""
    first = readme.split("```")[1]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test"):
        assert f"make {target}" in first
        assert f"\n{target}:" in makefile
