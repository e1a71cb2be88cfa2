# SPDX-License-Identifier: MIT
"""``x400fix simulate``: runs a plan on paper and says what becomes of each connector."""

from typing import Annotated

import typer

from x400fix.cli.console import Console
from x400fix.cli.errors import guard
from x400fix.cli.options import JsonOption, NoColorOption, QuietOption


def simulate(
    plan: Annotated[
        str, typer.Argument(metavar="PLAN.json", help="The plan of a bundle; - is stdin.")
    ],
    *,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="CONNECTOR",
            help="Follow its calls rule by rule; SERVER/CONNECTOR where the name is not unique.",
        ),
    ] = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
    no_color: NoColorOption = False,
) -> None:
    """Run a plan on paper.

    Every connector in both directions: before, after each step, and after all of them. The exit
    status is 1 if the plan fails one of its obligations.
    """
    console = Console(quiet=quiet, no_color=no_color)

    def action() -> int:
        from x400fix.cli import explain_call as tell_call
        from x400fix.cli import run_simulate as tell_simulation

        if explain is not None:
            return tell_call.run(plan, explain, console, as_data=json)
        return tell_simulation.run(plan, console, as_data=json)

    raise typer.Exit(guard(console, action, as_data=json))
