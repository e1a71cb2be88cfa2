# SPDX-License-Identifier: MIT
"""The change of places, and what happens when it fails in the middle."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from x400fix.bundle.target import Kind, Target
from x400fix.bundle.writer import discard, discard_old, take_place
from x400fix.problems import OutputError


def make_target(real: Path, kind: Kind, *, force: bool) -> Target:
    """Make a target of which nothing was checked."""
    return Target(given=Path("plan"), real=real, kind=kind, force=force)


@pytest.fixture(name="work")
def _work(tmp_path: Path) -> Path:
    """Give a work folder without a new bundle in it."""
    work = tmp_path / ".plan-0123"
    work.mkdir()
    return work


def make_old(folder: Path) -> Path:
    """Make a full folder."""
    folder.mkdir()
    (folder / "PLAN.json").write_bytes(b"old")
    return folder


def test_the_old_folder_comes_back_when_the_new_one_cannot_come_in(
    tmp_path: Path, work: Path
) -> None:
    """Here there is no new one, so the second rename fails."""
    real = make_old(tmp_path / "plan")
    with pytest.raises(FileNotFoundError):
        take_place(work, make_target(real, Kind.FOLDER, force=True))
    discard(work)
    assert (real / "PLAN.json").read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [real]


def test_an_old_folder_that_cannot_come_back_is_kept_and_named(
    tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk fails in the middle, nothing of the old bundle is removed."""
    real = make_old(tmp_path / "plan")
    rename = os.rename

    def rename_once(source: Path, target: Path) -> None:
        if target == real:
            raise OSError(errno.EIO, "Input/output error")
        rename(source, target)

    monkeypatch.setattr(os, "rename", rename_once)
    with pytest.raises(OutputError) as caught:
        take_place(work, make_target(real, Kind.FOLDER, force=True))
    discard(work)
    assert str(caught.value) == (
        f'plan: error X4-E082: cannot be put back, its old content is now "{work / "old"}": '
        "Input/output error"
    )
    assert (work / "old/PLAN.json").read_bytes() == b"old"


def test_a_folder_that_another_run_made_is_not_replaced(tmp_path: Path, work: Path) -> None:
    """Without force a full folder that appears in the last moment stays."""
    real = make_old(tmp_path / "plan")
    (work / "new").mkdir()
    with pytest.raises(OSError, match=r"not empty|exists"):
        take_place(work, make_target(real, Kind.FOLDER, force=False))
    assert (real / "PLAN.json").read_bytes() == b"old"


def test_a_file_that_another_run_made_is_not_replaced(tmp_path: Path, work: Path) -> None:
    """Without force a file that appears in the last moment stays."""
    real = tmp_path / "plan.zip"
    real.write_bytes(b"old")
    (work / "new").write_bytes(b"new")
    with pytest.raises(FileExistsError):
        take_place(work, make_target(real, Kind.ZIP, force=False))
    assert real.read_bytes() == b"old"


def test_a_file_system_without_links_gets_the_file_too(
    tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAT knows no second name for a file."""

    def link(_source: Path, _target: Path) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    (work / "new").write_bytes(b"new")
    take_place(work, make_target(tmp_path / "plan.zip", Kind.ZIP, force=False))
    assert (tmp_path / "plan.zip").read_bytes() == b"new"


def test_an_old_bundle_that_cannot_be_removed_is_named(
    tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows a file of it may be marked read-only."""

    def remove_nothing(_path: Path, *, ignore_errors: bool) -> None:
        assert ignore_errors

    monkeypatch.setattr(shutil, "rmtree", remove_nothing)
    with pytest.raises(OutputError) as caught:
        discard_old(work, make_target(tmp_path / "plan", Kind.FOLDER, force=True))
    assert str(caught.value) == (
        "plan: error X4-E082: is complete, but the bundle it replaces is still in "
        f'"{work}"; remove that'
    )
