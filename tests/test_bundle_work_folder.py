# SPDX-License-Identifier: MIT
"""The folder next to a target: who is at work, what a killed run left, the change of places."""

import ctypes
import errno
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bundles import SMALL, open_bundle, read_bundle, read_tree, write_bundle
from tests.command import environment
from tests.test_inventory_text_file import without_root
from x400fix.bundle import disk
from x400fix.bundle.target import Kind, Target
from x400fix.problems import OutputError

fcntl = pytest.importorskip("fcntl", reason="Windows has no such locks")

KINDS = pytest.mark.parametrize("kind", [Kind.FOLDER, Kind.ZIP], ids=lambda kind: kind.name)
OLD = {"PLAN.json": b"old"}


def work_of(real: Path) -> Path:
    """The folder next to a target."""
    return Target(given=real, real=real).work


def name_of(real: Path) -> str:
    """How messages call it."""
    return f'the folder "{work_of(real).name}" next to "{real}"'


def refusal(target: Path, *, kind: Kind = Kind.FOLDER, force: int = 0) -> OutputError:
    """The error with which a bundle is not written; nothing else changes."""
    before = read_tree(target.parent)
    with pytest.raises(OutputError) as caught:
        write_bundle(target, kind=kind, force=force)
    assert read_tree(target.parent) == before
    return caught.value


# ---- what a killed run left

KILLED = """
import os, sys
from pathlib import Path
from x400fix.bundle.writer import open_bundle
with open_bundle(Path(sys.argv[1]), print) as bundle:
    bundle.write("PLAN.json", b"half")
    os.kill(os.getpid(), 9)
"""


def test_what_a_killed_run_left_is_said_and_removed(tmp_path: Path) -> None:
    """Its lock ended with it."""
    target = tmp_path / "plan"
    subprocess.run([sys.executable, "-c", KILLED, target], env=environment(), check=False)
    assert [*tmp_path.iterdir()] == [work_of(target)]
    said: list[str] = []
    write_bundle(target, said=said)
    assert said == [f"removing what a killed run left in {name_of(target)}"]
    assert [*tmp_path.iterdir()] == [target]


@pytest.mark.parametrize("force", [0, 1])
def test_a_bundle_that_had_left_its_place_comes_back(tmp_path: Path, force: int) -> None:
    """The run was killed between two renames, where there is no exchange in one step."""
    target = tmp_path / "plan"
    write_bundle(target, OLD)
    (work_of(target) / "new").mkdir(parents=True)
    target.rename(work_of(target) / "old")
    said: list[str] = []
    if force:
        write_bundle(target, force=1, said=said)
    else:
        with pytest.raises(OutputError, match="X4-E080"):
            write_bundle(target, said=said)
    assert len(said) == 1
    assert read_bundle(target, Kind.FOLDER)["PLAN.json"] == (b"{}" if force else b"old")
    assert [*tmp_path.iterdir()] == [target]


def older(target: Path, *parts: str, age: int = 7200, name: str = "0123456789abcdef") -> Path:
    """What a killed run of an earlier version left next to a target."""
    folder = target.with_name(f".{target.name[:24]}-{name}")
    folder.mkdir()
    for part in parts:
        (folder / part).mkdir()
        (folder / part / "PLAN.json").write_bytes(b"half")
    for path in (*folder.rglob("*"), folder):
        os.utime(path, (0, time.time() - age))
    return folder


@KINDS
@pytest.mark.parametrize("parts", [(), ("new",)])
def test_what_an_earlier_version_left_is_said_and_removed(
    parts: tuple[str, ...], kind: Kind, tmp_path: Path
) -> None:
    """Its folder had a name of chance."""
    target = tmp_path / "inventory-of-the-whole-enterprise-plan"
    folder, said = older(target, *parts), list[str]()
    write_bundle(target, kind=kind, said=said)
    assert said == [
        f'removing what a killed run left in the folder "{folder.name}" next to "{target}"'
    ]
    assert [*tmp_path.iterdir()] == [target]


@pytest.mark.parametrize(
    ("parts", "age", "name"),
    [
        (("new",), 0, "0123456789abcdef"),
        (("new", "notes"), 7200, "0123456789abcdef"),
        (("new",), 7200, "0123456789abcdeX"),
        (("new",), 7200, "0123456789abcdef0"),
    ],
)
def test_what_may_be_at_work_or_not_ours_is_left(
    parts: tuple[str, ...], age: int, name: str, tmp_path: Path
) -> None:
    """It is too young, holds something else, or is called otherwise."""
    folder, said = older(tmp_path / "plan", *parts, age=age, name=name), list[str]()
    write_bundle(tmp_path / "plan", said=said)
    assert not said
    assert (folder / "new").exists()


def test_an_earlier_bundle_in_a_folder_of_chance_is_not_removed(tmp_path: Path) -> None:
    """Whose it was nobody can tell."""
    folder, said = older(tmp_path / "plan", "new", "old"), list[str]()
    write_bundle(tmp_path / "plan", said=said)
    assert [text.partition(" is from a killed run")[0] for text in said] == [
        f'the folder "{folder.name}" next to "{tmp_path / "plan"}"'
    ]
    assert (folder / "old" / "PLAN.json").exists()


def test_the_folder_of_a_run_for_another_target_is_left(tmp_path: Path) -> None:
    """Long names begin alike; the run has locked it, however long it takes."""
    with open_bundle(tmp_path / "inventory-of-the-enterprise-one"):
        other = work_of(tmp_path / "inventory-of-the-enterprise-one")
        os.utime(other, (0, 0))
        (other / "new").mkdir(exist_ok=True)
        os.utime(other / "new", (0, 0))
        os.utime(other, (0, 0))
        write_bundle(tmp_path / "inventory-of-the-enterprise-two")
        assert other.exists()


@KINDS
def test_a_run_that_needs_too_much_memory_leaves_nothing(kind: Kind, tmp_path: Path) -> None:
    """What it holds is let go before it tidies up."""

    def pieces() -> Iterator[bytes]:
        yield b"{"
        raise MemoryError

    with pytest.raises(MemoryError):
        write_bundle(tmp_path / "plan", {"PLAN.json": pieces()}, kind=kind)
    assert not [*tmp_path.iterdir()]


def test_what_is_not_ours_is_not_removed(tmp_path: Path) -> None:
    """A file that no run makes is in the folder."""
    target = tmp_path / "plan"
    work_of(target).mkdir()
    (work_of(target) / "notes.txt").touch()
    assert "cannot be removed: do so by hand" in str(refusal(target))


@pytest.mark.parametrize("make", [Path.touch, lambda path: path.symlink_to("elsewhere")])
def test_what_is_no_folder_is_in_the_way(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """A link might lead anywhere."""
    (tmp_path / "elsewhere" / "new").mkdir(parents=True)
    target = tmp_path / "plan"
    make(work_of(target))
    line = f"X4-E083: {name_of(target)} is in the way: remove it if no other run of x400fix has it"
    assert line in str(refusal(target))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")
def test_the_folder_of_another_user_is_in_the_way(tmp_path: Path) -> None:
    """It is not ours."""
    work_of(tmp_path / "plan").mkdir()
    os.chown(work_of(tmp_path / "plan"), 65534, 65534)
    assert "is in the way" in str(refusal(tmp_path / "plan"))


def test_a_folder_that_vanishes_or_is_made_anew_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run that had it ends in the same moment."""
    work, lock, times = work_of(tmp_path / "plan"), fcntl.flock, [2, 1]
    work.mkdir()
    opened = os.open

    def open_too_late(path: Path, flags: int, mode: int = 0o777) -> int:
        if path == work and times[0] == 2:
            times[0] = 1
            work.rmdir()
        return opened(path, flags, mode)

    def lock_too_late(file: int, how: int) -> None:
        lock(file, how)
        if times[0]:
            times[0] = 0
            work.rmdir()
            work.mkdir()

    monkeypatch.setattr(os, "open", open_too_late)
    monkeypatch.setattr(fcntl, "flock", lock_too_late)
    write_bundle(tmp_path / "plan")
    assert [*tmp_path.iterdir()] == [tmp_path / "plan"]


def test_where_folders_cannot_be_locked_the_folder_itself_is_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on some network shares, and on Windows."""

    def refuse(_file: int, _how: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with open_bundle(tmp_path / "plan") as bundle:
        with pytest.raises(OutputError, match=r"X4-E083: .* is in the way"):
            write_bundle(tmp_path / "plan")
        bundle.write("PLAN.json", b"{}")
    assert [*tmp_path.iterdir()] == [tmp_path / "plan"]


# ---- what cannot be tidied up


@pytest.fixture
def no_removal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing can be removed, as a file on Windows that is open or read-only."""
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda _path, *, ignore_errors: ignore_errors)
        yield


@pytest.mark.usefixtures("no_removal")
def test_an_old_bundle_that_cannot_be_removed_is_named(tmp_path: Path) -> None:
    """The new one is there."""
    target = write_bundle(tmp_path / "plan", OLD)
    with pytest.raises(OutputError) as caught:
        write_bundle(target, force=1)
    assert str(caught.value) == (
        f"{target}: error X4-E082: is complete, but what it replaces is still in "
        f"{name_of(target)}: remove that"
    )
    assert (target / "PLAN.json").read_bytes() == b"{}"


@pytest.mark.usefixtures("no_removal")
def test_a_note_says_what_is_left_of_a_new_one(tmp_path: Path) -> None:
    """So that nobody says that nothing is."""
    with pytest.raises(ZeroDivisionError) as caught, open_bundle(tmp_path / "plan"):
        raise ZeroDivisionError
    assert caught.value.__notes__ == [f"what is left of it is in {name_of(tmp_path / 'plan')}"]


# ---- the change of places


@pytest.fixture(params=["exchange", "renames"])
def _exchange(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A system that exchanges two folders in one step, and one that does not."""
    if request.param == "renames":
        monkeypatch.setattr(ctypes, "CDLL", lambda _name, *, use_errno: use_errno)
    return str(request.param)


@KINDS
@pytest.mark.usefixtures("_exchange")
def test_an_old_bundle_is_replaced(tmp_path: Path, kind: Kind) -> None:
    """In one step or in two."""
    target = write_bundle(tmp_path / "plan", OLD, kind=kind)
    write_bundle(target, kind=kind, force=1)
    assert read_bundle(target, kind).keys() == {*SMALL, "SHA256SUMS"}
    assert [*tmp_path.iterdir()] == [target]


@KINDS
@pytest.mark.usefixtures("_exchange")
def test_what_is_changed_while_we_write_is_not_lost(tmp_path: Path, kind: Kind) -> None:
    """Somebody fills in a form in this moment."""
    target = write_bundle(tmp_path / "plan", OLD, kind=kind)

    def pieces() -> Iterator[bytes]:
        write_bundle(tmp_path / "other", kind=kind)
        if kind is Kind.FOLDER:
            (target / "NOTES").touch()
        else:
            target.write_bytes((tmp_path / "other").read_bytes().replace(b"nic", b"NIC"))
        yield b"{}"

    with (
        pytest.raises(OutputError, match="X4-E084"),
        open_bundle(target, kind=kind, force=1) as bundle,
    ):
        bundle.write("PLAN.json", pieces())
    assert read_bundle(target, Kind.FOLDER).get("NOTES", b"") == b""
    assert kind is Kind.FOLDER or b"NIC" in target.read_bytes()
    assert sorted(tmp_path.iterdir()) == [tmp_path / "other", target]


def failing_at(number: int) -> Callable[[int], None]:
    """An fsync that fails as a broken disk does, the time with this number."""
    times = [number]

    def fail(_file: int) -> None:
        times[0] -= 1
        if times[0] == 0:
            raise OSError(errno.EIO, "Input/output error")

    return fail


@KINDS
@pytest.mark.parametrize("is_new", [True, False])
def test_what_does_not_reach_the_disk_takes_no_place(
    tmp_path: Path, kind: Kind, monkeypatch: pytest.MonkeyPatch, *, is_new: bool
) -> None:
    """The folder around the target is the last."""
    target = tmp_path / "plan"
    if not is_new:
        write_bundle(target, OLD, kind=kind)
    monkeypatch.setattr(os, "fsync", failing_at(1 if kind is Kind.FOLDER else 2))
    assert "cannot be written: Input/output error" in str(refusal(target, kind=kind, force=1))


@pytest.mark.parametrize("number", [*range(1, 7), 8, 9])
def test_without_one_call_for_all_each_file_and_folder_is_written_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Four files and three folders; then the folder around them, when it is there, and gone."""
    monkeypatch.setattr(ctypes, "CDLL", lambda _name, *, use_errno: use_errno)
    monkeypatch.setattr(os, "fsync", failing_at(number))
    if number < 9:
        assert "Input/output error" in str(refusal(tmp_path / "plan"))
    else:
        write_bundle(tmp_path / "plan")


@pytest.mark.parametrize(("number", "fails"), [(errno.EINVAL, False), (errno.EIO, True)])
def test_a_folder_that_cannot_be_written_to_the_disk_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, *, fails: bool
) -> None:
    """Some file systems have no such call."""

    def refuse(_file: int) -> None:
        raise OSError(number, "as the system says it")

    monkeypatch.setattr(os, "fsync", refuse)
    if fails:
        refusal(tmp_path / "plan")
    else:
        write_bundle(tmp_path / "plan")


def test_another_failure_of_an_exchange_is_told(tmp_path: Path) -> None:
    """There is nothing to exchange."""
    with pytest.raises(FileNotFoundError):
        disk.rename(tmp_path / "one", tmp_path / "other", disk.EXCHANGE)


def test_a_system_that_does_not_know_the_way_says_so(tmp_path: Path) -> None:
    """Linux has no call that is both."""
    assert not disk.rename(tmp_path / "one", tmp_path / "other", disk.NO_REPLACE | disk.EXCHANGE)


def test_what_appears_in_the_last_moment_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program was faster."""
    library, target = ctypes.CDLL, tmp_path / "plan"

    def appear(name: None, *, use_errno: bool) -> ctypes.CDLL:
        if (work_of(target) / "new" / "SHA256SUMS").exists():
            target.mkdir(exist_ok=True)
        return library(name, use_errno=use_errno)

    monkeypatch.setattr(ctypes, "CDLL", appear)
    with pytest.raises(OutputError, match=r"X4-E08[02]: "):
        write_bundle(target)
    assert [*target.iterdir()] == []
    assert [*tmp_path.iterdir()] == [target]


# ---- permissions


def test_a_new_bundle_has_the_permissions_of_the_old_one(tmp_path: Path) -> None:
    """Of each file and folder that was there before; a link is no file."""
    target = write_bundle(tmp_path / "plan")
    modes = {"": 0o750, "SERVERS": 0o700, "SERVERS/MAILA/NIC.INI": 0o600, "PLAN.json": 0o660}
    for name, mode in modes.items():
        (target / name).chmod(mode)
    (target / "TICKET.TXT").unlink()
    (target / "TICKET.TXT").symlink_to("PLAN.json")
    write_bundle(target, force=2)
    assert {name: stat.S_IMODE((target / name).stat().st_mode) for name in modes} == modes
    assert not (target / "TICKET.TXT").is_symlink()


def test_a_new_zip_has_the_permissions_of_the_old_one(tmp_path: Path) -> None:
    """It is one file."""
    target = write_bundle(tmp_path / "plan", kind=Kind.ZIP)
    target.chmod(0o600)
    write_bundle(target, kind=Kind.ZIP, force=1)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_read_only_folders_are_replaced_and_stay_so() -> None:
    """Of a user whom the system refuses to remove what is in them."""
    with tempfile.TemporaryDirectory() as top:
        Path(top).chmod(0o777)
        with without_root():
            target = write_bundle(Path(top) / "plan")
            (target / "SERVERS" / "MAILA").chmod(0o555)
            write_bundle(target, force=1)
            assert stat.S_IMODE((target / "SERVERS" / "MAILA").stat().st_mode) == 0o555
        assert [*Path(top).iterdir()] == [target]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")
def test_a_new_bundle_has_the_owner_of_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system lets us."""
    target = write_bundle(tmp_path / "plan")
    os.chown(target, 65534, 65534)
    write_bundle(target, force=1)
    assert (target.stat().st_uid, target.stat().st_gid) == (65534, 65534)

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "chown", refuse)
    write_bundle(target, force=1)
    assert target.stat().st_uid == 0


# ---- several runs, and somebody who looks

LOOKER = """
import sys
from pathlib import Path
path, looks, gaps = Path(sys.argv[1]), 0, 0
print("ready", flush=True)
while not (path.parent / "stop").exists():
    looks += 1
    try:
        (path / "PLAN.json" if path.is_dir() else path).read_bytes()
    except FileNotFoundError:
        gaps += not path.exists()
print(looks, gaps)
"""
RUN = """
import sys
from pathlib import Path
from tests.bundles import SMALL, write_bundle
from x400fix.bundle.target import Kind
from x400fix.problems import OutputError
done = 0
for _ in range(60):
    try:
        write_bundle(Path(sys.argv[1]), SMALL, kind=Kind[sys.argv[2]], force=1)
        done += 1
    except OutputError as error:
        assert "X4-E083" in str(error), error
print(done)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges in one step")
@KINDS
def test_whoever_looks_finds_a_bundle(tmp_path: Path, kind: Kind) -> None:
    """While four runs replace it, one at a time."""
    target = write_bundle(tmp_path / "plan", kind=kind)
    env = environment(PYTHONPATH=os.pathsep.join(sys.path))

    def begin(program: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", program, str(target), kind.name]
        return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)

    with begin(LOOKER) as looker:
        try:
            assert looker.stdout
            assert looker.stdout.readline() == "ready\n"
            runs = [begin(RUN) for _ in range(4)]
            done = [int(run.communicate(timeout=120)[0]) for run in runs]
        finally:
            (tmp_path / "stop").touch()
        looks, gaps = map(int, looker.communicate(timeout=120)[0].split())
    assert sum(done) > 4
    assert looks > 100
    assert gaps == 0
    assert sorted(tmp_path.iterdir()) == [target, tmp_path / "stop"]
