# SPDX-License-Identifier: MIT
"""What is measured: start-up, plans of growing inventories, and documents."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .measure import ROOT, Task, environment

SMALLEST = "connector,server,address\nTo B,MAIL-A,10.20.2.10\n"
PER_SERVER = (4, 40)
DOCUMENTS = 5_000
"""Up to so many connectors a plan has all documents; above, ``x400fix ticket`` makes them."""


class Case(NamedTuple):
    """An inventory of some size."""

    connectors: int
    per_server: int

    def __str__(self) -> str:
        return f"{self.connectors}/{self.per_server}"


class Bench(NamedTuple):
    """The folder to work in, and the checkout of an earlier commit if there is one."""

    folder: Path
    before: Path | None

    def start(self) -> Iterator[Task]:
        """The programs whose whole cost is their start."""
        file = self.folder / "smallest.csv"
        file.write_text(SMALLEST, encoding="utf-8")
        yield Task("python", ["-c", "pass"])
        yield Task("version", ["-m", "x400fix", "--version"])
        yield Task("help", ["-m", "x400fix", "--help"])
        yield self._plan("smallest", file, [])
        if self.before:
            yield self._plan("smallest before", file, [], self.before)
        empty = self.folder / "empty.csv"
        empty.write_text("connector,server,address\n", encoding="utf-8")
        yield self._script("script of nothing", empty, "10.0.0.0-10.0.0.1")

    def plans(self, case: Case) -> Iterator[Task]:
        """A plan, its floor, the straightforward script, and the plan of the earlier commit."""
        inventory, pool = self._write(case)
        plan = self._plan(f"plan {case}", inventory, ["--pool", pool])
        yield plan
        floor = self.folder / "floor"
        arguments = ["-m", "tests.bench.floor", str(inventory), str(plan.out), str(floor)]
        yield Task(f"floor {case}", arguments, floor, tells=True)
        yield self._script(f"script {case}", inventory, pool)
        if self.before:
            yield self._plan(f"before {case}", inventory, ["--pool", pool], self.before)

    def documents(self, per_server: int) -> Iterator[Task]:
        """The largest plan with all documents, the next one without, and the documents of that."""
        inventory, pool = self._write(Case(DOCUMENTS, per_server))
        yield self._plan(f"with documents {per_server}", inventory, ["--pool", pool])
        inventory, pool = self._write(Case(DOCUMENTS + per_server, per_server))
        plan = self._plan(f"alone {per_server}", inventory, ["--pool", pool])
        yield plan
        out = self.folder / "ticket"
        arguments = ["-m", "x400fix", "ticket", f"{plan.out}/PLAN.json", "--quiet"]
        yield Task(f"ticket {per_server}", [*arguments, "--out", str(out)], out)

    def _plan(self, name: str, inventory: Path, more: list[str], root: Path = ROOT) -> Task:
        out = self.folder / "plan"
        arguments = ["-m", "x400fix", "plan", str(inventory), "--quiet", "--out", str(out), *more]
        return Task(name, arguments, out, root)

    def _script(self, name: str, inventory: Path, pool: str) -> Task:
        out = self.folder / "script"
        arguments = ["-m", "tests.bench.straightforward", str(inventory), pool, str(out)]
        return Task(name, arguments, out)

    def _write(self, case: Case) -> tuple[Path, str]:
        """Write the inventory of a case, and give its pool."""
        file = self.folder / f"{case.connectors}-{case.per_server}.csv"
        arguments = ["-m", "tests.bench.inventory", *map(str, case), str(file)]
        command = [sys.executable, *arguments]
        done = subprocess.run(command, env=environment(ROOT), check=True, stdout=subprocess.PIPE)
        return file, done.stdout.decode()


def check_out(revision: str, folder: Path) -> Path:
    """The program of another commit, in a folder of its own."""
    file = folder / "before.tar"
    command = ["git", "archive", "--output", str(file), revision, "generator", "templates"]
    subprocess.run(command, cwd=ROOT, check=True)
    shutil.unpack_archive(file, folder / "before")
    return folder / "before"
