# SPDX-License-Identifier: MIT
"""What ``x400fix verify`` does: read a plan and what servers show, compare, report."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from x400fix.bundle.contents import PLAN_NAME
from x400fix.bundle.target import Kind
from x400fix.bundle.writer import open_bundle
from x400fix.cli.console import Console
from x400fix.cli.plan_paths import read_plan_bytes
from x400fix.cli.progress import progress
from x400fix.documents.acceptance import find_tests
from x400fix.documents.rendering import Renderer
from x400fix.documents.verification import VerificationView, verification_files
from x400fix.evidence.folders import find_files
from x400fix.evidence.reader import read_evidence
from x400fix.planning.inputs import held_problem
from x400fix.planning.plan_file import read_plan
from x400fix.problems import InputError, ProblemList, escaped
from x400fix.settings.choices import Replace
from x400fix.verification.selection import select
from x400fix.verification.verify import verify

NOT_PROVEN = 1
_MOST_STEPS = 30
"""How many steps of a list the console shows."""


class VerifyOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for; ``out`` is the folder of the documents, if any."""

    plan: str
    evidence: tuple[str, ...]
    before: bool = False
    out: Path | None = None
    force: int = 0
    discard: bool = False


def run(options: VerifyOptions, console: Console) -> int:
    """Report what is proven; the status says whether all of it is."""
    problems = ProblemList()
    with progress(console, f"reading {options.plan}"):
        data, name = read_plan_bytes(options.plan)
        planned = read_plan(data, name)
    with progress(console, "reading evidence"):
        given = find_files(options.evidence, problems)
        checksum = planned.plan.checksum
        chosen = select(given, checksum, problems, is_before=options.before)
        evidence = read_evidence(chosen.files, problems)
        if problems.has_errors:
            raise InputError(problems)
        tests = (
            (each.step, each.server, each.connector, each.direction)
            for each in find_tests(planned.plan)
        )
        found = verify(planned, evidence, tests=tests, form=chosen.form, is_before=chosen.is_before)
    renderer = Renderer()
    view = VerificationView(planned.plan, found, chosen.left_out, renderer.step_titles)
    if options.out:
        replace = Replace.asked(options.force, discard=options.discard)
        with (
            progress(console, f"writing {options.out}"),
            open_bundle(options.out, console.say, kind=Kind.DOCUMENTS, replace=replace) as bundle,
        ):
            bundle.write(PLAN_NAME, data)
            bundle.write_all(verification_files(view))
    _report(view, problems, options, renderer, console)
    return 0 if (found.is_go if options.before else found.is_proven) else NOT_PROVEN


def _report(
    view: VerificationView,
    problems: ProblemList,
    options: VerifyOptions,
    renderer: Renderer,
    console: Console,
) -> None:
    if console.as_data:
        held: Sequence[object] = list(map(held_problem, problems))
        console.data_object([*view.data(), ("problems", held)])
        return
    console.problems(problems)
    values = {
        "view": view,
        "target": escaped(str(options.out)) if options.out else "",
        "most": _MOST_STEPS,
        "is_before_unasked": view.found.is_before and not options.before,
    }
    console.result(renderer.text("console/verify.txt", values))
