# SPDX-License-Identifier: MIT
"""``--tickets DIR``: the plans of other change tickets are the ledger of what was given."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import CONFIG, INVENTORY, POOL, SOURCES, run
from x400fix.bundle.ledger import LOCK_NAME, hold_ledger, parse_wait
from x400fix.problems import UsageError


@pytest.fixture(autouse=True)
def _folder(here: Path) -> None:
    (here / "tickets").mkdir()


LOCK = Path("tickets", LOCK_NAME)


def other(number: int) -> str:
    """Another home server that dials MAIL-B, which is the owner in both inventories."""
    text = re.sub(r"MAIL-A\b", f"MAIL-C{number}", INVENTORY.replace("To A", f"To C{number}"))
    return text.replace("10.20.1.", f"10.20.{number + 3}.")


def pool(number: int) -> tuple[str, ...]:
    return (*POOL, "--pool", f"10.20.{number + 3}.32/28")


def write(name: str, text: str) -> str:
    """A file in the current folder or below it."""
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")
    return name


def plan(out: str, *options: str, inventory: str = "inventory.csv") -> dict[str, object]:
    """The plan of a run that succeeds; the folder of tickets is free again."""
    outcome = run("plan", inventory, *options, "--out", out, "--json")
    assert outcome.status == 0, outcome.err
    assert not LOCK.exists()
    found: dict[str, object] = json.loads(outcome.out)
    return found


def given(found: dict[str, object]) -> set[str]:
    """Every new address and alias."""
    rows = found["assignments"]
    assert isinstance(rows, list)
    return {row[key] for row in rows for key in ("new_address", "alias")} - {""}


def test_what_another_ticket_gave_is_not_given_again() -> None:
    """In a folder or a ZIP, however deep; the plan names the tickets that it met.

    A ZIP of something else is none.
    """
    Path("tickets/2026").mkdir()
    with zipfile.ZipFile("tickets/photos.zip", "w") as archive:
        archive.writestr("NOTES.TXT", "10.20.2.34")
    first = given(plan("tickets/2026/CHG1", *POOL, "--tickets", "tickets/2026"))
    write("c.csv", other(0))
    alone = given(plan("alone", *pool(0), inventory="c.csv"))
    assert first & alone == {"10.20.2.32", "MAIL-B-X2"}
    assert (
        run("plan", "c.csv", *pool(0), "--tickets", "tickets", "--zip", "tickets/2.zip").status == 0
    )
    write("d.csv", other(1))
    third = plan("tickets/CHG3", *pool(1), "--tickets", "tickets", inventory="d.csv")
    assert {"10.20.2.34", "MAIL-B-X4"} <= given(third)
    assert not given(third) & (first | alone)
    inputs = third["inputs"]
    assert isinstance(inputs, list)
    named = [(each["kind"], each["name"]) for each in inputs]
    assert named == [("inventory", "d.csv"), ("ticket", "2.zip"), ("ticket", "CHG1")]
    assert run("simulate", "tickets/CHG3").status == 0


def test_the_connectors_of_the_inventory_keep_what_a_ticket_gave_them() -> None:
    """As with --previous, also when lower addresses are free now."""
    first = given(plan("tickets/CHG1", *POOL, "--exclude", "10.20.2.32", "--tickets", "tickets"))
    assert "10.20.2.33" in first
    again = plan("tickets/CHG2", *POOL, "--tickets", "tickets")
    assert given(again) == first
    remembered = again["remembered"]
    assert isinstance(remembered, list)
    assert len(remembered) == 4


def test_the_folder_of_the_config_file_is_relative_to_it() -> None:
    write("site/x400fix.toml", CONFIG.replace("[pool]", '[pool]\ntickets = "../tickets"'))
    write("site/inventory.csv", INVENTORY)
    first = given(plan("tickets/CHG1", inventory="site/inventory.csv"))
    write("site/inventory.csv", INVENTORY.replace("To B", "New"))
    second = given(plan("tickets/CHG2", inventory="site/inventory.csv"))
    assert {"10.20.2.32", "10.20.2.33"} <= first | second
    assert "10.20.2.32" not in second


def test_tickets_that_contradict_each_other_are_named() -> None:
    """Unless --previous says which one counts."""
    plan("tickets/CHG1", *POOL)
    plan("tickets/CHG2", *POOL, "--exclude", "10.20.2.32")
    outcome = run("plan", "inventory.csv", *POOL, "--tickets", "tickets", "--out", "new")
    assert outcome.status == 3
    assert (
        "tickets/CHG2/PLAN.json: error X4-E064: tickets/CHG1/PLAN.json gave 10.20.2.32"
        in outcome.err
    )
    assert not LOCK.exists()
    chosen = plan("new", *POOL, "--tickets", "tickets", "--previous", "tickets/CHG2")
    assert "10.20.2.33" in given(chosen)


def test_a_ticket_that_was_edited_is_refused() -> None:
    plan("tickets/CHG1", *POOL)
    path = Path("tickets/CHG1/PLAN.json")
    path.write_bytes(path.read_bytes().replace(b"10.20.2.32", b"10.20.2.40"))
    Path("tickets/broken.zip").write_bytes(b"PK")
    outcome = run("plan", "inventory.csv", *POOL, "--tickets", "tickets", "--out", "new")
    assert outcome.status == 3
    assert "tickets/CHG1/PLAN.json: error X4-E070" in outcome.err
    assert "tickets/broken.zip: error X4-E001" in outcome.err


def test_an_alias_of_another_ticket_contradicts_an_earlier_plan() -> None:
    """Both were given; one of the two plans has to go."""
    plan("mine", *POOL)
    write("c.csv", other(0))
    plan("tickets/CHG1", *pool(0), inventory="c.csv")
    outcome = run(
        "plan", "inventory.csv", *POOL, "--tickets", "tickets", "--previous", "mine", "--out", "new"
    )
    assert outcome.status == 4
    assert "the earlier plan gave MAIL-B-X2 to 'MAIL-A/To B 2', but CHG1 has it" in outcome.err


def test_a_folder_of_tickets_that_is_not_there_is_an_error() -> None:
    outcome = run("plan", "inventory.csv", *POOL, "--tickets", "nowhere")
    assert outcome.status == 3
    assert "nowhere: error X4-E001: cannot be read as a folder" in outcome.err


# ---- one run at a time


@pytest.fixture
def held() -> Iterator[subprocess.Popen[bytes]]:
    """A program that has the lock until it is killed."""
    code = (
        "import time\nfrom pathlib import Path\n"
        "from x400fix.bundle.ledger import hold_ledger\n"
        "with hold_ledger(Path('tickets'), 0, print):\n"
        "    print('held', flush=True)\n    time.sleep(60)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        yield holder
        holder.kill()


def test_a_second_run_says_who_has_the_folder(held: subprocess.Popen[bytes]) -> None:
    """After the time that it waits; a dry run needs no lock."""
    arguments = ("plan", "inventory.csv", *POOL, "--tickets", "tickets")
    begin = time.monotonic()
    outcome = run(*arguments, "--wait", "1s")
    assert outcome.status == 4
    assert time.monotonic() - begin >= 1
    found = re.search(
        r"tickets/\.x400fix\.lock: error X4-E065: a plan is being made for these tickets by "
        r"process (\d+) on \S+ since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d: plan again",
        outcome.err,
    )
    assert found
    assert int(found[1]) == held.pid
    assert not Path("inventory-plan").exists()
    assert run(*arguments, "--dry-run").status == 0


def test_the_lock_of_a_killed_run_is_recognised(held: subprocess.Popen[bytes]) -> None:
    held.send_signal(signal.SIGKILL)
    held.wait()
    assert LOCK.exists()
    outcome = run("plan", "inventory.csv", *POOL, "--tickets", "tickets")
    assert outcome.status == 0
    assert f"was left by a run that was killed: process {held.pid} on" in outcome.err
    assert not LOCK.exists()


def test_a_lock_file_that_cannot_be_removed_is_no_killed_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Windows removes no file that is open."""

    def refuse(_path: object) -> None:
        raise PermissionError

    said: list[str] = []
    monkeypatch.setattr(os, "unlink", refuse)
    for _ in range(2):
        with hold_ledger(Path("tickets"), 0, said.append):
            pass
    assert (said, LOCK.exists()) == ([], True)


def test_without_locks_of_the_system_a_plan_is_made_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On Windows, where there are none of this kind."""
    monkeypatch.setitem(sys.modules, "fcntl", None)
    plan("tickets/CHG1", *POOL)
    plan("tickets/CHG2", *POOL, "--tickets", "tickets")


def test_a_lock_file_that_cannot_be_made_is_an_error() -> None:
    LOCK.mkdir()
    outcome = run("plan", "inventory.csv", *POOL, "--tickets", "tickets")
    assert outcome.status == 5
    assert "tickets/.x400fix.lock: error X4-E085: the lock file cannot be made" in outcome.err


def test_a_lock_file_that_was_removed_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run opens the file, the run before removes it and lets go, and then the first gets it."""
    fcntl = pytest.importorskip("fcntl")
    lock, late = fcntl.flock, [LOCK]

    def flock(file: int, how: int) -> None:
        for path in late:
            path.unlink()
        late.clear()
        lock(file, how)

    monkeypatch.setattr(fcntl, "flock", flock)
    with hold_ledger(Path("tickets"), 0, print):
        assert LOCK.read_text(encoding="utf-8").startswith(f"process {os.getpid()} on ")
    assert not LOCK.exists()


@pytest.mark.parametrize(
    ("text", "seconds"), [("30s", 30), ("2m", 120), ("0", 0), ("15", 15), ("99999s", 99_999)]
)
def test_a_time_to_wait(text: str, seconds: int) -> None:
    assert parse_wait(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "-1s", "1h", "1.5s", "999999", "\u0661s"])
def test_no_time_to_wait(text: str) -> None:
    with pytest.raises(UsageError, match="is no time to wait: write 30s or 2m"):
        parse_wait(text)
    assert run("plan", "inventory.csv", *POOL, "--wait", text).status == 2


def test_eight_runs_at_once_give_no_address_twice() -> None:
    """Each waits for the others, and sees what they gave."""
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    runs = []
    for number in range(8):
        name = write(f"{number}.csv", other(number))
        arguments = ["plan", name, *pool(number), "--tickets", "tickets", "--wait", "5m", "--quiet"]
        command = [sys.executable, "-m", "x400fix", *arguments, "--out", f"tickets/CHG{number}"]
        runs.append(subprocess.Popen(command, env=environment))
    assert [each.wait() for each in runs] == [0] * 8
    plans = [json.loads(path.read_bytes()) for path in Path("tickets").glob("*/PLAN.json")]
    everything = [text for each in plans for text in given(each)]
    assert len(plans) == 8
    assert len(everything) == len(set(everything)) == 8 * 4
    assert not LOCK.exists()
