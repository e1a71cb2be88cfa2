# SPDX-License-Identifier: MIT
"""The records that PLAN.json consists of."""

import msgspec

from x400fix.config.ticket import TicketFacts
from x400fix.model.choices import Pack, Profile
from x400fix.plan.document.proof import Alternative
from x400fix.plan.document.places import (
    FactRecord,
    NameRecord,
    SelectorsRecord,
    ServerRecord,
)
from x400fix.plan.document.proof import OutageRecord, ProofRecord, RouteRecord

FORMAT = "x400fix-plan"
VERSION = "1.2"


class InputRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One input file: what it was used as, its base name and its SHA-256."""

    kind: str
    name: str
    sha256: str


class OptionsRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings of the run, as far as they decide what the plan is."""

    pool: tuple[str, ...]
    exclude: tuple[str, ...]
    address_mode: str
    strategy: str
    keep: tuple[str, ...]
    reassign_all: bool
    minimal: bool
    ticket: str
    wave: str
    window: str = ""
    owner: str = ""
    profile: str = Profile.GENERIC
    pack: str = Pack.PLAIN
    facts: TicketFacts = TicketFacts()


class SummaryRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The counts that a reader asks for first."""

    connectors: int
    servers: int
    conflicts: int
    moved: int
    kept: int
    by_hand: int
    new_addresses: int
    saved_by_minimal: int
    steps: int
    minutes: int
    server_restarts: int
    waves: int


class EndRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One end of a link."""

    server: str
    connector: str


class ConnectorRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One connector and what the truth table says of it."""

    server: str
    connector: str
    stack: str
    address: str
    remote_server: str
    via: str
    verdict: str
    row: int
    added_rows: tuple[int, ...]
    reason: str
    sources: tuple[str, ...]
    selectors: SelectorsRecord | None = None


class LinkRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A link with its two ends, or one if the other is not known."""

    ends: tuple[EndRecord, ...]


class ConflictRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Connectors of one server that its stack cannot tell apart, and whose address they share."""

    server: str
    address: str
    owner: str
    connectors: tuple[str, ...]


class PoolRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One range of the pool and what stands in it."""

    range: str
    owner: str
    size: int
    used: tuple[str, ...]
    excluded: tuple[str, ...]
    given: tuple[str, ...]


class AssignmentRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of ASSIGN.csv; ``step`` is 0 where no step changes the Address."""

    action: str
    server: str
    connector: str
    remote_server: str
    owner: str
    old_address: str
    new_address: str
    alias: str
    address_type: str
    address_value: str
    reason: str
    folder: str
    step: int


class EarlierRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an earlier plan gave to a connector that is in no conflict any more."""

    action: str
    server: str
    connector: str
    owner: str
    new_address: str
    alias: str


class ProblemRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A warning or note about the inputs."""

    code: str
    severity: str
    message: str
    file: str
    line: int
    field: int
    cell: str


class Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole of PLAN.json."""

    format: str
    version: str
    inputs: tuple[InputRecord, ...]
    options: OptionsRecord
    summary: SummaryRecord
    assumptions: tuple[str, ...]
    connectors: tuple[ConnectorRecord, ...]
    facts: tuple[FactRecord, ...] = ()
    dns: tuple[NameRecord, ...] = ()
    links: tuple[LinkRecord, ...]
    conflicts: tuple[ConflictRecord, ...] = ()
    pools: tuple[PoolRecord, ...]
    assignments: tuple[AssignmentRecord, ...]
    block_id: str
    earlier: tuple[EarlierRecord, ...]
    servers: tuple[ServerRecord, ...]
    alternatives: tuple[Alternative, ...]
    proof: ProofRecord = ProofRecord()
    routes: tuple[RouteRecord, ...] = ()
    outages: tuple[OutageRecord, ...] = ()
    name_diffs: tuple[tuple[str, ...], ...] = ()
    problems: tuple[ProblemRecord, ...]
    checksum: str
