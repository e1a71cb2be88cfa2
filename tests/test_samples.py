# SPDX-License-Identifier: MIT
"""The samples are golden cases: their command gives the same bytes wherever and however it runs."""

import shutil
from pathlib import Path

import pytest

from tests.golden import SAMPLES, files_below, run_command, sample_names

SURROUNDINGS = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C", "LANG": "C"},
    {"PYTHONHASHSEED": "4711", "TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
)


def _copy(name: str, tmp_path: Path) -> Path:
    """A sample without its golden folder, somewhere else."""
    return Path(
        shutil.copytree(
            SAMPLES / name, tmp_path / "copy", ignore=shutil.ignore_patterns("expected")
        )
    )


@pytest.mark.parametrize("surroundings", SURROUNDINGS, ids=["plain", "other"])
@pytest.mark.parametrize("name", sample_names())
def test_a_sample_gives_its_golden_folder(
    name: str, surroundings: dict[str, str], tmp_path: Path
) -> None:
    """Neither folder, hash seed, time zone nor locale changes a byte."""
    copy = _copy(name, tmp_path)
    result = run_command(copy, **surroundings)
    assert result.returncode == 0, result.stderr
    assert files_below(copy / "expected") == files_below(SAMPLES / name / "expected")


@pytest.mark.parametrize("name", sample_names())
def test_the_order_of_rows_changes_no_file_in_a_server_folder(name: str, tmp_path: Path) -> None:
    """Rows turned round give the same assignments and the same server folders."""
    copy = _copy(name, tmp_path)
    inventory = copy / "inventory.csv"
    header, *rows = inventory.read_bytes().splitlines(keepends=True)
    inventory.write_bytes(header + b"".join(reversed(rows)))
    assert run_command(copy).returncode == 0
    golden, turned = files_below(SAMPLES / name / "expected"), files_below(copy / "expected")
    same = {path for path in golden if path.startswith("SERVERS/") or path == "ASSIGN.csv"}
    assert {path: turned[path] for path in same} == {path: golden[path] for path in same}
