# SPDX-License-Identifier: MIT
"""What README.md promises of whole runs, where no test of a single room can hold it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import INVENTORY, POOL, environment, plain_environment, run, run_program, tree

pytestmark = pytest.mark.usefixtures("here")

COLUMNS = tuple(INVENTORY.partition("\n")[0].split(","))
FACTS = COLUMNS[3:]
OF_THE_NIC = {"os", "adapter", "addresses"}


# ---- it runs on your own machine and never touches a server

WATCHED = """
import sys
from x400fix.__main__ import main
ROOMS = {"socket", "subprocess", "pty", "urllib", "http", "ftplib", "smtplib", "webbrowser"}
CALLS = {"exec", "fork", "forkpty", "posix_spawn", "spawn", "startfile", "system"}
def watch(event, _arguments):
    room, _, call = event.partition(".")
    if room in ROOMS or (room == "os" and call in CALLS):
        print("watched:", event, file=sys.stderr)
sys.addaudithook(watch)
sys.exit(main())
"""


def watched(*arguments: str) -> tuple[int, list[str]]:
    """The status of a run, and where it asked for a network or another program."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *arguments],
        env=plain_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    return done.returncode, [line for line in done.stderr.splitlines() if "watched: " in line]


def test_no_command_asks_for_a_network_or_another_program() -> None:
    """The name of this machine is all that a lock asks for."""
    Path("tickets").mkdir()
    extras = ("--xlsx", "--pdf", "--profile", "servicenow")
    plan = ("plan", "inventory.csv", *POOL, "--out", "tickets/night")
    assert watched(*plan, *extras, "--tickets", "tickets") == (
        0,
        ["watched: socket.gethostname"],
    )
    others = {
        ("check", "inventory.csv"): 1,
        ("simulate", "tickets/night"): 0,
        ("ticket", "tickets/night", "--pdf"): 0,
        ("diff", "tickets/night", "tickets/night"): 0,
        ("lint", "tickets/night"): 0,
        ("explain", "X4-E012"): 0,
        ("init", "new"): 0,
        ("schema",): 0,
    }
    assert {command: watched(*command) for command in others} == {
        command: (status, []) for command, status in others.items()
    }


# ---- a missing fact never stops a plan


@pytest.mark.parametrize("missing", [*((name,) for name in FACTS), FACTS[1:], FACTS], ids="-".join)
def test_a_missing_fact_never_stops_a_plan(missing: tuple[str, ...]) -> None:
    """What moves is the same; the NIC, of which something is unknown, is changed by hand."""
    kept = [at for at, name in enumerate(COLUMNS) if name not in missing]
    rows = [line.split(",") for line in INVENTORY.splitlines()]
    text = "".join(",".join(row[at] for at in kept) + "\n" for row in rows)
    Path("less.csv").write_text(text, encoding="utf-8")
    outcome = run("plan", "less.csv", *POOL)
    assert (outcome.status, "error" in outcome.err) == (0, False)
    assert "2 move, 2 keep their Address, 0 by hand" in outcome.out
    names = {path.name for path in Path("less-plan/SERVERS").rglob("*.*")}
    assert {"STEPS.TXT", "ADDRATTR.TXT"} <= names
    assert ("NIC.CMD" in names) is not bool(OF_THE_NIC & {*missing})


# ---- where only one end is known, the ticket says so


def test_the_ticket_says_where_only_one_end_is_planned() -> None:
    """In every form in which it is read."""
    Path("one.csv").write_text("".join(INVENTORY.splitlines(keepends=True)[:3]), encoding="utf-8")
    assert run("plan", "one.csv", *POOL).status == 0
    assert run("plan", "inventory.csv", *POOL).status == 0
    for name in ("TICKET.MD", "TICKET.HTML"):
        texts = [Path(bundle, name).read_bytes() for bundle in ("one-plan", "inventory-plan")]
        assert [b"ONLY THIS END IS PLANNED" in text for text in texts] == [True, False], name


# ---- what people added is not replaced unless they say so


@pytest.mark.parametrize("said", [("--force", "--force"), ("--discard", "--force"), ("--discard",)])
@pytest.mark.parametrize(
    ("command", "target"),
    [
        (("plan", "inventory.csv", *POOL), "inventory-plan"),
        (("ticket", "inventory-plan"), "inventory-plan-ticket"),
    ],
    ids=["plan", "ticket"],
)
def test_what_people_added_is_replaced_if_they_say_so(
    command: tuple[str, ...], target: str, said: tuple[str, ...]
) -> None:
    """With one ``--force`` all stays as it is."""
    run("plan", "inventory.csv", *POOL)
    run(*command)
    made = tree(Path(target))
    Path(target, "TICKET.HTML").write_text("signed", encoding="utf-8")
    Path(target, "NOTES.TXT").write_text("mine", encoding="utf-8")
    before = tree(Path())
    refused = run(*command, "--force")
    assert (refused.status, tree(Path())) == (5, before)
    assert "'NOTES.TXT', 'TICKET.HTML'" in refused.err
    assert run(*command, *said).status == 0
    assert tree(Path(target)) == made


# ---- completion


def test_completion_is_installed(here: Path) -> None:
    """Into the home folder of whoever asks for it."""
    home = here.parent / "home"
    home.mkdir()
    env = environment(HOME=str(home), _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert run_program("--install-completion", "bash", cwd=here, env=env).status == 0
    (script,) = home.rglob("x400fix*")
    assert str(script) in (home / ".bashrc").read_text(encoding="utf-8")
    assert "_X400FIX_COMPLETE" in script.read_text(encoding="utf-8")
    assert [path.name for path in here.iterdir()] == ["inventory.csv"]
