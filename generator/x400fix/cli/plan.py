# SPDX-License-Identifier: MIT
"""``x400fix plan``: from an inventory to the change-ticket attachments."""

from pathlib import Path
from typing import Annotated

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
    PdfOption,
    ProfileOption,
    QuietOption,
    ServersOption,
    StrictOption,
    VerboseOption,
    XlsxOption,
)
from x400fix.cli.plan_options import (
    AddressModeOption,
    DryRunOption,
    ExcludeOption,
    KeepOption,
    MinimalOption,
    NameFilesOption,
    OwnerOption,
    PackOption,
    PoolOption,
    PreviousOption,
    ReassignAllOption,
    StrategyOption,
    TicketOption,
    UnsafeOption,
    WaveOption,
    WindowOption,
)


def plan(
    inventory: InventoryArgument,
    *,
    servers: ServersOption = None,
    pool: PoolOption = None,
    exclude: ExcludeOption = None,
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
    address_mode: AddressModeOption = None,
    strategy: StrategyOption = None,
    keep: KeepOption = None,
    reassign_all: ReassignAllOption = False,
    minimal: MinimalOption = False,
    previous: PreviousOption = None,
    lmhosts: NameFilesOption = None,
    ticket: TicketOption = None,
    wave: WaveOption = None,
    window: WindowOption = None,
    owner: OwnerOption = None,
    profile: ProfileOption = None,
    pack: PackOption = None,
    xlsx: XlsxOption = False,
    pdf: PdfOption = False,
    unsafe: UnsafeOption = False,
    delimiter: DelimiterOption = None,
    encoding: EncodingOption = None,
    strict: StrictOption = False,
    json: JsonOption = False,
    dry_run: DryRunOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    no_color: NoColorOption = False,
) -> None:
    """Plan the remediation and write the change-ticket attachments."""
    console = Console(quiet=quiet, verbose=verbose, no_color=no_color)

    def action() -> int:
        from x400fix.cli import run_plan
        from x400fix.cli.inputs import InputPaths
        from x400fix.documents.extras import ask_extras
        from x400fix.settings.settings import Options

        return run_plan.run(
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
                unsafe=unsafe,
                ticket=ticket,
                wave=wave,
                window=window,
                owner=owner,
                profile=profile,
                pack=pack,
            ),
            run_plan.Output(
                folder=out,
                zip_file=zip_file,
                force=force,
                dry_run=dry_run,
                strict=strict,
                json=json,
                extras=ask_extras(xlsx=xlsx, pdf=pdf),
            ),
            console,
        )

    raise typer.Exit(guard(console, action, as_data=json))
