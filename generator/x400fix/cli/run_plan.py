# SPDX-License-Identifier: MIT
"""What ``x400fix plan`` does: read, decide, render, write, report."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from x400fix.allocation.pool import read_pool
from x400fix.bundle.packing import Packing, packed_files, refuse_pack
from x400fix.bundle.target import Kind, check_target
from x400fix.bundle.writer import open_bundle
from x400fix.cli.console import Console
from x400fix.cli.inputs import InputPaths, Inputs, read_inputs
from x400fix.documents.bundle_files import bundle_files, is_for_people, plan_document
from x400fix.documents.extras import Extra
from x400fix.documents.rendering import Renderer
from x400fix.planning.name_merges import merge_name_files
from x400fix.planning.names import BlockId
from x400fix.planning.planning import Plan, judge, make_plan
from x400fix.planning.records import summary_record
from x400fix.problems import (
    InputError,
    Place,
    PlanningError,
    Problem,
    ProblemList,
    Severity,
    UsageError,
    escaped,
    shown,
)
from x400fix.settings.settings import Options, settle
from x400fix.simulation.requirements import Breach, Outcome, Result


def refuse_warnings(problems: Sequence[Problem], *, strict: bool) -> None:
    """Raise InputError with all problems if one of them is a warning that must not be."""
    if strict and any(problem.severity is Severity.WARNING for problem in problems):
        message = "warnings count as errors; nothing was written"
        strictness = Problem(code="X4-E056", message=message, where=Place("--strict"))
        raise InputError([*problems, strictness])


_MOST_PLACES = 5
"""How many places one message names; simulate and PLAN.json name all."""


def tell_breaches(plan: Plan, *, unsafe: bool) -> Iterator[Problem]:
    """What the model holds against a plan, as warnings; PlanningError without ``unsafe``."""
    failed = [each for each in plan.proof.results if each.outcome is Outcome.FAILS]
    if failed and not unsafe:
        raise PlanningError([_problem("X4-E063", plan, result) for result in failed])
    yield from (_problem("X4-W136", plan, result) for result in failed)


def _problem(code: str, plan: Plan, result: Result) -> Problem:
    """One obligation that does not hold, and where."""
    places = [_place(plan, breach) for breach in result.breaches]
    more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
    where = ", ".join(places[:_MOST_PLACES]) + more
    promised = result.obligation.text.removesuffix(".")
    message = f"run on paper, the plan does not keep this: {promised}; it fails at {where}"
    if code == "X4-E063":
        message += "; nothing is written: --unsafe goes on all the same"
    return Problem(code=code, message=message, where=Place("plan"))


def _place(plan: Plan, breach: Breach) -> str:
    if breach.index < 0:
        return f"step {breach.step}"
    connector = plan.world.connectors[breach.index]
    return f"{connector.server}/{shown(connector.name)}"


_LONG = 1000
_STEPS_ON_A_PAGE = 4
"""Those of the annex of steps are fewer than ten; each has lines in other annexes too."""


def tell_long_paper(extras: Collection[Extra], steps: int, console: Console) -> None:
    """Say so if the plan has many steps, each of which is printed."""
    if Extra.PDF in extras and steps > _LONG:
        console.say(
            f"TICKET.PDF of {steps} steps takes a minute or more and has about "
            f"{steps // _STEPS_ON_A_PAGE} pages; TICKET.HTML holds the same"
        )


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
