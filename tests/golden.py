# SPDX-License-Identifier: MIT
"""Runs the command of a sample as its user would: in the sample's own folder."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"


def sample_names() -> list[str]:
    """The folders below samples/."""
    return sorted(path.name for path in SAMPLES.iterdir() if path.is_dir())


def run_command(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in ``command.txt`` of a folder, with other environment variables."""
    program, *arguments = shlex.split((folder / "command.txt").read_text(encoding="utf-8"))
    assert program == "x400fix"
    return subprocess.run(
        [sys.executable, "-m", "x400fix", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator"), **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def files_below(folder: Path) -> dict[str, bytes]:
    """The bytes of every file below a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
