# SPDX-License-Identifier: MIT
"""ASSIGN.XLSX: assignments, steps, pool and problems of a plan as sheets of one workbook."""

from collections.abc import Iterable, Iterator, Sequence

from x400fix.plan.document.document import AssignmentRecord, Document, ProblemRecord
from x400fix.pool.ranges import Range, parse_range
from x400fix.render.dossier.dossier import Dossier
from x400fix.render.dossier.values import StepView
from x400fix.render.visible import visible
from x400fix.render.workbook import Column, Sheet, make_workbook

ASSIGNMENTS = (
    *(("action", 9), ("server", 17), ("connector", 30), ("remote_server", 17), ("owner", 17)),
    *(("old_address", 16), ("new_address", 16), ("alias", 17), ("address_type", 13)),
    *(("address_value", 17), ("reason", 60), ("folder", 17), ("step", 6)),
)
"""The columns of ASSIGN.csv, and how wide they are."""
STEPS = (
    *(("number", 8), ("server", 17), ("folder", 17), ("title", 40), ("who", 24), ("minutes", 8)),
    *(("wave", 6), ("waits_for", 12), ("do", 60), ("expected", 40), ("check", 40), ("undo", 40)),
)
POOL = (
    ("range", 28),
    ("owner", 17),
    ("state", 10),
    ("address", 28),
    ("count", 8),
    ("given_to", 50),
)
PROBLEMS = (
    *(("severity", 10), ("code", 10), ("message", 90), ("file", 24), ("line", 8)),
    *(("field", 8), ("cell", 8)),
)


def workbook_file(dossier: Dossier) -> bytes:
    """The bytes of ASSIGN.XLSX."""
    document = dossier.document
    sheets = (
        _sheet("assignments", ASSIGNMENTS, map(_assignment, document.assignments)),
        _sheet("steps", STEPS, map(_step, dossier.steps())),
        _sheet("pool", POOL, _pool(document)),
        _sheet("problems", PROBLEMS, map(_problem, document.problems)),
    )
    footer = f"x400fix {dossier.version} / PLAN.json {dossier.checksum}"
    return make_workbook(sheets, title="ASSIGN.XLSX", footer=footer)


def _sheet(title: str, columns: Iterable[tuple[str, int]], rows: Iterable[Sequence[str]]) -> Sheet:
    return Sheet(title, tuple(Column(*column) for column in columns), rows)


def _assignment(record: AssignmentRecord) -> Sequence[str]:
    """The cells of a row of ASSIGN.csv."""
    return (
        *(record.action, record.server, record.connector, record.remote_server, record.owner),
        *(record.old_address, record.new_address, record.alias, record.address_type),
        *(record.address_value, record.reason, record.folder, _number(record.step)),
    )


def _step(step: StepView) -> Sequence[str]:
    """The cells of a step, with each entry of its texts on a line of its own."""
    texts = (
        "\n".join(map(visible, text)) for text in (step.do, step.expected, step.check, step.undo)
    )
    waits = ", ".join(map(str, step.waits_for))
    return (
        *(str(step.number), step.server, step.folder, step.title, step.who, str(step.minutes)),
        *(str(step.wave), waits, *texts),
    )


def _pool(document: Document) -> Iterator[Sequence[str]]:
    """Each address of a range that is not free, each exclusion, and how many are free."""
    given_to: dict[str, list[str]] = {}
    for each in document.assignments:
        given_to.setdefault(each.new_address, []).append(f"{each.server}/{each.connector}")
    for part in document.pools:
        for address in part.given:
            names = "\n".join(map(visible, given_to.get(address, ())))
            yield part.range, part.owner, "given", address, "1", names
        for address in part.used:
            yield part.range, part.owner, "used", address, "1", ""
        excluded = list(map(parse_range, part.excluded))
        for taken in excluded:
            yield part.range, part.owner, "excluded", taken.text, str(taken.size), ""
        singles = map(parse_range, (*part.given, *part.used))
        free = _free(parse_range(part.range), [*excluded, *singles])
        yield part.range, part.owner, "free", "", str(free), ""


def _free(whole: Range, taken: Iterable[Range]) -> int:
    """How many addresses of a range are in none of others, which may overlap."""
    free, at = whole.size, whole.first
    for part in sorted(taken, key=lambda part: part.first):
        first, last = max(part.first, at), min(part.last, whole.last)
        if first <= last:
            free -= last - first + 1
            at = last + 1
    return free


def _problem(record: ProblemRecord) -> Sequence[str]:
    """The cells of a warning or note about the inputs."""
    return (
        *(record.severity, record.code, record.message, record.file),
        *(_number(record.line), _number(record.field), record.cell),
    )


def _number(number: int) -> str:
    """A number, or nothing for one that says that there is none."""
    return str(number or "")
