# SPDX-License-Identifier: MIT
"""``x400fix plan``: from an inventory to the change-ticket attachments."""

from pathlib import Path
from typing import Annotated

import typer

from x400fix.cli.border import guard
from x400fix.cli.console import Console
from x400fix.cli.options import (
    ConfigOption,
    DelimiterOption,
    EncodingOption,
    InventoryArgument,
    JsonOption,
    NoColorOption,
    OwnerOption,
    PackOption,
    PdfOption,
    ProfileOption,
    QuietOption,
    ServersOption,
    StrictOption,
    VerboseOption,
    WindowOption,
    XlsxOption,
)
from x400fix.model.choices import AddressMode, Strategy, Wave


def plan(
    inventory: InventoryArgument,
    *,
    servers: ServersOption = None,
    pool: Annotated[
        list[str] | None,
        typer.Option(
            "--pool",
            metavar="RANGE",
            help="Addresses to give: CIDR, FIRST-LAST or one; OWNER=RANGE keys them. Repeatable.",
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option("--exclude", metavar="RANGE", help="Addresses never to give. Repeatable."),
    ] = None,
    config: ConfigOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder to make. [default: <inventory>-plan]"),
    ] = None,
    zip_file: Annotated[
        Path | None,
        typer.Option("--zip", metavar="FILE", help="Make one ZIP file instead of a folder."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a bundle that is there already.")
    ] = False,
    address_mode: Annotated[
        AddressMode | None,
        typer.Option("--address-mode", help="What the Address holds afterwards. [default: ip]"),
    ] = None,
    strategy: Annotated[
        Strategy | None,
        typer.Option("--strategy", help="More addresses, or more names. [default: address]"),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            "--keep",
            metavar="SERVER/CONNECTOR",
            help="Link that keeps its Addresses. Repeatable. [default: the smallest]",
        ),
    ] = None,
    reassign_all: Annotated[
        bool, typer.Option("--reassign-all", help="Move every connector of a conflict; warns.")
    ] = False,
    minimal: Annotated[
        bool,
        typer.Option(
            "--minimal", help="Reuse an owner's new address for connectors of other home servers."
        ),
    ] = False,
    previous: Annotated[
        str | None,
        typer.Option("--previous", metavar="FILE", help="PLAN.json of an earlier plan to honour."),
    ] = None,
    lmhosts: Annotated[
        str | None,
        typer.Option(
            "--lmhosts", metavar="DIR", help="Name files of now: DIR/<SERVER>/LMHOSTS and HOSTS."
        ),
    ] = None,
    ticket: Annotated[
        str | None, typer.Option("--ticket", metavar="ID", help="Number of the change ticket.")
    ] = None,
    wave: Annotated[
        Wave | None,
        typer.Option("--wave", help="Changes between two MTA restarts. [default: partner]"),
    ] = None,
    window: WindowOption = None,
    owner: OwnerOption = None,
    profile: ProfileOption = None,
    pack: PackOption = None,
    xlsx: XlsxOption = False,
    pdf: PdfOption = False,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Go on with a plan that fails an obligation.")
    ] = False,
    delimiter: DelimiterOption = None,
    encoding: EncodingOption = None,
    strict: StrictOption = False,
    json: JsonOption = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Do everything but write the files.")
    ] = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    no_color: NoColorOption = False,
) -> None:
    """Plan the remediation and write the change-ticket attachments."""
    console = Console(quiet=quiet, verbose=verbose, no_color=no_color)

    def action() -> int:
        from x400fix.cli import write_plan
        from x400fix.cli.inputs import InputPaths
        from x400fix.config.settings import Options
        from x400fix.render.extras import ask_extras

        return write_plan.run(
            InputPaths(
                inventory=inventory,
                servers=servers,
                config=config,
                previous=previous,
                lmhosts=lmhosts,
                delimiter=delimiter,
                encoding=encoding,
            ),
            Options(
                pool=tuple(pool or ()),
                exclude=tuple(exclude or ()),
                address_mode=address_mode,
                strategy=strategy,
                keep=tuple(keep or ()),
                reassign_all=reassign_all,
                minimal=minimal,
                ticket=ticket,
                wave=wave,
                window=window,
                owner=owner,
                profile=profile,
                pack=pack,
            ),
            write_plan.Output(
                folder=out,
                zip_file=zip_file,
                force=force,
                dry_run=dry_run,
                strict=strict,
                unsafe=unsafe,
                json=json,
                extras=ask_extras(xlsx=xlsx, pdf=pdf),
            ),
            console,
        )

    raise typer.Exit(guard(console, action, as_data=json))
