# SPDX-License-Identifier: MIT
"""The commands of x400fix."""

import gc
import sys
from typing import Annotated

import typer

from x400fix import __version__
from x400fix.cli.check import check
from x400fix.cli.console import Console, open_missing_streams, silence
from x400fix.cli.errors import BUG, guard
from x400fix.cli.explain import explain
from x400fix.cli.init import init
from x400fix.cli.lint import lint
from x400fix.cli.plan import plan
from x400fix.cli.schema import schema
from x400fix.cli.simulate import simulate
from x400fix.cli.stopping import stop_in_order
from x400fix.cli.ticket import ticket

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


for command in (plan, check, simulate, ticket, lint, explain, init, schema):
    app.command()(command)


def run() -> int:
    """Run the command line and give the exit status."""
    # A run is short and makes no cycles worth collecting; looking for them costs a fifth of it.
    gc.disable()
    open_missing_streams()
    with stop_in_order():
        return guard(Console(), _run_command)


def _run_command() -> int:
    """Let typer find the command, and give its status."""
    refused: BaseException
    try:
        app(prog_name="x400fix")
    except SystemExit as end:
        if not isinstance(end.__context__, OSError):
            return end.code if isinstance(end.code, int) else BUG
        refused = end.__context__
    except OSError as error:
        refused = error
    else:
        return 0
    return _settle_refused(refused)


def _settle_refused(refused: BaseException) -> int:
    """Give the status when typer could not print.

    Typer itself makes 1 of a closed pipe, which here would mean that there are findings.
    """
    status = getattr(refused.__context__, "exit_code", None)  # of what is wrong with the usage
    if not isinstance(status, int):
        raise refused
    silence(sys.stderr)
    return status
