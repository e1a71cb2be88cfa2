# SPDX-License-Identifier: MIT
"""``x400fix lint``: judges LMHOSTS and HOSTS files, our own and others."""

from typing import Annotated

import typer

from x400fix.cli.console import Console
from x400fix.cli.errors import guard
from x400fix.cli.options import NoColorOption, QuietOption
from x400fix.namefiles.existing import NameFileKind


def lint(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Files, folders or bundles; - is stdin and needs --kind.",
        ),
    ],
    *,
    os: Annotated[
        str | None,
        typer.Option(
            "--os",
            metavar="TEXT",
            help='Windows of the server, such as "NT 4.0 SP3". [default: as the plan says, '
            "else what is affected]",
        ),
    ] = None,
    kind: Annotated[
        NameFileKind | None,
        typer.Option(
            "--kind",
            metavar="<lmhosts|hosts>",
            case_sensitive=False,
            help="What the files are. [default: as their names show]",
        ),
    ] = None,
    plan: Annotated[
        str | None,
        typer.Option(
            "--plan",
            metavar="FILE",
            help="PLAN.json whose names and systems hold. [default: the one of the bundle]",
        ),
    ] = None,
    wins_import: Annotated[
        bool, typer.Option("--wins-import", help="WINS is to import the LMHOSTS files.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Treat warnings as errors: exit 1.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Findings as JSON on stdout.")] = False,
    sarif: Annotated[
        bool, typer.Option("--sarif", help="Findings as SARIF 2.1.0 on stdout.")
    ] = False,
    quiet: QuietOption = False,
    no_color: NoColorOption = False,
) -> None:
    """Judge LMHOSTS and HOSTS files by the rules of Windows NT.

    Nothing is written; the exit status is 1 if there is an error. A folder or a bundle's ZIP stands
    for all LMHOSTS and HOSTS files in it.
    """
    console = Console(quiet=quiet, no_color=no_color)

    def action() -> int:
        from x400fix.cli.run_lint import LintOptions, form_of, run

        options = LintOptions(
            files=tuple(files), os=os, kind=kind, plan=plan, is_for_wins=wins_import
        )
        form = form_of(json=json, sarif=sarif)
        return run(options, console, form=form, strict=strict, quiet=quiet)

    raise typer.Exit(guard(console, action, as_data=json and not sarif))
