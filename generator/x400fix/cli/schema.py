# SPDX-License-Identifier: MIT
"""``x400fix schema``: the JSON Schema of PLAN.json."""

import typer

from x400fix.cli.border import guard
from x400fix.cli.console import Console


def schema() -> None:
    """Print the JSON Schema of PLAN.json."""
    console = Console()

    def action() -> int:
        from x400fix.plan.document.reading import document_schema

        console.data([document_schema()])
        return 0

    raise typer.Exit(guard(console, action))
