# SPDX-License-Identifier: MIT
"""Runs the cases of tests/errors; as a program it rewrites what they expect.

``python -m tests.regen_errors`` does that; the diff is then read like code. A case is a folder,
a copy of which is the current folder of the run::

    command.txt     the arguments after ``x400fix``, one line
    expected.txt    exactly what the run says on stderr, then ``exit N``
    before.txt      optional: arguments of runs that come first, one line each; they must succeed
    change.toml     optional: ``file``, and the text ``old`` in it that becomes ``new``, ``times``
                    times (once if not given), before the run but after those of before.txt
    missing.txt     optional: libraries that are not installed for the run, one a line
    stdin           optional: the bytes of standard input

Everything else in the folder is input.
"""

import gc
import io
import shlex
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from x400fix.cli.commands import run as run_x400fix

ERRORS = Path(__file__).parent / "errors"
_CONTROL = ("command.txt", "expected.txt", "before.txt", "change.toml", "missing.txt", "stdin")


class Outcome(NamedTuple):
    """What a run said, how it ended, and every file and folder before and after it."""

    said: str
    status: int
    before: Mapping[str, bytes | None]
    after: Mapping[str, bytes | None]

    @property
    def text(self) -> str:
        """What expected.txt holds."""
        return f"{self.said}exit {self.status}\n"


def case_names() -> list[str]:
    """Every case, by the name of its folder."""
    return sorted(path.name for path in ERRORS.iterdir() if path.is_dir())


def expected_text(name: str) -> str:
    """What a case expects; empty if nobody has written it yet."""
    path = ERRORS / name / "expected.txt"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def run_case(name: str, folder: Path) -> Outcome:
    """Run a case in a new folder, which is made."""
    case = ERRORS / name
    shutil.copytree(case, folder, ignore=lambda at, _: _CONTROL if at == str(case) else ())
    with _working_in(folder):
        for line in _lines(case / "before.txt"):
            said, status = _run(line, b"")
            if status:
                message = f"{name}: the run before it failed: {said}"
                raise RuntimeError(message)
        _change(case / "change.toml", folder)
        before = _tree(folder)
        stdin = case / "stdin"
        (command,) = _lines(case / "command.txt")
        with _without(_lines(case / "missing.txt")):
            said, status = _run(command, stdin.read_bytes() if stdin.exists() else b"")
    return Outcome(said, status, before, _tree(folder))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _change(path: Path, folder: Path) -> None:
    """Put one text in place of another, for inputs that are long or made by a run before."""
    if not path.exists():
        return
    change = tomllib.loads(path.read_text(encoding="utf-8"))
    file = folder / str(change["file"])
    old, new = str(change["old"]), str(change["new"]) * int(change.get("times", 1))
    text = file.read_text(encoding="utf-8")
    if old not in text:
        message = f"{path}: {old} does not stand in the file"
        raise RuntimeError(message)
    file.write_text(text.replace(old, new), encoding="utf-8", newline="")


def _tree(folder: Path) -> dict[str, bytes | None]:
    """Every file with its bytes, every folder with None."""
    return {
        path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
    }


@contextmanager
def _working_in(folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield


@contextmanager
def _without(libraries: Iterable[str]) -> Iterator[None]:
    """Make Python find no library of these names."""
    with pytest.MonkeyPatch.context() as patch:
        for library in libraries:
            patch.setitem(sys.modules, library, None)
        yield


def _run(arguments: str, stdin: bytes) -> tuple[str, int]:
    """Run the command line in this process; give what it says on stderr, and its status."""
    stderr = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="", write_through=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["x400fix", *shlex.split(arguments)])
        patch.delenv("COLUMNS", raising=False)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        patch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
        patch.setattr(sys, "stderr", stderr)
        try:
            status = run_x400fix()
        finally:
            gc.enable()  # which the command line switches off for its short life
    stderr.seek(0)
    return stderr.read(), status


def regenerate() -> None:
    """Rewrite expected.txt of every case."""
    with tempfile.TemporaryDirectory() as work:
        for name in case_names():
            text = run_case(name, Path(work) / name).text
            (ERRORS / name / "expected.txt").write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    regenerate()
