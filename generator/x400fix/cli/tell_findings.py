# SPDX-License-Identifier: MIT
"""What ``x400fix lint`` does: read, judge, tell."""

import enum
from collections.abc import Sequence

import msgspec

from x400fix.cli.console import Console
from x400fix.cli.json_output import object_data
from x400fix.cli.lint_inputs import LintFile, LintOptions, read_files
from x400fix.documents.rendering import Renderer
from x400fix.documents.sarif import sarif_log
from x400fix.formats.lint import lint
from x400fix.model.rules import Finding
from x400fix.problems import Place, Problem, Severity, UsageError

FINDINGS = 1


class Form(enum.Enum):
    """How findings are told."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


class FileRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One file that was judged; ``os`` is empty if nobody knows the system."""

    file: str
    kind: str
    os: str
    ours: bool


class FindingRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One finding; line and column are 0 if it is about the file as a whole."""

    rule: str
    severity: str
    message: str
    file: str
    line: int
    column: int


def form_of(*, json: bool, sarif: bool) -> Form:
    """The form that the options ask for."""
    if json and sarif:
        message = "--json and --sarif are two forms of the same findings: give one"
        raise UsageError([Problem(code="X4-E113", message=message, where=Place("--sarif"))])
    if json:
        return Form.JSON
    return Form.SARIF if sarif else Form.TEXT


def run(options: LintOptions, console: Console, *, form: Form, strict: bool, quiet: bool) -> int:
    """Tell every finding; the status says whether there is an error."""
    files = read_files(options)
    findings = [each for file in files for each in lint(file.kind, file.data, file.context)]
    heavy = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    match form:
        case Form.JSON:
            console.data(object_data(_parts(files, findings)))
        case Form.SARIF:
            console.data([sarif_log(findings)])
        case _:
            shown = [each for each in findings if not quiet or each.severity in heavy]
            if shown or not quiet:
                console.result(Renderer().text("console/lint.txt", _values(files, shown)))
    return FINDINGS if any(each.severity in heavy for each in findings) else 0


def _values(files: Sequence[LintFile], findings: Sequence[Finding]) -> dict[str, object]:
    """The lines, and the count of each severity."""
    counts = [(each, _count(findings, each)) for each in Severity]
    return {
        "lines": [str(each).replace("\n", "\\n") for each in findings],
        "counts": [(word, count) for word, count in counts if count],
        "files": len(files),
    }


def _count(findings: Sequence[Finding], severity: Severity) -> int:
    """How many findings have a severity."""
    return sum(each.severity is severity for each in findings)


def _parts(files: Sequence[LintFile], findings: Sequence[Finding]) -> list[tuple[str, object]]:
    """The keys and values of the JSON object."""
    return [
        ("files", map(_file_record, files)),
        *((f"{each}s", _count(findings, each)) for each in Severity),
        ("findings", map(_finding_record, findings)),
        ("problems", []),
    ]


def _file_record(file: LintFile) -> FileRecord:
    """A file as data."""
    context = file.context
    system = str(context.os) if context.os else ""
    return FileRecord(file=_as_text(context.file), kind=file.kind, os=system, ours=context.is_ours)


def _finding_record(finding: Finding) -> FindingRecord:
    """A finding as data."""
    where = finding.where
    return FindingRecord(
        rule=finding.rule,
        severity=finding.severity,
        message=finding.message,
        file=_as_text(where.file),
        line=where.line,
        column=where.field,
    )


def _as_text(path: str) -> str:
    """A path in which bytes that are no text are escaped."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")
