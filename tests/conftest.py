# SPDX-License-Identifier: MIT
"""How hypothesis searches, what signals do, and a folder to run commands in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.command import INVENTORY, usual_signals

# Not "ci", which hypothesis itself chooses where it thinks that it runs in one.
settings.register_profile("suite", derandomize=True, deadline=None, max_examples=50, database=None)
# pytest --hypothesis-profile=search
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run insist on the programs that tests/real_clients needs."""
    parser.addoption(
        "--require-real",
        action="store_true",
        help="a missing program fails its tests in tests/real_clients, which else skip",
    )


@pytest.fixture(name="usual_signals")
def _usual_signals() -> Iterator[None]:
    with usual_signals():
        yield


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which holds ``inventory.csv`` and nothing else."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "inventory.csv").write_text(INVENTORY, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder
