# SPDX-License-Identifier: MIT
"""Findings as SARIF 2.1.0, the format in which linters hand results to other programs."""

import os
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from urllib.parse import quote

import msgspec

from x400fix import __version__
from x400fix.documents.explanations import explain_code
from x400fix.lint.findings import Finding
from x400fix.lint.table import RULES

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def sarif_log(findings: Iterable[Finding]) -> Iterator[bytes]:
    """The findings of one run, one a line; the same findings give the same bytes."""
    rules = [
        {
            "id": rule.id,
            "shortDescription": {"text": rule.title},
            "help": {"text": explain_code(rule.id)},
            "defaultConfiguration": {"level": rule.weight},
            "properties": {
                "kinds": [kind.lower() for kind in rule.kinds],
                "sources": rule.sources,
                "caution": rule.is_caution,
            },
        }
        for rule in RULES
    ]
    places = {rule.id: place for place, rule in enumerate(RULES)}
    # A line for each finding.
    results = [
        msgspec.Raw(b"\n" + msgspec.json.encode(_result(each, places[each.rule])))
        for each in findings
    ]
    run = {
        "tool": {"driver": {"name": "x400fix", "semanticVersion": __version__, "rules": rules}},
        # A column is a byte, which is what a character of these files is.
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    yield msgspec.json.encode({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + b"\n"


def _result(finding: Finding, place: int) -> dict[str, object]:
    """A finding with its place; one about the file as a whole has no region."""
    location: dict[str, object] = {"artifactLocation": {"uri": file_uri(finding.file)}}
    if finding.line:
        location["region"] = {"startLine": finding.line, "startColumn": finding.column}
    return {
        "ruleId": finding.rule,
        "ruleIndex": place,
        "level": finding.severity,
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": location}],
    }


def file_uri(path: str) -> str:
    """The URI of a file: relative as its path is, absolute only if that is."""
    pure = PurePath(path)
    uri = quote(os.fsencode(pure.as_posix()))
    return f"file:///{uri.lstrip('/')}" if pure.is_absolute() else uri
