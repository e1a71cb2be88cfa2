# SPDX-License-Identifier: MIT
"""``x400fix ticket``: the documents for people, made again from a plan."""

from pathlib import Path
from typing import Annotated

import typer

from x400fix.cli.border import guard
from x400fix.cli.console import Console
from x400fix.cli.options import NoColorOption, QuietOption, VerboseOption
from x400fix.model.choices import Profile


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
        from x400fix.cli import write_ticket

        return write_ticket.run(plan, out, profile, console, force=force)

    raise typer.Exit(guard(console, action))
