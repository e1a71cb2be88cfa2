# SPDX-License-Identifier: MIT
"""What ``x400fix check`` does: read, judge, tell."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

import msgspec

from x400fix.bundle.writer import write_files
from x400fix.cli.console import Console
from x400fix.cli.inputs import (
    InputPaths,
    Inputs,
    read_inputs,
    refuse_warnings,
    tell_understood,
    telling_what_was_read,
    understood_text,
)
from x400fix.cli.progress import progress
from x400fix.documents.csv_files import csv_pieces
from x400fix.documents.extras import Extra
from x400fix.documents.markdown import code_cell
from x400fix.documents.markdown import table as markdown_table
from x400fix.documents.rendering import Renderer
from x400fix.inventory.reader import read_grid
from x400fix.inventory.text_file import is_workbook
from x400fix.plan.model import PlannedConnector, Understood
from x400fix.planning.inputs import held_inventory, held_problem
from x400fix.planning.judgement import find_understood, judge, planned_connectors
from x400fix.problems import (
    InputError,
    OutputError,
    Place,
    Problem,
    ProblemList,
    UsageError,
    X400FixError,
    shown,
)
from x400fix.settings.choices import Format
from x400fix.verdicts.conflicts import Judgement
from x400fix.verdicts.truth_table import Verdict

FINDINGS = 1
_COLOURS: Mapping[str, str] = {
    Verdict.CONFLICT: "red",
    Verdict.ASSUMED: "red",
    Verdict.ERROR: "red",
    Verdict.WARN: "yellow",
    Verdict.OK: "green",
    Verdict.EXEMPT: "green",
}
_ORDER = [
    *(Verdict.CONFLICT, Verdict.ASSUMED, Verdict.ERROR, Verdict.WARN),
    *(Verdict.EXEMPT, Verdict.OK, Verdict.OUT_OF_SCOPE),
]
"""Verdicts as they are printed: what needs work first."""
_HEADS = ("SERVER", "CONNECTOR", "ADDRESS", "PARTNER", "VERDICT", "RULE")
_COLUMNS = (*map(str.lower, _HEADS), "reason")


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """What is printed, and in which form; ``next_command`` is what a person types next."""

    only: str | None = None
    form: Format = Format.TABLE
    mark: str | None = None
    force: bool = False
    strict: bool
    next_command: str


def run(paths: InputPaths, output: Output, console: Console) -> int:
    """Tell every verdict; the status says whether there is a conflict."""
    _parse_only(output.only)
    if output.mark is not None:
        _refuse_mark(output.mark, paths, replace=output.force)
    problems = ProblemList()
    with progress(console, f"reading {paths.inventory}"):
        inputs = read_inputs(paths, console, problems)
        reading = tuple(problems)
        judgement = judge(inputs.inventory, problems) if inputs.inventory else None
    understood = find_understood(judgement, reading) if judgement else None
    if output.mark is not None:
        _mark(output.mark, inputs, paths.sheet, understood, tuple(problems), console=console)
    with telling_what_was_read(inputs, problems, console):
        if judgement is None:
            raise InputError(problems)
        refuse_warnings(tuple(problems), strict=output.strict)
    return _report(judgement, understood, tuple(problems), output, console)


def _report(
    judgement: Judgement,
    understood: Understood | None,
    problems: Sequence[Problem],
    output: Output,
    console: Console,
) -> int:
    """Print what was understood, what is wrong, and the verdicts that are asked for."""
    source = held_inventory(judgement.inventory)
    conflicts = len(judgement.findings.conflicts)
    judged = planned_connectors(judgement)
    verdicts = _parse_only(output.only)
    wanted = [each for each in judged if each.verdict in verdicts]
    if console.as_data:
        parts = {
            "inventory": source,
            "understood": understood,
            "conflicts": conflicts,
            "connectors": wanted,
            "problems": list(map(held_problem, problems)),
        }
        console.data_object(parts.items())
        return FINDINGS if conflicts else 0
    is_table = output.form is Format.TABLE
    tell_understood(source, len(judged), understood, console, is_result=is_table)
    console.problems(problems)
    wanted.sort(key=lambda each: _ORDER.index(each.verdict))
    _tell(wanted, output.form, console)
    if is_table:
        values = {
            "connectors": len(judged),
            "verdicts": _counts(judged),
            "shown": len(wanted),
            "conflicts": conflicts,
            "next": "" if console.is_quiet else output.next_command,
        }
        console.result(Renderer().text("console/check.txt", values))
    return FINDINGS if conflicts else 0


def _counts(judged: Iterable[PlannedConnector]) -> Sequence[tuple[Verdict, int]]:
    counts = Counter(each.verdict for each in judged)
    return [(each, counts[each]) for each in _ORDER if each in counts]


def _tell(rows: Sequence[PlannedConnector], form: Format, console: Console) -> None:
    """Print the rows in one of the forms."""
    if form is Format.CSV:
        console.data(csv_pieces([_COLUMNS, *map(_record, rows)]))
    elif form is Format.MD:
        lines = "\n".join(" | ".join(map(code_cell, _row(each))) for each in rows)
        console.result(markdown_table("|".join(_HEADS), lambda: lines))
    else:
        console.table([_HEADS, *map(_row, rows)], _COLOURS, _HEADS.index("VERDICT"))


def _parse_only(text: str | None) -> AbstractSet[Verdict]:
    """The verdicts that --only names; CONFLICT is also one that is assumed."""
    wanted = set[Verdict]()
    for word in text.split(",") if text is not None else Verdict:
        name = " ".join(re.split("[ _]+", word.strip().upper()))
        found = [each for each in Verdict if name in {each, each.partition("-")[0]}]
        if not found:
            message = f"{shown(word)} is not a verdict: write some of {', '.join(_ORDER)}"
            raise UsageError([Problem(code="X4-E097", message=message, where=Place("--only"))])
        wanted.update(found)
    return wanted


def _row(each: PlannedConnector) -> Sequence[str]:
    """A row of the table; added rows of the truth table follow the deciding one."""
    numbers = "+".join(map(str, (each.row, *each.added_rows)))
    partner = each.remote_server or "foreign"
    return each.server, each.connector, each.address, partner, each.verdict, numbers


def _record(each: PlannedConnector) -> Sequence[str]:
    """A row for a program: no word for a partner that is not known, and the reason."""
    server, connector, address, _, verdict, numbers = _row(each)
    return server, connector, address, each.remote_server, verdict, numbers, each.reason


# ---- --mark


def _refuse_mark(mark: str, paths: InputPaths, *, replace: bool) -> None:
    """Raise, before any work, if the library is missing or the file must not be replaced."""
    if Extra.XLSX.fault:
        message = (
            f"{shown(mark)} needs {Extra.XLSX.library}, which {Extra.XLSX.fault}: "
            f'pip install "{Extra.XLSX.requirement}"'
        )
        raise UsageError([Problem(code="X4-E130", message=message, where=Place("--mark"))])
    try:
        there = Path(mark).read_bytes()
    except FileNotFoundError:
        return
    except (OSError, ValueError):  # writing tells what is wrong
        there = b""
    if not replace:
        message = "exists already; use --force to replace it, or another name with --mark"
        raise _occupied("X4-E080", message, mark)
    inputs = [Path(each) for each in (paths.inventory, paths.servers) if each not in {None, "-"}]
    if any(each.exists() and each.samefile(mark) for each in inputs):
        raise _occupied("X4-E081", "this is an input: choose another name with --mark", mark)
    if not is_workbook(there):
        message = "--force replaces only a workbook: choose another name with --mark"
        raise _occupied("X4-E081", message, mark)


def _occupied(code: str, message: str, mark: str) -> X400FixError:
    return OutputError([Problem(code=code, message=message, where=Place(mark))])


def _mark(
    mark: str,
    inputs: Inputs,
    sheets: Sequence[str],
    understood: Understood | None,
    problems: Sequence[Problem],
    *,
    console: Console,
) -> None:
    """Write the inventory with its problems, sound or not."""
    from x400fix.documents.marked import marked_workbook

    if inputs.read is None or inputs.source is None:
        return
    table = held_inventory(inputs.read)
    data = marked_workbook(
        read_grid(inputs.source, inputs.mapped, sheets),
        problems,
        file=inputs.source.name,
        sheet=table.sheet or Path(table.file).stem,
        understood=understood_text(table, len(inputs.read.connectors), understood),
    )
    write_files({Path(mark): data}, console.say, replace=True, option="--mark")
    console.say(f"{mark} has the problems in their cells")
