# SPDX-License-Identifier: MIT
"""What ``x400fix init`` does: write the files to begin with."""

from pathlib import Path

import msgspec

from x400fix.bundle.writer import write_starters
from x400fix.cli.command_line import quoted
from x400fix.cli.console import Console
from x400fix.cli.inputs import InputPaths, read_inputs, telling_what_was_read
from x400fix.cli.progress import progress
from x400fix.documents.rendering import Renderer
from x400fix.documents.scripts import gather_script
from x400fix.planning.inputs import PlanInputs
from x400fix.planning.judgement import judge
from x400fix.planning.needs import find_needs
from x400fix.problems import InputError, Place, Problem, ProblemList, UsageError
from x400fix.settings.config_file import CONFIG_NAME, find_keys
from x400fix.settings.settings import Options, settle


def run(folder: Path, console: Console, *, gather: bool) -> int:
    """Write the commented samples, or the script that collects what an inventory is made of."""
    if gather:
        texts = {"GATHER.CMD": gather_script(Renderer()).decode("ascii").replace("\r\n", "\n")}
        following = ["on each server: GATHER BEFORE", "x400fix import FOLDER"]
        return _write(folder, texts, following, console)
    values = {"keys": find_keys()}
    names = ("inventory.csv", CONFIG_NAME)
    texts = {name: Renderer().text(f"init/{name}", values) for name in names}
    inventory = str(folder / names[0])
    following = [quoted(["x400fix", command, inventory]) for command in ("check", "plan")]
    return _write(folder, texts, following, console)


def refuse_both(*, gather: bool) -> None:
    """Refuse --gather next to --from: each of them writes files of its own only."""
    if gather:
        message = "--gather and --from cannot be combined"
        raise UsageError([Problem(code="X4-E113", message=message, where=Place("--gather"))])


def run_from(paths: InputPaths, folder: Path, next_command: str, console: Console) -> int:
    """Write an x400fix.toml with what the pool of an inventory must have."""
    problems = ProblemList()
    with progress(console, f"reading {paths.inventory}"):
        inputs = read_inputs(paths, console, problems)
        with telling_what_was_read(inputs, problems, console):
            if inputs.inventory is None or judge(inputs.inventory, problems) is None:
                raise InputError(problems)
        settings = settle(Options(), inputs.config, inputs.config_place)
        plan_inputs = PlanInputs(
            inventory=inputs.inventory,
            settings=settings,
            name_files=inputs.name_files,
            in_use=inputs.in_use,
        )
        block = pool_block(plan_inputs)
    console.problems(problems)
    texts = {CONFIG_NAME: Renderer().text("init/from.toml", {"block": block})}
    return _write(folder, texts, [next_command], console)


def pool_block(inputs: PlanInputs) -> str:
    """The table ``[pool]`` of x400fix.toml that sound inputs need, with proposals to be checked."""

    def in_quotes(text: str) -> str:
        return msgspec.json.encode(text).decode()

    return Renderer().text("init/pool.toml", {"needs": find_needs(inputs), "quoted": in_quotes})


def _write(folder: Path, texts: dict[str, str], following: list[str], console: Console) -> int:
    """Write files that Notepad of that time can show, and name the commands that come next."""
    files = {name: text.replace("\n", "\r\n").encode() for name, text in texts.items()}
    paths = write_starters(folder, files, console.say)
    lines = [*map(str, paths), *(f"Next         {each}" for each in following if each)]
    console.result("".join(f"{line}\n" for line in (lines if not console.is_quiet else paths)))
    return 0
