# SPDX-License-Identifier: MIT
"""``x400fix ticket``: the documents for people, made again from a plan."""

from pathlib import Path
from typing import Annotated

import typer

from x400fix.cli.console import Console
from x400fix.cli.errors import guard
from x400fix.cli.options import NoColorOption, PdfOption, QuietOption, VerboseOption, XlsxOption
from x400fix.settings.choices import Profile


def ticket(
    plan: Annotated[
        str, typer.Argument(metavar="PLAN", help="The PLAN.json of a bundle; - is stdin.")
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder to make. [default: <plan>-ticket]"),
    ] = None,
    profile: Annotated[
        Profile | None,
        typer.Option("--profile", help="Ticket system that FIELDS is for. [default: the plan's]"),
    ] = None,
    xlsx: XlsxOption = False,
    pdf: PdfOption = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a folder that is there already.")
    ] = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    no_color: NoColorOption = False,
) -> None:
    """Make the documents for people again from a plan: the same bytes on any day."""
    console = Console(quiet=quiet, verbose=verbose, no_color=no_color)

    def action() -> int:
        from x400fix.cli import run_ticket as write_ticket
        from x400fix.documents.extras import ask_extras

        extras = ask_extras(xlsx=xlsx, pdf=pdf)
        return write_ticket.run(plan, out, profile, console, extras=extras, force=force)

    raise typer.Exit(guard(console, action))
