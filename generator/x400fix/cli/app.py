# SPDX-License-Identifier: MIT
"""The commands of x400fix."""

import gc
from typing import Annotated

import typer

from x400fix import __version__
from x400fix.cli.check import check
from x400fix.cli.explain import explain
from x400fix.cli.init import init
from x400fix.cli.plan import plan
from x400fix.cli.schema import schema

# Rich markup doubles the time of --help, and pretty exceptions could show what cells hold.
app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(value: bool) -> None:  # noqa: FBT001 -- typer calls it so
    """Print the version and end."""
    if value:
        typer.echo(f"x400fix {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Give each X.400 Connector a remote address of its own (KB 200588), on paper.

    x400fix reads an inventory of connectors and writes the change-ticket attachments. It never
    touches a server.
    """


for command in (plan, check, explain, init, schema):
    app.command()(command)


def run() -> int:
    """Run the command line and give the exit status."""
    # A run is short and makes no cycles worth collecting; looking for them costs a fifth of it.
    gc.disable()
    try:
        app(prog_name="x400fix")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0
