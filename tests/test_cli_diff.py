# SPDX-License-Identifier: MIT
"""``x400fix diff OLD NEW`` says what differs between two plans."""

import json
from pathlib import Path

import pytest

from tests.command import INVENTORY, POOL, run

pytestmark = pytest.mark.usefixtures("here")


def plan(name: str, *options: str, inventory: str = INVENTORY) -> str:
    """The bundle of an inventory with these options."""
    Path("inventory.csv").write_text(inventory, encoding="utf-8")
    assert run("plan", "inventory.csv", *POOL, *options, "--out", name).status == 0
    return name


def test_a_plan_does_not_differ_from_itself() -> None:
    outcome = run("diff", plan("one"), plan("two"))
    assert (outcome.status, outcome.out) == (0, "The two plans are the same.\n")
    assert (outcome.err, run("diff", "one", "two/PLAN.json").status) == ("", 0)


def test_another_address_shows_in_decisions_and_files() -> None:
    outcome = run("diff", plan("one"), plan("two", "--exclude", "10.20.2.32"))
    assert outcome.status == 1
    lines = outcome.out.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        *("options:", "decisions:", "files:"),
    ]
    (moved,) = [line for line in lines if "10.20.2.33" in line]
    assert moved.startswith("  ~ MAIL-A/")
    assert "10.20.2.32 (MAIL-B-X2) -> CONFLICT, move" in moved
    assert any(line.startswith("  ~ SERVERS/MAIL-B/NIC.CMD   ") for line in lines)
    assert any(line.startswith("  ~ exclude   ") for line in lines)


def test_a_connector_less_shows_what_is_gone() -> None:
    """Its row, its decision, its steps and their files."""
    rows = INVENTORY.splitlines(keepends=True)
    outcome = run("diff", plan("one"), plan("two", inventory="".join([*rows[:2], rows[3]])))
    assert outcome.status == 1
    assert "\n  - MAIL-A/" in outcome.out
    assert "\nsteps:\n  - " in outcome.out
    assert "\n  - SERVERS/MAIL-B/NIC.CMD   " in outcome.out
    back = run("diff", "two", "one")
    assert "\n  + MAIL-A/" in back.out
    assert "\nsteps:\n  + " in back.out


def test_the_differences_as_data() -> None:
    outcome = run("diff", plan("one"), plan("two", "--ticket", "CHG1"), "--json")
    assert outcome.status == 1
    found = json.loads(outcome.out)
    assert list(found) == ["options", "decisions", "steps", "files"]
    assert {"sign": "~", "what": "ticket", "old": "", "new": "CHG1"} in found["options"]
    assert found["decisions"] == []


@pytest.mark.parametrize("at", [0, 1])
def test_a_plan_that_was_edited_is_refused(at: int) -> None:
    plan("one")
    Path("other.json").write_bytes(Path("one/PLAN.json").read_bytes().replace(b"move", b"keep"))
    paths = ["one", "one"]
    paths[at] = "other.json"
    outcome = run("diff", *paths)
    assert outcome.status == 3
    assert "X4-E070" in outcome.err
