# SPDX-License-Identifier: MIT
"""``--used``, ``[pool] used`` and files behind an #INCLUDE: what they have is not given again."""

import csv
import json
from pathlib import Path

import pytest

from tests.command import CONFIG, POOL, run

pytestmark = pytest.mark.usefixtures("here")


def write(name: str, text: str) -> None:
    """A file in the current folder or below it."""
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def given(*options: str) -> set[str]:
    """The new addresses and aliases of a plan, and nothing said against it but warnings."""
    outcome = run("plan", "inventory.csv", *options, "--out", "out", "--force")
    assert outcome.status == 0, outcome.err
    with Path("out/ASSIGN.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {row[column] for row in rows for column in ("new_address", "alias")} - {""}


def held() -> list[dict[str, object]]:
    """What PLAN.json holds of files of addresses in use."""
    found: list[dict[str, object]] = json.loads(Path("out/PLAN.json").read_bytes())["used"]
    return found


def test_what_a_file_has_in_use_is_not_given() -> None:
    """Addresses by option and config file, and the names that aliases could have."""
    before = given(*POOL)
    assert {"10.20.2.32", "10.20.1.32", "MAIL-B-X2"} <= before
    write("ipam/netbox.csv", "address,dns_name\n10.20.2.32/24,\n10.20.9.9/24,mail-b-x2\n")
    write("x400fix.toml", CONFIG.replace("[pool]", '[pool]\nused = ["ipam/netbox.csv"]'))
    write("scan.txt", "Nmap scan report for 10.20.1.32\nMAIL-A-X2\n")
    after = given("--used", "scan.txt")
    assert after == {"10.20.2.33", "10.20.1.33", "MAIL-B-X3", "MAIL-A-X3"}
    assert held() == [
        {"file": name, "addresses": [address], "names": [alias], "is_given": False}
        for name, address, alias in (
            ("netbox.csv", "10.20.2.32", "MAIL-B-X2"),
            ("scan.txt", "10.20.1.32", "MAIL-A-X2"),
        )
    ]
    kinds = [each["kind"] for each in json.loads(Path("out/PLAN.json").read_bytes())["inputs"]]
    assert kinds == ["inventory", "config", "used", "used"]
    assert run("ticket", "out/PLAN.json").status == 0


def test_an_address_that_the_plan_gave_may_be_recorded_as_in_use() -> None:
    """Somebody entered it after the first window; planned again, it stays."""
    first = given(*POOL)
    write("ipam.txt", " ".join(sorted(first)))
    Path("out").rename("night")
    again = given(*POOL, "--previous", "night/PLAN.json", "--used", "ipam.txt")
    assert again == first


def test_a_pool_that_is_in_use_is_too_small_and_says_by_what() -> None:
    write("ipam.txt", "10.20.2.0/24")
    outcome = run("plan", "inventory.csv", *POOL, "--used", "ipam.txt")
    assert outcome.status == 4
    assert "16 addresses of the pool are in use by ipam.txt" in outcome.err


def test_a_file_behind_an_include_takes_what_it_has() -> None:
    """Of the folder of the same server, or of the one that the path names, through others."""
    include = "#INCLUDE {}\r\n".format
    write("etc/MAIL-A/LMHOSTS", include(r"C:\winnt\system32\drivers\etc\more.lst"))
    write("etc/MAIL-A/More.lst", include(r"\\mail-b\public\all") + "10.20.2.32 PRINTER\r\n")
    write("etc/MAIL-B/ALL", include(r"\\mail-a\etc\more.lst") + "# 10.20.1.32 MAIL-A-X2\r\n")
    assert given(*POOL, "--lmhosts", "etc") == {
        *("10.20.2.33", "MAIL-B-X2"),
        *("10.20.1.33", "MAIL-A-X3"),
    }
    assert [each["file"] for each in held()] == ["More.lst", "ALL"]
    assert run("simulate", "out/PLAN.json").status == 0


def test_a_file_behind_an_include_that_cannot_be_read_is_an_error() -> None:
    write("etc/MAIL-A/LMHOSTS", "#INCLUDE more.lst\r\n")
    Path("etc/MAIL-A/more.lst").mkdir()
    outcome = run("plan", "inventory.csv", *POOL, "--lmhosts", "etc")
    assert outcome.status == 3
    assert "etc/MAIL-A/more.lst: error X4-E001: cannot be read" in outcome.err
