# SPDX-License-Identifier: MIT
"""Findings as SARIF 2.1.0, the format in which linters hand results to other programs."""

import os
from collections.abc import Iterable
from pathlib import PurePath
from urllib.parse import quote

import msgspec

from x400fix import __version__
from x400fix.documents.explanations import explain_code
from x400fix.formats.lint import Row, rows
from x400fix.model.rules import Finding

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


class Message(msgspec.Struct, frozen=True):
    """A text."""

    text: str


class Configuration(msgspec.Struct, frozen=True):
    """The level that a rule has unless a result says otherwise."""

    level: str


class RuleProperties(msgspec.Struct, frozen=True):
    """What SARIF itself has no place for."""

    kinds: tuple[str, ...]
    sources: tuple[str, ...]
    caution: bool


class Descriptor(msgspec.Struct, frozen=True, rename="camel"):
    """One rule."""

    id: str
    short_description: Message
    help: Message
    default_configuration: Configuration
    properties: RuleProperties


class Driver(msgspec.Struct, frozen=True, rename="camel"):
    """What x400fix is called, and its rules."""

    name: str
    semantic_version: str
    rules: tuple[Descriptor, ...]


class Tool(msgspec.Struct, frozen=True):
    """What made the results."""

    driver: Driver


class ArtifactLocation(msgspec.Struct, frozen=True):
    """The file."""

    uri: str


class Region(msgspec.Struct, frozen=True, rename="camel"):
    """The place in the file."""

    start_line: int
    start_column: int


class PhysicalLocation(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """The file, and the place in it unless a finding is about the file as a whole."""

    artifact_location: ArtifactLocation
    region: Region | None = None


class Location(msgspec.Struct, frozen=True, rename="camel"):
    """Where a result is."""

    physical_location: PhysicalLocation


class Result(msgspec.Struct, frozen=True, rename="camel"):
    """One finding."""

    rule_id: str
    rule_index: int
    level: str
    message: Message
    locations: tuple[Location, ...]


class Run(msgspec.Struct, frozen=True, rename="camel"):
    """One run of the linter; a column is a byte, which is what a character of these files is."""

    tool: Tool
    column_kind: str
    results: tuple[Result, ...]


class Log(msgspec.Struct, frozen=True):
    """The whole of a SARIF file."""

    schema: str = msgspec.field(name="$schema")
    version: str
    runs: tuple[Run, ...]


def sarif_log(findings: Iterable[Finding]) -> bytes:
    """The findings of one run; the same findings give the same bytes."""
    table = tuple(rows())
    places = {row.id: place for place, row in enumerate(table)}
    run = Run(
        tool=Tool(Driver("x400fix", __version__, tuple(map(_descriptor, table)))),
        column_kind="unicodeCodePoints",
        results=tuple(_result(finding, places[finding.rule]) for finding in findings),
    )
    log = Log(SCHEMA, "2.1.0", (run,))
    return msgspec.json.format(msgspec.json.encode(log), indent=1) + b"\n"


def _descriptor(row: Row) -> Descriptor:
    """A rule with its long text."""
    return Descriptor(
        id=row.id,
        short_description=Message(row.title),
        help=Message(explain_code(row.id)),
        default_configuration=Configuration(row.weight),
        properties=RuleProperties(row.kinds, row.sources, row.is_caution),
    )


def _result(finding: Finding, place: int) -> Result:
    """A finding with its place."""
    where = finding.where
    region = Region(where.line, where.field) if where.line else None
    location = Location(PhysicalLocation(ArtifactLocation(file_uri(where.file)), region))
    return Result(finding.rule, place, finding.severity, Message(finding.message), (location,))


def file_uri(path: str) -> str:
    """The URI of a file: relative as its path is, absolute only if that is."""
    pure = PurePath(path)
    uri = quote(os.fsencode(pure.as_posix()))
    return f"file:///{uri.lstrip('/')}" if pure.is_absolute() else uri
