# SPDX-License-Identifier: MIT
"""The sample files appear together or not at all."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.command import environment, tree
from x400fix.bundle import writer
from x400fix.bundle.stopping import Stopped, stop_in_order
from x400fix.problems import OutputError

FILES = {"inventory.csv": b"connector", "x400fix.toml": b"[pool]"}


def write_starters(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write them as a command does that has nothing to say."""
    return writer.write_starters(folder, files, pytest.fail)


def test_the_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    """And the paths are given in the order of the files."""
    folder = tmp_path / "a" / "b"
    assert write_starters(folder, FILES) == [folder / name for name in FILES]
    assert tree(folder) == FILES


def test_other_files_of_the_folder_stay(tmp_path: Path) -> None:
    """It is not ours alone."""
    (tmp_path / "notes.txt").write_bytes(b"mine")
    write_starters(tmp_path, FILES)
    assert tree(tmp_path) == {**FILES, "notes.txt": b"mine"}


@pytest.mark.parametrize("there", [["inventory.csv"], ["x400fix.toml"], list(FILES)])
def test_each_file_that_is_there_is_told(there: list[str], tmp_path: Path) -> None:
    """All at once, and nothing is written."""
    for name in there:
        (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(OutputError) as caught:
        write_starters(tmp_path, FILES)
    assert [problem.code for problem in caught.value.problems] == ["X4-E080"] * len(there)
    assert [problem.where.file for problem in caught.value.problems] == [
        str(tmp_path / name) for name in there
    ]
    assert tree(tmp_path) == dict.fromkeys(there, b"mine")


def test_a_link_that_leads_nowhere_is_there_too(tmp_path: Path) -> None:
    """Writing through it would make a file elsewhere."""
    (tmp_path / "inventory.csv").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="X4-E080"):
        write_starters(tmp_path, FILES)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("folder", ["file", "file/inside", "new/deep/" + "x" * 300, "y" * 300])
def test_a_folder_that_cannot_be_leaves_nothing(folder: str, tmp_path: Path) -> None:
    """Not even the folders above it."""
    (tmp_path / "file").write_bytes(b"")
    before = tree(tmp_path)
    with pytest.raises(OutputError, match="X4-E082") as caught:
        write_starters(tmp_path / folder, FILES)
    assert caught.value.problems[0].where.file.startswith(str(tmp_path / folder))
    assert tree(tmp_path) == before


def test_a_file_that_cannot_be_written_takes_the_others_with_it(tmp_path: Path) -> None:
    """And the folder that was made for them."""
    with pytest.raises(OutputError, match="X4-E082"):
        write_starters(tmp_path / "new", {"inventory.csv": b"", "no/such/folder": b""})
    assert tree(tmp_path) == {}


class Interrupting(Mapping[str, bytes]):
    """Files during the writing of which Ctrl-C is pressed."""

    def __getitem__(self, name: str) -> bytes:
        """The text of a file."""
        if name == "x400fix.toml":
            signal.raise_signal(signal.SIGINT)
        return FILES[name]

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(FILES)

    def __len__(self) -> int:
        """Their number."""
        return len(FILES)


@pytest.mark.usefixtures("usual_signals")
@pytest.mark.parametrize("folder", ["", "new", "new/deep"])
def test_ctrl_c_leaves_nothing(tmp_path: Path, folder: str) -> None:
    """One of the files was written."""
    stop_in_order()
    with pytest.raises(Stopped):
        write_starters(tmp_path / folder, Interrupting())
    assert tree(tmp_path) == {}


KILLED = """
import os, sys
from pathlib import Path
from x400fix.bundle import disk
from x400fix.bundle.writer import write_starters
rename, times = disk.rename, [int(sys.argv[2])]
def rename_or_die(one, other, how):
    times[0] -= 1
    if times[0] < 0:
        os.kill(os.getpid(), 9)
    done = rename(one, other, how)
    if times[0] == 0 and sys.argv[3] == "after":
        os.kill(os.getpid(), 9)
    return done
disk.rename = rename_or_die
write_starters(Path(sys.argv[1]), {"inventory.csv": b"connector", "x400fix.toml": b"[pool]"}, print)
"""


@pytest.mark.parametrize(("renames", "when"), [(0, ""), (1, ""), (1, "after"), (2, "after")])
@pytest.mark.parametrize("folder", ["", "new/deep"])
def test_what_a_killed_run_left_is_said_and_removed(
    tmp_path: Path, folder: str, renames: int, when: str
) -> None:
    """Then all of the files are there, or the next run makes them."""
    command = [sys.executable, "-c", KILLED, str(tmp_path / folder), str(renames), when]
    subprocess.run(command, env=environment(), check=False)
    said: list[str] = []
    with contextlib.suppress(OutputError):
        writer.write_starters(tmp_path / folder, FILES, said.append)
    assert tree(tmp_path / folder) == FILES
    assert not list(tmp_path.rglob(".*"))


def test_what_was_changed_since_a_run_was_killed_stays(tmp_path: Path) -> None:
    """It is somebody's own by now."""
    command = [sys.executable, "-c", KILLED, str(tmp_path), "1", ""]
    subprocess.run(command, env=environment(), check=False)
    (tmp_path / "inventory.csv").write_bytes(b"mine")
    with pytest.raises(OutputError, match=r"inventory.csv: error X4-E080"):
        writer.write_starters(tmp_path, FILES, print)
    assert tree(tmp_path) == {"inventory.csv": b"mine"}
