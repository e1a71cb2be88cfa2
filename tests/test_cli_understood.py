# SPDX-License-Identifier: MIT
"""check and plan begin with what was understood of the inventory."""

import json
from pathlib import Path

import pytest

from tests.command import INVENTORY, POOL, plan_of, run

ODD = (
    "X.400 Connectors,,,,,\n"
    "RDN,Home Server,Remote Host,Partner,Firewall,Remarks,Addres Type\n"
    "One,MAIL-A,10.20.2.10,MAIL-B,,x,\n"
    "Two,MAIL-A,10.9.0.1,MAIL-C,FW1,,\n"
    "Three,MAIL-A,10.8.0.1,MAIL-C,,,\n"
    "Four,MAIL-A,10.8.0.1,MAIL-D,,,\n"
    "Five,MAIL-A,172.16.9.9,,,,\n"
    "Six,MAIL-B,MAIL-A,,,,\n"
    "Total,6,,,,\n"
)
BLOCK = """\
Read         6 connectors, 2 known servers, 2 only dialled (MAIL-C, MAIL-D), 1 foreign (172.16.9.9)
Columns      connector (RDN), server (Home Server), address (Remote Host), \
remote_server (Partner), via (Firewall)
Not read     Remarks, Addres Type
Left out     line 1 'X.400 Connectors', line 9 'Total 6'
Partners     4 by name, 1 by address, 1 unknown
No version   MAIL-A, MAIL-B, MAIL-C, MAIL-D
Firewalls    named: FW1
Firewalls    PRESUMED: 10.8.0.1
Look again   unknown column 'Addres Type': did you mean address_type?

"""


def write(here: Path, text: str) -> None:
    """The inventory of the current folder."""
    (here / "inventory.csv").write_text(text, encoding="utf-8")


def test_the_block_says_all_that_was_taken_for_something(here: Path) -> None:
    """A person compares it with what was meant."""
    write(here, ODD)
    assert run("check", "inventory.csv").out.startswith(BLOCK + "SERVER ")


def test_a_plain_inventory_has_a_short_block(here: Path) -> None:
    """What there is nothing to say about is left out."""
    write(here, INVENTORY)
    block, _, _ = run("plan", "inventory.csv", *POOL, "--dry-run").out.partition("\n\n")
    assert block.splitlines()[0] == (
        "Read         4 connectors, 2 known servers, 0 only dialled, 0 foreign"
    )
    assert [line.split()[0] for line in block.splitlines() if line[0] != " "] == [
        *("Read", "Columns", "Partners"),
    ]


@pytest.mark.parametrize("command", [["check"], ["plan", "--dry-run", *POOL]])
def test_who_asks_for_quiet_gets_no_block(here: Path, command: list[str]) -> None:
    """It is for a first look."""
    write(here, INVENTORY)
    assert "Partners" not in run(*command, "inventory.csv", "--quiet").out


def test_the_block_comes_as_data_too(here: Path) -> None:
    """Under the keys that PLAN.json has."""
    write(here, ODD)
    told = json.loads(run("check", "inventory.csv", "--json").stdout)
    assert told["inventory"]["headers"]["address"] == "Remote Host"
    assert told["inventory"]["not_read"] == ["Remarks", "Addres Type"]
    assert told["inventory"]["left_out"] == ["line 1 'X.400 Connectors'", "line 9 'Total 6'"]
    assert told["understood"] == {
        "servers": 2,
        "only_dialled": ["MAIL-C", "MAIL-D"],
        "foreign": ["172.16.9.9"],
        "by_name": 4,
        "by_address": 1,
        "unknown": 1,
        "versions_unknown": ["MAIL-A", "MAIL-B", "MAIL-C", "MAIL-D"],
        "firewalls_named": ["FW1"],
        "firewalls_presumed": ["10.8.0.1"],
        "likely_errors": ["unknown column 'Addres Type': did you mean address_type?"],
    }


def test_a_plan_holds_what_was_understood(here: Path) -> None:
    """So that a ticket can say it as well."""
    write(here, ODD)
    plan = plan_of("--pool", "10.8.0.32/28")
    assert plan.understood.firewalls_presumed == ("10.8.0.1",)
    assert plan.inventory.not_read == ("Remarks", "Addres Type")


def test_a_plan_without_work_says_what_it_rests_on(here: Path) -> None:
    """Nothing to do, if a partner is what nobody has said."""
    write(
        here,
        "connector,server,address,remote_server,exchange\n"
        + "".join(
            f"{name} {n},SEA,10.9.{n}.10,GHOST{n},5.5 SP4\n" for n in range(6) for name in "ab"
        ),
    )
    outcome = run("plan", "inventory.csv", "--out", "n")
    assert "has to move, if this is so:\n- GHOST0: its Exchange version is unknown" in outcome.out
    assert "- and 7 more, all in TICKET.MD\n" in outcome.out
    ticket = Path("n", "TICKET.MD").read_text(encoding="utf-8")
    assert "- [ ] `GHOST0: its Exchange version is unknown " in ticket


def test_a_partner_of_a_version_that_may_be_older_is_an_assumption(here: Path) -> None:
    """It is in servers.csv, and has no connector."""
    write(here, "connector,server,address,remote_server\na,SEA,x,OLD\nb,SEA,x,OLD\n")
    (here / "facts.csv").write_text("server,exchange\nSEA,5.5 SP4\nOLD,5.0\n", encoding="utf-8")
    (text,) = plan_of("--servers", "facts.csv").assumptions
    assert text.startswith("OLD: its connectors are not in the inventory; they are taken to have ")


def test_many_problems_are_told_by_the_first_ones(here: Path) -> None:
    """Memory and messages are bounded; the count is told."""
    rows = "".join(f"\x01{n},S {n},10.{n}\n" for n in range(2_000))
    write(here, "connector,server,address\n" + rows)
    outcome = run("check", "inventory.csv")
    assert outcome.status == 3
    assert len(outcome.err.splitlines()) == 204
    assert " X4-E034: 5000 more errors were found" in outcome.err
    assert "801 more: --verbose and --json list them\n1001 errors\n" in outcome.err
    assert len(run("check", "inventory.csv", "--verbose").err.splitlines()) == 1_004
    assert len(json.loads(run("check", "inventory.csv", "--json").stdout)["problems"]) == 1_001


def test_equal_problems_are_one_line_but_for_verbose(here: Path) -> None:
    """With a count and the first places."""
    write(here, "connector,server,address\n" + "".join(f"C{n},A,\n" for n in range(6)))
    told = run("check", "inventory.csv").err.splitlines()
    assert told == [
        "Read         0 connectors without an error",
        "Columns      connector, server, address",
        (
            "inventory.csv:2:3: error X4-E032: address is empty; every row needs one (cell C2), "
            "and the same 5 more times: C3, C4, C5, ..."
        ),
        "6 errors",
    ]
    assert len(run("check", "inventory.csv", "--verbose").err.splitlines()) == 9


def test_server_facts_have_their_columns_in_it(here: Path) -> None:
    """Also those that are not read, and lines that are none."""
    write(here, "connector,server,address\na,SEA,10.1.1.1\n")
    facts = "server;Exchange Version;Colour\nSEA;5.0;red\nTotal 1;;\n"
    (here / "facts.csv").write_text(facts, encoding="utf-8")
    outcome = run("check", "inventory.csv", "--servers", "facts.csv")
    assert (
        "Columns      connector, server, address\n"
        "Servers      facts.csv: server, exchange (Exchange Version)\n"
        "Not read     facts.csv: Colour\n"
        "Left out     facts.csv: line 3 'Total 1'\n"
        "Partners "
    ) in outcome.out
    told = json.loads(run("check", "inventory.csv", "--servers", "facts.csv", "--json").out)
    assert told["inventory"]["servers"] == {
        "file": "facts.csv",
        "columns": {"server": 0, "exchange": 1},
        "rows_hidden": 0,
        "headers": {"exchange": "Exchange Version"},
        "not_read": ["Colour"],
        "left_out": ["line 3 'Total 1'"],
    }
    run("plan", "inventory.csv", "--servers", "facts.csv", "--out", "n")
    assert run("simulate", "n").status == 0


def test_a_run_that_fails_says_what_it_has_read(here: Path) -> None:
    """Before the problems, so that a person sees why; on stderr, and not with --quiet."""
    write(here, ODD.replace("10.9.0.1", "10.9.0.01"))
    outcome = run("check", "inventory.csv")
    assert (outcome.status, outcome.out) == (3, "")
    assert outcome.err.startswith("Read         5 connectors without an error\nColumns ")
    assert "\nLook again   unknown column 'Addres Type'" in outcome.err
    assert "Partners" not in outcome.err
    assert run("check", "inventory.csv", "--quiet").err.startswith("inventory.csv:4:3: error")


@pytest.mark.parametrize("option", ["--strict", "no pool"])
def test_a_plan_that_is_refused_says_what_it_has_understood(here: Path, option: str) -> None:
    """All of it, since the inputs are sound."""
    given = ["--pool", "10.8.0.32/28", "--strict"] if option == "--strict" else []
    write(here, ODD.replace("Total,6,,,,", "Seven,MAIL-A,10.20.2.10,MAIL-B,,,"))
    (here / "facts.csv").write_text("server,addresses\nMAIL-B,10.20.2.10/24\n", encoding="utf-8")
    outcome = run("plan", "inventory.csv", "--servers", "facts.csv", *given)
    assert outcome.status in {3, 4}
    assert "\nPartners     5 by name, 1 by address, 1 unknown\n" in outcome.err
    assert "\nFirewalls    PRESUMED: 10.8.0.1\n" in outcome.err


def test_many_likely_errors_are_counted(here: Path) -> None:
    """The block stays short."""
    twins = "".join(f"a,SRV-{n}A{n},10.1.1.{n}\nb,SRV_{n}A{n},10.1.2.{n}\n" for n in range(2, 9))
    write(here, "connector,server,address\n" + twins)
    assert "\n             and 2 more\n" in run("check", "inventory.csv").out
