# SPDX-License-Identifier: MIT
"""A plan is named by its PLAN.json, or by the folder or ZIP of its bundle."""

import zipfile
from pathlib import Path

import pytest

from tests.command import INVENTORY, POOL, run, tree
from x400fix.cli.plan_paths import MOST_PLAN_BYTES

pytestmark = pytest.mark.usefixtures("here")

COMMANDS = (["simulate"], ["ticket", "--out", "again", "--force"], ["lint", "night", "--plan"])


@pytest.fixture(autouse=True)
def _bundles(here: Path) -> None:
    assert here.is_dir()
    assert run("plan", "inventory.csv", *POOL, "--out", "night").status == 0
    assert run("plan", "inventory.csv", *POOL, "--zip", "night.zip").status == 0


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("bundle", ["night", "night/", "night.zip"])
def test_a_bundle_is_as_good_as_its_plan(command: list[str], bundle: str) -> None:
    expected = run(*command, "night/PLAN.json")
    assert expected.status == 0
    written = tree(Path("again")) if command[0] == "ticket" else None
    assert run(*command, bundle) == expected
    assert written is None or tree(Path("again")) == written


@pytest.mark.parametrize("bundle", ["night", "night.zip"])
def test_an_earlier_plan_may_be_a_bundle(bundle: str) -> None:
    """The plan records its PLAN.json, however it was named."""
    again = run("plan", "inventory.csv", *POOL, "--out", "a", "--previous", "night/PLAN.json")
    other = run("plan", "inventory.csv", *POOL, "--out", "b", "--previous", bundle)
    assert (again.status, other.status) == (0, 0)
    assert tree(Path("a")) == tree(Path("b"))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("empty", "empty/PLAN.json: error X4-E001: cannot be read: there is no such file"),
        ("other.zip", "other.zip: error X4-E001: this ZIP has no PLAN.json: give a bundle"),
        ("broken.zip", "broken.zip: error X4-E001: cannot be read: it is not a ZIP"),
    ],
)
def test_what_is_no_bundle_says_so(name: str, message: str) -> None:
    Path("empty").mkdir()
    Path("broken.zip").write_bytes(b"PK")
    with zipfile.ZipFile("other.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing")
    outcome = run("simulate", name)
    assert outcome.status == 3
    assert message in outcome.err


def test_a_zip_packed_in_a_rare_way_is_no_bug() -> None:
    """Some Python cannot unpack it, and its damage has no name that is always there."""
    pytest.importorskip("lzma")
    with zipfile.ZipFile("rare.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("PLAN.json", b"{}" * 100)
    for command in ("simulate", "lint"):
        outcome = run(command, "rare.zip")
        message = "rare.zip: error X4-E001: cannot be read: its files are packed in a way that"
        assert (outcome.status, outcome.err[: len(message)]) == (3, message)


def test_a_name_of_nothing_in_a_zip_is_no_bug() -> None:
    """A name that ends before its first character."""
    data = Path("night.zip").read_bytes().replace(b"PLAN.json", b"\0LAN.json")
    Path("nothing.zip").write_bytes(data)
    outcome = run("simulate", "nothing.zip")
    assert (outcome.status, "X4-E" in outcome.err) == (3, True)


def test_a_zip_that_unpacks_to_very_much_is_not_unpacked() -> None:
    """A small file may hold gigabytes of zeros."""
    with zipfile.ZipFile("large.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("PLAN.json", bytes(MOST_PLAN_BYTES + 1))
    for command in ("simulate", "lint"):
        outcome = run(command, "large.zip")
        message = "cannot be read: it is too large: at most 300 million bytes are read"
        assert outcome.err == f"large.zip: error X4-E001: {message}\n1 error\n"


def test_a_plan_of_host_names_is_read_back() -> None:
    """It holds the domains of computer names."""
    text = INVENTORY.replace(",MAIL-A,10.", ",mail-a.example.com,10.")
    Path("inventory.csv").write_text(text, encoding="utf-8")
    assert run("plan", "inventory.csv", *POOL, "--out", "named").status == 0
    assert b'"domain":"example.com"' in Path("named/PLAN.json").read_bytes()
    assert run("simulate", "named").status == 0


def test_domains_reach_hosts_netbox_and_later_plans() -> None:
    """That of a partner which nothing else is said of, too; our own lint agrees."""
    text = INVENTORY.replace(",10.20.1.10,MAIL-A,5", ",10.20.1.10,mail-a.long.example.com,5")
    text += "".join(f"To C {n},MAIL-A,10.20.3.10,Mail-C.example.org,,,,,\n" for n in (1, 2))
    Path("inventory.csv").write_text(text, encoding="utf-8")
    options = ("--pool", "10.20.0.0/16", "--address-mode", "hosts", "--netbox")
    assert run("plan", "inventory.csv", *options, "--out", "named").status == 0
    lines = Path("named/SERVERS/MAIL-B/HOSTS.ADD").read_text(encoding="ascii").splitlines()
    assert lines[1] == "10.20.1.2       MAIL-A-X2 MAIL-A-X2.long.example.com"
    lines = Path("named/SERVERS/MAIL-A/HOSTS.ADD").read_text(encoding="ascii").splitlines()
    assert lines[1:3] == [
        "10.20.2.2       MAIL-B-X2",
        "10.20.3.1       MAIL-C-X2 MAIL-C-X2.example.org",
    ]
    netbox = Path("named/NETBOX.csv").read_text(encoding="utf-8")
    assert netbox.replace(" (mask unknown)", "", 1).splitlines() == [
        "address,status,role,dns_name,description",
        "10.20.1.2/24,reserved,secondary,MAIL-A-X2.long.example.com,X.400 Connector MAIL-B/To A 2",
        "10.20.2.2/24,reserved,secondary,MAIL-B-X2,X.400 Connector MAIL-A/To B 2",
        "10.20.3.1/32,reserved,secondary,MAIL-C-X2.example.org,X.400 Connector MAIL-A/To C 2",
    ]
    assert run("lint", "named").out == "nothing found in 4 files\n"
    assert run("simulate", "named").status == 0
    again = run("plan", "inventory.csv", *options, "--previous", "named", "--out", "again")
    assert again.status == 0
    assert Path("again/NETBOX.csv").read_bytes() == Path("named/NETBOX.csv").read_bytes()
