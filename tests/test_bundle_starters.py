# SPDX-License-Identifier: MIT
"""The sample files appear together or not at all."""

import signal
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.command import tree
from x400fix.bundle.writer import write_starters
from x400fix.problems import OutputError

FILES = {"inventory.csv": b"connector", "x400fix.toml": b"[pool]"}


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
    assert caught.value.problems[0].where.file == str(tmp_path / folder)
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
        signal.raise_signal(signal.SIGINT)
        return FILES[name]

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(FILES)

    def __len__(self) -> int:
        """Their number."""
        return len(FILES)


@pytest.mark.usefixtures("usual_signals")
def test_ctrl_c_waits_until_all_is_there(tmp_path: Path) -> None:
    """It takes a moment."""
    write_starters(tmp_path, Interrupting())
    assert tree(tmp_path) == FILES
