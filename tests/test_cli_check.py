# SPDX-License-Identifier: MIT
"""``x400fix check`` tells the verdict on each connector and writes nothing."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.command import INVENTORY, run, tree

CLEAN = "".join(INVENTORY.splitlines(keepends=True)[:2])
WARNS = INVENTORY.replace("gateway", "gateway,colour")


def test_the_verdicts_are_a_table(here: Path) -> None:
    """One line a connector, columns as wide as they must be, the count last; status 1."""
    outcome = run("check", "inventory.csv", "--quiet")
    assert (outcome.status, outcome.err) == (1, "")
    assert outcome.out == (
        "SERVER  CONNECTOR  ADDRESS     PARTNER  VERDICT   RULE\n"
        "MAIL-A  To B 1     10.20.2.10  MAIL-B   CONFLICT  2\n"
        "MAIL-A  To B 2     10.20.2.10  MAIL-B   CONFLICT  2\n"
        "MAIL-B  To A 1     10.20.1.10  MAIL-A   CONFLICT  2\n"
        "MAIL-B  To A 2     10.20.1.10  MAIL-A   CONFLICT  2\n"
        "\n"
        "4 CONFLICT\n"
        "4 connectors, 2 conflicts\n"
    )
    assert [path.name for path in here.iterdir()] == ["inventory.csv"]


def test_no_conflict_has_status_0(here: Path) -> None:
    """A table all the same."""
    (here / "inventory.csv").write_text(CLEAN, encoding="utf-8")
    outcome = run("check", "inventory.csv")
    assert outcome.status == 0
    assert outcome.out.endswith(
        "\n1 OK\n1 connector, 0 conflicts\nNext         x400fix plan inventory.csv\n"
    )


MIXED = """\
connector,server,address,remote_server,exchange,stack
a,MAIL-A,10.20.2.10,MAIL-B,5.0,
b,MAIL-A,10.20.9.9,MAIL-C,,
c,MAIL-B,10.20.8.1,MAIL-D,,
d,MAIL-B,10.20.8.1,MAIL-D,,
e,MAIL-E,10.20.7.1,MAIL-F,4.0,
f,MAIL-E,10.20.7.1,MAIL-F,,
g,MAIL-E,any,MAIL-F,,X25
"""


def test_conflicts_come_first(here: Path) -> None:
    """Then what is assumed; within a verdict the order is that of the inventory."""
    (here / "inventory.csv").write_text(MIXED, encoding="utf-8")
    outcome = run("check", "inventory.csv", "--quiet")
    rows = [line.split("  ") for line in outcome.out.splitlines()[1:8]]
    assert [row[1].strip() for row in rows] == ["e", "f", "c", "d", "a", "b", "g"]
    assert "\n2 CONFLICT, 2 CONFLICT-ASSUMED, 2 OK, 1 OUT OF SCOPE\n" in outcome.out


@pytest.mark.parametrize(
    ("only", "connectors"),
    [
        ("conflict", "efcd"),
        ("CONFLICT-ASSUMED", "cd"),
        ("ok, Out_of_scope", "abg"),
        ("out of scope", "g"),
        ("WARN", ""),
    ],
)
def test_only_leaves_some_verdicts(here: Path, only: str, connectors: str) -> None:
    """An assumed conflict is one; the sums and the status are those of all."""
    (here / "inventory.csv").write_text(MIXED, encoding="utf-8")
    outcome = run("check", "inventory.csv", "--quiet", "--only", only)
    table, _, sums = outcome.out.partition("\n\n")
    assert "".join(line.split()[1] for line in table.splitlines()[1:]) == connectors
    assert outcome.status == 1
    assert f" ({len(connectors)} shown)\n7 connectors, 2 conflicts\n" in sums
    data = json.loads(run("check", "inventory.csv", "--json", "--only", only).out)
    assert {each["connector"] for each in data["connectors"]} == {*connectors}
    assert data["conflicts"] == 2


def test_csv_is_for_a_spreadsheet_program(here: Path) -> None:
    """Nothing but rows on stdout, with the reasons; no cell becomes a formula."""
    (here / "inventory.csv").write_text(INVENTORY.replace("To B 1", "=1+1"), encoding="utf-8")
    outcome = run("check", "inventory.csv", "--format", "csv", "--only", "conflict")
    rows = list(csv.reader(io.StringIO(outcome.stdout.decode("utf-8"), newline="")))
    assert rows[0] == ["server", "connector", "address", "partner", "verdict", "rule", "reason"]
    assert [row[1] for row in rows[1:]] == ["'=1+1", "To B 2", "To A 1", "To A 2"]
    assert rows[1][-1].startswith("Several connectors of this server have the same Address")
    assert outcome.err.startswith("Read         4 connectors")
    assert outcome.stdout.count(b"\n") == outcome.stdout.count(b"\r\n") == 5


def test_markdown_is_for_a_wiki(here: Path) -> None:
    """Text of the inventory is no markup in it."""
    (here / "inventory.csv").write_text(INVENTORY.replace("To B 1", "a | `b`"), encoding="utf-8")
    lines = run("check", "inventory.csv", "--format", "MD").out.splitlines()
    assert lines[0].split("|")[1].strip() == "SERVER"
    assert set(lines[1]) == set("| -")
    assert "| `` a \\| `b` `` |" in lines[2]
    assert len(lines) == 6


def test_a_header_alone_has_no_verdicts(here: Path) -> None:
    """An export that went wrong must not look like a clean bill."""
    (here / "inventory.csv").write_text(CLEAN.splitlines()[0], encoding="utf-8")
    outcome = run("check", "inventory.csv")
    assert (outcome.status, outcome.out) == (3, "")
    assert "error X4-E004" in outcome.err


def test_a_partner_that_is_no_server_of_the_inventory_is_foreign(here: Path) -> None:
    """And rows that are added to any verdict follow the deciding one."""
    text = "connector,server,address\nOne,MAIL-A,10.9.9.9\nTwo,MAIL-A,10.9.9.9\n"
    (here / "inventory.csv").write_text(text, encoding="utf-8")
    lines = run("check", "inventory.csv", "--quiet").out.splitlines()
    assert lines[1].split() == ["MAIL-A", "One", "10.9.9.9", "foreign", "CONFLICT", "15"]


def test_json_is_the_only_thing_on_stdout(here: Path) -> None:
    """The verdicts, the number of conflicts, the problems."""
    (here / "inventory.csv").write_text(WARNS, encoding="utf-8")
    outcome = run("check", "inventory.csv", "--json")
    assert (outcome.status, outcome.err) == (1, "")
    data = json.loads(outcome.out)
    assert list(data) == ["inventory", "understood", "conflicts", "connectors", "problems"]
    assert data["conflicts"] == 2
    assert [each["connector"] for each in data["connectors"]] == [
        "To B 1",
        "To B 2",
        "To A 1",
        "To A 2",
    ]
    assert outcome.codes == ["X4-W101"]


def test_json_tells_errors_as_data(here: Path) -> None:
    """With the status of a wrong input."""
    (here / "inventory.csv").write_text(INVENTORY.replace("To B 2", ""), encoding="utf-8")
    outcome = run("check", "inventory.csv", "--json")
    assert (outcome.status, outcome.err, outcome.codes) == (3, "", ["X4-E032"])


def test_strict_takes_warnings_for_errors(here: Path) -> None:
    """Exit 3 instead of the verdicts."""
    (here / "inventory.csv").write_text(WARNS, encoding="utf-8")
    outcome = run("check", "inventory.csv", "--strict")
    assert (outcome.status, outcome.out) == (3, "")
    assert "X4-W101" in outcome.err


def test_quiet_leaves_the_table(here: Path) -> None:
    """It is the result; warnings and the config file are talk."""
    (here / "inventory.csv").write_text(WARNS, encoding="utf-8")
    (here / "x400fix.toml").write_text("", encoding="utf-8")
    outcome = run("check", "inventory.csv", "--quiet")
    assert (outcome.status, outcome.err) == (1, "")
    assert outcome.out.startswith("SERVER")


def test_the_inventory_may_come_from_stdin() -> None:
    """With a delimiter and an encoding of its own."""
    data = INVENTORY.replace(",", "~").replace("To B 1", "Zürich").encode("utf-16-le")
    options = ("--delimiter", "~", "--encoding", "utf-16-le")
    outcome = run("check", "-", *options, stdin=data)
    assert outcome.status == 1
    assert "Zürich" in outcome.out


@pytest.mark.parametrize("where", ["option", "config"])
def test_the_facts_of_servers_count(where: str, here: Path) -> None:
    """Two partners at 5.5 SP1 with selectors of their own are in no conflict."""
    text = "connector,server,address,remote_server,t_selector,t_selector_in\n" + "".join(
        f"To {far} {n},{home},{address},{far},L0{n},L0{n}\n"
        for home, far, address in (
            ("MAIL-A", "MAIL-B", "10.20.2.10"),
            ("MAIL-B", "MAIL-A", "10.20.1.10"),
        )
        for n in (1, 2)
    )
    facts = (
        "server,exchange,addresses\nMAIL-A,5.5 SP4,10.20.1.10/24\nMAIL-B,5.5 SP4,10.20.2.10/24\n"
    )
    (here / "inventory.csv").write_text(text, encoding="utf-8")
    assert run("check", "inventory.csv").status == 1
    (here / "facts.csv").write_text(facts, encoding="utf-8")
    (here / "my.toml").write_text('servers = "facts.csv"', encoding="utf-8")
    option = ("--servers", "facts.csv") if where == "option" else ("--config", "my.toml")
    outcome = run("check", "inventory.csv", *option)
    assert outcome.status == 0, outcome.out


def test_check_writes_nothing_in_any_case(here: Path) -> None:
    """It reads only."""
    before = tree(here)
    for arguments in (["inventory.csv"], ["missing.csv"], ["inventory.csv", "--json"]):
        run("check", *arguments)
    assert tree(here) == before
