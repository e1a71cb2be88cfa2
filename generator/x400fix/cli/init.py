# SPDX-License-Identifier: MIT
"""``x400fix init``: a commented sample inventory and config to begin with."""

from pathlib import Path
from typing import Annotated

import typer

from x400fix.cli.console import Console
from x400fix.cli.errors import guard


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to put the files into.")],
) -> None:
    """Write a commented sample inventory.csv and x400fix.toml into DIR."""
    console = Console()

    def action() -> int:
        from x400fix.bundle.starters import write_starters
        from x400fix.documents.rendering import Renderer

        renderer = Renderer()
        files = {
            name: renderer.ascii(f"init/{name}", {}) for name in ("inventory.csv", "x400fix.toml")
        }
        names = write_starters(folder, files)
        console.result("".join(f"{name}\n" for name in names))
        return 0

    raise typer.Exit(guard(console, action))
