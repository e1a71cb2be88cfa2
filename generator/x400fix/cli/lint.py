# SPDX-License-Identifier: MIT
"""``x400fix lint``: judges files that Windows NT is to read, our own and others."""

from typing import Annotated

import typer

from x400fix.cli.console import Console
from x400fix.cli.errors import guard
from x400fix.cli.options import NoColorOption, QuietOption
from x400fix.formats.kinds import Kind


def lint(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Files or folders, such as a bundle; - is stdin and needs --kind.",
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
        Kind | None,
        typer.Option("--kind", help="What the files are. [default: as their names tell]"),
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
    """Judge LMHOSTS, HOSTS, .REG, regini and batch files by the rules of Windows NT.

    Nothing is written; the exit status is 1 if there is an error. A folder stands for all files
    below it whose names tell what they are.
    """
    console = Console(quiet=quiet, no_color=no_color)

    def action() -> int:
        from x400fix.cli import tell_findings
        from x400fix.cli.lint_inputs import LintOptions

        options = LintOptions(
            files=tuple(files), os=os, kind=kind, plan=plan, is_for_wins=wins_import
        )
        form = tell_findings.form_of(json=json, sarif=sarif)
        return tell_findings.run(options, console, form=form, strict=strict, quiet=quiet)

    raise typer.Exit(guard(console, action, as_data=json and not sarif))
