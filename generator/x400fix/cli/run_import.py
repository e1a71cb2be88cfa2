# SPDX-License-Identifier: MIT
"""What ``x400fix import`` does: read what servers print, and write it as an inventory."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from x400fix.bundle.writer import write_files
from x400fix.cli.console import Console
from x400fix.cli.inputs import refuse_warnings
from x400fix.cli.progress import progress
from x400fix.documents.rendering import Renderer
from x400fix.evidence.folders import find_files
from x400fix.evidence.model import Evidence, Kind, Seen
from x400fix.evidence.reader import read_evidence
from x400fix.evidence.seen_inventory import COLUMNS, SERVER_COLUMNS, SeenInventory, find_inventory
from x400fix.inventory.table import table_bytes
from x400fix.planning.inputs import held_problem
from x400fix.problems import InputError, Place, ProblemList, as_text

ORIGINS = "# origins"
"""The column with the place of each cell; a header that begins with ``#`` is a comment."""

Rows = Sequence[Mapping[str, Seen[str]]]


class ImportOptions(msgspec.Struct, frozen=True):
    """What to read, and what to write."""

    paths: Sequence[str]
    out: str = "inventory.csv"
    force: bool = False
    origins: bool = False
    strict: bool = False


def run(options: ImportOptions, console: Console) -> int:
    """Write the inventory, and say what it is made of."""
    problems = ProblemList()
    with progress(console, "reading"):
        evidence = read_evidence(find_files(options.paths, problems), problems)
        found = find_inventory(evidence, problems)
    if not found.connectors:
        message = (
            "no X.400 Connector with its home server was found in these files, so there is no "
            "inventory: make Admindmp.txt of each connector, or a directory export"
        )
        problems.add("X4-E140", message, Place(as_text(options.paths[0])))
    if problems.has_errors:
        raise InputError(problems)
    told = tuple(problems)
    refuse_warnings(told, strict=options.strict)
    out = Path(options.out)
    files = {out: _table(found.connectors, COLUMNS, origins=options.origins)}
    if found.servers:
        columns = ("server", *SERVER_COLUMNS)
        files[out.with_name("servers.csv")] = _table(
            found.servers, columns, origins=options.origins
        )
    write_files(files, console.say, replace=options.force)
    if console.as_data:
        console.data_object(
            [
                ("written", [as_text(str(path)) for path in files]),
                ("connectors", list(map(_cells, found.connectors))),
                ("servers", list(map(_cells, found.servers))),
                ("sources", evidence.sources),
                ("problems", list(map(held_problem, told))),
            ]
        )
    else:
        console.problems(told)
        console.result(Renderer().text("console/import.txt", _summary(evidence, found, [*files])))
    return 0


def _table(rows: Rows, columns: Sequence[str], *, origins: bool) -> bytes:
    """The rows with the columns that any of them fills, the required ones in any case."""
    filled = {column for row in rows for column in row} | {"connector", "server", "address"}
    used = [column for column in columns if column in filled]
    lines = [[*used, *[ORIGINS] * origins]]
    for row in rows:
        cells = [row[column].value if column in row else "" for column in used]
        places = "; ".join(f"{column}={row[column].place}" for column in used if column in row)
        lines.append([*cells, *[places] * origins])
    return table_bytes(lines)


def _cells(row: Mapping[str, Seen[str]]) -> dict[str, object]:
    return {
        column: {"value": each.value, "file": each.place.file, "line": each.place.line}
        for column, each in row.items()
    }


def _summary(
    evidence: Evidence, found: SeenInventory, written: Sequence[Path]
) -> dict[str, object]:
    kinds = Counter(source.kind for source in evidence.sources)
    unread = kinds.pop(Kind.UNKNOWN, 0)
    return {
        "files": len({source.path for source in evidence.sources}),
        "kinds": [(kind, kinds[kind]) for kind in Kind if kinds[kind]],
        "unread": unread,
        "connectors": len(found.connectors),
        "homes": len({row["server"].value for row in found.connectors}),
        "servers": len(found.servers),
        "written": [as_text(str(path)) for path in written],
    }
