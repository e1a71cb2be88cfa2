# SPDX-License-Identifier: MIT
"""Options and arguments that several commands have."""

from typing import Annotated

import typer

from x400fix.settings.choices import Profile

InventoryArgument = Annotated[
    str,
    typer.Argument(metavar="INVENTORY", help="The connector inventory, a CSV file; - is stdin."),
]
ServersOption = Annotated[
    str | None, typer.Option("--servers", metavar="FILE", help="Server facts in a CSV file.")
]
ConfigOption = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Config file. [default: x400fix.toml beside the inventory, else here]",
    ),
]
DelimiterOption = Annotated[
    str | None,
    typer.Option(
        "--delimiter",
        metavar="CHAR",
        help="What separates the columns: comma, semicolon, tab, pipe. [default: found]",
    ),
]
EncodingOption = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="Encoding of the inventory. [default: found]"),
]
StrictOption = Annotated[bool, typer.Option("--strict", help="Treat warnings as errors: exit 3.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Results and problems as JSON on stdout.")]
QuietOption = Annotated[bool, typer.Option("--quiet", help="Print results and errors only.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", help="Print what is done.")]
NoColorOption = Annotated[
    bool, typer.Option("--no-color", help="No colour, also on a terminal (as with NO_COLOR).")
]
XlsxOption = Annotated[
    bool, typer.Option("--xlsx", help="Write ASSIGN.XLSX too; needs x400fix[xlsx].")
]
PdfOption = Annotated[bool, typer.Option("--pdf", help="Write TICKET.PDF too; needs x400fix[pdf].")]
ProfileOption = Annotated[
    Profile | None,
    typer.Option("--profile", help="Ticket system that FIELDS is for. [default: generic]"),
]
