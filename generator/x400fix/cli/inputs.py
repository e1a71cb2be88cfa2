# SPDX-License-Identifier: MIT
"""Reads the files that a command names, and the config file that goes with them."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from x400fix.allocation.assignments import Memory
from x400fix.cli.console import Console
from x400fix.documents.rendering import Renderer
from x400fix.inventory.columns import HeaderMap, parse_column_name
from x400fix.inventory.connectors import Inventory
from x400fix.inventory.csv_table import parse_delimiter
from x400fix.inventory.reader import read_sources
from x400fix.inventory.text_file import SourceFile, file_name, read_bytes
from x400fix.namefiles.existing import ExistingFile
from x400fix.namefiles.reader import read_name_files
from x400fix.plan.model import InputFile, InventoryFile, Understood
from x400fix.planning.inputs import input_file
from x400fix.planning.plan_file import remember
from x400fix.problems import (
    BadValueError,
    InputError,
    Place,
    Problem,
    ProblemList,
    Severity,
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
    map: tuple[str, ...] = ()
    delimiter: str | None = None
    encoding: str | None = None


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was read, and the digests of the files.

    ``inventory`` is None if something in the files is wrong, which the problems then tell.
    """

    inventory: Inventory | None
    config: Config
    config_place: Place
    memory: Memory
    name_files: tuple[ExistingFile, ...]
    files: tuple[InputFile, ...]


def read_inputs(paths: InputPaths, console: Console, problems: ProblemList) -> Inputs:
    """Read every input file; what is wrong in any of them is in ``problems``."""
    if paths.delimiter is not None:
        paths = msgspec.structs.replace(paths, delimiter=parse_delimiter(paths.delimiter))
    records: dict[str, InputFile] = {}
    config, config_path = Config(), _find_config(paths)
    if config_path is not None:
        console.say(f"using {config_path}")
        with problems.gathering():
            config = parse_config(_read("config", config_path, records), file_name(config_path))
    memory: Memory = {}
    if paths.previous is not None:
        with problems.gathering():
            data = _read("previous", paths.previous, records)
            memory = remember(data, file_name(paths.previous))
    servers_path = _beside_config(paths.servers, config.servers, config_path)
    place = Place(file_name(config_path or CONFIG_NAME))
    mapped = _header_map(paths.map, config.columns, place, problems)
    inventory = _read_inventory(paths, servers_path, mapped, records, problems)
    folder = _beside_config(paths.lmhosts, config.lmhosts, config_path)
    name_files: tuple[ExistingFile, ...] = ()
    if folder is not None and inventory is not None:
        servers = {*inventory.servers, *(each.remote for each in inventory.connectors)} - {""}
        name_files = read_name_files(folder, servers, problems)
    order = ("inventory", "servers", "config", "previous")
    return Inputs(
        inventory=None if problems.has_errors else inventory,
        config=config,
        config_place=place,
        memory=memory,
        name_files=name_files,
        files=tuple(records[kind] for kind in order if kind in records),
    )


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
    source: InventoryFile, connectors: int, understood: Understood, console: Console
) -> None:
    """Begin with what was understood of the inventory, unless the person asks for quiet."""
    columns = sorted(source.columns, key=lambda name: source.columns[name])
    headers = source.headers
    values = {
        "connectors": connectors,
        "columns": [f"{n} ({headers[n]})" if n in headers else n for n in columns],
        "not_read": source.not_read,
        "left_out": source.left_out,
        "known": understood,
    }
    if not console.is_quiet:
        console.result(Renderer().text("console/understood.txt", values))


def _read_inventory(
    paths: InputPaths,
    servers_path: str | None,
    mapped: HeaderMap,
    records: dict[str, InputFile],
    problems: ProblemList,
) -> Inventory | None:
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
        return read_sources(inventory, servers, problems, mapped)
    return None


def _read(kind: str, path: str, records: dict[str, InputFile]) -> bytes:
    data = read_bytes(path)
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
