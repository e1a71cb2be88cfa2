# SPDX-License-Identifier: MIT
"""Writes the sample files of ``x400fix init``; never over a file that is there."""

from collections.abc import Mapping
from pathlib import Path

from x400fix.bundle.failure import attempt
from x400fix.problems import OutputError, Place, Problem


def write_starters(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write the files into a folder, which is made if it is not there; all of them or none."""
    paths = [folder / name for name in files]
    problems = [
        Problem(
            code="X4-E080",
            message="this file is there already: choose another folder",
            where=Place(str(path)),
        )
        for path in paths
        if path.exists()
    ]
    if problems:
        raise OutputError(problems)
    written: list[Path] = []
    with attempt(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            for path, data in zip(paths, files.values(), strict=True):
                with path.open("xb") as file:
                    written.append(path)
                    file.write(data)
        except BaseException:
            for path in written:
                path.unlink()
            raise
    return paths
