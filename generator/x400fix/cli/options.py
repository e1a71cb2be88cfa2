# SPDX-License-Identifier: MIT
"""Options and arguments: what they are called, what they take, and their help."""

from typing import Annotated

import typer

from x400fix.settings.choices import AddressMode, Pack, Profile, Strategy, Wave

# ---- what is read

InventoryArgument = Annotated[
    str,
    typer.Argument(metavar="INVENTORY", help="The connector inventory, a CSV file; - is stdin."),
]
PlanArgument = Annotated[
    str, typer.Argument(metavar="PLAN", help="The PLAN.json of a bundle; - is stdin.")
]
ServersOption = Annotated[
    str | None, typer.Option("--servers", metavar="FILE", help="Server facts in a CSV file.")
]
ConfigOption = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Config file. [default: x400fix.toml next to the inventory, else here]",
    ),
]
PreviousOption = Annotated[
    str | None,
    typer.Option("--previous", metavar="FILE", help="PLAN.json of an earlier plan to honour."),
]
NameFilesOption = Annotated[
    str | None,
    typer.Option(
        "--lmhosts", metavar="DIR", help="Existing name files: DIR/<SERVER>/LMHOSTS and HOSTS."
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

# ---- what the plan is

PoolOption = Annotated[
    list[str] | None,
    typer.Option(
        "--pool",
        metavar="RANGE",
        help="Addresses to give: CIDR, FIRST-LAST or one; OWNER=RANGE keys them. Repeatable.",
    ),
]
ExcludeOption = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="RANGE", help="Addresses never to give. Repeatable."),
]
AddressModeOption = Annotated[
    AddressMode | None,
    typer.Option("--address-mode", help="What the Address holds afterwards. [default: ip]"),
]
StrategyOption = Annotated[
    Strategy | None,
    typer.Option("--strategy", help="More addresses, or more names. [default: address]"),
]
KeepOption = Annotated[
    list[str] | None,
    typer.Option(
        "--keep",
        metavar="SERVER/CONNECTOR",
        help="Link that keeps its Addresses. Repeatable. [default: the smallest]",
    ),
]
ReassignAllOption = Annotated[
    bool, typer.Option("--reassign-all", help="Move every connector of a conflict; warns.")
]
MinimalOption = Annotated[
    bool,
    typer.Option(
        "--minimal", help="Reuse an owner's new address for connectors of other home servers."
    ),
]
TicketOption = Annotated[
    str | None, typer.Option("--ticket", metavar="ID", help="Number of the change ticket.")
]
WaveOption = Annotated[
    Wave | None,
    typer.Option("--wave", help="Changes between two MTA restarts. [default: partner]"),
]
WindowOption = Annotated[
    str | None,
    typer.Option(
        "--window",
        metavar="START/LENGTH",
        help="The change window, such as 2026-12-05T22:00+01:00/4h; also /90m, /3h30m.",
    ),
]
OwnerOption = Annotated[
    str | None, typer.Option("--owner", metavar="TEXT", help="Who is responsible for the change.")
]
UnsafeOption = Annotated[
    bool, typer.Option("--unsafe", help="Write the plan although it violates a requirement.")
]

# ---- what is written

ForceOption = Annotated[bool, typer.Option("--force", help="Replace the result of an earlier run.")]
ProfileOption = Annotated[
    Profile | None,
    typer.Option("--profile", help="Ticket system that FIELDS is for. [default: generic]"),
]
PackOption = Annotated[
    Pack | None,
    typer.Option("--pack", help="Names of scripts inside a ZIP; safe: .CM_, .RE_ [default: plain]"),
]
XlsxOption = Annotated[
    bool, typer.Option("--xlsx", help="Write ASSIGN.XLSX too; needs x400fix[xlsx].")
]
PdfOption = Annotated[bool, typer.Option("--pdf", help="Write TICKET.PDF too; needs x400fix[pdf].")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Do everything but write the files.")]

# ---- what is printed

StrictOption = Annotated[bool, typer.Option("--strict", help="Treat warnings as errors: exit 3.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Results and problems as JSON on stdout.")]
QuietOption = Annotated[bool, typer.Option("--quiet", help="Print results and errors only.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", help="Print what is done.")]
NoColorOption = Annotated[
    bool, typer.Option("--no-color", help="No colour, even on a terminal (like NO_COLOR).")
]
