# SPDX-License-Identifier: MIT
"""Writes the sample files of ``x400fix init``; never over a file that is there."""

import os
from collections.abc import Mapping
from pathlib import Path

from x400fix.bundle.target import attempt, ignore_interrupts
from x400fix.problems import OutputError, Place, Problem


def write_starters(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write the files into a folder, which is made if it is not there; all of them or none."""
    paths = [folder / name for name in files]
    problems = [
        Problem(
            code="X4-E080",
            message="this file exists already: choose another folder",
            where=Place(str(path)),
        )
        for path in paths
        if os.path.lexists(path)
    ]
    if problems:
        raise OutputError(problems)
    # It takes a moment, so Ctrl-C can wait until either all is there or nothing.
    with ignore_interrupts(), attempt(folder):
        _write_all(folder, dict(zip(paths, files.values(), strict=True)))
    return paths


def _write_all(folder: Path, files: Mapping[Path, bytes]) -> None:
    """Write the files, or take back what was made before one of them failed."""
    made: list[Path] = []
    try:
        for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
            missing.mkdir()
            made.append(missing)
        for path, data in files.items():
            with path.open("xb") as file:
                made.append(path)
                file.write(data)
    except OSError:
        for path in reversed(made):
            path.rmdir() if path.is_dir() else path.unlink()
        raise
