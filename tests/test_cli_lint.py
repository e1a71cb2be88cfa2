# SPDX-License-Identifier: MIT
"""``x400fix lint`` judges files and folders, and tells what it found in three forms."""

import json
import os
import shutil
import socket
import zipfile
from pathlib import Path

import pytest

from tests.command import POOL, Outcome, run, run_program, tree
from tests.golden import SAMPLES, sample_names
from tests.lint_cases import block, text
from x400fix.lint.table import RULES

GOOD = text("10.20.1.41      MAIL-B-X2       #PRE")
BROKEN = text("MAIL-B 10.20.1.41", "10.20.1.42 mail.b #PRE")
SLASHES = text("#INCLUDE //MAIL-B/PUBLIC/LMHOSTS", "10.1.1.1 MAIL-B #PRE")


def write(path: str, data: bytes) -> None:
    """A file below the current folder."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(data)


def rules(outcome: Outcome) -> list[str]:
    """The rules of what ``--json`` printed."""
    return [each["rule"] for each in json.loads(outcome.stdout)["findings"]]


@pytest.fixture(autouse=True)
def _in_a_folder(here: Path) -> None:
    """Each test has a current folder of its own."""


def plan() -> None:
    """Make the bundle ``out`` of the inventory in the current folder."""
    assert run("plan", "inventory.csv", *POOL, "--out", "out").status == 0


# ---- what it says


def test_findings_are_lines_and_the_count_comes_last() -> None:
    """On stdout, because they are the result; errors give status 1."""
    write("LMHOSTS", BROKEN)
    outcome = run("lint", "LMHOSTS", "--os", "NT 4.0 SP5")
    assert (outcome.status, outcome.err) == (1, "")
    assert outcome.out == (
        "LMHOSTS:1:1: error LM02: the name 'MAIL-B' is before the address: "
        "the address comes first\n"
        "LMHOSTS:2:12: warning LM06: 'mail.b' has a dot: "
        "NT 4.0 looks such names up in DNS, never here\n"
        "1 error, 1 warning in 1 file\n"
    )


def test_nothing_found_is_said_too() -> None:
    """An advice is no error."""
    write("LMHOSTS", GOOD)
    write("HOSTS", text("127.0.0.1 localhost"))
    outcome = run("lint", "LMHOSTS", "HOSTS", "--os", "NT 4.0 SP5")
    assert (outcome.status, outcome.out) == (0, "nothing found in 2 files\n")
    outcome = run("lint", "LMHOSTS")
    assert outcome.status == 0
    assert outcome.out.endswith("\n1 note in 1 file\n")


def test_strict_makes_warnings_errors() -> None:
    """But no notes."""
    write("LMHOSTS", text("10.1.1.1 mail.b"))
    assert run("lint", "LMHOSTS").status == 0
    assert run("lint", "LMHOSTS", "--strict").status == 1
    write("LMHOSTS", GOOD)
    assert run("lint", "LMHOSTS", "--strict").status == 0


def test_quiet_leaves_what_gives_the_status() -> None:
    """Errors; with --strict also warnings; nothing if there are none."""
    write("LMHOSTS", BROKEN)
    assert "LM06" not in run("lint", "LMHOSTS", "--quiet").out
    assert run("lint", "LMHOSTS", "--quiet").out.endswith("\n1 error in 1 file\n")
    assert "LM06" in run("lint", "LMHOSTS", "--quiet", "--strict").out
    write("LMHOSTS", GOOD)
    assert run("lint", "LMHOSTS", "--quiet").out == ""


def test_json_has_files_counts_and_findings() -> None:
    """And no problems, which only a run has that cannot judge."""
    write("x/LMHOSTS", BROKEN)
    outcome = run("lint", "x/LMHOSTS", "--json", "--os", "nt 4 sp5")
    assert (outcome.status, outcome.err) == (1, "")
    data = json.loads(outcome.stdout)
    assert list(data) == ["files", "errors", "warnings", "notes", "findings", "problems"]
    assert data["files"] == [
        {"file": "x/LMHOSTS", "kind": "lmhosts", "os": "NT 4.0 SP5", "ours": False}
    ]
    assert (data["errors"], data["warnings"], data["notes"], data["problems"]) == (1, 1, 0, [])
    assert data["findings"][1] == {
        "rule": "LM06",
        "severity": "warning",
        "message": "'mail.b' has a dot: NT 4.0 looks such names up in DNS, never here",
        "file": "x/LMHOSTS",
        "line": 2,
        "column": 12,
    }


def test_sarif_has_the_same_findings() -> None:
    """With the same status."""
    write("LMHOSTS", BROKEN)
    outcome = run("lint", "LMHOSTS", "--sarif", "--os", "NT 4.0 SP5")
    assert (outcome.status, outcome.err) == (1, "")
    (sarif,) = json.loads(outcome.stdout)["runs"]
    assert [each["ruleId"] for each in sarif["results"]] == ["LM02", "LM06"]


@pytest.mark.parametrize("form", ["--json", "--sarif"])
def test_a_run_that_cannot_judge_says_why(form: str) -> None:
    """As data only if the data can hold it."""
    outcome = run("lint", "LMHOSTS", form)
    assert outcome.status == 3
    assert ("X4-E001" in outcome.out) is (form == "--json")
    assert ("X4-E001" in outcome.err) is (form == "--sarif")


def test_names_and_lines_of_files_show_no_control_codes() -> None:
    """Nor do they break a line; data for programs holds them escaped."""
    name = "LMHOSTS\n\x1b[31m" + os.fsdecode(b"\xe9")
    write(name, text("\x1b[31mMAIL\x07"))
    for form in ((), ("--json",), ("--sarif",)):
        outcome = run("lint", name, *form)
        assert outcome.status == 1
        assert "\x1b" not in outcome.out
        assert "\x07" not in outcome.out
        assert "\\udce9" in outcome.out or "%E9" in outcome.out
    assert len(run("lint", name, "--quiet").out.splitlines()) == 3


def test_files_are_judged_in_the_order_in_which_they_are_given() -> None:
    """Each once, also if it is in a folder that is given too."""
    for name in ("b/LMHOSTS", "a/LMHOSTS", "a/HOSTS"):
        write(name, text("x"))
    outcome = run("lint", "b", "a/LMHOSTS", "a", "./b/LMHOSTS", "--json")
    files = [each["file"] for each in json.loads(outcome.stdout)["files"]]
    assert files == ["b/LMHOSTS", "a/LMHOSTS", "a/HOSTS"]


# ---- many findings


def test_many_findings_of_a_rule_are_summed_up() -> None:
    """Ten are shown, of each file; the counts and --json have all."""
    write("a/HOSTS", text(*(f"10.1.1.{at} under_score{at}" for at in range(1, 14)), "x"))
    outcome = run("lint", "a/HOSTS")
    lines = outcome.out.splitlines()
    assert [line.split(":")[1] for line in lines[:10]] == [str(at) for at in range(1, 11)]
    assert lines[10:] == [
        "a/HOSTS:14:1: warning LM02: 'x' begins a line that is not an address and names",
        "a/HOSTS: warning HS04: 3 more like these: --json lists all",
        "14 warnings in 1 file",
    ]
    assert len(rules(run("lint", "a/HOSTS", "--json"))) == 14


def test_a_finding_about_a_server_of_the_plan_is_among_those_shown() -> None:
    """However far down it is: by its name, or by its address."""
    plan()
    noise = [f"0.0.0.0 ads_{at}" for at in range(40)]
    write("now/MAIL-A/HOSTS", text(*noise, "10.20.2.10 mail_b", "10.9.9.9 y", "10.9.9.8 z"))
    shown = run("lint", "now", "--plan", "out/PLAN.json").out
    assert "now/MAIL-A/HOSTS:41:12: warning HS04: 'mail_b'" in shown
    assert "33 more like these" in shown
    assert "HOSTS:41:" not in run("lint", "now").out


# ---- what the files are


def test_stdin_needs_a_kind() -> None:
    """It has no name that could tell."""
    outcome = run("lint", "-", "--kind", "lmhosts", stdin=BROKEN)
    assert "\n<stdin>:1:1: error LM02: " in outcome.out
    assert run("lint", "-", stdin=BROKEN).status == 2


def test_a_kind_goes_before_the_name() -> None:
    """For every file of the run."""
    write("names.old", BROKEN)
    write("LMHOSTS", text("10.1.1.1 long.name.of.a.host"))
    assert "LM02" in run("lint", "names.old", "--kind", "lmhosts").out
    assert run("lint", "LMHOSTS", "--kind", "hosts").out == "nothing found in 1 file\n"
    assert run("lint", "LMHOSTS", "--kind", "reg").status == 2


@pytest.mark.parametrize("name", ["NIC.REG", "nicundo.ini", "NIC.CMD", "START.BAT", "LMHOSTS.CMD"])
def test_only_name_files_are_linted(name: str) -> None:
    """Any other file of a bundle is refused, and the message says so."""
    write(name, text("REGEDIT4"))
    outcome = run("lint", name)
    assert outcome.status == 2
    assert f"{name}: error X4-E111: only LMHOSTS and HOSTS files are linted\n" in outcome.err


def test_a_folder_stands_for_the_files_that_lint_knows() -> None:
    """Below it, at any depth; copies for back-out and other papers are left out."""
    for name in ("LMHOSTS", "lmhosts.txt", "a/HOSTS", "a/b/HOSTS.ADD"):
        write(f"files/{name}", text("x"))
    for name in ("LMHOSTS.OLD", "hosts.csv", "LMHOSTS_2", "NIC.REG", "NIC.INI", "X.CMD"):
        write(f"files/{name}", text("x"))
    outcome = run("lint", "files", "--json")
    files = [each["file"].removeprefix("files/") for each in json.loads(outcome.stdout)["files"]]
    assert files == ["LMHOSTS", "lmhosts.txt", "a/HOSTS", "a/b/HOSTS.ADD"]


def test_a_pipe_or_socket_in_a_folder_is_never_opened() -> None:
    """It would be waited for; a link to a file is followed, a broken one is reported."""
    write("files/real/HOSTS", GOOD)
    Path("files/a").mkdir()
    os.mkfifo("files/a/LMHOSTS")
    os.mkfifo("files/a/fifo")
    Path("files/a/HOSTS").symlink_to("fifo")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("files/HOSTS")
        outcome = run_program("lint", "files", "--json", cwd=Path.cwd())
    assert [each["file"] for each in json.loads(outcome.stdout)["files"]] == ["files/real/HOSTS"]
    Path("files/LMHOSTS").symlink_to("nowhere")
    assert "files/LMHOSTS: error X4-E001" in run("lint", "files").err


def test_a_file_left_out_of_a_folder_can_be_given_by_itself() -> None:
    """The copy for back-out is judged like any other."""
    write("LMHOSTS.OLD", BROKEN)
    assert "LM02" in run("lint", "LMHOSTS.OLD").out


# ---- what the system changes


def test_the_system_tightens_and_relaxes() -> None:
    """Without it a file is taken to be on one that is affected."""
    write("LMHOSTS", SLASHES)
    assert "LM16" in rules(run("lint", "LMHOSTS", "--json"))
    assert "LM16" in rules(run("lint", "LMHOSTS", "--json", "--os", "NT 4.0 SP3"))
    assert "LM16" not in rules(run("lint", "LMHOSTS", "--json", "--os", "NT 4.0 SP4"))


# ---- bundles


@pytest.mark.parametrize("name", sample_names())
def test_every_bundle_of_the_samples_passes(name: str) -> None:
    """As a whole, with what its own plan tells."""
    outcome = run("lint", str(SAMPLES / name / "expected"), "--json")
    assert outcome.status == 0, outcome.out


def test_a_file_in_a_bundle_is_known_to_be_ours_and_its_system_too() -> None:
    """Also from inside the folder; a file that was put there is not ours."""
    plan()
    write("out/SERVERS/MAIL-A/HOSTS", text("10.1.1.1 a1"))
    data = json.loads(run("lint", "out", "--json").stdout)
    found = {each["file"]: (each["ours"], each["os"]) for each in data["files"]}
    assert found["out/SERVERS/MAIL-A/LMHOSTS.ADD"] == (True, "NT 4.0 SP5")
    assert {Path(name).name for name in found} == {"LMHOSTS.ADD", "HOSTS"}
    assert found["out/SERVERS/MAIL-A/HOSTS"] == (False, "NT 4.0 SP5")
    outcome = run_program("lint", "LMHOSTS.ADD", "--json", cwd=Path("out/SERVERS/MAIL-B"))
    (file,) = json.loads(outcome.stdout)["files"]
    assert (file["ours"], file["os"]) == (True, "NT 4.0 SP5")


def test_an_option_goes_before_what_the_plan_says() -> None:
    """The system may have changed since."""
    plan()
    data = json.loads(run("lint", "out", "--json", "--os", "NT 4.0 SP4").stdout)
    assert {each["os"] for each in data["files"]} == {"NT 4.0 SP4"}
    assert {each["rule"] for each in data["findings"]} == {"LM28"}


def test_what_was_changed_in_a_bundle_is_held_to_our_rules() -> None:
    """Whoever did it: an alias in small letters."""
    plan()
    lmhosts = Path("out/SERVERS/MAIL-B/LMHOSTS.ADD")
    lmhosts.write_bytes(lmhosts.read_bytes().replace(b"MAIL-A-X2", b"mail-a-x2"))
    assert rules(run("lint", "out", "--json")) == ["LM06"]


def test_a_bundle_in_a_zip_is_judged_like_its_folder() -> None:
    """With what its own plan says; other files in it are left alone."""
    assert run("plan", "inventory.csv", *POOL, "--zip", "out.zip").status == 0
    with zipfile.ZipFile("out.zip", "a") as archive:
        archive.writestr("SERVERS/MAIL-A/HOSTS", text("10.1.1.1 a1"))
        archive.writestr("SERVERS/MAIL-A/NIC.BAT", b"@echo off")
        archive.writestr("SERVERS/HOSTS/", b"")
    data = json.loads(run("lint", "out.zip", "--json").stdout)
    found = {each["file"]: (each["ours"], each["os"]) for each in data["files"]}
    assert found == {
        "out.zip/SERVERS/MAIL-A/HOSTS": (False, "NT 4.0 SP5"),
        "out.zip/SERVERS/MAIL-A/LMHOSTS.ADD": (True, "NT 4.0 SP5"),
        "out.zip/SERVERS/MAIL-B/LMHOSTS.ADD": (True, "NT 4.0 SP5"),
    }
    outcome = run("lint", "out.zip", "--os", "NT 3.51")
    assert (outcome.status, outcome.out) == (0, "nothing found in 3 files\n")


def test_another_zip_is_searched_for_name_files_too() -> None:
    """One that holds none, or that is none, is an error."""
    with zipfile.ZipFile("etc.zip", "w") as archive:
        archive.writestr("etc/LMHOSTS", BROKEN)
        archive.writestr("PLAN.json", b"{}")
    assert "etc.zip/etc/LMHOSTS:1:1: error LM02" in run("lint", "etc.zip").out
    with zipfile.ZipFile("none.zip", "w") as archive:
        archive.writestr("etc/SERVICES", b"")
    assert "none.zip: error X4-E112" in run("lint", "none.zip").err
    write("broken.zip", b"PK")
    outcome = run("lint", "broken.zip")
    assert outcome.status == 3
    assert "broken.zip: error X4-E001: cannot be read: it is not a ZIP" in outcome.err
    assert "there is no such file" in run("lint", "nowhere.zip").err


def test_a_merged_file_is_ours_between_its_markers_only() -> None:
    """LMHOSTS.NEW holds foreign lines too."""
    plan()
    merged = text("10.9.9.9 old.name") + block("10.20.1.32 mail_a")
    write("out/SERVERS/MAIL-B/LMHOSTS.NEW", merged)
    sums = Path("out/SHA256SUMS")
    sums.write_text(sums.read_text() + f"{'0' * 64}  SERVERS/MAIL-B/LMHOSTS.NEW\n")
    data = json.loads(run("lint", "out/SERVERS/MAIL-B/LMHOSTS.NEW", "--json").stdout)
    assert [(each["line"], each["severity"]) for each in data["findings"]] == [
        (1, "warning"),
        (3, "error"),
    ]


def test_a_plan_can_be_named_for_files_that_stand_elsewhere() -> None:
    """Its names and systems hold: by the folder, which is called like the server."""
    plan()
    write("now/mail-a/LMHOSTS", block("10.20.2.32 MAIL-B #PRE") + text("10.9.9.9 MAIL-A #PRE"))
    found = run("lint", "now/mail-a/LMHOSTS", "--json", "--plan", "out/PLAN.json")
    assert rules(found) == ["LM26", "LM27"]
    assert json.loads(found.stdout)["files"][0]["os"] == "NT 4.0 SP5"
    assert rules(run("lint", "now", "--json")) == ["LM28"]
    stdin = block("10.20.2.32 MAIL-B #PRE")
    outcome = run(
        "lint", "-", "--kind", "lmhosts", "--json", "--plan", "out/PLAN.json", stdin=stdin
    )
    assert "LM26" in rules(outcome)


def test_a_plan_that_is_named_goes_before_the_one_of_the_bundle() -> None:
    """And one that cannot be read ends the run."""
    plan()
    shutil.copytree("out", "again")
    Path("out/PLAN.json").write_text("{}")
    assert run("lint", "out").status == 3
    assert run("lint", "out", "--plan", "again/PLAN.json").status == 0
    assert run("lint", "out", "--plan", "nowhere.json").status == 3


def test_the_aliases_of_a_plan_by_name_may_share_an_address() -> None:
    """Its own PLAN.json tells; a copy of the file alone does not know."""
    assert (
        run("plan", "inventory.csv", "--strategy", "hostname", "--address-mode", "lmhosts").status
        == 0
    )
    Path("inventory.csv").write_text(
        Path("inventory.csv").read_text() + "To B 3,MAIL-A,10.20.2.10,MAIL-B,,,,,\n"
    )
    arguments = ("--strategy", "hostname", "--address-mode", "lmhosts", "--out", "out")
    assert run("plan", "inventory.csv", *arguments).status == 0
    inside = Path("out/SERVERS/MAIL-A/LMHOSTS.ADD")
    shutil.copy(inside, "LMHOSTS.ADD")
    assert run("lint", str(inside)).status == 0
    assert "error LM11" in run("lint", "LMHOSTS.ADD").out
    assert "warning LM11" in run("lint", "LMHOSTS.ADD", "--plan", "out/PLAN.json").out


# ---- names and includes


def test_the_name_of_a_file_matters() -> None:
    """A .TXT behind our own lines; 8.3 for WINS."""
    write("LMHOSTS.TXT", block("10.20.1.41 MAIL-B-X2 #PRE"))
    assert "LM29" in rules(run("lint", "LMHOSTS.TXT", "--json"))
    for name in ("LMHOSTS", "LMHOSTS.ADD", "LMHOSTS.NEW", "lmhosts.sav"):
        write(name, block("10.20.1.41 MAIL-B-X2 #PRE"))
        assert "LM29" not in rules(run("lint", name, "--json"))
    write("LMHOSTS.BACKUP", GOOD)
    assert "LM30" in rules(run("lint", "LMHOSTS.BACKUP", "--json", "--wins-import"))
    assert "LM30" not in rules(run("lint", "LMHOSTS.BACKUP", "--json"))


def test_includes_are_followed_among_the_given_files_only() -> None:
    """In the same folder, and by the names of servers; the merged file stands for its target."""
    write("now/MAIL-A/LMHOSTS.NEW", text(r"#INCLUDE \\MAIL-B\ETC\LMHOSTS", "10.1.1.1 MAIL-B #PRE"))
    write("now/MAIL-B/LMHOSTS", text(r"#INCLUDE \\MAIL-A\ETC\LMHOSTS", "#INCLUDE MORE"))
    write("now/MAIL-B/MORE", text("#INCLUDE LMHOSTS"))
    everything = ("now/MAIL-A/LMHOSTS.NEW", "now/MAIL-B/LMHOSTS", "now/MAIL-B/MORE")
    outcome = run("lint", *everything, "--kind", "lmhosts")
    told = [line.split(" LM18")[0] for line in outcome.out.splitlines() if "LM18" in line]
    assert told == [
        "now/MAIL-A/LMHOSTS.NEW:1:10: warning",
        "now/MAIL-B/LMHOSTS:1:10: warning",
        "now/MAIL-B/LMHOSTS:2:10: error",
        "now/MAIL-B/MORE:1:10: error",
    ]
    assert "LM18" not in run("lint", "now/MAIL-A/LMHOSTS.NEW").out


# ---- the run itself


def test_nothing_is_written(tmp_path: Path) -> None:
    """Whatever is found."""
    write("LMHOSTS", BROKEN)
    before = tree(tmp_path)
    run("lint", "LMHOSTS")
    assert tree(tmp_path) == before


def test_a_name_that_no_file_can_have_is_told() -> None:
    """NUL in a name is a missing file, too long a name is one that cannot be read."""
    assert run("lint", "LMHOSTS\0").status == 3
    assert run("lint", "LMHOSTS" + "S" * 300).status == 5


def test_what_is_missing_goes_before_what_is_unreadable() -> None:
    """All of it is told."""
    write("LMHOSTS", GOOD)
    outcome = run("lint", "LMHOSTS/LMHOSTS", "HOSTS")
    assert outcome.status == 3
    assert "X4-E001" in outcome.err
    assert "X4-E110" in outcome.err


def test_the_help_lists_every_kind() -> None:
    """As --kind takes them."""
    kinds = {kind for rule in RULES for kind in rule.kinds}
    assert all(kind.lower() in run("lint", "--help").out for kind in kinds)
