# SPDX-License-Identifier: MIT
"""Targets that may be taken and targets that may not."""

import errno
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bundles import open_bundle, read_tree, write_bundle
from x400fix.bundle.target import Kind, Target, attempt, find_target
from x400fix.problems import OutputError, Place
from x400fix.settings.choices import Replace

KINDS = pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.name)


def refuse(target: Path, *, kind: Kind = Kind.FOLDER, force: int = 0) -> str:
    """Give the line that tells the refusal, without the target at its head."""
    with pytest.raises(OutputError) as caught, open_bundle(target, kind=kind, force=force):
        pytest.fail("the block began")
    assert caught.value.status == 5
    head = f"{Place(str(target))}: error "
    assert str(caught.value).startswith(head)
    return str(caught.value).removeprefix(head)


@KINDS
@pytest.mark.parametrize("force", [False, True], ids=["", "force"])
def test_a_free_place_is_accepted_and_left_alone(
    tmp_path: Path, kind: Kind, *, force: bool
) -> None:
    """Nothing but the bundle appears there."""
    write_bundle(tmp_path / "plan", kind=kind, force=force)
    assert list(tmp_path.iterdir()) == [tmp_path / "plan"]


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
    write_bundle(tmp_path / "plan", force=1)


@KINDS
def test_an_earlier_bundle_is_replaced_with_force(tmp_path: Path, kind: Kind) -> None:
    """It is as we wrote it."""
    files = {"PLAN.json": b"old"}
    write_bundle(tmp_path / "plan", files, kind=kind)
    write_bundle(tmp_path / "plan", files, kind=kind, force=1)


def test_a_home_folder_is_never_replaced(tmp_path: Path) -> None:
    """Neither if --force is given twice."""
    (tmp_path / "plan" / "letters").mkdir(parents=True)
    for force in (1, 2):
        assert refuse(tmp_path / "plan", force=force) == (
            "X4-E081: --force replaces only an empty folder or an earlier bundle: "
            'it does not hold the file "PLAN.json"'
        )


def test_folders_and_links_are_no_files_of_a_bundle(tmp_path: Path) -> None:
    """Whatever their names."""
    (tmp_path / "plan" / "PLAN.json").mkdir(parents=True)
    assert 'the file "PLAN.json"' in refuse(tmp_path / "plan", force=1)
    (tmp_path / "plan" / "PLAN.json").rmdir()
    (tmp_path / "plan" / "PLAN.json").touch()
    (tmp_path / "plan" / "SHA256SUMS").symlink_to("PLAN.json")
    assert 'the file "SHA256SUMS"' in refuse(tmp_path / "plan", force=1)


def test_documents_do_not_replace_a_whole_bundle(tmp_path: Path) -> None:
    """Without its scripts nothing can be undone."""
    write_bundle(tmp_path / "plan")
    for force in (1, 2):
        assert refuse(tmp_path / "plan", kind=Kind.DOCUMENTS, force=force) == (
            "X4-E081: --force replaces only an empty folder or the documents of an earlier run: "
            'it holds "SERVERS", without which nothing can be undone'
        )


def test_a_file_is_not_replaced_by_a_folder(tmp_path: Path) -> None:
    """--out --force leaves a file alone."""
    write_bundle(tmp_path / "plan", kind=Kind.ZIP)
    assert refuse(tmp_path / "plan", force=True) == (
        "X4-E081: --force replaces only an empty folder or an earlier bundle: it is not a folder"
    )


def make_text(path: Path) -> None:
    """Make a file that is no ZIP."""
    path.write_bytes(b"PK\x03\x04 is not enough")


def make_workbook(path: Path) -> None:
    """Make a ZIP that is none of ours."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("PLAN.json", "{}")
        archive.writestr("xl/workbook.xml", "mine")


def make_future_zip(path: Path) -> None:
    """Make a ZIP that only a program of tomorrow reads."""
    make_workbook(path)
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 6] = 99
    path.write_bytes(data)


def make_fifo(path: Path) -> None:
    """Make a pipe, which would block whoever opens it."""
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(make_text, "it is not a ZIP file", id="text"),
        pytest.param(Path.touch, "it is not a ZIP file", id="empty"),
        pytest.param(make_future_zip, "it is not a ZIP file", id="future"),
        pytest.param(make_workbook, 'it does not hold the file "SHA256SUMS"', id="workbook"),
        pytest.param(Path.mkdir, "it is a folder", id="folder"),
        pytest.param(
            make_fifo,
            "it is not a file",
            id="pipe",
            marks=pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes"),
        ),
    ],
)
@pytest.mark.parametrize("force", [1, 2])
def test_what_is_no_bundle_is_not_replaced_by_a_zip(
    tmp_path: Path, make: Callable[[Path], None], reason: str, force: int
) -> None:
    """--zip --force replaces a bundle and nothing else."""
    make(tmp_path / "plan.zip")
    line = refuse(tmp_path / "plan.zip", kind=Kind.ZIP, force=force)
    assert line == (
        f"X4-E081: --force replaces only an earlier bundle that is a ZIP file: {reason}"
    )


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
    write_bundle(tmp_path / ("x" * 255))
    write_bundle(tmp_path / ("ä" * 127))


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
    target = find_target(tmp_path / "plan", kind=Kind.FOLDER, replace=Replace.NOTHING)
    assert target.real == tmp_path / "other/real"
    assert target.work.parent == tmp_path / "other"


def test_each_target_has_a_work_folder_of_its_own(tmp_path: Path) -> None:
    """Also where names are alike for longer than the hidden name has room."""
    targets = [Target(given=tmp_path, real=tmp_path / ("x" * size)) for size in (30, 31)]
    assert targets[0].work != targets[1].work


@pytest.fixture(name="closed")
def _closed() -> Iterator[Path]:
    """Give a folder that everybody can read and only the super-user can write to."""
    folder = Path(tempfile.mkdtemp())
    write_bundle(folder / "old.zip", kind=Kind.ZIP)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


AS_NOBODY = """
import encodings.cp437  # of a Python that the other user may not read
import os, sys
from pathlib import Path
from x400fix.bundle.target import Kind
from x400fix.bundle.writer import open_bundle
from x400fix.problems import OutputError, Place
from x400fix.settings.choices import Replace
if os.geteuid() == 0:
    os.setuid(65534)
try:
    with open_bundle(
        Path(sys.argv[1]), print, kind=Kind[sys.argv[2]], replace=Replace.UNCHANGED
    ):
        print("the block began")
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


# ---- what was added to a bundle or changed in it


def fill_in(folder: Path) -> None:
    """Do to a bundle what people do in a night."""
    (folder / "TICKET.TXT").write_bytes(b"ticket, signed\r\n")
    (folder / "SERVERS/MAILA/LMHOSTS.SAV").write_bytes(b"copy")
    (folder / "TICKET.SIGNED.PDF").write_bytes(b"%PDF")
    (folder / "letters").mkdir()
    (folder / "link").symlink_to("letters")


NAMED = "'SERVERS/MAILA/LMHOSTS.SAV', 'TICKET.SIGNED.PDF', 'TICKET.TXT', 'letters/', 'link'"


def test_the_work_of_a_night_is_not_replaced(tmp_path: Path) -> None:
    """Each file is named, and nothing is touched."""
    fill_in(write_bundle(tmp_path / "plan"))
    before = read_tree(tmp_path)
    assert refuse(tmp_path / "plan", force=1) == (
        f"X4-E084: holds what x400fix did not write or what was changed since: {NAMED}; keep a "
        "copy elsewhere, then give --force twice, or --discard, to lose it here"
    )
    assert read_tree(tmp_path) == before


def test_it_is_replaced_where_that_is_meant(tmp_path: Path) -> None:
    """As --force given twice and --discard say."""
    fill_in(write_bundle(tmp_path / "plan"))
    write_bundle(tmp_path / "plan", {"PLAN.json": b"new"}, force=2)
    assert read_tree(tmp_path).keys() == {"plan/PLAN.json", "plan/SHA256SUMS"}


def test_of_many_names_a_few_are_told(tmp_path: Path) -> None:
    """And how many more there are."""
    write_bundle(tmp_path / "plan")
    for number in range(25):
        (tmp_path / "plan" / f"{number:02}").touch()
    line = refuse(tmp_path / "plan", force=1)
    assert "'08', '09' and 15 more; keep" in line


def test_what_is_missing_is_not_lost(tmp_path: Path) -> None:
    """Somebody has taken a file out."""
    (write_bundle(tmp_path / "plan") / "TICKET.TXT").unlink()
    write_bundle(tmp_path / "plan", force=1)


def test_without_the_lines_of_the_checksums_every_file_is_foreign(tmp_path: Path) -> None:
    """Nothing shows that we wrote it."""
    (write_bundle(tmp_path / "plan") / "SHA256SUMS").write_bytes(b"")
    assert "'PLAN.json', 'SERVERS/', 'TICKET.TXT';" in refuse(tmp_path / "plan", force=1)


def test_a_file_that_cannot_be_read_counts_as_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever made it so meant to keep it."""
    write_bundle(tmp_path / "plan")

    def refuse_to_open(*_: object) -> object:
        raise PermissionError

    monkeypatch.setattr("builtins.open", refuse_to_open)
    line = refuse(tmp_path / "plan", force=1)
    assert "'PLAN.json', 'SERVERS/MAILA/NIC.INI', 'TICKET.TXT';" in line


def test_what_was_put_into_a_zip_is_not_replaced(tmp_path: Path) -> None:
    """A file was added, one was exchanged, one is packed in another way."""
    path = tmp_path / "plan.zip"
    write_bundle(path, kind=Kind.ZIP)
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**files, "PLAN.json": b"edited", "NOTES.TXT": b"mine"}.items():
            packed = zipfile.ZIP_DEFLATED if name == "TICKET.TXT" else zipfile.ZIP_STORED
            archive.writestr(name, data, packed)
    assert "'NOTES.TXT', 'PLAN.json', 'TICKET.TXT';" in refuse(path, kind=Kind.ZIP, force=1)
    write_bundle(path, kind=Kind.ZIP, force=2)


@pytest.mark.parametrize("name", [b"TICKET.TXT", b"SHA256SUMS"])
def test_a_zip_that_was_damaged_is_not_replaced(tmp_path: Path, name: bytes) -> None:
    """Nobody knows what it holds."""
    path = write_bundle(tmp_path / "plan.zip", kind=Kind.ZIP)
    data = bytearray(path.read_bytes())
    data[data.index(name) + len(name)] ^= 1
    path.write_bytes(data)
    assert "X4-E084" in refuse(path, kind=Kind.ZIP, force=1)


def test_a_zip_that_lost_its_beginning_is_not_replaced(tmp_path: Path) -> None:
    """By its list, its files would begin before it does."""
    path = write_bundle(tmp_path / "plan.zip", kind=Kind.ZIP)
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x05\x06") + 16] += 50
    path.write_bytes(data)
    assert "X4-E084" in refuse(path, kind=Kind.ZIP, force=1)


def test_a_safe_zip_is_as_we_wrote_it(tmp_path: Path) -> None:
    """SHA256SUMS has its scripts by their plain names."""
    files = {"PLAN.json": b"{}", "SERVERS/MAILA/NIC.CM_": b"echo"}
    path = write_bundle(tmp_path / "plan.zip", files, kind=Kind.ZIP)
    write_bundle(path, kind=Kind.ZIP, force=1)
