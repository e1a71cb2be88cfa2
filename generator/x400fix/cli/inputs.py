# SPDX-License-Identifier: MIT
"""Reads the files that a command names, and the config file that goes with them."""

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from x400fix.allocation.assignments import Memory
from x400fix.allocation.in_use import in_use_of, read_in_use
from x400fix.allocation.pool import InUse
from x400fix.cli.console import Console
from x400fix.cli.plan_paths import read_plan_bytes
from x400fix.cli.tables import broken, terminal_width
from x400fix.cli.tickets import Tickets, read_tickets
from x400fix.documents.rendering import Renderer
from x400fix.inventory.columns import HeaderMap, parse_column_name
from x400fix.inventory.connectors import Inventory, connector_key
from x400fix.inventory.reader import read_sources
from x400fix.inventory.table import parse_delimiter
from x400fix.inventory.text_file import MOST_BYTES, SourceFile, decode, file_name, read_bytes
from x400fix.namefiles.existing import ExistingFile
from x400fix.namefiles.reader import read_included, read_name_files
from x400fix.plan.model import InputFile, InventoryFile, TableFile, Understood
from x400fix.planning.inputs import held_inventory, input_file
from x400fix.planning.judgement import find_understood, judge, likely_errors
from x400fix.planning.plan_file import remember
from x400fix.problems import (
    BadValueError,
    InputError,
    Place,
    PlanningError,
    Problem,
    ProblemList,
    Severity,
    base_name,
    shown,
)
from x400fix.settings.config_file import CONFIG_NAME, Config, parse_config


class InputPaths(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line names; ``inventory`` may be ``-`` for stdin."""

    inventory: str
    servers: str | None = None
    config: str | None = None
    previous: str | None = None
    lmhosts: str | None = None
    tickets: str | None = None
    used: tuple[str, ...] = ()
    map: tuple[str, ...] = ()
    sheet: tuple[str, ...] = ()
    delimiter: str | None = None
    encoding: str | None = None


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was read, and the digests of the files.

    ``source`` is the inventory as it is read with the headers of ``mapped``, if it could be opened.
    ``inventory`` is None if something in the files is wrong, which the problems then tell; ``read``
    is what could be read of it all the same.
    """

    inventory: Inventory | None
    read: Inventory | None
    source: SourceFile | None
    mapped: HeaderMap
    config: Config
    config_place: Place
    memory: Memory
    name_files: tuple[ExistingFile, ...]
    in_use: tuple[InUse, ...]
    files: tuple[InputFile, ...]


_WIDEST = 118
"""How wide what was understood is told on the widest terminal, or in a file."""
_LABEL = 13
"""What each of its lines begins with."""

_MOST_CONFIG_BYTES = 2_000_000
_ORDER = ("inventory", "servers", "config", "previous")


def read_inputs(
    paths: InputPaths,
    console: Console,
    problems: ProblemList,
    hold: Callable[[Path], None] = lambda _folder: None,
) -> Inputs:
    """Read every input file; what is wrong in any of them is in ``problems``.

    ``hold`` is called with the folder of tickets before that is read.
    """
    if paths.delimiter is not None:
        paths = msgspec.structs.replace(paths, delimiter=parse_delimiter(paths.delimiter))
    records: dict[str, InputFile] = {}
    config, config_path = _read_config(paths, records, console, problems)
    memory = _read_previous(paths.previous, records, problems)
    place = Place(file_name(config_path or CONFIG_NAME))
    servers_path = _beside_config(paths.servers, config.servers, config_path)
    mapped = _header_map(paths.map, config.columns, place, problems)
    source, inventory = _read_inventory(paths, servers_path, mapped, records, problems)
    others: list[InputFile] = []
    in_use = _read_used(paths, config, config_path, others, problems)
    ledger = _beside_config(paths.tickets, config.pool.tickets, config_path)
    if ledger is not None and inventory is not None:
        tickets = _read_ledger(ledger, inventory, memory, hold, problems)
        memory, in_use = tickets.memory, [*in_use, *tickets.in_use]
        others += tickets.files
    folder = _beside_config(paths.lmhosts, config.lmhosts, config_path)
    name_files: tuple[ExistingFile, ...] = ()
    if folder is not None and inventory is not None:
        name_files, included = _read_etc(folder, inventory, problems)
        others += (input_file("included", base_name(each.path), each.data) for each in included)
        in_use += map(in_use_of, included)
    return Inputs(
        inventory=None if problems.has_errors else inventory,
        read=inventory,
        source=source,
        mapped=mapped,
        config=config,
        config_place=place,
        memory=memory,
        name_files=name_files,
        in_use=tuple(in_use),
        files=(*(records[kind] for kind in _ORDER if kind in records), *others),
    )


def _read_config(
    paths: InputPaths, records: dict[str, InputFile], console: Console, problems: ProblemList
) -> tuple[Config, str | None]:
    """The config file and its path, if there is one."""
    path = _find_config(paths)
    if path is not None:
        console.say(f"using {Place(path)}")
        with problems.gathering():
            data = _read("config", path, records, most=_MOST_CONFIG_BYTES)
            return parse_config(data, file_name(path)), path
    return Config(), path


def _read_previous(
    path: str | None, records: dict[str, InputFile], problems: ProblemList
) -> Memory:
    """What the plan of --previous gave, if there is one."""
    if path is None:
        return {}
    with problems.gathering():
        data, name = read_plan_bytes(path)
        records["previous"] = input_file("previous", Path(name).name, data)
        return remember(data, name)
    return {}


def _read_etc(
    folder: str, inventory: Inventory, problems: ProblemList
) -> tuple[tuple[ExistingFile, ...], Sequence[ExistingFile]]:
    """The name files of all servers, and the files that they include."""
    servers = {*inventory.servers, *(each.remote for each in inventory.connectors)} - {""}
    found = read_name_files(folder, servers, problems)
    return found, list(read_included(folder, found, problems)) if found else []


def _read_ledger(
    folder: str,
    inventory: Inventory,
    earlier: Memory,
    hold: Callable[[Path], None],
    problems: ProblemList,
) -> Tickets:
    """The plans of all tickets, while other runs are kept out."""
    if os.path.isdir(folder):  # noqa: PTH112 -- Path.is_dir raises for some names
        hold(Path(folder))
    connectors = {connector_key(each) for each in inventory.connectors}
    return read_tickets(folder, connectors, earlier, problems)


def refuse_warnings(problems: Sequence[Problem], *, strict: bool) -> None:
    """Raise InputError with all problems if one of them is a warning and --strict is given."""
    if strict and any(problem.severity is Severity.WARNING for problem in problems):
        message = "warnings count as errors; nothing was written"
        strictness = Problem(code="X4-E056", message=message, where=Place("--strict"))
        raise InputError([*problems, strictness])


def _header_map(
    texts: Sequence[str], table: Mapping[str, str], config: Place, problems: ProblemList
) -> HeaderMap:
    """What ``[columns]`` and ``--map`` say of headers; the option goes before the file."""
    columns = {header: parse_column_name(name) for header, name in table.items()}
    for text in texts:
        header, _, name = text.rpartition("=")
        if not header.strip():
            why = f'{shown(text)} is not a header and a column: write "Remote Host=address"'
            problems.add("X4-E036", why, Place("--map"))
            continue
        try:
            columns[header.strip()] = parse_column_name(name)
        except BadValueError as error:
            problems.add(error.code, error.message, Place("--map"))
    return HeaderMap(columns, Place("--map") if texts else config)


def tell_understood(
    source: InventoryFile,
    connectors: int,
    understood: Understood | None,
    console: Console,
    *,
    is_result: bool = True,
    likely: Sequence[str] = (),
) -> None:
    """Begin with what was understood of the inventory, unless the person asks for quiet.

    On stdout, or where that is for another program, ``is_result`` is false, on stderr.
    """
    if not console.is_quiet:
        width = terminal_width() or _WIDEST
        text = understood_text(source, connectors, understood, likely, width)
        console.result(text) if is_result else console.say(text.rstrip("\n"))


def understood_text(
    source: InventoryFile,
    connectors: int,
    understood: Understood | None,
    likely: Sequence[str] = (),
    most: int = _WIDEST,
) -> str:
    """What was understood of the inventory, in lines of at most so many letters.

    Where the inputs are not sound that is only what was read, with ``likely`` typing errors.
    """
    facts, width = source.servers, max(min(most, _WIDEST) - _LABEL, _LABEL)
    tables = [
        ("Columns", "", source, _headed(source)),
        *([("Servers", f"{facts.file}: ", facts, _headed(facts))] if facts else ()),
    ]
    values = {
        "connectors": connectors,
        "tables": tables,
        "known": understood,
        "likely": understood.likely_errors if understood else likely,
        "wrapped": lambda text: f"\n{' ' * _LABEL}".join(broken(text, width)),
    }
    return Renderer().text("console/understood.txt", values)


def _headed(table: TableFile) -> Sequence[str]:
    """The columns in their order, each with its header where that is another one."""
    names = sorted(table.columns, key=lambda name: table.columns[name])
    return [f"{name} ({table.headers[name]})" if name in table.headers else name for name in names]


@contextlib.contextmanager
def telling_what_was_read(
    inputs: Inputs, problems: ProblemList, console: Console
) -> Iterator[None]:
    """Where the block ends with an error in the inputs or without a plan, say what was read."""
    try:
        yield
    except (InputError, PlanningError):
        read = inputs.read
        if read and not console.as_data:
            judged = judge(read, ProblemList()) if inputs.inventory else None
            known = find_understood(judged, problems) if judged else None
            source, likely = held_inventory(read), [*likely_errors(problems)]
            count = len(read.connectors)
            tell_understood(source, count, known, console, is_result=False, likely=likely)
        raise


def _read_inventory(
    paths: InputPaths,
    servers_path: str | None,
    mapped: HeaderMap,
    records: dict[str, InputFile],
    problems: ProblemList,
) -> tuple[SourceFile | None, Inventory | None]:
    """The inventory and the server facts; None if there is nothing to go on with."""
    servers = None
    if servers_path is not None:
        with problems.gathering():
            data = _read("servers", servers_path, records)
            servers = SourceFile(name=file_name(servers_path), data=data)
    with problems.gathering():
        inventory = SourceFile(
            name=file_name(paths.inventory),
            data=_read("inventory", paths.inventory, records),
            delimiter=paths.delimiter,
            encoding=paths.encoding,
        )
        return inventory, read_sources(inventory, servers, problems, mapped, paths.sheet)
    return None, None


def _read_used(
    paths: InputPaths,
    config: Config,
    config_path: str | None,
    files: list[InputFile],
    problems: ProblemList,
) -> list[InUse]:
    """What the files of the config file and of --used take; ``files`` gets their digests."""
    found = []
    named = [_beside_config(None, each, config_path) or each for each in config.pool.used]
    for path in (*named, *paths.used):
        with problems.gathering():
            data, name = read_bytes(path), file_name(path)
            text = "".join(decode(SourceFile(name=name, data=data), problems))
            files.append(input_file("used", Path(name).name, data))
            found.append(read_in_use(name, text))
            if not found[-1].spans:
                message = (
                    "no address was found in this file, so nothing counts as taken because of it: "
                    "see that it is the right one"
                )
                problems.add("X4-W117", message, Place(name))
    return found


def _read(kind: str, path: str, records: dict[str, InputFile], most: int = MOST_BYTES) -> bytes:
    data = read_bytes(path, most)
    records[kind] = input_file(kind, Path(file_name(path)).name, data)
    return data


def _find_config(paths: InputPaths) -> str | None:
    """The config file: as named, else beside the inventory, else in the current folder."""
    if paths.config is not None:
        return paths.config
    # The folder of "-" is the current one.
    for candidate in (Path(paths.inventory).parent / CONFIG_NAME, Path(CONFIG_NAME)):
        # Not Path.is_file, which raises for a path that is too long; reading the inventory tells.
        if os.path.isfile(candidate):  # noqa: PTH113
            return str(candidate)
    return None


def _beside_config(option: str | None, key: str | None, config_path: str | None) -> str | None:
    """What an option names, else what its key in the config file names relative to that file."""
    if option is None and key is not None and config_path is not None:
        return str(Path(config_path).parent / key)
    return option
