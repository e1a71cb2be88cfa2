# SPDX-License-Identifier: MIT
"""The pages for people: ``python -m tests.docs`` makes what they show of the product again.

That is the tables of its data, known by their heads, and the output of the commands in console
blocks. The commands of all pages run one after the other in one copy of the first sample, those of
the README first, so that the other pages can show more of the plan that it makes.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.golden import ROOT, SAMPLES
from x400fix.inventory.columns import INVENTORY_COLUMNS
from x400fix.lint.table import RULES
from x400fix.settings.config_file import Key, find_keys
from x400fix.step_kinds import StepKind
from x400fix.verdicts.truth_table import ADDED_ROWS, ROWS

README = ROOT / "README.md"
PAGES = (README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
CONSOLE_BLOCK = re.compile(r"(?<=```console\n)\$ ([^\n]*)\n(.*?)(?=```)", re.DOTALL)


def page_name(page: Path) -> str:
    """The path of a page in the repository."""
    return page.relative_to(ROOT).as_posix()


def pages_made_again() -> Iterator[tuple[Path, str]]:
    """Every page with what its text has to be."""
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder, "two-sites")
        shutil.copytree(SAMPLES / sample.name, sample, ignore=shutil.ignore_patterns("expected"))
        for page in PAGES:
            yield page, _made_again(page.read_text(encoding="utf-8"), sample)


def _made_again(text: str, folder: Path) -> str:
    for table in tables():
        head, _, _ = table.partition("\n")
        text = re.sub(rf"(?m)^{re.escape(head)}\n(?:\|.*\n)*", table.replace("\\", r"\\"), text)
    return CONSOLE_BLOCK.sub(lambda block: f"$ {block[1]}\n{_output_of(block[1], folder)}", text)


def tables() -> Iterator[str]:
    """Every table that lists data of the product, with the last line ended."""
    yield _table(
        ("column", "need", "meaning", "also read as"),
        *(
            (
                f"`{column.name}`",
                "required" if column.is_required else "optional",
                column.meaning,
                ", ".join(column.aliases),
            )
            for column in INVENTORY_COLUMNS
        ),
    )
    yield _table(
        ("row", "verdict", "reason", "sources"),
        *((str(row.number), row.verdict, row.reason, ", ".join(row.sources)) for row in ROWS),
    )
    yield _table(
        ("row", "reason", "sources"),
        *((str(row.number), row.reason, ", ".join(row.sources)) for row in ADDED_ROWS),
    )
    yield _table(
        ("rule", "ours", "others", "what is wrong", "sources"),
        *(
            (
                rule.id,
                rule.ours or "-",
                rule.existing or "-",
                rule.title,
                ", ".join([*rule.sources, *(["caution"] if rule.is_caution else [])]),
            )
            for rule in RULES
        ),
    )
    yield _table(
        ("phase", "kind", "who", "minutes"),
        *((kind.phase, f"`{kind}`", kind.who, str(kind.minutes)) for kind in StepKind),
    )
    yield _table(("key", "meaning", "example"), *_key_rows(find_keys()))


def _key_rows(keys: Sequence[Key]) -> Iterator[tuple[str, str, str]]:
    """The keys of x400fix.toml; those that a table has by the dozen are on another page."""
    for key in keys:
        is_line = isinstance(key.example, dict) or not key.is_table
        choices = f" Choices: {key.choices}." if key.choices else ""
        example = f"`{key.lines[0]}`" if is_line else "a table"
        yield f"`{key.path}`", key.description + choices, example
        yield from _key_rows([each for each in key.keys if each.description])


def _table(*rows: Iterable[str]) -> str:
    """Rows as a Markdown table, the first as its head."""
    lines = ["| " + " | ".join(row) + " |\n" for row in rows]
    return "".join([lines[0], "|---" * (lines[0].count(" | ") + 1) + "|\n", *lines[1:]])


def _output_of(command: str, folder: Path) -> str:
    """All that a command prints in a folder, without carriage returns."""
    program, *arguments = shlex.split(command)
    if program == "cat":
        text = (folder / arguments[0]).read_bytes().decode("cp1252")
    else:
        result = subprocess.run(
            [sys.executable, "-m", "x400fix", *arguments],
            cwd=folder,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT / "generator"),
                "COLUMNS": "80" if "--help" in arguments else "",
            },
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        text = result.stderr + result.stdout
    return text.replace("\r", "")


if __name__ == "__main__":
    for each, remade in pages_made_again():
        each.write_text(remade, encoding="utf-8", newline="\n")
