# SPDX-License-Identifier: MIT
"""Options and arguments: what they take, and their help.

An option is called as the parameter of its command; only one without a value says its name.
"""

from pathlib import Path
from typing import Annotated

import typer

from x400fix.settings import choices

# ---- what is read

Inventory = Annotated[
    str,
    typer.Argument(
        metavar="INVENTORY", help="The connector inventory, CSV or a workbook; - is stdin."
    ),
]
Plan = Annotated[
    str,
    typer.Argument(metavar="PLAN", help="A bundle, folder or ZIP, or its PLAN.json; - is stdin."),
]
Evidence = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Files and folders; what each is, is found out."),
]
InventoryOut = Annotated[
    str | None,
    typer.Option(
        "--out", "-o", metavar="FILE", help="Inventory to write. [default: inventory.csv]"
    ),
]
ToDecode = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[TEXT|FILE]...",
        help="A hexadecimal value such as 91F5C11B, the text of an event, an exported log. "
        "[default: stdin]",
    ),
]
Bundle = Annotated[
    str, typer.Argument(metavar="BUNDLE", help="The bundle, folder or ZIP, or its PLAN.json.")
]
Gather = Annotated[
    bool,
    typer.Option(
        "--gather", help="Write only GATHER.CMD, which records on any server what import reads."
    ),
]
Before = Annotated[
    bool, typer.Option("--before", help="They are from before the change: go or no-go.")
]
VerifyOut = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Folder to make, with VERIFY.HTML and VERIFY.MD.")
]
Servers = Annotated[
    str | None, typer.Option(metavar="FILE", help="Server facts, CSV or a workbook.")
]
Config = Annotated[
    str | None,
    typer.Option(
        metavar="FILE", help="Config file. [default: x400fix.toml next to the inventory, else here]"
    ),
]
Previous = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Earlier plan to keep to: its bundle or PLAN.json."),
]
Tickets = Annotated[
    str | None,
    typer.Option(
        metavar="DIR",
        help="Folder of change tickets: the connectors of every plan below it keep what it gave, "
        "all else that it gave is taken.",
    ),
]
Wait = Annotated[
    str | None,
    typer.Option(
        metavar="TIME", help="How long to wait for another run in --tickets. [default: 30s]"
    ),
]
Used = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILE",
        help="Addresses in use: what NetBox, phpIPAM, Microsoft IPAM or nmap print. Repeatable.",
    ),
]
NameFiles = Annotated[
    str | None,
    typer.Option(metavar="DIR", help="Existing name files: DIR/<SERVER>/LMHOSTS and HOSTS."),
]
Delimiter = Annotated[
    str | None,
    typer.Option(
        metavar="CHAR",
        help="What separates the columns: comma, semicolon, tab, pipe. [default: found]",
    ),
]
Encoding = Annotated[
    str | None, typer.Option(metavar="NAME", help="Encoding of the inventory. [default: found]")
]

Sheet = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME", help="Sheet of a workbook to read. Repeatable. [default: the one that fits]"
    ),
]
Map = Annotated[
    list[str] | None,
    typer.Option(
        metavar="HEADER=COLUMN",
        help='What a header stands for, as "Remote Host=address"; "Cost=" is not read. Repeatable.',
    ),
]

# ---- what the plan is

Pool = Annotated[
    list[str] | None,
    typer.Option(
        metavar="RANGE",
        help="Addresses to give: CIDR, FIRST-LAST or one; OWNER=RANGE: for one owner. Repeatable.",
    ),
]
Exclude = Annotated[
    list[str] | None, typer.Option(metavar="RANGE", help="Addresses never to give. Repeatable.")
]
AddressMode = Annotated[
    choices.AddressMode | None,
    typer.Option(help="What the Address holds afterwards. [default: ip]"),
]
Strategy = Annotated[
    choices.Strategy | None, typer.Option(help="More addresses, or more names. [default: address]")
]
Keep = Annotated[
    list[str] | None,
    typer.Option(
        metavar="SERVER/CONNECTOR",
        help="Link that keeps its Addresses. Repeatable. [default: the smallest]",
    ),
]
ReassignAll = Annotated[
    bool, typer.Option("--reassign-all", help="Move every connector of a conflict; warns.")
]
Minimal = Annotated[
    bool,
    typer.Option(
        "--minimal", help="Reuse an owner's new address for connectors of other home servers."
    ),
]
Ticket = Annotated[str | None, typer.Option(metavar="ID", help="Number of the change ticket.")]
Wave = Annotated[
    choices.Wave | None, typer.Option(help="Changes between two MTA restarts. [default: auto]")
]
Window = Annotated[
    str | None,
    typer.Option(
        metavar="START/LENGTH",
        help="The change window, such as 2026-12-05T22:00+01:00/4h; also /90m, /3h30m.",
    ),
]
Owner = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Who is responsible for the change.")
]
Unsafe = Annotated[
    bool, typer.Option("--unsafe", help="Write the plan although it violates a requirement.")
]

# ---- what is written

Force = Annotated[
    int,
    typer.Option(
        "--force",
        count=True,
        show_default=False,
        help="Replace the result of an earlier run if it is as it was written; twice: --discard.",
    ),
]
Discard = Annotated[
    bool,
    typer.Option(
        "--discard", help="Replace it and lose all that was added to it or changed in it."
    ),
]
Profile = Annotated[
    choices.Profile | None,
    typer.Option(help="Ticket system that FIELDS is for. [default: generic]"),
]
Pack = Annotated[
    choices.Pack | None,
    typer.Option(help="Names of scripts inside a ZIP; safe: .CM_, .RE_ [default: plain]"),
]
Xlsx = Annotated[bool, typer.Option("--xlsx", help="Write ASSIGN.XLSX too; needs x400fix[xlsx].")]
Pdf = Annotated[bool, typer.Option("--pdf", help="Write TICKET.PDF too; needs x400fix[pdf].")]
Netbox = Annotated[
    bool, typer.Option("--netbox", help="Write NETBOX.csv too: new addresses for its bulk import.")
]
Mark = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="Write the inventory as .xlsx with each problem in its cell; needs x400fix[xlsx].",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Do everything but write the files.")]

# ---- what is printed

Only = Annotated[
    str | None,
    typer.Option(
        metavar="VERDICT,...",
        help="Verdicts to print, such as CONFLICT,WARN; CONFLICT means also those assumed.",
    ),
]
Format = Annotated[
    choices.Format | None,
    typer.Option("--format", help="How verdicts are printed. [default: table]"),
]
Strict = Annotated[bool, typer.Option("--strict", help="Treat warnings as errors: exit 3.")]
Json = Annotated[bool, typer.Option("--json", help="Results and problems as JSON on stdout.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print results and errors only.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="Print what is done.")]
NoColor = Annotated[
    bool, typer.Option("--no-color", help="No colour, even on a terminal (like NO_COLOR).")
]
