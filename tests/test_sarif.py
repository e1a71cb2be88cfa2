# SPDX-License-Identifier: MIT
"""Findings as SARIF 2.1.0."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import jsonschema
import pytest

from x400fix import __version__
from x400fix.documents.explanations import explain_code
from x400fix.documents.sarif import SCHEMA, file_uri, sarif_log
from x400fix.lint.findings import Finding
from x400fix.lint.table import RULES
from x400fix.problems import Severity

TEXT = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "minLength": 1}},
    "additionalProperties": False,
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
DESCRIPTOR = {
    "type": "object",
    "required": ["id", "shortDescription", "help", "defaultConfiguration"],
    "properties": {
        "id": {"type": "string"},
        "shortDescription": TEXT,
        "help": TEXT,
        "defaultConfiguration": {"properties": {"level": LEVEL}, "additionalProperties": False},
        "properties": {"type": "object"},
    },
    "additionalProperties": False,
}
REGION = {
    "required": ["startLine"],
    "properties": {
        "startLine": {"type": "integer", "minimum": 1},
        "startColumn": {"type": "integer", "minimum": 1},
    },
    "additionalProperties": False,
}
PHYSICAL = {
    "required": ["artifactLocation"],
    "properties": {
        "artifactLocation": {
            "required": ["uri"],
            "properties": {"uri": {"type": "string", "pattern": r"^[!#-;=?-\[\]_a-z~%]+$"}},
            "additionalProperties": False,
        },
        "region": REGION,
    },
    "additionalProperties": False,
}
RESULT = {
    "type": "object",
    "required": ["ruleId", "ruleIndex", "level", "message", "locations"],
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": TEXT,
        "locations": {
            "type": "array",
            "minItems": 1,
            "items": {
                "properties": {"physicalLocation": PHYSICAL},
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
LOG = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "$schema": {"const": SCHEMA},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "required": ["tool", "results"],
                "properties": {
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name", "rules"],
                                "properties": {
                                    "name": {"type": "string"},
                                    "semanticVersion": {"type": "string"},
                                    "rules": {"type": "array", "items": DESCRIPTOR},
                                },
                                "additionalProperties": False,
                            }
                        },
                        "additionalProperties": False,
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {"type": "array", "items": RESULT},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
"""The part of the SARIF schema that is used here, and nothing beside it."""

FINDINGS = (
    Finding("LM16", Severity.ERROR, "one", "a b/LMHOSTS", 3, 10),
    Finding("LM28", Severity.NOTE, "two", "LMHOSTS", 0, 0),
    Finding("HS01", Severity.ERROR, "three", "é/HOSTS", 1, 1),
)


def log_of(findings: Iterable[Finding]) -> bytes:
    """The whole of a SARIF file."""
    return b"".join(sarif_log(findings))


@pytest.mark.parametrize("findings", [(), FINDINGS], ids=["nothing", "findings"])
def test_the_log_has_the_form_of_sarif(findings: tuple[Finding, ...]) -> None:
    """Every required property is there, and none that SARIF does not know."""
    jsonschema.Draft202012Validator(LOG).validate(json.loads(log_of(findings)))


def test_every_rule_is_listed_with_its_text() -> None:
    """Also those that nothing broke; a result points at its rule."""
    (run,) = json.loads(log_of(FINDINGS))["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("x400fix", __version__)
    assert [each["id"] for each in driver["rules"]] == [rule.id for rule in RULES]
    assert all(each["help"]["text"] == explain_code(each["id"]) for each in driver["rules"])
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_a_result_has_level_sentence_and_place() -> None:
    """A finding on the whole file has no region."""
    (run,) = json.loads(log_of(FINDINGS))["runs"]
    one, two, _ = run["results"]
    assert (one["ruleId"], one["level"], one["message"]["text"]) == ("LM16", "error", "one")
    assert one["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b/LMHOSTS"},
        "region": {"startLine": 3, "startColumn": 10},
    }
    assert two["level"] == "note"
    assert two["locations"][0]["physicalLocation"] == {"artifactLocation": {"uri": "LMHOSTS"}}


def test_the_same_findings_give_the_same_bytes() -> None:
    """No clock, no folder, no user."""
    assert log_of(FINDINGS) == log_of(FINDINGS)
    assert str(Path.cwd()).encode() not in log_of(FINDINGS)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("LMHOSTS", "LMHOSTS"),
        ("a/b/LMHOSTS", "a/b/LMHOSTS"),
        ("./a#b/NIC?.CMD", "a%23b/NIC%3F.CMD"),
        ("<stdin>", "%3Cstdin%3E"),
        (os.fsdecode(b"caf\xe9"), "caf%E9"),
    ],
)
def test_a_path_becomes_a_relative_uri(path: str, uri: str) -> None:
    """With everything escaped that has a meaning in it."""
    assert file_uri(path) == uri


def test_an_absolute_path_becomes_an_absolute_uri(tmp_path: Path) -> None:
    """As the user gave it."""
    assert file_uri(str(tmp_path / "LMHOSTS")) == (tmp_path / "LMHOSTS").as_uri()
