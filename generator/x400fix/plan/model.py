# SPDX-License-Identifier: MIT
"""The records that PLAN.json consists of."""

import msgspec

from x400fix.settings.choices import Pack, Profile
from x400fix.settings.ticket_facts import TicketFacts


class SelectorsRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Fields A, B and C of KB 198772 in hexadecimal; empty if not configured."""

    own: str = ""
    outgoing: str = ""
    incoming: str = ""


class NameRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line for LMHOSTS or HOSTS."""

    address: str
    name: str


class FactRecord(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What the inputs say of one server; what they do not say is left out.

    ``hosts`` and ``lmhosts`` are the lines of its name files that a lookup finds, this ticket's
    own block left aside.
    """

    server: str
    site: str = ""
    exchange: str = ""
    os: str = ""
    addresses: tuple[str, ...] = ()
    dhcp: bool = False
    gateway: str = ""
    roles: tuple[str, ...] = ()
    hosts: tuple[NameRecord, ...] = ()
    lmhosts: tuple[NameRecord, ...] = ()


class NicRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A NIC and its ordered lists before and after, such as ``10.20.1.10/24``."""

    vehicle: str
    adapter: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    added: tuple[str, ...]
    missing: tuple[str, ...]


class AttributeValue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An Address with its radio button."""

    type: str
    value: str


class AttributeRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The Address Attribute of one connector; ``after`` is null if somebody else decides it."""

    connector: str
    before: AttributeValue
    after: AttributeValue | None


class OverrideRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The Stack IP Address Override of one connector."""

    connector: str
    address: str
    scripted: bool


class StepRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step; ``connector`` is empty where it is not about one."""

    number: int
    kind: str
    who: str
    minutes: int
    wave: int
    waits_for: tuple[int, ...]
    connector: str


class NameFileRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name file that the server has now.

    ``merged`` tells whether the folder holds it with the new entries; if it was to get some and
    does not, ``reason`` says why.
    """

    file: str
    sha256: str
    merged: bool
    reason: str


class ServerRecord(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One folder of the bundle: a server, or a firewall or partner that somebody must ask.

    ``name_files`` is there only if the plan was given such files.
    """

    name: str
    folder: str
    kind: str
    os: str
    exchange: str
    nic: NicRecord | None
    lmhosts: tuple[NameRecord, ...]
    hosts: tuple[NameRecord, ...]
    overrides: tuple[OverrideRecord, ...]
    address_attributes: tuple[AttributeRecord, ...]
    steps: tuple[StepRecord, ...]
    name_files: tuple[NameFileRecord, ...] = ()


class RoutesRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many routes are what; a route is a connector with its two directions."""

    works: int = 0
    claimed: int = 0
    uncertain: int = 0
    one_way: int = 0
    down: int = 0


class Alternative(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way to deal with the conflicts; manual steps are those that no script carries out.

    ``routes`` is what becomes of the routes, by the same model as the plan itself.
    """

    strategy: str
    minimal: bool
    addresses: int
    server_restarts: int
    mta_restarts: int
    manual_steps: int
    chosen: bool
    routes: RoutesRecord = RoutesRecord()


class RuleRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a call passes or not; routes name it."""

    name: str
    status: str
    reason: str
    sources: tuple[str, ...]


class DirectionsRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules of both directions of a route, and what the route is by them."""

    outgoing: str
    incoming: str
    status: str


class TurnRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a route is after a step, if the step changes it."""

    step: int
    outgoing: str
    incoming: str
    status: str


class RouteRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A TCP connector's route before, after, and where it turns in between.

    ``minutes`` is how long its servers or their MTAs stand still in the window.
    """

    server: str
    connector: str
    partner: str
    before: DirectionsRecord
    after: DirectionsRecord
    turns: tuple[TurnRecord, ...]
    minutes: int


class OutageRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step in which a server, or its MTA, stands still, and how many routes go through it."""

    step: int
    server: str
    minutes: int
    routes: int


class BreachRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an obligation fails or stays open: a connector, or a step."""

    server: str
    connector: str
    step: int
    is_open: bool


class ObligationRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a plan has to keep, and what was found about it."""

    name: str
    text: str
    sources: tuple[str, ...]
    outcome: str
    breaches: tuple[BreachRecord, ...]


class ProofRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was proven, the counts of routes, and the rules that routes name."""

    obligations: tuple[ObligationRecord, ...] = ()
    rules: tuple[RuleRecord, ...] = ()
    before: RoutesRecord = RoutesRecord()
    after: RoutesRecord = RoutesRecord()


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
