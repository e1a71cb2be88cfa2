# SPDX-License-Identifier: MIT
"""``x400fix schema``: the JSON Schema of PLAN.json."""

import typer

from x400fix.cli.console import Console
from x400fix.cli.errors import guard


def schema() -> None:
    """Print the JSON Schema of PLAN.json."""
    console = Console()

    def action() -> int:
        from x400fix.planning.plan_file import plan_schema

        console.data([plan_schema()])
        return 0

    raise typer.Exit(guard(console, action))
