# SPDX-License-Identifier: MIT
"""What ``x400fix check`` does: read, judge, tell."""

from collections import Counter

from x400fix.cli.console import Console, table
from x400fix.cli.inputs import InputPaths, read_inputs, refuse_warnings, tell_understood
from x400fix.cli.progress import progress
from x400fix.documents.rendering import Renderer
from x400fix.planning.inputs import held_inventory, held_problem
from x400fix.planning.judgement import find_understood, judge, planned_connectors
from x400fix.problems import InputError, ProblemList
from x400fix.verdicts.conflicts import Judgement

FINDINGS = 1


def run(paths: InputPaths, console: Console, *, strict: bool) -> int:
    """Tell every verdict; the status says whether there is a conflict."""
    problems = ProblemList()
    with progress(console, f"reading {paths.inventory}"):
        inputs = read_inputs(paths, console, problems)
        reading = tuple(problems)
        judgement = judge(inputs.inventory, problems) if inputs.inventory else None
    if judgement is None:
        raise InputError(problems)
    found = tuple(problems)
    source, understood = held_inventory(judgement.inventory), find_understood(judgement, reading)
    refuse_warnings(found, strict=strict)
    conflicts = judgement.findings.conflicts
    if console.as_data:
        parts = {
            "inventory": source,
            "understood": understood,
            "conflicts": len(conflicts),
            "connectors": planned_connectors(judgement),
            "problems": list(map(held_problem, found)),
        }
        console.data_object(parts.items())
    else:
        tell_understood(source, len(judgement.partners), understood, console)
        console.problems(found)
        console.result(Renderer().text("console/check.txt", _table(judgement)))
    return FINDINGS if conflicts else 0


def _table(judgement: Judgement) -> dict[str, object]:
    """What the command prints; added rows of the truth table follow the deciding one."""
    rows = [
        (
            *(each.server, each.connector, each.address, each.remote_server or "foreign"),
            *(each.verdict, "+".join(map(str, (each.row, *each.added_rows)))),
        )
        for each in planned_connectors(judgement)
    ]
    verdicts = Counter(finding.row.verdict for finding in judgement.findings.findings)
    return {
        "lines": table([("SERVER", "CONNECTOR", "ADDRESS", "PARTNER", "VERDICT", "ROW"), *rows]),
        "connectors": len(rows),
        "conflicts": len(judgement.findings.conflicts),
        "verdicts": sorted(verdicts.items()),
    }
