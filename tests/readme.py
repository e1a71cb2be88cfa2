# SPDX-License-Identifier: MIT
"""What the README shows of the product: tables of its data and the output of its commands."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.golden import ROOT
from x400fix.formats.lint import rows as rule_rows
from x400fix.inventory.columns import INVENTORY_COLUMNS, REQUIRED_IN_INVENTORY
from x400fix.settings.config_file import Key, find_keys
from x400fix.verdicts.truth_table import ADDED_ROWS, ROWS

README = ROOT / "README.md"
CONSOLE_BLOCK = re.compile(r"```console\n\$ ([^\n]*)\n(.*?)```", re.DOTALL)


def _table(*rows: Iterable[str]) -> str:
    """Rows as a Markdown table, the first as its head."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|---" * lines[0].count(" | ") + "|---|", *lines[1:]])


def column_table() -> str:
    """The columns of the inventory."""
    return _table(
        ("column", "need", "meaning", "also read as"),
        *(
            (
                f"`{column.name}`",
                "required" if column.name in REQUIRED_IN_INVENTORY else "optional",
                column.meaning,
                ", ".join(column.aliases),
            )
            for column in INVENTORY_COLUMNS
        ),
    )


def row_table() -> str:
    """The rows of the truth table in the order in which they are read."""
    return _table(
        ("row", "verdict", "reason", "sources"),
        *((str(row.number), row.verdict, row.reason, ", ".join(row.sources)) for row in ROWS),
    )


def added_table() -> str:
    """The rows that are added to any verdict."""
    return _table(
        ("row", "reason", "sources"),
        *((str(row.number), row.reason, ", ".join(row.sources)) for row in ADDED_ROWS),
    )


def key_table() -> str:
    """The keys of x400fix.toml with those of its tables."""

    def rows(keys: Sequence[Key]) -> Iterator[tuple[str, str, str]]:
        for key in keys:
            is_lines = isinstance(key.example, dict) or not key.is_table
            example = f"`{key.lines[0]}`" if is_lines else "a table"
            choices = f" Choices: {key.choices}." if key.choices else ""
            yield f"`{key.path}`", key.description + choices, example
            yield from rows([each for each in key.keys if each.description])

    return _table(("key", "meaning", "example"), *rows(find_keys()))


def rule_table() -> str:
    """The rules of the linter, each once, with what it weighs in our output and in other files."""
    return _table(
        ("rule", "ours", "others", "what is wrong", "sources"),
        *(
            (
                rule.id,
                rule.ours or "-",
                rule.existing or "-",
                rule.title,
                ", ".join([*rule.sources, *(["caution"] if rule.is_caution else [])]),
            )
            for rule in rule_rows()
        ),
    )


def output_of(command: str, folder: Path) -> str:
    """What a command of the README prints in a folder, all of it and without carriage returns."""
    program, *arguments = shlex.split(command)
    if program == "cat":
        text = (folder / arguments[0]).read_bytes().decode("cp1252")
    else:
        result = subprocess.run(
            [sys.executable, "-m", "x400fix", *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT / "generator"), "COLUMNS": "80"},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        text = result.stderr + result.stdout
    return text.replace("\r", "")
