# SPDX-License-Identifier: MIT
"""How time and memory grow, as ratios: a slow or busy machine changes both sides."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from tests.command import plain_environment
from tests.inventories import large

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "wait4"), reason="the system counts for no child"),
]

SMALLEST = "connector,server,address\nTo B,MAIL-A,10.20.2.10\n"
PEAK = (
    "import sys; from pathlib import Path; from x400fix.__main__ import main; main();"
    "status = Path('/proc/self/status').read_text();"
    "print(status.partition('VmHWM:')[2].split()[0], file=sys.stderr)"
)

Plan = Callable[[int], list[str]]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The arguments that plan a number of connectors."""
    folder = tmp_path_factory.mktemp("speed")

    def prepare(count: int) -> list[str]:
        inventory = folder / f"{count}.csv"
        case = large(count, seed=7)
        inventory.write_text(case.text, encoding="utf-8", newline="")
        pools = [argument for pool in case.pools for argument in ("--pool", pool)]
        out = ["--out", str(folder / "plan"), "--force", "--quiet"]
        return ["plan", str(inventory), *pools, *out]

    return prepare


def measure(command: Sequence[str], env: Mapping[str, str]) -> float:
    """The seconds of the processor that a program takes; those of waiting are not counted."""
    with subprocess.Popen(
        [sys.executable, *command], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as child:
        assert child.stderr is not None
        said = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, said
    return usage.ru_utime + usage.ru_stime


def ratio(slow: Sequence[str], quick: Sequence[str], *, times: int) -> float:
    """How many times as long one program takes as another, each at its best of several runs."""
    env = plain_environment()
    runs = [(measure(slow, env), measure(quick, env)) for _ in range(times)]
    return min(seconds for seconds, _ in runs) / min(seconds for _, seconds in runs)


def test_time_grows_no_faster_than_the_inventory(plan: Plan) -> None:
    """Four times the connectors take four times as long, with room for what a cache holds."""
    small, big = (["-m", "x400fix", *plan(count)] for count in (5_000, 20_000))
    assert ratio(big, small, times=2) < 6


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="/proc of Linux")
def test_memory_grows_by_less_than_five_kibibytes_a_connector(plan: Plan) -> None:
    """At its peak, the bytes of the inventory itself included; each at its best of two runs."""
    small, big = (min(peak_of(plan(count)) for _ in range(2)) for count in (10_000, 40_000))
    assert (big - small) / 30_000 <= 5 * 1_024


def peak_of(arguments: Sequence[str]) -> int:
    """The bytes that a run has at its peak; where the system puts them differs from run to run."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK, *arguments],
        env=plain_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
        timeout=300,
    )
    return int(done.stderr.split()[-1]) * 1024


def test_the_version_takes_no_longer_than_two_starts_of_python() -> None:
    """It is what scripts ask first."""
    assert ratio(["-m", "x400fix", "--version"], ["-c", "pass"], times=15) < 2


def test_the_smallest_plan_takes_no_longer_than_twenty_starts_of_python(tmp_path: Path) -> None:
    """Most of it is the loading of libraries."""
    (tmp_path / "inventory.csv").write_text(SMALLEST, encoding="utf-8")
    arguments = [str(tmp_path / "inventory.csv"), "--out", str(tmp_path / "plan"), "--force"]
    assert ratio(["-m", "x400fix", "plan", *arguments], ["-c", "pass"], times=15) < 20
