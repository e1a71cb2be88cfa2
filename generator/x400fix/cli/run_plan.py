# SPDX-License-Identifier: MIT
"""What ``x400fix plan`` does: read, plan, write, report."""

from collections import deque
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from pathlib import Path

import msgspec

from x400fix.allocation.pool import read_pool
from x400fix.bundle.ledger import hold_ledger, parse_wait
from x400fix.bundle.packing import Files, Packing, packed_files, refuse_pack
from x400fix.bundle.target import Kind
from x400fix.bundle.writer import open_bundle
from x400fix.cli.console import Console
from x400fix.cli.inputs import InputPaths, Inputs, read_inputs, refuse_warnings, tell_understood
from x400fix.cli.progress import progress
from x400fix.documents.documents import bundle_files, first_to_read
from x400fix.documents.extras import Extra
from x400fix.documents.rendering import Renderer
from x400fix.plan.encoding import PlanFile
from x400fix.plan.model import Plan
from x400fix.planning.inputs import PlanInputs
from x400fix.planning.judgement import judge
from x400fix.planning.planning import make_plan
from x400fix.problems import InputError, Place, Problem, ProblemList, UsageError, escaped
from x400fix.settings.choices import Replace
from x400fix.settings.settings import Options, Settings, settle


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """Where the plan goes, and how the run treats it."""

    out: Path | None = None
    zip_file: Path | None = None
    force: int
    discard: bool
    dry_run: bool
    strict: bool
    wait: str = "30s"


def run(
    paths: InputPaths, options: Options, output: Output, extras: Collection[Extra], console: Console
) -> int:
    """Make the bundle; every expected failure is raised as X400FixError."""
    target, kind = _target(paths, output)
    seconds = parse_wait(output.wait)
    with ExitStack() as held:

        def hold(tickets: Path) -> None:
            """Keep other runs out of the folder of tickets until the bundle is written."""
            if not output.dry_run:
                held.enter_context(hold_ledger(tickets, seconds, console.say))

        plan, problems, config_place = _plan(paths, options, console, hold)
        is_zip = kind is Kind.ZIP
        packing = Packing(profile=plan.options.profile, pack=plan.options.pack, is_zip=is_zip)
        refuse_pack(packing, Place("--pack") if options.pack else config_place)
        refuse_warnings(problems, strict=output.strict)
        files = packed_files(bundle_files(plan, extras), packing)
        with progress(console, f"writing {target}"):
            names = _write(files, target, kind, output, console)
    if console.as_data:
        console.data(PlanFile(plan))
    else:
        tell_understood(plan.inventory, plan.summary.connectors, plan.understood, console)
        console.problems(problems)
        _report(plan, names, target, console, dry_run=output.dry_run)
    return 0


def _plan(
    paths: InputPaths, options: Options, console: Console, hold: Callable[[Path], None]
) -> tuple[Plan, Sequence[Problem], Place]:
    """The plan with its problems, and where the config file is; all else is free to go."""
    problems = ProblemList()
    with progress(console, f"reading {paths.inventory}"):
        inputs = read_inputs(paths, console, problems, hold)
        plan_inputs = _plan_inputs(inputs, options, problems)
    with progress(console, "planning"):
        planned = make_plan(plan_inputs)
    return planned.plan, planned.problems, inputs.config_place


def _write(files: Files, target: Path, kind: Kind, output: Output, console: Console) -> list[str]:
    """Write every file, or render it in a dry run, and give their names."""
    if output.dry_run:
        names = []
        for name, chunks in files:
            names.append(name)
            if not isinstance(chunks, bytes):
                deque(chunks, maxlen=0)  # it meets what a real run would
        return names
    replace = Replace.asked(output.force, discard=output.discard)
    with open_bundle(target, console.say, kind=kind, replace=replace) as bundle:
        return bundle.write_all(files)


def _report(plan: Plan, names: list[str], target: Path, console: Console, *, dry_run: bool) -> None:
    for name in names:
        console.detail(name)
    values = {
        "summary": plan.summary,
        "target": escaped(str(target)),
        "files": len(names) + 1,
        "dry_run": dry_run,
        "nothing_to_do": plan.nothing_to_do,
        "selectors": len(plan.selectors),
        "assumptions": plan.assumptions,
        "first": first_to_read(names),
        "minimal": plan.options.minimal,
    }
    console.result(Renderer().text("console/plan.txt", values))


def _plan_inputs(inputs: Inputs, options: Options, problems: ProblemList) -> PlanInputs:
    """All that the plan is made of; what is wrong in inputs, options and pool is raised at once."""
    reading = tuple(problems)
    settings: Settings | None = None
    try:
        settings = settle(options, inputs.config, inputs.config_place)
    except UsageError as error:
        problems.extend(error.problems)
    if settings is None or inputs.inventory is None:
        if settings:
            read_pool(settings, problems)
            raise InputError(problems)
        if inputs.inventory:
            judge(inputs.inventory, problems)
        raise UsageError(problems)
    return PlanInputs(
        inventory=inputs.inventory,
        settings=settings,
        memory=inputs.memory,
        name_files=inputs.name_files,
        in_use=inputs.in_use,
        files=inputs.files,
        reading=reading,
    )


def _target(paths: InputPaths, output: Output) -> tuple[Path, Kind]:
    """Where the bundle is to appear: as named, else ``<inventory>-plan`` in the current folder."""
    if output.out and output.zip_file:
        message = "--out makes a folder and --zip a file: give one of them"
        raise UsageError([Problem(code="X4-E090", message=message, where=Place("--zip"))])
    if output.zip_file:
        return output.zip_file, Kind.ZIP
    stem = "inventory" if paths.inventory == "-" else Path(paths.inventory).stem
    return output.out or Path(f"{stem}-plan"), Kind.FOLDER
