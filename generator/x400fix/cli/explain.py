# SPDX-License-Identifier: MIT
"""``x400fix explain``: the long text of a problem code, a linter's rule or a row of the table."""

from typing import Annotated

import typer

from x400fix.cli.console import Console
from x400fix.cli.errors import guard


def explain(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="CODE", help="A code such as X4-E012, a rule such as LM16, a row such as R13."
        ),
    ] = None,
) -> None:
    """Explain a problem code, a rule of lint or a row of the table.

    Without CODE all of them are listed.
    """
    console = Console()

    def action() -> int:
        from x400fix.documents.explanations import explain_code, list_codes

        console.result(explain_code(code) if code else list_codes())
        return 0

    raise typer.Exit(guard(console, action))
