# SPDX-License-Identifier: MIT
"""What ``x400fix ticket`` does: read a plan, make its documents, write them, report."""

from collections.abc import Collection
from pathlib import Path

from x400fix.bundle.contents import PLAN_NAME
from x400fix.bundle.packing import Packing, packed_files
from x400fix.bundle.target import Kind
from x400fix.bundle.writer import open_bundle
from x400fix.cli.console import Console
from x400fix.cli.plan_paths import read_plan_bytes
from x400fix.cli.progress import progress
from x400fix.documents.documents import document_files, first_to_read
from x400fix.documents.extras import Extra
from x400fix.documents.rendering import Renderer
from x400fix.documents.step_texts import StepTexts
from x400fix.documents.ticket import TicketView
from x400fix.planning.plan_file import read_plan
from x400fix.problems import escaped
from x400fix.settings.choices import Pack, Profile, Replace


def run(
    path: str,
    out: Path | None,
    profile: Profile | None,
    console: Console,
    *,
    extras: Collection[Extra],
    replace: Replace,
) -> int:
    """Make the folder, with the plan itself, whose checksum the documents name.

    Every expected failure is raised as X400FixError.
    """
    with progress(console, f"reading {path}"):
        data, name = read_plan_bytes(path)
        plan = read_plan(data, name).plan
    target = out or Path("plan-ticket" if path == "-" else f"{Path(path).stem}-ticket")
    renderer = Renderer()
    view = TicketView(StepTexts(plan, renderer))
    files = document_files(view, profile, extras=extras)
    packing = Packing(
        profile=profile or plan.options.profile, pack=Pack.PLAIN, is_zip=False, is_whole=False
    )
    with (
        progress(console, f"writing {target}"),
        open_bundle(target, console.say, kind=Kind.DOCUMENTS, replace=replace) as bundle,
    ):
        bundle.write(PLAN_NAME, data)
        names = [PLAN_NAME, *bundle.write_all(packed_files(files, packing))]
    for each in names:
        console.detail(each)
    values = {
        "target": escaped(str(target)),
        "files": len(names) + 1,
        "first": first_to_read(names),
    }
    console.result(renderer.text("console/ticket.txt", values))
    return 0
