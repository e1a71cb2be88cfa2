# SPDX-License-Identifier: MIT
"""How hypothesis searches, and a folder to run commands in."""

from pathlib import Path

import pytest
from hypothesis import settings

from tests.command import INVENTORY

# Not "ci", which hypothesis itself chooses where it thinks that it runs in one.
settings.register_profile("suite", derandomize=True, deadline=None, max_examples=50, database=None)
# pytest --hypothesis-profile=search
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile("suite")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which holds ``inventory.csv`` and nothing else."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "inventory.csv").write_text(INVENTORY, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder
