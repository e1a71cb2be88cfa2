# SPDX-License-Identifier: MIT
"""The bench measures what docs/speed.md says."""

import csv
import json
import os
import subprocess
import sys
from collections import Counter
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest

from tests.bench.measure import ROOT, Usage, environment
from tests.bench.report import plan_figures
from tests.bench.tasks import Case
from tests.command import run, tree

pytestmark = pytest.mark.skipif(not hasattr(os, "wait4"), reason="the system counts for no child")


def start(*arguments: str, cwd: Path) -> str:
    """Run a program of the bench, and give what it prints."""
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(
        command, env=environment(ROOT), cwd=cwd, check=True, stdout=subprocess.PIPE, timeout=120
    )
    return done.stdout.decode()


def rows_of(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(name="pool")
def _pool(tmp_path: Path) -> str:
    """The pool for ``inventory.csv``, which has 200 connectors, four a server."""
    return start("tests.bench.inventory", "200", "4", "inventory.csv", cwd=tmp_path)


@pytest.mark.parametrize("case", [Case(200, 4), Case(200, 40), Case(203, 9)], ids=str)
def test_every_connector_of_an_inventory_conflicts(case: Case, tmp_path: Path) -> None:
    """So that each of them costs what a connector can cost."""
    start("tests.bench.inventory", *map(str, case), "inventory.csv", cwd=tmp_path)
    outcome = run("check", str(tmp_path / "inventory.csv"), "--json")
    verdicts = Counter(each["verdict"] for each in json.loads(outcome.stdout)["connectors"])
    assert verdicts == {"CONFLICT": case.connectors}


def test_an_inventory_is_the_same_each_time(pool: str, tmp_path: Path) -> None:
    """As many connectors a server as asked for, and each name once."""
    assert pool == start("tests.bench.inventory", "200", "4", "again.csv", cwd=tmp_path)
    assert (tmp_path / "inventory.csv").read_bytes() == (tmp_path / "again.csv").read_bytes()
    rows = rows_of(tmp_path / "again.csv")
    assert len({row["connector"] for row in rows}) == 200
    assert set(Counter(row["server"] for row in rows).values()) == {4}


def test_the_floor_writes_the_same_files(pool: str, tmp_path: Path) -> None:
    """And prints the seconds that it took for that."""
    out = ["--out", str(tmp_path / "plan")]
    assert run("plan", str(tmp_path / "inventory.csv"), "--pool", pool, *out).status == 0
    assert float(start("tests.bench.floor", "inventory.csv", "plan", "floor", cwd=tmp_path)) > 0
    assert tree(tmp_path / "floor") == tree(tmp_path / "plan")


def test_the_straightforward_script_does_its_job(pool: str, tmp_path: Path) -> None:
    """Each connector has an Address that no other of its server has, out of the pool.

    Its own name stands in the files of the server that dials, its address also in the other's.
    """
    start("tests.bench.straightforward", "inventory.csv", pool, "out", cwd=tmp_path)
    rows, moves = rows_of(tmp_path / "inventory.csv"), rows_of(tmp_path / "out" / "ASSIGN.csv")
    new = {move["connector"]: move["new_address"] for move in moves}
    assert len(set(new.values())) == len(moves) == 100
    after = {(row["server"], new.get(row["connector"], row["address"])) for row in rows}
    assert len(after) == len(rows)
    subnets = {row["server"]: ip_network(row["addresses"], strict=False) for row in rows}
    for move in moves:
        address = move["new_address"]
        assert ip_address(address) in subnets[move["owner"]]
        for path in (f"{move['server']}/LMHOSTS.ADD", f"{move['server']}/ADDRATTR.TXT"):
            assert address in (tmp_path / "out/SERVERS" / path).read_text(encoding="ascii")
        assert f'"{address}"' in (tmp_path / f"out/SERVERS/{move['owner']}/NIC.INI").read_text(
            encoding="ascii"
        )


def test_figures_leave_the_start_out() -> None:
    """Ratios are taken run by run, and the median is shown."""
    big, small = Case(100_000, 4), Case(10_000, 4)
    seconds = {
        f"plan {big}": (40.5, 42.5, 50.5),
        f"plan {small}": (4.5, 4.5, 4.5),
        f"floor {big}": (4.0, 4.0, 10.0),
        f"script {big}": (20.25, 21.25, 200.25),
        "smallest": (0.5, 0.5, 0.5),
        "script of nothing": (0.25, 0.25, 0.25),
        f"before {big}": (80.25, 84.25, 50.25),
        "smallest before": (0.25, 0.25, 0.25),
    }
    taken = {name: [Usage(each, 500_000) for each in runs] for name, runs in seconds.items()}
    taken["smallest"] = [Usage(0.5, 20_000)] * 3
    figures = plan_figures(taken, big, small)
    assert figures.pop("growth") == pytest.approx(1.0212, abs=1e-4)
    assert figures == pytest.approx(
        {
            **big._asdict(),
            "seconds": 42.0,
            "microseconds": 420.0,
            "floor": 10.0,
            "script": 0.5,
            "kib": 4.8,
            "mib": 488.28125,
            "before": 800.0,
            "share": 0.5,
        }
    )


@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no repository")
def test_the_bench_runs_with_an_earlier_commit(tmp_path: Path) -> None:
    """It prints a table, and writes the same figures as JSON."""
    options = ["--sizes", "8", "--runs", "1", "--against", "HEAD", "--json", "figures.json"]
    printed = start("tests.bench", *options, cwd=tmp_path)
    figures = json.loads((tmp_path / "figures.json").read_bytes())
    plans = [(row["connectors"], row["per_server"]) for row in figures["plans"]]
    assert plans == [(8, 4), (8, 40)]
    assert all(row["share"] > 0 for row in figures["plans"])
    assert [line.split("|")[1].strip() for line in printed.splitlines() if "| " in line][2:4] == [
        "8",
        "8",
    ]
    assert all(title in printed for title in figures["ratios"])
