# SPDX-License-Identifier: MIT
"""What ``x400fix check`` does: read, judge, tell."""

from collections.abc import Iterator

from x400fix.cli.console import Console
from x400fix.cli.inputs import InputPaths, read_inputs, refuse_warnings
from x400fix.documents.rendering import Renderer
from x400fix.planning.inputs import held_problem
from x400fix.planning.judgement import Judgement, judge, planned_connectors
from x400fix.problems import InputError, ProblemList

FINDINGS = 1


def run(paths: InputPaths, console: Console, *, strict: bool, as_data: bool) -> int:
    """Tell every verdict; the status says whether there is a conflict."""
    problems = ProblemList()
    inputs = read_inputs(paths, console, problems)
    judgement = judge(inputs.inventory, problems) if inputs.inventory else None
    if judgement is None:
        raise InputError(problems)
    found = tuple(problems)
    refuse_warnings(found, strict=strict)
    conflicts = judgement.findings.conflicts
    if as_data:
        parts: list[tuple[str, object]] = [
            ("conflicts", len(conflicts)),
            ("connectors", planned_connectors(judgement)),
            ("problems", [held_problem(problem) for problem in found]),
        ]
        console.data_object(parts)
    else:
        console.problems(found)
        console.result(Renderer().text("console/check.txt", _table(judgement)))
    return FINDINGS if conflicts else 0


def _table(judgement: Judgement) -> dict[str, object]:
    """The columns of the table, as wide as their widest cell."""
    rows = list(_cells(judgement))
    heads = ("SERVER", "CONNECTOR", "ADDRESS", "PARTNER", "VERDICT", "ROW")
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    verdicts: dict[str, int] = {}
    for finding in judgement.findings.findings:
        verdicts[finding.verdict] = verdicts.get(finding.verdict, 0) + 1
    return {
        "lines": (
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in (heads, *rows)
        ),
        "connectors": len(rows),
        "conflicts": len(judgement.findings.conflicts),
        "verdicts": sorted(verdicts.items()),
    }


def _cells(judgement: Judgement) -> Iterator[tuple[str, ...]]:
    """The cells of each connector's row; added rows of the truth table follow the deciding one."""
    for record in planned_connectors(judgement):
        numbers = (record.row, *record.added_rows)
        yield (
            record.server,
            record.connector,
            record.address,
            record.remote_server or "foreign",
            record.verdict,
            "+".join(map(str, numbers)),
        )
