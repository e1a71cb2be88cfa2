# SPDX-License-Identifier: MIT
"""How much of the suite runs, what signals do, and a folder to run commands in."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.command import INVENTORY, usual_signals

# How many examples a law has: in `make test`, in `make test-all`, with --hypothesis-profile=search.
settings.register_profile("few", derandomize=True, deadline=None, max_examples=20, database=None)
settings.register_profile("many", settings.get_profile("few"), max_examples=50)
settings.register_profile("search", deadline=None, max_examples=2000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run take its time, or insist on the programs that tests/real_clients needs."""
    parser.addoption(
        "--all",
        action="store_true",
        help="run slow tests too, and give laws more examples",
    )
    parser.addoption(
        "--require-real",
        action="store_true",
        help="a missing program fails its tests in tests/real_clients, which else skip",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Leave out what is slow, unless all or some other choice (``-m slow``) is asked for."""
    everything = config.getoption("--all")
    settings.load_profile("many" if everything else "few")
    if not everything and not config.option.markexpr:
        config.option.markexpr = "not slow"


def pytest_collection_finish() -> None:
    """Let no collection of garbage look at thousands of tests again and again."""
    gc.freeze()


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
