# SPDX-License-Identifier: MIT
"""What ``x400fix plan`` does: read, plan, write, report."""

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

import msgspec

from x400fix.allocation.assignments import Action
from x400fix.allocation.pool import read_pool
from x400fix.bundle.ledger import hold_ledger, parse_wait
from x400fix.bundle.packing import Files, Packing, packed_files, refuse_pack
from x400fix.bundle.target import Kind
from x400fix.bundle.writer import open_bundle
from x400fix.cli.command_line import quoted
from x400fix.cli.console import Console
from x400fix.cli.inputs import (
    InputPaths,
    Inputs,
    read_inputs,
    refuse_warnings,
    tell_understood,
    telling_what_was_read,
)
from x400fix.cli.progress import progress
from x400fix.cli.run_init import pool_block
from x400fix.cli.tables import GAP, lay_out, terminal_width
from x400fix.documents.documents import bundle_files, first_to_read
from x400fix.documents.extras import Extra
from x400fix.documents.rendering import Renderer
from x400fix.plan.encoding import PlanFile
from x400fix.plan.model import Assignment, Plan
from x400fix.planning.inputs import PlanInputs
from x400fix.planning.judgement import judge
from x400fix.planning.planning import Planned, make_plan
from x400fix.problems import (
    InputError,
    Place,
    PlanningError,
    Problem,
    ProblemList,
    UsageError,
    escaped,
)
from x400fix.settings.choices import Replace
from x400fix.settings.config_file import CONFIG_NAME
from x400fix.settings.settings import Options, Settings, settle


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """Where the plan goes, and how the run treats it.

    ``again`` is the command that does the same, written out for a person.
    """

    out: Path | None = None
    zip_file: Path | None = None
    force: int
    discard: bool
    dry_run: bool
    strict: bool
    wait: str = "30s"
    again: str


_MOST_CHANGES = 40
"""How many lines say what changes; a plan with more connectors has a line for each server."""
_SIGNS = {Action.MOVE: "~", Action.KEEP: "=", Action.MANUAL: "!"}


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

        plan, problems, config_place = _plan(paths, options, output, console, hold)
        is_zip = kind is Kind.ZIP
        packing = Packing(profile=plan.options.profile, pack=plan.options.pack, is_zip=is_zip)
        refuse_pack(packing, Place("--pack") if options.pack else config_place)
        files = packed_files(bundle_files(plan, extras), packing)
        with progress(console, f"writing {target}"):
            names = _write(files, target, kind, output, console)
    if console.as_data:
        console.data(PlanFile(plan))
    else:
        tell_understood(plan.inventory, plan.summary.connectors, plan.understood, console)
        console.problems(problems)
        _report(plan, names, target, console, output)
    return 0


def _plan(
    paths: InputPaths,
    options: Options,
    output: Output,
    console: Console,
    hold: Callable[[Path], None],
) -> tuple[Plan, Sequence[Problem], Place]:
    """The plan with its problems, and where the config file is; all else is free to go."""
    problems = ProblemList()
    with progress(console, f"reading {paths.inventory}"):
        inputs = read_inputs(paths, console, problems, hold)
    with telling_what_was_read(inputs, problems, console):
        plan_inputs = _plan_inputs(inputs, options, problems)
        with progress(console, "planning"):
            planned = _make_plan(plan_inputs)
        refuse_warnings(planned.problems, strict=output.strict)
    return planned.plan, planned.problems, inputs.config_place


def _make_plan(inputs: PlanInputs) -> Planned:
    """The plan; where there is no pool the error ends with the one that it needs."""
    try:
        return make_plan(inputs)
    except PlanningError as error:
        if not inputs.settings.pool and any(each.code == "X4-E060" for each in error.problems):
            error.add_note(f"This is ready to paste into {CONFIG_NAME}:\n\n{pool_block(inputs)}")
        raise


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


def _report(plan: Plan, names: list[str], target: Path, console: Console, output: Output) -> None:
    for name in names:
        console.detail(name)
    first = first_to_read(names)
    following = "ticket" if first == "RUNBOOK.TXT" else "simulate"
    command = output.again if output.dry_run else quoted(["x400fix", following, str(target)])
    values = {
        "changes": _changes(plan),
        "summary": plan.summary,
        "target": escaped(str(target)),
        "files": len(names) + 1,
        "dry_run": output.dry_run,
        "nothing_to_do": plan.nothing_to_do,
        "selectors": len(plan.selectors),
        "assumptions": plan.assumptions,
        "first": first,
        "minimal": plan.options.minimal,
        "next": "" if console.is_quiet else command,
    }
    console.result(Renderer().text("console/plan.txt", values))


def _changes(plan: Plan) -> Iterator[str]:
    """What becomes of each connector of a conflict, or if they are many, of those of a server."""
    is_short = len(plan.assignments) <= _MOST_CHANGES
    rows = [*(map(_change, plan.assignments) if is_short else _by_server(plan.assignments))]
    for cells in lay_out([[*map(escaped, row)] for row in rows], terminal_width()):
        yield GAP.join(cells).rstrip()


def _by_server(assignments: Iterable[Assignment]) -> Iterator[Sequence[str]]:
    counts: dict[str, Counter[Action]] = {}
    for each in assignments:
        counts.setdefault(each.server, Counter())[each.action] += 1
    for server, count in islice(counts.items(), _MOST_CHANGES):
        yield f"  {server}", *(f"{sign} {count[action]}" for action, sign in _SIGNS.items())
    if len(counts) > _MOST_CHANGES:
        yield f"  and {len(counts) - _MOST_CHANGES} more", "in ASSIGN.csv", "", ""


def _change(each: Assignment) -> Sequence[str]:
    """The Address before and after, and the name or the address that goes with it."""
    connector = f"{_SIGNS[each.action]} {each.server}/{each.connector}"
    if each.action is Action.KEEP:
        return connector, each.old_address, ""
    other = each.alias if each.address_value != each.alias else each.new_address
    after = each.address_value or "to be decided"
    by_hand = "by hand" if each.action is Action.MANUAL else ""
    aside = " ".join(filter(None, (other and f"({other})", by_hand)))
    return connector, f"{each.old_address} -> {after}", aside


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
