# SPDX-License-Identifier: MIT
"""``x400fix check``: the verdict on each connector, and nothing else."""

import typer

from x400fix.cli.console import Console
from x400fix.cli.errors import guard
from x400fix.cli.options import (
    ConfigOption,
    DelimiterOption,
    EncodingOption,
    InventoryArgument,
    JsonOption,
    NoColorOption,
    QuietOption,
    ServersOption,
    StrictOption,
)


def check(
    inventory: InventoryArgument,
    *,
    servers: ServersOption = None,
    config: ConfigOption = None,
    delimiter: DelimiterOption = None,
    encoding: EncodingOption = None,
    strict: StrictOption = False,
    json: JsonOption = False,
    quiet: QuietOption = False,
    no_color: NoColorOption = False,
) -> None:
    """Print the verdict on each connector.

    Nothing is written; the exit status is 1 if there is a conflict.
    """
    console = Console(quiet=quiet, no_color=no_color)

    def action() -> int:
        from x400fix.cli import run_check as tell_verdicts
        from x400fix.cli.inputs import InputPaths

        paths = InputPaths(
            inventory=inventory,
            servers=servers,
            config=config,
            delimiter=delimiter,
            encoding=encoding,
        )
        return tell_verdicts.run(paths, console, strict=strict, as_data=json)

    raise typer.Exit(guard(console, action, as_data=json))
