# SPDX-License-Identifier: MIT
"""The commands of x400fix and their options; what a command does is in its ``run_`` module.

``--help`` is answered from here, so a command imports what it runs when it runs.
"""

import functools
import gc
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer

from x400fix import __version__
from x400fix.cli import errors, options
from x400fix.cli.console import Console, open_missing_streams
from x400fix.namefiles.existing import NameFileKind
from x400fix.settings.choices import Profile, Replace

# Rich markup doubles the time of --help, and pretty exceptions could show what cells hold.
app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={
        "help_option_names": ["-h", "--help"],
        # What is typed at night is taken in any letter case.
        "token_normalize_func": str.lower,
    },
)


def run() -> int:
    """Run the command line and give the exit status."""
    # A run is short and makes no cycles worth collecting; looking for them costs a fifth of it.
    gc.disable()
    open_missing_streams()
    start = functools.partial(app, prog_name="x400fix", standalone_mode=False)
    return errors.guard(Console(), lambda: errors.status_of(start))


def _run(action: Callable[[Console], int], **manner: bool) -> NoReturn:
    """Run what a command does in the manner of a Console, and end with its exit status."""
    console = Console(**manner)
    raise typer.Exit(errors.guard(console, lambda: action(console)))


_INPUTS = ("servers", "config", "map", "delimiter", "encoding")
"""Parameters that say how an inventory is read, whichever command does."""
_OF_A_RUN = {"inventory", "dry_run", "json", "quiet", "verbose", "no_color"}
"""Parameters that decide nothing of a plan."""

_Struct = TypeVar("_Struct")


def _pick(struct: type[_Struct], given: Mapping[str, object]) -> _Struct:
    """A struct whose fields are called as the options that fill them; None is the default."""
    import msgspec

    return msgspec.convert({name: each for name, each in given.items() if each is not None}, struct)


def _show_version(value: bool) -> None:  # noqa: FBT001 -- typer calls it so
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
    """Plan a remote address of its own for each X.400 Connector (KB 200588).

    x400fix reads an inventory of connectors and writes the change-ticket attachments. It never
    touches a server.
    """


@app.command()
def plan(
    inventory: options.Inventory,
    *,
    servers: options.Servers = None,
    pool: options.Pool = None,
    exclude: options.Exclude = None,
    config: options.Config = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder to make. [default: <inventory>-plan]")
    ] = None,
    zip_file: Annotated[
        Path | None,
        typer.Option("--zip", metavar="FILE", help="Make one ZIP file instead of a folder."),
    ] = None,
    force: options.Force = 0,
    discard: options.Discard = False,
    address_mode: options.AddressMode = None,
    strategy: options.Strategy = None,
    keep: options.Keep = None,
    reassign_all: options.ReassignAll = False,
    minimal: options.Minimal = False,
    previous: options.Previous = None,
    lmhosts: options.NameFiles = None,
    tickets: options.Tickets = None,
    wait: options.Wait = None,
    used: options.Used = None,
    ticket: options.Ticket = None,
    wave: options.Wave = None,
    window: options.Window = None,
    owner: options.Owner = None,
    profile: options.Profile = None,
    pack: options.Pack = None,
    xlsx: options.Xlsx = False,
    pdf: options.Pdf = False,
    netbox: options.Netbox = False,
    unsafe: options.Unsafe = False,
    map: options.Map = None,  # noqa: A002 -- an option is called as its parameter
    sheet: options.Sheet = None,
    delimiter: options.Delimiter = None,
    encoding: options.Encoding = None,
    strict: options.Strict = False,
    json: options.Json = False,
    dry_run: options.DryRun = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    no_color: options.NoColor = False,
) -> None:
    """Plan the remediation and write the change-ticket attachments."""
    given = locals()

    def action(console: Console) -> int:
        from x400fix.cli import run_plan
        from x400fix.cli.command_line import command_line
        from x400fix.cli.inputs import InputPaths
        from x400fix.documents.extras import ask_extras
        from x400fix.settings.settings import Options

        extras = ask_extras(xlsx=xlsx, pdf=pdf, netbox=netbox)
        paths, settings = _pick(InputPaths, given), _pick(Options, given)
        given["again"] = command_line("plan", given, *(n for n in given if n not in _OF_A_RUN))
        return run_plan.run(paths, settings, _pick(run_plan.Output, given), extras, console)

    _run(action, as_data=json, quiet=quiet, verbose=verbose, no_color=no_color)


@app.command()
def check(
    inventory: options.Inventory,
    *,
    servers: options.Servers = None,
    config: options.Config = None,
    map: options.Map = None,  # noqa: A002 -- an option is called as its parameter
    sheet: options.Sheet = None,
    delimiter: options.Delimiter = None,
    encoding: options.Encoding = None,
    only: options.Only = None,
    form: options.Format = None,
    mark: options.Mark = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file of --mark.")] = False,
    strict: options.Strict = False,
    json: options.Json = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    no_color: options.NoColor = False,
) -> None:
    """Print the verdict on each connector, conflicts first.

    Nothing is written but the file of --mark; the exit status is 1 if there is a conflict.
    """
    given = locals()

    def action(console: Console) -> int:
        from x400fix.cli import run_check
        from x400fix.cli.command_line import command_line
        from x400fix.cli.inputs import InputPaths

        given["next_command"] = command_line("plan", given, *_INPUTS)
        return run_check.run(_pick(InputPaths, given), _pick(run_check.Output, given), console)

    _run(action, as_data=json, quiet=quiet, verbose=verbose, no_color=no_color)


@app.command("import")
def import_files(
    paths: options.Evidence,
    *,
    out: options.InventoryOut = None,
    origins: Annotated[
        bool, typer.Option("--origins", help="Add a column with the file and line of each cell.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace existing files.")] = False,
    strict: options.Strict = False,
    json: options.Json = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    no_color: options.NoColor = False,
) -> None:
    """Make an inventory of what the servers print of themselves.

    Admindmp.txt, directory exports, ipconfig /all, registry exports, name files and more.
    """
    given = locals()

    def action(console: Console) -> int:
        from x400fix.cli import run_import

        return run_import.run(_pick(run_import.ImportOptions, given), console)

    _run(action, as_data=json, quiet=quiet, verbose=verbose, no_color=no_color)


@app.command()
def decode(
    texts: options.ToDecode = None,
    *,
    inventory: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Inventory in which connectors and servers are found."),
    ] = None,
    servers: options.Servers = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Say what events of the MTA mean, and which connector is meant.

    A value that can be read in several ways is shown in all of them.
    """
    given = locals()

    def action(console: Console) -> int:
        from x400fix.cli import run_decode

        return run_decode.run(_pick(run_decode.DecodeOptions, given), console)

    _run(action, as_data=json, quiet=quiet, no_color=no_color)


@app.command()
def simulate(
    plan: options.Plan,
    *,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="CONNECTOR",
            help="Follow its calls rule by rule; SERVER/CONNECTOR where the name is not unique.",
        ),
    ] = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Simulate a plan.

    Every connector in both directions: before, after each step, and after all of them. The exit
    status is 1 if the plan violates a requirement.
    """

    def action(console: Console) -> int:
        from x400fix.cli import explain_call, run_simulate

        if explain is not None:
            return explain_call.run(plan, explain, console)
        return run_simulate.run(plan, console)

    _run(action, as_data=json, quiet=quiet, no_color=no_color)


@app.command()
def ticket(
    plan: options.Plan,
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder to make. [default: <plan>-ticket]")
    ] = None,
    profile: Annotated[
        Profile | None, typer.Option(help="Ticket system that FIELDS is for. [default: the plan's]")
    ] = None,
    xlsx: options.Xlsx = False,
    pdf: options.Pdf = False,
    netbox: options.Netbox = False,
    force: options.Force = 0,
    discard: options.Discard = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    no_color: options.NoColor = False,
) -> None:
    """Make the documents of a plan again: the same bytes on any day."""

    def action(console: Console) -> int:
        from x400fix.cli import run_ticket
        from x400fix.documents.extras import ask_extras

        extras = ask_extras(xlsx=xlsx, pdf=pdf, netbox=netbox)
        replace = Replace.asked(force, discard=discard)
        return run_ticket.run(plan, out, profile, console, extras=extras, replace=replace)

    _run(action, quiet=quiet, verbose=verbose, no_color=no_color)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A bundle or its PLAN.json.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Another one.")],
    *,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Say what differs between two plans: decisions, steps and files.

    The exit status is 1 if anything does.
    """

    def action(console: Console) -> int:
        from x400fix.cli import run_diff

        return run_diff.run(old, new, console)

    _run(action, as_data=json, quiet=quiet, no_color=no_color)


@app.command()
def verify(
    plan: options.Bundle,
    evidence: options.Evidence,
    *,
    before: options.Before = False,
    out: options.VerifyOut = None,
    force: options.Force = 0,
    discard: options.Discard = False,
    json: options.Json = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    no_color: options.NoColor = False,
) -> None:
    """Hold a plan against what the servers show: done, not done, differs, no evidence.

    Nothing is written without --out; the exit status is 1 if not everything is proven.
    """
    given = locals()

    def action(console: Console) -> int:
        from x400fix.cli import run_verify

        return run_verify.run(_pick(run_verify.VerifyOptions, given), console)

    _run(action, as_data=json, quiet=quiet, verbose=verbose, no_color=no_color)


@app.command()
def lint(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="Files, folders or bundles; - is stdin and needs --kind."
        ),
    ],
    *,
    os: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            help='Windows of the server, such as "NT 4.0 SP3". [default: as the plan says, '
            "else an affected one]",
        ),
    ] = None,
    kind: Annotated[
        NameFileKind | None,
        typer.Option(
            metavar="<lmhosts|hosts>",
            case_sensitive=False,
            help="What the files are. [default: as their names show]",
        ),
    ] = None,
    plan: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="PLAN.json with the names and systems. [default: the one of the bundle]",
        ),
    ] = None,
    wins_import: Annotated[
        bool, typer.Option("--wins-import", help="WINS is to import the LMHOSTS files.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Treat warnings as errors: exit 1.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Findings as JSON on stdout.")] = False,
    sarif: Annotated[
        bool, typer.Option("--sarif", help="Findings as SARIF 2.1.0 on stdout.")
    ] = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Check LMHOSTS and HOSTS files by the rules of Windows NT.

    Nothing is written; the exit status is 1 if there is an error. A folder or a bundle's ZIP means
    all LMHOSTS and HOSTS files in it.
    """
    given = locals()

    def action(console: Console) -> int:
        from x400fix.cli.run_lint import LintOptions, run

        asked = _pick(LintOptions, given)
        return run(asked, console, json=json, sarif=sarif, strict=strict)

    _run(action, as_data=json and not sarif, quiet=quiet, no_color=no_color)


@app.command()
def explain(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="CODE",
            help="A code such as X4-E012, a rule such as LM16, a row such as R13, a KB number, a "
            "verdict such as CONFLICT, or what simulate says, such as claimed.",
        ),
    ] = None,
) -> None:
    """Explain a problem code, a rule of lint or a row of the table.

    Without CODE all of them are listed.
    """

    def action(console: Console) -> int:
        from x400fix.documents.explanations import explain_code, list_codes

        console.result(explain_code(code) if code else list_codes())
        return 0

    _run(action)


@app.command()
def init(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="Folder to put the files into.")
    ] = Path(),
    *,
    inventory: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="INVENTORY",
            help="Write only an x400fix.toml, with the [pool] that this inventory needs.",
        ),
    ] = None,
    gather: options.Gather = False,
    servers: options.Servers = None,
    lmhosts: options.NameFiles = None,
    used: options.Used = None,
    map: options.Map = None,  # noqa: A002 -- an option is called as its parameter
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Write a commented sample inventory.csv and x400fix.toml.

    The other options go with --from. Nothing that is there is overwritten.
    """
    given = locals()

    def action(console: Console) -> int:
        from x400fix.cli import run_init
        from x400fix.cli.command_line import command_line
        from x400fix.cli.inputs import InputPaths

        if inventory is None:
            return run_init.run(folder, console, gather=gather)
        run_init.refuse_both(gather=gather)
        config = folder / "x400fix.toml"
        given["config"] = None if folder == Path() else str(config)
        following = command_line("plan", given, *_INPUTS, "lmhosts", "used")
        paths = _pick(InputPaths, given | {"config": None})
        return run_init.run_from(paths, folder, following, console)

    _run(action, quiet=quiet, no_color=no_color)


@app.command("help")
def show_help(
    command: Annotated[str | None, typer.Argument(metavar="COMMAND", help="Its name.")] = None,
) -> None:
    """Show the help of a command, or of all of them."""
    app([*filter(None, [command]), "--help"], prog_name="x400fix", standalone_mode=False)


@app.command()
def schema() -> None:
    """Print the JSON Schema of PLAN.json."""

    def action(console: Console) -> int:
        from x400fix.planning.plan_file import plan_schema

        console.data([plan_schema()])
        return 0

    _run(action)
