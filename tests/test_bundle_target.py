# SPDX-License-Identifier: MIT
"""Targets that may be taken and targets that may not."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from x400fix.bundle.target import Kind, attempt, check_target, find_target, ignore_interrupts
from x400fix.problems import OutputError

KINDS = pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.name)
ZIP_BYTES = b"PK\x03\x04 and so on"


def refuse(target: Path, *, kind: Kind = Kind.FOLDER, force: bool = False) -> str:
    """Give the line that tells the refusal, without the target at its head."""
    with pytest.raises(OutputError) as caught:
        check_target(target, kind=kind, force=force)
    assert caught.value.status == 5
    head = f"{target}: error "
    assert str(caught.value).startswith(head)
    return str(caught.value).removeprefix(head)


def make_bundle(folder: Path) -> Path:
    """Make what looks like an earlier bundle."""
    (folder / "SERVERS/MAILA").mkdir(parents=True)
    for name in ("PLAN.json", "SHA256SUMS", "TICKET.TXT"):
        (folder / name).write_bytes(b"old")
    return folder


@KINDS
@pytest.mark.parametrize("force", [False, True], ids=["", "force"])
def test_a_free_place_is_accepted_and_left_alone(
    tmp_path: Path, kind: Kind, *, force: bool
) -> None:
    """The check tries the folder and leaves nothing in it."""
    check_target(tmp_path / "plan", kind=kind, force=force)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        (
            Kind.FOLDER,
            "X4-E080: exists already; use --force to replace it, or another name with --out",
        ),
        (
            Kind.ZIP,
            "X4-E080: exists already; use --force to replace it, or another name with --zip",
        ),
    ],
    ids=["folder", "zip"],
)
def test_what_exists_is_refused_without_force(tmp_path: Path, kind: Kind, message: str) -> None:
    """Whatever is there, the message says how to go on."""
    (tmp_path / "plan").mkdir()
    assert refuse(tmp_path / "plan", kind=kind) == message


def test_an_empty_folder_is_replaced_with_force(tmp_path: Path) -> None:
    """An empty folder loses nothing."""
    (tmp_path / "plan").mkdir()
    check_target(tmp_path / "plan", force=True)


def test_an_earlier_bundle_is_replaced_with_force(tmp_path: Path) -> None:
    """A folder that holds what we write, and nothing else at its top, is ours."""
    check_target(make_bundle(tmp_path / "plan"), force=True)


def test_a_zip_file_is_replaced_with_force(tmp_path: Path) -> None:
    """A file that begins as a ZIP does may be replaced by one."""
    (tmp_path / "plan.zip").write_bytes(ZIP_BYTES)
    check_target(tmp_path / "plan.zip", kind=Kind.ZIP, force=True)


def test_a_home_folder_is_never_replaced(tmp_path: Path) -> None:
    """One entry that no bundle has is enough."""
    (make_bundle(tmp_path / "plan") / "letters").mkdir()
    assert refuse(tmp_path / "plan", force=True) == (
        'X4-E081: --force replaces only an empty folder or an earlier bundle: it holds "letters"'
    )


def test_a_file_is_not_replaced_by_a_folder(tmp_path: Path) -> None:
    """--out --force leaves a file alone."""
    (tmp_path / "plan").write_bytes(ZIP_BYTES)
    assert refuse(tmp_path / "plan", force=True) == (
        "X4-E081: --force replaces only an empty folder or an earlier bundle: it is not a folder"
    )


def make_text(path: Path) -> None:
    """Make a file that is no ZIP."""
    path.write_bytes(b"PK is not enough")


def make_fifo(path: Path) -> None:
    """Make a pipe, which would block whoever opens it."""
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(make_text, "it does not begin like a ZIP file", id="text"),
        pytest.param(Path.touch, "it does not begin like a ZIP file", id="empty"),
        pytest.param(Path.mkdir, "it is a folder", id="folder"),
        pytest.param(
            make_fifo,
            "it is not a file",
            id="pipe",
            marks=pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes"),
        ),
    ],
)
def test_what_is_no_zip_is_not_replaced_by_one(
    tmp_path: Path, make: Callable[[Path], None], reason: str
) -> None:
    """--zip --force replaces a ZIP and nothing else."""
    make(tmp_path / "plan.zip")
    line = refuse(tmp_path / "plan.zip", kind=Kind.ZIP, force=True)
    assert line == f"X4-E081: --force replaces only a ZIP file: {reason}"


@KINDS
def test_a_mounted_file_system_is_not_replaced(kind: Kind) -> None:
    """A drive or mount point cannot be renamed, which is told before any work is done."""
    assert refuse(Path("/"), kind=kind, force=True) == (
        "X4-E082: cannot be written: a file system is mounted there; choose a folder inside it"
    )


@KINDS
def test_a_missing_folder_is_told(tmp_path: Path, kind: Kind) -> None:
    """Parents are not made: a mistyped path should not grow a tree."""
    assert refuse(tmp_path / "missing/plan", kind=kind) == (
        "X4-E082: cannot be written: its folder does not exist"
    )


@KINDS
def test_a_target_inside_a_file_is_told(tmp_path: Path, kind: Kind) -> None:
    """A part of the path is a file."""
    (tmp_path / "file").touch()
    assert refuse(tmp_path / "file/plan", kind=kind, force=True) == (
        "X4-E082: cannot be written: a part of its path is a file, not a folder"
    )


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    """The system's own limit speaks."""
    line = refuse(tmp_path / ("x" * 300))
    assert line == "X4-E082: cannot be written: the name is too long"


def test_the_longest_name_is_accepted(tmp_path: Path) -> None:
    """The work folder's name is longer than the target's only if there is room."""
    check_target(tmp_path / ("x" * 255))
    check_target(tmp_path / ("ä" * 127))


def test_links_in_a_circle_are_told(tmp_path: Path) -> None:
    """A circle ends as an error, whatever Python makes of it."""
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert "loop" in refuse(tmp_path / "a/plan")
    assert refuse(tmp_path / "a").startswith("X4-E080")


def test_a_link_to_nowhere_is_told(tmp_path: Path) -> None:
    """The folder at the other end of the link is missing."""
    (tmp_path / "plan").symlink_to(tmp_path / "missing/plan")
    assert "does not exist" in refuse(tmp_path / "plan")


@pytest.mark.skipif(os.name == "nt", reason="Windows does not remove the current folder")
def test_a_current_folder_that_is_gone_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative target needs a current folder."""
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    line = refuse(Path("plan"))
    monkeypatch.chdir(tmp_path)
    assert "does not exist" in line


def test_the_real_place_is_behind_the_links(tmp_path: Path) -> None:
    """The work is done beside the real place, on its file system."""
    (tmp_path / "other").mkdir()
    (tmp_path / "plan").symlink_to(tmp_path / "other/real")
    target = find_target(tmp_path / "plan", kind=Kind.FOLDER, force=False)
    assert target.real == tmp_path / "other/real"
    assert target.name_work_folder().parent == tmp_path / "other"


def test_two_runs_have_two_work_folders(tmp_path: Path) -> None:
    """The hidden name tells the target and is never the same twice."""
    target = find_target(tmp_path / "plan", kind=Kind.FOLDER, force=False)
    names = {target.name_work_folder().name for _ in range(100)}
    assert len(names) == 100
    assert all(name.startswith(".plan-") for name in names)


@pytest.fixture(name="closed")
def _closed() -> Iterator[Path]:
    """Give a folder that everybody can read and only the super-user can write to."""
    folder = Path(tempfile.mkdtemp())
    (folder / "old.zip").write_bytes(ZIP_BYTES)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


AS_NOBODY = """
import os, sys
from pathlib import Path
from x400fix.bundle.target import Kind, check_target
from x400fix.problems import OutputError
if os.geteuid() == 0:
    os.setuid(65534)
try:
    check_target(Path(sys.argv[1]), kind=Kind[sys.argv[2]], force=True)
except OutputError as error:
    print(error)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such users and modes")
@pytest.mark.parametrize(("name", "kind"), [("plan", "FOLDER"), ("old.zip", "ZIP")])
def test_a_folder_without_permission_is_told(closed: Path, name: str, kind: str) -> None:
    """The check really tries, so that the plan is not made in vain."""
    target = str(closed / name)
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, target, kind],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"{target}: error X4-E082: cannot be written: no permission\n"


# ---- what the system refuses, and signals that have to wait


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "as the system says it", "/hidden/.name"), "no space"),
        (OSError(errno.EROFS, "as the system says it", "/hidden/.name"), "read-only"),
        (OSError(errno.EPERM, "as the system says it", "/hidden/.name"), "no permission"),
        (OSError(errno.EIO, "Input/output error", "/hidden/.name"), "Input/output error"),
        (OSError("no number at all"), "no number at all"),
    ],
)
def test_a_refusal_has_plain_words_and_the_name_of_the_target(error: OSError, words: str) -> None:
    """Without the temporary path; what is unusual is told as the system tells it."""
    with pytest.raises(OutputError) as caught, attempt(Path("plan")):
        raise error
    assert str(caught.value).startswith("plan: error X4-E082: cannot be written: ")
    assert words in str(caught.value)
    assert "hidden" not in str(caught.value)


@pytest.mark.usefixtures("usual_signals")
def test_ctrl_c_waits_inside_the_block_and_works_again_after_it() -> None:
    """The handler of before comes back, also when the block fails."""

    def fail() -> None:
        signal.raise_signal(signal.SIGINT)
        raise KeyError

    with pytest.raises(KeyError), ignore_interrupts():
        fail()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_another_thread_leaves_the_handler_alone() -> None:
    """Python lets only the main thread set a handler, and interrupts only that."""
    seen: list[object] = []

    def run() -> None:
        with ignore_interrupts():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen == [signal.getsignal(signal.SIGINT)]
