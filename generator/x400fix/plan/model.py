# SPDX-License-Identifier: MIT
"""What a plan is: one tree of values, which is PLAN.json.

It holds the inputs of a run and what was decided of them; all else is derived by pure functions.
Addresses are texts here, as people and PLAN.json write them.
"""

import enum
from collections.abc import Sequence
from typing import Annotated

import msgspec

from x400fix.allocation.assignments import Action, OwnerKind
from x400fix.inventory.connectors import Role, Stack
from x400fix.problems import Severity
from x400fix.settings.choices import AddressMode, Pack, Profile, Strategy, Wave
from x400fix.settings.ticket_facts import TicketFacts
from x400fix.step_kinds import StepKind
from x400fix.verdicts.truth_table import Verdict

FORMAT = "x400fix-plan"
VERSION = "2.0"


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A part of a plan; a key that it does not know is refused when it is read."""


Count = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
"""A number that no file can bring to more than this, such as that of a line."""


# ---- inputs


class InputFile(_Part, frozen=True, kw_only=True):
    """One input file: what it was used as, its base name and its SHA-256."""

    kind: str
    name: str
    sha256: str


class PlanOptions(_Part, frozen=True, kw_only=True):
    """The settings of the run, as far as they decide what the plan is.

    A range is ``RANGE`` or ``OWNER=RANGE``. A place is the option or the config file that a value
    came from, which messages name; exclusions may come from both.
    """

    pool: tuple[str, ...]
    pool_place: str
    exclude: tuple[str, ...]
    exclude_places: tuple[str, ...]
    address_mode: AddressMode
    strategy: Strategy
    keep: tuple[str, ...]
    reassign_all: bool
    minimal: bool
    unsafe: bool
    ticket: str
    wave: Wave
    window: str
    window_place: str
    owner: str
    profile: Profile
    pack: Pack
    facts: TicketFacts


class TableFile(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """How cells of a table are found, and what of it was not read.

    ``headers`` are those columns whose header is another than their name, ``not_read`` are headers
    that name no column, ``left_out`` lines that are no rows, such as titles and totals. ``sheet``
    is the one of a workbook that was read.
    """

    file: str
    columns: dict[str, Count]
    rows_hidden: Count
    headers: dict[str, str] = {}
    not_read: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    sheet: str = ""


class InventoryFile(TableFile, frozen=True, kw_only=True, omit_defaults=True):
    """The table of connectors, and that of server facts if it is another file.

    ``domains`` are those of partners that the inputs name by a host name and do not describe.
    """

    servers: TableFile | None = None
    domains: dict[str, str] = {}


class SelectorTexts(_Part, frozen=True, kw_only=True):
    """Fields A, B and C of KB 198772 in hexadecimal; empty if not configured."""

    own: str = ""
    outgoing: str = ""
    incoming: str = ""


class PlannedConnector(_Part, frozen=True, kw_only=True):
    """One connector: what its row says, its partner, and what the truth table says of it.

    ``remote_server`` is the partner that was found, ``named_server`` what the row names.
    """

    server: str
    connector: str
    stack: Stack
    address: str
    remote_server: str
    named_server: str
    peer_connector: str
    via: str
    line: Count
    verdict: Verdict
    row: int
    added_rows: tuple[int, ...]
    reason: str
    sources: tuple[str, ...]
    selectors: SelectorTexts | None = None


class ServerFacts(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """What the inputs say of one server; what they do not say is left out."""

    server: str
    domain: str = ""
    site: str = ""
    exchange: str = ""
    os: str = ""
    adapter: str = ""
    addresses: tuple[str, ...] = ()
    dhcp: bool = False
    gateway: str = ""
    roles: tuple[Role, ...] = ()


class NameLine(_Part, frozen=True, kw_only=True):
    """One line of LMHOSTS or HOSTS, or what DNS knows."""

    address: str
    name: str


class GivenNameFile(_Part, frozen=True, kw_only=True):
    """A name file that a server has now, byte for byte (base64); ``path`` is for messages."""

    server: str
    file: str
    path: str
    data: bytes


class UsedElsewhere(_Part, frozen=True, kw_only=True):
    """What a file of ``--used``, one behind an #INCLUDE or a ticket takes of the pool, and names.

    An address is one, or ``FIRST-LAST``. ``is_given`` says that a ticket gave it to another
    connector.
    """

    file: str
    addresses: tuple[str, ...]
    names: tuple[str, ...]
    is_given: bool


class EarlierAssignment(_Part, frozen=True, kw_only=True):
    """What an earlier plan gave one connector; a kept one has neither address nor alias.

    ``old_address`` is what it held then; plans 1.x may not have it.
    """

    action: Action
    server: str
    connector: str
    owner: str
    new_address: str
    alias: str
    old_address: str = ""


class PlanProblem(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """A warning or note; ``is_reading`` says that a reader found it, which nothing here repeats."""

    code: str
    severity: Severity
    message: str
    file: str
    line: Count
    field: Count
    cell: str
    is_reading: bool = False


# ---- decisions


class Summary(_Part, frozen=True, kw_only=True):
    """The counts that a reader asks for first.

    ``minutes`` are those of the window if one person does all; ``preparation`` are those before it.
    """

    connectors: int
    servers: int
    conflicts: int
    moved: int
    kept: int
    by_hand: int
    new_addresses: int
    saved_by_minimal: int
    steps: int
    preparation: int
    minutes: int
    server_restarts: int
    waves: int


class LinkEnd(_Part, frozen=True, kw_only=True):
    """One end of a link."""

    server: str
    connector: str


class Understood(_Part, frozen=True, kw_only=True):
    """What was understood of the inventory, for a person to compare with what was meant.

    ``servers`` counts those that the inputs describe; ``only_dialled`` are partners that they do
    not. Of connectors, the partners were found by name, by the Address, or not at all.
    """

    servers: int
    only_dialled: tuple[str, ...]
    foreign: tuple[str, ...]
    by_name: int
    by_address: int
    unknown: int
    versions_unknown: tuple[str, ...]
    firewalls_named: tuple[str, ...]
    firewalls_presumed: tuple[str, ...]
    likely_errors: tuple[str, ...]


class PlannedLink(_Part, frozen=True, kw_only=True):
    """A link with its two ends, or one if the other is not known."""

    ends: tuple[LinkEnd, ...]


class PlannedConflict(_Part, frozen=True, kw_only=True):
    """Connectors of one server that its stack cannot tell apart, and whose address they share."""

    server: str
    address: str
    owner: str
    connectors: tuple[str, ...]


class PoolRange(_Part, frozen=True, kw_only=True):
    """One range of the pool and which of its addresses are what.

    ``excluded`` are texts of ranges: exclusions, and what other sources say is in use.
    """

    range: str
    owner: str
    size: int
    used: tuple[str, ...]
    excluded: tuple[str, ...]
    given: tuple[str, ...]


class Assignment(_Part, frozen=True, kw_only=True):
    """What becomes of one connector of a conflict: a row of ASSIGN.csv.

    ``step`` is the step that changes the Address, 0 where none does; ``folder`` is then its folder.
    """

    action: Action
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

    @property
    def is_changed(self) -> bool:
        """Whether the connector gets another Address."""
        return self.action is not Action.KEEP


class Vehicle(enum.StrEnum):
    """What carries new addresses onto a NIC."""

    REGINI = "regini"
    NETSH = "netsh"
    HAND = "by hand"


class Nic(_Part, frozen=True, kw_only=True):
    """A NIC and its ordered lists before and after, such as ``10.20.1.10/24``.

    ``missing`` says why no script can be written. Both lists are empty if the present addresses are
    unknown; ``added`` is always known.
    """

    vehicle: Vehicle
    adapter: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    added: tuple[str, ...]
    missing: tuple[str, ...]


class AddressValue(_Part, frozen=True, kw_only=True):
    """An Address with its radio button."""

    type: str
    value: str


class AddressAttribute(_Part, frozen=True, kw_only=True):
    """The Address Attribute of one connector; ``after`` is null if another person decides it."""

    connector: str
    before: AddressValue
    after: AddressValue | None


class Override(_Part, frozen=True, kw_only=True):
    """The Stack IP Address Override of one connector; unsafe directory names are set by hand."""

    connector: str
    address: str
    scripted: bool


class SelectorProposal(_Part, frozen=True, kw_only=True):
    """T selectors that one link should have: the outgoing one is the same at both ends.

    The other end is empty where the inputs do not have it. ``incoming`` is for the connector only,
    if it is at an older server than the other end: empty if field A of the newer one is not known.
    """

    server: str
    connector: str
    other_server: str
    other_connector: str
    outgoing: str
    incoming: str | None


class Step(_Part, frozen=True, kw_only=True):
    """One step; ``connector`` is the one that its title names, empty where it is about none.

    ``assignment`` is the row of the assignments that it is about, counted from 1, or 0.
    """

    number: int
    kind: StepKind
    who: str
    minutes: int
    wave: int
    waits_for: tuple[int, ...]
    connector: str
    assignment: int


Timeline = Sequence[tuple[str, Step]]
"""Steps in order of time, each with the name of its place."""


class NameFileUse(_Part, frozen=True, kw_only=True):
    """What becomes of a name file that the server has now.

    ``merged`` tells whether the folder holds it with the new entries; if it was to get some and
    does not, ``reason`` says why.
    """

    file: str
    sha256: str
    merged: bool
    reason: str


class Place(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """One folder of the bundle: a server, or a firewall or partner that has to be asked.

    ``steps`` are in order of time. ``name_files`` is there only if the plan was given such files.
    """

    name: str
    folder: str
    kind: OwnerKind
    os: str
    exchange: str
    nic: Nic | None
    lmhosts: tuple[NameLine, ...]
    hosts: tuple[NameLine, ...]
    overrides: tuple[Override, ...]
    address_attributes: tuple[AddressAttribute, ...]
    steps: tuple[Step, ...]
    name_files: tuple[NameFileUse, ...] = ()


# ---- what the simulation says


class RouteCounts(_Part, frozen=True, kw_only=True):
    """How many routes are what; a route is a connector with its two directions."""

    works: int = 0
    claimed: int = 0
    uncertain: int = 0
    one_way: int = 0
    down: int = 0


class Alternative(_Part, frozen=True, kw_only=True):
    """One way to deal with the conflicts, with the figures that a plan of it gives.

    Manual steps are those that no script carries out; ``routes`` is what becomes of the routes.
    Without such a plan there are no figures, and ``why_not`` says why.
    """

    strategy: str
    minimal: bool = False
    addresses: int | None = None
    server_restarts: int | None = None
    mta_restarts: int | None = None
    manual_steps: int | None = None
    chosen: bool = False
    routes: RouteCounts | None = None
    why_not: str = ""


class CallRule(_Part, frozen=True, kw_only=True):
    """Why a call passes or not; routes name it."""

    name: str
    status: str
    reason: str
    sources: tuple[str, ...]


class Directions(_Part, frozen=True, kw_only=True):
    """The rules of both directions of a route, and what the route is by them."""

    outgoing: str
    incoming: str
    status: str


class Turn(_Part, frozen=True, kw_only=True):
    """What a route is after a step, if the step changes it."""

    step: int
    outgoing: str
    incoming: str
    status: str


class Route(_Part, frozen=True, kw_only=True):
    """A TCP connector's route before, after, and where it turns in between.

    ``minutes`` is how long its servers or their MTAs are out of service in the window; 0 for a
    route that is down already, which loses nothing.
    """

    server: str
    connector: str
    partner: str
    before: Directions
    after: Directions
    turns: tuple[Turn, ...]
    minutes: int


class Outage(_Part, frozen=True, kw_only=True):
    """A step in which a server, or its MTA, is out of service.

    ``routes`` are those through it that pass mail today and wait meanwhile, ``down`` those that
    are down today and so lose nothing.
    """

    step: int
    server: str
    minutes: int
    routes: int
    down: int


class Breach(_Part, frozen=True, kw_only=True):
    """Where a requirement is violated or stays open: a connector, or a step."""

    server: str
    connector: str
    step: int
    is_open: bool


class Requirement(_Part, frozen=True, kw_only=True):
    """What a plan has to keep, and what was found about it."""

    name: str
    text: str
    sources: tuple[str, ...]
    outcome: str
    breaches: tuple[Breach, ...]


class Proof(_Part, frozen=True, kw_only=True):
    """What the simulation found, the counts of routes, and the rules that routes name."""

    obligations: tuple[Requirement, ...]
    rules: tuple[CallRule, ...]
    before: RouteCounts
    after: RouteCounts


class Plan(_Part, frozen=True, kw_only=True):
    """The whole of PLAN.json, in the order of its keys.

    Connectors, facts and assignments are in the order of the inventory: server, then directory
    name, in capitals. ``earlier`` is what an earlier plan gave to connectors that are in no
    conflict any more.
    """

    format: str
    version: str
    made_by: str
    inputs: tuple[InputFile, ...]
    options: PlanOptions
    summary: Summary
    assumptions: tuple[str, ...]
    inventory: InventoryFile
    understood: Understood
    connectors: tuple[PlannedConnector, ...]
    facts: tuple[ServerFacts, ...]
    dns: tuple[NameLine, ...]
    name_files: tuple[GivenNameFile, ...]
    used: tuple[UsedElsewhere, ...]
    remembered: tuple[EarlierAssignment, ...]
    links: tuple[PlannedLink, ...]
    conflicts: tuple[PlannedConflict, ...]
    pools: tuple[PoolRange, ...]
    assignments: tuple[Assignment, ...]
    block_id: str
    selectors: tuple[SelectorProposal, ...]
    earlier: tuple[EarlierAssignment, ...]
    servers: tuple[Place, ...]
    alternatives: tuple[Alternative, ...]
    proof: Proof
    routes: tuple[Route, ...]
    outages: tuple[Outage, ...]
    problems: tuple[PlanProblem, ...]
    checksum: str

    @property
    def nothing_to_do(self) -> bool:
        """Whether there is no work at any place."""
        return not self.servers
