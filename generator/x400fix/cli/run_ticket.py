# SPDX-License-Identifier: MIT
"""What ``x400fix ticket`` does: read a plan, make its documents, write them, tell."""

from collections.abc import Collection
from pathlib import Path

from x400fix.bundle.packing import Packing, packed_files
from x400fix.bundle.target import Kind, check_target
from x400fix.bundle.writer import open_bundle
from x400fix.cli.console import Console
from x400fix.cli.run_plan import tell_long_paper
from x400fix.documents.documents import PLAN_FILE, Files, ticket_files
from x400fix.documents.extras import Extra
from x400fix.documents.rendering import Renderer
from x400fix.documents.ticket import refuse_unsound
from x400fix.inventory.text_file import file_name, read_bytes
from x400fix.planning.plan_file import read_document
from x400fix.problems import escaped
from x400fix.settings.choices import Pack, Profile


def run(
    plan: str,
    out: Path | None,
    profile: Profile | None,
    console: Console,
    *,
    extras: Collection[Extra],
    force: bool,
) -> int:
    """Make the folder; every expected failure is raised as X400FixError.

    The plan itself is in it, so that the checksum that the documents name can be looked at.
    """
    name = file_name(plan)
    data = read_bytes(plan)
    document = read_document(data, name)
    refuse_unsound(document, name)
    target = out or Path("plan-ticket" if plan == "-" else f"{Path(plan).stem}-ticket")
    check_target(target, kind=Kind.DOCUMENTS, force=force)
    renderer = Renderer()

    def make_files() -> Files:
        return ticket_files(document, renderer, profile, extras=extras, file=name)

    packing = Packing(
        profile=profile or Profile(document.options.profile),
        pack=Pack.PLAIN,
        is_zip=False,
        is_whole=False,
    )
    tell_long_paper(extras, document.summary.steps, console)
    names = [PLAN_FILE]
    with open_bundle(target, kind=Kind.DOCUMENTS, force=force) as bundle:
        bundle.write(PLAN_FILE, data)
        for path, content in packed_files(make_files, packing):
            bundle.write(path, content)
            names.append(path)
    for each in names:
        console.detail(each)
    values = {"target": escaped(str(target)), "files": len(names) + 1}
    console.result(renderer.text("console/ticket.txt", values))
    return 0
