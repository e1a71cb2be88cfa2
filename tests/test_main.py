# SPDX-License-Identifier: MIT
"""The start of the program, before anything is loaded."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import environment, plain_environment, run_program
from x400fix import __version__
from x400fix.__main__ import main


def test_the_module_runs_as_a_program(here: Path) -> None:
    """``python -m x400fix``."""
    assert run_program("--version", cwd=here) == (0, f"x400fix {__version__}\n".encode(), b"")
    assert run_program("check", "inventory.csv", cwd=here).status == 1


@pytest.fixture
def _tidied() -> Iterator[None]:
    """What main does because the process ends is taken back."""
    yield
    gc.unfreeze()
    gc.enable()


@pytest.mark.usefixtures("_tidied", "usual_signals")
def test_main_gives_the_status(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the console script, which hands it to sys.exit."""
    monkeypatch.setattr(sys, "argv", ["x400fix", "explain", "nonsense"])
    assert main() == 2
    monkeypatch.setattr(sys, "argv", ["x400fix", "--version"])
    assert main() == 0


def test_version_loads_nothing_but_the_package() -> None:
    """Everything else costs more than the answer."""
    probe = (
        "import sys\nbefore = {*sys.modules}\nfrom x400fix.__main__ import main\n"
        "sys.argv[1:] = ['--version']\nmain()\n"
        "print(*sorted({*sys.modules} - before), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe],
        env=plain_environment(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stderr.split() == [b"x400fix", b"x400fix.__main__"]


@pytest.mark.usefixtures("usual_signals")
@pytest.mark.parametrize("arguments", [["check", "inventory.csv"], ["--help"]])
def test_ctrl_c_while_libraries_load_is_no_traceback(arguments: list[str], here: Path) -> None:
    """Loading takes the most time of a short run."""
    probe = (
        "import builtins, signal, sys\nfrom x400fix.__main__ import main\n"
        "load = builtins.__import__\n"
        "def interrupt(name, *others):\n"
        "    if name == 'typer':\n        signal.raise_signal(signal.SIGINT)\n"
        "    return load(name, *others)\n"
        f"builtins.__import__ = interrupt\nsys.argv[1:] = {arguments}\nsys.exit(main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=here,
        env=environment(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
