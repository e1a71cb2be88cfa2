# SPDX-License-Identifier: MIT
"""``python -m tests.bench``: see docs/speed.md."""

import argparse
import json
import os
import platform
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from .measure import ROOT, Task, rounds
from .report import Figures, plan_figures, ratios, shown
from .tasks import DOCUMENTS, PER_SERVER, Bench, Case, check_out

RAM_DISK = Path("/dev/shm")  # noqa: S108 -- inside it, each run has a folder of its own
STARTS = 5
"""How often a run takes the short programs, whose times vary most."""


def main() -> None:
    """Measure, print the table, and write the JSON."""
    options = arguments()
    is_disk = RAM_DISK.is_dir()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=RAM_DISK if is_disk else None) as name:
        folder = Path(name)
        before = check_out(options.against, folder) if options.against else None
        found, others = measured(Bench(folder, before), options.sizes, options.runs)
    about = {**facts(), "runs": options.runs, "against": options.against or "-"}
    about["files"] = "on a RAM disk" if is_disk else "in the folder for temporary files"
    heading = "\n".join(f"{key}: {value}" for key, value in about.items())
    print(f"{heading}\n\n{shown(found, others)}")  # noqa: T201
    if options.json:
        data = {"about": about, "plans": found, "ratios": others}
        options.json.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")


def arguments() -> argparse.Namespace:
    """The options; ``--quick`` is short for the two that make it quick."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", type=sizes, default=[1_000, 10_000, 100_000], help="connectors")
    parser.add_argument("--runs", type=int, default=3, help="of each program, in turn")
    parser.add_argument("--quick", action="store_true", help="--sizes 1000,10000 --runs 1")
    parser.add_argument("--against", metavar="REV", help="measure the program of this commit too")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures there")
    options = parser.parse_args()
    if options.quick:
        options.sizes, options.runs = [1_000, 10_000], 1
    return options


def sizes(text: str) -> list[int]:
    """Numbers of connectors, the smallest first."""
    return sorted(map(int, text.split(",")))


def measured(bench: Bench, numbers: list[int], runs: int) -> tuple[list[Figures], dict[str, float]]:
    """Run everything, and give the figures of the plans and the other ratios."""
    cases = [Case(number, per_server) for per_server in PER_SERVER for number in numbers]
    documents = PER_SERVER if numbers[-1] >= DOCUMENTS else ()

    def tasks() -> Iterator[Task]:
        for _ in range(STARTS):
            yield from bench.start()
        for case in cases:
            yield from bench.plans(case)
        for per_server in documents:
            yield from bench.documents(per_server)

    # So that modules and templates are compiled, and the system's caches filled.
    rounds([*bench.start(), *bench.plans(Case(8, 4))], 1, bench.folder)
    taken = rounds(tasks(), runs, bench.folder)
    found = []
    for at, case in enumerate(cases):
        last = cases[at - 1]
        is_smaller = DOCUMENTS < last.connectors < case.connectors
        found.append(plan_figures(taken, case, last if is_smaller else None))
    return found, ratios(taken, documents)


def facts() -> dict[str, str | int]:
    """What was measured, where and when."""
    command = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    return {
        "date": datetime.now(tz=UTC).date().isoformat(),
        "commit": done.stdout.strip() or "-",
        "machine": f"{processor()}, {os.cpu_count()} processors",
        "python": f"{platform.python_version()} on {platform.system()}",
        "command": shlex.join(["python", "-m", "tests.bench", *sys.argv[1:]]),
    }


def processor() -> str:
    """The processor's model where the system says it, else its kind."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    models = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


if __name__ == "__main__":
    main()
