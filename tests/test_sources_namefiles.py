# SPDX-License-Identifier: MIT
"""A folder of name files as Windows would see it, and what may be wrong with one."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.golden import SAMPLES
from tests.test_inventory_text_file import without_root
from x400fix.namefiles.existing import ExistingFile, NameFileKind
from x400fix.namefiles.reader import read_included, read_name_files
from x400fix.problems import ProblemList, Severity

posix_only = pytest.mark.skipif(
    not hasattr(os, "geteuid"), reason="users, pipes and letter case as POSIX has them"
)

SERVERS = {"MAIL-A", "MAIL-B", "$MAIL.X"}


def fill(folder: Path, files: Iterable[str]) -> str:
    """Files below a folder, each with its own path as its content."""
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return str(folder)


def read(folder: str | Path) -> tuple[tuple[ExistingFile, ...], list[str]]:
    """The files, and the problems as they are told, without the folder's own path."""
    problems = ProblemList()
    found = read_name_files(str(folder), SERVERS, problems)
    return found, [str(problem).replace(f"{folder}{os.sep}", "") for problem in problems]


def test_files_are_found_in_any_letter_case(tmp_path: Path) -> None:
    """By server, then by kind."""
    names = ["mail-b/lmhosts", "Mail-A/Lmhosts", "Mail-A/HOSTS", "$Mail.x/hosts"]
    found, problems = read(fill(tmp_path, names))
    assert problems == []
    assert [(each.name, each.data) for each in found] == [
        ("$MAIL.X/HOSTS", b"$Mail.x/hosts"),
        ("MAIL-A/HOSTS", b"Mail-A/HOSTS"),
        ("MAIL-A/LMHOSTS", b"Mail-A/Lmhosts"),
        ("MAIL-B/LMHOSTS", b"mail-b/lmhosts"),
    ]
    assert found[1].path == str(tmp_path / "Mail-A" / "HOSTS")


def test_other_files_of_a_server_are_left_alone(tmp_path: Path) -> None:
    """It may be a copy of the whole folder etc."""
    names = ["MAIL-A/LMHOSTS.SAM", "MAIL-A/SERVICES", "MAIL-A/HOSTS.BAK", "MAIL-A/more/HOSTS"]
    assert read(fill(tmp_path, names)) == ((), [])


def test_what_gather_recorded_before_the_change_counts(tmp_path: Path) -> None:
    """Unless the files themselves lie beside it; what is of another moment never does."""
    names = ["MAIL-A/before/HOSTS", "MAIL-A/AFTER/HOSTS", "MAIL-B/BEFORE/HOSTS", "MAIL-B/LMHOSTS"]
    fill(tmp_path, [*names, "$MAIL.X/BEFORE"])
    script = SAMPLES / "two-sites" / "expected" / "SERVERS" / "SEAHUB1" / "GATHER.CMD"
    (comment,) = re.findall(rb"(?m)^echo (# .*)> .*HOSTS\r$", script.read_bytes())
    (tmp_path / "MAIL-A" / "before" / "LMHOSTS").write_bytes(comment + b"\r\n")
    found, problems = read(tmp_path)
    assert problems == []
    assert [each.data for each in found] == [b"MAIL-A/before/HOSTS", b"MAIL-B/LMHOSTS"]


@pytest.mark.parametrize("folder", ["MAIL-A", "MAIL-A/BEFORE"])
def test_an_included_file_lies_beside_its_own(tmp_path: Path, folder: str) -> None:
    fill(tmp_path, [f"{folder}/MORE"])
    (tmp_path / folder / "LMHOSTS").write_bytes(b"#INCLUDE C:\\ETC\\MORE\r\n")
    problems = ProblemList()
    found = read_name_files(str(tmp_path), SERVERS, problems)
    more = list(read_included(str(tmp_path), found, problems))
    assert [each.data for each in more] == [f"{folder}/MORE".encode()]
    assert list(problems) == []


@posix_only
def test_a_link_may_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    """It may come from another computer, and what it leads to is nobody's name file here."""
    fill(tmp_path, ["secret/LMHOSTS", "now/MAIL-A/HOSTS", "nowhere/LMHOSTS"])
    now = tmp_path / "now"
    (now / "MAIL-A" / "LMHOSTS").symlink_to("../../secret/LMHOSTS")
    (now / "MAIL-B").symlink_to(tmp_path / "nowhere")
    (now / "$MAIL.X").mkdir()
    (now / "$MAIL.X" / "HOSTS").symlink_to("../MAIL-A/HOSTS")
    (tmp_path / "link").symlink_to("now")
    why = "cannot be read: a link leads out of the folder that --lmhosts names; put a copy here"
    for folder in (now, tmp_path / "link"):
        found, problems = read(folder)
        assert problems == [
            f"MAIL-A/LMHOSTS: error X4-E001: {why}",
            f"MAIL-B: error X4-E001: {why}",
        ]
        assert [each.name for each in found] == ["$MAIL.X/HOSTS", "MAIL-A/HOSTS"]


def read_behind(folder: str | Path, *paths: str) -> tuple[list[str], list[str]]:
    """The files behind #INCLUDE lines of MAIL-A, and the errors, without the folder's own path."""
    data = "".join(f"#INCLUDE {path}\r\n" for path in paths).encode("ascii")
    file = ExistingFile(server="MAIL-A", kind=NameFileKind.LMHOSTS, data=data, path="LMHOSTS")
    problems = ProblemList()
    found = [each.name for each in read_included(str(folder), [file], problems)]
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    return found, [str(problem).replace(f"{folder}{os.sep}", "") for problem in errors]


@posix_only
def test_an_include_may_not_lead_out_of_the_folder_either(tmp_path: Path) -> None:
    """Neither through a link to a file nor through one to a folder."""
    fill(tmp_path, ["secret/MORE", "now/MAIL-A/OWN"])
    now = tmp_path / "now"
    (now / "MAIL-A" / "MORE").symlink_to("../../secret/MORE")
    (now / "SHARE").symlink_to("../secret")
    found, errors = read_behind(now, "MORE", r"\\SHARE\PUBLIC\MORE", "OWN")
    why = "cannot be read: a link leads out of the folder that --lmhosts names; put a copy here"
    assert found == ["MAIL-A/LMHOSTS"]
    assert errors == [f"{name}/MORE: error X4-E001: {why}" for name in ("MAIL-A", "SHARE")]


@posix_only
def test_a_folder_of_an_include_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As that of a server is."""
    fill(tmp_path, ["SHARE/MORE"])
    tmp_path.chmod(0o755)
    (tmp_path / "SHARE").chmod(0)
    monkeypatch.chdir(tmp_path)
    with without_root():
        found, errors = read_behind(".", r"\\SHARE\PUBLIC\MORE")
    (tmp_path / "SHARE").chmod(0o755)
    assert found == []
    (error,) = errors
    assert error.startswith("SHARE: error X4-E101: cannot be read as a folder: there is no perm")


@pytest.mark.parametrize("name", ["LMHOSTS.TXT", "hosts.txt", "Lmhosts.Txt"])
def test_an_extension_is_refused(tmp_path: Path, name: str) -> None:
    """Windows NT does not read such a file."""
    found, (problem,) = read(fill(tmp_path, [f"MAIL-A/{name}", "MAIL-B/HOSTS"]))
    assert [each.name for each in found] == ["MAIL-B/HOSTS"]
    assert problem.startswith(f"MAIL-A/{name}: error X4-E103: Windows NT reads ")


@posix_only
@pytest.mark.parametrize(
    ("names", "place"),
    [
        (["MAIL-A/HOSTS", "mail-a/LMHOSTS"], "mail-a"),
        (["MAIL-A/HOSTS", "MAIL-A/Hosts"], "MAIL-A/Hosts"),
    ],
)
def test_names_that_differ_in_letter_case_only_are_refused(
    tmp_path: Path, names: list[str], place: str
) -> None:
    """Windows knows one of them, and nobody knows which."""
    _, (problem,) = read(fill(tmp_path, names))
    assert problem.startswith(f"{place}: error X4-E102: ")


@posix_only
def test_what_nobody_asked_for_may_differ_in_letter_case_only(tmp_path: Path) -> None:
    """It is not read anyway."""
    assert read(fill(tmp_path, ["notes", "Notes", "MAIL-A/x", "MAIL-A/X"])) == ((), [])


def test_what_is_no_servers_is_told_and_not_read(tmp_path: Path) -> None:
    """Folders of unknown servers, and name files beside the folders; nothing else."""
    names = [
        "MAIL-X/HOSTS",
        "hosts",
        "Lmhosts.txt",
        "notes.txt",
        ".git/HOSTS",
        "d\u00e9j\u00e0/HOSTS",
    ]
    found, problems = read(fill(tmp_path, names))
    assert found == ()
    assert [problem.partition(": ")[0] for problem in problems] == [
        "hosts",
        "Lmhosts.txt",
        "MAIL-X",
        "d\u00e9j\u00e0",
    ]
    assert all(": warning X4-W140: " in problem for problem in problems)


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    """Whether it is missing, a file, or nothing that any system knows."""
    fill(tmp_path, ["file", "deep/MAIL-A"])
    for name, why in (
        ("none", "there is no such folder"),
        ("file", "this is a file"),
        ("a\0b", "embedded null"),
    ):
        _, (problem,) = read(tmp_path / name)
        assert f"error X4-E101: cannot be read as a folder: {why}" in problem
    _, (problem,) = read(tmp_path / "deep")
    assert problem.startswith("MAIL-A: error X4-E101: cannot be read as a folder: this is a file")


@posix_only
def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    """A folder, a pipe, a link that leads nowhere or to itself; a link to a file is one."""
    fill(tmp_path, ["MAIL-A/LMHOSTS/deep", "MAIL-A/real", "MAIL-B/keep"])
    (tmp_path / "MAIL-A" / "HOSTS").symlink_to("real")
    (tmp_path / "MAIL-B" / "HOSTS").symlink_to("nowhere")
    (tmp_path / "MAIL-B" / "LMHOSTS").symlink_to("LMHOSTS")
    (tmp_path / "$MAIL.X").mkdir()
    os.mkfifo(tmp_path / "$MAIL.X" / "HOSTS")
    found, problems = read(tmp_path)
    assert [(each.name, each.data) for each in found] == [("MAIL-A/HOSTS", b"MAIL-A/real")]
    assert problems == [
        "$MAIL.X/HOSTS: error X4-E001: cannot be read: this is neither a file nor a link to one",
        "MAIL-A/LMHOSTS: error X4-E001: cannot be read: this is a folder, not a file",
        "MAIL-B/HOSTS: error X4-E001: cannot be read: there is no such file",
        "MAIL-B/LMHOSTS: error X4-E001: cannot be read: too many levels of symbolic links",
    ]


@posix_only
def test_what_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file, or the folder of a server."""
    fill(tmp_path, ["MAIL-A/HOSTS", "MAIL-B/HOSTS"])
    tmp_path.chmod(0o755)
    (tmp_path / "MAIL-A" / "HOSTS").chmod(0)
    (tmp_path / "MAIL-B").chmod(0)
    monkeypatch.chdir(tmp_path)
    with without_root():
        _, problems = read(".")
    (tmp_path / "MAIL-B").chmod(0o755)
    reason = "there is no permission to read it"
    assert problems[0] == f"MAIL-A/HOSTS: error X4-E001: cannot be read: {reason}"
    assert f"MAIL-B: error X4-E101: cannot be read as a folder: {reason}" in problems[1]


@posix_only
def test_names_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    """They are told with their bytes escaped."""
    os.mkdir(os.fsencode(tmp_path) + b"/MAIL-\xe4")  # noqa: PTH102 -- a name that is no text
    _, (problem,) = read(tmp_path)
    assert problem.startswith("MAIL-\\udce4: warning X4-W140: ")
    problem.encode("utf-8")
