# SPDX-License-Identifier: MIT
"""``make mutants``: break the code in many small ways, and see whether a test notices.

Not part of CI: it takes an hour. The sample is the same for the same code. What survives is told
with its line, unless ``accepted.txt`` says why no test can, or need, notice it.
"""

import argparse
import contextlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

from tests.mutants.mutants import Mutant, find_mutants, mutated

TOP = Path(__file__).parent.parent.parent
CODE = TOP / "generator" / "x400fix"
ACCEPTED = Path(__file__).parent / "accepted.txt"

# The modules that decide what is done to servers, and the tests concerned, nearest first.
TESTS: Mapping[str, Sequence[str]] = {
    "allocation/pool.py": ("allocation_pool", "allocation_in_use", "allocation*", "errors"),
    "allocation/in_use.py": ("allocation_in_use", "cli_used"),
    "allocation/owners.py": ("allocation_owners", "allocation*"),
    "allocation/kept.py": ("allocation_kept", "allocation", "allocation_properties"),
    "allocation/memory.py": ("allocation_memory", "allocation", "planning_previous"),
    "allocation/*.py": ("allocation*", "planning_previous", "cli_tickets"),
    "lint/lmhosts.py": ("lint_lmhosts", "lint_table", "lint_work", "cli_lint"),
    "namefiles/included_files.py": ("lint_lmhosts", "namefiles*", "lint_work", "cli_lint"),
    "namefiles/reader.py": ("namefiles*", "sources_namefiles", "name_files", "cli_plan"),
    "namefiles/*.py": ("namefiles*", "name_files", "planning_name_files", "lint_*"),
    "verdicts/conflicts.py": ("verdicts", "allocation*", "planning_laws"),
    "inventory/topology.py": ("inventory_topology", "allocation*", "planning_laws"),
    "planning/names.py": (
        "planning_names",
        "planning_name_files",
        "planning_previous",
        "planning_nights",
    ),
    "planning/alternatives.py": ("planning_alternatives",),
}


def tests_of(path: str) -> list[str]:
    """The test files for a module, each once."""
    patterns = next(found for glob, found in TESTS.items() if Path(path).match(glob))
    files = [file for each in patterns for file in sorted((TOP / "tests").glob(f"test_{each}.py"))]
    return [f"tests/{file.name}" for file in dict.fromkeys(files)]


def all_mutants() -> list[Mutant]:
    """Those of all modules."""
    modules = dict.fromkeys(file for glob in TESTS for file in sorted(CODE.glob(glob)))
    return [
        mutant
        for file in modules
        for mutant in find_mutants(
            file.relative_to(CODE).as_posix(), file.read_text(encoding="utf-8")
        )
    ]


@contextlib.contextmanager
def copies(count: int) -> Iterator["Queue[Path]"]:
    """Copies of the project to break, one for each process."""
    listed = subprocess.run(
        ["git", "ls-files"],  # noqa: S607 -- whichever git is used
        cwd=TOP,
        capture_output=True,
        check=True,
        text=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        free: Queue[Path] = Queue()
        for number in range(count):
            place = Path(folder) / str(number)
            for name in listed.stdout.splitlines():
                if (TOP / name).is_file():
                    (place / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(TOP / name, place / name)
            free.put(place)
        yield free


def run_tests(place: Path, files: Sequence[str], seconds: float) -> bool:
    """Whether the tests pass; those that do not end have noticed."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *files]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("PYTHONPATH", None)
    try:
        done = subprocess.run(
            command,
            cwd=place,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def survives(mutant: Mutant, free: "Queue[Path]", seconds: float) -> bool:
    """Whether no test notices a mutant."""
    place = free.get()
    file = place / "generator" / "x400fix" / mutant.path
    source = file.read_text(encoding="utf-8")
    try:
        file.write_text(mutated(source, mutant), encoding="utf-8")
        return run_tests(place, tests_of(mutant.path), seconds)
    finally:
        file.write_text(source, encoding="utf-8")
        free.put(place)


def accepted() -> Mapping[str, str]:
    """The reason for each mutant that need not be noticed, by module and change."""
    lines = ACCEPTED.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line and not line.startswith("#")]
    return dict(zip(kept[::2], map(str.strip, kept[1::2]), strict=True))


def main() -> int:
    """Run a sample of mutants; the status is 1 if one survives that is not accepted."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=350, help="how many mutants (350)")
    parser.add_argument("--seed", type=int, default=1, help="which sample (1)")
    parser.add_argument("--only", default="", help="modules with this in their path")
    parser.add_argument("--skip", type=int, default=0, help="begin behind so many of the sample")
    parser.add_argument("--seconds", type=float, default=240, help="for the tests of one (240)")
    wanted = parser.parse_args()
    found = [each for each in all_mutants() if wanted.only in each.path]
    sample = random.Random(wanted.seed).sample(found, min(wanted.sample, len(found)))  # noqa: S311
    sample, known = sample[wanted.skip :], accepted()
    left: list[Mutant] = []
    print(f"{len(sample)} of {len(found)} mutants")  # noqa: T201
    with copies(2) as free, ThreadPoolExecutor(2) as pool:
        begun = time.monotonic()
        runs = pool.map(lambda each: survives(each, free, wanted.seconds), sample)
        for number, (mutant, is_alive) in enumerate(zip(sample, runs, strict=True), 1):
            key = f"{mutant.path} {mutant.what}"
            is_known = is_alive and key in known
            if is_alive and not is_known:
                left.append(mutant)
            word = "accepted" if is_known else "SURVIVED" if is_alive else "noticed"
            where = f"{mutant.path}:{mutant.line}"
            took = f"{number}/{len(sample)} {time.monotonic() - begun:.0f} s"
            print(f"{took} {word} {where} {mutant.what}", flush=True)  # noqa: T201
    print(f"\n{len(left)} of {len(sample)} survived:")  # noqa: T201
    for mutant in sorted(left):
        print(f"{mutant.path}:{mutant.line} {mutant.what}")  # noqa: T201
    return bool(left)


if __name__ == "__main__":
    sys.exit(main())
