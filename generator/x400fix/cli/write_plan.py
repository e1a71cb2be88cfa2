# SPDX-License-Identifier: MIT
"""What ``x400fix plan`` does: read, decide, render, write, tell."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from x400fix.bundle.packing import Packing, packed_files, refuse_pack
from x400fix.bundle.target import Kind, check_target
from x400fix.bundle.transaction import open_bundle
from x400fix.cli.console import Console
from x400fix.cli.inputs import InputPaths, Inputs, read_inputs
from x400fix.cli.long_paper import tell_long_paper
from x400fix.cli.safety import tell_breaches
from x400fix.cli.strictness import refuse_warnings
from x400fix.config.settings import Options, settle
from x400fix.plan.block import BlockId
from x400fix.plan.make import Plan, judge, make_plan
from x400fix.plan.name_merges import merge_name_files
from x400fix.plan.records.summary import summary_record
from x400fix.pool.ranges import read_pool
from x400fix.problems import (
    InputError,
    Place,
    Problem,
    ProblemList,
    UsageError,
    escaped,
)
from x400fix.render.environment import Renderer
from x400fix.render.extras import Extra
from x400fix.render.files import bundle_files, is_for_people, plan_document


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """Where the plan goes, and what else is asked of the run."""

    folder: Path | None
    zip_file: Path | None
    force: bool
    dry_run: bool
    strict: bool
    unsafe: bool
    json: bool
    extras: tuple[Extra, ...]


def run(paths: InputPaths, options: Options, output: Output, console: Console) -> int:
    """Make the bundle; every expected failure is raised as X400FixError."""
    target, kind = _target(paths, output)
    problems = ProblemList()
    inputs = read_inputs(paths, console, problems)
    plan = _plan(inputs, options, problems)
    packing = _packing(plan, kind, Place("--pack") if options.pack else inputs.config_place)
    problems.extend(tell_breaches(plan, unsafe=output.unsafe))
    found, summary = tuple(problems), summary_record(plan)
    refuse_warnings(found, strict=output.strict)
    files = packed_files(
        lambda: bundle_files(plan, inputs.records, found, summary, output.extras), packing
    )
    tell_long_paper(output.extras, summary.steps, console)
    if output.dry_run:
        names = [name for name, chunks in files if _use(chunks)]
    else:
        check_target(target, kind=kind, force=output.force)
        names = _write(files, target, kind, force=output.force)
    if output.json:
        block_id = BlockId(plan.settings.ticket)
        console.data(plan_document(plan, inputs.records, found, summary, block_id))
        return 0
    console.problems(found)
    for name in names:
        console.detail(name)
    values = {
        "summary": summary,
        "target": escaped(str(target)),
        "files": len(names) + 1,
        "dry_run": output.dry_run,
        "nothing_to_do": not plan.works,
        "is_for_people": is_for_people(plan),
        "minimal": plan.settings.minimal,
    }
    console.result(Renderer().text("console/plan.txt", values))
    return 0


def _plan(inputs: Inputs, options: Options, problems: ProblemList) -> Plan:
    """Make the plan; what is wrong in inputs, options and pool is raised at once."""
    settings, pool = None, None
    try:
        settings = settle(options, inputs.config, inputs.config_place)
        pool = read_pool(settings, problems)
    except UsageError as error:
        problems.extend(error.problems)
    judgement = judge(inputs.inventory, problems) if inputs.inventory else None
    if settings is None:
        raise UsageError(problems)
    if judgement is None or pool is None:
        raise InputError(problems)
    plan = make_plan(judgement, settings, pool, inputs.memory, problems, files=inputs.name_files)
    return merge_name_files(plan, inputs.name_files, problems)


def _packing(plan: Plan, kind: Kind, where: Place) -> Packing:
    """How the bundle is packed; UsageError if it cannot be packed as is asked for there."""
    settings = plan.settings
    packing = Packing(profile=settings.profile, pack=settings.pack, is_zip=kind is Kind.ZIP)
    refuse_pack(packing, where)
    return packing


def _target(paths: InputPaths, output: Output) -> tuple[Path, Kind]:
    """Where the bundle is to appear: as named, else ``<inventory>-plan`` in the current folder."""
    if output.folder and output.zip_file:
        message = "--out makes a folder and --zip a file: give one of them"
        raise UsageError([Problem(code="X4-E090", message=message, where=Place("--zip"))])
    if output.zip_file:
        return output.zip_file, Kind.ZIP
    stem = "inventory" if paths.inventory == "-" else Path(paths.inventory).stem
    return output.folder or Path(f"{stem}-plan"), Kind.FOLDER


def _write(
    files: Iterable[tuple[str, Iterable[bytes] | bytes]],
    target: Path,
    kind: Kind,
    *,
    force: bool,
) -> list[str]:
    """Write every file of the bundle, and give their names."""
    names = []
    with open_bundle(target, kind=kind, force=force) as bundle:
        for name, chunks in files:
            bundle.write(name, chunks)
            names.append(name)
    return names


def _use(chunks: Iterable[bytes] | bytes) -> bool:
    """Render a file to its end without keeping it: a dry run meets what a real one would."""
    if not isinstance(chunks, bytes):
        for _ in chunks:
            pass
    return True
