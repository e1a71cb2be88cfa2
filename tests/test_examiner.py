# SPDX-License-Identifier: MIT
"""The examiner finds nothing in a bundle made by hand, and names each fault put into it."""

from pathlib import Path

import pytest

from tests.command import run
from tests.examiner import Options, examine
from tests.examiner.handmade import INVENTORY, OPTIONS, seal, write_bundle
from tests.inventories import large, seeded


@pytest.fixture(name="inventory")
def _inventory(tmp_path: Path) -> Path:
    inventory = tmp_path / "inventory.csv"
    inventory.write_text(INVENTORY, newline="")
    return inventory


@pytest.fixture(name="bundle")
def _bundle(tmp_path: Path, inventory: Path) -> Path:
    bundle = tmp_path / "plan"
    write_bundle(bundle, inventory)
    return bundle


def test_a_correct_bundle_gives_no_complaint(inventory: Path, bundle: Path) -> None:
    """What was made by hand from the design passes as a whole."""
    assert examine(inventory, bundle, options=OPTIONS) == []


FAULTS = [
    ("PLAN.json", '"row": 2', '"row": 3', "the table says"),
    ("PLAN.json", "10.20.1.32/24", "10.20.1.33/24", "nic adds"),
    ("PLAN.json", '"after": "MAIL-B-X2"', '"after": "MAIL-B"', "address_attributes of"),
    ("ASSIGN.csv", "keep,MAIL-A", "move,MAIL-A", "keeps []"),
    ("ASSIGN.csv", "10.20.2.32", "10.20.2.33", "is not 10.20.2.32"),
    ("ASSIGN.csv", "10.20.2.32", "10.20.2.10", "is seen in the inventory"),
    ("ASSIGN.csv", "10.20.2.32", "10.20.1.33", "outside the owner's subnet"),
    ("ASSIGN.csv", "10.20.2.32", "10.20.2.48", "is in no pool"),
    ("ASSIGN.csv", "MAIL-B-X2", "MAIL-B", "does not end in -X and a number"),
    ("ASSIGN.csv", "MAIL-B-X2", "mail-b-x2", "is not legal"),
    ("ASSIGN.csv", "first link", "=1+1", "begins like a formula"),
    ("ASSIGN.csv", "MAIL-A,4", "MAIL-A,9", "step 9 is not in"),
    ("SERVERS/MAIL-A/LMHOSTS.ADD", "10.20.2.32", " 10.20.2.32", "is no entry"),
    ("SERVERS/MAIL-A/LMHOSTS.ADD", "#PRE", "#Pre", "is no entry"),
    ("SERVERS/MAIL-A/LMHOSTS.ADD", "CHG1\r\n1", "CHG2\r\n1", "markers name"),
    ("SERVERS/MAIL-A/LMHOSTS.ADD", "\r\n1", "\n1", "not CRLF"),
    ("SERVERS/MAIL-A/NIC.INI", '"10.20.1.10" ', "", "should set"),
    ("SERVERS/MAIL-A/NIC.INI", '32"\r\n', '32" ; new\r\n', "with a comment"),
    ("SERVERS/MAIL-A/NIC.REG", "REGEDIT4", "REGEDIT5", "no REGEDIT4 line"),
    ("SERVERS/MAIL-A/NIC.REG", "00\r\n\r\n", "00\r\n", "no REGEDIT4 line"),
    ("SERVERS/MAIL-A/NIC.REG", ",\\\r\n  ", "\\\r\n  ", "folded elsewhere"),
    ("SERVERS/MAIL-A/NICUNDO.REG", "31,30,2e", "31,31,2e", "should set"),
    ("SERVERS/MAIL-A/NIC.CMD", '=="MAIL-A"', '=="MAIL-B"', "does not stop unless"),
    ("SERVERS/MAIL-A/NIC.CMD", "regini", "choice", "command 'choice'"),
    ("SERVERS/MAIL-A/NIC.CMD", "This is", "100% is", "'%'"),
    ("SERVERS/MAIL-A/NIC.CMD", "This is", "a & b", "active character"),
    ("SERVERS/MAIL-A/NIC.CMD", "This is", "X400 to B 1 is", "shows the directory name"),
    ("SERVERS/MAIL-A/NIC.CMD", "goto end", "goto over", "has no label"),
    ("SERVERS/MAIL-A/NIC.CMD", "if errorlevel", "if exist", "NIC.CMD: runs although"),
    (
        "SERVERS/MAIL-A/NICUNDO.CMD",
        "if not errorlevel 1 goto wrong",
        "",
        "NICUNDO.CMD: runs although",
    ),
    ("SERVERS/MAIL-A/NIC.CMD", "regdmp", "choice", "does not run"),
    ("SERVERS/MAIL-A/NIC.CMD", "> NOW.TXT", "> STEPS.TXT", "writes over STEPS.TXT"),
    ("SERVERS/MAIL-A/NICUNDO.CMD", "regini NICUNDO", "regini NIC", "the NIC has"),
    ("SERVERS/MAIL-A/NAMES.CMD", '=="MAIL-A"', '=="MAIL-B"', "does not stop unless"),
    ("SERVERS/MAIL-A/NAMES.CMD", '=="MAIL-A"', '=="ELSE"', "should change nothing on ELSE"),
    ("SERVERS/MAIL-A/NAMES.CMD", '=="LMHOSTS"', '==""', "NAMES.CMD : should change nothing"),
    ("SERVERS/MAIL-A/NAMES.CMD", "if exist LMHOSTS.SAV", "if exist NO", "twice gives"),
    ("SERVERS/MAIL-A/NAMES.CMD", "+LINE.TMP", "", "once gives"),
    ("SERVERS/MAIL-A/NAMES.CMD", "nbtstat -R", "nbtstat -c", "runs nbtstat -R 0 times"),
    ("SERVERS/MAIL-A/NAMES.CMD", r"%X4ETC%\HOSTS", "LMHOSTS.ADD", "no copy of HOSTS"),
    ("SERVERS/MAIL-A/NAMES.CMD", "copy /b ", "copy ", "does not run"),
    ("SERVERS/MAIL-A/NAMUNDO.CMD", "LMHOSTS.SAV ", "LMHOSTS.ADD ", "NAMUNDO.CMD LMHOSTS: once"),
    ("SERVERS/MAIL-A/STEPS.TXT", "CHECK.CMD", "the check", "does not name CHECK.CMD"),
    ("SERVERS/MAIL-A/STEPS.TXT", "    undo", "undo", "begins in column 1"),
    ("SERVERS/MAIL-A/STEPS.TXT", "  MAIL-B-X2", "  MAIL-B-X3", "does not say MAIL-B-X2"),
    ("SERVERS/MAIL-A/STEPS.TXT", "telnet", "ping", "no step says 'telnet 10.20.2.32 102'"),
    ("SERVERS/MAIL-A/STEPS.TXT", "LMHOSTS.BAK", "NIC.INI", "writes over NIC.INI"),
    ("SERVERS/MAIL-A/STEPS.TXT", "    a) ", "    d) ", "more than three ways"),
    ("SERVERS/MAIL-A/STEPS.TXT", "4. Set", "8. Set", "stands in MAIL-A too"),
    ("SERVERS/MAIL-A/STEPS.TXT", "x400fix", "x400", "first line does not name"),
    ("SERVERS/MAIL-A/ADDRATTR.TXT", "MAIL-B-X2", "MAIL-B-X3", "lacks MAIL-B-X2"),
    ("RUNBOOK.TXT", "1. Add", "1. Start", "is not in RUNBOOK.TXT"),
    ("RUNBOOK.TXT", "1. Add", "1. A: Send the test messages", "a test without a test"),
    ("RUNBOOK.TXT", "WINDOW", "NIGHT", "its phases are"),
    ("RUNBOOK.TXT", "WINDOW", "[ ] 1. A: Restart\r\nWINDOW", "is in PREPARATION"),
    ("RUNBOOK.TXT", ': "X400 to B 2"', ': "X400 to B 1"', "is tested 0 times on its way out"),
    ("TICKET.MD", "X400 to B 1", "X400", "is not listed as affected"),
]


@pytest.mark.parametrize(("file", "right", "wrong", "complaint"), FAULTS)
def test_a_fault_is_named(  # noqa: PLR0913 a row of the table
    inventory: Path, bundle: Path, *, file: str, right: str, wrong: str, complaint: str
) -> None:
    """Each single fault gives a complaint that tells what it is."""
    path = bundle / file
    data = path.read_bytes()
    assert right.encode() in data
    path.write_bytes(data.replace(right.encode(), wrong.encode()))
    seal(bundle)
    found = examine(inventory, bundle, options=OPTIONS)
    assert any(complaint in each for each in found), found


def test_a_changed_file_breaks_the_sums(inventory: Path, bundle: Path) -> None:
    """A byte changed after the sums were written is seen, in PLAN.json by its own sum too."""
    plan = bundle / "PLAN.json"
    plan.write_bytes(plan.read_bytes().replace(b"1.0", b"1.1"))
    found = examine(inventory, bundle, options=OPTIONS)
    assert [each.split(":")[0] for each in found] == ["SHA256SUMS", "PLAN.json"]


def test_a_missing_file_is_named(inventory: Path, bundle: Path) -> None:
    """A NIC script that everything is known for may not be left out."""
    (bundle / "SERVERS/MAIL-B/NICUNDO.INI").unlink()
    seal(bundle)
    found = examine(inventory, bundle, options=OPTIONS)
    assert any("NIC files are" in each for each in found)


def test_entries_without_their_scripts_are_named(inventory: Path, bundle: Path) -> None:
    """A server whose name may reach a script has NAMES.CMD and NAMUNDO.CMD."""
    (bundle / "SERVERS/MAIL-B/NAMUNDO.CMD").unlink()
    seal(bundle)
    found = examine(inventory, bundle, options=OPTIONS)
    assert any("SERVERS/MAIL-B: name scripts are not" in each for each in found)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    "typed",
    [
        "",
        "--address-mode lmhosts",
        "--address-mode hosts",
        "--strategy hostname --address-mode lmhosts",
    ],
)
def test_what_x400fix_writes_gives_no_complaint(tmp_path: Path, seed: int, typed: str) -> None:
    """Steps, ASSIGN.csv and scripts say the same, whatever the options."""
    case, words = seeded(seed), typed.split()
    inventory, out = tmp_path / "inventory.csv", tmp_path / "plan"
    inventory.write_text(case.text, encoding="utf-8", newline="")
    pools = [word for pool in case.pools for word in ("--pool", pool)]
    outcome = run("plan", str(inventory), *pools, *words, "--out", str(out))
    assert outcome.status == 0, outcome.err
    chosen = dict(zip(words[::2], words[1::2], strict=True))
    options = Options(
        pools=tuple(case.pools),
        mode=chosen.get("--address-mode", "ip"),
        strategy=chosen.get("--strategy", "address"),
    )
    assert examine(inventory, out, options=options) == []


def test_large_inventories_have_the_asked_size() -> None:
    """As many connectors as asked for, forty a server, the same for the same seed."""
    case = large(400, 7)
    assert len(case.rows) == len(case.text.splitlines()) - 1 == 400
    assert len({row["server"] for row in case.rows}) == 10
    assert case.text == large(400, 7).text


def test_seeded_inventories_repeat() -> None:
    """The same seed gives the same inventory, another seed another one."""
    assert seeded(3) == seeded(3)
    assert seeded(3) != seeded(4)
