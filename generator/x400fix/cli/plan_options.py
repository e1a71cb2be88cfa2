# SPDX-License-Identifier: MIT
"""Options that decide what a plan is, which only ``x400fix plan`` has."""

from typing import Annotated

import typer

from x400fix.settings.choices import AddressMode, Pack, Strategy, Wave

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
PreviousOption = Annotated[
    str | None,
    typer.Option("--previous", metavar="FILE", help="PLAN.json of an earlier plan to honour."),
]
NameFilesOption = Annotated[
    str | None,
    typer.Option(
        "--lmhosts", metavar="DIR", help="Name files of now: DIR/<SERVER>/LMHOSTS and HOSTS."
    ),
]
TicketOption = Annotated[
    str | None, typer.Option("--ticket", metavar="ID", help="Number of the change ticket.")
]
WaveOption = Annotated[
    Wave | None,
    typer.Option("--wave", help="Changes between two MTA restarts. [default: partner]"),
]
UnsafeOption = Annotated[
    bool, typer.Option("--unsafe", help="Go on with a plan that fails an obligation.")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Do everything but write the files.")]
WindowOption = Annotated[
    str | None,
    typer.Option(
        "--window",
        metavar="START/LENGTH",
        help="The change window, such as 2026-12-05T22:00+01:00/4h; also /90m, /3h30m.",
    ),
]
OwnerOption = Annotated[
    str | None, typer.Option("--owner", metavar="TEXT", help="Who answers for the change.")
]
PackOption = Annotated[
    Pack | None,
    typer.Option("--pack", help="Names of scripts inside a ZIP; safe: .CM_, .RE_ [default: plain]"),
]
