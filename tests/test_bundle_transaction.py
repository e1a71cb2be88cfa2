# SPDX-License-Identifier: MIT
"""A bundle appears whole, or not at all."""

import contextlib
import errno
import gc
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bundles import SMALL, open_bundle, read_bundle, read_tree, sum_up, write_bundle
from x400fix.bundle import disk, work_folder
from x400fix.bundle.stopping import Stopped, no_stops, stop_in_order
from x400fix.bundle.target import Kind
from x400fix.problems import OutputError

KINDS = pytest.mark.parametrize("kind", [Kind.FOLDER, Kind.ZIP], ids=lambda kind: kind.name)
NIC = "SERVERS/MAILA/NIC.INI"


@contextlib.contextmanager
def limit_file_size(size: int) -> Iterator[None]:
    """Let no file grow beyond ``size``: the system takes a part of a block, then refuses."""
    resource = pytest.importorskip("resource")
    before, writes = resource.getrlimit(resource.RLIMIT_FSIZE), sys.dont_write_bytecode
    # Python would cut the bytecode of a module that is imported meanwhile.
    sys.dont_write_bytecode = True
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        sys.dont_write_bytecode = writes


@KINDS
def test_the_files_appear_with_their_checksums(tmp_path: Path, kind: Kind) -> None:
    """What was written is there, SHA256SUMS beside it, and nothing else in the parent."""
    write_bundle(tmp_path / "plan", SMALL, kind=kind)
    assert read_bundle(tmp_path / "plan", kind) == {**SMALL, "SHA256SUMS": sum_up(SMALL)}
    assert list(tmp_path.iterdir()) == [tmp_path / "plan"]


@KINDS
def test_the_checksums_come_last(tmp_path: Path, kind: Kind) -> None:
    """Nothing stands at the target before the block ends."""
    with open_bundle(tmp_path / "plan", kind=kind) as bundle:
        bundle.write("PLAN.json", b"{}")
        assert not (tmp_path / "plan").exists()
    assert list(read_bundle(tmp_path / "plan", kind))[-1] == "SHA256SUMS" or kind is Kind.FOLDER


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="there is no sha256sum here")
def test_sha256sum_accepts_the_checksums(tmp_path: Path) -> None:
    """The program itself finds every file and no fault, and would write the same lines."""
    write_bundle(tmp_path / "plan", SMALL)
    command = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    subprocess.run(command, cwd=tmp_path / "plan", check=True, capture_output=True)
    again = subprocess.run(
        ["sha256sum", *sorted(SMALL)],  # noqa: S607 -- found wherever it is installed
        cwd=tmp_path / "plan",
        check=True,
        capture_output=True,
    )
    assert again.stdout == (tmp_path / "plan/SHA256SUMS").read_bytes()


def test_two_zip_files_of_the_same_plan_have_the_same_bytes(tmp_path: Path) -> None:
    """Neither the clock nor the name of the work folder is in it."""
    for name in ("one", "two"):
        write_bundle(tmp_path / name, SMALL, kind=Kind.ZIP)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


NAMES = st.from_regex(
    r"(SERVERS/[A-Z]{1,2}/[A-Z]{1,2}\.TXT|PLAN\.json|TICKET\.TXT)", fullmatch=True
)
CHUNKS = st.lists(st.binary(max_size=8) | st.just(b"x" * 100_000), max_size=5)


@given(files=st.dictionaries(NAMES, CHUNKS, max_size=6))
def test_folder_and_zip_hold_the_same_whatever_the_pieces(files: dict[str, list[bytes]]) -> None:
    """Law: both kinds hold the joined pieces of each file, and the checksums of these."""
    whole = {name: b"".join(chunks) for name, chunks in files.items()}
    with tempfile.TemporaryDirectory() as folder:
        for kind in (Kind.FOLDER, Kind.ZIP):
            with open_bundle(Path(folder) / kind.name, kind=kind) as bundle:
                for name, chunks in files.items():
                    bundle.write(name, iter(chunks))
            held = read_bundle(Path(folder) / kind.name, kind)
            assert held == {**whole, "SHA256SUMS": sum_up(whole)}


def fail_to_read() -> None:
    """Fail as the caller's own reading may."""
    raise OSError(errno.EIO, "Input/output error")


def fail_by_bug() -> None:
    """Fail as a template may."""
    raise ZeroDivisionError


def press_ctrl_c() -> None:
    """Be interrupted as at a terminal, twice."""
    stop_in_order()
    try:
        signal.raise_signal(signal.SIGINT)
    finally:
        signal.raise_signal(signal.SIGINT)


FAILURES = pytest.mark.parametrize(
    ("fail", "error"),
    [
        pytest.param(press_ctrl_c, Stopped, id="ctrl-c"),
        pytest.param(fail_by_bug, ZeroDivisionError, id="bug"),
        pytest.param(fail_to_read, OutputError, id="unreadable"),
        pytest.param(sys.exit, SystemExit, id="exit"),
    ],
)


def write_and_fail(target: Path, fail: Callable[[], None], *, kind: Kind, force: bool) -> None:
    """Write a file, and fail in the middle of the next."""

    def chunks() -> Iterator[bytes]:
        yield b"x" * 1_000_000
        fail()

    with open_bundle(target, kind=kind, force=force) as bundle:
        bundle.write("PLAN.json", b"{}")
        bundle.write(NIC, chunks())


@KINDS
@FAILURES
@pytest.mark.usefixtures("usual_signals")
def test_nothing_stays_of_a_bundle_that_fails(
    tmp_path: Path, kind: Kind, fail: Callable[[], None], error: type[BaseException]
) -> None:
    """Whatever ends the writing, the parent is as empty as it was, and the exception passes."""
    with pytest.raises(error):
        write_and_fail(tmp_path / "plan", fail, kind=kind, force=False)
    gc.collect()  # a complaint out of a finalizer would fail the test
    assert list(tmp_path.iterdir()) == []


@KINDS
@FAILURES
@pytest.mark.usefixtures("usual_signals")
def test_an_old_bundle_stays_when_the_new_one_fails(
    tmp_path: Path, kind: Kind, fail: Callable[[], None], error: type[BaseException]
) -> None:
    """Also with force, byte for byte and with its time."""
    write_bundle(tmp_path / "plan", SMALL, kind=kind)
    before = (read_tree(tmp_path), (tmp_path / "plan").stat())
    with pytest.raises(error):
        write_and_fail(tmp_path / "plan", fail, kind=kind, force=True)
    after = (read_tree(tmp_path), (tmp_path / "plan").stat())
    assert (after[0], after[1].st_mtime_ns) == (before[0], before[1].st_mtime_ns)
    assert after[1].st_ino == before[1].st_ino


@KINDS
@pytest.mark.parametrize("share", [0, 1, 100, 500, 900, 990, 999])
@pytest.mark.parametrize("length", [1, 90_000], ids=["small", "large"])
def test_a_place_that_is_full_leaves_nothing(
    tmp_path: Path, kind: Kind, share: int, length: int
) -> None:
    """Wherever the system refuses: in a file, in the checksums, in the end of the ZIP."""
    noise = random.Random(share).randbytes(length)  # noqa: S311 -- only must not be compressible
    files = {"PLAN.json": noise * 4, "TICKET.TXT": noise, NIC: noise}
    write_bundle(tmp_path / "plan", files, kind=kind)
    before = read_tree(tmp_path)
    limit = max(map(len, before.values())) * share // 1000
    with limit_file_size(limit), pytest.raises(OutputError) as caught:
        write_bundle(tmp_path / "plan", files, kind=kind, force=True)
    gc.collect()  # a complaint out of a finalizer would fail the test
    assert str(caught.value).startswith(f"{tmp_path / 'plan'}: error X4-E082: ")
    assert "would be larger than" in str(caught.value)
    assert read_tree(tmp_path) == before


def test_force_replaces_the_whole_folder(tmp_path: Path) -> None:
    """Nothing of the old bundle stays in the new one."""
    write_bundle(tmp_path / "plan", {"PLAN.json": b"old", "SERVERS/OLD/NIC.INI": b"old"})
    write_bundle(tmp_path / "plan", SMALL, force=True)
    assert read_tree(tmp_path / "plan").keys() == {*SMALL, "SHA256SUMS"}
    assert list(tmp_path.iterdir()) == [tmp_path / "plan"]


def test_force_replaces_an_empty_folder(tmp_path: Path) -> None:
    """A folder made for the purpose may be taken."""
    (tmp_path / "plan").mkdir()
    write_bundle(tmp_path / "plan", SMALL, force=True)
    assert (tmp_path / "plan/PLAN.json").read_bytes() == b"{}"


def test_force_replaces_a_zip_file(tmp_path: Path) -> None:
    """The new file stands alone in the place of the old one."""
    write_bundle(tmp_path / "plan.zip", {"PLAN.json": b"old"}, kind=Kind.ZIP)
    write_bundle(tmp_path / "plan.zip", SMALL, kind=Kind.ZIP, force=True)
    assert read_bundle(tmp_path / "plan.zip", Kind.ZIP)["PLAN.json"] == b"{}"
    assert list(tmp_path.iterdir()) == [tmp_path / "plan.zip"]


@KINDS
@pytest.mark.parametrize(("force", "code"), [(False, "X4-E080"), (True, "X4-E081")])
def test_a_target_of_somebody_else_is_refused_before_the_block(
    tmp_path: Path, kind: Kind, *, force: bool, code: str
) -> None:
    """The block does not begin, and the folder is as it was."""
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan/letter.txt").write_bytes(b"mine")
    with (
        pytest.raises(OutputError, match=code),
        open_bundle(tmp_path / "plan", kind=kind, force=force),
    ):
        pytest.fail("the block began")
    assert read_tree(tmp_path) == {"plan/letter.txt": b"mine"}


@KINDS
@pytest.mark.parametrize(("force", "code"), [(False, "X4-E080"), (True, "X4-E081")])
def test_what_appears_during_the_run_is_refused_at_its_end(
    tmp_path: Path, kind: Kind, *, force: bool, code: str
) -> None:
    """Another program may have taken the place in the meantime."""

    def chunks() -> Iterator[bytes]:
        (tmp_path / "plan").mkdir()
        (tmp_path / "plan/letter.txt").write_bytes(b"mine")
        yield b"{}"

    with (
        pytest.raises(OutputError, match=code),
        open_bundle(tmp_path / "plan", kind=kind, force=force) as bundle,
    ):
        bundle.write("PLAN.json", chunks())
    assert read_tree(tmp_path) == {"plan/letter.txt": b"mine"}


@KINDS
def test_two_bundles_are_written_side_by_side(tmp_path: Path, kind: Kind) -> None:
    """Two runs into one parent do not meet."""
    with open_bundle(tmp_path / "a", kind=kind) as one, open_bundle(tmp_path / "b") as two:
        one.write("PLAN.json", b"one")
        two.write("PLAN.json", b"two")
    assert read_bundle(tmp_path / "a", kind)["PLAN.json"] == b"one"
    assert read_tree(tmp_path / "b")["PLAN.json"] == b"two"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


@KINDS
@pytest.mark.parametrize("force", [0, 1, 2])
def test_of_two_runs_for_one_target_the_later_is_refused(
    tmp_path: Path, kind: Kind, force: int
) -> None:
    """It says that the other is at work, which goes on unharmed."""
    with open_bundle(tmp_path / "plan", kind=kind) as first:
        with pytest.raises(OutputError, match="X4-E083: another run of x400fix is writing it"):
            write_bundle(tmp_path / "plan", kind=kind, force=force)
        first.write("PLAN.json", b"first")
    assert read_bundle(tmp_path / "plan", kind)["PLAN.json"] == b"first"
    assert list(tmp_path.iterdir()) == [tmp_path / "plan"]


@KINDS
def test_a_link_stays_a_link(tmp_path: Path, kind: Kind) -> None:
    """The bundle appears at the real place, and is replaced there."""
    (tmp_path / "other").mkdir()
    (tmp_path / "plan").symlink_to(tmp_path / "other/real")
    write_bundle(tmp_path / "plan", {"PLAN.json": b"old"}, kind=kind)
    write_bundle(tmp_path / "plan", SMALL, kind=kind, force=True)
    assert (tmp_path / "plan").is_symlink()
    assert read_bundle(tmp_path / "other/real", kind)["PLAN.json"] == b"{}"
    assert list((tmp_path / "other").iterdir()) == [tmp_path / "other/real"]


@KINDS
def test_a_relative_target_stays_where_it_was_meant(
    tmp_path: Path, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The current folder of the beginning counts, also if it changes under way."""
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    with open_bundle(Path("plan"), kind=kind) as bundle:
        monkeypatch.chdir(tmp_path / "elsewhere")
        bundle.write(NIC, b"nic")
    assert read_bundle(tmp_path / "plan", kind)[NIC] == b"nic"
    assert list((tmp_path / "elsewhere").iterdir()) == []


@KINDS
def test_a_write_that_failed_dooms_the_bundle(tmp_path: Path, kind: Kind) -> None:
    """A caller who swallows the error of one file gets no bundle with a half file."""

    def chunks() -> Iterator[bytes]:
        yield b"half"
        fail_by_bug()

    with (
        pytest.raises(ValueError, match="not written to its end"),
        open_bundle(tmp_path / "plan", kind=kind) as bundle,
        contextlib.suppress(ZeroDivisionError),
    ):
        bundle.write("PLAN.json", chunks())
    assert list(tmp_path.iterdir()) == []


@KINDS
def test_a_work_folder_that_is_removed_is_told(tmp_path: Path, kind: Kind) -> None:
    """Somebody tidies up under our feet: an error that names the target, no traceback."""
    with (
        pytest.raises(OutputError, match=r"X4-E082: .*cannot be written: its folder"),
        open_bundle(tmp_path / "plan", kind=kind),
    ):
        shutil.rmtree(next(tmp_path.glob(".plan-*")))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("usual_signals")
def test_a_second_ctrl_c_does_not_stop_the_tidying(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An impatient hand leaves no half bundle behind."""
    remove = shutil.rmtree

    def remove_under_pressure(path: Path, *, ignore_errors: bool) -> None:
        signal.raise_signal(signal.SIGINT)
        remove(path, ignore_errors=ignore_errors)

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", remove_under_pressure)
        with pytest.raises(Stopped):
            write_and_fail(tmp_path / "plan", press_ctrl_c, kind=Kind.FOLDER, force=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("usual_signals")
def test_a_signal_just_before_the_tidying_does_not_prevent_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails first is something else."""

    def wait_too_late() -> contextlib.AbstractContextManager[None]:
        if list(tmp_path.glob(".plan-*/new")):
            signal.raise_signal(signal.SIGTERM)
        return no_stops()

    stop_in_order()
    monkeypatch.setattr(work_folder, "no_stops", wait_too_late)
    with pytest.raises(Stopped):
        write_and_fail(tmp_path / "plan", fail_by_bug, kind=Kind.FOLDER, force=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("usual_signals")
def test_ctrl_c_comes_too_late_while_places_are_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new bundle appears, and the run is done."""
    rename = disk.rename

    def rename_under_pressure(one: Path, other: Path, how: int) -> bool:
        signal.raise_signal(signal.SIGINT)
        done = rename(one, other, how)
        signal.raise_signal(signal.SIGINT)
        return done

    stop_in_order()
    write_bundle(tmp_path / "plan", {"PLAN.json": b"old"})
    with monkeypatch.context() as patch:
        patch.setattr(disk, "rename", rename_under_pressure)
        write_bundle(tmp_path / "plan", SMALL, force=True)
    assert (tmp_path / "plan/PLAN.json").read_bytes() == b"{}"
    assert list(tmp_path.iterdir()) == [tmp_path / "plan"]


WITHOUT_PERMISSION = """
import encodings.cp437  # of a Python that the other user may not read
import os, sys
from pathlib import Path
from x400fix.bundle.writer import open_bundle
from x400fix.bundle.target import Kind
from x400fix.problems import OutputError
from x400fix.settings.choices import Replace
if os.geteuid() == 0:
    os.setuid(65534)
try:
    with open_bundle(
        Path(sys.argv[1]), print, kind=Kind[sys.argv[2]], replace=Replace.UNCHANGED
    ) as bundle:
        bundle.write("PLAN.json", b"new")
except OutputError as error:
    print(error)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such users and modes")
@KINDS
def test_without_permission_the_old_bundle_stays(kind: Kind) -> None:
    """Another user's folder is neither replaced nor touched."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "plan"
        write_bundle(target, SMALL, kind=kind)
        before = read_tree(Path(folder))
        Path(folder).chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_PERMISSION, str(target), kind.name],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        )
        Path(folder).chmod(0o755)
        assert done.stdout == f"{target}: error X4-E082: cannot be written: no permission\n"
        assert read_tree(Path(folder)) == before
